"""A plan against a later one: what another hand moved, and what has come true."""

from dataclasses import replace
from datetime import date

import pytest

from ksef.plan.actual import Kind, Listed
from ksef.plan.compare import moved_since, not_shown, places_read, unread_since
from ksef.plan.model import Act, Group, Key, Line, Plan, Step, Unread

DAY = date(2026, 11, 21)
EVERYWHERE = frozenset({"gmina", "sp1", "sp2"})


def key(place: str, who: str = "a.bogus", permission: str = "InvoiceRead") -> Key:
    """One permission of somebody's."""
    return Key(place=place, kind=Kind.WORK, who=who, permission=permission)


def step(name: str, act: Act, place: str) -> Step:
    """One call."""
    return Step(
        id=name,
        act=act,
        stage=1,
        endpoint="grant_person",
        place=place,
        credential="gmina",
        kind=Kind.WORK,
        who="a.bogus",
        permissions=("InvoiceRead",),
    )


GRANTED = Line(group=Group.GRANT, key=key("gmina"), step="one")
REVOKED = Line(group=Group.REVOKE, key=key("sp1"), permission_id="id-1", step="two")
STAYS = Line(group=Group.UNTOUCHED, key=key("sp1", "b.bogus"), permission_id="id-2")
PLAN = Plan(
    office="gmina",
    on=DAY,
    lines=(GRANTED, REVOKED, STAYS),
    steps=(step("one", Act.GRANT, "gmina"), step("two", Act.REVOKE, "sp1")),
    unread=(Unread(place="sp2", listed=Listed.PERSONS, why="not_read"),),
)
NOW_STANDS = Line(group=Group.UNTOUCHED, key=key("gmina"), permission_id="id-3")
AFTER = replace(PLAN, lines=(NOW_STANDS, STAYS), steps=())


def test_nothing_has_moved_where_nobody_did_anything() -> None:
    """The same state makes the same lines."""
    assert () == moved_since(PLAN, PLAN, (), EVERYWHERE)


def test_what_the_steps_did_is_no_change_by_others() -> None:
    """A resumed apply would refuse itself."""
    assert () == moved_since(PLAN, AFTER, ("one", "two"), EVERYWHERE)


def test_what_was_done_by_others_has_moved() -> None:
    """The same result by another hand: the approver has not seen it."""
    assert {key("gmina"), key("sp1")} == set(moved_since(PLAN, AFTER, (), EVERYWHERE))


def test_a_new_permission_of_a_stranger_has_moved() -> None:
    """Also where no step would follow from it."""
    line = Line(group=Group.UNKNOWN, key=key("sp1", "PESEL ***"))
    fresh = replace(PLAN, lines=(*PLAN.lines, line))

    assert (line.key,) == moved_since(PLAN, fresh, (), EVERYWHERE)


def test_where_the_plan_saw_nothing_nothing_moves() -> None:
    """No step rests on what was not read."""
    line = Line(group=Group.UNKNOWN, key=key("sp2", "PESEL ***"))
    fresh = replace(PLAN, lines=(*PLAN.lines, line), unread=())

    assert () == moved_since(PLAN, fresh, (), EVERYWHERE)


def test_only_the_places_that_were_read_again_are_compared() -> None:
    """What is left of an interrupted plan lies in some of them."""
    fresh = replace(PLAN, lines=(GRANTED,))

    assert () == moved_since(PLAN, fresh, (), {"gmina"})


def test_a_list_that_is_no_longer_readable_is_told() -> None:
    """Silence is not "no change"; a list that was dark before is no news."""
    lost = Unread(place="sp1", listed=Listed.PERSONS, why="ksef.access.denied")
    fresh = replace(PLAN, unread=(*PLAN.unread, lost))

    assert (lost,) == unread_since(PLAN, fresh, EVERYWHERE)
    assert () == unread_since(PLAN, fresh, {"gmina"})


def test_a_unit_that_ksef_had_not_made_was_not_read() -> None:
    """Its context comes into being by a step."""
    plan = replace(PLAN, proposals=("sp1",))
    lost = Unread(place="sp1", listed=Listed.PERSONS, why="not_read")

    assert () == unread_since(plan, replace(plan, unread=(lost,)), EVERYWHERE)
    assert {"gmina"} == places_read(plan)


def test_places_that_the_plan_saw_are_read_again() -> None:
    """Those it could not see are not tried: nothing of them would be compared."""
    assert {"gmina", "sp1"} == places_read(PLAN)


def test_what_stands_and_what_is_gone_is_proved() -> None:
    """A grant is there, a revoked permission is in no list."""
    assert () == not_shown(PLAN, AFTER, ("one", "two"))


@pytest.mark.parametrize(
    ("end", "wrong"),
    [
        (PLAN, {key("gmina"), key("sp1")}),
        (replace(AFTER, lines=(STAYS,)), {key("gmina")}),
        (
            replace(
                AFTER, unread=(Unread(place="sp1", listed=Listed.PERSONS, why="x"),)
            ),
            {key("sp1")},
        ),
    ],
)
def test_what_ksef_does_not_show_is_not_proved(end: Plan, wrong: set[Key]) -> None:
    """Nor is a revocation whose list could not be read."""
    assert wrong == set(not_shown(PLAN, end, ("one", "two")))


def test_what_was_not_done_needs_no_proof() -> None:
    """The report tells it as not done."""
    assert () == not_shown(PLAN, PLAN, ())
