"""A world of its own for each test of the log."""

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
