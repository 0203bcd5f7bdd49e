"""A new file for a report: only we read it, and it is whole or not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from jst.cli.output import not_written


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Make a new file of mode 0600; it is removed again when anything fails.

    Raises:
        OutputRefused: It exists, or its folder or disk does not take it.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as refused:
        raise not_written(path, refused) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
    except BaseException as failed:
        with suppress(OSError):
            path.unlink()
        if isinstance(failed, OSError):
            raise not_written(path, failed) from None
        raise
