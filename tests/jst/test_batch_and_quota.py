"""`jst crpo batch` and `jst crpo lookup --retry`, against the simulator."""

import csv
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from crpo.batch_log import State
from crpo.power import Attorney, PowerOfAttorney, Profession
from jst.cli.batch_rows import HEADER
from jst.cli.batch_summary import Summary, print_summary
from jst.demo import MANAGER, demo_settings, serving
from jst.office import open_office
from jst.simulators.crpo import CrpoSimulator
from tests.house.tree import ROOT
from tests.jst.conftest import CASE, Jst, Ran, change
from vocabulary.clock import system_clock, warsaw_day

REASON = "Wysyłka decyzji podatkowych."
MORE = ("--person", "z.niebyla", "--count", "5", "--reason", REASON)


@pytest.fixture(name="register")
def _register(home: Path) -> Iterator[CrpoSimulator]:
    """The demonstration's register, serving on the port of its settings."""
    with serving(demo_settings(home)) as running:
        yield running


@pytest.fixture(name="sheet")
def _sheet(register: CrpoSimulator, tmp_path: Path) -> Path:
    """Two questions: three attorneys, and nobody."""
    people = [register.examples()[name].reveal() for name in ("several", "none")]
    path = tmp_path / "sheet.csv"
    rows = "".join(f"nip;{person};{CASE};doreczenie;\n" for person in people)
    path.write_text("kind;identifier;case;purpose;justification\n" + rows)
    return path


def one_question(register: CrpoSimulator, example: str, folder: Path) -> Path:
    """Write a sheet of one question, about one of the examples."""
    path = folder / "sheet.csv"
    person = register.examples()[example].reveal()
    row = f"nip;{person};{CASE};doreczenie;\n"
    path.write_text(f"kind;identifier;case;purpose;justification\n{row}")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a result as a spreadsheet does."""
    text = StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_a_batch_writes_a_private_masked_sheet(
    sheet: Path, tmp_path: Path, jst: Jst
) -> None:
    """One row for each attorney; the identifier asked about is in no output."""
    out = tmp_path / "out.csv"

    ran = jst("crpo", "batch", str(sheet), "--out", str(out))

    clear = sheet.read_text().split("\n")[1].split(";")[1]
    assert 0 == ran.status, ran.err
    assert ["answered"] * 4 == [row["result"] for row in rows_of(out)]
    assert ["1", "2", "3", ""] == [row["power"] for row in rows_of(out)]
    assert 0o600 == out.stat().st_mode & 0o777
    assert clear not in ran.out + ran.err + out.read_text()
    assert "zapytano 2/2" in ran.err
    assert "kontrakt wzorcowy: nasz" in ran.err


def test_a_second_run_reveals_with_a_reason_and_says_where_from(
    sheet: Path, tmp_path: Path, jst: Jst
) -> None:
    """The reason stands in the log, once for each answer shown."""
    jst("crpo", "batch", str(sheet), "--out", str(tmp_path / "1.csv"))
    out = tmp_path / "2.csv"

    ran = jst("crpo", "batch", str(sheet), "--out", str(out), "--reveal", REASON)

    shown = jst("ledger", "show", "--json").json["entries"]
    assert 0 == ran.status, ran.err
    assert {"kept"} == {row["source"] for row in rows_of(out)}
    assert sheet.read_text().split("\n")[1].split(";")[1] in out.read_text()
    assert 2 == sum(entry["kind"] == "disclosure" for entry in shown)


def test_a_reason_that_is_none_asks_nothing(
    sheet: Path, tmp_path: Path, jst: Jst, register: CrpoSimulator
) -> None:
    """It is refused before the first question, and leaves no file."""
    before = register.received.total()
    out = tmp_path / "out.csv"

    ran = jst("crpo", "batch", str(sheet), "--out", str(out), "--reveal", "bo")

    assert (1, before, False) == (ran.status, register.received.total(), out.exists())


def test_a_batch_exits_with_its_worst_line(
    sheet: Path, tmp_path: Path, jst: Jst, register: CrpoSimulator
) -> None:
    """One UNKNOWN among answers is not to be overlooked."""
    register.faults.next("http-503")

    ran = jst("crpo", "batch", str(sheet), "--out", str(tmp_path / "o.csv"), "--json")

    assert (2, 1, 1) == (
        ran.status,
        ran.json["ended"]["unknown"],
        ran.json["ended"]["answered"],
    )


def test_a_result_is_never_overwritten_and_a_wrong_sheet_asks_nothing(
    sheet: Path, tmp_path: Path, jst: Jst, register: CrpoSimulator
) -> None:
    """Both are found before the first question."""
    before, out = register.received.total(), tmp_path / "out.csv"
    out.write_text("somebody's")
    taken = jst("crpo", "batch", str(sheet), "--out", str(out))
    change(sheet, "doreczenie", "ciekawość")
    wrong = jst("crpo", "batch", str(sheet), "--out", str(tmp_path / "new.csv"))
    mixed = jst(
        *("crpo", "batch", str(sheet), "--out", str(tmp_path / "new.csv")),
        *("--anew", "--retry-unknown"),
    )

    assert (1, 1, 64) == (taken.status, wrong.status, mixed.status)
    assert "crpo.batch_invalid" in wrong.err
    assert before == register.received.total()
    assert "somebody's" == out.read_text()


def test_an_unknown_question_is_repeated_as_a_new_one(
    register: CrpoSimulator, jst: Jst, tmp_path: Path
) -> None:
    """And no other: an answered one, or another mandator's, is refused."""
    asked = tmp_path / "mandator.txt"
    asked.write_text(register.examples()["several"].reveal())
    other = tmp_path / "other.txt"
    other.write_text(register.examples()["one"].reveal())
    line = ("crpo", "lookup", "--case", CASE, "--json")
    register.faults.next("http-503")
    lost = jst(*line, "--from", str(asked)).json["intentId"]

    elsewhere = jst(*line, "--from", str(other), "--retry", lost)
    again = jst(*line, "--from", str(asked), "--retry", lost)
    ended = jst(*line, "--from", str(asked), "--retry", again.json["intentId"])

    entry = jst("ledger", "show", again.json["intentId"], "--json").json["entry"]
    assert (1, 0, 1) == (elsewhere.status, again.status, ended.status)
    refused = "jst.repeat_refused"
    assert [refused, refused] == [elsewhere.json["error"], ended.json["error"]]
    assert lost == entry["ref"]


