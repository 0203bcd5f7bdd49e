"""Which files an open store consists of, and whether they still lie on their paths.

In WAL mode SQLite commits successfully into a deleted file. Worse, a `-shm` that was
removed is made anew by the next process: both then write to one -wal by two indexes of
it, and the one that closes last writes back by an index that knows nothing of the
other's entries. And a -wal that was removed lives on in those who have it open, as the
only copy of what was committed to it.

So all three files are compared around each commit. Who finds the -wal gone saves what
is in its own, once the head in it is known to be the newest (SqliteWriter.put_back). A
connection whose files have moved is closed in a way that writes nothing back.
"""

import ctypes
import errno
import os
import shutil
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ledger.errors import (
    LedgerError,
    LedgerLinked,
    LedgerMissing,
    LedgerMoved,
    StoreFailed,
)
from ledger.files import sync_folder
from ledger.store.connection import connect, wal_of

_DESCRIPTORS = Path("/dev/fd")


def stat_of(path: str, *, follow: bool = True) -> os.stat_result:
    """Look at a file of a store; LedgerMoved when it is gone, else StoreFailed."""
    try:
        return Path(path).stat(follow_symlinks=follow)
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise LedgerMoved(f"{path} was removed while open") from missing
    except OSError as failed:
        raise StoreFailed(f"{path}: {failed.strerror}") from failed


def _stat_or_none(path: str, *, follow: bool = True) -> os.stat_result | None:
    with suppress(LedgerMoved):
        return stat_of(path, follow=follow)
    return None


def refuse_missing(path: Path) -> os.stat_result:
    """Look at a database before SQLite does, which takes what is not one for one.

    It would wait at a pipe for ever, and make a database out of an empty file. It
    follows a link, and then the side files and the lock do not lie side by side: two
    homes that link to one database would write it under two locks.

    Raises:
        LedgerMissing: There is no file, or an empty one.
        LedgerLinked: There is a link.
        StoreFailed: It cannot be looked at.
    """
    found = _stat_or_none(str(path), follow=False)
    if found is not None and stat.S_ISLNK(found.st_mode):
        raise LedgerLinked("the database is a link, not the file itself")
    if found is None or not stat.S_ISREG(found.st_mode) or found.st_size == 0:
        raise LedgerMissing(f"no log at {path}: no file, or an empty one")
    return found


class StoreFiles:
    """Database, -wal and -shm of a connection, as they lay there when it was opened."""

    def __init__(self, path: Path) -> None:
        self._main_path, self._wal_path = str(path), str(wal_of(path))
        self._shm_path = self._main_path + "-shm"
        self._paths = (self._main_path, self._wal_path, self._shm_path)
        self._main = stat_of(self._main_path)
        self._wal: os.stat_result | None = None
        self._shm: os.stat_result | None = None
        self._numbers: tuple[int, ...] = ()

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
        self._numbers = _numbers(self._main, self._wal, shm)

    def refuse_if_moved(self) -> None:
        """Raise LedgerMoved when a path leads to another file than we opened."""
        try:  # `stat_of` says the same in words; this runs three times in each append
            main, wal, shm = map(os.stat, self._paths)
        except OSError:
            main, wal, shm = map(stat_of, self._paths)
        if _numbers(main, wal, shm) != self._numbers:
            raise LedgerMoved(f"other files lie at {self._main_path} than we opened")
        self._wal = wal

    def unmoved(self) -> bool:
        """Tell whether our files still lie on their paths."""
        try:
            self.refuse_if_moved()
        except LedgerError:
            return False
        return True

    def alone(self) -> bool:
        """Tell whether our -wal was removed, and nothing was committed in its place."""
        with suppress(LedgerError):
            if _same(stat_of(self._main_path), self._main) and self._wal is not None:
                wal = _stat_or_none(self._wal_path)
                return wal is None or (wal.st_size == 0 and not _same(wal, self._wal))
        return False

    def leave_index(self) -> None:
        """Remove our -shm, so that the next one to come indexes a -wal of its own."""
        shm = _stat_or_none(self._shm_path)
        if shm is not None and _same(shm, self._shm):
            Path(self._shm_path).unlink()

    def put_back(self) -> None:
        """Lay a copy of our removed -wal at its path, durably.

        Its frames stand where they stood, so our -shm is an index of it too, and
        readers are not disturbed. An index of what lay there meanwhile is removed.

        Raises:
            StoreFailed: It cannot be read or written.
        """
        copy = Path(f"{self._wal_path}.new")
        try:
            with _opened_here(self._wal) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fchmod(target.fileno(), self._main.st_mode & 0o777)
                os.fsync(target.fileno())
            shm = _stat_or_none(self._shm_path)
            if shm is not None and not _same(shm, self._shm):
                Path(self._shm_path).unlink()
            copy.replace(self._wal_path)
            sync_folder(copy.parent)
        except OSError as failed:
            raise StoreFailed(f"{self._wal_path}: {failed.strerror}") from failed

    def close(self, connection: sqlite3.Connection) -> None:
        """Close a connection; when its files have moved, without writing back."""
        if self.unmoved():
            connection.close()
        elif not self._closed_beside_another(connection):
            _leak(connection)

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


def _numbers(
    main: os.stat_result, wal: os.stat_result, shm: os.stat_result
) -> tuple[int, ...]:
    """Give what tells these three from all other files: `_same`, in one comparison."""
    return (
        *(main.st_ino, main.st_dev),
        *(wal.st_ino, wal.st_dev),
        *(shm.st_ino, shm.st_dev),
    )


def _same(found: os.stat_result, known: os.stat_result | None) -> bool:
    return (
        known is not None
        and found.st_ino == known.st_ino
        and found.st_dev == known.st_dev
    )


def _is_open_here(wanted: os.stat_result) -> bool:
    """Tell whether a descriptor of this process is of that file."""
    try:
        return _descriptor_of(wanted) is not None
    except OSError:
        # A jail without /dev/fd: only readers that outlive their log are missed.
        return True


def _descriptor_of(wanted: os.stat_result) -> int | None:
    for number in [int(path.name) for path in _DESCRIPTORS.iterdir()]:
        # The descriptor of the listing itself is closed by now.
        with suppress(OSError):
            if os.path.samestat(os.fstat(number), wanted):
                return number
    return None


def _opened_here(wanted: os.stat_result | None) -> BinaryIO:
    """Read a file that this process has open, though it is on no path any more."""
    number = None if wanted is None else _descriptor_of(wanted)
    if number is None:
        raise FileNotFoundError(errno.ENOENT, "not open any more")
    return (_DESCRIPTORS / str(number)).open("rb")


def _leak(connection: sqlite3.Connection) -> None:
    """Keep a connection open until the process dies, on purpose.

    Its database is somewhere else, where others may be writing to it: closing would
    write a stale -wal back. A reference that nobody gives back keeps even the end of
    the interpreter from closing it; the death of the process writes nothing.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))
