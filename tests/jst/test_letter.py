"""`jst letter`: from office.toml to a registered seal, and every step in the log."""

import json
import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from crpo.errors import LetterInvalid
from crpo.letter.general_letter import NAME
from crpo.letter.office_file import EXAMPLE, read_office_file
from crpo.letter.set_checks import set_letter
from documents.errors import DocumentNotMade
from tests import bogus_pki
from tests.bogus_pki import BogusSeal
from tests.certs import paths
from tests.certs.bogus_list import OPERATORS
from tests.crpo.letter import bogus_office
from tests.crpo.letter.bogus_office import TOML, person, sign
from tests.jst.conftest import Jst, change


@pytest.fixture(name="office")
def _office(home: Path, tmp_path: Path) -> Path:
    """office.toml beside its seals; the bogus operator of lists is trusted."""
    with (home / "jst.toml").open("a") as file:
        file.write(f"\n[trust]\noperators = {json.dumps(sorted(OPERATORS))}\n")
    (tmp_path / "list.xml").write_bytes(bogus_office.list_bytes())
    return bogus_office.write(tmp_path)


@pytest.fixture(name="trusted")
def _trusted(office: Path) -> str:
    """The bogus trusted list."""
    return str(office.parent / "list.xml")


@pytest.fixture(name="folder")
def _folder(office: Path, trusted: str, jst: Jst) -> Path:
    """A letter that was prepared."""
    folder = office.parent / "pismo"
    ran = jst(
        "letter",
        "prepare",
        str(office),
        "--out",
        str(folder),
        "--trusted-list",
        trusted,
    )
    assert (0, "") == (ran.status, ran.err)
    return folder


def newest(jst: Jst) -> dict[str, Any]:
    """The newest entry of the log."""
    last = jst("ledger", "show", "--json").json["entries"][-1]
    found: dict[str, Any] = jst("ledger", "show", last["id"], "--json").json["entry"]
    return found


def signed_by(folder: Path, by: BogusSeal) -> Path:
    """The prepared general letter under a signature, beside the folder."""
    path = folder.parent / "podpisane.xml"
    root = etree.fromstring((folder / NAME).read_bytes())
    path.write_bytes(sign(root, by))
    return path


def a_crl(folder: Path) -> str:
    """An empty revocation list of the bogus authority."""
    now = datetime.now(UTC).replace(microsecond=0)
    made = paths.crl(
        name=bogus_pki.ISSUER,
        by=bogus_pki.ec_key(0),
        made_at=now - timedelta(hours=1),
        until=now + timedelta(days=1),
    )
    path = folder / "bogus.crl"
    path.write_bytes(made)
    return str(path)


def bring_back(files: str, folder: Path, trusted: str, jst: Jst) -> None:
    """Attach signed files: `a` is accepted, `r` refused, of `c` one cannot tell."""
    for each in files:
        by = person("EWA", "ZASTĘPCZYNI") if each == "r" else person()
        crl = ("--crl", a_crl(folder.parent)) if each == "a" else ()
        told = (str(folder), str(signed_by(folder, by)), "--trusted-list", trusted)
        jst("letter", "attach", *told, *crl)


def letter_id(folder: Path) -> str:
    """The letter's id."""
    return str(json.loads((folder / "letter.json").read_text("utf-8"))["letterId"])


def test_new_writes_the_sample_and_never_over_another(
    home: Path, tmp_path: Path, jst: Jst
) -> None:
    """The sample itself is no letter: what is missing is named."""
    del home
    path = str(tmp_path / "new.toml")

    assert 0 == jst("letter", "new", path).status
    assert EXAMPLE == Path(path).read_text("utf-8")
    assert (1, "jst.output_refused") == _refused(jst("letter", "new", path, "--json"))
    assert path == jst("letter", "new", path + "2", "--json").json["file"][:-1]
    assert 1 == jst("letter", "check", path).status


def _refused(ran: Any) -> tuple[int, str]:  # noqa: ANN401 - Ran, JSON of any shape
    return ran.status, ran.json["error"]


