"""One state of a SQLite store for a check: opened read-only, believed in nothing.

A store without a -wal beside it is opened as immutable, so that not even an empty
side file is made next to an officer's copy; when it turns out that a writer came in
meanwhile, it is looked at again, in the way that follows writers. Beside a -wal that a
crash left behind, SQLite may make its -shm file. An immutable store is read past any
rollback journal, which every other reader would play back: so a store with a journal
beside it is refused.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from ledger.errors import HeadRejected, LedgerError, StoreFailed
from ledger.model import Column
from ledger.store.connection import (
    connect,
    refuse_journal,
    stored_statements,
    translated,
    wal_of,
)
from ledger.store.identity import refuse_missing
from ledger.store.port import Anchor, StoredHead
from ledger.store.schema import is_schema

Result = TypeVar("Result")

MAX_ANCHOR_BYTES: Final = 10_000
"""More is no note of ours; a hostile store may hold a gigabyte there."""
_MOST_ROWS: Final = (1 << 63) - 1  # SQLite counts no further


class Snapshot:
    """Reads everything there is, in order; nothing read is checked here.

    A hostile store may hold any type anywhere, hence the casts.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def has_schema(self, columns: Sequence[Column] | None) -> bool:
        """Tell whether the schema is what the columns, or its own, give."""
        return is_schema(stored_statements(self._connection), columns)

    def heads(self) -> list[StoredHead]:
        """Give the head rows; there should be one."""
        return [
            StoredHead(*row)
            for row in self._all(
                "SELECT CAST(size AS INTEGER), ifnull(CAST(frontier AS BLOB), x''),"
                " ifnull(CAST(note AS BLOB), x''),"
                " (SELECT ifnull(max(idx) + 1, 0) FROM entry) FROM head"
            )
        ]

    def rows_outside(self, size: int) -> tuple[int, int | None]:
        """Count the entry rows that do not lie in a log of `size`; name the first."""
        [[count, first]] = self._all(
            "SELECT count(*), min(idx) FROM (SELECT idx FROM entry WHERE idx < 0"
            " UNION ALL SELECT idx FROM entry WHERE idx >= ?)",
            (size,),
        )
        return count, first

    def chunks(self, size: int, width: int) -> Iterator[list[tuple[int, bytes]]]:
        """Give the entries below `size`, `width` rows at a time."""
        with translated():
            rows = self._connection.execute(
                "SELECT idx, ifnull(CAST(body AS BLOB), x'') FROM entry"
                " WHERE idx >= 0 AND idx < ? ORDER BY idx",
                (size,),
            )
            while chunk := rows.fetchmany(width):
                yield chunk

    def grouped(self, size: int, width: int) -> Iterator[list[tuple[int, bytes]]]:
        """Give the entries below `size` by the tile they belong to, maybe none.

        Rows that stand out of order are left to the tile where they were met.
        """
        chunks, waiting = self.chunks(size, width), list[tuple[int, bytes]]()
        for end in range(width, size + width, width):
            while len(waiting) < width and (more := next(chunks, None)):
                waiting += more
            count = width
            if len(waiting) < width or waiting[width - 1][0] != end - 1:
                beyond = (at for at, row in enumerate(waiting) if row[0] >= end)
                count = next(beyond, len(waiting))
            yield waiting[:count]
            waiting = waiting[count:]

    def tile(self, level: int, number: int) -> bytes:
        """Give the hashes of a tile; empty when there is none."""
        rows = self._all(
            "SELECT ifnull(CAST(hashes AS BLOB), x'') FROM tile"
            " WHERE level = ? AND n = ?",
            (level, number),
        )
        return bytes(rows[0][0]) if rows else b""

    def tile_count(self) -> int:
        """Count all the tiles."""
        return int(self._all("SELECT count(*) FROM tile")[0][0])

    def anchors(self, most: int) -> list[Anchor]:
        """Give the evidence about earlier states, by size; at most so many rows."""
        rows = self._all(
            "SELECT CAST(size AS INTEGER), CAST(kind AS TEXT),"
            " ifnull(CAST(substr(evidence, 1, ?) AS BLOB), x'') FROM anchor"
            " ORDER BY size LIMIT ?",
            (MAX_ANCHOR_BYTES, min(most, _MOST_ROWS)),
        )
        return [
            Anchor(size, kind.decode(errors="replace"), evidence)
            for size, kind, evidence in rows
        ]

    def damage(self) -> int:
        """Count what SQLite's own check finds, indexes against rows among it."""
        return sum(row != (b"ok",) for row in self._all("PRAGMA integrity_check"))

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with translated():
            return self._connection.execute(sql, tuple(values)).fetchall()


def open_snapshot(store: Path, look: Callable[[Snapshot], Result]) -> Result:
    """Give what `look` finds in one state of the store; nothing is written.

    Raises:
        LedgerMissing: There is no such file, or it is empty.
        LedgerLinked: There is a link.
        HeadRejected: It is damaged, or a rollback journal lies beside it.
        LedgerError: It cannot be read, or is no database.
    """
    before = _state(store)
    refuse_journal(store)
    if not before.wal:
        try:
            found = _look(store, "ro&immutable=1", look)
        except LedgerError:
            if _state(store) == before:
                raise
        else:
            if _state(store) == before:
                return found
        # A writer came in between: what was read may be a mixture.
    return _look(store, "ro", look)


def _look(store: Path, mode: str, look: Callable[[Snapshot], Result]) -> Result:
    try:
        with translated(), closing(connect(store, mode)) as connection:
            connection.execute("BEGIN")
            found = look(Snapshot(connection))
    except HeadRejected as damaged:
        code = getattr(damaged.__cause__, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code == sqlite3.SQLITE_NOTADB:
            raise StoreFailed("the file is no SQLite database") from damaged
        raise HeadRejected("the database file is damaged") from damaged
    refuse_journal(store)
    return found


class _State(NamedTuple):
    wal: bool
    inode: int
    size: int
    changed: int


def _state(store: Path) -> _State:
    found, wal = refuse_missing(store), os.access(wal_of(store), os.F_OK)
    return _State(wal, found.st_ino, found.st_size, found.st_mtime_ns)
