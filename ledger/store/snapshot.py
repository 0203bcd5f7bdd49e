"""One state of a SQLite store for a check: opened read-only, believed in nothing.

A store without a -wal beside it is opened as immutable, so that not even an empty
side file is made next to an officer's copy; when it turns out that a writer came in
meanwhile, it is looked at again, in the way that follows writers. Beside a -wal that a
crash left behind, SQLite may make its -shm file.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from ledger.errors import LedgerError, LedgerMissing
from ledger.model import Column
from ledger.store.connection import connect, stored_statements, translated, wal_of
from ledger.store.port import StoredHead
from ledger.store.schema import is_schema

Result = TypeVar("Result")


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

    def rows_outside(self, size: int) -> int:
        """Count the entry rows that do not lie in a log of `size`."""
        return int(
            self._all(
                "SELECT (SELECT count(*) FROM entry WHERE idx < 0)"
                " + (SELECT count(*) FROM entry WHERE idx >= ?)",
                (size,),
            )[0][0]
        )

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

    def damage(self) -> int:
        """Count what SQLite's own check finds, indexes against rows among it."""
        return sum(row != (b"ok",) for row in self._all("PRAGMA integrity_check"))

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with translated():
            return self._connection.execute(sql, tuple(values)).fetchall()


def open_snapshot(store: Path, look: Callable[[Snapshot], Result]) -> Result:
    """Give what `look` finds in one state of the store; nothing is written.

    Raises:
        LedgerMissing: There is no such file.
        LedgerError: It cannot be read, or is no database.
    """
    if not store.is_file():
        raise LedgerMissing(f"no log at {store}")
    if not wal_of(store).exists():
        before = _state(store)
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
    with translated(), closing(connect(store, mode)) as connection:
        connection.execute("BEGIN")
        return look(Snapshot(connection))


def _state(store: Path) -> tuple[bool, int, int, int]:
    stat = store.stat()
    return wal_of(store).exists(), stat.st_ino, stat.st_size, stat.st_mtime_ns
