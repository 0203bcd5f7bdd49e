"""[5] Earlier heads that the store keeps: the last one of each day, as it was signed.

    first entry of a new day (UTC) -> the head before it is kept, in one commit

They tell on which day a log was changed, and they find a change whose author forgot
them. They are no evidence from elsewhere: whoever can write the store can delete them,
and whoever has the log's key can sign others, so they never make a log *proved*.

Why so: ADR-0035 (the store keeps the last head of each day).
Format: docs/ledger-format.md, "Store".
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from ledger.errors import NoteInvalid
from ledger.note import Checkpoint, open_checkpoint
from ledger.store.port import Anchor

HEAD: Final = "head"
"""The one kind of anchor so far: a signed note of the log itself."""


def begins_day(last_at: datetime | None, at: datetime) -> bool:
    """Tell whether an entry is of a later day (UTC) than the last one before."""
    return last_at is not None and (
        last_at.astimezone(UTC).date() < at.astimezone(UTC).date()
    )


def faults_of(
    anchors: Iterable[Anchor],
    *,
    origin: str,
    roots: Mapping[int, bytes],
    vkeys: Sequence[str],
) -> list[str]:
    """Compare earlier heads with the entries; give what is wrong, one sentence each.

    Args:
        anchors: The rows.
        origin: Of the log.
        roots: The root of the first so many entries, as the entries are; sizes that
            the log does not reach are missing.
        vkeys: The log's keys; without any, nobody's signature is looked at.
    """
    malformed, changed, good = 0, list[int](), 0
    for anchor in anchors:
        said = _said(anchor, vkeys)
        if said is None or (said.origin, said.size) != (origin, anchor.size):
            malformed += 1
        elif roots.get(said.size) != said.root:
            changed.append(said.size)
        else:
            good = max(good, said.size)
    faults = []
    if malformed:
        faults.append(f"{malformed} earlier heads in the log are none that it signed")
    if changed:
        faults.append(
            f"the first {min(changed)} entries are not those of an earlier head"
            + (f", the first {good} are" if good else "")
        )
    return faults


def _said(anchor: Anchor, vkeys: Sequence[str]) -> Checkpoint | None:
    if anchor.kind != HEAD:
        return None
    try:
        if vkeys:
            return open_checkpoint(anchor.evidence, vkeys)
        return claim_of(anchor.evidence)
    except NoteInvalid:
        return None


def claim_of(note: bytes) -> Checkpoint | None:
    """Read a checkpoint without believing it; None when it is none."""
    text, _, _ = note.rpartition(b"\n\n")
    try:
        return Checkpoint.parse((text + b"\n").decode())
    except (NoteInvalid, UnicodeError):
        return None