def test_check_says_ready_by_the_list(office: Path, trusted: str, jst: Jst) -> None:
    """And which NIP each seal has, with field and source."""
    ran = jst("letter", "check", str(office), "--trusted-list", trusted, "--json")

    assert (0, "ready") == (ran.status, ran.json["result"])
    assert [
        ("crpo.letter.seal_of_the_jst", "seal.1.file"),
        ("crpo.letter.seal_of_the_office", "seal.2.file"),
        ("crpo.letter.seal_revocation_not_asked", "seal"),
    ] == [(each["rule"], each["field"]) for each in ran.json["findings"]]
    assert {"dokumentacja KSeF 2.0, uwierzytelnianie", "zasada programu"} == {
        each["source"] for each in ran.json["findings"]
    }


def test_the_list_that_the_office_keeps_is_used(
    office: Path, trusted: str, jst: Jst
) -> None:
    """Nobody types the path of a list each time."""
    assert 0 == jst("trust", "update", trusted).status
    assert 0 == jst("letter", "check", str(office)).status


def test_a_list_that_nobody_known_signed_is_said_to_be_so(
    home: Path, office: Path, trusted: str, jst: Jst
) -> None:
    """Its own finding stands beside the one of the letter."""
    change(home / "jst.toml", next(iter(OPERATORS)), "0" * 64)

    ran = jst("letter", "check", str(office), "--trusted-list", trusted, "--json")

    assert (2, "cannotTell") == (ran.status, ran.json["result"])
    assert {"crpo.letter.seal_not_told", "certs.trust.list_rejected"} <= {
        each["rule"] for each in ran.json["findings"]
    }


@pytest.mark.parametrize(
    ("is_revoked", "status"), [(False, 0), (True, 1)], ids=["good", "revoked"]
)
def test_check_reads_revocation_lists(
    office: Path, trusted: str, jst: Jst, is_revoked: bool, status: int
) -> None:
    """The third word, *now*: dates, chain and revocation."""
    now = datetime.now(UTC).replace(microsecond=0)
    gone = paths.Entry(at=now - timedelta(days=2), serial=bogus_office.seal(1).serial)
    crl = office.parent / "list.crl"
    crl.write_bytes(
        paths.crl(
            *((gone,) if is_revoked else ()),
            name=bogus_pki.ISSUER,
            by=bogus_pki.ec_key(0),
            made_at=now - timedelta(hours=1),
            until=now + timedelta(days=1),
        )
    )

    ran = jst(
        *("letter", "check", str(office), "--json"),
        *("--trusted-list", trusted, "--crl", str(crl)),
    )

    assert status == ran.status
    assert is_revoked is (
        ("certs.revocation.revoked", "seal.1.file")
        in {(each["rule"], each["field"]) for each in ran.json["findings"]}
    )


def test_check_without_a_list_cannot_tell(office: Path, jst: Jst) -> None:
    """The letter could be made; whether its seals are qualified is not known."""
    ran = jst("letter", "check", str(office))

    assert 2 == ran.status
    assert "nie wiadomo wszystkiego o pieczęciach" in ran.out


def test_check_of_a_given_day_admits_a_stale_list(
    office: Path, trusted: str, jst: Jst
) -> None:
    """As `jst cert check` does; the list ends in 2027."""
    day = ("--on", "2027-06-01", "--trusted-list", trusted)

    assert 0 == jst("letter", "check", str(office), *day).status
    assert 0 == jst("letter", "check", str(office), *day, "--json").status


def test_check_names_field_and_source_of_what_is_wrong(office: Path, jst: Jst) -> None:
    """A clerk reads which line to correct, and who demands it."""
    office.write_text(TOML.replace("123456785", "123456784"), "utf-8")

    ran = jst("letter", "check", str(office))

    assert 1 == ran.status
    assert (
        "błąd: office.regon: To nie jest poprawny numer: cyfra kontrolna się nie"
        " zgadza. (zasada programu)"
    ) in ran.out
    assert "Popraw wskazane pola." in ran.out
    assert "123456784" not in ran.out + ran.err


@pytest.mark.parametrize("text", ["[office", "office = 1", "x" * 300_000])
def test_what_is_no_office_toml_is_findings(office: Path, jst: Jst, text: str) -> None:
    """Nothing is made of it, and nobody sees a traceback."""
    office.write_text(text, "utf-8")

    check = jst("letter", "check", str(office), "--json")
    out = str(office.parent / "pismo")

    assert (1, "findings") == (check.status, check.json["result"])
    for command in ("prepare", "inquiry"):
        ran = jst("letter", command, str(office), "--out", out, "--json")
        assert (1, "crpo.letter_invalid") == _refused(ran)
    assert not Path(out).exists()


