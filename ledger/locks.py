"""Locks between processes of one host: who may write, and which writers are alive.

Both are flocks on files of their own, never on the database: closing any descriptor
of the database file would drop the locks that SQLite holds on it.

A forked child inherits the descriptors, and with them the parent's locks. So a child
closes them (`abandon`) before it does anything else, else a dead parent looks alive.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from ledger.entry import new_entry_id
from ledger.errors import LedgerMissing, LedgerReadOnly


class LockFile:
    """An flock that one process of the host holds at a time; `with lock:`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def __enter__(self) -> None:
        while True:
            if self._descriptor is None:
                self._descriptor = _open(self._path)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            if _is_at(self._descriptor, self._path):
                return
            # Somebody has replaced the file: a lock on the old one keeps nobody out.
            self.abandon()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def abandon(self) -> None:
        """Close the descriptor; in a forked child this leaves the parent's lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Presence:
    """A locked file `run/<writer>`: this writer is alive while it is locked."""

    def __init__(self, run: Path) -> None:
        with suppress(FileExistsError):
            run.mkdir(mode=0o700)
        while True:
            self.writer = new_entry_id()
            path = run / self.writer
            self._descriptor = _open(path)
            # Between making and locking it, another process may take it for dead.
            if _taken(self._descriptor) and _is_at(self._descriptor, path):
                return
            os.close(self._descriptor)

    def leave(self) -> None:
        """Close the file, which frees its lock; a recovery then finds the writer dead.

        The file stays: an intent may still be open, and only a recovery can tell.
        """
        os.close(self._descriptor)


def dead_writers(run: Path) -> Iterator[str]:
    """Yield the writers that died; each is locked while it is handled, then removed.

    A writer whose handling raises, or is broken off, stays for the next recovery.
    """
    for path in sorted(run.iterdir()):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            # A living writer's lock is taken; another recovery may have been faster.
            if _taken(descriptor) and _is_at(descriptor, path):
                yield path.name
                path.unlink()
        finally:
            os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except FileNotFoundError as missing:
        raise LedgerMissing(f"no log at {path.parent}") from missing
    except OSError as refused:
        raise LedgerReadOnly(f"{path}: {refused.strerror}") from refused


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
