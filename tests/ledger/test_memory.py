"""The memory file: two slots, of which one may be torn."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import MemoryUnusable
from ledger.memory import SLOT_OFFSETS, MemoryFile, Remembered, read_memory

HEADS = [Remembered.of("bogus.example/log", size, bytes(32)) for size in range(4)]


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    """A memory file that was written three times."""
    memory = MemoryFile(tmp_path / "ledger.memory")
    memory.create(HEADS[0])
    for head in HEADS[1:]:
        memory.read()
        memory.write(head)
    return tmp_path / "ledger.memory"


def test_the_newest_head_is_remembered(path: Path) -> None:
    """And the file never grows, so that a full disk cannot stop it."""
    size = path.stat().st_size
    memory = MemoryFile(path)
    assert HEADS[3] == memory.read() == memory.read()
    memory.write(HEADS[3])
    assert size == path.stat().st_size
    assert 0o600 == path.stat().st_mode & 0o777


@pytest.mark.parametrize("offset", SLOT_OFFSETS)
def test_a_torn_slot_leaves_the_other(path: Path, offset: int) -> None:
    """A power cut in the middle of a write costs one step of memory."""
    with path.open("r+b") as file:
        file.seek(offset + 20)
        file.write(b"torn")
    assert MemoryFile(path).read() in HEADS[2:]


def test_a_file_with_no_readable_slot_is_refused(path: Path) -> None:
    """Never taken for an empty memory."""
    path.write_bytes(bytes(5000))
    with pytest.raises(MemoryUnusable):
        MemoryFile(path).read()
    path.unlink()
    with pytest.raises(MemoryUnusable):
        MemoryFile(path).read()


def test_a_file_is_made_once(path: Path) -> None:
    """Making it anew would forget."""
    with pytest.raises(FileExistsError):
        MemoryFile(path).create(HEADS[0])


@given(st.binary(max_size=5000))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    """Only the documented error."""
    with pytest.raises(MemoryUnusable):
        read_memory(data)


def test_a_slot_of_another_format_is_not_read() -> None:
    """The version is in the bytes, under the checksum."""
    slot = HEADS[1].to_slot()
    assert HEADS[1] == Remembered.from_slot(slot)
    assert Remembered.from_slot(b"x" + slot[1:]) is None


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_is_refused(path: Path, mode: int) -> None:
    """Whoever writes it can hide that an old backup was put in place."""
    path.chmod(mode)
    with pytest.raises(MemoryUnusable, match="others"):
        MemoryFile(path).read()


def test_a_file_that_cannot_be_read_is_unusable(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing disk is no reason to go on without it."""

    def fail(*_: object) -> None:
        raise OSError(5, "bogus")

    with monkeypatch.context() as patch:
        patch.setattr("ledger.memory.os.pread", fail)
        with pytest.raises(MemoryUnusable):
            MemoryFile(path).read()
