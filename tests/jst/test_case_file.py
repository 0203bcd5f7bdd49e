"""What the case file holds and the register does not, given to `jst crpo serve`."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crpo import note
from crpo.power import Address, ElectronicAddress, ElectronicAddressKind, Profession
from crpo.told import NOT_TOLD
from jst.case_file import read_case_file
from jst.cli.serve_words import ENGLISH
from jst.demo import demo_settings, serving
from jst.errors import CaseFileInvalid
from jst.simulators.crpo import CrpoSimulator
from tests.factories import MANDATOR_NIP, MANDATOR_PESEL
from tests.flows.canaries import CANARY_PESEL
from tests.house.tree import ROOT
from tests.jst.conftest import CASE, Jst
from vocabulary.clock import system_clock, warsaw_day

WHY = ("--justification", "doręczenie decyzji stronie")
PERSON = """
[[special]]
surname = "Wzorcowa"
first_name = "Fikcja"
for_service = true
profession = "none"
address = { town = "Przykładowo", street = "Próbna", house = "7" }
"""
RESIGNED = """
[[resigned]]
surname = "Zmyślak"
profession = "advocate"
resigned_on = {day}
"""


@pytest.fixture(name="register")
def _register(home: Path) -> Iterator[CrpoSimulator]:
    """The demonstration's register, serving on the port of its settings."""
    with serving(demo_settings(home)) as running:
        yield running


def asked(register: CrpoSimulator, jst: Jst, folder: Path, name: str) -> str:
    """Ask about one of the examples; give the question's id."""
    path = folder / "mandator.txt"
    path.write_text(register.examples()[name].reveal())
    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(path), "--json")
    return str(ran.json["intentId"])


def a_file(folder: Path, text: str) -> Path:
    """Write a file of the case."""
    path = folder / "akta.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_special_power_designated_for_service_is_served(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """
    The register knows nobody; the file knows somebody, with an address.

    Holds: art. 138g, art. 145 § 2 Ordynacji.
    """
    question = asked(register, jst, tmp_path, "none")
    command = ("crpo", "serve", question, "--case", CASE, *WHY)

    without = jst(*command, "--json").json
    told = jst(*command, "--case-file", str(a_file(tmp_path, PERSON)))
    machine = jst(*command, "--case-file", str(tmp_path / "akta.toml"), "--json").json

    assert ("party", None) == (without["verdict"], without["caseFile"])
    assert 0 == told.status, told.err
    assert "Doręcz pełnomocnikowi: Fikcja Wzorcowa" in told.out
    assert "Adres: Próbna 7, Przykładowo, PL" in told.out
    assert "Uwzględniono z akt: pełnomocnictwa szczególne (1 z 1)" in told.out
    assert "attorney" == machine["verdict"]
    assert {
        "special": 1,
        "specialInFile": 1,
        "resigned": 0,
        "resignedInFile": 0,
    } == machine["caseFile"]


def test_a_kept_answer_is_served_without_authorities_for_tls(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """Nobody is asked: a file that is needed for asking only stops no letter."""
    question = asked(register, jst, tmp_path, "one")
    register.ca_pem.unlink()

    ran = jst("crpo", "serve", question, "--case", CASE, *WHY, "--json")

    assert (0, "attorney") == (ran.status, ran.json["verdict"])


@pytest.mark.parametrize(
    ("ago", "more", "status", "verdict"),
    [
        pytest.param(0, "", 2, "cannot_tell", id="today"),
        pytest.param(14, "", 2, "cannot_tell", id="the last day"),
        pytest.param(15, "", 0, "party", id="the day after"),
        pytest.param(0, "released = true", 0, "party", id="released"),
    ],
)
def test_a_resignation_counts_for_two_weeks(
    ago: int,
    more: str,
    status: int,
    verdict: str,
    register: CrpoSimulator,
    tmp_path: Path,
    jst: Jst,
) -> None:
    """
    A professional attorney may have to act on, unless the mandator released him.

    Holds: art. 138i § 3 Ordynacji.
    """
    question = asked(register, jst, tmp_path, "none")
    day = warsaw_day(system_clock()) - timedelta(ago)
    path = a_file(tmp_path, RESIGNED.format(day=day) + more)

    ran = jst(
        *("crpo", "serve", question, "--case", CASE, *WHY),
        *("--case-file", str(path), "--json"),
    )

    assert (status, verdict) == (ran.status, ran.json["verdict"])


def test_a_special_attorney_who_has_resigned_is_not_named(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """
    The party is served, and what was used of the file is what is said to be.

    Holds: art. 138i § 2 Ordynacji.
    """
    question = asked(register, jst, tmp_path, "none")
    document = 'document = "CZ:AB000000"\n'
    day = warsaw_day(system_clock()) - timedelta(92)
    path = a_file(
        tmp_path,
        f"{PERSON}{document}{RESIGNED.format(day=day)}{document}released = true\n"
        f"{RESIGNED.format(day=day)}",
    )
    command = ("crpo", "serve", question, "--case", CASE, *WHY)

    ran = jst(*command, "--case-file", str(path))

    assert 0 == ran.status, ran.err
    assert "Doręcz stronie" in ran.out
    assert "pełnomocnictwa szczególne (0 z 1), wypowiedzenia (1 z 2)." in ran.out


def test_those_among_whom_one_has_to_be_chosen_are_named(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """The register designates one, the file another: the clerk asks the party which."""
    question = asked(register, jst, tmp_path, "several")
    path = a_file(tmp_path, PERSON)

    ran = jst("crpo", "serve", question, "--case", CASE, *WHY, "--case-file", str(path))

    assert 2 == ran.status
    assert "Do wyboru: Wymysław Niebyła, Fikcja Wzorcowa\n" in ran.out


def test_notes_are_english_on_demand(
    register: CrpoSimulator,
    tmp_path: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every sentence of the command is, and the ids are the same."""
    question = asked(register, jst, tmp_path, "none")
    today = warsaw_day(system_clock())
    path = a_file(tmp_path, RESIGNED.format(day=today))
    monkeypatch.setenv("JST_LANG", "en")
    command = ("crpo", "serve", question, "--case", CASE, "--case-file", str(path))

    people = jst(*command, *WHY).out
    machine = jst(*command, *WHY, "--json").json

    until = today + timedelta(14)
    assert (
        f"- The attorney has resigned; until {until} he may have to act on." in people
    )
    assert (
        "Considered from the file: special powers (0 of 0), resignations (1 of 1)."
        in people
    )
    assert ["resigned"] == machine["noteIds"]
    assert machine["notes"][0].startswith("The attorney has resigned")


