"""What is told to a log, and what it tells: places, searchable columns, an append."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MEMORY_FILE = "ledger.memory"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_PATH = re.compile(r"\$(\.[a-z][a-z0-9_]{0,40}|\[[0-9]{1,3}\]){1,8}")


@dataclass(frozen=True, slots=True)
class LedgerPaths:
    """Where a log lies on this host.

    Attributes:
        home: Folder of the store, its lock and the writers' lock files.
        memory: The node's memory *file*, outside `home` and its backups; by custom
            `MEMORY_FILE` in the folder that JST_MEMORY names.
    """

    home: Path
    memory: Path

    @property
    def store(self) -> Path:
        """The SQLite database."""
        return self.home / "ledger.sqlite"

    @property
    def lock(self) -> Path:
        """The file whose flock lets one process write; it holds nothing."""
        return self.home / "ledger.lock"

    @property
    def workshop(self) -> Path:
        """The folder in which a new log is made; gone when it is there, or is not."""
        return self.home / "new"

    @property
    def run(self) -> Path:
        """The folder with one locked file for each living writer."""
        return self.home / "run"


@dataclass(frozen=True, slots=True)
class Column:
    """A searchable copy of one JSON value of each entry.

    Attributes:
        name: Of the column, in lower case.
        path: JSON path of object fields and array places: `$.actor.id`.
        indexed: Whether searching by it is fast.
    """

    name: str
    path: str
    indexed: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or not _PATH.fullmatch(self.path):
            raise ValueError(f"not a column: {self.name!r} at {self.path!r}")


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry that is durably in the log.

    Attributes:
        index: Its place, counted from 0.
        id: Its UUIDv7.
        at: The time that stands in it, UTC.
        body: The stored bytes.
        size: Number of entries after the commit that brought it.
        note: The signed checkpoint of that size, which covers the entry.
    """

    index: int
    id: str
    at: datetime
    body: bytes
    size: int
    note: str