def test_prepare_makes_the_whole_folder_and_an_entry(folder: Path, jst: Jst) -> None:
    """The entry names seals and digests, and no contact data."""
    names = {path.name for path in folder.iterdir()}
    entry = newest(jst)

    assert {
        "MANIFEST.sha256",
        "instrukcja.pdf",
        "letter.json",
        NAME,
        "tresc-pisma.txt",
        "wniosek-crpo.zip",
        "wniosek.docx",
        "wniosek.pdf",
        "zalacznik-01-pieczec.txt",
        "zalacznik-02-pieczec.txt",
    } == names
    assert ("document", "letter-prepare") == (entry["kind"], entry["operation"])
    assert letter_id(folder) == entry["id"]
    assert "admin@bogus.example" not in json.dumps(entry)
    assert 2 == len(entry["letter"]["seals"])


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('name = "Gmina Bogus"', 'name = "Gmina 😀"', "office.name"),
        ('name = "System zapasowy"', 'name = "漢字"', "seal.2.name"),
    ],
)
@pytest.mark.parametrize("command", ["check", "prepare", "inquiry"])
def test_a_letter_that_cannot_be_set_is_a_finding_of_its_field(
    office: Path, jst: Jst, old: str, new: str, field: str, command: str
) -> None:
    """`check` must not call ready what `prepare` cannot make."""
    change(office, old, new)
    out = () if command == "check" else ("--out", str(office.parent / "x"))

    ran = jst("letter", command, str(office), *out, "--json")

    is_told = command != "inquiry" or field == "office.name"
    assert int(is_told) == ran.status
    assert [field] * is_told == [
        each["field"]
        for each in ran.json["findings"]
        if each["rule"] == "crpo.letter.not_set"
    ]
    assert (command == "check" or is_told) is not (office.parent / "x").exists()


