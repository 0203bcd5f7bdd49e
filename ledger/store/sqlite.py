"""The log in one SQLite file: WAL, synchronous=FULL, one writing connection.

The database file is never opened by anything but SQLite, only looked at by `stat`:
closing any other descriptor of it would drop the POSIX locks that SQLite holds.
Checkpoints happen under the log's lock, so no two connections ever write or
checkpoint at once, which is what the WAL-reset bug of SQLite before 3.51.3 needs.

Trust: not trusted (ledger.store.port). In WAL mode SQLite commits successfully into a
deleted file, so the identity of its files is compared around each commit, and before
a connection is closed (ledger.store.identity).
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from ledger.errors import EntryRefused, HeadRejected, LedgerMoved, StoreFailed
from ledger.model import Column
from ledger.store.connection import (
    connect,
    refuse_full,
    refuse_journal,
    translated,
)
from ledger.store.identity import StoreFiles, refuse_missing
from ledger.store.port import Anchor, StoredHead
from ledger.store.schema import all_columns
from ledger.store.view import SqliteView

WAL_LIMIT_BYTES: Final = 32 << 20
"""A longer -wal is written back into the main file."""
TIDY_COMMITS: Final = 200
"""A -wal that has been that long is written back after so many commits."""

_REMOVED: Final = "the -wal was removed while programs have it open"


class SqliteWriter(SqliteView):
    """The one writing connection of a process; opened and used under the lock."""

    # While a batch is written, the head does not know its entries yet. Other rows that
    # it does not know are refused at the beginning: `head` here, and the append path.
    _entries = "1"

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._names = {column.name for column in all_columns(columns)}
        self._wal_limit = WAL_LIMIT_BYTES
        self._commits = 0
        self._path = path
        refuse_missing(path)
        refuse_journal(path)
        self._files = StoreFiles(path)
        with translated():
            self._connection = connect(path, "rw")
        try:
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "wal_autocheckpoint=0",
                f"journal_size_limit={WAL_LIMIT_BYTES}",
            ):
                self._all(f"PRAGMA {pragma}")
            self._schema_version = self._version()
            self._data_version: int | None = None
            self._files.opened()
            self._refuse_index_of_a_removed_wal()
            self._refuse_other_schema(columns)
        except BaseException as failed:
            self.close()
            if _misses_frames(failed) and not self._files.wal_bytes:
                raise LedgerMoved(_REMOVED) from failed
            refuse_full(failed, path)
            raise

    def begin(self) -> bool:
        """Start a transaction; True unless all that was committed since is our own.

        Raises:
            HeadRejected: The schema was changed meanwhile.
        """
        refuse_journal(self._path)
        # Whoever wrote by other files held the log's lock, and has let go of it. What
        # lies in moved files is not even read.
        self._files.refuse_if_moved()
        self._all("BEGIN IMMEDIATE")
        # It counts the commits of other connections, of this process or another.
        [[data_version]] = self._all("PRAGMA data_version")
        if data_version == self._data_version:
            return False
        if self._version() != self._schema_version:
            raise HeadRejected("the stored schema was changed")
        self._data_version = data_version
        return True

    def head(self) -> StoredHead:
        """Give the head row; HeadRejected also when a row lies before the first."""
        [[before]] = self._all("SELECT count(*) FROM entry WHERE idx < 0")
        if before:
            raise HeadRejected("rows before the first entry")
        return super().head()

    def holds_intent(self, entry_id: str) -> bool:
        """Tell whether an intent has this id."""
        return bool(
            self._all(
                "SELECT 1 FROM entry WHERE id = ? AND kind = 'intent'", (entry_id,)
            )
        )

    def insert(self, index: int, body: bytes) -> None:
        """Add an entry; EntryRefused when it contradicts another one."""
        sql = "INSERT INTO entry (idx, body) VALUES (?, ?)"
        try:
            self._all(sql, (index, body.decode()))
        except StoreFailed as failed:
            if isinstance(failed.__cause__, sqlite3.IntegrityError):
                raise EntryRefused(
                    "its id, or an outcome of its intent, is in the log already"
                ) from failed
            raise

    def extend(
        self, tiles: Mapping[tuple[int, int], bytes], head: Sequence[object]
    ) -> None:
        """Write tiles, and the head's size, frontier and note."""
        for place, hashes in tiles.items():
            self._all(
                "INSERT OR REPLACE INTO tile (level, n, hashes) VALUES (?, ?, ?)",
                (*place, hashes),
            )
        self._all("UPDATE head SET size = ?, frontier = ?, note = ?", head)

    def keep(self, anchor: Anchor) -> None:
        """Add evidence about an earlier state."""
        self._all(
            "INSERT INTO anchor (size, kind, evidence) VALUES (?, ?, ?)",
            (anchor.size, anchor.kind, anchor.evidence),
        )

    def refuse_if_moved(self) -> None:
        """Raise LedgerMoved when the path leads to another file than we opened."""
        self._files.refuse_if_moved()

    def commit(self) -> None:
        """Make the transaction durable; any exception leaves it ambiguous."""
        self._all("COMMIT")

    def rollback(self) -> None:
        """Forget the transaction, if there still is one."""
        with translated():
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def tidy(self) -> None:
        """Write a long -wal back into the main file, from where it is used again.

        It keeps its length: extending it anew would make each sync dearer. So a long
        one is written back after so many commits, not after each.
        """
        self._commits += 1
        size = self._files.wal_bytes
        if size < self._wal_limit and (
            size < WAL_LIMIT_BYTES or self._commits < TIDY_COMMITS
        ):
            return
        self._all("PRAGMA wal_checkpoint(PASSIVE)")
        # A reader may hold it back: then it grows, and the next time is that later.
        self._wal_limit = size + WAL_LIMIT_BYTES
        self._commits = 0

    def alone(self) -> bool:
        """Tell whether acknowledged entries may lie in our removed -wal alone."""
        return self._files.alone()

    def put_back(self) -> None:
        """Write a removed -wal back, or lay it at its path again; StoreFailed if not.

        A reader can hold up the writing back. Nothing held it up: then the database
        has it all, and this -wal may be older than that.
        """
        _, frames, written = self._all("PRAGMA wal_checkpoint(PASSIVE)")[0]
        if frames == written:
            self._files.leave_index()
        else:
            self._files.put_back()

    def close(self) -> None:
        """Close the connection, and leave nothing in the -wal that is nowhere else.

        SQLite writes back for the last one only. The others that it counts may have
        lost this -wal, and whoever removes one that nobody has open is not noticed.
        """
        with suppress(sqlite3.Error):
            if self._files.unmoved():
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        with suppress(sqlite3.Error):
            self._files.close(self._connection)

    def _refuse_index_of_a_removed_wal(self) -> None:
        """Raise LedgerMoved when the -shm knows of a -wal that is not the one we have.

        The programs that have that one open will put it back at their next append.
        """
        if self._files.wal_bytes == 0:
            _, frames, _ = self._all("PRAGMA wal_checkpoint(PASSIVE)")[0]
            if frames > 0:
                raise LedgerMoved(_REMOVED)

    def _version(self) -> int:
        return int(self._all("PRAGMA schema_version")[0][0])


def _misses_frames(failed: BaseException) -> bool:
    """Tell whether the -wal is shorter than its index says.

    SQLite bears a database that ends too early, so this code is about the -wal alone.
    """
    code = getattr(failed.__cause__, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_IOERR_SHORT_READ
