"""[1] Rate limits that all processes of a host share, as a register's terms ask.

    with limiter.slot():        # one of so many at a time
        limiter.take()          # booked, or LimitReached with the instant to come back
        ... one call ...

Calls are booked in one SQLite file under its write lock, so that no two processes take
the last place; slots are flocks, which a dying process gives back. Windows slide: never
more than the limit within any hour, not just within each hour of the clock.

The state belongs to a source address. Where several machines share one, each is given
its part (`divided`); nothing here asks from another address to gain budget.

Not trusted and no evidence: its loss forgets what was booked, and the log still knows.
Why so: ADR-0024 (own limiter).
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from accountability.errors import LimitReached, LimitsUnavailable
from vocabulary.clock import Clock, system_clock

_MICROSECOND: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_POLL_S: Final = 0.02
_BUSY_S: Final = 30.0
_SCHEMA: Final = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS call (name TEXT NOT NULL, at_us INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS call_at ON call (name, at_us);
CREATE TABLE IF NOT EXISTS held (name TEXT PRIMARY KEY, until_us INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Window:
    """At most so many calls within any stretch of time of this length."""

    limit: int
    length: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimiter:
    """The limits of one register; all processes that name its folder share them.

    Attributes:
        folder: Where the state is; made, for us alone, when first needed.
        name: Whose limits: letters, digits and hyphens.
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

    def take(self) -> int:
        """Book one call, and give the booking.

        Raises:
            LimitReached: A window is full; nothing was booked.
            LimitsUnavailable: The state cannot be read or written: nothing may be
                sent, since nobody knows how much was.
        """
        now = (self.clock() - _EPOCH) // _MICROSECOND
        with self._state() as state:
            state.execute("BEGIN IMMEDIATE")
            free_at = max(self._free_at(state, window, now) for window in self.windows)
            free_at = max(free_at, self._held_until(state))
            if free_at > now:
                state.execute("ROLLBACK")
                raise LimitReached(_EPOCH + free_at * _MICROSECOND)
            longest = max(window.length for window in self.windows) // _MICROSECOND
            state.execute(
                "DELETE FROM call WHERE name = ? AND at_us <= ?",
                (self.name, now - longest),
            )
            made = state.execute("INSERT INTO call VALUES (?, ?)", (self.name, now))
            state.execute("COMMIT")
        return int(made.lastrowid or 0)

    def give_back(self, booking: int) -> None:
        """Undo a booking of a call that was never made.

        Raises:
            LimitsUnavailable: As `take`.
        """
        with self._state() as state:
            state.execute(
                "DELETE FROM call WHERE name = ? AND rowid = ?", (self.name, booking)
            )

    def hold(self, until: datetime) -> None:
        """Let nobody book before an instant: the register itself has said so.

        A hold is never shortened.

        Raises:
            LimitsUnavailable: As `take`.
        """
        with self._state() as state:
            state.execute(
                "INSERT INTO held VALUES (?, ?) ON CONFLICT (name)"
                " DO UPDATE SET until_us = max(until_us, excluded.until_us)",
                (self.name, (until - _EPOCH) // _MICROSECOND),
            )

    def left(self) -> tuple[int, ...]:
        """Tell how many calls each window still has room for."""
        now = (self.clock() - _EPOCH) // _MICROSECOND
        with self._state() as state:
            return tuple(
                max(0, window.limit - self._booked(state, window, now))
                for window in self.windows
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
                if (held := self._try_slot(number)) is not None:
                    return held
            if waited >= self.patience_s:
                raise LimitReached(self.clock())
            self.sleep(_POLL_S)
            waited += _POLL_S

    def _try_slot(self, number: int) -> int | None:
        path = self.folder / f"{self.name}.slot-{number}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as refused:
            raise LimitsUnavailable("the folder of limits cannot be used") from refused
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def _free_at(self, state: sqlite3.Connection, window: Window, now: int) -> int:
        """Tell when a window has room: `now`, or when its oldest call leaves it."""
        found = state.execute(
            "SELECT at_us FROM call WHERE name = ? ORDER BY at_us DESC"
            " LIMIT 1 OFFSET ?",
            (self.name, window.limit - 1),
        ).fetchone()
        return now if found is None else max(now, found[0] + _us(window))

    def _held_until(self, state: sqlite3.Connection) -> int:
        found = state.execute(
            "SELECT until_us FROM held WHERE name = ?", (self.name,)
        ).fetchone()
        return 0 if found is None else int(found[0])

    def _booked(self, state: sqlite3.Connection, window: Window, now: int) -> int:
        found = state.execute(
            "SELECT count(*) FROM call WHERE name = ? AND at_us > ?",
            (self.name, now - _us(window)),
        ).fetchone()
        return int(found[0])

    @contextmanager
    def _state(self) -> Iterator[sqlite3.Connection]:
        path = self.folder / "limits.sqlite"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(
                sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
            ) as state:
                state.executescript(_SCHEMA)
                yield state
        except (sqlite3.Error, OSError) as refused:
            raise LimitsUnavailable("the state of limits cannot be used") from refused


def divided(limit: int, machines: int) -> int:
    """Give one machine's part of a limit that so many share.

    Raises:
        ValueError: Nothing is left for each: one call each would be more than all may.
    """
    if not limit // machines:
        raise ValueError(f"a limit of {limit} cannot be shared by {machines}")
    return limit // machines


def _us(window: Window) -> int:
    return window.length // _MICROSECOND
