"""The store keeps the last head of each day; they are compared, and prove nothing."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.append import Appender, Request
from ledger.note import Checkpoint, NoteSigner
from ledger.store.port import Anchor
from ledger.tree import Frontier, leaf_hash
from ledger.verify import Verdict, Verification
from tests.ledger.logs import World, system

DAY_S = 24 * 3600
PER_DAY = 100


@pytest.fixture(name="days", scope="session")
def _days(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log of six days with a hundred entries each; the head of a day is kept."""
    world = World(tmp_path_factory.mktemp("days"))
    world.create()
    for _ in range(6):
        with world.open() as log:
            for number in range(PER_DAY):
                log.append(system(number))
        world.clock.move(DAY_S)
    return world


@pytest.fixture(name="log_of")
def _log_of(days: World, tmp_path: Path) -> World:
    """A copy of it."""
    shutil.copytree(days.folder, tmp_path / "copy")
    copy = World(tmp_path / "copy")
    copy.signer, copy.clock = days.signer, days.clock
    return copy


def anchors(world: World) -> list[Anchor]:
    """Read the rows as they are."""
    with closing(sqlite3.connect(world.paths.store)) as connection:
        rows = connection.execute("SELECT * FROM anchor ORDER BY size").fetchall()
    return [Anchor(*row) for row in rows]


def checked(world: World) -> Verification:
    """Verify with the log's key."""
    return world.verify(vkeys=[world.signer.vkey], memory=world.paths.memory)


def forge(world: World, index: int) -> None:
    """Edit an entry, make the tree fit, and sign with the stolen key."""
    with closing(sqlite3.connect(world.paths.store)) as connection:
        connection.execute(
            "UPDATE entry SET body = replace(body, 'bogus-', 'other-') WHERE idx = ?",
            (index,),
        )
        rows = connection.execute("SELECT body FROM entry ORDER BY idx").fetchall()
        tree, tiles = Frontier(), [b"", b"", b""]
        for place, (body,) in enumerate(rows):
            tree.append(leaf_hash(body.encode()))
            tiles[place // 256] += leaf_hash(body.encode())
        upper = b""
        for number, tile in enumerate(tiles):
            connection.execute(
                "UPDATE tile SET hashes = ? WHERE level = 0 AND n = ?", (tile, number)
            )
            whole = Frontier()
            for at in range(0, len(tile), 32):
                whole.append(tile[at : at + 32])
            upper += whole.root() if len(tile) == 256 * 32 else b""
        connection.execute("UPDATE tile SET hashes = ? WHERE level = 1", (upper,))
        signed = Checkpoint(world.origin, tree.size, tree.root()).to_text()
        connection.execute(
            "UPDATE head SET frontier = ?, note = ?",
            (tree.to_bytes(), world.signer.sign(signed)),
        )
        connection.commit()


def test_the_last_head_of_each_day_is_kept(log_of: World) -> None:
    """
    The first entry of a day brings the head before it, in the same commit.

    Holds: ADR-0035.
    """
    kept = anchors(log_of)
    found = checked(log_of)

    assert [(PER_DAY * day, "head") for day in range(1, 6)] == [
        (each.size, each.kind) for each in kept
    ]
    assert (Verdict.CONSISTENT, 5) == (found.verdict, found.anchors)
    assert 5 == found.to_json()["anchors"]


def test_a_log_of_one_day_keeps_none(tmp_path: Path) -> None:
    """Nor does one that begins on a new day: nothing was signed before."""
    found = checked(World(tmp_path).filled(3))

    assert (Verdict.CONSISTENT, 0) == (found.verdict, found.anchors)


def test_a_commit_across_midnight_keeps_the_head_before_it(tmp_path: Path) -> None:
    """Entries of two days may come in one commit; its own head is of the new day."""
    world = World(tmp_path).filled(2)
    steps = iter([world.clock(), world.clock() + timedelta(days=1)])
    appender = Appender(
        world.paths,
        signer=world.signer,
        columns=world.columns,
        clock=lambda: next(steps),
    )
    appender.append([Request(system(7)), Request(system(8))])
    appender.release()
    appender.abandon()

    assert [2] == [each.size for each in anchors(world)]
    assert Verdict.CONSISTENT == checked(world).verdict


def test_they_do_not_prove_a_log(log_of: World) -> None:
    """Whoever can write the store can delete them, so nothing rests on them."""
    log_of.tamper("DELETE FROM anchor WHERE size > 200")

    assert Verdict.CONSISTENT == checked(log_of).verdict


def test_a_change_with_the_stolen_key_is_dated(log_of: World) -> None:
    """The author who forgets the earlier heads has told the day of what he changed."""
    sizes = [each.size for each in anchors(log_of)]
    forge(log_of, 350)
    found = log_of.verify(vkeys=[log_of.signer.vkey])

    assert (Verdict.DISPROVED, None) == (found.verdict, found.first_bad)
    told = (
        f"the first {sizes[3]} entries are not those of an earlier head,"
        f" the first {sizes[2]} are"
    )
    assert (told,) == found.reasons


def test_a_change_before_the_first_of_them_is_told_too(log_of: World) -> None:
    """No earlier head is right then."""
    sizes = [each.size for each in anchors(log_of)]
    forge(log_of, 7)

    assert (
        f"the first {sizes[0]} entries are not those of an earlier head",
    ) == log_of.verify().reasons


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE anchor SET kind = 'stamp' WHERE size > 450",
        "UPDATE anchor SET evidence = x'00' WHERE size > 450",
        "UPDATE anchor SET evidence = x'ff0a0a' WHERE size > 450",
        "UPDATE anchor SET size = size - 1 WHERE size > 450",
        "UPDATE anchor SET size = -7 WHERE size > 450",
        "UPDATE anchor SET size = 9000 WHERE size > 450",
        "UPDATE anchor SET evidence = zeroblob(2000000) WHERE size > 450",
    ],
)
@pytest.mark.parametrize("with_key", [True, False])
def test_a_row_that_is_no_earlier_head_disproves(
    log_of: World, change: str, *, with_key: bool
) -> None:
    """Nobody else writes there."""
    log_of.tamper(change)
    found = log_of.verify(vkeys=[log_of.signer.vkey] if with_key else [])

    assert (
        Verdict.DISPROVED,
        ("1 earlier heads in the log are none that it signed",),
    ) == (found.verdict, found.reasons)


def test_an_earlier_head_of_another_key_disproves(log_of: World) -> None:
    """Without the key nobody can make one that passes."""
    last = anchors(log_of)[-1]
    stranger = NoteSigner.generate(log_of.origin)
    text = last.evidence.partition(b"\n\n")[0].decode() + "\n"
    with closing(sqlite3.connect(log_of.paths.store)) as connection:
        connection.execute(
            "UPDATE anchor SET evidence = ? WHERE size = ?",
            (stranger.sign(text).encode(), last.size),
        )
        connection.commit()

    assert Verdict.DISPROVED == checked(log_of).verdict
    assert Verdict.CONSISTENT == log_of.verify().verdict


def test_more_rows_than_days_there_can_be_are_not_all_read(log_of: World) -> None:
    """A hostile store may hold millions of them."""
    log_of.tamper(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
        " INSERT INTO anchor SELECT size, kind, evidence FROM n, anchor"
    )
    found = checked(log_of)

    assert found.size is not None
    assert found.size + 1 == found.anchors
