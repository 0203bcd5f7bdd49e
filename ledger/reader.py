"""Read one state of a log: entries, searches and proofs, while others append."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Self

from ledger.note import TlogProof
from ledger.store.port import Row, Span, StoredHead, View
from ledger.tiles import TileProofs
from vocabulary.clock import iso_utc


class Reader:
    """One state of the log, that of its first look; close it, or use `with`.

    It believes the store. What has to convince somebody is a `proof`, which is
    checked by the log's public key: TlogProof.verify.
    """

    def __init__(self, view: View, *, lent: bool = False) -> None:
        self._view = view
        self._lent = lent
        self._proofs = TileProofs(view.tile)
        self._stored: StoredHead | None = None

    @property
    def size(self) -> int:
        """Number of entries."""
        return self._head.size

    @property
    def note(self) -> str:
        """The signed checkpoint over them."""
        return self._head.note.decode()

    def entry(self, index: int) -> bytes:
        """Give the stored bytes of an entry; IndexError when there is none.

        Raises:
            BodyMissing: They were pruned, or removed.
        """
        if not 0 <= index < self.size:
            raise IndexError(f"a log of size {self.size} has no entry {index}")
        return self._view.entry(index)

    def find(self, entry_id: str) -> Row | None:
        """Give index and bytes of the entry with an id, or None."""
        return self._view.find(entry_id)

    def select(
        self,
        where: Mapping[str, str | int | None] | None = None,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Row]:
        """Give index and bytes of the entries that match, in the log's order.

        Args:
            where: Column names and the values they must have; None is "absent".
            since: Only entries of this time or later.
            until: Only entries before this time.
            newest_first: Turn the order round.
            limit: At most so many.

        Raises:
            ValueError: No such column.
        """
        return self._view.select(
            where or {},
            at=_between(since, until),
            newest_first=newest_first,
            limit=limit,
        )

    def missing(self) -> Iterator[Span]:
        """Give the first and the last index of each gap: entries without a body."""
        return self._view.missing()

    def count(
        self,
        where: Mapping[str, str | int | None] | None = None,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        start: int = 0,
    ) -> int:
        """Count the entries that `select` would give, from index `start` on."""
        between = _between(since, until)
        return self._view.count(where or {}, at=between, start=start)

    def open_intents(self, writer: str | None = None) -> list[Row]:
        """Give the intents without an outcome, of one writer or of all."""
        return self._view.open_intents(writer)

    def open_writers(self) -> list[str]:
        """Give the writers of the intents without an outcome."""
        return self._view.open_writers()

    def proof(self, index: int) -> TlogProof:
        """Give the receipt of an entry against the current checkpoint."""
        proof = self._proofs.inclusion_proof(index, self.size)
        return TlogProof(index, tuple(proof), self.note)

    def close(self) -> None:
        """Let go of the state, so that the store can be tidied."""
        if not self._lent:
            self._view.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def _head(self) -> StoredHead:
        if self._stored is None:
            self._stored = self._view.head()
        return self._stored


def _between(
    since: datetime | None, until: datetime | None
) -> tuple[str | None, str | None]:
    """Write the bounds as they stand in entries, where text sorts like time."""
    return (
        None if since is None else iso_utc(since),
        None if until is None else iso_utc(until),
    )
