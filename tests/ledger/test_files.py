"""What lies in a file's place keeps nobody waiting, and is never read without end."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.files import open_present, open_regular

pytestmark = pytest.mark.usefixtures("nobody_waits")


def _pipe(folder: Path) -> Path:
    path = folder / "pipe"
    os.mkfifo(path, 0o600)
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    """As everywhere."""
    path = tmp_path / "file"
    path.write_bytes(b"bogus")
    with open_regular(path) as file:
        assert b"bogus" == file.read()


def test_a_pipe_that_nobody_writes_to_is_empty(tmp_path: Path) -> None:
    """Opened plainly, it would wait for a writer for ever."""
    with open_present(_pipe(tmp_path)) as file:
        assert b"" == file.read()


def test_a_pipe_is_heard_out() -> None:
    """`--checkpoint <(...)` of a shell: its writer may take its time."""
    reader, writer = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_write_late, writer)
        with open_present(Path(f"/dev/fd/{reader}")) as file:
            assert b"bogus" == file.read()
    os.close(reader)


def _write_late(writer: int) -> None:
    """Write when the reader waits already."""
    time.sleep(0.2)
    os.write(writer, b"bogus")
    os.close(writer)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("pipe", "no regular file"),
        ("/dev/zero", "no regular file"),
        ("folder", "Is a directory"),
        ("none", "No such file"),
    ],
)
def test_what_is_no_regular_file_is_refused(
    tmp_path: Path, name: str, why: str
) -> None:
    """Programs write regular files; whatever else lies there was put there."""
    _pipe(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=why):
        open_regular(tmp_path / name)


def test_a_link_is_refused_where_it_may_not_be_one(tmp_path: Path) -> None:
    """Flags of the caller are kept."""
    (tmp_path / "link").symlink_to("/dev/null")
    with pytest.raises(OSError, match="symbolic"):
        open_regular(tmp_path / "link", os.O_NOFOLLOW)
