"""A simulated KSeF whose clock stands still until a test moves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jst.simulators.ksef import KsefSimulator, MovingClock
from tests.jst.simulators.ksef_office import Office


@pytest.fixture(name="ksef")
def _ksef(tmp_path: Path) -> Iterator[KsefSimulator]:
    """Serve an empty KSeF; nothing in it happens before its clock is moved."""
    clock = MovingClock(factor=0)
    with KsefSimulator.create(tmp_path / "ksef", clock=clock) as served:
        yield served


@pytest.fixture(name="office")
def _office(ksef: KsefSimulator) -> Office:
    """Somebody without a session."""
    return Office(ksef)
