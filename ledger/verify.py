"""Check a whole log against what is kept elsewhere; read-only, in one snapshot.

    schema -> head -> every entry -> every tile -> frontier -> root
      -> checkpoint, memory, indexes, as far as they were given

The verdict says how far the evidence goes: *consistent* is what a log can say about
itself, *proved* needs a checkpoint that was kept elsewhere. What was not checked is
listed, always. Nothing is raised for a broken log, nothing is ever written.

Not here: the walk over entries and tiles (ledger.audit).
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ledger import audit
from ledger.anchors import faults_of
from ledger.errors import HeadRejected, LedgerError, MemoryUnusable, NoteInvalid
from ledger.memory import Remembered, origin_hash, read_memory_file
from ledger.model import Column
from ledger.note import Checkpoint, open_checkpoint, trusted_keys
from ledger.store.snapshot import Snapshot, open_snapshot

Progress = Callable[[int, int], None]
"""Told how many entries of how many have been read."""


class Verdict(StrEnum):
    """What the evidence shows."""

    PROVED = "proved"
    CONSISTENT = "consistent"
    DISPROVED = "disproved"
    CANNOT_TELL = "cannotTell"


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a check.

    Attributes:
        size: Number of entries that the head speaks of; None when nothing could be
            read.
        root: The root over the entries as they are, or None.
        first_bad: Index of the first entry that is changed or missing, where known.
        reasons: What led to the verdict.
        not_checked: What was not looked at, and what would have shown it.
        pruned: Number of bodies that are gone because an entry says so.
        pruned_by: Indexes of those entries.
        anchors: Number of earlier heads that the log keeps itself; all of them agree
            with it, unless a reason says otherwise.
    """

    verdict: Verdict
    size: int | None
    root: bytes | None
    first_bad: int | None
    reasons: tuple[str, ...]
    not_checked: tuple[str, ...]
    pruned: int = 0
    pruned_by: tuple[int, ...] = ()
    anchors: int = 0

    def to_json(self) -> dict[str, Any]:
        """Give what `verify --json` prints; the root is base64, as in a checkpoint."""
        return {
            "verdict": self.verdict.value,
            "size": self.size,
            "root": None if self.root is None else b64encode(self.root).decode(),
            "firstBad": self.first_bad,
            "reasons": list(self.reasons),
            "notChecked": list(self.not_checked),
            "pruned": self.pruned,
            "prunedBy": list(self.pruned_by),
            "anchors": self.anchors,
        }


def verify_log(
    store: Path,
    *,
    vkeys: Sequence[str] = (),
    checkpoint: str | None = None,
    memory: Path | None = None,
    columns: Sequence[Column] | None = None,
    indexes: bool = False,
    progress: Progress | None = None,
) -> Verification:
    """Check a log that may be in use, or an exported copy.

    Args:
        store: The SQLite database; opened read-only.
        vkeys: The log's verifier keys, from elsewhere than the store.
        checkpoint: A signed checkpoint that was kept elsewhere; needs `vkeys`.
        memory: A node's memory file.
        columns: Those the log was made with; None takes those it says it has.
        indexes: Also check SQLite's indexes, and what entries say of each other.
        progress: Told now and then how far it is.
    """
    evidence = _Evidence()
    vkeys = evidence.usable_keys(vkeys)
    kept = evidence.kept_checkpoint(checkpoint, vkeys)
    remembered = evidence.remembered(memory)
    wanted = [item.size for item in (kept, remembered) if item is not None]
    try:
        found = open_snapshot(
            store, lambda snapshot: _look(snapshot, columns, wanted, progress, indexes)
        )
    except HeadRejected as damaged:
        # Who damages a log must not get away with "could not tell"; a file that is no
        # database at all, below, may as well be the wrong file.
        evidence.disproved.append(str(damaged))
        return evidence.verification(None)
    except LedgerError as unreadable:
        evidence.cannot_tell.append(f"the store cannot be read: {unreadable}")
        return evidence.verification(None)
    evidence.disproved += found.faults
    if not found.has_room:
        evidence.cannot_tell.append(
            "what entries say of each other needs room for a temporary file"
        )
    if found.root is not None:
        evidence.judge_head(found, vkeys)
        evidence.judge_checkpoint(found, kept)
        evidence.judge_memory(found, remembered)
        evidence.judge_anchors(found, vkeys)
        evidence.tell_pruned(found)
    if columns is None:
        evidence.not_checked.append(
            "searchable columns show the right JSON paths: needs the office's columns"
        )
    if not indexes:
        evidence.not_checked.append(
            "indexes and what entries say of each other: needs --indexes"
        )
    return evidence.verification(found)


def _look(
    snapshot: Snapshot,
    columns: Sequence[Column] | None,
    wanted: Sequence[int],
    progress: Progress | None,
    indexes: bool,  # noqa: FBT001 - private, and called in one place
) -> audit.Found:
    found = audit.walk(snapshot, columns, wanted, progress)
    if indexes and found.root is not None:
        audit.compare(snapshot, found)
    return found


