"""A plan against a later one: what another hand moved, and what has come true."""

from dataclasses import replace
from datetime import date

import pytest

from ksef.plan.actual import Kind, Listed
from ksef.plan.compare import (
    changed_since,
    moved_since,
    not_read,
    not_shown,
    not_wanted,
    places_read,
    unread_since,
)
from ksef.plan.model import Act, Group, Key, Line, Plan, Step, Unread, Why
from tests.ksef.plan.town import CENTRE, LIBRARY, SCHOOL, a_town

DAY = date(2026, 11, 21)
EVERYWHERE = frozenset({"gmina", "sp1", "sp2"})
TOWN = a_town(units=(SCHOOL, replace(CENTRE, ref="sp2"), LIBRARY))
DARK = tuple(
    Unread(place="sp2", listed=each, why="not_read")
    for each in (Listed.PERSONS, Listed.AUTHORISATIONS, Listed.RECEIVED)
)


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
    unread=DARK,
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

    assert (lost,) == unread_since(PLAN, fresh, ("two",), EVERYWHERE)
    assert () == unread_since(PLAN, fresh, ("two",), {"gmina"})


def test_a_step_whose_list_is_not_read_again_is_not_sent() -> None:
    """Wherever one looks: what it would do may have been done by somebody else."""
    lost = Unread(place="sp1", listed=Listed.PERSONS, why="ksef.access.denied")
    fresh = replace(PLAN, unread=(*PLAN.unread, lost))

    assert (lost,) == unread_since(PLAN, fresh, ("one",), {"gmina"})


def test_a_unit_that_ksef_had_not_made_was_not_read() -> None:
    """Its context comes into being by a step."""
    plan = replace(PLAN, proposals=("sp1",))
    lost = Unread(place="sp1", listed=Listed.PERSONS, why="not_read")
    fresh = replace(plan, unread=(lost,))

    assert () == unread_since(plan, fresh, ("two",), EVERYWHERE)
    assert {"gmina"} == places_read(plan, TOWN)


def test_places_that_the_plan_saw_are_read_again() -> None:
    """Those it could not see are not tried: nothing of them would be compared.

    A body that is a taxpayer of its own is none of the office's places.
    """
    assert {"gmina", "sp1"} == places_read(PLAN, TOWN)


def test_a_place_of_which_one_list_is_missing_is_read_again() -> None:
    """The plan has steps there: they rest on another list of the same place."""
    plan = replace(PLAN, unread=DARK[1:])

    assert {"gmina", "sp1", "sp2"} == places_read(plan, TOWN)


def test_a_place_that_was_read_and_is_empty_is_read_again() -> None:
    """What somebody grants there meanwhile, the approver has not seen."""
    line = Line(group=Group.UNKNOWN, key=key("sp2", "PESEL ***"))
    plan = replace(PLAN, unread=())
    fresh = replace(plan, lines=(*plan.lines, line))

    assert "sp2" in places_read(plan, TOWN)
    assert (line.key,) == moved_since(plan, fresh, (), places_read(plan, TOWN))


ORPHAN = Line(
    group=Group.ORPHANED,
    key=key("sp1", "c.bogus"),
    why=Why.LINK_GONE,
    permission_id="id-4",
)
CURED = replace(ORPHAN, group=Group.UNTOUCHED, why=None)


def test_what_our_own_steps_cured_has_not_moved() -> None:
    """A delegation was granted, the process died, and the resume would blame others."""
    plan = replace(PLAN, lines=(*PLAN.lines, ORPHAN))
    fresh = replace(PLAN, lines=(NOW_STANDS, REVOKED, STAYS, CURED))

    assert () == moved_since(plan, fresh, ("one",), EVERYWHERE)


@pytest.mark.parametrize(
    "now",
    [
        pytest.param((), id="it is gone"),
        pytest.param((replace(CURED, permission_id="id-5"),), id="it is another"),
        pytest.param((replace(CURED, step="three"),), id="a step would take it"),
    ],
)
def test_what_another_hand_did_to_it_has_moved(now: tuple[Line, ...]) -> None:
    """It stands by its id, or it does not stand."""
    plan = replace(PLAN, lines=(*PLAN.lines, ORPHAN))
    fresh = replace(PLAN, lines=(NOW_STANDS, REVOKED, STAYS, *now))

    assert (ORPHAN.key,) == moved_since(plan, fresh, ("one",), EVERYWHERE)


def test_before_the_first_step_a_cured_orphan_has_moved() -> None:
    """Nothing of ours can have done that."""
    plan = replace(PLAN, lines=(*PLAN.lines, ORPHAN))
    fresh = replace(PLAN, lines=(*PLAN.lines, CURED))

    assert (ORPHAN.key,) == moved_since(plan, fresh, (), EVERYWHERE)


def test_what_stands_and_what_is_gone_is_proved() -> None:
    """A grant is there, a revoked permission is in no list."""
    assert () == not_shown(PLAN, AFTER, ("one", "two"))


