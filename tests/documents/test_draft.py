"""A file that appears whole: what a kill leaves, and who else may be writing it."""

import errno
import os
import resource
import signal
from pathlib import Path

import pytest

from documents import draft
from documents.draft import new_text

START = "name;value\r\n"


def write(path: Path, text: str) -> None:
    """Write a whole file."""
    with new_text(path, starts_with=START) as add:
        add(START + text)


def die_writing(path: Path, text: str) -> None:
    """Let a child process write a part of it, and be killed."""
    child = os.fork()
    if child == 0:
        try:
            with new_text(path, starts_with=START) as add:
                add(text)
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert signal.SIGKILL == os.WTERMSIG(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("left", ["", START, START + "a;1\r\nb;2\r\nc;3\r\n"])
def test_what_a_kill_has_left_is_taken_over(tmp_path: Path, left: str) -> None:
    """It lies beside the result's place, is private, and goes with the next run."""
    path, beside = tmp_path / "out.csv", tmp_path / "out.csv.draft"
    die_writing(path, left)
    assert [beside] == list(tmp_path.iterdir())
    assert (left, 0o600) == (
        beside.read_bytes().decode(),
        beside.stat().st_mode & 0o777,
    )

    write(path, "a;9\r\n")

    assert [path] == list(tmp_path.iterdir())
    assert START + "a;9\r\n" == path.read_bytes().decode()


def test_a_draft_that_was_cut_in_its_first_line_is_ours_too(tmp_path: Path) -> None:
    """A disk may take a part of a line."""
    (tmp_path / "out.csv.draft").write_text("name;")

    write(tmp_path / "out.csv", "")

    assert [tmp_path / "out.csv"] == list(tmp_path.iterdir())


def write_past_the_limit(path: Path) -> None:
    """Write more than this process may; the limit is put back."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with new_text(path, starts_with=START) as add:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, hard))
        try:
            add("x" * 100_000 + "\n")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_no_more_is_told_with_the_name_of_the_file(
    tmp_path: Path,
) -> None:
    """An error without a name would be taken for a broken standard output."""
    path = tmp_path / "out.csv"

    with pytest.raises(OSError, match="too large") as refused:
        write_past_the_limit(path)

    assert (errno.EFBIG, str(path)) == (refused.value.errno, refused.value.filename)
    assert [] == list(tmp_path.iterdir())


def test_a_draft_that_is_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    """A file of that name may be a person's own work."""
    beside = tmp_path / "out.csv.draft"
    beside.write_text("my notes")

    with pytest.raises(FileExistsError) as refused:
        write(tmp_path / "out.csv", "")

    assert (str(beside), "my notes") == (refused.value.filename, beside.read_text())


def test_a_second_name_of_a_file_is_not_written_through(tmp_path: Path) -> None:
    """Whoever may write into the folder could have made it a name of another file."""
    other = tmp_path / "other"
    other.write_text(START)
    (tmp_path / "out.csv.draft").hardlink_to(other)

    with pytest.raises(FileExistsError):
        write(tmp_path / "out.csv", "")

    assert START == other.read_bytes().decode()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """As above, by a symbolic link."""
    other = tmp_path / "other"
    (tmp_path / "out.csv.draft").symlink_to(other)

    with pytest.raises(OSError, match="symbolic"):
        write(tmp_path / "out.csv", "")

    assert not other.exists()


def test_one_file_has_one_writer(tmp_path: Path) -> None:
    """The second is told so, and the first is not disturbed."""
    path = tmp_path / "out.csv"
    with new_text(path, starts_with=START) as add:
        add(START)
        with pytest.raises(BlockingIOError) as refused:
            write(path, "b;2\r\n")

    assert (str(path), START) == (
        refused.value.filename,
        path.read_bytes().decode(),
    )


def test_a_result_that_appears_while_we_wait_for_the_lock_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The draft that we have opened may be the result by the time it is ours."""
    path, lock = tmp_path / "out.csv", draft._lock

    def finish_first(handle: int, name: Path) -> None:
        (tmp_path / "out.csv.draft").rename(path)
        path.write_text("whole")
        lock(handle, name)

    monkeypatch.setattr(draft, "_lock", finish_first)
    with pytest.raises(FileExistsError):
        write(path, "")

    assert "whole" == path.read_text()
