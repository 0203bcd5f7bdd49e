"""A -wal removed under several writers: what they were told of is still in the log.

The file lives on in those who have it open; whoever notices first lays it back.
"""

import random
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NoReturn

import pytest

from ledger.errors import LedgerMoved
from ledger.log import Log
from ledger.store import identity
from tests.ledger.logs import World, system
from tests.ledger.puppets import Puppet
from tests.ledger.test_moved_files import remove

STEPS = 40


def _lost(_: object) -> NoReturn:
    raise OSError(28, "bogus")


@pytest.fixture(name="writers")
def _writers(world: World) -> Iterator[list[Puppet]]:
    """Two processes that have the log open and have appended twice each."""
    world.create()
    with ExitStack() as ending:
        writers = [ending.enter_context(Puppet(world)) for _ in range(2)]
        orders = ("open", "append", "append")
        told = [writer.does(order) for order in orders for writer in writers]
        assert ["done", "done", "0", "1", "2", "3"] == told
        yield writers


@pytest.mark.parametrize("endings", [("-wal",), ("-wal", "-shm")], ids="+".join)
@pytest.mark.parametrize("first", [0, 1])
def test_two_writers_lose_nothing(
    world: World, writers: list[Puppet], endings: tuple[str, ...], first: int
) -> None:
    """The one that goes on first must not take the other's entries with it."""
    for ending in endings:
        remove(world, ending)
    quick, slow = writers[first], writers[1 - first]
    told = [quick.does("append") for _ in range(4)]
    told += [slow.does("append") for _ in range(2)]
    assert ["LedgerMoved", "4", "5", "6", "LedgerMoved", "7"] == told
    assert ["done", "done"] == [writer.does("close") for writer in writers]
    found = world.verify(indexes=True, memory=world.paths.memory)
    assert ("consistent", 8) == (found.verdict, found.size)


def test_closing_both_without_another_append_loses_nothing(
    world: World, writers: list[Puppet]
) -> None:
    """Who never appends again must save them as well."""
    remove(world, "-wal")
    assert ["done", "done"] == [writer.does("close") for writer in writers]
    assert 4 == world.verify(memory=world.paths.memory).size


def test_a_newcomer_waits_for_those_who_have_the_file(
    world: World, writers: list[Puppet]
) -> None:
    """It would see an index of frames that its own -wal does not hold."""
    remove(world, "-wal")
    with Puppet(world) as newcomer:
        assert "LedgerMoved" == newcomer.does("open")
        assert "LedgerMoved" == writers[0].does("append")
        assert ["done", "4"] == [newcomer.does("open"), newcomer.does("append")]


def test_a_newcomer_notices_also_when_all_is_written_back(
    world: World, writers: list[Puppet]
) -> None:
    """Then its first look succeeds, and its first entry would go astray."""
    assert ["done", "done"] == [writers[0].does(order) for order in ("close", "open")]
    remove(world, "-wal")
    with Puppet(world) as newcomer:
        assert "LedgerMoved" == newcomer.does("open")


def test_a_long_reader_does_not_keep_the_file_from_being_laid_back(
    world: World, writers: list[Puppet]
) -> None:
    """A report over the whole log may read for minutes."""
    assert ["done", "4"] == [writers[0].does(order) for order in ("look", "append")]
    remove(world, "-wal")
    assert ["LedgerMoved", "5"] == [writers[1].does("append") for _ in range(2)]
    assert "done" == writers[0].does("unlook")
    assert ["LedgerMoved", "6"] == [writers[0].does("append") for _ in range(2)]
    assert 7 == world.verify(memory=world.paths.memory, indexes=True).size


def test_what_cannot_be_laid_back_yet_is_kept_for_the_next_append(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, while a reader keeps it from being written back."""
    log.append(system(0))
    with log.reader() as reader:
        assert 1 == reader.size
        log.append(system(1))
        remove(world, "-wal")
        with monkeypatch.context() as patch:
            patch.setattr(identity, "_opened_here", _lost)
            with pytest.raises(LedgerMoved):
                log.append(system(2))
        with pytest.raises(LedgerMoved):
            log.append(system(2))
        assert 2 == log.append(system(2)).index


def test_what_is_never_laid_back_is_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log ends shorter than the node remembers, and says so."""
    world.create()
    monkeypatch.setattr(identity, "_opened_here", _lost)
    log = world.open()
    log.append(system(0))
    with Puppet(world) as reader:
        assert ["done", "done"] == [reader.does(order) for order in ("open", "look")]
        log.append(system(1))
        remove(world, "-wal")
        log.close()
    assert "disproved" == world.verify(memory=world.paths.memory).verdict


def test_a_file_that_is_not_open_any_more_cannot_be_read(tmp_path: Path) -> None:
    """Then there is nothing to lay back."""
    file = tmp_path / "bogus"
    file.touch()
    with pytest.raises(FileNotFoundError):
        identity._opened_here(file.stat())


def test_both_files_removed_in_one_process(world: World, log: Log) -> None:
    """The index is gone as well: there is none to leave to the next one."""
    log.append(system(0))
    remove(world, "-wal")
    remove(world, "-shm")
    with pytest.raises(LedgerMoved):
        log.append(system(1))
    assert 1 == log.append(system(1)).index


def test_a_second_log_of_the_process_waits_for_the_first(
    world: World, log: Log
) -> None:
    """Frames that only the removed file holds cannot be read."""
    log.append(system(0))
    remove(world, "-wal")
    with pytest.raises(LedgerMoved):
        world.open()


def test_a_second_log_waits_also_when_all_is_written_back(
    world: World, log: Log
) -> None:
    """The index still speaks of frames that lie in no file."""
    log.append(system(0))
    world.open().close()
    remove(world, "-wal")
    with pytest.raises(LedgerMoved):
        world.open()


def test_an_index_that_came_meanwhile_is_removed(world: World, log: Log) -> None:
    """It knows nothing of the frames that are laid back."""
    log.append(system(0))
    with log.reader() as reader:
        assert 1 == reader.size
        log.append(system(1))
        remove(world, "-wal")
        remove(world, "-shm")
        Path(f"{world.paths.store}-shm").touch()
        with pytest.raises(LedgerMoved):
            log.append(system(2))
    assert 2 == log.append(system(2)).index


@pytest.mark.parametrize("seed", range(4))
def test_three_writers_that_come_and_go_lose_nothing(world: World, seed: int) -> None:
    """Any order of opening, appending, closing and removing the -wal."""
    world.create()
    chance = random.Random(seed)  # noqa: S311 - a schedule, no secret
    told: set[int] = set()
    with ExitStack() as ending:
        writers = [ending.enter_context(Puppet(world)) for _ in range(3)]
        is_open = [False] * 3
        for _ in range(STEPS):
            number = chance.randrange(3)
            what = chance.choices(["append", "close", "remove"], [7, 1, 1])[0]
            if what == "remove":
                with suppress(FileNotFoundError):
                    Path(f"{world.paths.store}-wal").unlink()
                continue
            order = what if is_open[number] else "open"
            answer = writers[number].does(order)
            if answer.isdigit():
                told.add(int(answer))
            if answer == "done":
                is_open[number] = order == "open"
        assert told
        answers = [
            writer.does("close")
            for writer, still in zip(writers, is_open, strict=True)
            if still
        ]
        assert {"done"} >= set(answers)
    found = world.verify(indexes=True, memory=world.paths.memory)
    assert "consistent" == found.verdict
    assert found.size is not None
    assert max(told) < found.size
