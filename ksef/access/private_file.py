"""A small JSON file that is ours alone: 0600, whole or not there, refused when exposed.

    write    folder checked, draft, sync, rename; replaces one of its own kind only
    read     owner and mode first, then size, then JSON, kind and version

Any bytes end in a mapping or in `StateFileRefused`, which quotes nothing of them.
"""

import fcntl
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from accountability.durable import write_private
from ksef.access.errors_login import AnswerOddLogin, StateFault, StateFileRefused
from ksef.access.json_fields import object_in
from ledger.files import open_regular

MAX_BYTES: Final = 262_144
# Longer than a login takes that waits for the check of a certificate.
BUSY_S: Final = 150.0
_POLL_S: Final = 0.02
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def write_own(path: Path, kind: str, told: Mapping[str, object]) -> None:
    """Write a private JSON file of a kind; replaces one of the same kind only.

    Raises:
        StateFileRefused: Others may write in the folder (`exposed`), another file is
            there (`holds_other`), or the disk cannot (`not_written`).
    """
    _check_folder(path)
    if os.path.lexists(path):
        try:
            _parsed(path, kind)
        except StateFileRefused:
            raise StateFileRefused(StateFault.HOLDS_OTHER, path) from None
    text = json.dumps(told, ensure_ascii=True, indent=1)
    try:
        write_private(str(path), f"{text}\n".encode("ascii"))
    except OSError as full:
        raise StateFileRefused(StateFault.NOT_WRITTEN, path) from full


def read_own(path: Path, kind: str, version: int) -> Mapping[str, object]:
    """Read a private JSON file of a kind and version.

    Raises:
        StateFileRefused: See its `reason`.
    """
    told = _parsed(path, kind)
    if told.get("version") != version:
        raise StateFileRefused(StateFault.VERSION, path)
    return told


@contextmanager
def held(path: Path | None) -> Iterator[None]:
    """Hold a state for this process: two of them must not fetch the tokens both.

    Raises:
        StateFileRefused: The lock beside it cannot be made (`not_written`), or another
            process does not give it back in time (`busy`).
    """
    if path is None:
        yield
        return
    _check_folder(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as refused:
        raise StateFileRefused(StateFault.NOT_WRITTEN, path) from refused
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    ends = time.monotonic() + BUSY_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                raise StateFileRefused(StateFault.BUSY, path) from None
            time.sleep(_POLL_S)
        else:
            return


def _parsed(path: Path, kind: str) -> Mapping[str, object]:
    data = _read(path)
    try:
        told = object_in(data)
    except AnswerOddLogin:
        raise StateFileRefused(StateFault.BROKEN, path) from None
    if told.get("kind") != kind:
        raise StateFileRefused(StateFault.BROKEN, path)
    return told


def _read(path: Path) -> bytes:
    try:
        file = open_regular(path, os.O_NOFOLLOW)
    except FileNotFoundError:
        raise StateFileRefused(StateFault.MISSING, path) from None
    except OSError as refused:
        raise StateFileRefused(StateFault.NO_FILE, path) from refused
    with file:
        # The mode of what was opened: a path could be swapped in between.
        found = os.fstat(file.fileno())
        if found.st_mode & _OTHERS or found.st_uid != os.geteuid():
            raise StateFileRefused(StateFault.EXPOSED, path)
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise StateFileRefused(StateFault.TOO_BIG, path)
    return data


def _check_folder(path: Path) -> None:
    """Refuse a folder in which others may put a file in our place."""
    try:
        mode = path.parent.stat().st_mode
    except FileNotFoundError:
        return  # it is made for us alone
    except OSError as refused:
        raise StateFileRefused(StateFault.NOT_WRITTEN, path) from refused
    if mode & _OTHERS_WRITE:
        raise StateFileRefused(StateFault.EXPOSED, path)
