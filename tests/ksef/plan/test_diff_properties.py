"""What holds of every plan, whatever the file and KSeF say."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ksef.access.judge_calls import INVOICES, PERSON
from ksef.plan.actual import Actual, ContextState, Standing
from ksef.plan.desired import Desired, Entity, Entry, Person, Unknown
from ksef.plan.diff import plan
from ksef.plan.file import digest_of, read_plan, write_plan
from ksef.plan.model import Act, Group
from ksef.plan.wants import AUTHORISATIONS
from tests.ksef.plan.town import (
    ANNA,
    CENTRE,
    FIRM,
    GMINA,
    HOSTEL,
    JAN,
    ON,
    SCHOOL,
    STRANGER,
    a_standing,
    a_state,
    a_town,
    an_entry,
    applied,
    ksef,
)

KEY = b"k" * 32
DAYS = st.integers(-30, 30).map(lambda days: ON + timedelta(days=days))
# What KSeF gives to a person anywhere; the rest depends on roles of the context.
GIVEN = sorted(set(PERSON) - {"EnforcementOperations", "SubunitManage"})


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date | None]:
    """Make a time, half-open, around the day."""
    starts = draw(DAYS)
    lasts = draw(st.none() | st.integers(1, 40))
    return starts, None if lasts is None else starts + timedelta(days=lasts)


@st.composite
def entries(draw: st.DrawFn, number: int) -> Entry:
    """Make an entry that the law and the API allow."""
    starts, ends = draw(periods())
    made = an_entry(
        id=f"g{number}",
        valid_from=starts,
        valid_until=ends,
        who=draw(st.sampled_from([ANNA.ref, JAN.ref])),
        where=draw(st.sampled_from([GMINA.ref, SCHOOL.ref, CENTRE.ref, HOSTEL.ref])),
        permissions=tuple(
            draw(st.lists(st.sampled_from(GIVEN), min_size=1, max_size=3, unique=True))
        ),
        reason=draw(st.sampled_from(["obsługa faktur", "zastępstwo"])),
    )
    way = draw(st.sampled_from(["work", "entity", "authorise", "represent"]))
    if way == "represent":
        where = draw(st.sampled_from([SCHOOL.ref, HOSTEL.ref]))
        made = replace(
            made,
            where=where,
            permissions=("CredentialsManage",),
            as_representative=True,
        )
    elif way == "entity":
        made = replace(
            made,
            who=FIRM.ref,
            permissions=(draw(st.sampled_from(sorted(INVOICES))),),
            can_delegate=draw(st.booleans()),
        )
    elif way == "authorise":
        chosen = draw(st.sampled_from(sorted(AUTHORISATIONS)))
        made = replace(made, who=FIRM.ref, where=GMINA.ref, permissions=(chosen,))
    return made


@st.composite
def files(draw: st.DrawFn) -> Desired:
    """Make what the town wants."""
    count = draw(st.integers(0, 8))
    return a_town(
        *(draw(entries(number)) for number in range(count)), unknown=Unknown.REVOKE
    )


@st.composite
def states(draw: st.DrawFn) -> Actual:
    """Make what stands in the town's contexts."""
    made: list[ContextState] = []
    for place in (GMINA, SCHOOL, CENTRE, HOSTEL):
        standing: list[Standing] = [
            a_standing(
                id=f"{place.ref}-{number}",
                holder=draw(
                    st.sampled_from([ANNA.identifier, JAN.identifier, STRANGER])
                ),
                permission=draw(st.sampled_from(GIVEN)),
                since=draw(DAYS),
            )
            for number in range(draw(st.integers(0, 4)))
        ]
        made.append(a_state(place, *standing))
    return ksef(*made)


@settings(max_examples=40)
@given(desired=files(), actual=states())
def test_after_its_steps_a_plan_has_none_left(desired: Desired, actual: Actual) -> None:
    """One pass is enough: what the plan does is what the file wants."""
    first = plan(desired, actual, on=ON)

    after = plan(desired, applied(first, desired, actual), on=ON)

    assert () == after.steps
    assert {Group.IMPOSSIBLE, Group.UNTOUCHED, Group.NOT_YET} >= {
        each.group for each in after.lines
    }


@settings(max_examples=40)
@given(desired=files(), actual=states(), seed=st.randoms(use_true_random=False))
def test_the_order_of_the_input_is_nothing(
    desired: Desired, actual: Actual, seed: random.Random
) -> None:
    """Two people read the same file and the same KSeF: they approve the same plan."""

    def mixed(values: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(seed.sample(values, len(values)))

    other = replace(
        desired,
        units=mixed(desired.units),  # type: ignore[arg-type]  # the same, in an order
        persons=mixed(desired.persons),  # type: ignore[arg-type]  # as above
        entries=mixed(desired.entries),  # type: ignore[arg-type]  # as above
    )
    turned = Actual(
        contexts=tuple(
            replace(each, standing=mixed(each.standing))  # type: ignore[arg-type]  # as above
            for each in reversed(actual.contexts)
        )
    )

    assert digest_of(plan(desired, actual, on=ON)) == digest_of(
        plan(other, turned, on=ON)
    )


@settings(max_examples=40)
@given(desired=files(), actual=states())
def test_a_plan_comes_back_from_its_file(desired: Desired, actual: Actual) -> None:
    """What is approved is what is applied, and no number is in the file."""
    made = replace(plan(desired, actual, on=ON), made_at=datetime.now(UTC))

    raw = write_plan(made, desired, key=KEY)
    people: tuple[Person | Entity, ...] = (*desired.persons, *desired.entities)

    assert made == read_plan(raw, desired, key=KEY)
    assert not any(each.identifier.reveal().encode() in raw for each in people)


@settings(max_examples=40)
@given(desired=files(), actual=states(), unread=st.sets(st.integers(0, 3)))
def test_what_was_not_read_makes_no_grant(
    desired: Desired, actual: Actual, unread: set[int]
) -> None:
    """A step rests on something that was seen."""
    read = tuple(
        replace(each, whole=frozenset()) if place in unread else each
        for place, each in enumerate(actual.contexts)
    )
    blind = {
        ref
        for ref, place in desired.places.items()
        for state in read
        if state.context == place.context and not state.whole
    }

    made = plan(desired, Actual(contexts=read), on=ON)

    # What is replaced was seen, though its list broke off.
    seen = {(each.place, each.who) for each in made.steps if each.act is Act.REVOKE}
    assert not any(
        each.place in blind and (each.place, each.who) not in seen
        for each in made.steps
        if each.act is Act.GRANT
    )
    assert (2 == made.exit_code) is bool(unread)
