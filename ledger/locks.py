"""Locks between processes of one host: who may write, and which writers are alive.

Both are flocks on files of their own, never on the database: closing any descriptor
of the database file would drop the locks that SQLite holds on it.

A forked child inherits the descriptors, and with them the parent's locks. So a child
closes them (`abandon`) before it does anything else, else a dead parent looks alive.
"""

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from types import TracebackType

from ledger.entry import is_entry_id, new_entry_id
from ledger.errors import LedgerMissing, LedgerReadOnly, StoreFailed


class LockFile:
    """An flock that one process of the host holds at a time; `with lock:`."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._descriptor: int | None = None
        self._file: os.stat_result | None = None

    def __enter__(self) -> None:
        while True:
            if self._descriptor is None:
                self._descriptor = _open(self._path)
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX)
                if self._file is None:
                    self._file = os.fstat(self._descriptor)
            except OSError as failed:
                raise StoreFailed(f"{self._path}: {failed.strerror}") from failed
            if _lies_at(self._path, self._file):
                return
            # Somebody has replaced the file: a lock on the old one keeps nobody out.
            self.abandon()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def release(self) -> None:
        """Free the lock; harmless when it is not held."""
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def abandon(self) -> None:
        """Close the descriptor; in a forked child this leaves the parent's lock."""
        if self._descriptor is not None:
            self._file = None
            os.close(self._descriptor)
            self._descriptor = None


class Presence:
    """A locked file `run/<writer>`: this writer is alive while it is locked."""

    def __init__(self, run: Path) -> None:
        with _failing_as_ours(run), suppress(FileExistsError):
            run.mkdir(mode=0o700)
        while True:
            self.writer = new_entry_id()
            path = run / self.writer
            self._descriptor = _open(path)
            # Between making and locking it, another process may take it for dead.
            if _is_ours(self._descriptor, path):
                return
            os.close(self._descriptor)

    def leave(self) -> None:
        """Close the file, which frees its lock; a recovery then finds the writer dead.

        The file stays: an intent may still be open, and only a recovery can tell.
        """
        os.close(self._descriptor)


def dead_writers(run: Path, waiting: Collection[str] = ()) -> Iterator[str]:
    """Yield the writers that died; each is locked while it is handled, then removed.

    A writer whose handling raises, or is broken off, stays for the next recovery.
    What is no file of a writer is left alone.

    Args:
        run: The folder of the writers' files.
        waiting: Writers of open intents. One without a file is dead as well: a
            living one made its file before it wrote, so a cleaner has been here, or
            a backup was restored.
    """
    with _failing_as_ours(run):
        known = {path.name for path in run.iterdir() if _is_writer(path)}
    lost = {name for name in waiting if is_entry_id(name)} - known
    for name in sorted(known | lost):
        yield from _handled(run / name, os.O_CREAT if name in lost else 0)


def _is_writer(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return is_entry_id(path.name) and S_ISREG(path.lstat().st_mode)
    return False


def _handled(path: Path, flags: int) -> Iterator[str]:
    """Yield the writer, locked, unless it lives or somebody was faster."""
    try:
        with _failing_as_ours(path):
            flags |= os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = os.open(path, flags, 0o600)
    except LedgerMissing:
        return
    try:
        if _is_ours(descriptor, path):
            yield path.name
            path.unlink()
    finally:
        os.close(descriptor)


def _open(path: Path | str) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise LedgerMissing(f"no log at {Path(path).parent}") from missing
    except OSError as refused:
        raise LedgerReadOnly(f"{path}: {refused.strerror}") from refused


class _failing_as_ours:  # noqa: N801 - reads as `with _failing_as_ours(path):`
    """Say what an error of the system means for the log."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise LedgerMissing(f"nothing at {self._path}") from error
        if isinstance(error, OSError):
            raise StoreFailed(f"{self._path}: {error.strerror}") from error


def _is_ours(descriptor: int, path: Path) -> bool:
    """Lock a writer's file; tell whether that went at once, and it lies there still."""
    with _failing_as_ours(path), suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _lies_at(path, os.fstat(descriptor))
    return False


def _lies_at(path: Path | str, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(file, os.stat(path))  # noqa: PTH116 - in each append
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as failed:
        raise StoreFailed(f"{path}: {failed.strerror}") from failed
