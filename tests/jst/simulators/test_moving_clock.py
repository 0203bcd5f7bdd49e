"""A clock that is set, moved, stopped, or runs fast."""

from datetime import UTC, datetime, timedelta

import pytest

from jst.simulators.moving_clock import MovingClock
from tests.factories import NOON, HeldClock


def test_it_runs_as_many_times_faster_as_told() -> None:
    """Ten minutes of a challenge pass in six seconds."""
    host = HeldClock()
    clock = MovingClock(factor=100, host=host)
    host.now += timedelta(seconds=6)

    assert timedelta(minutes=10) == clock() - NOON
    assert 100 == clock.factor


def test_it_stands_still_until_it_is_moved() -> None:
    """Tests decide when something is due."""
    host = HeldClock()
    clock = MovingClock(factor=0, host=host)
    host.now += timedelta(days=1)
    before = clock()

    clock.advance(seconds=0.5)

    assert (NOON, timedelta(seconds=0.5)) == (before, clock() - before)


def test_it_shows_what_it_was_set_to() -> None:
    """Also an instant long ago."""
    clock = MovingClock(datetime(2026, 2, 1, tzinfo=UTC), factor=0)

    clock.set(NOON)

    assert NOON == clock()


def test_it_takes_no_instant_without_a_zone_and_does_not_run_backwards() -> None:
    """Both are mistakes of whoever wrote them."""
    with pytest.raises(ValueError, match="zone"):
        MovingClock(NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="backwards"):
        MovingClock(factor=-1)
