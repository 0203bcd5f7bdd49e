"""`jst crpo serve` and `jst crpo print`: a kept answer, read again under an entry."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from accountability.errors import EvidenceUnreadable
from accountability.model import Purpose, Role
from crpo import law
from crpo.kept import read_answer
from crpo.note import Note
from crpo.power import Address, Attorney
from crpo.serving import Serving, Verdict
from jst.acting import acting
from jst.cli.crpo_serve import exit_of, print_serving, serving_json
from jst.demo import OFFICER, demo_settings, serving
from jst.office import open_office, open_reader
from jst.settings import load_settings
from jst.simulators.crpo import CrpoSimulator
from ledger.entry import decode_entry
from tests.jst.conftest import CASE, Jst, change

WHY = ("--justification", "doręczenie decyzji stronie")


@pytest.fixture(name="register")
def _register(home: Path) -> Iterator[CrpoSimulator]:
    """The demonstration's register, serving on the port of its settings."""
    with serving(demo_settings(home)) as running:
        yield running


@pytest.fixture(name="asked")
def _asked(register: CrpoSimulator, tmp_path: Path, jst: Jst) -> str:
    """The id of a question about somebody with two attorneys, none designated."""
    path = tmp_path / "mandator.txt"
    path.write_text(register.examples()["two_by_pesel"].reveal())
    ran = jst("crpo", "lookup", "--case", CASE, "--from", str(path), "--json")
    return str(ran.json["intentId"])


def entries(home: Path) -> list[dict[str, Any]]:
    """Read every entry of the log."""
    with open_reader(demo_settings(home).places) as reader:
        return [decode_entry(body) for _, body in reader.select()]


def kinds(home: Path) -> Counter[str]:
    """Count the entries by kind."""
    return Counter(str(entry["kind"]) for entry in entries(home))


def test_one_of_two_is_named_with_provisions_and_nothing_in_clear(
    asked: str, register: CrpoSimulator, jst: Jst
) -> None:
    """
    A clerk reads whom to serve; a machine reads the rules; nobody reads a PESEL.

    Holds: art. 145 § 3 Ordynacji.
    """
    people = jst("crpo", "serve", asked, "--case", CASE, *WHY)
    machine = jst("crpo", "serve", asked, "--case", CASE, *WHY, "--json")

    told = machine.json
    assert (0, 0) == (people.status, machine.status)
    assert "Doręcz pełnomocnikowi: Fikcja Niebyła" in people.out
    assert "art. 145 § 3" in people.out
    assert "nasz, nie Ministerstwa Finansów" in people.err
    assert ("attorney", 2, True) == (
        told["verdict"],
        told["candidates"],
        told["restsOnSecondary"],
    )
    assert {False} == {rule["textSeen"] for rule in told["provisions"]}
    number = register.examples()["two_by_pesel"].reveal()
    assert number not in people.out + people.err + machine.out


def test_the_print_out_is_private_and_says_its_entry(
    asked: str, home: Path, tmp_path: Path, register: CrpoSimulator, jst: Jst
) -> None:
    """Who holds the paper finds the entry; who reads the disk finds nothing."""
    out = tmp_path / "wydruk.pdf"
    ran = jst("crpo", "print", asked, "--case", CASE, *WHY, "--out", str(out), "--json")

    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    [entry] = [each for each in entries(home) if each["kind"] == "disclosure"]
    assert 0 == ran.status
    assert 0o600 == out.stat().st_mode & 0o777
    assert (entry["id"], "print", asked) == (
        ran.json["disclosureId"],
        entry["operation"],
        entry["ref"],
    )
    assert entry["id"] in text
    assert asked in text
    assert register.examples()["two_by_pesel"].reveal() in text


def test_printing_tells_people_where_it_is(
    asked: str, tmp_path: Path, jst: Jst
) -> None:
    """The file, the entry, and whose contract it was."""
    out = tmp_path / "wydruk.pdf"
    ran = jst("crpo", "print", asked, "--case", CASE, *WHY, "--out", str(out))

    assert 0 == ran.status
    assert f"Wydruk do akt: {out}" in ran.out
    assert "kontrakt wzorcowy" in ran.err


@pytest.mark.parametrize(
    ("case", "why", "rule"),
    [
        (CASE, ("--justification", "bo tak"), "crpo.access.purpose"),
        ("FK.3120.8.2026", WHY, "action.case.other"),
        ("", WHY, "action.case.missing"),
    ],
    ids=["no reason", "another case", "no case"],
)
def test_without_case_and_reason_nothing_is_read(
    case: str,
    why: tuple[str, str],
    rule: str,
    asked: str,
    home: Path,
    tmp_path: Path,
    jst: Jst,
) -> None:
    """
    A kept answer is no stock: the denial is an entry, and no file stays.

    Holds: art. 138k § 2 Ordynacji.
    """
    out = tmp_path / "wydruk.pdf"
    ran = jst("crpo", "print", asked, "--case", case, *why, "--out", str(out), "--json")

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])
    assert rule in [finding["rule"] for finding in ran.json["findings"]]
    assert (1, 0) == (kinds(home)["denied"], kinds(home)["disclosure"])
    assert not out.exists()