@pytest.mark.parametrize(
    ("end", "wrong"),
    [
        (PLAN, {key("gmina"), key("sp1")}),
        (replace(AFTER, lines=(STAYS,)), {key("gmina")}),
        (
            replace(AFTER, lines=(*AFTER.lines, replace(REVOKED, group=Group.UNREAD))),
            {key("sp1")},
        ),
    ],
)
def test_what_ksef_does_not_show_is_not_proved(end: Plan, wrong: set[Key]) -> None:
    """What is still in a list was not revoked, whatever a plan says of it."""
    assert wrong == set(not_shown(PLAN, end, ("one", "two")))


def test_what_was_not_read_again_is_neither_shown_nor_missing() -> None:
    """Nobody can say that KSeF does not show it."""
    end = replace(
        AFTER,
        lines=(STAYS,),
        unread=tuple(
            Unread(place=place, listed=Listed.PERSONS, why="x")
            for place in ("gmina", "sp1")
        ),
    )

    assert (key("gmina"), key("sp1")) == not_read(PLAN, end, ("one", "two"))
    assert () == not_shown(PLAN, end, ("one", "two"))


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(Group.REVOKE, id="not in the file"),
        pytest.param(Group.EXPIRED, id="ended since"),
        pytest.param(Group.UNKNOWN, id="its holder is gone"),
    ],
)
def test_what_stands_and_is_wanted_no_more_is_not_missing(now: Group) -> None:
    """KSeF shows it; the file has changed."""
    end = replace(AFTER, lines=(replace(NOW_STANDS, group=now), STAYS))

    assert () == not_shown(PLAN, end, ("one", "two"))
    assert (key("gmina"),) == not_wanted(PLAN, end, ("one", "two"))


def test_what_is_still_to_be_replaced_is_missing() -> None:
    """What stands is the one before, which was to make room."""
    before = replace(NOW_STANDS, group=Group.REVOKE)
    end = replace(AFTER, lines=(before, replace(GRANTED, step="three"), STAYS))

    assert (key("gmina"),) == not_shown(PLAN, end, ("one", "two"))
    assert () == not_wanted(PLAN, end, ("one", "two"))


def test_what_was_not_done_needs_no_proof() -> None:
    """The report tells it as not done."""
    assert () == not_shown(PLAN, PLAN, ())


FIRST = Line(group=Group.UNKNOWN, key=key("gmina", "pesel ***01"), permission_id="id-6")
OTHER = Line(
    group=Group.UNKNOWN, key=key("sp1", "pesel ***01 (2)"), permission_id="id-7"
)
ALONE = replace(OTHER, key=key("sp1", "pesel ***01"))


def test_a_stranger_may_be_numbered_otherwise() -> None:
    """On resume the place of her namesake is not read: she is the first of her mask."""
    plan = replace(PLAN, lines=(*PLAN.lines, FIRST, OTHER))
    fresh = replace(PLAN, lines=(REVOKED, STAYS, ALONE))

    assert () == moved_since(plan, fresh, ("one",), {"sp1"})


@pytest.mark.parametrize("unit", [None, "nip ***02 (3)"], ids=["nobody's", "a unit's"])
def test_another_stranger_of_the_same_mask_has_moved(unit: str | None) -> None:
    """KSeF's id of the permission tells them apart."""
    before = replace(OTHER, key=replace(OTHER.key, unit=unit, client=unit))
    now = replace(before, permission_id="id-8")
    plan = replace(PLAN, lines=(*PLAN.lines, before))
    fresh = replace(PLAN, lines=(*PLAN.lines, now))

    assert "pesel ***01" == moved_since(plan, fresh, (), EVERYWHERE)[0].who
    assert 1 == len(changed_since(plan, fresh, (), EVERYWHERE))


def test_a_step_done_to_one_stranger_hides_no_other() -> None:
    """Her namesake was let in meanwhile, in the same place."""
    gone = replace(ALONE, group=Group.REVOKE, step="two")
    new = replace(ALONE, permission_id="id-8")
    plan = replace(PLAN, lines=(GRANTED, gone, STAYS))
    fresh = replace(PLAN, lines=(GRANTED, STAYS, new))

    assert (ALONE.key,) == moved_since(plan, fresh, ("two",), EVERYWHERE)
    assert () == moved_since(
        plan, replace(fresh, lines=AFTER.lines), ("one", "two"), EVERYWHERE
    )


def test_what_is_only_judged_otherwise_has_not_changed_in_ksef() -> None:
    """Another day, or another word in the file: the plan is another, KSeF the same."""
    judged = replace(STAYS, group=Group.EXPIRED, why=Why.ENDED)
    fresh = replace(PLAN, lines=(GRANTED, REVOKED, judged))

    assert (STAYS.key,) == moved_since(PLAN, fresh, (), EVERYWHERE)
    assert () == changed_since(PLAN, fresh, (), EVERYWHERE)


def test_what_is_gone_has_changed_in_ksef() -> None:
    """Whatever the file says of it."""
    fresh = replace(PLAN, lines=(GRANTED, REVOKED))

    assert (STAYS.key,) == changed_since(PLAN, fresh, (), EVERYWHERE)
