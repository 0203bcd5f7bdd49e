"""A log that is opened on a full disk: said as it is, and the log intact.

Of a disk that fills up while a log is open: test_faults.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.errors import LedgerError, StoreFailed, StoreFull
from ledger.store.view import SqliteView
from tests.ledger.logs import COLUMNS, World, system
from tests.ledger.test_faults import files_of_at_most

NO_BYTES = {"f_bavail": 0, "f_files": 0, "f_favail": 0}
NO_FILES = {"f_bavail": 1 << 20, "f_files": 60, "f_favail": 0}
ROOM = {"f_bavail": 1 << 20, "f_files": 0, "f_favail": 0}


def open_to_append(world: World) -> None:
    """Open the log as whoever asks does."""
    world.open().close()


def open_to_read(world: World) -> None:
    """Open it as whoever only looks does, who makes the side files all the same."""
    SqliteView(world.paths.store, COLUMNS).close()


def on_a_disk_with(
    monkeypatch: pytest.MonkeyPatch, free: dict[str, int], folder: Path
) -> None:
    """Let the disk say that it has so much left: here nothing else can make it full."""
    names = (
        *("f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail"),
        *("f_files", "f_ffree", "f_favail", "f_flag", "f_namemax"),
    )
    told = os.statvfs_result({"f_frsize": 4096, **free}.get(name, 0) for name in names)
    asked = {folder: told}
    monkeypatch.setattr("ledger.store.connection.os.statvfs", asked.__getitem__)


@pytest.mark.parametrize("open_log", [open_to_append, open_to_read])
@pytest.mark.parametrize("free", [NO_BYTES, NO_FILES], ids=["no bytes", "no files"])
def test_a_log_opened_on_a_full_disk_says_full(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    open_log: Callable[[World], None],
    free: dict[str, int],
) -> None:
    """Its -wal has no bytes, as at each first start; nobody has removed it."""
    world.filled(3)
    with monkeypatch.context() as patch:
        on_a_disk_with(patch, free, world.paths.home)
        with files_of_at_most(4096), pytest.raises(StoreFull):
            open_log(world)
    with world.open() as log:
        assert 3 == log.append(system(3)).index
    assert "consistent" == world.verify(indexes=True).verdict


@pytest.mark.parametrize(
    ("free", "error"), [(NO_BYTES, StoreFull), (ROOM, StoreFailed)]
)
def test_a_log_made_on_a_full_disk_says_full(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    free: dict[str, int],
    error: type[LedgerError],
) -> None:
    """It is not there afterwards, and its memory neither."""
    on_a_disk_with(monkeypatch, free, world.paths.workshop)
    with files_of_at_most(4096), pytest.raises(LedgerError) as caught:
        world.create()
    assert error is type(caught.value)
    assert not world.paths.store.exists()
    assert not world.paths.memory.exists()


@pytest.mark.parametrize("open_log", [open_to_append, open_to_read])
def test_side_files_that_fail_on_a_disk_with_room_are_a_failed_store(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    open_log: Callable[[World], None],
) -> None:
    """A quota of the system, or a broken disk: neither full nor tampered with."""
    world.filled(1)
    on_a_disk_with(monkeypatch, ROOM, world.paths.home)
    with files_of_at_most(4096), pytest.raises(LedgerError) as caught:
        open_log(world)
    assert StoreFailed is type(caught.value)


def test_a_disk_that_cannot_be_asked_is_a_failed_store(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nobody knows whether it is full."""

    def fail(_: Path) -> None:
        raise OSError

    world.filled(1)
    monkeypatch.setattr("ledger.store.connection.os.statvfs", fail)
    with files_of_at_most(4096), pytest.raises(LedgerError) as caught:
        world.open()
    assert StoreFailed is type(caught.value)