def test_check_works_where_no_documents_can_be_made(
    office: Path, trusted: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is missing on the machine where somebody fills office.toml in."""
    monkeypatch.setitem(sys.modules, "typst", None)

    ran = jst("letter", "check", str(office), "--trusted-list", trusted, "--json")

    assert (0, "ready") == (ran.status, ran.json["result"])


def test_a_certificate_that_no_font_can_write_is_told_without_a_field() -> None:
    """Its issuer's name stands in the letter, and in no field of office.toml."""

    def cannot() -> dict[str, bytes]:
        raise DocumentNotMade("letter", "TypstError")

    with pytest.raises(LetterInvalid) as refused:
        set_letter(read_office_file(TOML.encode()), cannot)

    assert [("crpo.letter.not_set", "")] == [
        (each.rule, each.field) for each in refused.value.findings
    ]


def test_prepare_says_what_it_made(office: Path, jst: Jst) -> None:
    """Also for programs; without a list it warns and goes on."""
    out = str(office.parent / "a")
    ran = jst("letter", "prepare", str(office), "--out", out, "--json")

    said = jst("letter", "prepare", str(office), "--out", f"{out}2")
    assert f"Co dalej: {out}2/instrukcja.pdf" in said.out
    assert (0, out, 8) == (ran.status, ran.json["folder"], len(ran.json["files"]))
    assert "crpo.letter.seal_not_told" in {e["rule"] for e in ran.json["findings"]}


def test_prepare_refuses_a_private_key_and_copies_nothing(
    office: Path, jst: Jst
) -> None:
    """The key file lies where the certificate was meant to lie."""
    key = bogus_office.a_seal_that_signs().pem()
    (office.parent / "jeden.pem").write_bytes(key)
    before = sorted(office.parent.iterdir())
    size = jst("ledger", "show", "--json").json["size"]

    out = str(office.parent / "pismo")
    ran = jst("letter", "prepare", str(office), "--out", out, "--json")

    assert (1, "crpo.letter_invalid") == _refused(ran)
    assert "crpo.letter.seal_private_key" in {e["rule"] for e in ran.json["findings"]}
    assert before == sorted(office.parent.iterdir())
    assert size == jst("ledger", "show", "--json").json["size"]


@pytest.mark.parametrize("file", ["nothing.pem", "..", "a\\u0000b", "~nobody~/x"])
def test_a_certificate_that_does_not_open_is_a_finding(
    office: Path, jst: Jst, file: str
) -> None:
    """Whatever stands as a path."""
    change(office, 'file = "jeden.pem"', f'file = "{file}"')

    ran = jst("letter", "check", str(office), "--json")

    assert 1 == ran.status
    assert ("crpo.letter.seal_file", "seal.1.file") in {
        (each["rule"], each["field"]) for each in ran.json["findings"]
    }


def test_a_certificate_that_is_not_named_is_said_once(office: Path, jst: Jst) -> None:
    """Nobody has to read that an empty name does not open."""
    change(office, 'file = "jeden.pem"', 'file = ""')

    found = jst("letter", "check", str(office), "--json").json["findings"]

    assert ["crpo.letter.missing"] == [
        each["rule"] for each in found if each["field"] == "seal.1.file"
    ]


@pytest.mark.parametrize("out", ["none/pismo", "file/pismo"])
def test_a_folder_above_that_is_not_there_is_told(
    office: Path, jst: Jst, out: str
) -> None:
    """The letter is put into a folder that exists, or nowhere."""
    (office.parent / "file").write_text("")

    ran = jst("letter", "prepare", str(office), "--out", str(office.parent / out))

    assert 1 == ran.status
    assert "[jst.output_refused]" in ran.err


@pytest.mark.usefixtures("nobody_waits")
def test_a_pipe_is_no_certificate_and_nobody_waits(office: Path, jst: Jst) -> None:
    """Opening it would wait for a writer who never comes."""
    (office.parent / "jeden.pem").unlink()
    os.mkfifo(office.parent / "jeden.pem")

    ran = jst("letter", "check", str(office), "--json")

    assert ("crpo.letter.seal_file", "seal.1.file") in {
        (each["rule"], each["field"]) for each in ran.json["findings"]
    }


def test_prepare_tells_findings_with_their_source(office: Path, jst: Jst) -> None:
    """The same sentence as `check` prints, and warnings called so."""
    office.write_text(TOML.replace('regon = "123456785"', ""), "utf-8")

    ran = jst("letter", "prepare", str(office), "--out", str(office.parent / "x"))

    assert 1 == ran.status
    assert "office.regon: Brak wymaganej wartości. (podatki.gov.pl" in ran.err
    assert "- uwaga: seal.1.file: Nie wiadomo, czy" in ran.err


def test_an_existing_folder_is_not_touched(
    office: Path, folder: Path, jst: Jst
) -> None:
    """The letter that was signed is the one that stays."""
    before = (folder / "MANIFEST.sha256").read_bytes()

    ran = jst("letter", "prepare", str(office), "--out", str(folder), "--json")

    assert (1, "jst.output_refused") == _refused(ran)
    assert before == (folder / "MANIFEST.sha256").read_bytes()


def test_an_inquiry_needs_no_seal(office: Path, jst: Jst) -> None:
    """An office may ask before it has bought one."""
    office.write_text(TOML.partition("[[seal]]")[0], "utf-8")
    out = office.parent / "pytanie"

    ran = jst("letter", "inquiry", str(office), "--out", str(out))

    assert 0 == ran.status
    assert (out / "zapytanie.pdf").exists()
    assert "letter-inquiry" == newest(jst)["operation"]
    assert "Nie przygotowano żadnego wniosku." in jst("letter", "status").out


def test_the_signed_letter_is_accepted_and_noted(
    folder: Path, trusted: str, jst: Jst
) -> None:
    """The entry holds a salted digest: the certificate holds the signer's PESEL."""
    signed = signed_by(folder, person())
    more = ("--trusted-list", trusted, "--crl", a_crl(folder.parent))

    ran = jst("letter", "attach", str(folder), str(signed), *more)
    shown = jst("letter", "status", "--json").json["letters"][0]
    entry = newest(jst)

    assert 0 == ran.status
    assert "Podpis przyjęto." in ran.out
    assert ("signed", True) == (shown["step"], shown["signatureChecked"])
    assert ("letter-attach", "accepted") == (entry["operation"], entry["verdict"])
    assert "44051401359" not in json.dumps(entry) + ran.out + ran.err


@pytest.mark.parametrize(
    ("by", "has_list", "status", "verdict"),
    [
        (person("EWA", "ZASTĘPCZYNI"), True, 1, "refused"),
        (bogus_office.trusted_signature_seal(), True, 1, "refused"),
        (person(), False, 2, "cannotTell"),
        (person(), True, 2, "cannotTell"),
    ],
    ids=["deputy", "podpis zaufany", "no list", "revocation not asked"],
)
def test_a_signature_that_is_not_accepted_changes_no_standing(
    folder: Path,
    trusted: str,
    jst: Jst,
    by: BogusSeal,
    has_list: bool,
    status: int,
    verdict: str,
) -> None:
    """The attempt is in the log, the letter stays prepared."""
    signed = signed_by(folder, by)
    more = ("--trusted-list", trusted) if has_list else ()

    ran = jst("letter", "attach", str(folder), str(signed), *more, "--json")

    [letter] = jst("letter", "status", "--json").json["letters"]

    assert (status, verdict) == (ran.status, ran.json["verdict"])
    assert verdict == newest(jst)["verdict"]
    assert ("prepared", verdict) == (letter["step"], letter["signatureVerdict"])


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ("r", "podpis odrzucono (jst letter attach)"),
        ("rc", "nie wiadomo, czy podpis jest dobry (jst letter attach)"),
        ("ar", "ostatni podpis odrzucono; wcześniejszy przyjęto (jst letter attach)"),
    ],
    ids=["refused", "cannot tell", "refused after one that was accepted"],
)
def test_the_status_says_what_came_of_the_last_signature(
    files: str, said: str, folder: Path, trusted: str, jst: Jst
) -> None:
    """It said that nobody had checked a signature that was refused."""
    bring_back(files, folder, trusted, jst)
    shown = jst("letter", "status").out

    assert f"  {said}\n" in shown
    assert "nie sprawdzono" not in shown


