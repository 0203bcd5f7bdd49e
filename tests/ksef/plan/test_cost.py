"""How long the limits of KSeF make calls last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.endpoints import Limited
from ksef.access.limits import terms_on
from ksef.plan.cost import shortest
from tests.ksef.plan.town import ON

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
