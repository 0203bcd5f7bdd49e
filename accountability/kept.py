"""[5] Kept answers: what there is and until when, and purging those past retention.

Listing says nothing of whom was asked about. Purging writes which answers go, then
removes them; that we asked, and the answers' digests, stay in the log. Reading one is
`accountability.reading`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from accountability.entries import actor_fields
from accountability.errors import EvidenceUnreadable
from accountability.holds import held_cases, remove_unreadable, retention_lock
from accountability.model import Actor
from accountability.reading import find_asked
from accountability.retention import is_hold, promised
from accountability.retiring import destroyed_periods
from accountability.trail import AuditTrail
from vocabulary.clock import warsaw_day

PURGED: Final = "answers-purged"
MAX_NAMED: Final = 500
"""Ids that one entry names; an entry has at most 65,535 bytes."""


class State(StrEnum):
    """Whether a kept answer can be read."""

    READABLE = "readable"
    EXPIRED = "expired"
    HELD = "held"
    DESTROYED = "destroyed"
    RETURNED = "keyReturned"
    NO_KEY = "noKey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One kept answer, without anything of what it says.

    Attributes:
        intent_id: The question.
        actor_id: Who asked; empty when the question's body was pruned.
        at: When, as the entry says; empty likewise.
        case: For which case; empty likewise.
        period: The key that opens it.
        size_bytes: Length of its file.
        ends_on: First day past its retention; None under a hold's key.
    """

    intent_id: str
    actor_id: str
    at: str
    case: str
    period: str
    size_bytes: int
    ends_on: date | None
    state: State


def list_kept(trail: AuditTrail) -> Iterator[Listed]:
    """Give what is kept, oldest first; a file that is none of ours is passed over."""
    with trail.log.reader() as reader:
        held = held_cases(reader)
        years = promised(reader.select({"kind": "system"}))
        gone = destroyed_periods(reader)
        periods, today = set(trail.keys.periods()), warsaw_day(trail.clock())
        for intent_id in trail.evidence.kept_intents():
            try:
                period = trail.evidence.period_of(intent_id)
            except EvidenceUnreadable:
                continue
            asked = find_asked(reader, intent_id)
            ends = _ends_on(trail, period, years)
            if period not in periods:
                # A folder that is not mounted must not look like destroyed keys.
                state = State.DESTROYED if period in gone else State.NO_KEY
            elif period in gone:
                state = State.RETURNED
            elif is_hold(period) or asked.case in held:
                state = State.HELD
            elif ends is not None and ends <= today:
                state = State.EXPIRED
            else:
                state = State.READABLE
            yield Listed(
                intent_id=intent_id,
                actor_id=str(asked.intent.get("actor", {}).get("id", "")),
                at=str(asked.intent.get("at", "")),
                case=asked.case,
                period=period,
                size_bytes=trail.evidence.size_bytes(intent_id),
                ends_on=ends,
                state=state,
            )


def purge_kept(trail: AuditTrail, actor: Actor) -> tuple[str, ...]:
    """Remove the answers past their retention, by entries; give their questions' ids.

    What a case under hold has stays, and so does everything not yet past retention.
    """
    with retention_lock(trail):
        gone = [
            each.intent_id
            for each in list_kept(trail)
            if each.state in {State.EXPIRED, State.DESTROYED, State.RETURNED}
        ]
        for start in range(0, len(gone), MAX_NAMED):
            named = gone[start : start + MAX_NAMED]
            trail.system(PURGED, {"intents": named, "actor": actor_fields(actor)})
            # Dying here: named as purged and still there; a repeat names them again.
            for intent_id in named:
                trail.evidence.remove(intent_id)
        with trail.log.reader() as reader:
            remove_unreadable(trail, destroyed_periods(reader))
    return tuple(gone)


def _ends_on(trail: AuditTrail, period: str, years: dict[str, int]) -> date | None:
    if is_hold(period):
        return None
    return trail.office.retention.ends_on(period, years.get(period, 0))