def test_a_repeat_needs_only_the_id_and_the_mandator(
    register: CrpoSimulator, jst: Jst, tmp_path: Path
) -> None:
    """Case, purpose and reason are the question's; the identifier is sealed there."""
    asked = tmp_path / "mandator.txt"
    asked.write_text(register.examples()["several"].reveal())
    source = ("--from", str(asked), "--json")
    other = ("--purpose", "inna-sprawa", "--justification", REASON)
    register.faults.next("http-503")
    lost = jst("crpo", "lookup", "--case", CASE, *other, *source).json["intentId"]

    again = jst("crpo", "lookup", "--retry", lost, *source)

    entries = [
        jst("ledger", "show", name, "--json").json["entry"]
        for name in (lost, again.json["intentId"])
    ]
    first, second = (
        {name: entry[name] for name in ("case", "purpose", "justification", "basis")}
        for entry in entries
    )
    assert 0 == again.status, again.err
    assert first == second
    assert (REASON, lost) == (second["justification"], entries[1]["ref"])


def test_what_was_repeated_is_not_repeated_again(
    register: CrpoSimulator, jst: Jst, tmp_path: Path
) -> None:
    """The person is led to the last of the questions, which may be answered."""
    asked = tmp_path / "mandator.txt"
    asked.write_text(register.examples()["several"].reveal())
    line = ("crpo", "lookup", "--from", str(asked), "--json")
    register.faults.next("http-503", times=2)
    first = jst(*line, "--case", CASE).json["intentId"]
    second = jst(*line, "--retry", first).json["intentId"]
    third = jst(*line, "--retry", second).json["intentId"]
    before = register.received.total()

    refused = jst(*line[:-1], "--retry", first)
    elsewhere = jst(*line, "--case", "FK.3120.8.2026", "--retry", second)

    assert (1, 1, before) == (
        refused.status,
        elsewhere.status,
        register.received.total(),
    )
    assert "tego zapytania nie można powtórzyć" in refused.err
    assert f"powtórzono już zapytaniem {third}" in refused.err


def test_a_name_from_the_register_never_runs_in_a_spreadsheet(
    sheet: Path, tmp_path: Path, jst: Jst, register: CrpoSimulator
) -> None:
    """What others have written stays text, in a file that opens in a Polish office."""
    formula = "=HYPERLINK(A1)"
    power = PowerOfAttorney(attorneys=(Attorney(surname=formula, first_name="@Ż"),))
    register._register.records[register.examples()["none"]] = (lambda _today: power,)
    out = tmp_path / "out.csv"

    ran = jst("crpo", "batch", str(sheet), "--out", str(out))

    raw = out.read_bytes()
    last = rows_of(out)[-1]
    assert 0 == ran.status, ran.err
    assert (f"'{formula}", "'@Ż") == (last["surname"], last["first_name"])
    assert raw.startswith(b'\xef\xbb\xbf"line";"kind";')
    assert raw.endswith(b'"\r\n')


