"""Who left is granted something only by what was written since.

Holds: ADR-0039.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ksef.plan.desired import Deputy
from ksef.plan.diff import plan
from ksef.plan.model import Left
from ksef.plan.returning import Returning, planned_for, returning, united
from tests.ksef.plan.town import (
    ANNA,
    FIRM,
    JAN,
    ON,
    SINCE,
    a_deputy,
    a_town,
    an_entry,
    ksef,
)

LEFT_AT = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
"""After midnight in Warsaw: the 20th."""
DAY = date(2026, 11, 20)
LATER = LEFT_AT + timedelta(hours=9)
LEFT = Left(at=LEFT_AT)
LATO = a_deputy(
    id="lato",
    who=ANNA.ref,
    stands_for=JAN.ref,
    valid_from=SINCE,
    valid_until=date(2027, 1, 1),
)


def told(
    *entries: Any,  # noqa: ANN401 - fields
    left: Left = LEFT,
    **changes: Any,  # noqa: ANN401 - fields
) -> tuple[Returning, ...]:
    """Say who of a town's plan has left, where Anna did."""
    desired = a_town(*entries, **changes)
    steps = plan(desired, ksef(), on=ON).steps
    return returning(steps, desired, {"a.bogus": left}, made_at=LATER)


@pytest.mark.parametrize(
    ("begins", "early"),
    [
        pytest.param(SINCE, ("g1",), id="long before"),
        pytest.param(DAY - timedelta(days=1), ("g1",), id="the day before"),
        pytest.param(DAY, (), id="that day"),
        pytest.param(ON, (), id="later"),
    ],
)
def test_an_entry_counts_that_begins_on_the_day_or_later(
    begins: date, early: tuple[str, ...]
) -> None:
    """What was in the file before says nothing of her coming back."""
    [found] = told(an_entry(valid_from=begins))

    assert ("a.bogus", LEFT, early) == (found.who, found.left, found.early)
    assert bool(early) is found.refused


@pytest.mark.parametrize(
    ("planned", "early"),
    [
        pytest.param((("g1", DAY),), ("g1",), id="as it was planned"),
        pytest.param((("g1", SINCE),), (), id="with another day since"),
        pytest.param((("g1", SINCE), ("g1", DAY)), ("g1",), id="back to its first"),
        pytest.param((("g2", DAY),), (), id="another entry"),
    ],
)
def test_an_entry_that_was_planned_before_she_left_is_from_before(
    planned: tuple[tuple[str, date], ...], early: tuple[str, ...]
) -> None:
    """An extension from January was written by somebody who did not know."""
    left = Left(at=LEFT_AT, planned=planned)
    [found] = told(an_entry(valid_from=DAY), left=left)

    assert early == found.early


YEAR = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("until", "early"),
    [
        pytest.param(None, ("x",), id="without an end"),
        pytest.param(date(2027, 6, 1), ("x",), id="with an end"),
        pytest.param(DAY, (), id="ended by now"),
    ],
)
def test_a_forgotten_plan_for_her_keeps_her_from_coming_back(
    until: date | None, early: tuple[str, ...]
) -> None:
    """It would go on when the new entry ends, and no step would ever say so."""
    begins = YEAR if until != DAY else DAY
    forgotten = an_entry(id="x", valid_from=begins, valid_until=until)
    new = an_entry(id="y", valid_from=DAY, valid_until=YEAR, where="gmina")
    [found] = told(forgotten, new, left=Left(at=LEFT_AT, planned=(("x", begins),)))

    assert early == found.early


def test_what_was_planned_once_stays_known() -> None:
    """Looking a second time makes no guard weaker; the last time counts."""
    first = Left(at=LEFT_AT, planned=(("g1", DAY),))
    second = Left(at=LATER, planned=(("g2", ON), ("g1", DAY)))

    assert Left(at=LATER, planned=(("g1", DAY), ("g2", ON))) == united([first, second])


def test_what_is_planned_for_her_is_what_begins_on_the_day_or_later() -> None:
    """By whatever name the file has her; a deputyship by its own day."""
    other = replace(ANNA, ref="anna.nowa")
    deputy = replace(LATO, valid_from=DAY)
    rows = [
        an_entry(id="today", valid_from=DAY),
        an_entry(id="renamed", who="anna.nowa", valid_from=ON),
        an_entry(id="began", valid_from=DAY - timedelta(days=1)),
        an_entry(id="his", who=JAN.ref, valid_from=ON),
    ]
    desired = a_town(*rows, persons=(ANNA, other, JAN), deputies=(deputy,))

    planned = planned_for(desired, ("a.bogus",), on=DAY)

    assert (("lato", DAY), ("renamed", ON), ("today", DAY)) == planned


