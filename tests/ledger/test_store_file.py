"""What a check makes of the file itself: journals, pages, links and damage."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import HeadRejected, LedgerLinked, LedgerMissing
from ledger.verify import Verdict
from tests.ledger.logs import World, system
from tests.ledger.test_full_disk import open_to_append, open_to_read


def journal_of(world: World) -> Path:
    """Name the rollback journal that SQLite would look for."""
    return Path(f"{world.paths.store}-journal")


def with_hot_journal(world: World) -> None:
    """Leave a sound file, and beside it a journal that turns entry 2 into another."""
    store, journal = world.paths.store, journal_of(world)
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        [[body]] = connection.execute("SELECT body FROM entry WHERE idx = 2")
        changed = "UPDATE entry SET body = json_set(body, '$.number', 7) WHERE idx = 2"
        connection.execute(changed)
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE entry SET body = ? WHERE idx = 2", (body,))
        connection.execute("CREATE TABLE filling (x)")
        connection.execute("INSERT INTO filling VALUES (zeroblob(5000000))")
        hot = journal.read_bytes()
        connection.execute("ROLLBACK")
        connection.execute("UPDATE entry SET body = ? WHERE idx = 2", (body,))
    journal.write_bytes(hot)


def test_a_hot_journal_beside_the_store_disproves(world: World) -> None:
    """We would read past it, and everybody else would see what it brings back."""
    world.filled(5)
    note = world.note()
    with_hot_journal(world)
    found = world.verify(vkeys=[world.signer.vkey], checkpoint=note)
    assert (
        Verdict.DISPROVED,
        ("a rollback journal lies beside the store: our log never writes one",),
    ) == (found.verdict, found.reasons)
    with closing(sqlite3.connect(world.paths.store)) as reader:
        [[number]] = reader.execute("SELECT body ->> 'number' FROM entry WHERE idx = 2")
    assert 7 == number


def test_a_writer_does_not_play_a_journal_back(world: World) -> None:
    """Opening it would destroy what an investigation needs."""
    world.filled(5)
    journal_of(world).touch()
    with pytest.raises(HeadRejected, match="journal"):
        world.open()
    assert journal_of(world).exists()


def test_a_journal_beside_a_living_wal_disproves_too(world: World) -> None:
    """There is no state of our log in which it belongs there."""
    world.create()
    with world.open() as log:
        log.append(system(0))
        journal_of(world).touch()
        assert Verdict.DISPROVED == world.verify().verdict
        journal_of(world).unlink()
        assert Verdict.CONSISTENT == world.verify().verdict


def varint(data: bytearray, at: int) -> int:
    """Give the place behind a variable-length number of SQLite."""
    while data[at] & 0x80:
        at += 1
    return at + 1


def test_an_index_falsified_on_its_page_is_found(world: World) -> None:
    """Every entry is there in the page's order, and a search for number 2 fails."""
    world.filled(5)
    note = world.note()
    with closing(sqlite3.connect(world.paths.store)) as connection:
        [[page_bytes]] = connection.execute("PRAGMA page_size")
        [[root]] = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'entry'"
        )
    data = bytearray(world.paths.store.read_bytes())
    page = (root - 1) * page_bytes
    cell = page + int.from_bytes(data[page + 12 : page + 14], "big")
    place = varint(data, cell)
    assert 2 == data[place]
    data[place] = 4
    world.paths.store.write_bytes(data)
    found = world.verify(vkeys=[world.signer.vkey], checkpoint=note)
    assert (Verdict.DISPROVED, 2) == (found.verdict, found.first_bad)


def spoil_pages(store: Path) -> None:
    """Overwrite everything behind the first page."""
    size = store.stat().st_size
    with store.open("r+b") as file:
        file.seek(4096)
        file.write(b"x" * (size - 4096))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda store: os.truncate(store, 8192), id="cut to two pages"),
        pytest.param(
            lambda store: os.truncate(store, store.stat().st_size - 4096), id="cut"
        ),
        pytest.param(spoil_pages, id="overwritten"),
    ],
)
def test_a_damaged_database_disproves(
    copy: World, spoil: Callable[[Path], None]
) -> None:
    """Else whoever spoils a log gets away with `could not tell`."""
    spoil(copy.paths.store)
    found = copy.verify()
    assert (Verdict.DISPROVED, ("the database file is damaged",)) == (
        found.verdict,
        found.reasons,
    )


@pytest.fixture(name="linked")
def _linked(world: World) -> World:
    """A log whose database lies elsewhere, with a link in its place."""
    world.filled(3)
    elsewhere = world.folder / "elsewhere.sqlite"
    world.paths.store.rename(elsewhere)
    world.paths.store.symlink_to(elsewhere)
    return world


@pytest.mark.parametrize("open_log", [open_to_append, open_to_read])
def test_a_link_in_place_of_the_database_is_not_followed(
    linked: World, open_log: Callable[[World], None]
) -> None:
    """The side files lie where it leads and the lock does not; nothing has moved."""
    with pytest.raises(LedgerLinked):
        open_log(linked)


def test_a_check_says_of_a_link_what_opening_says(linked: World) -> None:
    """A verdict on a log that nobody can use would send people looking elsewhere."""
    found = linked.verify()
    assert (
        Verdict.CANNOT_TELL,
        ("the store cannot be read: the database is a link, not the file itself",),
    ) == (found.verdict, found.reasons)


@pytest.mark.parametrize("open_log", [open_to_append, open_to_read])
def test_an_empty_file_is_no_log_and_stays_empty(
    world: World, open_log: Callable[[World], None]
) -> None:
    """SQLite would make a database of it, and a check would then call it tampered."""
    world.create()
    os.truncate(world.paths.store, 0)
    with pytest.raises(LedgerMissing):
        open_log(world)
    assert (0, Verdict.CANNOT_TELL) == (
        world.paths.store.stat().st_size,
        world.verify().verdict,
    )