def test_showing_in_clear_on_the_first_run_is_a_disclosure_too(
    sheet: Path, tmp_path: Path, jst: Jst
) -> None:
    """One for each answer, with the reason, after its outcome."""
    ran = jst(
        "crpo", "batch", str(sheet), "--out", str(tmp_path / "o"), "--reveal", REASON
    )

    shown = jst("ledger", "show", "--json").json["entries"]
    disclosed = [entry for entry in shown if entry["kind"] == "disclosure"]
    full = jst("ledger", "show", disclosed[0]["id"], "--json").json["entry"]
    assert (0, 2) == (ran.status, len(disclosed))
    assert REASON == full["justification"]


def test_the_quota_stops_a_batch_and_the_same_command_goes_on(
    home: Path,
    sheet: Path,
    tmp_path: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The clerk is told why, and what to do; nothing is asked twice."""
    change(home / "jst.toml", 'node = "demo"', 'node = "demo"\nquestions_per_day = 1')
    command = ("crpo", "batch", str(sheet), "--out")
    stopped = jst(*command, str(tmp_path / "1.csv"))
    monkeypatch.setenv("JST_DEMO_PERSON", MANAGER)
    given = jst("quota", "override", *MORE)
    monkeypatch.delenv("JST_DEMO_PERSON")
    resumed = jst(*command, str(tmp_path / "2.csv"))

    results = [row["result"] for row in rows_of(tmp_path / "1.csv")]
    sources = [row["source"] for row in rows_of(tmp_path / "2.csv")]
    assert (1, 0, 0) == (stopped.status, given.status, resumed.status)
    assert ["answered"] * 3 + ["denied"] == results
    assert "wyczerpano limit" in stopped.err
    assert ["kept"] * 3 + ["register"] == sources


def test_a_silent_register_stops_a_batch_with_a_word(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """Ten thousand lines are not sent into silence."""
    path = tmp_path / "sheet.csv"
    person = register.examples()["one"].reveal()
    rows = "".join(f"nip;{person};FK.3120.{n}.2026;doreczenie;\n" for n in range(7))
    path.write_text("kind;identifier;case;purpose;justification\n" + rows)
    register.faults.always("http-503")

    ran = jst("crpo", "batch", str(path), "--out", str(tmp_path / "o.csv"))

    assert 2 == ran.status
    assert "rejestr kilka razy z rzędu" in ran.err
    assert "--retry-unknown" in ran.err
    assert ["unknown"] * 5 + ["not-asked"] * 2 == [
        row["result"] for row in rows_of(tmp_path / "o.csv")
    ]


def test_a_terminal_shows_a_bar_on_one_line(
    home: Path, sheet: Path, tmp_path: Path
) -> None:
    """It grows in place, and what follows begins a line of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [
            *(sys.executable, "-c", "from jst.cli import run; run()"),
            *("crpo", "batch", str(sheet), "--out", str(tmp_path / "o.csv")),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "JST_HOME": str(home)},
    ) as running:
        running.communicate(timeout=60)
        seen = os.read(ours, 10_000).decode()
    os.close(theirs)
    os.close(ours)

    half, full = "█" * 15 + "·" * 15, "█" * 30
    bar, told = seen.split("\r\n", 1)
    assert f"\rjst: zapytano {half} 1/2\rjst: zapytano {full} 2/2" == bar
    assert told.startswith("jst: kontrakt wzorcowy")


def test_an_answer_whose_file_is_gone_is_could_not_tell(
    home: Path, sheet: Path, tmp_path: Path, jst: Jst
) -> None:
    """Neither "nobody" nor a new question behind the clerk's back."""
    jst("crpo", "batch", str(sheet), "--out", str(tmp_path / "1.csv"))
    for kept in (home / "answers").glob("*.evidence"):
        kept.unlink()

    ran = jst("crpo", "batch", str(sheet), "--out", str(tmp_path / "2.csv"))

    rows = rows_of(tmp_path / "2.csv")
    assert 2 == ran.status
    assert ["accountability.evidence_unreadable"] * 2 == [r["reason"] for r in rows]


