"""What entries must be to each other, over a log of any length in bounded memory.

    entry by entry -> its form and time; its ids wait in a nameless temporary file
    all of them    -> in the order of the ids: doubles, outcomes without an intent

The file (ledger.store.nameless) holds ids and indexes of entries, and nothing else.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter
from typing import Final

from ledger.entry import decode_entry
from ledger.errors import EntryInvalid
from ledger.store.nameless import nameless

Fault = tuple[int, int, str]
"""Index of an entry, the place among its faults, and what is wrong with it."""
_Row = tuple[bytes, int, int]

_MET: Final = "CREATE TABLE met(id BLOB, idx INTEGER, what INTEGER)"
_ENTRY, _INTENT, _OUTCOME_OF = 0, 1, 2
_ROWS: Final = 1_000
"""Rows that go into the file at a time."""


def faults_of(
    entries: Iterable[tuple[int, bytes]], most: int
) -> tuple[list[str], bool]:
    """Give the first faults that entries have, alone and beside each other.

    Args:
        entries: Index and stored bytes of each, in the order of the log.
        most: So many faults are given at most.

    Returns:
        The faults by index, and whether the temporary file found room; without, they
        are those that were found until then.
    """
    alone: list[Fault] = []
    together: list[Fault] = []
    try:
        with closing(nameless(_MET)) as met:
            for fault in _alone(entries, met):
                if len(alone) < most:
                    alone.append(fault)
            together = nsmallest(most, _together(met))
    except sqlite3.Error:
        return [said for _, _, said in alone], False
    return [said for _, _, said in sorted([*alone, *together])[:most]], True


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
