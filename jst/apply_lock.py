"""[1] One apply of an office at a time, of whatever plan: an flock beside its log.

The lock goes with the process: one that was killed blocks nobody. Two plans may hold
the same step, and each would find KSeF unmoved before the other sends (ADR-0039).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jst.errors import OutputRefused
from jst.errors_plan import ApplyUnderWay


@contextmanager
def one_apply(path: Path) -> Iterator[None]:
    """Hold the office's lock of applies for a while.

    Args:
        path: The lock's file, which holds nothing and stays.

    Raises:
        ApplyUnderWay: Another process holds it; nothing was sent.
        OutputRefused: The file cannot be made.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as refused:
        raise OutputRefused(
            f"the lock of applies: {refused.strerror}",
            polish=f"nie można założyć blokady {path.name}",
        ) from refused
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ApplyUnderWay("another process is applying a plan") from None
        yield
    finally:
        os.close(handle)  # which gives the flock back


def is_under_way(path: Path) -> bool:
    """Tell whether some process of the office is applying a plan right now."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False  # no plan was ever applied here
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