def test_every_entry_of_hers_has_to_begin_since() -> None:
    """The forgotten one would keep the permission when the new one ends."""
    [found] = told(an_entry(), an_entry(id="g2", valid_from=DAY))

    assert ("g1",) == found.early


def test_of_several_grants_to_her_one_is_told() -> None:
    """Each of her entries is named once, whichever step it is behind."""
    [found] = told(an_entry(), an_entry(id="g2", where="gmina"))

    assert ("a.bogus", ("g1", "g2")) == (found.who, found.early)


def test_a_deputyship_counts_by_its_own_day() -> None:
    """The entry that it takes over may be new; that she deputises is old."""
    entry = an_entry(who=JAN.ref, valid_from=DAY)
    since = replace(LATO, valid_from=DAY)
    [found] = told(entry, deputies=(LATO,))
    [again] = told(entry, deputies=(since,))
    planned = Left(at=LEFT_AT, planned=(("lato", DAY),))
    [planned_before] = told(entry, deputies=(since,), left=planned)

    assert (("lato",), ()) == (found.early, again.early)
    assert ("lato",) == planned_before.early


@pytest.mark.parametrize(
    ("deputy", "early"),
    [
        pytest.param(LATO, ("lato",), id="hers"),
        pytest.param(replace(LATO, who="anna.nowa"), ("lato",), id="by another name"),
        pytest.param(replace(LATO, valid_until=DAY), (), id="ended by now"),
        pytest.param(replace(LATO, valid_from=DAY), (), id="written since"),
        pytest.param(
            replace(LATO, who=JAN.ref, stands_for=ANNA.ref), (), id="a colleague's"
        ),
    ],
)
def test_an_old_deputyship_keeps_her_from_coming_back(
    deputy: Deputy, early: tuple[str, ...]
) -> None:
    """An entry that it takes over begins later, and no step would ever say so.

    What she gets by her new entry, the deputyship would keep when that ends.
    """
    later = an_entry(id="his", who=JAN.ref, valid_from=YEAR - timedelta(days=9))
    new = an_entry(id="y", valid_from=DAY, valid_until=YEAR)
    people = (ANNA, replace(ANNA, ref="anna.nowa"), JAN)
    found = told(later, new, persons=people, deputies=(deputy,))

    assert [early] == [each.early for each in found if each.who == ANNA.ref]


def test_a_new_name_of_the_same_number_is_the_same_person() -> None:
    """A leaver is who she is, whatever the file calls her."""
    other = replace(ANNA, ref="anna.nowa")
    [found] = told(an_entry(who="anna.nowa"), persons=(ANNA, other, JAN))

    assert ("anna.nowa", ("g1",)) == (found.who, found.early)


def test_her_reference_is_hers_whatever_the_file_makes_of_it() -> None:
    """Of a firm by now: its old entry is from before she left, too."""
    firm = replace(FIRM, ref="a.bogus")
    [found] = told(an_entry(), persons=(JAN,), entities=(firm,))

    assert ("a.bogus", ("g1",)) == (found.who, found.early)


def test_a_name_that_the_file_had_not_by_then_is_nobody() -> None:
    """The log has names; whose number one was that is gone, nobody can say."""
    desired = a_town(an_entry())
    steps = plan(desired, ksef(), on=ON).steps

    assert () == returning(steps, desired, {"n.nikt": LEFT}, made_at=LATER)


@pytest.mark.parametrize(
    ("made_at", "meanwhile"),
    [(LEFT_AT, True), (LATER, False), (None, False)],
)
def test_a_plan_begun_before_she_left_never_grants(
    made_at: datetime | None, *, meanwhile: bool
) -> None:
    """Whatever its entry says: nobody who made it could know."""
    desired = a_town(an_entry(valid_from=ON))
    steps = plan(desired, ksef(), on=ON).steps
    [found] = returning(steps, desired, {"a.bogus": LEFT}, made_at=made_at)

    assert (meanwhile, meanwhile) == (found.meanwhile, found.refused)


def test_of_others_nothing_is_said() -> None:
    """A colleague stays, and gets what the file says."""
    assert () == told(an_entry(who=JAN.ref))
