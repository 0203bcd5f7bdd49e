"""Make a log: by hand, once, whole or not at all."""

from pathlib import Path

import pytest

from ledger.errors import (
    EntryRefused,
    LedgerExists,
    LedgerMissing,
    NoteInvalid,
)
from ledger.log import Column, LedgerPaths, create_log
from ledger.note import NoteSigner
from ledger.verify import Verdict
from tests.ledger.logs import World, intent, outcome, system


def test_a_log_is_made_by_hand_and_once(world: World) -> None:
    """Opening never makes one; a second creation changes nothing."""
    with pytest.raises(LedgerMissing):
        world.open()
    world.create(first=system(0))
    note = world.note()
    with pytest.raises(LedgerExists):
        world.create()
    assert note == world.note()
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in (world.paths.store, world.paths.memory, world.paths.home)
    }
    assert {"ledger.sqlite": 0o600, "ledger.memory": 0o600, "home": 0o700} == modes


def test_a_memory_without_a_log_is_not_overwritten(world: World) -> None:
    """It may be the memory of a log that somebody has deleted."""
    world.create()
    world.paths.store.unlink()
    with pytest.raises(LedgerExists):
        world.create()


@pytest.mark.parametrize("side", ["-wal", "-shm", "-journal"])
def test_what_lies_beside_a_lost_log_is_not_taken_over(
    tmp_path: Path, side: str
) -> None:
    """SQLite would play it into the new one; it may hold the old one's last entries."""
    world = World(tmp_path / "another")
    world.paths.home.mkdir(parents=True)
    left = world.paths.home / f"ledger.sqlite{side}"
    left.write_bytes(b"bogus")

    with pytest.raises(LedgerExists):
        world.create()
    assert b"bogus" == left.read_bytes()


def test_a_creation_that_was_broken_off_is_seen(world: World) -> None:
    """Its workshop is left for a person to look at."""
    (world.paths.home / "new").mkdir(parents=True)
    with pytest.raises(LedgerExists):
        world.create()


def test_two_creations_at_once_make_one_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slower one finds the place taken, and takes nothing away."""
    monkeypatch.setattr("ledger.create.os.link", _exists)
    with pytest.raises(LedgerExists):
        world.create()
    assert not world.paths.store.exists()


def _exists(*_: object) -> None:
    raise FileExistsError


def test_a_first_entry_that_is_refused_leaves_no_log(world: World) -> None:
    """A whole log or none."""
    with pytest.raises(EntryRefused):
        world.create(first=outcome(intent()))
    assert not world.paths.store.exists()
    world.create()


def test_the_key_has_the_name_of_the_log(world: World) -> None:
    """C2SP: a log's key name is its origin."""
    with pytest.raises(NoteInvalid):
        create_log(
            world.paths, origin="other", signer=NoteSigner.generate("x"), columns=()
        )


@pytest.mark.parametrize(
    ("name", "path"),
    [("Case", "$.case"), ("case", "case"), ("case", "$.a'b"), ("1", "$.a")],
)
def test_other_columns_are_refused(name: str, path: str) -> None:
    """Names and paths become SQL."""
    with pytest.raises(ValueError, match="not a column"):
        Column(name, path)


def test_one_name_cannot_show_two_paths(world: World) -> None:
    """Neither of the caller's own, nor the log's `id`."""
    world.columns = (Column("id", "$.other"),)
    with pytest.raises(ValueError, match="two columns"):
        world.create()


def test_a_column_of_the_log_itself_may_be_indexed(world: World) -> None:
    """The trail may want to search by kind."""
    world.columns = (Column("kind", "$.kind", indexed=True),)
    world.create(first=system(0))
    assert "consistent" == world.verify(columns=world.columns, indexes=True).verdict


def test_paths_are_named_in_one_place(world: World) -> None:
    """The lock is no part of the database, the memory no part of the home."""
    paths = LedgerPaths(world.folder, world.folder / "m")
    assert ["ledger.sqlite", "ledger.lock", "run"] == [
        path.name for path in (paths.store, paths.lock, paths.run)
    ]


def test_a_log_of_the_longest_name_is_sound_on_its_second_day(tmp_path: Path) -> None:
    """The head of the first day must fit into what `verify` reads of it."""
    named = World(tmp_path, origin="ż" * 255)
    named.create(first=system(0))
    named.clock.move(86_400)
    with named.open() as log:
        log.append(system(1))
    found = named.verify(vkeys=[named.signer.vkey])
    assert (Verdict.CONSISTENT, 1) == (found.verdict, found.anchors)


def test_a_longer_name_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    """A name is for ever, and one of thousands of letters would disprove its log."""
    named = World(tmp_path, origin="x" * 256)
    with pytest.raises(NoteInvalid):
        named.create()
    assert [] == list(tmp_path.iterdir())