def test_another_folder_of_the_same_letter_is_refused(folder: Path, jst: Jst) -> None:
    """Its manifest is not the one in the log."""
    card = folder / "letter.json"
    os.chmod(card, 0o600)  # noqa: PTH101 - as prepared
    change(card, "Gmina Bogus", "Gmina Inna")
    digest = bogus_office.sha256_of(card)
    manifest = folder / "MANIFEST.sha256"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "letter.json" not in line]
    manifest.write_text("".join([*kept, f"{digest}  letter.json\n"]), "utf-8")

    ran = jst(
        "letter", "attach", str(folder), str(signed_by(folder, person())), "--json"
    )

    assert (1, "crpo.letter_step_refused") == _refused(ran)


def test_a_letter_that_this_log_does_not_know_is_refused(
    folder: Path, home: Path, made_once: Path, jst: Jst
) -> None:
    """A folder may come from another office."""
    signed = signed_by(folder, person())
    shutil.rmtree(home)
    shutil.copytree(made_once, home)

    ran = jst("letter", "attach", str(folder), str(signed), "--json")

    assert (1, "crpo.letter_step_refused") == _refused(ran)


def test_a_letter_goes_its_whole_way(folder: Path, jst: Jst) -> None:
    """Prepared, sent with the number of the UPP, accepted, registered until a day."""
    told = ("letter", "status", "--letter", letter_id(folder))

    sent = jst(*told, "--sent", "ePUAP-UPP12345678", "--json")
    accepted = jst(*told, "--accepted")
    registered = jst(*told, "--registered")

    assert ("sent", "ePUAP-UPP12345678") == (
        sent.json["letters"][0]["step"],
        sent.json["letters"][0]["upp"],
    )
    assert "przyjęte" in accepted.out
    assert "podpisu nie sprawdzono" in accepted.out
    assert "zarejestrowane do 2028-06-01" in registered.out
    assert [0, 0, 0] == [sent.status, accepted.status, registered.status]
    assert ("system", "letter-step", "registered") == tuple(
        newest(jst)[name] for name in ("kind", "event", "step")
    )


def test_a_mistyped_upp_is_corrected_by_another_entry(folder: Path, jst: Jst) -> None:
    """Nothing in the log is changed, and the letter does not go back."""
    told = ("letter", "status", "--letter", letter_id(folder))
    early = jst(*told, "--correct-upp", "UPP2")
    jst(*told, "--sent", "UPP1")
    again = jst(*told, "--sent", "UPP2")
    jst(*told, "--accepted")

    ran = jst(*told, "--correct-upp", "UPP2", "--json")

    assert (1, 0) == (early.status, ran.status)
    assert "numer UPP poprawia opcja --correct-upp" in again.err
    assert ("accepted", "UPP2") == tuple(
        ran.json["letters"][0][name] for name in ("step", "upp")
    )
    assert "letter-upp-corrected" == newest(jst)["event"]


