"""How a batch waits: until the register opens, and longer after each failure."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vocabulary.clock import Clock

BACKOFF_S: Final = (5.0, 30.0, 120.0)
_NAP_S: Final = 60.0
_MAX_JITTER_S: Final = 20.0


def spread() -> float:
    """Give some seconds, so that many offices do not all ask as the register opens."""
    return random.SystemRandom().uniform(0, _MAX_JITTER_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How to wait.

    Attributes:
        sleep: Waits so many seconds.
        jitter: Gives the seconds added to an opening.
    """

    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = spread

    def until(self, instant: datetime, clock: Clock) -> None:
        """Sleep in naps until the clock has reached an instant."""
        later = instant + timedelta(seconds=self.jitter())
        while (left := (later - clock()).total_seconds()) > 0:
            self.sleep(min(left, _NAP_S))
