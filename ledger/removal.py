"""Carry out what `bodies-pruned` entries say: the one place that removes anything.

    log verified -> lock -> rows of the spans deleted -> commit -> pages overwritten

Promises
    - Nothing is removed that an entry of the log does not name; no `system` entry ever.
    - A log that does not pass `verify` is not pruned: damage stays to be seen.
    - Dying anywhere leaves a log that verifies; repeated, it finishes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.entry import decode_entry
from ledger.errors import HeadRejected
from ledger.locks import LockFile
from ledger.model import Column, LedgerPaths
from ledger.prune import MARK, Window
from ledger.reader import Reader
from ledger.store.removal import Remover
from ledger.store.view import SqliteView
from ledger.verify import Progress, Verdict, verify_log


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed.

    Attributes:
        bodies: How many were there to remove.
        scrubbed: False while a reader kept the write-ahead file from being emptied:
            then the old bytes stay in it until the next writer is done with it.
    """

    bodies: int
    scrubbed: bool


def remove_pruned(
    paths: LedgerPaths,
    *,
    columns: Sequence[Column],
    vkey: str,
    progress: Progress | None = None,
) -> Removal:
    """Remove every body that the log's entries say is removed.

    Args:
        paths: Where the log lies; close your own `Log` of it before.
        columns: The office's.
        vkey: The log's public key.
        progress: Told how many entries of how many have been verified.

    Raises:
        HeadRejected: The log is not what it was; nothing was removed.
        StoreFailed: The store refused; nothing was removed.
    """
    found = verify_log(
        paths.store,
        vkeys=[vkey],
        memory=paths.memory,
        columns=columns,
        progress=progress,
    )
    if found.verdict not in {Verdict.CONSISTENT, Verdict.PROVED}:
        raise HeadRejected("a log that does not verify is not pruned")
    spans = [
        span for each in pruning_windows(paths, columns) for span in each.removed()
    ]
    lock = LockFile(paths.lock)
    try:
        with lock:
            store = Remover(paths.store, columns)
            try:
                store.begin()
                store.head()
                # Dying here, or before COMMIT, leaves every body where it was.
                bodies = store.remove(spans)
                store.refuse_if_moved()
                store.commit()
                # Dying here: the bodies are gone, and the log has said so before.
                scrubbed = store.scrub()
            finally:
                store.close()
    finally:
        lock.abandon()
    return Removal(bodies, scrubbed)


def pruning_windows(paths: LedgerPaths, columns: Sequence[Column]) -> list[Window]:
    """Read the windows of all pruning entries, oldest first."""
    with Reader(SqliteView(paths.store, columns)) as reader:
        found = [
            (index, Window.of(decode_entry(body)))
            for index, body in reader.select({"kind": "system"})
            if MARK in body
        ]
    return [each for index, each in found if each is not None and each.below <= index]
