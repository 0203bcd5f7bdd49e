"""An entry is asked for by its id, or by the number that the list gives it."""

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
