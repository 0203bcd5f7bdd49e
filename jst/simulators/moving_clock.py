"""A clock that a test or a demonstration sets, moves, stops or lets run fast."""

from datetime import datetime, timedelta

from vocabulary.clock import Clock, system_clock


class MovingClock:
    """A `Clock` whose own time runs so many times faster than the host's.

    Threads may read it while another one moves it: a reading is one assignment.
    """

    def __init__(
        self,
        now: datetime | None = None,
        *,
        factor: float = 1.0,
        host: Clock = system_clock,
    ) -> None:
        """Start at an instant.

        Args:
            now: Aware; None for the host's time.
            factor: Seconds of this clock in one of the host's; 0 holds it still.
            host: What is asked how much time went by.

        Raises:
            ValueError: `now` has no zone, or `factor` is negative.
        """
        if factor < 0:
            raise ValueError("a clock does not run backwards")
        self._host = host
        self._factor = factor
        self.set(now or host())

    def __call__(self) -> datetime:
        """Tell the time of this clock."""
        told, at = self._told
        return told + (self._host() - at) * self._factor

    @property
    def factor(self) -> float:
        """Seconds of this clock in one of the host's."""
        return self._factor

    def set(self, now: datetime) -> None:
        """Let it show this aware instant from now on."""
        if now.utcoffset() is None:
            raise ValueError("an instant without a zone is no time for a clock")
        self._told = (now, self._host())

    def advance(self, *, seconds: float) -> None:
        """Let it show so many seconds more."""
        self.set(self() + timedelta(seconds=seconds))
