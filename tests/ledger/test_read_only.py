"""A log whose file may not be written: a clear refusal, and nothing is harmed."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.errors import LedgerError, LedgerReadOnly
from ledger.log import Log
from ledger.verify import Verdict, verify_log
from tests.ledger.logs import COLUMNS, World, system

NOBODY = 65_534

# Python 3.12 and later warn of every fork beside threads; that is what is tested.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture(name="world")
def _world() -> Iterator[World]:
    """A log of one entry in a folder that every account can enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        world = World(Path(name))
        world.create(system(0))
        for folder in (world.paths.home, world.paths.run, world.paths.memory.parent):
            folder.chmod(0o777)
        world.paths.lock.touch()
        world.paths.lock.chmod(0o666)
        # The memory is its owner's alone.
        os.chown(world.paths.memory, NOBODY if os.geteuid() == 0 else -1, -1)
        yield world


def refusal_of_an_ordinary_account(world: World) -> str:
    """Open and append as an account without privileges; name the error."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said = "appended"
        try:
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            Log(world.paths, signer=world.signer, columns=COLUMNS).append(system(1))
        except LedgerError as refused:
            said = type(refused).__name__
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as answer:
        return answer.read()


def test_a_read_only_file_is_refused_by_its_name(world: World) -> None:
    """An operator who took the right to write away must read just that."""
    world.paths.store.chmod(0o444)

    assert LedgerReadOnly.__name__ == refusal_of_an_ordinary_account(world)
    assert Verdict.CONSISTENT is verify_log(world.paths.store).verdict


def test_the_same_account_appends_once_it_may_write(world: World) -> None:
    """The refusal above is about the file, and about nothing else."""
    world.paths.store.chmod(0o666)

    assert "appended" == refusal_of_an_ordinary_account(world)
