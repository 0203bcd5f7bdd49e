"""Indexes, what entries say of each other, and a check beside a writer."""

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from ledger.errors import EntryInvalid
from ledger.relations import faults_of
from ledger.store import snapshot
from ledger.store.nameless import nameless
from ledger.verify import Verdict, verify_log
from tests.accountability.test_overflow import sqlite_files
from tests.ledger.logs import World, intent, outcome, system


def test_indexes_are_compared_with_the_entries(copy: World) -> None:
    """An entry could be hidden from a search by editing an index page."""
    data = copy.paths.store.read_bytes()
    # In an entry the name is followed by a quotation mark, in an index it is not.
    edited, changed = re.subn(rb'bogus-300(?!")', b"bogus-3xx", data)
    copy.paths.store.write_bytes(edited)
    assert changed
    assert Verdict.CONSISTENT == copy.verify().verdict
    found = copy.verify(indexes=True)
    assert Verdict.DISPROVED == found.verdict


def test_orphans_and_old_times_are_found_by_semantics(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a holder of the key could sign, and entries say against each other."""
    monkeypatch.setattr("ledger.append._refuse_orphan", lambda *_: None)
    monkeypatch.setattr("ledger.append.Appender._time_after", _any_time)
    world.create()
    opened = intent()
    with world.open() as log:
        log.append(outcome(opened))
        log.append(opened)
        world.clock.move(-60)
        log.append(intent())
    found = world.verify(indexes=True)
    assert Verdict.DISPROVED == found.verdict
    assert [
        "entry 0 is an outcome without an earlier intent",
        "entry 2 is older than the one before it",
    ] == list(found.reasons)


def _any_time(appender: object, *_: object, **__: object) -> object:
    return appender._clock()  # type: ignore[attr-defined] # the appender's own clock


def test_doubles_and_strange_bytes_are_found_by_semantics() -> None:
    """What the unique indexes keep out, unless they were switched off."""
    opened = intent()
    closed = outcome(opened)
    at = World(Path()).clock()
    bodies = [opened.stamped(at), closed.stamped(at), outcome(opened).stamped(at)]
    strange = list(enumerate([*bodies, bodies[0], b"{}", b"[]"]))
    said = [
        "entry 2 is a second outcome",
        "entry 3 has the id of another one",
        "entry 4 is no entry of version 1",
        "entry 5 is no entry of version 1",
    ]
    assert (said, True) == faults_of(strange, 20)
    assert (said[:1], True) == faults_of(strange, 1)


def test_ids_wait_in_a_file_and_not_in_memory() -> None:
    """A log of a million entries took 210 MB for its ids alone."""
    at = World(Path()).clock()
    before, files = sqlite_files(), set()

    def bodies() -> Iterator[bytes]:
        for number in range(70_000):
            yield system(number).stamped(at)
        files.update(sqlite_files() - before)

    assert ([], True) == faults_of(enumerate(bodies()), 20)
    assert 1 == len(files)


def test_without_room_for_its_file_a_check_cannot_tell(
    copy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk of the officer's says nothing of the log, good or bad."""
    monkeypatch.setattr("ledger.relations.nameless", _small)
    found = copy.verify(indexes=True)
    damaged = copy.paths.store.read_bytes().replace(b"bogus-300", b"bogus-3xx")
    copy.paths.store.write_bytes(damaged)
    assert Verdict.CANNOT_TELL == found.verdict
    bodies = (system(number).stamped(copy.clock()) for number in range(5_000))
    strange = enumerate([b"{}", *bodies])
    assert (["entry 0 is no entry of version 1"], False) == faults_of(strange, 20)
    assert ("what entries say of each other needs room for a temporary file",) == (
        found.reasons
    )
    assert Verdict.DISPROVED == copy.verify(indexes=True).verdict


def _small(table: str) -> sqlite3.Connection:
    database = nameless(table)
    database.execute("PRAGMA max_page_count = 3")
    return database


def test_a_database_that_cannot_be_made_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A program that runs for years must not lose a descriptor by a full folder."""
    opened = sqlite3.connect("")
    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: opened)
    with pytest.raises(sqlite3.OperationalError):
        nameless("no table")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened.execute("SELECT 1")


def test_only_the_first_faults_are_listed(
    copy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood of faults does not flood the report."""
    monkeypatch.setattr("ledger.audit._MAX_FAULTS", 3)
    monkeypatch.setattr("ledger.relations.decode_entry", _refuse)
    assert 3 == len(copy.verify(indexes=True).reasons)


def _refuse(_: bytes) -> None:
    raise EntryInvalid


def test_a_check_writes_nothing(copy: World) -> None:
    """Not even an empty side file beside an officer's copy."""
    before = {path: path.read_bytes() for path in copy.paths.home.glob("ledger.*")}
    copy.verify(indexes=True)
    assert before == {
        path: path.read_bytes() for path in copy.paths.home.glob("ledger.*")
    }


def test_a_log_is_checked_while_it_is_appended_to(copy: World) -> None:
    """One snapshot: the writer's next entries are not seen half."""
    stop = Event()
    with copy.open() as log:

        def append() -> None:
            while not stop.is_set():
                log.append(system(0))

        thread = Thread(target=append)
        thread.start()
        found = [copy.verify(vkeys=[copy.signer.vkey]).verdict for _ in range(5)]
        stop.set()
        thread.join()
    assert {Verdict.CONSISTENT} == set(found)


@pytest.mark.parametrize("broken", [False, True])
def test_a_writer_that_comes_in_during_a_check_makes_it_look_again(
    copy: World,
    monkeypatch: pytest.MonkeyPatch,
    broken: bool,
) -> None:
    """A store without a -wal is read as immutable, which a writer would spoil."""
    look = snapshot._look
    modes = []

    def interrupted(store: Path, mode: str, what: object) -> object:
        modes.append(mode)
        if mode != "ro":
            os.utime(store)
            if broken:
                store = store.with_name("none")
        return look(store, mode, what)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(snapshot, "_look", interrupted)
    assert Verdict.CONSISTENT == copy.verify().verdict
    assert ["ro&immutable=1", "ro"] == modes


def test_progress_is_told(copy: World) -> None:
    """From the first chunk to the last entry."""
    told: list[tuple[int, int]] = []
    verify_log(copy.paths.store, progress=lambda *step: told.append(step))
    assert [(256, 600), (600, 600)] == told
