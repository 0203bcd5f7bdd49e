"""Standard output as a command finds it: closed, full, or left by its reader.

What it refuses is marked where it is written: an errno alone does not tell a full
standard output from a full disk below the office.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast


class OutputFailed(OSError):
    """Standard output took no more; `errno` says why."""


class _Marked:
    """A stream whose own errors are OutputFailed; in all else the stream itself."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - of text, and the bytes below it
        self._stream = stream

    def write(self, data: Any) -> Any:  # noqa: ANN401 - as the stream has it
        with _failing_as_output():
            return self._stream.write(data)

    def flush(self) -> None:
        with _failing_as_output():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        found = getattr(self._stream, name)
        # Where a terminal has ASCII alone, typer writes its help there.
        return _Marked(found) if name == "buffer" else found


@contextmanager
def _failing_as_output() -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise OutputFailed(failed.errno, failed.strerror) from failed


@contextmanager
def marked_output() -> Iterator[None]:
    """Have everything that is printed meanwhile fail as OutputFailed, if it fails."""
    stream = sys.stdout
    sys.stdout = cast("TextIO", _Marked(stream))
    try:
        yield
    finally:
        sys.stdout = stream


def to_nowhere() -> None:
    """Take standard output away: Python flushes it as it ends, and complains."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def has_output() -> bool:
    """Put /dev/null in place of closed streams; False when stdout is one of them.

    A descriptor below 3 that stays free would be taken by the next file we open.
    """
    present = sys.stdout is not None
    for descriptor, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, mode)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - for the rest of the process
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - as above
    return present
