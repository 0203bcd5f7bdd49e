"""[2, 4] What the log has of a plan: who made it, and how far each of its steps is.

The log is the only journal of an apply. Every entry of a step, also the outcome that
recovery writes for a dead process, carries plan and step in `batch`, and the guard of
the append lets a step be sent once, and again only as a repeat of the last (ADR-0011).
Why no other file says it: ADR-0039.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from accountability.accepted import accepted_number
from ksef.access.operations import State
from ksef.access.resuming import RECONCILED
from ksef.plan.model import Step
from ksef.plan.steps import target_of
from ledger.entry import decode_entry, entry_time
from ledger.reader import Reader

BEGUN: Final = "ksef-plan-begun"
MADE: Final = "ksef-plan-made"
APPROVED: Final = "ksef-plan-approved"
APPLIED: Final = "ksef-plan-applied"
_ENDS: Final = frozenset({"done", "partly", "refused"})


class Stage(StrEnum):
    """How far a step is."""

    NOT_SENT = "not-sent"
    PENDING = "pending"
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    OPEN = "open"
    AMBIGUOUS = "ambiguous"
    STOPPED = "stopped"


IN_DOUBT: Final = frozenset({Stage.PENDING, Stage.UNKNOWN})
"""KSeF may know how it ended, and the log does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The last time a step was sent, and how it ended.

    Attributes:
        stage: PENDING: KSeF took it and has not said how it ended; PARTLY: it shows
            some of what was asked; OPEN: a living process waits for its answer;
            AMBIGUOUS: it shows something alike that may be a colleague's; STOPPED: we
            do not send it, as the one whom it grants something has left.
        intent_id: The action; empty when it was never sent.
        sent_at: When, or None.
        reference: KSeF's number of the operation, while PENDING; empty, too, where the
            log could not keep it, as it looks like somebody's number.
        reason: A public code, where it was refused or is unknown.
    """

    stage: Stage
    intent_id: str = ""
    sent_at: datetime | None = None
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a step stands when we stop.

    Attributes:
        reason: A public code, where it is not done.
    """

    step: Step
    stage: Stage
    reason: str = ""


class Sent(NamedTuple):
    """A step that was sent under some plan.

    Attributes:
        plan: Digest of the plan.
        step: Id of the step in that plan.
    """

    plan: str
    step: str


def field_of(digest: str, step_id: str) -> str:
    """Name a step of a plan as entries do."""
    return f"{digest}.{step_id}"


def trace(reader: Reader, digest: str, step_id: str) -> Trace:
    """Say how far a step is."""
    intent: dict[str, Any] | None = None
    outcomes: dict[str, dict[str, Any]] = {}
    for _, body in reader.select({"batch": field_of(digest, step_id)}):
        entry = decode_entry(body)
        if entry["kind"] == "intent":
            intent = entry
        elif entry["kind"] == "outcome":
            outcomes[str(entry["ref"])] = entry
    if intent is None:
        return Trace(stage=Stage.NOT_SENT)
    return trace_of(reader, intent, outcomes.get(str(intent["id"]), {}))


def trace_of(
    reader: Reader, intent: Mapping[str, Any], outcome: Mapping[str, Any]
) -> Trace:
    """Say how far a change is, by the entries of its intent and of its outcome.

    Args:
        reader: Of the log, which may have a correction of it.
        intent: Its entry.
        outcome: That of its end; empty: there is none yet.
    """
    name = str(intent["id"])
    stage = _stage(outcome) if outcome else Stage.OPEN
    if stage in IN_DOUBT:
        stage = _corrected(reader, name) or stage
    reference = accepted_number(reader, name, outcome) if stage in IN_DOUBT else ""
    if reference:
        stage = Stage.PENDING  # its end was not seen or not kept: KSeF still knows it
    return Trace(
        stage=stage,
        intent_id=name,
        sent_at=entry_time(intent),
        reference=reference,
        reason=str(outcome.get("reason", "")),
    )


def noted_at(
    reader: Reader, event: str, digest: str, person: str = ""
) -> datetime | None:
    """Say when the log last had an event of a plan, by a person where one is named."""
    where = {"batch": digest, "kind": "system"}
    for _, body in reader.select(where, newest_first=True):
        entry = decode_entry(body)
        if entry.get("event") == event and person in {"", entry["actor"]["id"]}:
            return entry_time(entry)
    return None


def elsewhere(
    reader: Reader, digest: str, steps: Iterable[str], *, since: datetime
) -> Mapping[str, tuple[Sent, ...]]:
    """Say what other plans have sent that touches the same as these steps.

    The words of a step count for nothing here: with another description, or with one
    permission more, it would still give the same once more.

    Args:
        reader: Of the log.
        digest: Of the plan that is looked at.
        steps: Ids of its steps.
        since: What was sent before is seen in KSeF, or was never done.

    Returns:
        Their steps, newest first, by the id of ours; only ours of which there are any.
    """
    sent: dict[str, dict[Sent, None]] = {}
    where = {"kind": "intent", "system": "ksef"}
    for _, body in reader.select(where, since=since, newest_first=True):
        plan, _, step = str(decode_entry(body).get("batch") or "").partition(".")
        if step and plan != digest:
            sent.setdefault(target_of(step), {})[Sent(plan, step)] = None
    return {
        each: tuple(sent[target_of(each)]) for each in steps if target_of(each) in sent
    }


def _stage(outcome: Mapping[str, Any]) -> Stage:
    if outcome["result"] != "answered":
        return Stage(outcome["result"])
    done = outcome.get("verdicts") == [State.DONE.value]
    return Stage.DONE if done else Stage.PENDING


def _corrected(reader: Reader, intent_id: str) -> Stage | None:
    """Give what became known later; the last word counts."""
    where = {"ref": intent_id, "kind": "correction"}
    for _, body in reader.select(where, newest_first=True):
        said = decode_entry(body).get(RECONCILED)
        if said in _ENDS:
            return Stage(said)
    return None
