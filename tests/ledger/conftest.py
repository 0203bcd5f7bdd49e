"""A world of its own for each test of the log."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.log import Log
from tests.ledger.logs import World


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """A folder, a bogus key and a clock that stands still; no log yet."""
    return World(tmp_path)


@pytest.fixture(name="log")
def _log(world: World) -> Iterator[Log]:
    """An open log with nothing in it."""
    world.create()
    with world.open() as log:
        yield log


@pytest.fixture(name="kept", scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log of 600 entries; tests work on copies of it."""
    return World(tmp_path_factory.mktemp("kept")).filled(600)


@pytest.fixture(name="copy")
def _copy(kept: World, tmp_path: Path) -> World:
    """A copy that may be broken, with the same key."""
    shutil.copytree(kept.folder, tmp_path / "copy")
    copy = World(tmp_path / "copy")
    copy.signer = kept.signer
    return copy
