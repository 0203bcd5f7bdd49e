"""Remove bodies from a SQLite store, and what is left of them in its pages."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ledger.errors import HeadRejected
from ledger.model import Column
from ledger.store.port import Span
from ledger.store.sqlite import SqliteWriter


class Remover(SqliteWriter):
    """A writing connection that deletes rows; opened and used under the log's lock."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        super().__init__(path, columns)
        # Without it the text of a deleted row stays readable in its page.
        self._all("PRAGMA secure_delete=ON")

    def remove(self, spans: Iterable[Span]) -> int:
        """Delete the rows of some spans; give how many there were.

        Raises:
            HeadRejected: One of them is an entry of kind `system`, which stays.
        """
        removed = 0
        for span in spans:
            where = "FROM entry WHERE idx BETWEEN ? AND ?"
            [[system]] = self._all(f"SELECT count(*) {where} AND kind = 'system'", span)
            if system:
                raise HeadRejected("an entry of kind system is never pruned")
            [[count]] = self._all(f"SELECT count(*) {where}", span)
            self._all(f"DELETE {where}", span)
            removed += count
        return removed

    def scrub(self) -> bool:
        """Write the -wal back and empty it; False when a reader still needs it."""
        [[busy, _, _]] = self._all("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy
