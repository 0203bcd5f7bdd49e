"""Files that are opened without waiting for anybody, and folders that are synced.

In the place of a file there may be a pipe that nobody writes to.
"""

import errno
import os
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG


def open_present(path: Path, flags: int = 0) -> BufferedReader:
    """Open what a person named; a pipe that nobody writes to is empty, not waited for.

    Args:
        path: The file; cap what is read of it.
        flags: More flags of `open(2)`.

    Raises:
        OSError: It cannot be opened, or is a folder.
    """

    def without_waiting(name: str, wanted: int) -> int:
        return os.open(name, wanted | flags | os.O_NONBLOCK)

    file = open(path, "rb", opener=without_waiting)  # noqa: SIM115 - Path.open takes no opener; the caller closes
    os.set_blocking(file.fileno(), True)
    return file


def open_regular(path: Path, flags: int = 0) -> BufferedReader:
    """Open a file that programs write: nothing else may lie in its place.

    Raises:
        OSError: It cannot be opened, or is no regular file.
    """
    file = open_present(path, flags)
    if not S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return file


def read_regular(path: Path) -> bytes:
    """Read all of such a file; OSError as there."""
    with open_regular(path) as file:
        return file.read()


def sync_folder(folder: Path) -> None:
    """Make what was created, renamed or removed in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