def test_a_zip_that_was_changed_is_refused(
    folder: Path, trusted: str, jst: Jst
) -> None:
    """It stands in no manifest, but in the log; without it the folder is whole."""
    signed = signed_by(folder, person())
    call = ("letter", "attach", str(folder), str(signed), "--trusted-list", trusted)
    (folder / "wniosek-crpo.zip").write_bytes(b"bogus")

    changed = jst(*call, "--json")
    (folder / "wniosek-crpo.zip").unlink()
    gone = jst(*call, "--json")

    assert (1, "crpo.letter_step_refused") == _refused(changed)
    assert "cannotTell" == gone.json["verdict"]


def test_a_step_that_does_not_follow_is_refused(folder: Path, jst: Jst) -> None:
    """With what was done, in words."""
    told = ("letter", "status", "--letter", letter_id(folder))

    ran = jst(*told, "--registered")

    assert 1 == ran.status
    assert "pismo jest przygotowane, więc nie może" in ran.err


@pytest.mark.parametrize(
    ("options", "status", "error"),
    [
        (("--sent", "UPP1"), 64, "jst.usage"),
        (("--letter", "a", "--accepted", "--registered"), 64, "jst.usage"),
        (("--letter", "a", "--sent", "44051401359"), 1, "jst.input_invalid"),
        (("--letter", "a", "--sent", "a b"), 1, "jst.input_invalid"),
        (("--letter", "a", "--accepted"), 1, "crpo.letter_step_refused"),
        (("--letter", "a"), 1, "jst.input_invalid"),
    ],
    ids=range(6),
)
def test_a_wrong_step_is_refused(
    home: Path, jst: Jst, options: tuple[str, ...], status: int, error: str
) -> None:
    """A PESEL as the number of a UPP would stand in the log for ever."""
    del home
    ran = jst("letter", "status", *options, "--json")

    assert (status, error) == _refused(ran)
    assert "44051401359" not in ran.out + ran.err


def test_several_letters_are_told_apart(office: Path, folder: Path, jst: Jst) -> None:
    """The second letter is the one that was corrected."""
    second = office.parent / "drugie"
    jst("letter", "prepare", str(office), "--out", str(second))

    ran = jst("letter", "status", "--letter", letter_id(second), "--sent", "UPP1")
    both = jst("letter", "status", "--json").json["letters"]

    assert f"{letter_id(second)}: wysłane" in ran.out
    assert ", UPP UPP1" in ran.out
    assert letter_id(folder) not in ran.out
    assert ["prepared", "sent"] == [each["step"] for each in both]


def test_without_letters_nothing_is_due(home: Path, jst: Jst) -> None:
    """An office begins so."""
    del home
    ran = jst("letter", "status")

    assert (0, "Nie przygotowano żadnego wniosku.\n") == (ran.status, ran.out)


def test_a_registered_seal_that_ends_soon_is_due(
    office: Path, trusted: str, jst: Jst
) -> None:
    """Exit status 1, so that a nightly job notices; it opens 60 days before the end."""
    ends = datetime.now(UTC) + timedelta(days=50)
    seal = bogus_office.seal(1, not_after=ends.replace(microsecond=0))
    (office.parent / "jeden.pem").write_text(seal.pem, "utf-8")
    folder = office.parent / "pismo"
    more = ("--out", str(folder), "--trusted-list", trusted)
    assert 0 == jst("letter", "prepare", str(office), *more).status
    told = ("letter", "status", "--letter", letter_id(folder))
    jst(*told, "--sent", "UPP1")
    jst(*told, "--accepted")

    ran = jst(*told, "--registered")
    as_json = jst("letter", "status", "--json")

    assert [1, 1] == [ran.status, as_json.status]
    assert "Odnów: pieczęć „System podatkowy „Bogus”, główna” (numer" in ran.out
    assert [seal.serial_text] == [
        each["serialDecimal"] for each in as_json.json["renewals"]
    ]
    assert f"--ended {seal.serial_text}" in ran.out

    other = jst(*told, "--ended", "1")
    ended = jst(*told, "--ended", seal.serial_text)

    assert [1, 0] == [other.status, ended.status]
    assert "Odnów" not in ended.out


def test_a_changed_folder_is_no_letter(folder: Path, jst: Jst) -> None:
    """Nothing is judged by it, and nothing noted."""
    signed = signed_by(folder, person())
    (folder / "wniosek.pdf").write_bytes(b"x")

    ran = jst("letter", "attach", str(folder), str(signed), "--json")

    assert (1, "crpo.letter_folder_invalid") == _refused(ran)
