"""The node's memory file: the last head that this node has seen, outside the store.

Two slots of fixed length, 4096 bytes apart, each `magic, size, root, SHA-256 of the
origin, SHA-256 of all that`. A write goes to the slot that does not hold the newest
head, so a torn write leaves the other.

It is not synced. The head it speaks of is durable before it is written, so what a
power cut can take away is only the newest memory: an older one is still a head that
the log extends, and is accepted. Syncing would double the price of every append.

Trust: trusted to tell of a rollback. Whoever forges it can stop the log, or hide that
an old backup was restored; its loss stops the log until an operator has looked.
"""

import os
import struct
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Self

from ledger.errors import MemoryUnusable
from ledger.files import open_regular
from ledger.tree import HASH_BYTES

SLOT_OFFSETS = (0, 4096)

_MAGIC = b"jstmem\x00\x01"
_SLOT = struct.Struct(">8sQ32s32s")
_SLOT_BYTES = _SLOT.size + HASH_BYTES
_NONE = -1
_FILE_BYTES = SLOT_OFFSETS[1] + _SLOT_BYTES


class Remembered(NamedTuple):
    """A head: how many entries, the root over them, and the log's name hashed."""

    size: int
    root: bytes
    origin_hash: bytes

    @classmethod
    def of(cls, origin: str, size: int, root: bytes) -> Self:
        """Remember the head of the log named `origin`."""
        return cls(size, root, origin_hash(origin))

    def to_slot(self) -> bytes:
        """Write one slot."""
        raw = _SLOT.pack(_MAGIC, self.size, self.root, self.origin_hash)
        return raw + sha256(raw).digest()

    @classmethod
    def from_slot(cls, data: bytes) -> Self | None:
        """Read one slot; None when it was never written, or is torn."""
        raw, checksum = data[: _SLOT.size], data[_SLOT.size :]
        if len(data) != _SLOT_BYTES or sha256(raw).digest() != checksum:
            return None
        magic, size, root, origin_hash = _SLOT.unpack(raw)
        return cls(size, root, origin_hash) if magic == _MAGIC else None


def origin_hash(origin: str) -> bytes:
    """Hash a log's name, as the memory file holds it."""
    return sha256(origin.encode()).digest()


def read_memory(data: bytes) -> Remembered:
    """Give the newest head in the bytes of a memory file.

    Raises:
        MemoryUnusable: No slot can be read.
    """
    return _newest(data)[0]


def read_memory_file(path: Path) -> Remembered:
    """Give the newest head in a memory file, which is not opened for writing.

    Raises:
        MemoryUnusable: No slot can be read.
        OSError: It cannot be opened, or is no regular file.
    """
    with open_regular(path) as file:
        return read_memory(file.read(_FILE_BYTES))


class MemoryFile:
    """The memory file of one log on this node; used under the log's lock only."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._data = b""
        self._newest: Remembered | None = None
        self._newest_at = 0
        self._descriptor = _NONE
        self._file: os.stat_result | None = None

    def create(self, head: Remembered) -> None:
        """Make the file with mode 0600, durably; FileExistsError when it is there."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(self._path, flags, 0o600), "wb") as file:
            for offset in SLOT_OFFSETS:
                file.seek(offset)
                file.write(head.to_slot())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> Remembered:
        """Give the newest head.

        Raises:
            MemoryUnusable: The file is missing, damaged, or others may write it.
        """
        try:
            about = os.stat(self._path)  # noqa: PTH116 - in each append
            descriptor = self._opened(about)
            data = os.pread(descriptor, _FILE_BYTES, 0)
        except OSError as failed:
            raise MemoryUnusable(f"{self._path}: {failed.strerror}") from failed
        if about.st_mode & 0o022:
            raise MemoryUnusable(f"{self._path}: group or others may write it")
        if self._newest is None or data != self._data:
            self._newest, self._newest_at = _newest(data)
            self._data = data
        return self._newest

    def write(self, head: Remembered) -> None:
        """Remember a newer head than was `read`, whose slot stays."""
        free = SLOT_OFFSETS[self._newest_at == SLOT_OFFSETS[0]]
        slot = head.to_slot()
        os.pwrite(self._descriptor, slot, free)
        # If the file has just these bytes at the next `read`, they are known already.
        self._data = self._data[:free] + slot + self._data[free + len(slot) :]
        self._newest, self._newest_at = head, free

    def abandon(self) -> None:
        """Close the file; the next `read` opens it again."""
        descriptor, self._descriptor, self._file = self._descriptor, _NONE, None
        if descriptor != _NONE:
            os.close(descriptor)

    def _opened(self, about: os.stat_result) -> int:
        """Give the descriptor of the file that lies on the path; `about` tells which.

        It stays open: as long as it is, no other file has the same number.
        """
        if self._file is None or not os.path.samestat(self._file, about):
            self.abandon()
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            self._file = os.fstat(self._descriptor)
        return self._descriptor


def _newest(data: bytes) -> tuple[Remembered, int]:
    """Give the newest head, and the offset of its slot."""
    found = [
        (head, offset)
        for offset in SLOT_OFFSETS
        if (head := Remembered.from_slot(data[offset : offset + _SLOT_BYTES]))
    ]
    if not found:
        raise MemoryUnusable("the memory file holds no head that can be read")
    return max(found, key=lambda slot: slot[0].size)
