"""The order of a login's steps is a table; everything else raises."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.session_states import NEXT, OrderIllegal, State, Step, after

ILLEGAL = [pair for pair in product(State, Step) if pair not in NEXT]


@pytest.mark.parametrize(("state", "step"), ILLEGAL, ids=str)
def test_whatever_the_table_does_not_name_raises(state: State, step: Step) -> None:
    """
    The table is the whole truth: nobody forgets a case.

    Holds: house style, rule 14.
    """
    with pytest.raises(OrderIllegal) as caught:
        after(state, step)

    assert (state, step) == (caught.value.state, caught.value.step)


def test_the_table_cannot_be_changed() -> None:
    """A state machine that a caller can widen holds nothing."""
    with pytest.raises(TypeError):
        NEXT[State.CLOSED, Step.REFRESH] = State.OPEN  # type: ignore[index]


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_no_order_of_steps_asks_for_the_tokens_twice(steps: list[Step]) -> None:
    """Between two requests for the tokens KSeF has said that it did nothing."""
    state, asked = State.NEW, False
    for step in steps:
        if (state, step) not in NEXT:
            continue
        state = after(state, step)
        if step is Step.HOLD:
            asked = False
        if step is Step.REDEEM:
            assert not asked
            asked = True


@pytest.mark.parametrize(
    "state", [State.REFUSED, State.UNKNOWN, State.EXPIRED, State.CLOSED]
)
def test_an_end_is_an_end(state: State) -> None:
    """From there only a new login goes on."""
    assert [] == [pair for pair in NEXT if pair[0] is state]


def test_every_state_can_be_reached() -> None:
    """A state that nothing leads to is dead."""
    assert set(State) - {State.NEW} == set(NEXT.values())
