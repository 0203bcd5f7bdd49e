"""What entries must be to each other, over a log of any length in bounded memory.

    entry by entry -> its form and time; its ids wait in a nameless temporary file
    all of them    -> in the order of the ids: doubles, outcomes without an intent

SQLite makes the file in SQLITE_TMPDIR, TMPDIR or /var/tmp, readable by us alone, and
unlinks it as soon as it is open. It holds ids and indexes of entries, and nothing else.

Source: SQLite, "Temporary Files Used By SQLite", section 2.9; "In-Memory Databases",
section 3 (a database with an empty name).
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from heapq import nsmallest
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from ledger.entry import decode_entry
from ledger.errors import EntryInvalid

Fault = tuple[int, int, str]
"""Index of an entry, the place among its faults, and what is wrong with it."""
_Row = tuple[bytes, int, int]

_ENTRY, _INTENT, _OUTCOME_OF = 0, 1, 2
_ROWS: Final = 1_000
"""Rows that go into the file at a time."""


def faults_of(entries: Iterable[tuple[int, bytes]], most: int) -> list[str] | None:
    """Give the first faults that entries have beside each other.

    Args:
        entries: Index and stored bytes of each, in the order of the log.
        most: So many faults are given at most.

    Returns:
        The faults by index, or None when the temporary file found no room.
    """
    try:
        with closing(_a_file()) as met:
            found = nsmallest(most, chain(_alone(entries, met), _together(met)))
    except sqlite3.Error:
        return None
    return [said for _, _, said in found]


def _alone(
    entries: Iterable[tuple[int, bytes]], met: sqlite3.Connection
) -> Iterator[Fault]:
    """Judge each entry by itself and by the time before it; let its ids wait."""
    last_at, rows = "", list[_Row]()
    for index, body in entries:
        try:
            entry = decode_entry(body)
        except EntryInvalid:
            yield index, 0, f"entry {index} is no entry of version 1"
            continue
        kind = entry["kind"]
        # Only an operator's `system` entry accepts a clock that was set back.
        if entry["at"] < last_at and kind != "system":
            yield index, 3, f"entry {index} is older than the one before it"
        last_at = entry["at"]
        what = _INTENT if kind == "intent" else _ENTRY
        rows.append((_sixteen_bytes(entry["id"]), index, what))
        if kind == "outcome":
            ref = entry.get("ref")
            rows.append((_sixteen_bytes(ref) if ref else b"", index, _OUTCOME_OF))
        if len(rows) >= _ROWS:
            _write(met, rows)
            rows = []
    _write(met, rows)


def _together(met: sqlite3.Connection) -> Iterator[Fault]:
    """Judge the entries that have, or cite, one id."""
    rows = met.execute("SELECT id, idx, what FROM met ORDER BY id, idx, what")
    for _, one in groupby(rows, key=itemgetter(0)):
        is_known = is_intent = is_closed = False
        for _, index, what in one:
            if what == _OUTCOME_OF:
                if not is_intent:
                    said = f"entry {index} is an outcome without an earlier intent"
                    yield index, 1, said
                if is_closed:
                    yield index, 2, f"entry {index} is a second outcome"
                is_closed = True
                continue
            if is_known:
                yield index, 0, f"entry {index} has the id of another one"
            is_known, is_intent = True, is_intent or what == _INTENT


def _sixteen_bytes(entry_id: str) -> bytes:
    return bytes.fromhex(entry_id.replace("-", ""))


def _write(met: sqlite3.Connection, rows: Iterable[_Row]) -> None:
    met.execute("BEGIN")
    met.executemany("INSERT INTO met VALUES (?, ?, ?)", rows)
    met.execute("COMMIT")


def _a_file() -> sqlite3.Connection:
    """Open a database without a name, gone when it is closed."""
    database = sqlite3.connect("", isolation_level=None)
    for statement in (
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA temp_store = FILE",
        "CREATE TABLE met(id BLOB, idx INTEGER, what INTEGER)",
    ):
        database.execute(statement)
    return database
