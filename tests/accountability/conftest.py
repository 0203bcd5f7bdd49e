"""The office that these tests act in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from accountability.trail import AuditTrail
from tests.factories import HeldClock
from tests.world import World


@pytest.fixture(name="clock")
def _clock() -> HeldClock:
    """A clock held at noon of 20 November 2026 (UTC)."""
    return HeldClock()


@pytest.fixture(name="world")
def _world(tmp_path: Path, clock: HeldClock) -> World:
    """A freshly founded office."""
    return World(tmp_path / "office").found(clock)


@pytest.fixture(name="trail")
def _trail(world: World, clock: HeldClock) -> Iterator[AuditTrail]:
    """The office's audit trail, open."""
    with world.opened(clock=clock) as trail:
        yield trail
