"""[3] Waiting for the limits of KSeF, and sending nothing beside them."""

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
    act: Callable[[], T], *, clock: Clock, sleep: Callable[[float], None]
) -> T:
    """Do something as soon as the limits let us, ours or KSeF's own (429).

    Args:
        act: What is done; before it acts it raises what it has to wait for.
        clock: Tells the time.
        sleep: Waits, in seconds.

    Raises:
        Exception: Whatever else `act` raises.
    """
    while True:
        try:
            return act()
        except (LimitReached, TooManyRequests) as full:
            sleep(max(_LEAST_PAUSE_S, (full.retry_at - clock()).total_seconds()))
