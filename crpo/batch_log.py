"""[2, 4] What the log has of a batch: its id, and what became of each line.

The log is the only place that says where a batch stopped. Every entry of a line, also
the outcome that recovery writes for a dead process, carries the line in `batch`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from accountability.model import Actor
from accountability.privacy import PeriodKey
from accountability.trail import AuditTrail
from crpo.batch_sheet import Line
from crpo.model import Answer
from ledger.entry import decode_entry
from ledger.reader import Reader


class State(StrEnum):
    """What became of a line."""

    ANSWERED = "answered"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DENIED = "denied"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """The last question of a line, and how it ended.

    Attributes:
        intent_id: The question.
        state: ANSWERED, REFUSED or UNKNOWN.
        reason: A public code, unless it was answered.
        may_repeat: Whether it is closed as UNKNOWN; an open one may still end.
        open_at: The process that waits for its outcome now; None: nobody.
    """

    intent_id: str
    state: State
    reason: str = ""
    may_repeat: bool = False
    open_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one line.

    Attributes:
        line: The line.
        state: How it ended.
        reason: A public code, where it was not answered or cannot be read.
        intent_id: The question in the log, if there is one.
        answer: What the register said; None where it cannot be shown.
        kept: Whether the answer was read from what an earlier run kept.
    """

    line: Line
    state: State
    reason: str = ""
    intent_id: str = ""
    answer: Answer | None = None
    kept: bool = False


def entry_field(batch_id: str, line: Line) -> str:
    """Name a line of a batch as entries do."""
    return f"{batch_id}.{line.number}"


def so_far(reader: Reader, field: str) -> SoFar | None:
    """Say what became of a line; None when it was never asked."""
    intent: dict[str, Any] | None = None
    outcomes: dict[str, dict[str, Any]] = {}
    for _, body in reader.select({"batch": field}):
        entry = decode_entry(body)
        if entry["kind"] == "intent":
            intent = entry
        elif entry["kind"] == "outcome":
            outcomes[entry["ref"]] = entry
    if intent is None:
        return None
    name = str(intent["id"])
    outcome = outcomes.get(name)
    if outcome is None:  # of a process that lives: recovery has closed the others
        writer = str(intent["writer"])
        return SoFar(intent_id=name, state=State.UNKNOWN, reason="open", open_at=writer)
    state = State(outcome["result"])
    return SoFar(
        intent_id=name,
        state=state,
        reason=str(outcome.get("reason", "")),
        may_repeat=state is State.UNKNOWN,
    )


def batch_id(
    lines: Sequence[Line], actor: Actor, trail: AuditTrail, *, anew: bool
) -> str:
    """Find the id of a batch that was begun, or give that of a new one.

    The id is an HMAC of the sheet, the person and a running number, under the key of
    the month in which the batch began: nobody without the key can guess a sheet by it.
    """
    text = json.dumps([actor.id, [line.text() for line in lines]])
    with trail.log.reader() as reader:
        for period in reversed(trail.keys.periods()):
            key, begun = trail.keys.of(period), 0
            while _is_begun(reader, _id(key, text, begun), lines):
                begun += 1
            if begun:
                return _id(key, text, begun if anew else begun - 1)
    return _id(trail.current_key(), text, 0)


def _id(key: PeriodKey, text: str, number: int) -> str:
    return key.batch_id(f"{number}:{text}".encode())


def _is_begun(reader: Reader, name: str, lines: Sequence[Line]) -> bool:
    """Tell whether the log knows a batch; its first question is asked first."""
    return any(reader.select({"batch": entry_field(name, lines[0])}, limit=1))
