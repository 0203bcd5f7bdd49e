"""What a simulated register does wrong when told to.

Each of these happens to real offices, or is what an attacker on the way would try.
All but `refusal` must end as UNKNOWN at the office, never as "no powers of attorney".
"""

import threading
from collections import deque
from enum import StrEnum
from typing import Generic, TypeVar


class Fault(StrEnum):
    """One way of going wrong; the value is the word for the command line."""

    SLOW = "slow"  # answers well, after `Faults.delay_s`
    SILENT = "silent"  # takes the question and never answers
    DRIP = "drip"  # sends one byte each `Faults.drip_s`
    HTTP_503 = "http-503"
    REDIRECT_307 = "redirect-307"  # to itself; following it would ask twice
    CUT = "cut"  # closes the connection in the middle of the body
    HUGE = "huge"  # two mebibytes of nothing
    BROKEN_XML = "broken-xml"
    ENTITY_BOMB = "entity-bomb"
    UNSIGNED = "unsigned"
    WRONG_SIGNER = "wrong-signer"  # signed well, by a seal that is not the register's
    TAMPERED = "tampered"  # signed, then the powers were taken out
    REPLAY = "replay"  # an earlier answer again
    OTHER_QUESTION = "other-question"
    OTHER_MANDATOR = "other-mandator"
    STALE = "stale"  # written an hour ago
    ENDED_POWER = "ended-power"  # lists a power that ended yesterday
    REFUSAL = "refusal"  # a documented refusal, signed: the only one that is REFUSED
    ODD_REFUSAL = "odd-refusal"  # signed, with a code that is not documented


F = TypeVar("F", bound=StrEnum)


class Faults(Generic[F]):
    """Which fault the next answer gets; shared by the server's threads."""

    def __init__(
        self, kind: type[F], *, delay_s: float = 2.0, drip_s: float = 1.0
    ) -> None:
        """Hold no fault.

        Args:
            kind: The words of this register's faults.
            delay_s: Seconds that a `slow` answer takes.
            drip_s: Seconds between two bytes of a `drip` answer.
        """
        self.delay_s = delay_s
        self.drip_s = drip_s
        self._kind = kind
        self._lock = threading.Lock()
        self._next: deque[F] = deque()
        self._always: F | None = None

    def next(self, fault: F | str, *, times: int = 1) -> None:
        """Let the next answer, or so many, go wrong in this way."""
        with self._lock:
            self._next.extend([self._kind(fault)] * times)

    def always(self, fault: F | str | None) -> None:
        """Let every answer go wrong in this way, or none from now on."""
        with self._lock:
            self._always = None if fault is None else self._kind(fault)
            self._next.clear()

    def take(self) -> F | None:
        """Say what to do with this answer."""
        with self._lock:
            return self._next.popleft() if self._next else self._always
