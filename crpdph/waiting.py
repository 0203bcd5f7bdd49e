"""How a batch waits: until the register opens, and longer after each failure."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from vocabulary.clock import Clock

BACKOFF_S: Final = (5.0, 30.0, 120.0)
_NAP_S: Final = 60.0
_MAX_JITTER_S: Final = 20.0

Sleep = Callable[[float, Event], object]


def spread() -> float:
    """Give some seconds, so that many offices do not all ask as the register opens."""
    return random.SystemRandom().uniform(0, _MAX_JITTER_S)


def nap(seconds: float, stopped: Event) -> None:
    """Sleep so long, or until the run is stopped."""
    stopped.wait(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How to wait.

    Attributes:
        sleep: Waits so many seconds, or until the run is stopped.
        jitter: Gives the seconds added to an opening.
    """

    sleep: Sleep = nap
    jitter: Callable[[], float] = spread

    def until(self, instant: datetime, clock: Clock, stopped: Event) -> None:
        """Sleep in naps until the clock has reached an instant, or somebody stops."""
        later = instant + timedelta(seconds=self.jitter())
        while (left := (later - clock()).total_seconds()) > 0 and not stopped.is_set():
            self.sleep(min(left, _NAP_S), stopped)
