"""One state of the log in a SQLite file, read while others append."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ledger.entry import is_entry_id
from ledger.errors import BodyMissing, HeadRejected, LedgerError
from ledger.model import Column
from ledger.store.connection import (
    ERRORS,
    connect,
    ours,
    refuse_full,
    stored_statements,
    translated,
)
from ledger.store.identity import refuse_missing
from ledger.store.port import Row, Span, StoredHead
from ledger.store.schema import all_columns, is_schema

_OPEN: Final = (
    "NOT EXISTS (SELECT 1 FROM entry AS o WHERE o.kind = 'outcome'"
    " AND o.ref = intent.id)"
)
# The ids of writers sort like the times they began, so the newest come first.
_OPEN_WRITERS: Final = (
    "SELECT writer FROM entry AS intent WHERE kind = 'intent'"  # noqa: S608 - ours
    f" AND writer IS NOT NULL AND {_OPEN} ORDER BY writer DESC LIMIT ?"
)

_WORD: Final = re.compile(r"[a-z]+", re.ASCII)

_Where = Mapping[str, str | int | None]
_Between = tuple[str | None, str | None]


class SqliteView:
    """Reads one state of the log: that of its first look, until it is closed.

    Raises:
        HeadRejected: The schema is not what the columns give.
    """

    # Rows that the head does not know are no entries. The plus keeps SQLite from
    # walking over all rows where it has an index.
    _entries = "+idx >= 0 AND +idx < (SELECT size FROM head)"

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        refuse_missing(path)
        self._names = {column.name for column in all_columns(columns)}
        with translated():
            self._connection = connect(path, "ro")
            self._connection.execute("BEGIN")
        try:
            self._refuse_other_schema(columns)
        except LedgerError as failed:
            self.close()
            refuse_full(failed, path)
            raise

    def head(self) -> StoredHead:
        """Give the head row; HeadRejected when there is not exactly one sound row."""
        rows = self._all(
            "SELECT size, frontier, note, (SELECT max(idx) + 1 FROM entry) FROM head"
        )
        if len(rows) != 1:
            raise HeadRejected("the log has no head")
        size, frontier, note, count = rows[0]
        sound = isinstance(size, int) and size >= 0
        if not (sound and isinstance(frontier, bytes) and isinstance(note, bytes)):
            raise HeadRejected("the head is malformed")
        return StoredHead(size, frontier, note, count or 0)

    def tile(self, level: int, number: int) -> bytes:
        """Give the hashes of a tile; HeadRejected when it is missing."""
        rows = self._all(
            "SELECT hashes FROM tile WHERE level = ? AND n = ?", (level, number)
        )
        if not rows:
            raise HeadRejected(f"tile {number} of level {level} is missing")
        return bytes(rows[0][0])

    def entry(self, index: int) -> bytes:
        """Give the bytes of an entry; BodyMissing when there are none."""
        rows = self._all("SELECT body FROM entry WHERE idx = ?", (index,))
        if not rows:
            raise BodyMissing(f"the body of entry {index} is not there")
        return bytes(rows[0][0])

    def find(self, entry_id: str) -> Row | None:
        """Give the entry with an id; what is typed may be no id, and not even UTF-8."""
        if not is_entry_id(entry_id):
            return None
        rows = self._all(
            f"SELECT idx, body FROM entry WHERE id = ? AND {self._entries}",  # noqa: S608 - ours
            (entry_id,),
        )
        return rows[0] if rows else None

    def open_intents(self, writer: str | None) -> list[Row]:
        """Give the intents without an outcome, oldest first."""
        return self._all(
            f"SELECT idx, body FROM entry AS intent WHERE kind = 'intent'"  # noqa: S608 - ours
            f" AND {'1' if writer is None else 'writer = ?'}"
            f" AND {self._entries} AND {_OPEN} ORDER BY idx",
            () if writer is None else (writer,),
        )

    def open_writers(self) -> list[str]:
        """Give the writers of those; looks until it has found as many as there are."""
        [[count]] = self._all(
            "SELECT"  # noqa: S608 - ours
            f" (SELECT count(*) FROM entry WHERE kind = 'intent' AND {self._entries})"
            " - (SELECT count(*) FROM entry WHERE kind = 'outcome' AND ref IS NOT NULL"
            f" AND {self._entries})"
        )
        rows = self._all(_OPEN_WRITERS, (max(count, 0),))
        return sorted({writer.decode(errors="replace") for (writer,) in rows})

    def select(
        self,
        where: _Where,
        *,
        at: _Between,
        newest_first: bool,
        limit: int | None,
    ) -> Iterator[Row]:
        """Give the entries whose columns have the values, of a half-open time."""
        condition, values = self._condition(where, at)
        order = "DESC" if newest_first else "ASC"
        with translated():
            rows = self._connection.execute(
                f"SELECT idx, body FROM entry WHERE {condition}"  # noqa: S608 - names checked
                f" ORDER BY idx {order} LIMIT ?",
                (*values, -1 if limit is None else limit),
            )
            # Not `yield from`: it closes the cursor of a view that is closed already.
            for row in rows:  # noqa: UP028 - see above
                yield row

    def missing(self) -> Iterator[Span]:
        """Give the first and the last index of each gap, in rising order."""
        at = 0
        with translated():
            for (index,) in self._connection.execute(
                f"SELECT idx FROM entry WHERE {self._entries}"  # noqa: S608 - ours
                " UNION ALL SELECT size FROM head ORDER BY idx"
            ):
                if at < index:
                    yield at, index - 1
                at = index + 1

    def count(self, where: _Where, *, at: _Between, start: int) -> int:
        """Count what `select` would give from this index on."""
        condition, values = self._condition(where, at)
        if start:  # without one, it would keep SQLite from an index of one kind only
            condition, values = f"idx >= ? AND {condition}", [start, *values]
        rows = self._all(
            f"SELECT count(*) FROM entry WHERE {condition}",  # noqa: S608 - names checked
            values,
        )
        return int(rows[0][0])

    def _refuse_other_schema(self, columns: Sequence[Column]) -> None:
        if not is_schema(stored_statements(self._connection), columns):
            raise HeadRejected("the stored schema is not what the columns give")

    def close(self) -> None:
        """Let go of the state; a view may be closed twice."""
        self._connection.close()

    def _condition(
        self, where: _Where, at: _Between
    ) -> tuple[str, list[str | int | None]]:
        if not self._names.issuperset(where):
            unknown = ", ".join(sorted(set(where) - self._names))
            raise ValueError(f"no such column: {unknown}")
        terms: list[str] = [self._entries]
        values: list[str | int | None] = []
        for name, value in where.items():
            if value is None:
                terms.append(f"{name} IS NULL")
            elif name == "kind" and isinstance(value, str) and _WORD.fullmatch(value):
                # Written out, it lets SQLite use an index that is of one kind only.
                terms.append(f"kind = '{value}'")
            else:
                # Not `IS`: that does without an index of those that have a value.
                terms.append(f"{name} = ?")
                values.append(value)
        since, until = at
        if since is not None:
            terms.append("at >= ?")
            values.append(since)
        if until is not None:
            terms.append("at < ?")
            values.append(until)
        return " AND ".join(terms), values

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        try:  # no `with translated():`, for this is on the path of every append
            return self._connection.execute(sql, values).fetchall()
        except ERRORS as error:
            raise ours(error) from error
