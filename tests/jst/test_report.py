"""jst report and jst officer, as an officer uses them."""

import json
import stat
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from jst.cli import report_run
from jst.cli.demo_officer import DELETED, do_officer
from jst.cli.report_run import NAMES
from jst.demo import OFFICER
from tests.jst.conftest import Jst

WHY = "wniosek z art. 15 RODO"


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
    request_id = said.out.split()[1].rstrip(";")
    released = jst("officer", "release", request_id, "--reason", WHY, "--json")

    assert "druga osoba" in said.out
    assert "release" in released.json


def test_a_report_goes_to_csv_json_lines_and_pdf(
    officer: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are private; JSON Lines holds the stored bytes of each entry."""
    a_denied_question(officer, jst, monkeypatch)
    csv, jsonl, pdf = (officer / f"r.{kind}" for kind in ("csv", "jsonl", "pdf"))
    ran = jst(
        *("report", "denials", "--csv", str(csv), "--jsonl", str(jsonl)),
        *("--pdf", str(pdf), "--json"),
    )
    shown = jst("report", "denials")
    text = pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text()
    [line] = jsonl.read_bytes().splitlines()

    assert (0, 1) == (ran.status, ran.json["count"])
    assert b'{"v":1,"at":' == line[:12]
    assert "denied" == json.loads(line)["kind"]
    assert "action.case.pattern" in csv.read_text("utf-8-sig")
    assert "Raport: odmowy" in text
    assert "odmowa" in shown.out
    assert {0o600} == {stat.S_IMODE(p.stat().st_mode) for p in (csv, jsonl, pdf)}


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
    ],
)
@pytest.mark.usefixtures("officer")
def test_wrong_words_are_wrong_usage(jst: Jst, args: tuple[str, ...]) -> None:
    """A report of something else than was meant would mislead."""
    assert 64 == jst("report", *args).status


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
