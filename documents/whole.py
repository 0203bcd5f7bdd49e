"""[5] A new file that only we read, and that is there whole or not at all.

    draft beside it (.NAME.xxxxxxxx, 0600) -> written -> synced -> renamed
      -> folder synced

Dying before the last step leaves at most the draft, whose name begins with a dot.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a draft to write to; when the block ends well, it becomes `path`.

    When anything fails before, nothing is left. A file that is there when the block
    begins or ends is never overwritten; one that another process makes between that
    last look and the renaming is: only a hard link would see it, and FAT has none.

    Raises:
        FileExistsError: There is a file of this name.
        OSError: The folder, or its disk, does not take it.
    """
    refuse_existing(path)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        refuse_existing(path)
        Path(draft).rename(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make what was created, renamed or removed in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refuse_existing(path: Path) -> None:
    """Raise FileExistsError when there is a file of this name, or a dead link."""
    if os.path.lexists(path):
        raise FileExistsError(17, "exists, and is never overwritten", str(path))
