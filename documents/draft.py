"""[5] A new file that appears whole or not at all, beside a draft that can be found.

    RESULT.draft, locked -> written, synced -> renamed to RESULT -> folder synced

The lock ends with the process: a draft that a kill has left is taken over by the next
run for the same file, and two runs never write one file at once. Until then it lies
beside the place of the result, under a name that people see.
"""

import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from documents.whole import refuse_existing, sync_folder

SUFFIX: Final = ".draft"
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def new_text(path: Path, *, starts_with: str) -> Iterator[Callable[[str], None]]:
    """Write a new text file in UTF-8 that only we read; yields what writes a text.

    Args:
        path: The file; an existing one is never overwritten.
        starts_with: How every such file begins. A draft that begins otherwise is
            somebody else's file, and is left alone.

    Raises:
        FileExistsError: There is a file of this name, or one where the draft goes.
        BlockingIOError: Another process is writing this file now.
        OSError: The folder, or its disk, does not take it; `filename` says which file.
    """
    refuse_existing(path)
    draft = path.with_name(path.name + SUFFIX)
    handle = os.open(draft, _FLAGS, 0o600)
    file = os.fdopen(handle, "r+", buffering=1, encoding="utf-8", newline="")

    def write(text: str) -> None:
        with _named(path):
            file.write(text)

    try:
        _lock(handle, path)
        _take_over(handle, draft, path, starts_with.encode())
        try:
            yield write
            with _named(path):
                file.flush()
                os.fsync(handle)
            refuse_existing(path)
            draft.rename(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise
    finally:
        # What a full disk did not take before, it does not take now either.
        with suppress(OSError):
            file.close()
    sync_folder(path.parent)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say in an error of writing which file it is about."""
    try:
        yield
    except OSError as refused:
        raise OSError(refused.errno, refused.strerror, str(path)) from None


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        raise BlockingIOError(held.errno, "is being written", str(path)) from None


def _take_over(handle: int, draft: Path, path: Path, start: bytes) -> None:
    """Empty what a dead process has left; refuse what is none of ours."""
    ours, there = os.fstat(handle), _stat(draft)
    if there is None or not os.path.samestat(ours, there):
        # It was renamed between our opening and our lock: the result is there.
        raise FileExistsError(17, "exists, and is never overwritten", str(path))
    alone = stat.S_ISREG(ours.st_mode) and ours.st_nlink == 1
    known = start.startswith(os.pread(handle, len(start), 0)) if alone else False
    if not known or ours.st_uid != os.geteuid():
        raise FileExistsError(17, "exists, and is never overwritten", str(draft))
    os.fchmod(handle, 0o600)
    os.ftruncate(handle, 0)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None
