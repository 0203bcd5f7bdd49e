"""What was done to the store or the memory behind our back is refused."""

import shutil
from pathlib import Path

import pytest

from ledger.errors import (
    EntryRefused,
    HeadRejected,
    MemoryUnusable,
    RolledBack,
)
from ledger.reader import Reader
from ledger.store.view import SqliteView
from tests.ledger.logs import COLUMNS, World, intent, outcome, system

OTHER_FRONTIER = (bytes([0] * 7 + [3]) + bytes(64)).hex()
SWAP_FRONTIER = f"UPDATE head SET frontier = x'{OTHER_FRONTIER}'"  # noqa: S608 - hex digits
TRIGGER = """
CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE idx = 0; END
"""


def test_an_old_backup_is_refused(world: World) -> None:
    """The memory file knows that the log was longer."""
    world.filled(3)
    backup = world.folder / "backup"
    shutil.copy(world.paths.store, backup)
    with world.open() as log:
        log.append(system(3))
    backup.rename(world.paths.store)
    with pytest.raises(RolledBack):
        world.open()


def test_another_history_of_the_same_key_is_refused(
    world: World, tmp_path: Path
) -> None:
    """A fork: longer than what was seen, and not its continuation."""
    world.filled(3)
    other = World(tmp_path / "other")
    other.signer = world.signer
    other.filled(5)
    other.paths.store.rename(world.paths.store)
    with pytest.raises(RolledBack, match="extend"):
        world.open()


def test_a_log_that_has_grown_unseen_is_accepted(world: World) -> None:
    """The memory is older after a power cut: consistent, not equal."""
    world.filled(3)
    memory = world.paths.memory.read_bytes()
    with world.open() as log:
        for number in range(300):
            log.append(system(number))
    world.paths.memory.write_bytes(memory)
    with world.open() as log:
        assert 303 == log.append(system(0)).index


def test_a_memory_of_the_empty_log_is_a_prefix_of_all(world: World) -> None:
    """There is no proof from size 0, and none is needed."""
    world.create()
    memory = world.paths.memory.read_bytes()
    with world.open() as log:
        log.append(system(0))
    world.paths.memory.write_bytes(memory)
    with world.open() as log:
        assert 1 == log.append(system(1)).index


def test_a_memory_of_another_log_is_refused(world: World, tmp_path: Path) -> None:
    """Two logs mixed up by an operator."""
    world.filled(1)
    other = World(tmp_path / "other", origin="bogus.example/other").filled(1)
    other.paths.memory.replace(world.paths.memory)
    with pytest.raises(MemoryUnusable, match="another log"):
        world.open()
    world.paths.memory.unlink()
    with pytest.raises(MemoryUnusable):
        world.open()


def test_a_memory_that_was_exchanged_under_an_open_log_is_seen(
    world: World, tmp_path: Path
) -> None:
    """The file stays open between appends; what counts is the one on the path."""
    world.create()
    other = World(tmp_path / "other", origin="bogus.example/other").filled(1)
    with world.open() as log:
        log.append(system(0))
        other.paths.memory.replace(world.paths.memory)
        with pytest.raises(MemoryUnusable, match="another log"):
            log.append(system(1))
        world.paths.memory.unlink()
        with pytest.raises(MemoryUnusable):
            log.append(system(1))


def test_an_intent_that_was_removed_meanwhile_gets_no_outcome(world: World) -> None:
    """A process knows its own open intents only until somebody else has committed."""
    world.create()
    asked = intent()
    with world.open() as log:
        log.append(asked)
        log.append(system(1))
        world.tamper("DELETE FROM entry WHERE idx = 0")
        with pytest.raises(EntryRefused, match="an intent that is in the log"):
            log.append(outcome(asked))


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(["UPDATE head SET note = 'x'"], id="no note"),
        pytest.param(["UPDATE head SET size = 2"], id="another size"),
        pytest.param(["UPDATE head SET size = -1"], id="an impossible size"),
        pytest.param(["UPDATE head SET frontier = x'00'"], id="no frontier"),
        pytest.param(
            [SWAP_FRONTIER],
            id="a swapped frontier",
        ),
        pytest.param(["UPDATE tile SET hashes = zeroblob(96)"], id="an edited tile"),
        pytest.param(["UPDATE tile SET hashes = zeroblob(64)"], id="a short tile"),
        pytest.param(["DELETE FROM tile"], id="no tile"),
        pytest.param(["DELETE FROM head"], id="no head"),
        pytest.param(["DELETE FROM entry WHERE idx = 2"], id="no last entry"),
        pytest.param(["DELETE FROM entry"], id="no entries"),
        pytest.param(
            ["INSERT INTO entry (idx, body) VALUES (-1, '{}')"], id="a row before"
        ),
        pytest.param(["DROP INDEX entry_id"], id="another schema"),
        pytest.param(
            [TRIGGER],
            id="a trigger",
        ),
    ],
)
def test_a_store_that_was_tampered_with_is_refused(
    world: World, statements: list[str]
) -> None:
    """Before anything is appended, whether the log is open or opened anew."""
    world.create()
    with world.open() as log:
        for number in range(3):
            log.append(system(number))
        world.tamper(*statements)
        with pytest.raises(HeadRejected):
            log.append(system(3))
    with pytest.raises(HeadRejected):
        world.open()


def test_another_last_entry_is_refused_when_the_log_is_opened(world: World) -> None:
    """Its time decides about the clock, so it is proved to be the last one."""
    world.filled(3)
    world.tamper("UPDATE entry SET body = json_set(body, '$.number', 9) WHERE idx = 2")
    with pytest.raises(HeadRejected):
        world.open()


def test_an_entry_row_is_missing_behind_a_sound_head(world: World) -> None:
    """A hole that is the last row is seen, even when a later row hides the count."""
    world.filled(3)
    world.tamper("UPDATE entry SET idx = 7 WHERE idx = 2")
    with pytest.raises(HeadRejected):
        world.open()


def test_a_file_that_is_no_database_is_refused(world: World) -> None:
    """Garbage on the path."""
    world.create()
    world.paths.store.write_bytes(b"garbage" * 1000)
    with pytest.raises(HeadRejected):
        world.open()


@pytest.mark.parametrize("index", [-1, 3])
def test_rows_that_the_head_does_not_know_are_no_entries(
    world: World, index: int
) -> None:
    """A database administrator cannot put anything into a search without a proof."""
    world.filled(3)
    forged = intent("bogus")
    body = forged.stamped(world.clock()).decode()
    world.tamper(f"INSERT INTO entry (idx, body) VALUES ({index}, '{body}')")  # noqa: S608 - ours
    with Reader(SqliteView(world.paths.store, COLUMNS)) as reader:
        assert (None, [], 0, [], []) == (
            reader.find(forged.id),
            list(reader.select({"kind": "intent"})),
            reader.count({"kind": "intent"}),
            reader.open_intents(),
            reader.open_writers(),
        )


def test_a_reader_refuses_another_schema(world: World) -> None:
    """Another schema may show other values, or run other code."""
    world.filled(1)
    world.tamper(TRIGGER)
    with pytest.raises(HeadRejected):
        SqliteView(world.paths.store, COLUMNS)