def test_no_end_is_written_as_a_word_and_not_as_nothing(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """An empty cell says "not told"."""
    path = one_question(register, "indefinite", tmp_path)

    jst("crpo", "batch", str(path), "--out", str(tmp_path / "o.csv"))

    assert ["indefinite"] == [r["valid_until"] for r in rows_of(tmp_path / "o.csv")]


def test_a_disk_that_fills_while_asking_is_no_wrong_name(
    sheet: Path, tmp_path: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has no place to go is not asked; nothing half is left; the next goes on."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no space left on device", str(tmp_path / "o.csv"))

    command = ("crpo", "batch", str(sheet), "--out", str(tmp_path / "o.csv"))
    with monkeypatch.context() as patch:
        patch.setattr("jst.cli.crpo_batch.rows_of", full)
        ran = jst(*command)
    left = list(tmp_path.glob("o.csv*"))
    again = jst(*command)

    assert (1, [], 0) == (ran.status, left, again.status)
    assert "zabrakło miejsca na dysku" in ran.err
    assert ["kept"] * 3 + ["register"] == [
        row["source"] for row in rows_of(tmp_path / "o.csv")
    ]


@pytest.fixture(name="ran_today")
def _ran_today(sheet: Path, tmp_path: Path, jst: Jst) -> Jst:
    """Run the sheet before the clock goes on; runs it again as it is told to."""
    assert 0 == jst("crpo", "batch", str(sheet), "--out", str(tmp_path / "1")).status

    def again(*options: str) -> Ran:
        return jst("crpo", "batch", str(sheet), "--out", str(tmp_path / "2"), *options)

    return again


@pytest.fixture(name="ran_a_month_ago")
def _ran_a_month_ago(ran_today: Jst, monkeypatch: pytest.MonkeyPatch) -> Jst:
    """Let the clock of the second run be 31 days ahead."""
    monkeypatch.setattr(
        "jst.cli.crpo_batch.open_office",
        partial(open_office, clock=lambda: system_clock() + timedelta(days=31)),
    )
    return ran_today


def test_last_months_answers_are_no_success(
    ran_a_month_ago: Jst, register: CrpoSimulator
) -> None:
    """What `jst crpo serve` refuses is not "answered"; the day is named."""
    before = register.received.total()

    ran = ran_a_month_ago()

    assert (2, before) == (ran.status, register.received.total())
    assert (
        f"zapytano: 0, odczytano zachowane: 2 (z dnia {warsaw_day(system_clock())})"
        in ran.out
    )
    assert "do dzisiejszego doręczenia nie służą" in ran.err
    assert "--anew" in ran.err
    assert "--kept-ok" in ran.err


def test_last_months_answers_are_taken_when_they_are_wanted(
    ran_a_month_ago: Jst,
) -> None:
    """A list of what was asked is no decision of today."""
    ran = ran_a_month_ago("--kept-ok", "--json")

    assert (0, 0, 2, True) == (
        ran.status,
        ran.json["asked"],
        ran.json["kept"],
        ran.json["stale"],
    )
    assert [warsaw_day(system_clock()).isoformat()] == ran.json["days"]


def test_who_wants_what_was_kept_is_told_all_the_same(ran_a_month_ago: Jst) -> None:
    """They still serve no letter; what to confirm is not said once it is."""
    ran = ran_a_month_ago("--kept-ok")

    assert "do dzisiejszego doręczenia nie służą" in ran.err
    assert "--kept-ok" not in ran.err


def test_asking_anew_reads_nothing_that_was_kept(
    ran_a_month_ago: Jst, register: CrpoSimulator
) -> None:
    """Every line is a question again."""
    before = register.received.total()

    ran = ran_a_month_ago("--anew", "--json")

    assert (2, 0, False) == (ran.json["asked"], ran.json["kept"], ran.json["stale"])
    assert before + 2 == register.received.total()


def test_answers_kept_today_are_a_success(ran_today: Jst) -> None:
    """Resuming on the same day is what the command is for."""
    ran = ran_today()

    assert 0 == ran.status, ran.err
    assert "zapytano: 0, odczytano zachowane: 2 (z dnia " in ran.out
    assert "--kept-ok" not in ran.err


def test_answers_of_two_days_are_pointed_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A decision of today needs an answer of today."""
    summary = Summary(batch="bogus", kept_ok=False)
    summary.ended[State.ANSWERED] = 2
    summary.days = {date(2026, 11, 20), date(2026, 11, 21)}

    print_summary(summary, Path("o.csv"), date(2026, 11, 21))

    said = capsys.readouterr()
    assert "odpowiedzi: 2\nWynik: o.csv\n" == said.out
    assert "odpowiedzi pochodzą z różnych dni" in said.err


def test_the_result_says_who_is_what_and_where_he_is_served(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """A further attorney is not to be taken for the attorney."""
    path = one_question(register, "substitutes", tmp_path)

    jst("crpo", "batch", str(path), "--out", str(tmp_path / "o.csv"))

    rows = rows_of(tmp_path / "o.csv")
    assert {"attorney", "substitute"} == {row["role"] for row in rows}
    assert {row["profession"] for row in rows} <= {"", *Profession}
    assert any(row["address_for_service"].endswith(", PL") for row in rows)


def test_the_clerks_page_says_what_each_column_is() -> None:
    """The names are English for machines; who reads them in the office is told."""
    page = (ROOT / "docs" / "clerk.md").read_text("utf-8")

    assert [] == [name for name in HEADER if f"| `{name}` |" not in page]
