"""An entry is asked for by its id, or by the number that the list gives it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jst.demo import OFFICER
from jst.simulators.crpo import CrpoSimulator
from tests.factories import CASE
from tests.jst.conftest import Jst


@pytest.fixture(name="asked")
def _asked(register: CrpoSimulator, tmp_path: Path, jst: Jst) -> str:
    """The id of a question of the clerk's, answered."""
    who = tmp_path / "mandator.txt"
    who.write_text(register.examples()["several"].reveal())
    done = jst("crpo", "lookup", "--case", CASE, "--from", str(who), "--json")
    return str(done.json["intentId"])


def test_an_entry_is_shown_by_its_number(asked: str, jst: Jst) -> None:
    """Who reads "wpis #4" has a number and no id; an outcome leads to its question."""
    *_, line = jst("ledger", "show", "--json").json["entries"]
    shown = [
        jst("ledger", "show", named, "--json").json["entry"]["id"]
        for named in (asked, str(line["index"]), str(line["outcomeIndex"]))
    ]

    assert [asked] * 3 == shown


@pytest.mark.parametrize("number", ["100000", "9" * 40, "-1", "³"])
def test_a_number_of_no_entry_is_told(home: Path, jst: Jst, number: str) -> None:
    """As an id of no entry is."""
    assert home.exists()
    ran = jst("ledger", "show", "--json", "--", number)

    assert (1, "jst.input_invalid") == (ran.status, ran.json["error"])


def test_the_number_of_another_persons_entry_is_told_like_no_number(
    asked: str, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is learnt by trying numbers."""
    assert asked
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    jst("ledger", "show")
    *_, looked = jst("ledger", "show", "--json").json["entries"]
    monkeypatch.delenv("JST_DEMO_PERSON")
    theirs = jst("ledger", "show", str(looked["index"]), "--json")
    none = jst("ledger", "show", "100000", "--json")

    assert "disclosure" == looked["kind"]
    assert (1, none.json) == (theirs.status, theirs.json)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("ledger show", "jst.input_invalid"),
        ("ledger proof", "jst.input_invalid"),
        (f"crpo serve --case {CASE}", "crpo.not_answered"),
        (f"crpo print --case {CASE} --out bogus.pdf", "crpo.not_answered"),
    ],
)
def test_an_id_that_is_not_even_text_is_no_id(
    home: Path, jst: Jst, command: str, code: str
) -> None:
    """A terminal of another encoding types one; the log was not asked for it."""
    assert home.exists()
    ran = jst(*command.split(), "\udcff", "--json")

    assert (1, code) == (ran.status, ran.json["error"])


@pytest.mark.parametrize("command", ["show", "proof"])
@pytest.mark.parametrize("named", ["id", "number"])
def test_no_entry_is_denied_where_there_is_no_head(
    asked: str, home: Path, jst: Jst, command: str, named: str
) -> None:
    """A damaged log cannot tell that an entry is not there."""
    _tamper(home, "UPDATE head SET size = -5")
    ran = jst("ledger", command, {"id": asked, "number": "2"}[named], "--json")

    assert (2, "ledger.head_rejected") == (ran.status, ran.json["error"])


def test_who_reads_all_is_told_that_a_body_is_not_there(
    asked: str, home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer looks for the very row that was cut out; others learn nothing."""
    *_, line = jst("ledger", "show", "--json").json["entries"]
    _tamper(home, "DELETE FROM entry WHERE id = ?", asked)
    mine = jst("ledger", "show", str(line["index"]), "--json")
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    cut = jst("ledger", "show", str(line["index"]), "--json")
    said = jst("ledger", "proof", str(line["index"]))
    none = jst("ledger", "show", "100000", "--json")

    assert (1, "jst.input_invalid") == (mine.status, mine.json["error"])
    assert (2, "ledger.body_missing") == (cut.status, cut.json["error"])
    assert "jst ledger verify" in said.err
    assert (1, "jst.input_invalid") == (none.status, none.json["error"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET body = json_remove(body, '$.ref') WHERE ref = ?",
        "UPDATE entry SET body = json_set(body, '$.ref', id) WHERE ref = ?",
        "DELETE FROM entry WHERE id = ?",
    ],
)
def test_an_outcome_without_a_question_is_shown_by_itself(
    asked: str, home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    """Somebody was in the store; who reads all must see what the outcome says."""
    *_, line = jst("ledger", "show", "--json").json["entries"]
    number = str(line["outcomeIndex"])
    monkeypatch.setenv("JST_DEMO_PERSON", OFFICER)
    jst("ledger", "show")  # so that it is not the last entry, which each append reads
    _tamper(home, statement, asked)
    shown = jst("ledger", "show", number, "--json")
    monkeypatch.delenv("JST_DEMO_PERSON")
    mine = jst("ledger", "show", number, "--json")

    assert (1, "jst.input_invalid") == (mine.status, mine.json["error"])
    assert (0, "outcome") == (shown.status, shown.json["entry"]["kind"])


def _tamper(home: Path, statement: str, *values: str) -> None:
    with closing(sqlite3.connect(home / "ledger.sqlite")) as store:
        store.execute(statement, values)
        store.commit()
