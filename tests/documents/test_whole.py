"""A new file, whole or not there."""

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from documents.whole import new_file


def test_a_file_is_there_only_when_all_of_it_is_written(tmp_path: Path) -> None:
    """Half a file would be taken for the whole; and it is ours alone to read."""
    path = tmp_path / "r.jsonl"
    with new_file(path) as file:
        file.write(b"all of it")
        before = path.exists()

    assert (False, b"all of it") == (before, path.read_bytes())
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert [path] == list(tmp_path.iterdir())


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    """Neither the file nor its draft."""
    with suppress(KeyboardInterrupt), new_file(tmp_path / "r") as file:
        file.write(b"half")
        raise KeyboardInterrupt

    assert [] == list(tmp_path.iterdir())


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    """Somebody else's work is worth no less than ours."""
    path = tmp_path / "r"
    writing = new_file(path)
    writing.__enter__()
    path.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        writing.__exit__(None, None, None)

    assert b"theirs" == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_its_name_is_durable_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after the command has said "written" takes no file away."""
    path, synced = tmp_path / "r", []
    sync = os.fsync

    def watched(handle: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(handle).st_mode), path.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    with new_file(path) as file:
        file.write(b"x")

    assert [(False, False), (True, True)] == synced
