"""One byte of the store changes on its own: each time `verify` says so.

JST_DAMAGE_SEED chooses another sequence of random places; the seed is printed.
"""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.verify import Verdict
from tests.ledger.logs import World, system

TIMES = 500
DAY_S = 24 * 3600
SEED = int(os.environ.get("JST_DAMAGE_SEED", "20261121"))


@pytest.fixture(name="small", scope="session")
def _small(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log of 300 entries on 60 days: two tiles of level 0, one of level 1."""
    world = World(tmp_path_factory.mktemp("small"))
    world.create()
    with world.open() as log:
        for number in range(300):
            log.append(system(number))
            world.clock.move(DAY_S / 5)
    return world


def places_of(world: World, table: str) -> Iterator[range]:
    """Find where in the file the values of a table lie, as ranges of offsets.

    Long values continue on pages of their own, so they are found piece by piece.
    """
    data = world.paths.store.read_bytes()
    columns = {
        "entry": "SELECT body FROM entry",
        "tile": "SELECT hashes FROM tile",
        "head": "SELECT frontier FROM head UNION ALL SELECT note FROM head",
        "anchor": "SELECT evidence FROM anchor UNION ALL SELECT kind FROM anchor",
    }[table]
    with closing(sqlite3.connect(world.paths.store)) as connection:
        values = [
            value.encode() if isinstance(value, str) else value
            for (value,) in connection.execute(columns)
        ]
    for value in values:
        size = 32 if table == "tile" else len(value)
        for start in range(0, len(value), size):
            at = data.find(value[start : start + size])
            # A hash that spans two pages is found in no piece; others stand for it.
            if at >= 0:
                yield range(at, at + size)


@pytest.mark.parametrize("table", ["entry", "tile", "head", "anchor"])
def test_each_damaged_byte_of_a_table_is_found(
    small: World, tmp_path: Path, table: str
) -> None:
    """
    500 random bytes of each table, one at a time, each changed to another value.

    Property test: the loop is the point. A failure names seed, offset and value.
    """
    print(f"JST_DAMAGE_SEED={SEED}")  # noqa: T201 - shown with a failure
    chance = random.Random(f"{SEED} {table}")  # noqa: S311 - no secret
    sound = small.paths.store.read_bytes()
    places = list(places_of(small, table))
    damaged = World(tmp_path)
    damaged.paths.home.mkdir()
    missed = []
    for _ in range(TIMES):
        at = chance.choice(chance.choice(places))
        change = chance.randrange(1, 256)
        data = bytearray(sound)
        data[at] ^= change
        damaged.paths.store.write_bytes(data)
        found = damaged.verify(vkeys=[small.signer.vkey])
        if found.verdict is not Verdict.DISPROVED:
            missed.append((at, change, found.verdict))

    assert [] == missed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET idx = idx + 1000 WHERE idx = 150",
        "UPDATE tile SET n = n + 1000 WHERE level = 0 AND n = 1",
        "UPDATE tile SET level = level + 9 WHERE level = 1",
        "UPDATE head SET size = size + 256",
        "UPDATE head SET size = size - 1",
        # The size that the note says as well: no number of a row can be larger.
        (
            "UPDATE head SET size = 9223372036854775807,"
            " note = replace(note, char(10) || size || char(10),"
            " char(10) || '9223372036854775807' || char(10))"
        ),
        "UPDATE anchor SET size = size + 1 WHERE size = 298",
        "UPDATE anchor SET size = size + 4096 WHERE size = 298",
        "UPDATE anchor SET size = -1 WHERE size = 298",
    ],
)
def test_each_damaged_number_is_found(
    small: World, tmp_path: Path, statement: str
) -> None:
    """Numbers are stored in too few bytes for chance; so each column once."""
    damaged = World(tmp_path)
    damaged.paths.home.mkdir()
    damaged.paths.store.write_bytes(small.paths.store.read_bytes())
    damaged.tamper(statement)
    found = damaged.verify(vkeys=[small.signer.vkey])
    assert Verdict.DISPROVED is found.verdict


def test_any_damaged_byte_of_the_file_is_no_crash(small: World, tmp_path: Path) -> None:
    """
    Free space and SQLite's own bookkeeping may change unseen; nothing else happens.

    Property test: pages, headers and pointers too, found or harmless, never an error.
    """
    chance = random.Random(SEED)  # noqa: S311 - no secret
    sound = small.paths.store.read_bytes()
    damaged = World(tmp_path)
    damaged.paths.home.mkdir()
    for _ in range(TIMES):
        data = bytearray(sound)
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        damaged.paths.store.write_bytes(data)
        found = damaged.verify(vkeys=[small.signer.vkey], indexes=True)
        assert found.verdict in set(Verdict)
        assert found.root is None or len(found.root) == 32


def test_a_damaged_schema_gives_a_verdict(small: World, tmp_path: Path) -> None:
    """
    500 times up to 30 random bytes of the first page: SQLite's own texts break too.

    Property test: the loop is the point. A failure names the exception.
    """
    print(f"JST_DAMAGE_SEED={SEED}")  # noqa: T201 - shown with a failure
    chance = random.Random(f"{SEED} schema")  # noqa: S311 - no secret
    sound = small.paths.store.read_bytes()
    damaged = World(tmp_path)
    damaged.paths.home.mkdir()
    for _ in range(TIMES):
        data = bytearray(sound)
        for _ in range(chance.randrange(1, 31)):
            data[chance.randrange(24, 4096)] = chance.randrange(256)
        damaged.paths.store.write_bytes(data)
        assert damaged.verify(vkeys=[small.signer.vkey]).verdict in Verdict


def test_a_schema_that_is_no_text_disproves(small: World, tmp_path: Path) -> None:
    """SQLite quotes the name of an index, and Python cannot read it."""
    damaged = World(tmp_path)
    damaged.paths.home.mkdir()
    data = small.paths.store.read_bytes()
    name = b"CREATE UNIQUE INDEX entry_id ON entry"
    assert 1 == data.count(name)
    damaged.paths.store.write_bytes(data.replace(name, name.replace(b"ry_", b"r\xee_")))
    found = damaged.verify(vkeys=[small.signer.vkey])
    assert Verdict.DISPROVED == found.verdict
