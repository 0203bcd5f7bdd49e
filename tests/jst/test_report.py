"""jst report and jst officer, as an officer uses them."""

import gc
import hashlib
import json
import re
import sqlite3
import stat
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from accountability.columns import COLUMNS
from documents.errors import DocumentNotMade
from jst.cli import report_files, report_run
from jst.cli.demo_officer import DELETED, do_officer
from jst.cli.report_made import Made
from jst.cli.report_run import NAMES
from jst.cli.report_show import show
from jst.cli.report_words import in_words
from jst.demo import MANAGER, OFFICER, demo_settings, serving
from jst.office import load_signer
from jst.settings import load_settings
from ledger.append import Appender, Request
from ledger.entry import Draft
from ledger.prune import Missing
from tests.jst.conftest import CASE, Jst
from vocabulary.clock import system_clock

WHY = "wniosek z art. 15 RODO"
KIND = re.compile(r"\b(zapytanie|wydruk|wgląd)\b")


@pytest.fixture(name="officer")
def _officer(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of an office whose officer runs the commands."""
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    return home


def a_denied_question(home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ask without a case as the clerk; give the file with the identifier."""
    subject = home / "subject.txt"
    subject.write_text("1234563218\n")
    monkeypatch.delenv("JST_DEMO_PERSON")
    asked = jst("crpo", "lookup", "--case", "X", "--from", str(subject))
    assert 1 == asked.status
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    return subject


def tamper(home: Path, statement: str) -> None:
    """Change the log as an administrator of the database can."""
    with closing(sqlite3.connect(home / "ledger.sqlite")) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"subject"}))
@pytest.mark.usefixtures("officer")
def test_every_report_says_what_it_rests_on_and_is_an_entry(
    name: str, jst: Jst
) -> None:
    """A report without its checkpoint could be of any log."""
    told = jst("report", name, "--json")
    shown = jst("report", name)

    assert (0, 0) == (told.status, shown.status)
    assert told.json["size"] == told.json["searched"]
    assert told.json["checkpoint"].split("\n")[1] == str(told.json["size"])
    assert "Punkt kontrolny" in shown.out
    assert told.json["entry"] in jst("ledger", "show", "--json").out


