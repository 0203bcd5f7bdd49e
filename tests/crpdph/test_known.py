"""The index of what is known: about nobody without the keys, and never guessed."""

import threading
from pathlib import Path

import pytest

from crpdph.errors import MemoryUnusable
from crpdph.known import KnownStore
from crpdph.waiting import spread
from tests.crpdph.conftest import CzechOffice


def test_a_broken_index_is_told_and_nothing_leaves(office: CzechOffice) -> None:
    """An index that is taken for empty would ask everything again."""
    (office.world.paths.home / "state.sqlite").write_bytes(b"x" * 2_000)

    with pytest.raises(MemoryUnusable):
        office.check(office.line("reliable"))

    assert 0 == office.simulator.received.total()


def test_an_index_is_readable_by_its_owner_alone(office: CzechOffice) -> None:
    """It says when whom was asked about, to those who have the keys."""
    office.check(office.line("reliable"))

    mode = (office.world.paths.home / "state.sqlite").stat().st_mode
    assert 0o600 == mode & 0o777


def test_nothing_is_known_of_whom_nobody_asked_about(
    office: CzechOffice, tmp_path: Path
) -> None:
    """Not even the day."""
    store = KnownStore(tmp_path / "fresh.sqlite")

    assert store.newest(office.line("reliable"), keys=office.trail.keys) is None


def test_threads_share_the_index(office: CzechOffice) -> None:
    """Four requests at a time write into it."""
    store, errors = office.register.known, list[BaseException]()

    def look() -> None:
        try:
            for _ in range(20):
                store.newest(office.line("reliable"), keys=office.trail.keys)
        except MemoryUnusable as broken:
            errors.append(broken)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == errors


def test_offices_do_not_all_come_back_in_the_same_second() -> None:
    """The register opens for everybody at once."""
    assert 0 <= spread() <= 20
