"""[3] Waiting for the limits of KSeF, and sending nothing beside them."""

import math
from collections.abc import Callable
from typing import Final, TypeVar

from accountability.errors import LimitReached
from ksef.access.errors import TooManyRequests
from vocabulary.clock import Clock

T = TypeVar("T")
SETTLES_S: Final = 60.0
"""How long KSeF may take to carry out what it has accepted, before we look for it."""
_LEAST_PAUSE_S: Final = 0.1


def patiently(
    act: Callable[[], T],
    *,
    clock: Clock,
    sleep: Callable[[float], None],
    longest_s: float = math.inf,
) -> T:
    """Do something as soon as the limits let us, ours or KSeF's own (429).

    Args:
        act: What is done; before it acts it raises what it has to wait for.
        clock: Tells the time.
        sleep: Waits, in seconds.
        longest_s: What would take longer than this at once is not waited for.

    Raises:
        LimitReached, TooManyRequests: It would take longer.
        Exception: Whatever else `act` raises.
    """
    while True:
        try:
            return act()
        except (LimitReached, TooManyRequests) as full:
            pause_s = (full.retry_at - clock()).total_seconds()
            if pause_s > longest_s:
                raise
            sleep(max(_LEAST_PAUSE_S, pause_s))
