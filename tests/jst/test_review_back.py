"""A confirmed sheet in the log: who confirmed it, and what has not come back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from accountability.trail import AuditTrail
from jst.review_back import confirmed_by, outstanding, take_back
from ksef.plan.desired import Desired
from ksef.plan.diff import plan
from ksef.plan.errors import LeaverUnknown
from ksef.plan.review import Decision, Reviewed, Sheet, sheets_of
from tests.factories import an_actor
from tests.ksef.plan.town import GMINA, ON, SCHOOL, a_standing, a_state, a_town, ksef
from tests.world import World, entries

KEY = b"k" * 32
DIGEST = "d" * 64


@pytest.fixture(name="trail")
def _trail(tmp_path: Path) -> Iterator[AuditTrail]:
    """The log of an office founded a moment ago."""
    with World(tmp_path / "office").found().opened() as trail:
        yield trail


@pytest.fixture(name="sheets")
def _sheets() -> tuple[Sheet, ...]:
    """Two sheets: of the office and of the school, one line each."""
    town: Desired = a_town()
    states = (
        a_state(GMINA, a_standing()),
        a_state(SCHOOL, a_standing(id="ID-2")),
    )
    return sheets_of(plan(town, ksef(*states), on=ON), town)


def decided(sheet: Sheet) -> list[Reviewed]:
    """Confirm every line of a sheet."""
    return [
        Reviewed(
            sheet=sheet.id, line=line, place=sheet.place.ref, decision=Decision.KEEP
        )
        for line in sheet.lines
    ]


def came_back(
    trail: AuditTrail, sheet: Sheet, data: bytes, *, by: str
) -> tuple[Reviewed, ...]:
    """File a sheet that was confirmed whole."""
    return take_back(
        trail,
        an_actor(),
        decided(sheet),
        plan_digest=DIGEST,
        sheet=data,
        key=KEY,
        by=by,
    )


def test_a_sheet_that_came_back_is_missing_no_more(
    trail: AuditTrail, sheets: tuple[Sheet, ...]
) -> None:
    """The school's is still awaited; of another plan, both are."""
    came_back(trail, sheets[0], b"arkusz", by="a.bogus")

    assert ("sp1",) == outstanding(trail, sheets, plan_digest=DIGEST)
    assert ("gmina", "sp1") == outstanding(trail, sheets, plan_digest="e" * 64)


def test_the_entry_says_who_confirmed_and_which_file_it_was(
    trail: AuditTrail, sheets: tuple[Sheet, ...]
) -> None:
    """By a keyed digest: the same file has the same, another one another."""
    came_back(trail, sheets[0], b"arkusz", by="a.bogus")
    came_back(trail, sheets[0], b"arkusz", by="a.bogus")
    came_back(trail, sheets[0], b"inny", by="j.bogus")
    first, second, other = (
        each for each in entries(trail) if each.get("event") == "ksef-review"
    )

    assert first["sheet_digest"] == second["sheet_digest"] != other["sheet_digest"]
    assert ("a.bogus", "j.bogus") == (first["confirmed_by"], other["confirmed_by"])
    assert "keep" == first["decision"]


def test_who_turns_a_decision_is_told_and_the_log_says_so(
    trail: AuditTrail, sheets: tuple[Sheet, ...]
) -> None:
    """The last one counts; whoever reads it has to know of the first."""
    said = [replace(each, decision=Decision.WITHDRAW) for each in decided(sheets[0])]
    first = came_back(trail, sheets[0], b"tak", by="a.bogus")
    again = came_back(trail, sheets[0], b"tak", by="a.bogus")
    turned = take_back(
        trail,
        an_actor(),
        said,
        plan_digest=DIGEST,
        sheet=b"nie",
        key=KEY,
        by="a.bogus",
    )
    *_, last = (e for e in entries(trail) if e.get("event") == "ksef-review")

    assert ((), ()) == (first, again)
    assert tuple(said) == turned
    assert ("withdraw", "keep") == (last["decision"], last["instead_of"])


def test_a_unit_that_was_not_read_stays_to_be_reviewed(
    trail: AuditTrail, sheets: tuple[Sheet, ...]
) -> None:
    """Its sheet has no line that could come back; that is no review."""
    dark = replace(sheets[1], lines=(), whole=False)
    came_back(trail, sheets[0], b"arkusz", by="a.bogus")
    came_back(trail, dark, b"arkusz", by="a.bogus")

    assert ("sp1",) == outstanding(trail, (sheets[0], dark), plan_digest=DIGEST)


@pytest.mark.parametrize("who", ["", "biuro", "pomylka"])
def test_who_confirms_is_a_person_of_the_file(who: str) -> None:
    """Not nobody, not a firm, and not a name that was mistyped."""
    assert "a.bogus" == confirmed_by(a_town(), "a.bogus")
    with pytest.raises(LeaverUnknown):
        confirmed_by(a_town(), who)
