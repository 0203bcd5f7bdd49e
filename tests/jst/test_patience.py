"""Waiting for limits: ours and KSeF's, as long as they say, and no other error."""

from datetime import UTC, datetime, timedelta

import pytest

from accountability.errors import LimitReached
from jst.patience import patiently
from ksef.access.errors import TooManyRequests

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    """A clock that goes on by sleeping alone."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = AT
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time go by."""
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


class Refusing:
    """Something that is refused a few times, and then done."""

    def __init__(self, *refusals: Exception) -> None:
        """Take the refusals, in their order."""
        self._left = list(refusals)

    def __call__(self) -> str:
        """Refuse, or do it."""
        if self._left:
            raise self._left.pop(0)
        return "done"


def test_a_full_limit_is_waited_for_and_then_it_is_done() -> None:
    """Ours, then KSeF's; of a moment that has passed, a little."""
    clock = Clock()
    act = Refusing(
        LimitReached(AT + timedelta(seconds=60)),
        TooManyRequests(AT + timedelta(seconds=90)),
        LimitReached(AT),
    )

    assert "done" == patiently(act, clock=clock, sleep=clock.sleep)
    assert [60.0, 30.0, 0.1] == clock.slept


def test_what_is_no_limit_is_not_waited_for() -> None:
    """It is somebody else's to judge."""
    clock = Clock()

    with pytest.raises(ValueError, match="other"):
        patiently(Refusing(ValueError("other")), clock=clock, sleep=clock.sleep)
    assert [] == clock.slept


def test_what_would_take_too_long_is_not_waited_for() -> None:
    """An hour is nothing to sit through where the rest can go on without it."""
    clock = Clock()
    act = Refusing(LimitReached(AT + timedelta(hours=1)))

    with pytest.raises(LimitReached):
        patiently(act, clock=clock, sleep=clock.sleep, longest_s=600.0)
    assert [] == clock.slept
