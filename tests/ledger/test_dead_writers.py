"""Who died is told by files and by open intents; what is neither is left alone."""

from pathlib import Path

import pytest

from ledger.entry import new_entry_id
from ledger.locks import Presence, dead_writers
from ledger.log import Log
from tests.ledger.logs import World, intent, outcome


def test_what_is_no_file_of_a_writer_is_left_alone(world: World) -> None:
    """A folder or a foreign file neither stops the start nor is removed."""
    world.create()
    run = world.paths.run
    (run / "lost+found").mkdir()
    (run / new_entry_id()).mkdir()
    (run / ".keep").touch()
    (run / new_entry_id()).symlink_to(world.paths.store)
    dead = Presence(run)
    dead.leave()
    assert [dead.writer] == list(dead_writers(run))
    assert 4 == len(list(run.iterdir()))


def test_a_writer_of_an_open_intent_without_a_file_is_dead(
    world: World, log: Log
) -> None:
    """A cleaner emptied `run/`, or a backup was restored: its intents are closed."""
    lost, done = new_entry_id(), new_entry_id()
    closed = intent(done)
    drafts = [
        intent(lost),
        closed,
        outcome(closed),
        intent("bogus"),
        intent(log.writer),
    ]
    assert 4 == [log.append(draft).index for draft in drafts][-1]
    taken = log.dead_writers()
    assert lost == next(taken)
    # While it is handled here, another recovery leaves it alone.
    assert [] == list(log.dead_writers())
    assert [] == list(taken)
    assert [log.writer] == [path.name for path in world.paths.run.iterdir()]


def test_a_file_that_vanishes_while_it_is_looked_at_is_passed_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another recovery was faster between the listing and the look."""
    world.create()
    dead = Presence(world.paths.run)
    dead.leave()

    def vanish(_: Path) -> None:
        raise FileNotFoundError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "lstat", vanish)
        assert [] == list(dead_writers(world.paths.run))
    assert [dead.writer] == list(dead_writers(world.paths.run))
