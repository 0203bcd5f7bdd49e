"""A folder that users share: made whole, taken only as it should be."""

import os
import stat
from pathlib import Path

import pytest

from accountability.errors import LimitsUnavailable
from accountability.machine_folder import ALL_USERS, ONE_GROUP, machine_folder

ME = os.geteuid()


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Path:
    """A place in a folder like /var/tmp; who runs the tests stands for root."""
    parent = tmp_path / "tmp"
    parent.mkdir()
    parent.chmod(0o1777)
    return parent / "limits"


def why_not(place: Path, *, group: int | None = None, make: bool = True) -> str:
    """Ask for a folder, which must be refused, and say why."""
    with pytest.raises(LimitsUnavailable) as caught:
        machine_folder(place, group=group, make=make, root=ME)
    return caught.value.reason


def mode_of(place: Path) -> int:
    """Give the mode of a folder."""
    return stat.S_IMODE(place.stat().st_mode)


def test_it_is_made_for_all_users_and_taken_again(place: Path) -> None:
    """The second user finds what the first one made; nothing else is left there."""
    before = os.umask(0o077)
    try:
        machine_folder(place, root=ME)
    finally:
        os.umask(before)

    assert place == machine_folder(place, root=ME)
    assert ALL_USERS == mode_of(place)
    assert [place] == list(place.parent.iterdir())


def test_it_is_made_for_one_group(place: Path) -> None:
    """Nobody else fills or blocks the limits."""
    machine_folder(place, group=os.getgid(), root=ME)

    assert (ONE_GROUP, os.getgid()) == (mode_of(place), place.stat().st_gid)


def test_it_is_not_made_where_an_administrator_makes_it(place: Path) -> None:
    """Below /var/lib no user makes anything."""
    assert "missing" == why_not(place, make=False)
    assert not place.exists()


@pytest.mark.parametrize("mode", [0o755, 0o777, 0o700])
def test_another_mode_is_refused(place: Path, mode: int) -> None:
    """Without the sticky bit anybody removes what others booked."""
    place.mkdir()
    place.chmod(mode)

    assert "mode" == why_not(place)


def test_another_group_is_refused(place: Path) -> None:
    """Its members are not those whom the settings name."""
    machine_folder(place, group=os.getgid(), root=ME)

    assert "group" == why_not(place, group=os.getgid() + 1)


def test_a_link_is_refused(place: Path, tmp_path: Path) -> None:
    """Somebody was there first, and points elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(ALL_USERS)
    place.symlink_to(elsewhere)

    assert "rights" == why_not(place)


def test_a_link_to_nothing_is_refused(place: Path, tmp_path: Path) -> None:
    """It is not made there either."""
    place.symlink_to(tmp_path / "nothing")

    assert "rights" == why_not(place)
    assert not (tmp_path / "nothing").exists()


def test_a_file_is_refused(place: Path) -> None:
    """It is no folder."""
    place.write_bytes(b"")

    assert "rights" == why_not(place)


def test_a_parent_in_which_anybody_renames_is_refused(place: Path) -> None:
    """The folder could be another one the next moment."""
    place.parent.chmod(0o777)

    assert "parent" == why_not(place)


def test_a_parent_of_another_user_is_refused(place: Path) -> None:
    """Only root's own places are as safe as the machine."""
    with pytest.raises(LimitsUnavailable) as caught:
        machine_folder(place, root=ME + 1)

    assert "parent" == caught.value.reason


def test_a_folder_in_which_we_may_not_write_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service may have the place read-only."""
    monkeypatch.setattr("os.access", lambda _path, _how: False)

    assert "rights" == why_not(place)


def test_whoever_is_quicker_makes_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes begin at once: one folder, and no draft is left."""
    machine_folder(place, root=ME)
    (place / "used").touch()
    monkeypatch.setattr("os.path.lexists", lambda _path: False)

    assert place == machine_folder(place, root=ME)
    assert [place] == list(place.parent.iterdir())
