"""A database or a folder of answers that is not what it should be: told by each alike.

Disks that are full: tests/ledger/test_full_disk.py, tests/accountability/test_room.py.
"""

import os
from pathlib import Path

import pytest

from jst.simulators.crpo import CrpoSimulator
from tests.jst.conftest import CASE, Jst


@pytest.fixture(name="asking")
def _asking(register: CrpoSimulator, tmp_path: Path) -> tuple[str, ...]:
    """The command of a question about a mandator who has three attorneys."""
    path = tmp_path / "mandator.txt"
    path.write_text(register.examples()["several"].reveal() + "\n")
    return ("crpo", "lookup", "--case", CASE, "--from", str(path))


def test_a_link_in_place_of_the_log_is_told_by_all_alike(
    home: Path, jst: Jst, asking: tuple[str, ...]
) -> None:
    """Nobody has moved it while we worked, and no verdict says it is sound."""
    store = home / "ledger.sqlite"
    store.rename(home / "elsewhere.sqlite")
    store.symlink_to("elsewhere.sqlite")
    asked, shown, verified = (
        jst(*command) for command in (asking, ("ledger", "show"), ("ledger", "verify"))
    )

    assert [2, 2, 2] == [asked.status, shown.status, verified.status]
    told = "w miejscu bazy dziennika jest dowiązanie, a nie sama baza"
    assert f"{told} [ledger.linked]" in asked.err
    assert f"{told} [ledger.linked]" in shown.err
    assert f"powód: {told}" in verified.out


def test_an_empty_log_stays_empty_and_untold(
    home: Path, jst: Jst, asking: tuple[str, ...]
) -> None:
    """The verdict is the same before and after somebody tried to ask."""
    store = home / "ledger.sqlite"
    os.truncate(store, 0)
    before = jst("ledger", "verify", "--json")
    asked = jst(*asking, "--json")
    after = jst("ledger", "verify", "--json")

    assert (2, "ledger.missing") == (asked.status, asked.json["error"])
    assert "cannotTell" == before.json["verdict"]
    assert (0, before.json) == (store.stat().st_size, after.json)


def test_answers_that_would_have_no_place_are_not_asked_for(
    home: Path, jst: Jst, asking: tuple[str, ...]
) -> None:
    """The reason is told in words, and so is that nothing was sent."""
    (home / "answers").symlink_to("not-mounted")
    asked = jst(*asking)

    assert 2 == asked.status
    assert "nic nie wysłano — katalog odpowiedzi (answers)" in asked.err
    assert "Sprawdź katalog odpowiedzi" in asked.err
