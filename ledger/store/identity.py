"""Which files an open store consists of, and whether they still lie on their paths.

In WAL mode SQLite commits successfully into a deleted file. Worse, a `-shm` that was
removed is made anew by the next process: both then write to one -wal by two indexes of
it, and the one that closes last writes back by an index that knows nothing of the
other's entries. So all three files are compared around each commit, and a connection
whose files have moved is closed in a way that writes nothing back.
"""

import ctypes
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from ledger.errors import LedgerError, LedgerMissing, LedgerMoved, StoreFailed
from ledger.store.connection import connect, wal_of

_DESCRIPTORS = Path("/dev/fd")


def stat_of(path: str) -> os.stat_result:
    """Look at a file of a store; LedgerMoved when it is gone, else StoreFailed."""
    try:
        return os.stat(path)  # noqa: PTH116 - nine times in each append
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise LedgerMoved(f"{path} was removed while open") from missing
    except OSError as failed:
        raise StoreFailed(f"{path}: {failed.strerror}") from failed


def refuse_missing(path: Path) -> None:
    """Raise LedgerMissing when there is no database, StoreFailed when none is seen."""
    try:
        stat_of(str(path))
    except LedgerMoved as missing:
        raise LedgerMissing(f"no log at {path}") from missing


class StoreFiles:
    """Database, -wal and -shm of a connection, as they lay there when it was opened."""

    def __init__(self, path: Path) -> None:
        self._main_path, self._wal_path = str(path), str(wal_of(path))
        self._shm_path = self._main_path + "-shm"
        self._main = stat_of(self._main_path)
        self._wal: os.stat_result | None = None
        self._shm: os.stat_result | None = None

    @property
    def wal_bytes(self) -> int:
        """Length of the -wal at the last look."""
        return self._wal.st_size if self._wal else 0

    def opened(self) -> None:
        """Take -wal and -shm as they are, now that SQLite has opened them.

        Raises:
            LedgerMoved: SQLite shares one -shm between all connections of a process,
                and an earlier one still holds another than lies on the path.
        """
        self._wal, shm = stat_of(self._wal_path), stat_of(self._shm_path)
        if not _is_open_here(shm):
            raise LedgerMoved(f"{self._shm_path} is not the one this process has open")
        self._shm = shm

    def refuse_if_moved(self) -> None:
        """Raise LedgerMoved when a path leads to another file than we opened."""
        wal = stat_of(self._wal_path)
        if not (
            _same(stat_of(self._main_path), self._main)
            and _same(wal, self._wal)
            and _same(stat_of(self._shm_path), self._shm)
        ):
            raise LedgerMoved(f"other files lie at {self._main_path} than we opened")
        self._wal = wal

    def close(self, connection: sqlite3.Connection) -> None:
        """Close a connection; when its files have moved, without writing back."""
        if self._may_write_back():
            connection.close()
        elif not self._closed_beside_another(connection):
            _leak(connection)

    def _may_write_back(self) -> bool:
        """Tell whether nobody can have written to these files but through our index.

        A -wal that is gone, with none in its place, is written back: only we have it.
        """
        try:
            main, shm = stat_of(self._main_path), stat_of(self._shm_path)
            if not (_same(main, self._main) and _same(shm, self._shm)):
                return False
            with suppress(LedgerMoved):
                return _same(stat_of(self._wal_path), self._wal)
        except LedgerError:
            return False
        return True

    def _closed_beside_another(self, connection: sqlite3.Connection) -> bool:
        """Close while another connection has the database open, if it can be opened.

        SQLite leaves the writing back to the last one; a read-only one never does it.
        """
        try:
            if not _same(stat_of(self._main_path), self._main):
                return False
            other = connect(Path(self._main_path), "ro")
            other.execute("PRAGMA schema_version").fetchall()
        except (LedgerError, sqlite3.Error):
            return False
        connection.close()
        other.close()
        return True


def _same(found: os.stat_result, known: os.stat_result | None) -> bool:
    return known is not None and os.path.samestat(found, known)


def _is_open_here(wanted: os.stat_result) -> bool:
    """Tell whether a descriptor of this process is of that file."""
    try:
        numbers = [int(path.name) for path in _DESCRIPTORS.iterdir()]
    except OSError:
        # A jail without /dev/fd: only readers that outlive their log are missed.
        return True
    for number in numbers:
        # The descriptor of the listing itself is closed by now.
        with suppress(OSError):
            if os.path.samestat(os.fstat(number), wanted):
                return True
    return False


def _leak(connection: sqlite3.Connection) -> None:
    """Keep a connection open until the process dies, on purpose.

    Its database is somewhere else, where others may be writing to it: closing would
    write a stale -wal back. A reference that nobody gives back keeps even the end of
    the interpreter from closing it; the death of the process writes nothing.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))