class _Evidence:
    """Gathers what speaks against the log, and what could not be looked at."""

    def __init__(self) -> None:
        self.disproved: list[str] = []
        self.cannot_tell: list[str] = []
        self.not_checked: list[str] = []
        self._proved = ""

    def usable_keys(self, vkeys: Sequence[str]) -> Sequence[str]:
        try:
            trusted_keys(vkeys)
        except NoteInvalid as mistyped:
            # A mistyped key says nothing about the log.
            self.cannot_tell.append(f"a verifier key cannot be read: {mistyped}")
            return ()
        return vkeys

    def kept_checkpoint(
        self, note: str | None, vkeys: Sequence[str]
    ) -> Checkpoint | None:
        if note is None:
            self.not_checked.append(
                "nothing was rewritten or cut off: needs a checkpoint kept elsewhere"
            )
            return None
        if not vkeys:
            self.cannot_tell.append(
                "the checkpoint was not verified: needs a key (--vkey)"
            )
            return None
        try:
            return open_checkpoint(note, vkeys)
        except NoteInvalid as bad:
            self.cannot_tell.append(f"the checkpoint itself is not verified: {bad}")
            return None

    def remembered(self, memory: Path | None) -> Remembered | None:
        if memory is None:
            self.not_checked.append("the node's memory: needs --memory")
            return None
        try:
            return read_memory_file(memory)
        except (OSError, MemoryUnusable):
            self.cannot_tell.append("the memory file cannot be read")
            return None

    def judge_head(self, found: audit.Found, vkeys: Sequence[str]) -> None:
        if not vkeys:
            self.not_checked.append("who signed the head: needs --vkey")
            return
        try:
            open_checkpoint(found.note, vkeys)
        except NoteInvalid:
            # It need not be the log that is wrong: a key is soon mixed up.
            self.disproved.append(
                "the head is not signed by the given key: wrong key, or another log"
            )

    def judge_checkpoint(self, found: audit.Found, kept: Checkpoint | None) -> None:
        if kept is None:
            return
        if kept.size == 0:
            self.not_checked.append(
                "the kept checkpoint is of the empty log and proves no entry"
            )
        if kept.origin != found.origin:
            self.disproved.append("the checkpoint is of a log with another origin")
        elif kept.size > found.size:
            self.disproved.append(
                f"the checkpoint knows {kept.size} entries, the log has {found.size}"
            )
        elif found.roots[kept.size] != kept.root:
            self.disproved.append(
                f"the first {kept.size} entries are not those of the checkpoint"
            )
        elif kept.size > 0:
            self._proved = f"the first {kept.size} entries are those of the checkpoint"
            if kept.size < found.size:
                self.not_checked.append(
                    f"entries from {kept.size} on rest on the log's own signature:"
                    " needs a newer checkpoint"
                )

    def judge_memory(self, found: audit.Found, seen: Remembered | None) -> None:
        if seen is None:
            return
        if origin_hash(found.origin) != seen.origin_hash:
            self.disproved.append("the memory file is that of another log")
        elif seen.size > found.size:
            self.disproved.append(
                f"the node has seen {seen.size} entries, the log has {found.size}"
            )
        elif found.roots[seen.size] != seen.root:
            self.disproved.append(
                f"the first {seen.size} entries are not those the node has seen"
            )

    def judge_anchors(self, found: audit.Found, vkeys: Sequence[str]) -> None:
        self.disproved += faults_of(
            found.anchors, origin=found.origin, roots=found.roots, vkeys=vkeys
        )

    def tell_pruned(self, found: audit.Found) -> None:
        """Say how many bodies are gone by which entries; that disproves nothing."""
        pruned = found.pruned
        if pruned.count:
            by = ", ".join(f"#{index}" for index in pruned.entries())
            self.not_checked.append(
                f"what {pruned.count} pruned entries said: only their hashes are left,"
                f" as entry {by} allows"
            )
        if pruned.still_there:
            self.not_checked.append(
                f"{pruned.still_there} bodies that an entry prunes are still there"
            )

    def verification(self, found: audit.Found | None) -> Verification:
        if self.disproved:
            verdict, reasons = Verdict.DISPROVED, self.disproved
        elif self.cannot_tell:
            verdict, reasons = Verdict.CANNOT_TELL, self.cannot_tell
        elif self._proved:
            verdict, reasons = Verdict.PROVED, [self._proved]
        else:
            verdict = Verdict.CONSISTENT
            reasons = ["entries, tiles and head agree with each other"]
        told = tuple(reasons), tuple(self.not_checked)
        if found is None:
            return Verification(verdict, None, None, None, *told)
        return Verification(
            verdict,
            found.size,
            found.root,
            found.first_bad,
            *told,
            found.pruned.count,
            found.pruned.entries(),
            len(found.anchors),
        )
