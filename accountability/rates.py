"""[1] Rate limits that all processes of a host share, as a register's terms ask.

    with limiter.slot():        # one of so many at a time
        limiter.take()          # booked, or LimitReached with the instant to come back
        ... one call ...

The folder may be shared by users who do not trust each other: each books in a file of
its own, under one lock, and counts what all have booked (accountability.bookings).
Locks and slots are flocks, which a dying process gives back. Windows slide: never more
than the limit within any hour, not just within each hour of the clock.

The state belongs to a source address. Where several machines share one, each is given
its part (`divided`); nothing here asks from another address to gain budget.

Not trusted and no evidence: its loss forgets what was booked, and the log still knows.
Why so: ADR-0024 (own limiter), ADR-0031 (shared by the machine).
"""

import fcntl
import os
import re
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from accountability import bookings
from accountability.errors import LimitReached, LimitsUnavailable
from vocabulary.clock import Clock, system_clock

_MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_POLL_S: Final = 0.02
_LOCK_POLL_S: Final = 0.001
_BUSY_S: Final = 30.0
# A register asks for minutes, of a day at most; what is longer was told in error, or
# noted by a wrong clock.
LONGEST_HOLD: Final = timedelta(hours=24)
_NAME: Final = re.compile(r"[a-z0-9-]{1,64}")


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many calls within any stretch of time of this length."""

    limit: int
    length: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimiter:
    """The limits of one register; all processes that name its folder share them.

    Attributes:
        folder: Where the state is; made, for us alone, when it is missing. What is
            written in it may be read by whoever may enter it.
        name: Whose limits: small letters, digits and hyphens. It names files that
            others see, so it holds no identifier of a person.
        windows: All of them hold at once.
        slots: Calls at a time.
        clock: Tells the instant that a call is booked at.
        patience_s: Seconds to wait for a slot before LimitReached.
        sleep: Waits; tests hand in their own.
    """

    folder: Path
    name: str
    windows: Sequence[Window]
    slots: int
    clock: Clock = system_clock
    patience_s: float = 120.0
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError("a name of limits has small letters, digits and hyphens")

    def take(self) -> int:
        """Book one call, and give the booking.

        Raises:
            LimitReached: A window is full; nothing was booked.
            LimitsUnavailable: The state cannot be read or written: nothing may be
                sent, since nobody knows how much was.
        """
        with self._locked() as folder:
            now = self._now()
            booked = self._booked(folder, now)
            free_at = max(
                self._held(folder, now),
                *(
                    now if len(booked) < each.limit else booked[-each.limit] + _us(each)
                    for each in self.windows
                ),
            )
            if free_at > now:
                raise LimitReached(_EPOCH + free_at * _MICROSECOND)
            bookings.add(folder, self.name, now, expired_at=now - self._longest())
        return now

    def give_back(self, booking: int) -> None:
        """Undo a booking of a call that was never made.

        Raises:
            LimitsUnavailable: As `take`.
        """
        with self._locked() as folder:
            bookings.remove(folder, self.name, booking)

    def hold(self, until: datetime) -> None:
        """Let nobody book before an instant: the register itself has said so.

        A hold is never shortened, and a day at most.

        Raises:
            LimitsUnavailable: As `take`.
        """
        with self._locked() as folder:
            now = self._now()
            latest = now + LONGEST_HOLD // _MICROSECOND
            wanted = min(latest, (until - _EPOCH) // _MICROSECOND)
            bookings.hold(folder, self.name, wanted, latest=latest)

    def left(self) -> tuple[int, ...]:
        """Tell how many calls each window still has room for.

        Raises:
            LimitsUnavailable: As `take`.
        """
        with self._locked() as folder:
            now = self._now()
            booked = self._booked(folder, now)
        return tuple(
            max(0, each.limit - len(booked) + bisect_right(booked, now - _us(each)))
            for each in self.windows
        )

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold one of the places for calls at a time; wait for one, in turn or not.

        Raises:
            LimitReached: None was given back in time.
            LimitsUnavailable: The state's folder cannot be used.
        """
        held = self._wait_for_slot()
        try:
            yield
        finally:
            os.close(held)  # which gives the flock back

    def _wait_for_slot(self) -> int:
        waited = 0.0
        while True:
            for number in range(self.slots):
                with self._opened() as folder:
                    held = _try_lock(folder, f"{self.name}.slot-{number}")
                if held is not None:
                    return held
            if waited >= self.patience_s:
                raise LimitReached(self.clock())
            self.sleep(_POLL_S)
            waited += _POLL_S

    def _now(self) -> int:
        return (self.clock() - _EPOCH) // _MICROSECOND

    def _held(self, folder: int, now: int) -> int:
        """Give until when the register wants no call, as far as it can be right."""
        latest = now + LONGEST_HOLD // _MICROSECOND
        return bookings.held_until(folder, self.name, latest=latest)

    def _longest(self) -> int:
        return max(_us(each) for each in self.windows)

    def _booked(self, folder: int, now: int) -> Sequence[int]:
        """Give what is booked by anybody, oldest first, as far as it counts.

        What lies further ahead than the longest window was booked by a wrong clock.
        """
        booked, longest = bookings.all_booked(folder, self.name), self._longest()
        return booked[
            bisect_right(booked, now - longest) : bisect_right(booked, now + longest)
        ]

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Hold the one lock of this name; a user who never lets go stops the others."""
        with self._opened() as folder:
            ends = time.monotonic() + _BUSY_S
            while (held := _try_lock(folder, f"{self.name}.lock")) is None:
                if time.monotonic() > ends:
                    raise LimitsUnavailable("the lock of limits is not given back")
                time.sleep(_LOCK_POLL_S)
            try:
                yield folder
            finally:
                os.close(held)

    @contextmanager
    def _opened(self) -> Iterator[int]:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError as refused:
            raise LimitsUnavailable("the folder of limits cannot be used") from refused
        try:
            yield folder
        except OSError as refused:
            raise LimitsUnavailable("the state of limits cannot be used") from refused
        finally:
            os.close(folder)


def divided(limit: int, machines: int) -> int:
    """Give one machine's part of a limit that so many share.

    Raises:
        ValueError: Nothing is left for each: one call each would be more than all may.
    """
    if not limit // machines:
        raise ValueError(f"a limit of {limit} cannot be shared by {machines}")
    return limit // machines


def _try_lock(folder: int, name: str) -> int | None:
    """Lock a file of the folder for us alone; None when somebody else has it."""
    descriptor = bookings.open_shared(folder, name)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _us(window: Window) -> int:
    return window.length // _MICROSECOND
