"""Files of bookings: each user's own, read by all, and written through no link."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.bookings import (
    MAGIC,
    add,
    all_booked,
    held_until,
    hold,
    open_shared,
    remove,
)
from accountability.errors import LimitsUnavailable

OWN = f"x.{os.geteuid()}.calls"
NOBODY = 4_000_000_000


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Iterator[int]:
    """An open folder that all users may enter, as /var/tmp has them."""
    tmp_path.chmod(0o1777)
    opened = os.open(tmp_path, os.O_RDONLY)
    yield opened
    os.close(opened)


def book(folder: int, *instants: int, expired_at: int = 0) -> None:
    """Book calls at these instants."""
    for at in instants:
        add(folder, "x", at, expired_at=expired_at)


def test_what_was_booked_is_read_by_all(folder: int, tmp_path: Path) -> None:
    """Others read it, and only its owner writes it, whatever the umask says."""
    before = os.umask(0o077)
    try:
        book(folder, 5, 7)
    finally:
        os.umask(before)

    assert [5, 7] == list(all_booked(folder, "x"))
    assert 0o644 == stat.S_IMODE((tmp_path / OWN).stat().st_mode)


@pytest.mark.parametrize(("mode", "files"), [(0o700, 0o600), (0o3770, 0o640)])
def test_files_are_for_those_who_may_enter_the_folder(
    folder: int, tmp_path: Path, mode: int, files: int
) -> None:
    """A folder of one group, or of one user, has files of the same."""
    tmp_path.chmod(mode)
    book(folder, 5)
    os.close(open_shared(folder, "x.lock"))

    modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}

    assert {files} == modes


def test_bookings_of_another_name_are_not_counted(folder: int) -> None:
    """One folder serves several registers."""
    book(folder, 5)

    assert [] == list(all_booked(folder, "y"))


def test_what_another_user_booked_counts(
    folder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register knows the machine's address, and no users."""
    book(folder, 5)
    hold(folder, "x", 9, latest=99)
    monkeypatch.setattr("os.geteuid", lambda: NOBODY)

    assert ([5], 9) == (
        list(all_booked(folder, "x")),
        held_until(folder, "x", latest=99),
    )


def test_a_booking_is_taken_back_once(folder: int) -> None:
    """Equal instants are equal calls."""
    book(folder, 5, 5)

    remove(folder, "x", 5)
    remove(folder, "x", 6)

    assert [5] == list(all_booked(folder, "x"))


def test_what_expired_goes_when_it_is_much(folder: int, tmp_path: Path) -> None:
    """The file does not grow with the years, and is not written anew each time."""
    book(folder, *range(300))
    book(folder, 300, expired_at=299)

    assert [300] == list(all_booked(folder, "x"))
    assert len(MAGIC) + 8 == (tmp_path / OWN).stat().st_size


def test_a_draft_of_somebody_who_died_is_replaced(folder: int, tmp_path: Path) -> None:
    """It says nothing: no call was made under it."""
    (tmp_path / f"{OWN}.draft").write_bytes(b"half")
    book(folder, 5)

    assert [OWN] == [each.name for each in tmp_path.iterdir()]


def test_half_an_instant_is_written_over(folder: int, tmp_path: Path) -> None:
    """Who died while writing it has made no call."""
    book(folder, 5)
    with (tmp_path / OWN).open("ab") as file:
        file.write(b"abc")
    book(folder, 6)

    assert [5, 6] == list(all_booked(folder, "x"))


def test_a_file_in_the_name_of_another_user_is_not_counted(
    folder: int, tmp_path: Path
) -> None:
    """Nobody books for somebody else."""
    (tmp_path / f"x.{NOBODY}.calls").write_bytes(MAGIC + bytes(8))

    assert [] == list(all_booked(folder, "x"))


def test_a_file_of_ours_that_is_another_users_stops_us(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody made it before us; we never write what is not ours."""
    monkeypatch.setattr("os.geteuid", lambda: NOBODY)
    (tmp_path / f"x.{NOBODY}.calls").write_bytes(MAGIC)

    with pytest.raises(LimitsUnavailable):
        book(folder, 5)


def test_a_link_is_never_followed(folder: int, tmp_path: Path) -> None:
    """Else whoever shares the folder chooses what we write to."""
    target = tmp_path / "target"
    target.write_bytes(MAGIC)
    (tmp_path / OWN).symlink_to(target)
    (tmp_path / "x.lock").symlink_to(target)

    with pytest.raises(OSError, match="symbolic"):
        book(folder, 5)
    with pytest.raises(OSError, match="symbolic"):
        open_shared(folder, "x.lock")
    assert MAGIC == target.read_bytes()


def test_a_pipe_does_not_keep_us_waiting(folder: int, tmp_path: Path) -> None:
    """Opening one waits for its other end, for ever."""
    os.mkfifo(tmp_path / OWN)
    os.mkfifo(tmp_path / "x.lock")

    with pytest.raises(LimitsUnavailable):
        list(all_booked(folder, "x"))
    with pytest.raises(OSError, match="ordinary"):
        open_shared(folder, "x.lock")


def test_a_lock_that_somebody_made_meanwhile_is_the_lock(
    folder: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes begin at once: both hold the same file."""
    lock, really = tmp_path / "x.lock", os.open
    lock.touch()
    answers: list[type[OSError]] = [FileNotFoundError]

    def late(name: str, flags: int, *rest: int, dir_fd: int) -> int:
        if answers:
            raise answers.pop()
        return really(name, flags, *rest, dir_fd=dir_fd)

    monkeypatch.setattr("os.open", late)
    opened = open_shared(folder, "x.lock")

    assert lock.stat().st_ino == os.fstat(opened).st_ino
    os.close(opened)


def test_a_file_that_is_too_large_is_refused(
    folder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody hostile must not fill our memory."""
    book(folder, *range(10))
    monkeypatch.setattr("accountability.bookings.MAX_BYTES", 40)

    with pytest.raises(LimitsUnavailable):
        list(all_booked(folder, "x"))


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Files come from users that we do not trust."""
    place = tmp_path_factory.mktemp("any")
    (place / OWN).write_bytes(data)
    opened = os.open(place, os.O_RDONLY)
    try:
        booked = list(all_booked(opened, "x"))
        assert data.startswith(MAGIC)
        assert (len(data) - len(MAGIC)) // 8 == len(booked)
    except LimitsUnavailable:
        assert not data.startswith(MAGIC)
    finally:
        os.close(opened)
