"""[0] A log that does not come about leaves everything as it was.

    marker -> old key, public key and memory put aside -> new ones, log -> marker gone

The marker (JST_KEYS/log.unfinished) says what lay there before and under which name it
was put aside. It is on the disk before anything else and goes once the log is there.
What fails is undone at once. After a kill the next `jst ledger init` undoes it first,
so that it finds the old public key, and verifies the old checkpoint by it.

Trust: as everything in JST_KEYS.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from documents.whole import new_file, sync_folder
from jst.errors import LogKeyUnusable
from jst.errors_ledger import LedgerNotMade
from jst.places import Places
from ledger.errors import LedgerExists, MemoryUnusable
from ledger.files import read_regular
from ledger.locks import LockFile
from ledger.memory import read_memory_file
from vocabulary.clock import Clock

_STAMP = ".ended-{:%Y%m%dT%H%M%SZ}"


@contextmanager
def making(places: Places, clock: Clock, *, after: bool) -> Iterator[tuple[Path, ...]]:
    """Make room for a new log; when the block fails, what lay there is put back.

    Args:
        places: Where; used inside `alone`.
        clock: Names what is put aside by the second.
        after: Put key, public key and memory of an older log aside; else they must
            not be there.

    Yields:
        What was put aside, as it is called now.

    Raises:
        LedgerExists: Something of a log is there already.
        LedgerNotMade: A disk or a folder takes no more.
    """
    before = [path for path in _files(places) if os.path.lexists(path)]
    if (before and not after) or places.ledger.workshop.exists():
        raise LedgerExists("there is a key, or the memory, of a log that is not here")
    begun = _Begun(_free_ending(places, clock), tuple(path.name for path in before))
    try:
        begun.write(places)
        yield tuple(begun.put_aside(path) for path in before)
        _forget(places)
    except BaseException as failed:
        if places.ledger.store.exists():  # it was made; what failed came later
            raise
        begun.undo(places)
        if isinstance(failed, OSError):
            raise LedgerNotMade(failed) from failed
        raise


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Keep everybody else from making a log here, and undo what a kill has left.

    Raises:
        LedgerExists: There is a log.
        LogKeyUnusable: The marker is there and cannot be read.
    """
    lock = LockFile(places.ledger.lock)
    try:
        with lock:
            if places.ledger.store.exists():
                clear_begun(places)
                raise LedgerExists("there is a log in JST_HOME")
            begun = _read(places)
            if begun is not None:
                _clear_workshop(places)
                if not begun.came_about(places):
                    begun.undo(places)
            yield
    finally:
        lock.abandon()


def clear_begun(places: Places) -> None:
    """Take the marker away from beside a log that is there: it has come about.

    Whoever opens the log calls this, so that no later `jst ledger init` takes a key
    that was in use for one that never was.
    """
    if os.path.lexists(_marker(places)):
        with suppress(OSError):  # a folder that takes nothing takes no new log either
            _clear_workshop(places)
            _forget(places)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the marker says.

    Attributes:
        ending: What was appended to the names of files put aside.
        before: Names of the files that lay there.
    """

    ending: str
    before: tuple[str, ...]

    def write(self, places: Places) -> None:
        _remove(_marker(places))
        with new_file(_marker(places)) as file:
            file.write(json.dumps(asdict(self)).encode())

    def aside(self, path: Path) -> Path:
        return path.with_name(path.name + self.ending)

    def put_aside(self, path: Path) -> Path:
        return path.rename(self.aside(path))

    def undo(self, places: Places) -> None:
        """Put everything back; as often as it takes, if that is broken off as well."""
        _clear_workshop(places)
        for path in _files(places):
            if path.name not in self.before:
                _remove(path)
            elif os.path.lexists(self.aside(path)):
                self.aside(path).replace(path)
        _sync(places.memory)
        _forget(places)

    def came_about(self, places: Places) -> bool:
        """Tell whether only the marker is left: the new memory knows more than one."""
        memory = places.ledger.memory
        if memory.name in self.before and not os.path.lexists(self.aside(memory)):
            return False
        with suppress(OSError, MemoryUnusable):
            return read_memory_file(memory).size > 1
        return False


def _files(places: Places) -> tuple[Path, ...]:
    return places.log_key, places.log_vkey, places.ledger.memory


def _marker(places: Places) -> Path:
    return places.keys / "log.unfinished"


def _clear_workshop(places: Places) -> None:
    shutil.rmtree(places.ledger.workshop, ignore_errors=True)


def _forget(places: Places) -> None:
    _remove(_marker(places))
    _sync(places.keys)


def _remove(path: Path) -> None:
    """Remove what is there; on a disk that is read-only, nothing is."""
    if os.path.lexists(path):
        path.unlink()


def _sync(folder: Path) -> None:
    """Make it durable where the disk lets us: what failed first is to be told."""
    with suppress(OSError):
        sync_folder(folder)


def _read(places: Places) -> _Begun | None:
    try:
        said = json.loads(read_regular(_marker(places)))
        return _Begun(str(said["ending"]), tuple(map(str, said["before"])))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as unusable:
        raise LogKeyUnusable(
            "log.unfinished in JST_KEYS cannot be read",
            polish="log.unfinished w JST_KEYS",
        ) from unusable


def _free_ending(places: Places, clock: Clock) -> str:
    """Name what is put aside by the second, or by the next one that names nothing."""
    at = clock()
    while any(
        path.with_name(path.name + _STAMP.format(at)).exists()
        for path in _files(places)
    ):
        at += timedelta(seconds=1)
    return _STAMP.format(at)