def test_an_officer_reads_the_log_and_not_the_answers(
    asked: str, home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds: design, section 6: the officer never asks."""
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)

    ran = jst("crpo", "serve", asked, "--case", CASE, *WHY, "--json")

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])
    assert 1 == kinds(home)["denied"]


def test_an_id_without_an_answer_leads_nowhere(
    asked: str, home: Path, jst: Jst
) -> None:
    """No entry, a denial, or an outcome is no question that was answered."""
    outcome = next(each["id"] for each in entries(home) if each["kind"] == "outcome")
    found = [
        jst("crpo", "serve", name, "--case", CASE, *WHY, "--json")
        for name in ("0190a2b4-0000-7000-8000-000000000001", str(outcome), "x")
    ]

    assert asked
    assert [(1, "crpo.not_answered")] * 3 == [
        (ran.status, ran.json["error"]) for ran in found
    ]
    assert 0 == kinds(home)["disclosure"]


def test_a_kept_answer_that_was_swapped_is_not_read(asked: str, home: Path) -> None:
    """The outcome's digest says which bytes were shown to the clerk."""
    settings = load_settings()
    actor = acting(settings).actor(Role.CLERK)
    with open_office(settings) as office:
        trail = office.trail
        trail.evidence.keep(
            intent_id=asked, key=trail.current_key(), question=b"q", answer=b"forged"
        )
        with pytest.raises(EvidenceUnreadable):
            read_answer(
                trail,
                office.register().contract,
                asked,
                actor=actor,
                case=CASE,
                purpose=Purpose.SERVICE_OF_LETTERS,
                justification=WHY[1],
                operation="serve",
            )

    assert 1 == kinds(home)["disclosure"]


def test_an_existing_file_is_never_overwritten(
    asked: str, home: Path, tmp_path: Path, jst: Jst
) -> None:
    """Nothing is read when there is no place for it."""
    out = tmp_path / "wydruk.pdf"
    out.write_text("mine")
    ran = jst("crpo", "print", asked, "--case", CASE, *WHY, "--out", str(out), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert "mine" == out.read_text()
    assert 0 == kinds(home)["disclosure"]


def test_what_cannot_be_told_is_said_and_has_its_exit_status(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two means "could not tell", and a script must not read it as a yes."""
    found = Serving(
        verdict=Verdict.CANNOT_TELL,
        on=date(2026, 11, 20),
        provisions=(law.DESIGNATED,),
        notes=(Note("bogus", "Ustal to u strony."),),
    )
    print_serving(found, None)

    said = capsys.readouterr().out
    assert (2, None) == (exit_of(found), serving_json(found, None)["serve"])
    assert "Na 2026-11-20 nie można ustalić, komu doręczyć." in said
    assert "- Ustal to u strony." in said


def test_a_paper_address_is_written_without_what_was_not_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The address goes on an envelope."""
    print_serving(
        Serving(
            verdict=Verdict.ATTORNEY,
            on=date(2026, 11, 20),
            serve=Attorney(surname="Niebyła"),
            address=Address(country="PL", town="Próbkowo", street="Wzorcowa"),
            provisions=(law.ATTORNEY,),
        ),
        None,
    )

    assert "Adres: Wzorcowa, Próbkowo, PL\n" in capsys.readouterr().out


def test_without_the_library_nothing_is_read_for_printing(
    asked: str,
    home: Path,
    tmp_path: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    A clerk is told what to install, and the log of no print that never was.

    Holds: ADR-0010.
    """
    monkeypatch.setitem(sys.modules, "typst", None)
    out = tmp_path / "wydruk.pdf"
    ran = jst("crpo", "print", asked, "--case", CASE, *WHY, "--out", str(out), "--json")

    assert (2, "documents.library_missing") == (ran.status, ran.json["error"])
    assert 0 == kinds(home)["disclosure"]
    assert not out.exists()


def test_an_attorney_without_address_is_named_all_the_same(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """Who is known; where is said to be not, also to a script."""
    path = tmp_path / "mandator.txt"
    path.write_text(register.examples()["little_told"].reveal())
    one = jst("crpo", "lookup", "--case", CASE, "--from", str(path), "--json")
    only = jst("crpo", "serve", one.json["intentId"], "--case", CASE, *WHY)

    assert 2 == only.status
    assert "Adres: nie można wskazać" in only.out


def test_another_case_book_decides_again(asked: str, home: Path, jst: Jst) -> None:
    """A case that was closed since is no ground for reading."""
    (home / "cases.toml").write_text(
        f'[[case]]\nnumber = "{CASE}"\nassigned = ["z.niebyla"]\nopen = true\n'
    )
    before = jst("crpo", "serve", asked, "--case", CASE, *WHY)
    change(home / "cases.toml", "open = true", "open = false")
    after = jst("crpo", "serve", asked, "--case", CASE, *WHY, "--json")

    assert (0, 1) == (before.status, after.status)
    assert "action.case.closed" in [f["rule"] for f in after.json["findings"]]
