"""`jst crpo batch`, `jst crpo lookup --retry`, `jst quota`, against the simulator."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from jst.demo import demo_settings, serving
from jst.simulators.crpo import CrpoSimulator
from tests.jst.conftest import CASE, Jst, change, set_roles

MANAGER = """
[[person]]
account = "demo-kierownik"
id = "k.niebyly"
name = "Karol Niebyły"
roles = ["manager"]
"""
REASON = "Wysyłka decyzji podatkowych."


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
    assert lost == entry["ref"]


def test_a_manager_allows_more_and_the_clerk_sees_it(
    home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's quota only; both entries are the manager's."""
    people = home / "people.toml"
    people.write_text(people.read_text("utf-8") + MANAGER, "utf-8")
    monkeypatch.setenv("JST_DEMO_PERSON", "k.niebyly")
    more = ("--person", "z.niebyla", "--count", "5", "--reason", REASON)
    given = jst("quota", "override", *more)
    wrong = jst("quota", "approve", *more, "--cases", CASE, "--until", "jutro")
    nobody = jst("quota", "override", "--person", "x", *more[2:])
    monkeypatch.setenv("JST_DEMO_PERSON", "z.niebyla")
    shown = jst("quota", "show", "--json").json["accounts"]

    assert (0, 1, 1) == (given.status, wrong.status, nobody.status)
    assert [200, 5] == [account["questions"] for account in shown]
    assert "na dziś: 0/200" in jst("quota", "show").out


def test_nobody_approves_his_own_batch(home: Path, jst: Jst) -> None:
    """Not even who holds both roles."""
    set_roles(home, "clerk", "manager")

    ran = jst(
        *("quota", "override", "--person", "z.niebyla", "--count", "5"),
        *("--reason", REASON),
    )

    assert (1, True) == (ran.status, "quota.own" in ran.err)
