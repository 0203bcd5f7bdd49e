"""Faults on the append path, each with its documented end, and the log intact."""

import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ledger.errors import (
    AppendAmbiguous,
    AppendRefused,
    HeadRejected,
    LedgerMissing,
    LedgerMoved,
    LedgerReadOnly,
    StoreFailed,
    StoreFull,
)
from ledger.log import Log, Reader
from ledger.store.sqlite import SqliteWriter
from tests.ledger.logs import World, system, system_of


def connection_of(log: Log) -> sqlite3.Connection:
    """Reach the writing connection."""
    store: Any = log._session._appender._store  # type: ignore[union-attr] # it is open
    connection: sqlite3.Connection = store._connection
    return connection


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)


def test_a_disk_that_is_full_in_the_commit_leaves_the_log_intact(
    world: World, log: Log
) -> None:
    """SQLite writes in COMMIT, so the end is ambiguous, and the next append goes on."""
    log.append(system(0))
    size = Path(f"{world.paths.store}-wal").stat().st_size
    with files_of_at_most(size + 100), pytest.raises(AppendAmbiguous):
        log.append(system(1))
    assert 1 == log.append(system(2)).index
    assert "consistent" == world.verify(indexes=True).verdict


def test_a_store_that_is_full_before_the_commit_refuses(world: World, log: Log) -> None:
    """Nothing is half-written, and the refusal says that nothing is."""
    log.append(system(0))
    connection_of(log).execute("PRAGMA max_page_count=1")
    with pytest.raises(StoreFull):
        log.append(system_of(20_000))
    assert 1 == log.append(system(2)).index
    assert "consistent" == world.verify(indexes=True).verdict


def test_a_store_that_cannot_be_written_refuses(log: Log) -> None:
    """Read-only by its file system, its mode, or, as here, by its connection."""
    log.append(system(0))
    connection_of(log).execute("PRAGMA query_only=ON")
    with pytest.raises(LedgerReadOnly):
        log.append(system(1))
    assert 1 == log.append(system(2)).index


@pytest.mark.parametrize(
    "take_away",
    [
        pytest.param(lambda store: store.unlink(), id="rm"),
        pytest.param(lambda store: store.rename(store.with_name("away")), id="mv"),
    ],
)
def test_a_database_taken_away_is_noticed_before_the_commit(
    world: World, log: Log, take_away: Callable[[Path], None]
) -> None:
    """In WAL mode SQLite would commit into the deleted file and report success."""
    log.append(system(0))
    take_away(world.paths.store)
    with pytest.raises(LedgerMoved):
        log.append(system(1))
    with pytest.raises(LedgerMissing):
        log.append(system(1))


def test_a_copy_put_in_its_place_is_noticed(world: World, log: Log) -> None:
    """Another inode, even with the same bytes."""
    log.append(system(0))
    copy = world.folder / "copy"
    shutil.copy(world.paths.store, copy)
    copy.rename(world.paths.store)
    with pytest.raises(LedgerMoved):
        log.append(system(1))


def test_a_wal_taken_away_is_noticed_and_nothing_is_lost(
    world: World, log: Log
) -> None:
    """Closing writes the unlinked -wal back, so the log goes on from where it was."""
    log.append(system(0))
    Path(f"{world.paths.store}-wal").unlink()
    with pytest.raises(LedgerMoved):
        log.append(system(1))
    assert 1 == log.append(system(2)).index
    assert "consistent" == world.verify(indexes=True).verdict


