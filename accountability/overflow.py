"""What a report keeps until its end, in bounded memory: the rest waits in a file.

    put / add -> memory, up to `room` -> a nameless temporary file of SQLite -> in order

The file has no name, so that no kill leaves it behind (ledger.store.nameless). There is
none while memory has room. It holds what the log has in clear, blind indexes, and no
identifier.

Why so: ADR-0034 (reports of any length in bounded memory).
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final
from weakref import finalize

from accountability.errors import NoRoomForReport
from ledger.store.nameless import nameless

KEPT_ROOM: Final = 2_000
"""Values that `Kept` has in memory; one may be an entry of the log."""
SUMS_ROOM: Final = 20_000
"""Sums that `Sums` has in memory; each is a few numbers and a name."""
_ROWS: Final = 500
"""Rows that go into the file, or come out of it, at a time."""

Key = tuple[str, ...]
Sum = tuple[Any, ...]


class Kept:
    """JSON values by the id of an entry, in the order in which they came.

    An id is put once; one that is put again counts as new, and its old value is gone.
    """

    def __init__(self, room: int = KEPT_ROOM) -> None:
        self._room = room
        self._new: dict[str, Any] = {}
        self._old: sqlite3.Connection | None = None

    def put(self, key: str, value: object) -> None:
        """Keep a value."""
        self._new[key] = value
        if len(self._new) > self._room:
            self._move()

    def get(self, key: str) -> Any:  # noqa: ANN401 - what JSON holds
        """Give a value, or None."""
        if key in self._new or self._old is None:
            return self._new.get(key)
        with _told():
            found = self._old.execute(
                "SELECT value FROM kept WHERE key = ?", (_blob(key),)
            ).fetchone()
        return None if found is None else json.loads(found[0])

    def pop(self, key: str) -> Any:  # noqa: ANN401 - as above
        """Give a value and forget it, or None."""
        value = self.get(key)
        if self._new.pop(key, None) is None and value is not None and self._old:
            with _told():
                self._old.execute("DELETE FROM kept WHERE key = ?", (_blob(key),))
        return value

    def values(self) -> Iterator[Any]:
        """Give all of them, oldest first."""
        if self._old is not None:
            rows = _rows(self._old, "SELECT value FROM kept ORDER BY place")
            yield from (json.loads(value) for (value,) in rows)
        yield from self._new.values()

    def _move(self) -> None:
        """Let the older half wait in the file."""
        if self._old is None:
            self._old = _a_file(
                self, "kept(place INTEGER PRIMARY KEY, key BLOB UNIQUE, value TEXT)"
            )
        moved = list(islice(self._new, max(1, self._room // 2)))
        rows = ((_blob(key), json.dumps(self._new.pop(key))) for key in moved)
        _write(self._old, "INSERT OR REPLACE INTO kept(key, value) VALUES (?, ?)", rows)


class Sums:
    """Sums by key, given in the order of the keys; no key is looked up before."""

    def __init__(self, plus: Callable[[Sum, Sum], Sum], room: int = SUMS_ROOM) -> None:
        """Keep sums.

        Args:
            plus: Adds a later value to an earlier one.
            room: So many sums are kept in memory.
        """
        self._plus = plus
        self._room = room
        self._new: dict[Key, Sum] = {}
        self._old: sqlite3.Connection | None = None

    def add(self, key: Key, value: Sum) -> None:
        """Add a value to the sum of a key; every key has as many texts."""
        if any("\0" in text for text in key):  # no entry of ours has one
            key = tuple(text.replace("\0", "\ufffd") for text in key)
        before = self._new.get(key)
        self._new[key] = value if before is None else self._plus(before, value)
        if len(self._new) > self._room:
            self._move()

    def take(self) -> Iterator[tuple[Key, Sum]]:
        """Give every key once with its sum, in the order of the keys; then be empty."""
        if self._old is None:
            sums, self._new = self._new, {}
            yield from sorted(sums.items())
            return
        self._move()
        rows = _rows(self._old, "SELECT key, value FROM sums ORDER BY key, place")
        for blob, parts in groupby(rows, key=itemgetter(0)):
            key = tuple(blob.decode("utf-8", "surrogatepass").split("\0"))
            yield key, reduce(self._plus, (tuple(json.loads(it)) for _, it in parts))
        with _told():
            self._old.execute("DELETE FROM sums")

    def _move(self) -> None:
        if self._old is None:
            self._old = _a_file(
                self, "sums(place INTEGER PRIMARY KEY, key BLOB, value TEXT)"
            )
        rows = (
            (_blob("\0".join(key)), json.dumps(value))
            for key, value in self._new.items()
        )
        _write(self._old, "INSERT INTO sums(key, value) VALUES (?, ?)", rows)
        self._new = {}


def _a_file(owner: object, table: str) -> sqlite3.Connection:
    """Open a database without a name that lives as long as its owner."""
    with _told():
        database = nameless(f"CREATE TABLE {table}")
    finalize(owner, database.close)
    return database


def _write(
    database: sqlite3.Connection, statement: str, rows: Iterable[tuple[bytes, str]]
) -> None:
    with _told():
        database.execute("BEGIN")
        database.executemany(statement, rows)
        database.execute("COMMIT")


def _rows(database: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a query, some at a time."""
    with _told():
        rows = database.execute(query)
    while True:
        with _told():
            some = rows.fetchmany(_ROWS)
        if not some:
            return
        yield from some


def _blob(text: str) -> bytes:
    """Write a text so that bytes sort as texts do, surrogates of a forged entry too."""
    return text.encode("utf-8", "surrogatepass")


@contextmanager
def _told() -> Iterator[None]:
    """Say what SQLite could not do; its text may name a path, so it is left out."""
    try:
        yield
    except sqlite3.Error as failed:
        raise NoRoomForReport(type(failed).__name__) from None