def test_a_person_is_found_and_only_two_persons_unseal(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way from the taxpayer's request to the identifier in clear."""
    subject = a_denied_question(officer, jst, monkeypatch)
    found = jst("report", "subject", "--from", str(subject), "--reason", WHY, "--json")
    entry = found.json["lines"][0]["id"]
    wanted = jst("officer", "request", entry, "--reason", WHY, "--json")
    alone = jst("officer", "release", wanted.json["request"], "--reason", WHY, "--json")
    monkeypatch.setenv("JST_DEMO_PERSON", "k.wymyslony")
    second = jst("officer", "release", wanted.json["request"], "--reason", WHY)
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    shown = jst("officer", "show", wanted.json["request"])
    told = jst("officer", "show", wanted.json["request"], "--json")

    assert 1 == found.json["count"]
    assert (1, "accountability.action_denied") == (alone.status, alone.json["error"])
    assert (0, 0) == (second.status, shown.status)
    assert f"{entry}  nip:1234563218\n" == shown.out
    assert [{"id": entry, "subjects": ["nip:1234563218"]}] == told.json["entries"]


def test_the_steps_speak_to_people(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request tells what comes next, a release in JSON names its entry."""
    subject = a_denied_question(officer, jst, monkeypatch)
    args = ("report", "subject", "--from", str(subject), "--reason", WHY, "--json")
    entry = jst(*args).json["lines"][0]["id"]
    said = jst("officer", "request", entry, "--reason", WHY)
    monkeypatch.setenv("JST_DEMO_PERSON", "k.wymyslony")
    request_id = said.out.split()[1].rstrip(".")
    second = jst("officer", "release", request_id, "--reason", WHY)
    released = jst("officer", "release", request_id, "--reason", WHY, "--json")

    assert f"jst officer release {request_id}" in said.err
    assert f"jst officer show {request_id}" in second.err
    assert "release" in released.json


def test_every_file_of_a_report_says_what_it_rests_on(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A sheet that is printed and a file that is sent must not lose their checkpoint.

    Holds: ADR-0020.
    """
    a_denied_question(officer, jst, monkeypatch)
    csv, jsonl, pdf = (officer / f"r.{kind}" for kind in ("csv", "jsonl", "pdf"))
    ran = jst(
        *("report", "denials", "--csv", str(csv), "--jsonl", str(jsonl)),
        *("--pdf", str(pdf), "--json"),
    )
    size, root = ran.json["checkpoint"].split("\n")[1:3]
    sheet = csv.read_text("utf-8-sig").replace("\r\n", "\n").split("\n")
    entry, last = jsonl.read_bytes().splitlines()
    said = json.loads(last)["statement"]
    paper = pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text()

    assert (0, 1) == (ran.status, ran.json["count"])
    assert b'{"v":1,"at":' == entry[:12]
    assert "denied" == json.loads(entry)["kind"]
    here = {"lines": ran.json["lines"], "files": ran.json["files"]}
    assert {**said, **here} == {**ran.json, "entries": 1}
    assert "action.case.pattern" in sheet[1]
    assert ['""'] * 10 == sheet[2].split(";")
    assert f'"Punkt kontrolny";"{size} wpisy, korzeń {root}"' in "\n".join(sheet[3:])
    assert f'"Przeszukano";"{size} wpisy"' in "\n".join(sheet[3:])
    assert {True} == {
        text in paper
        for text in ("Raport: odmowy", f"Przeszukano: {size} wpisy", root[:40])
    }
    assert {0o600} == {stat.S_IMODE(p.stat().st_mode) for p in (csv, jsonl, pdf)}


def test_no_file_of_a_report_holds_a_number_in_clear(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the report on that person: it is sent to people who may not know it."""
    subject = a_denied_question(officer, jst, monkeypatch)
    csv, jsonl, pdf = (officer / f"r.{kind}" for kind in ("csv", "jsonl", "pdf"))
    ran = jst(
        *("report", "subject", "--from", str(subject), "--reason", WHY),
        *("--csv", str(csv), "--jsonl", str(jsonl), "--pdf", str(pdf)),
    )
    pages = pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages
    said = [ran.out, ran.err, csv.read_text("utf-8-sig"), jsonl.read_text("utf-8")]
    said += [page.extract_text() for page in pages]

    assert 0 == ran.status
    assert [] == [text for text in said if "1234563218" in text]


def test_an_entry_that_several_lines_rest_on_is_written_once(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON Lines are the entries in the log's order, however they are cited."""
    a_denied_question(officer, jst, monkeypatch)
    settings = officer / "jst.toml"
    told = settings.read_text("utf-8")
    settings.write_text(f"{told}\n[report]\nper_hour = 1\nper_day = 1\n", "utf-8")
    path = officer / "r.jsonl"
    ran = jst("report", "unusual", "--jsonl", str(path), "--json")
    *entries, last = path.read_bytes().splitlines()

    assert 2 <= ran.json["count"]
    assert 1 == len(entries) == json.loads(last)["statement"]["entries"]


def test_the_hours_of_the_night_name_their_zone(officer: Path, jst: Jst) -> None:
    """The log is in UTC, so that 20-6 alone could be either."""
    sheet, paper = officer / "r.csv", officer / "r.pdf"
    ran = jst("report", "unusual", "--csv", str(sheet), "--pdf", str(paper))
    told = jst("report", "unusual", "--json").json
    text = pypdf.PdfReader(paper).pages[0].extract_text().replace("\n", " ")

    said = (ran.out, sheet.read_text("utf-8-sig"), text)
    assert [True] * 3 == ["noc 20-6 (Warszawa)" in each for each in said]
    assert "Europe/Warsaw" == told["timeZone"]


def test_a_pdf_that_cannot_be_made_leaves_no_other_file(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of one report belong together."""

    def fails(*_: object, **__: object) -> bytes:
        raise DocumentNotMade("report", "bogus")

    monkeypatch.setattr(report_files, "render_pdf", fails)
    folder = officer / "reports"
    folder.mkdir()
    csv, jsonl, pdf = (folder / f"r.{kind}" for kind in ("csv", "jsonl", "pdf"))
    ran = jst(
        *("report", "people", "--csv", str(csv), "--jsonl", str(jsonl)),
        *("--pdf", str(pdf), "--json"),
    )

    assert (2, "documents.not_made") == (ran.status, ran.json["error"])
    assert [] == list(folder.iterdir())


def test_a_pdf_names_the_files_that_have_all_lines(officer: Path, jst: Jst) -> None:
    """
    A PDF has the first lines only; its reader must find the rest, and know it again.

    Holds: ADR-0034.
    """
    jst("report", "keys")
    jst("report", "keys")
    csv, jsonl, pdf = (officer / f"r.{kind}" for kind in ("csv", "jsonl", "pdf"))
    files = ("--csv", str(csv), "--jsonl", str(jsonl), "--pdf", str(pdf))
    ran = jst("report", "looks", "--limit", "1", *files)
    hashes = [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (csv, jsonl, pdf)
    ]
    paper = pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text()

    told = "Pokazano wierszy: 1 z 2; wszystkie są w pliku CSV."
    assert told in paper.replace("\n", " ")
    assert [True, True, False] == [it in paper.replace("\n", "") for it in hashes]
    assert [True] * 3 == [f"SHA-256 {it}\n" in ran.out for it in hashes]


def test_files_come_all_or_none(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet is renamed last: somebody has taken its name meanwhile."""
    folder = officer / "reports"
    folder.mkdir()
    csv, jsonl, pdf = (folder / f"r.{kind}" for kind in ("csv", "jsonl", "pdf"))

    def taken(*_: object, **__: object) -> bytes:
        csv.write_text("theirs")
        return b"bogus"

    monkeypatch.setattr(report_files, "render_pdf", taken)
    ran = jst(
        *("report", "people", "--csv", str(csv), "--jsonl", str(jsonl)),
        *("--pdf", str(pdf), "--json"),
    )

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert "r.csv" in ran.json["message"]
    assert [csv] == list(folder.iterdir())
    assert "theirs" == csv.read_text()


def test_a_folder_that_is_not_there_is_named(officer: Path, jst: Jst) -> None:
    """The person who typed it finds the mistake."""
    path = officer / "nowhere" / "r.jsonl"
    ran = jst("report", "people", "--jsonl", str(path), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert "nowhere" in ran.json["message"]


@pytest.mark.parametrize("option", ["--csv", "--jsonl", "--pdf"])
def test_a_file_that_exists_is_kept_and_nothing_is_looked_at(
    officer: Path, jst: Jst, option: str
) -> None:
    """No entry says that the officer looked, as nothing was shown."""
    path = officer / "mine"
    path.write_text("mine")
    ran = jst("report", "people", option, str(path), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])
    assert "mine" == path.read_text()
    assert 0 == jst("report", "looks", "--json").json["count"]


@pytest.mark.parametrize("option", ["--csv", "--jsonl", "--pdf"])
@pytest.mark.usefixtures("officer")
def test_a_folder_that_is_not_there_is_told(jst: Jst, option: str) -> None:
    """Nothing is written half."""
    ran = jst("report", "keys", option, "/nowhere/x", "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])


@pytest.mark.parametrize(
    "args",
    [
        ("nothing-like-this",),
        ("keys", "--person", "x"),
        ("people", "--case", "FK.1"),
        ("people", "--kind", "nip"),
        ("subject", "--kind", "odd"),
        ("keys", "--since", "yesterday"),
        ("people", "--since", "2026-12-01", "--until", "2026-11-01"),
        ("people", "--since", "2026-12-01", "--until", "2026-12-01"),
        ("cases", "--case", "44051401359"),
        ("keys", "--csv", "x", "--pdf", "./x"),
        ("people", "--person", "123-456-32-18"),
    ],
)
@pytest.mark.usefixtures("officer")
def test_wrong_words_are_wrong_usage(jst: Jst, args: tuple[str, ...]) -> None:
    """A report of something else than was meant would mislead."""
    assert 64 == jst("report", *args).status
    assert [] == jst("report", "looks", "--json").json["lines"]


def test_a_clerk_gets_no_report_and_the_log_says_so(home: Path, jst: Jst) -> None:
    """The officer reads the log, nobody else."""
    assert home.exists()
    ran = jst("report", "people", "--json")

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])
    assert "denied" in jst("ledger", "show", "--json").out


@pytest.mark.usefixtures("officer")
def test_days_and_limits_narrow_a_report(jst: Jst) -> None:
    """What is not shown is counted, and what was not searched as well."""
    jst("report", "keys")
    short = jst("report", "looks", "--limit", "1", "--json")
    told = jst("report", "looks", "--limit", "1")
    early = jst("report", "people", "--until", "2020-01-01", "--json")
    listed = jst("report", "people", "--person", OFFICER, "--json")

    assert (1, 1) == (short.json["count"], len(short.json["lines"]))
    assert "Pokazano wierszy: 1 z 2" in told.out
    assert (0, 0) == (early.json["searched"], early.json["count"])
    assert 4 == listed.json["count"]
    looks = jst("report", "looks", "--json").json["lines"]
    assert f"people {OFFICER}" == looks[-1]["details"]


def test_a_report_that_breaks_off_leaves_no_file(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a report would look like a whole one."""

    def breaks(*_: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(report_run, "lines_of", breaks)
    path = officer / "r.jsonl"
    ran = jst("report", "people", "--jsonl", str(path), "--json")

    assert 0 != ran.status
    assert not path.exists()


def test_a_listing_says_whose_entries_it_lists(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On paper it would else be taken for the report on everybody."""
    a_denied_question(officer, jst, monkeypatch)
    listed = jst("report", "people", "--person", "z.niebyla")

    assert "Raport: wpisy jednej osoby" in listed.out
    assert "z.niebyla" in listed.out


@pytest.mark.parametrize("name", ["no-case", "denials", "people", "looks"])
def test_the_screen_is_never_wider_than_eighty_columns(
    name: str, officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that is pasted into a letter must not fold; no word is broken either."""
    a_denied_question(officer, jst, monkeypatch)
    jst("report", "keys")
    lines = jst("report", name).out.splitlines()

    assert [] == [line for line in lines if len(line) > 80]
    assert "Niebyła" in "".join(lines) or name == "looks"


def test_a_report_says_why_it_read_less_than_there_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bodies that were removed by order can be searched by nobody."""
    made = Made(
        name="keys",
        office="Gmina Zmyślona",
        made_by="Iga Nspektor",
        missing=Missing(allowed_count=6),
        columns=("index",),
        entry_id="x",
        made_at=system_clock(),
        note="bogus/log\n10\nroot=\n",
        size=10,
        limit=1,
        searched=4,
    )
    monkeypatch.delenv("JST_LANG", raising=False)
    status = show(made, as_json=False)
    said = capsys.readouterr().out

    assert 0 == status
    assert "Przeszukano: 4 wpisy Okres:" in " ".join(said.split())
    assert "Usunięto treść:  6 wpisów, po okresie przechowywania" in said


@pytest.mark.parametrize(
    "narrowed", [(), ("--since", "2020-01-01"), ("--until", "2020-01-01")]
)
def test_a_deleted_body_is_no_lawful_removal(
    narrowed: tuple[str, ...],
    officer: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    A report on a log that a DBA has thinned out says so wherever it goes, and fails.

    Holds: ADR-0012.
    """
    a_denied_question(officer, jst, monkeypatch)
    jst("report", "keys")  # the last entry is looked at by the next append
    tamper(officer, "DELETE FROM entry WHERE kind = 'denied'")
    csv, jsonl, pdf = (officer / f"r.{kind}" for kind in ("csv", "jsonl", "pdf"))
    files = ("--csv", str(csv), "--jsonl", str(jsonl), "--pdf", str(pdf))
    shown = jst("report", "denials", *narrowed, *files)
    told = jst("report", "denials", *narrowed, "--json")
    paper = pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text()
    statement = json.loads(jsonl.read_bytes().splitlines()[-1])["statement"]
    warned = "brak treści bez wpisu o usunięciu: uruchom jst ledger verify"

    assert (1, 1) == (shown.status, told.status)
    assert (0, 1) == (told.json["bodiesPruned"], told.json["bodiesMissing"])
    assert told.json["firstMissing"] == statement["firstMissing"]
    assert 1 == statement["bodiesMissing"]
    assert {True} == {
        warned in " ".join(text.split())
        for text in (shown.out, csv.read_text("utf-8-sig"), paper)
    }
    assert "po okresie przechowywania" not in shown.out


def test_a_damaged_body_ends_a_report_with_one_error(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback of a collector, and nothing left behind."""
    a_denied_question(officer, jst, monkeypatch)
    jst("report", "keys")  # the last entry is looked at by the next append
    tamper(officer, "UPDATE entry SET body = '{}' WHERE kind = 'denied'")
    path = officer / "r.csv"
    ran = jst("report", "people", "--csv", str(path), "--json")
    gc.collect()  # a cursor that was left halfway would speak now

    assert (2, "ledger.entry_invalid") == (ran.status, ran.json["error"])
    assert not path.exists()


def test_a_report_says_whose_it_is_and_who_made_it(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is filed with the request of art. 15 RODO, years from the screen."""
    subject = a_denied_question(officer, jst, monkeypatch)
    pdf = officer / "r.pdf"
    args = ("report", "subject", "--from", str(subject), "--reason", WHY)
    shown = jst(*args, "--pdf", str(pdf))
    told = jst(*args, "--json").json
    paper = pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text()

    assert {True} == {
        each in text
        for each in (told["office"], told["madeBy"], "Nibylska")
        for text in (shown.out, paper)
    }


def test_a_manager_watches_the_looks_and_nothing_else(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom the incident procedure sends to look must be let in, and is logged too."""
    a_denied_question(officer, jst, monkeypatch)
    jst("report", "keys")
    monkeypatch.setenv("JST_DEMO_PERSON", MANAGER)
    looks = jst("report", "looks", "--json")
    people = jst("report", "people", "--json")
    again = jst("report", "looks", "--json").json["lines"]

    assert (0, 1) == (looks.status, people.status)
    assert ["keys"] == [line["details"] for line in looks.json["lines"]]
    assert ["disclosure", "disclosure", "denied"] == [line["kind"] for line in again]


def test_a_look_into_the_log_is_an_entry_unless_it_is_at_ones_own(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer reads what others did; the clerk reads what she did herself."""
    monkeypatch.delenv("JST_DEMO_PERSON")
    own = jst("ledger", "show", "--json")
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    shown = jst("ledger", "show", "--json")
    looks = jst("report", "looks", "--json").json["lines"]

    assert officer.exists()
    assert own.json["size"] == shown.json["size"]
    assert ["ledger-show"] == [line["purpose"] for line in looks]


def printed(home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the clerk ask and print; give the file with the identifier."""
    path = home / "mandator.txt"
    with serving(demo_settings(home)) as register:
        path.write_text(register.examples()["pesel"].reveal())
        asked = jst("crpo", "lookup", "--case", CASE, "--from", str(path), "--json")
    done = jst(
        *("crpo", "print", asked.json["intentId"], "--case", CASE),
        *("--justification", "doręczenie decyzji stronie", "--out", f"{path}.pdf"),
    )
    assert 0 == done.status, done.err
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    return path


def test_print_outs_are_counted(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer compares them with the files of the cases."""
    printed(home, jst, monkeypatch)
    [line] = jst("report", "cases", "--json").json["lines"]

    assert (1, 0, 1) == (line["questions"], line["disclosures"], line["documents"])


@pytest.mark.parametrize(
    "asked",
    [("cases", "--case", CASE), ("people", "--person", "z.niebyla")],
    ids=["of a case", "of a person"],
)
def test_a_print_out_is_called_one_wherever_the_report_is_read(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    """A look stays in the office; paper leaves it, and lies in the file."""
    printed(home, jst, monkeypatch)
    sheet, paper = home / "report.csv", home / "report.pdf"
    ran = jst("report", *asked, "--csv", str(sheet), "--pdf", str(paper))
    told = jst("report", *asked, "--json").json["lines"]

    assert ["intent", "print-out"] == [line["kind"] for line in told]
    text = pypdf.PdfReader(paper).pages[0].extract_text()
    said = (ran.out, sheet.read_text("utf-8-sig"), text)
    assert [["zapytanie", "wydruk"]] * 3 == [KIND.findall(each) for each in said]


def test_who_printed_her_answer_stands_in_the_report_on_her(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Who printed it received her data, like the one who asked.

    Holds: art. 15 ust. 1 lit. c RODO.
    """
    path = printed(home, jst, monkeypatch)
    args = ("--from", str(path), "--reason", WHY, "--json")
    lines = jst("report", "subject", *args).json["lines"]

    assert [("intent", True), ("print-out", False)] == [
        (line["kind"], "subject" in line["as"]) for line in lines
    ]
    assert "read-print" == lines[-1]["as"]


def test_who_was_refused_received_nothing(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The person whose data they are is told of the attempt, and not of a look.

    Holds: art. 15 ust. 1 lit. c RODO names those who received them.
    """
    path = printed(home, jst, monkeypatch)
    told = ("report", "subject", "--from", str(path), "--reason", WHY)
    asked = jst(*told, "--json").json["lines"][0]["id"]
    monkeypatch.delenv("JST_DEMO_PERSON")
    serve = ("crpo", "serve", asked, "--case", "FK.3120.8.2026")
    assert 1 == jst(*serve, "--justification", WHY).status
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)

    assert "read-denied" == jst(*told, "--json").json["lines"][-1]["as"]
    assert "próba wglądu, odmówiono\n" in jst(*told).out


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("subject+disclosed", "pytano o nią i w odpowiedzi"),
        ("read", "wgląd w jej dane"),
        ("read-print", "wydruk jej danych"),
        ("subject+read-unsealed", "pytano o nią i odsłonięcie jej numeru"),
        ("read-denied", "próba wglądu, odmówiono"),
    ],
)
def test_every_role_of_the_report_on_her_has_its_words(role: str, said: str) -> None:
    """A print-out leaves the office, and what was refused never did."""
    assert [said] == in_words(["as"], [role])


def test_a_long_log_says_on_the_way_how_far_it_is(officer: Path, jst: Jst) -> None:
    """Off a terminal these are plain lines on stderr; the report is on stdout."""
    places = load_settings().places
    appender = Appender(
        places.ledger,
        signer=load_signer(places),
        columns=COLUMNS,
        clock=system_clock,
    )
    appender.append(
        [Request(Draft.of("system", {"event": "bogus"})) for _ in range(50_000)]
    )
    appender.release()
    appender.abandon()
    ran = jst("report", "keys", "--json")
    said = ran.err.splitlines()

    assert officer.exists()
    assert 50_000 < ran.json["searched"]
    assert 10 == len(said)
    assert f"jst: przeszukano {ran.json['size']}/{ran.json['size']}" == said[-1]


def test_the_officers_story_shows_what_it_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Search, release by a second person, and the deleted row named."""
    home = tmp_path / "office"
    assert 0 == do_officer(home, as_json=False)
    told = capsys.readouterr().out
    assert 0 == do_officer(None, as_json=True)
    steps = json.loads(capsys.readouterr().out)["steps"]

    assert "NARUSZONY: brak wpisu #2" in told
    assert (home / DELETED).exists()
    assert ["office", "checkpoint", "search", "alone", "released"] == [
        step["step"] for step in steps[:5]
    ]
    ends = [step["shown"] for step in steps[-4:]]
    assert ["disproved at 2", "proved", "unreadable"] == [ends[0], *ends[2:]]
    assert ends[1].endswith("3 held")