def test_every_note_is_said_in_both_languages() -> None:
    """A note without English would fall back to Polish unnoticed."""
    assert sorted(ENGLISH) == sorted(
        each.id for each in vars(note).values() if isinstance(each, note.Note)
    )


def test_a_person_is_read_with_all_that_is_told(tmp_path: Path) -> None:
    """What is left out is not told, and never a guess."""
    path = a_file(
        tmp_path,
        f"""
        [[special]]
        surname = "Niebyła"
        pesel = "{MANDATOR_PESEL.reveal()}"
        profession = "advocate"
        ade = "AE:PL-00000-00000-BOGUS-00"

        [[special]]
        surname = "Niebyły"
        nip = "{MANDATOR_NIP.reveal()}"
        epuap = "/bogus/SkrytkaESP"
        address = {{ country = "CZ", town = "Brno" }}

        [[special]]
        surname = "Nemo"
        document = "CZ:AB123456"
        """,
    )

    first, second, third = (p.attorney for p in read_case_file(path).special)

    assert MANDATOR_PESEL == first.identifier
    assert (Profession.ADVOCATE, NOT_TOLD) == (first.profession, first.for_service)
    assert ElectronicAddressKind.ADE is getattr(first.electronic_address, "kind", None)
    assert MANDATOR_NIP == second.identifier
    assert (
        ElectronicAddress(kind=ElectronicAddressKind.EPUAP, value="/bogus/SkrytkaESP")
        == second.electronic_address
    )
    assert Address(country="CZ", town="Brno") == second.address_for_service
    assert "CZ:AB123456" == getattr(third.identifier, "reveal", str)()
    assert NOT_TOLD is third.first_name is third.electronic_address


def test_the_sample_in_the_clerks_page_is_a_case_file(tmp_path: Path) -> None:
    """Whoever copies it gets what the page says."""
    page = (ROOT / "docs" / "clerk.md").read_text("utf-8")
    sample = page.partition("```toml\n")[2].partition("```")[0]

    held = read_case_file(a_file(tmp_path, sample))

    assert ([True], [False]) == (
        [each.attorney.for_service for each in held.special],
        [each.released for each in held.resigned],
    )


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[[special]]\nfirst_name = "Bez nazwiska"', "special.0.surname"),
        ('[[special]]\nsurname = "A"\npesel = "12345678901"', "special.0.pesel"),
        ('[[special]]\nsurname = "A"\npesel = 7', "special.0.pesel"),
        (
            '[[special]]\nsurname = "A"\npesel = "44051401359"\nnip = "1234563218"',
            "special.0",
        ),
        ('[[special]]\nsurname = "A"\nade = "a"\nepuap = "b"', "special.0"),
        ('[[special]]\nsurname = "A"\nfor_service = "tak"', "special.0.for_service"),
        ('[[special]]\nsurname = "A"\nprofession = "mecenas"', "special.0.profession"),
        ('[[resigned]]\nsurname = "A"', "resigned.0.resigned_on"),
        (
            '[[resigned]]\nsurname = "A"\nresigned_on = "2026-11-01"',
            "resigned.0.resigned_on",
        ),
        ('[[pelnomocnik]]\nsurname = "A"', "pelnomocnik"),
    ],
)
def test_a_wrong_file_names_the_field_and_repeats_nothing(
    text: str, field: str, tmp_path: Path
) -> None:
    """A number typed wrong may still be a person's."""
    with pytest.raises(CaseFileInvalid) as caught:
        read_case_file(a_file(tmp_path, text))

    assert [field] == [finding.field for finding in caught.value.findings]
    assert "12345678901" not in f"{caught.value!r} {caught.value.findings}"


def test_a_wrong_file_reads_no_answer(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """It is found before the entry of the reading; no identifier is repeated."""
    question = asked(register, jst, tmp_path, "none")
    bad = a_file(tmp_path, f'[[special]]\npesel = "{CANARY_PESEL.reveal()}"\nx = 1')
    command = ("crpo", "serve", question, "--case", CASE, *WHY, "--case-file")

    wrong = jst(*command, str(bad))
    missing = jst(*command, str(tmp_path / "nie.toml"), "--json")

    shown = jst("ledger", "show", "--json").json["entries"]
    assert (1, 2) == (wrong.status, missing.status)
    assert "jst.case_file_invalid" in wrong.err
    assert CANARY_PESEL.reveal() not in wrong.out + wrong.err
    assert "jst.input_missing" == missing.json["error"]
    assert [] == [e for e in shown if e["kind"] == "disclosure"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: f"[[special]]\n{text}".encode())
)
def test_any_bytes_are_a_file_or_refused(tmp_path: Path, data: bytes) -> None:
    """Foreign bytes never end in another error."""
    path = tmp_path / "akta.toml"
    path.write_bytes(data)
    try:
        read_case_file(path)
    except CaseFileInvalid:
        return
