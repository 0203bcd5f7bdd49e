"""How often KSeF may be asked: dated, by context and call, shared by all processes.

The Ministry counts each call apart for every pair (context, address), in sliding
windows. The address is this machine's; where several share one, each takes its part.

    rest = terms_on(day)          what holds on a day, with its source
    limits.take(endpoint, context)  one call booked, or LimitReached
    limits.hold(endpoint, context, until)  KSeF itself said: not before

A context is named in the state by a digest under the machine's id, as it may be a
person's number: all users of the machine find the same name, and a copy says nothing.
Nothing here asks from another address to gain budget: the Ministry records overruns
and treats spreading over addresses as a threat.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import getnode

from accountability.rates import RateLimiter, Window, divided
from ksef.access.context import ContextId
from ksef.access.endpoints import Endpoint, Limited
from vocabulary.clock import Clock, system_clock, warsaw_day

_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_MACHINE_ID: Final = Path("/etc/machine-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The limits of one group of calls, from a day on.

    Attributes:
        limited: The group.
        in_force_from: First day, Europe/Warsaw.
        windows: All hold at once.
        source: Where the numbers stand.
    """

    limited: Limited
    in_force_from: date
    windows: tuple[Window, ...]
    source: str


# Newest first. Limits before KSeF became obligatory are of no use to anybody now.
TERMS: Final = (
    Terms(
        limited=Limited.ACCESS,
        in_force_from=date(2026, 2, 1),
        windows=(Window(10, _SECOND), Window(30, _MINUTE), Window(120, _HOUR)),
        source="API 2.7.0, x-rate-limits, group other",
    ),
    Terms(
        limited=Limited.PUBLIC,
        in_force_from=date(2026, 2, 1),
        windows=(Window(60, _SECOND),),
        source="API 2.7.0, x-rate-limits",
    ),
)


def terms_on(day: date, limited: Limited) -> Terms:
    """Give what holds on a day; for a day before all, the oldest."""
    group = [terms for terms in TERMS if terms.limited is limited]
    holding = [terms for terms in group if terms.in_force_from <= day]
    return (holding or group[-1:])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of this machine; all processes that name the folder share them.

    Attributes:
        folder: Where the state is.
        service: Which environment: each counts for itself.
        machines: How many share the source address.
        clock: Tells the instant of a call.
    """

    folder: Path
    service: str
    machines: int = 1
    clock: Clock = system_clock

    def take(self, endpoint: Endpoint, context: ContextId | None) -> int:
        """Book one call.

        Raises:
            LimitReached: Not now; nothing was booked, nothing may be sent.
            LimitsUnavailable: Nobody knows how much was sent.
        """
        return self._limiter(endpoint, context).take()

    def give_back(
        self, endpoint: Endpoint, context: ContextId | None, booking: int
    ) -> None:
        """Undo a booking of a call that was never made."""
        self._limiter(endpoint, context).give_back(booking)

    def hold(
        self, endpoint: Endpoint, context: ContextId | None, until: datetime
    ) -> None:
        """Let nobody make this call before an instant: KSeF said so (429)."""
        self._limiter(endpoint, context).hold(until)

    def left(self, endpoint: Endpoint, context: ContextId | None) -> tuple[int, ...]:
        """Tell how many calls each window still has room for."""
        return self._limiter(endpoint, context).left()

    def _limiter(self, endpoint: Endpoint, context: ContextId | None) -> RateLimiter:
        terms = terms_on(warsaw_day(self.clock()), endpoint.limited)
        public = endpoint.limited is Limited.PUBLIC
        whose = self._name_of(None if public else context)
        windows = [
            Window(divided(window.limit, self.machines), window.length)
            for window in terms.windows
        ]
        return RateLimiter(
            folder=self.folder,
            name=f"ksef-{whose}-{endpoint.name.replace('_', '-')}",
            windows=windows,
            slots=1,
            clock=self.clock,
        )

    def _name_of(self, context: ContextId | None) -> str:
        """Name who counts: an environment, and in it a context or nobody."""
        whose = "public" if context is None else f"{context.type} {context.reveal()}"
        said = f"{self.service} {whose}".encode()
        return hmac.digest(_machine(), said, hashlib.sha256)[:12].hex()


def _machine() -> bytes:
    """Say which machine this is: alike for all of its users, and elsewhere unknown."""
    try:
        return _MACHINE_ID.read_bytes().strip()
    except OSError:
        return b"%012x" % getnode()
