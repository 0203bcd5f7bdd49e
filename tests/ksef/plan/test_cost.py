"""How long the limits of KSeF make calls last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.endpoints import Limited
from ksef.access.limits import terms_on
from ksef.plan.cost import Call, lasting, shortest
from ksef.plan.diff import plan
from tests.ksef.plan.town import (
    ON,
    SCHOOL,
    a_standing,
    a_state,
    a_town,
    an_entry,
    ksef,
)

WINDOWS = terms_on(ON, Limited.ACCESS).windows


@pytest.mark.parametrize(
    ("calls", "seconds"),
    [
        pytest.param(0, 0, id="none"),
        pytest.param(10, 0, id="a second's worth"),
        pytest.param(11, 1, id="one more"),
        pytest.param(30, 2, id="a minute's worth"),
        pytest.param(31, 60, id="one more than that"),
        pytest.param(120, 182, id="an hour's worth"),
        pytest.param(121, 3600, id="one more than an hour's"),
        pytest.param(241, 7200, id="and than two"),
    ],
)
def test_the_limits_make_calls_last(calls: int, seconds: int) -> None:
    """10 a second, 30 a minute, 120 an hour, for each context and call."""
    assert seconds == int(shortest(calls, WINDOWS).total_seconds())


@given(calls=st.integers(1, 600))
def test_it_is_the_time_of_the_quickest_caller(calls: int) -> None:
    """Who calls as soon as every window lets him takes that long, to the second."""
    made: list[float] = []
    for _ in range(calls):
        waits = [
            made[-window.limit] + window.length.total_seconds()
            for window in WINDOWS
            if len(made) >= window.limit
        ]
        made.append(max([*made[-1:], *waits, 0.0]))

    assert made[-1] == shortest(calls, WINDOWS).total_seconds()


def test_contexts_one_after_the_other_add_up() -> None:
    """An apply waits where it stands: 62 calls in each of two take four minutes."""
    calls = [Call(place, "grant_person") for place in ("cuw", "sp1") for _ in range(62)]

    assert 240 == lasting(calls, ON).total_seconds()


@given(st.lists(st.sampled_from(["grant_person", "operation"]), max_size=200))
def test_in_one_context_it_is_never_quicker_than_its_slowest_call(
    endpoints: list[str],
) -> None:
    """Each call has its own windows; those that wait let the others pass."""
    calls = [Call("sp1", each) for each in endpoints]
    slowest = max(
        shortest(endpoints.count(each), WINDOWS)
        for each in ("grant_person", "operation")
    )

    assert lasting(calls, ON) >= slowest


def test_what_is_read_before_and_afterwards_is_counted() -> None:
    """An apply compares every context first, and shows those of its steps as proof."""
    made = plan(a_town(an_entry()), ksef(a_state(SCHOOL)), on=ON)

    told = {(each.place, each.endpoint): each.calls for each in made.costs}

    assert 2 == told["sp1", "query_persons"]
    assert 1 == told["cuw", "query_persons"]
    assert 1 == told["sp1", "grant_person"]
    assert sum(told.values()) == made.calls


def test_where_nothing_is_to_be_done_nothing_is_counted() -> None:
    """The plan is not applied."""
    made = plan(a_town(an_entry()), ksef(a_state(SCHOOL, a_standing())), on=ON)

    assert (0, 0) == (made.calls, made.minutes_at_least)
