"""A desk that logs people in, and the seal of an office of nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ksef.access.client import KsefClient
from tests.ksef.access.desk import Clock, Desk, serving


@pytest.fixture(name="clock")
def _clock() -> Clock:
    """A clock that moves when somebody sleeps."""
    return Clock()


@pytest.fixture(name="served")
def _served(tmp_path: Path, clock: Clock) -> Iterator[tuple[Desk, KsefClient]]:
    """A desk over real HTTPS, and a client of it."""
    folder = tmp_path / "desk"
    folder.mkdir()
    with serving(folder, clock) as both:
        yield both


@pytest.fixture(name="desk")
def _desk(served: tuple[Desk, KsefClient]) -> Desk:
    """The desk."""
    return served[0]


@pytest.fixture(name="client")
def _client(served: tuple[Desk, KsefClient]) -> KsefClient:
    """A client of the desk."""
    return served[1]