def test_a_database_taken_away_in_the_commit_is_ambiguous(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved, but into a file that nobody will find."""
    log.append(system(0))
    commit = SqliteWriter.commit

    def commit_then_lose(writer: SqliteWriter) -> None:
        commit(writer)
        world.paths.store.rename(world.folder / "away")

    monkeypatch.setattr(SqliteWriter, "commit", commit_then_lose)
    with pytest.raises(AppendAmbiguous) as caught:
        log.append(system(1))
    assert isinstance(caught.value.__cause__, LedgerMoved)


@pytest.mark.parametrize(("saved", "index"), [(False, 1), (True, 2)])
def test_an_exception_in_commit_is_ambiguous(
    world: World,
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
    saved: bool,
    index: int,
) -> None:
    """Not saved, and saved but reported as failed: the caller cannot know which."""
    log.append(system(0))
    commit = SqliteWriter.commit

    def fail(writer: SqliteWriter) -> None:
        (commit if saved else SqliteWriter.rollback)(writer)
        raise StoreFailed("bogus")

    with monkeypatch.context() as patch:
        patch.setattr(SqliteWriter, "commit", fail)
        with pytest.raises(AppendAmbiguous):
            log.append(system(1))
    assert index == log.append(system(2)).index
    assert "consistent" == world.verify(indexes=True).verdict


def test_memory_that_cannot_be_written_is_ambiguous(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry is in, but the node could not remember it; the next append can."""
    with monkeypatch.context() as patch:
        patch.setattr("ledger.memory.os.pwrite", _fail)
        with pytest.raises(AppendAmbiguous):
            log.append(system(0))
    assert 1 == log.append(system(1)).index


def _fail(*_: object) -> None:
    raise OSError


def test_a_locked_store_fails_with_a_name(world: World, log: Log) -> None:
    """Somebody writes beside the lock, and does not end."""
    connection_of(log).execute("PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(world.paths.store)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="BUSY"):
            log.append(system(0))
        other.rollback()
    assert 0 == log.append(system(1)).index


def test_a_long_wal_is_written_back(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the lock, between two appends; a reader delays it and stops nothing."""
    limit = 200_000
    monkeypatch.setattr("ledger.store.sqlite.WAL_LIMIT_BYTES", limit)
    log.append(system(0))
    connection_of(log).execute(f"PRAGMA journal_size_limit={limit}")
    log._session._appender._store._wal_limit = limit  # type: ignore[union-attr] # it is open
    wal = Path(f"{world.paths.store}-wal")
    with log.reader() as reader:
        assert 1 == reader.size
        for number in range(12):
            log.append(system_of(20_000, number))
        assert wal.stat().st_size > limit
    for number in range(24):
        log.append(system_of(20_000, number))
    assert wal.stat().st_size < 3 * limit


def test_a_long_wal_is_not_written_back_after_each_commit(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps its length, and writing back costs a sync of the main file."""
    monkeypatch.setattr("ledger.store.sqlite.WAL_LIMIT_BYTES", 200_000)
    monkeypatch.setattr("ledger.store.sqlite.TIDY_COMMITS", 10)
    log.append(system(0))
    log._session._appender._store._wal_limit = 200_000  # type: ignore[union-attr] # it is open
    statements: list[str] = []
    connection_of(log).set_trace_callback(statements.append)
    for number in range(60):
        log.append(system_of(20_000, number))
    connection_of(log).set_trace_callback(None)

    written_back = sum("wal_checkpoint" in text for text in statements)
    assert 4 <= written_back <= 8
    assert Path(f"{world.paths.store}-wal").stat().st_size < 1_000_000


def test_a_store_that_cannot_be_tidied_has_appended(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry is durable; tidying is tried again later."""

    def fail(_: SqliteWriter) -> None:
        raise StoreFailed("bogus")

    monkeypatch.setattr(SqliteWriter, "tidy", fail)
    assert 0 == log.append(system(0)).index


def test_a_store_that_fails_under_a_guard_fails_the_batch(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guard's own error is the caller's; the store's is everybody's."""

    def read(reader: Reader) -> None:
        reader.entry(0)

    log.append(system(0))
    log.append(system(1), guard=read)
    with monkeypatch.context() as patch:
        patch.setattr(SqliteWriter, "entry", _fail_as_store)
        with pytest.raises(StoreFailed):
            log.append(system(2), guard=read)
    assert 2 == log.append(system(3)).index


def _fail_as_store(*_: object) -> None:
    raise StoreFailed("bogus")


def test_an_error_that_nobody_foresaw_reaches_every_waiter(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever, and the writer's thread goes on."""
    with monkeypatch.context() as patch:
        _in_company(patch)
        patch.setattr(SqliteWriter, "begin", _fail)
        with pytest.raises(OSError):  # noqa: PT011 - it has no text
            log.append(system(0))
    assert 0 == log.append(system(0)).index


def test_a_missing_entry_or_log_is_told_to_a_reader(world: World, log: Log) -> None:
    """A reader believes the store, not what is not there."""
    log.append(system(0))
    world.tamper("UPDATE entry SET idx = 5", "DELETE FROM tile")
    with log.reader() as reader:
        with pytest.raises(HeadRejected):
            reader.entry(0)
        reader._view.close()
    world.paths.store.unlink()
    with pytest.raises(LedgerMissing):
        log.reader()
    os.mkfifo(world.paths.store)  # SQLite would wait at it for ever
    with pytest.raises(LedgerMissing):
        log.reader()


def _in_company(patch: pytest.MonkeyPatch) -> None:
    """Let each caller be served by the writer's thread, as if others had met it."""
    patch.setattr("ledger.session.Session.alone", lambda _: False)


def test_what_ends_a_thread_reaches_every_waiter(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer's thread goes on, and nobody waits for ever."""

    def end(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        _in_company(patch)
        patch.setattr(SqliteWriter, "begin", end)
        with pytest.raises(AppendAmbiguous) as caught:
            log.append(system(0))
    assert isinstance(caught.value.__cause__, SystemExit)
    assert 0 == log.append(system(0)).index


def test_a_guard_that_ends_its_thread_ends_no_other(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told to its caller, wrapped, and nothing was appended."""

    def end(_: Reader) -> None:
        raise SystemExit

    _in_company(monkeypatch)
    with pytest.raises(AppendRefused) as caught:
        log.append(system(0), guard=end)
    assert isinstance(caught.value.__cause__, SystemExit)
    assert 0 == log.append(system(0)).index
