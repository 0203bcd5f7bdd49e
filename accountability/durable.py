"""Files that are there whole or not at all: draft, sync, rename, folder synced."""

import os
from pathlib import Path


def write_private(path: str, data: bytes) -> None:
    """Write a file that only we read, durably; replaces the one that is there.

    Raises:
        OSError: The disk cannot; what was there before still is.
    """
    draft, folder = f"{path}.draft", os.path.dirname(path)  # noqa: PTH120 - as below
    handle = _create(draft, folder)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    os.rename(draft, path)  # noqa: PTH104 - once per look-up, and paths are slow
    sync_folder(folder)


def sync_folder(folder: Path | str) -> None:
    """Make what was created, renamed or removed in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _create(draft: str, folder: str) -> int:
    """Open a new private file; make the folder when it is the first."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        return os.open(draft, flags, 0o600)
    except FileNotFoundError:
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(draft, flags, 0o600)
