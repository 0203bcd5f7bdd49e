"""What the log needs of a store; ledger.store.sqlite is the one we have.

Trust: a store is not trusted. Who writes into it can break the log, never change it
unseen: each append re-checks the head, and `verify` everything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

Row = tuple[int, bytes]
"""Index and stored bytes of an entry."""

Span = tuple[int, int]
"""First and last index, both included."""


class StoredHead(NamedTuple):
    """The head row, as read; nothing in it is verified.

    Attributes:
        rows: One more than the index of the last entry that the store holds.
    """

    size: int
    frontier: bytes
    note: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row of evidence about an earlier state, as read; nothing in it is verified.

    Attributes:
        size: How many entries there were.
        kind: What the evidence is.
        evidence: Its bytes.
    """

    size: int
    kind: str
    evidence: bytes


class View(Protocol):
    """Reads one state of the store, while others append."""

    def head(self) -> StoredHead:
        """Give the head row; HeadRejected when there is not exactly one sound row."""

    def tile(self, level: int, number: int) -> bytes:
        """Give the hashes of a tile; HeadRejected when it is missing."""

    def entry(self, index: int) -> bytes:
        """Give the bytes of an entry; BodyMissing when there are none."""

    def find(self, entry_id: str) -> Row | None:
        """Give the entry with an id."""

    def open_intents(self, writer: str | None) -> list[Row]:
        """Give the intents without an outcome, oldest first."""

    def open_writers(self) -> list[str]:
        """Give the writers of those."""

    def select(
        self,
        where: Mapping[str, str | int | None],
        *,
        at: tuple[str | None, str | None],
        newest_first: bool,
        limit: int | None,
    ) -> Iterator[Row]:
        """Give the entries whose columns have the values, of a half-open time."""

    def missing(self) -> Iterator[Span]:
        """Give the gaps among the entries that the head knows, in rising order."""

    def count(
        self,
        where: Mapping[str, str | int | None],
        *,
        at: tuple[str | None, str | None],
        start: int,
    ) -> int:
        """Count what `select` would give from this index on."""

    def close(self) -> None:
        """Let go of the state."""


class Writer(View, Protocol):
    """Writes one transaction at a time; used under the log's lock only."""

    def begin(self) -> bool:
        """Start a transaction; LedgerUntrusted when the schema is not ours.

        False when nobody else has committed since this writer's last transaction.
        """

    def holds_intent(self, entry_id: str) -> bool:
        """Tell whether an intent has this id."""

    def insert(self, index: int, body: bytes) -> None:
        """Add an entry; EntryRefused when it contradicts another one."""

    def extend(
        self, tiles: Mapping[tuple[int, int], bytes], head: Sequence[object]
    ) -> None:
        """Write tiles, and the head's size, frontier and note."""

    def keep(self, anchor: Anchor) -> None:
        """Add evidence about an earlier state."""

    def refuse_if_moved(self) -> None:
        """Raise LedgerMoved when the path leads to another file than we opened."""

    def commit(self) -> None:
        """Make the transaction durable; any exception leaves it ambiguous."""

    def rollback(self) -> None:
        """Forget the transaction."""

    def alone(self) -> bool:
        """Tell whether acknowledged entries may lie with this writer alone."""

    def put_back(self) -> None:
        """Bring them back to where others look; StoreFailed when that fails."""

    def tidy(self) -> None:
        """Do what keeps the store small and fast, when it is time to."""
