"""How often the simulated KSeF lets itself be asked.

    with a session   10 a second, 30 a minute, 120 an hour
                     for each context, address and endpoint
    without          60 a second for each address and endpoint

Windows slide. Who goes on asking while blocked is blocked for longer each time.
Source: OpenAPI 2.7.0, x-rate-limits; facts/ksef-api.md, 3.6.
"""

import math
from collections import deque
from datetime import datetime, timedelta
from typing import Final

from jst.simulators.ksef_problems import too_many
from vocabulary.clock import Clock

Windows = tuple[tuple[timedelta, int], ...]
_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
OTHER: Final = (10, 30, 120)
PUBLIC: Final = 60
_WORDS: Final = {_SECOND: "sekundę", _MINUTE: "minutę", _HOUR: "godzinę"}
_MOST_DOUBLINGS: Final = 4


class Limits:
    """Counts requests and refuses those that are too many.

    Attributes:
        enabled: Whether anything is refused; requests are counted in any case.
        other: How many a second, a minute and an hour a session may ask.
    """

    def __init__(self, *, clock: Clock, enabled: bool) -> None:
        self.enabled = enabled
        self.other = OTHER
        self._clock = clock
        self._asked: dict[tuple[str, str, str], deque[datetime]] = {}
        self._overruns: dict[tuple[str, str, str], int] = {}

    def count(self, endpoint: str, *, context: str, address: str) -> None:
        """Count a request of a session.

        Raises:
            Problem: 429 with the seconds to wait.
        """
        windows = tuple(zip((_SECOND, _MINUTE, _HOUR), self.other, strict=True))
        self._count((endpoint, context, address), windows)

    def count_public(self, endpoint: str, *, address: str) -> None:
        """Count a request that needs no session.

        Raises:
            Problem: 429 with the seconds to wait.
        """
        self._count((endpoint, "", address), ((_SECOND, PUBLIC),))

    def _count(self, key: tuple[str, str, str], windows: Windows) -> None:
        now = self._clock()
        asked = self._asked.setdefault(key, deque())
        while asked and asked[0] <= now - _HOUR:
            asked.popleft()
        for length, most in windows:
            inside = [each for each in asked if each > now - length]
            if len(inside) >= most and self.enabled:
                again = self._overruns.get(key, 0)
                self._overruns[key] = again + 1
                free_s = (inside[-most] + length - now).total_seconds()
                wait_s = math.ceil(free_s) * 2 ** min(again, _MOST_DOUBLINGS)
                raise too_many(f"{most} żądań na {_WORDS[length]}", max(1, wait_s))
        self._overruns.pop(key, None)
        asked.append(now)
