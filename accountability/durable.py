"""Files that are there whole or not at all: draft, sync, rename, folder synced."""

import os
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_DRAFT = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def write_private(path: str, data: bytes) -> None:
    """Write a file that only we read, durably; replaces the one that is there.

    Raises:
        OSError: The disk cannot; what was there before still is.
    """
    folder, slash, name = path.rpartition("/")
    draft = f"{name}.draft"
    # Names are looked up in the open folder: its path is walked once, not four times.
    inside = _opened(folder or slash or ".")
    try:
        handle = os.open(draft, _DRAFT, 0o600, dir_fd=inside)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        os.rename(draft, name, src_dir_fd=inside, dst_dir_fd=inside)
        os.fsync(inside)
    finally:
        os.close(inside)


def _opened(folder: str) -> int:
    """Open a folder; make it when it is the first."""
    try:
        return os.open(folder, _FOLDER)
    except FileNotFoundError:
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, _FOLDER)
