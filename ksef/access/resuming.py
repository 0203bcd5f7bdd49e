"""[4] Go on with a change that KSeF has accepted and nobody saw end.

    intent -> the number that the log has of it -> operation -> done | refused | pending

The number stands in the log before the first poll (ADR-0041), so that it is there also
when the process died between the request and its end. What has no number there is
looked for instead (`ksef.access.reconcile`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Unpack

from accountability.accepted import accepted_number
from accountability.action import Performed
from accountability.entries import Result
from accountability.looking import blind_indexes
from accountability.model import Capacity
from accountability.reading import find_asked
from ksef.access.context import ContextId, ContextType
from ksef.access.errors import (
    Gone,
    InputRefused,
    NotKnown,
    OperationRefused,
    RequestInvalid,
)
from ksef.access.operations import Operation, State
from ksef.access.permissions import Changing, operation_status
from ledger.entry import decode_entry
from ledger.reader import Reader

if TYPE_CHECKING:
    from accountability.trail import AuditTrail

RECONCILED: Final = "reconciled"
REFUSED: Final = "refused"
FORGOTTEN: Final = (Gone, InputRefused, NotKnown)
"""What KSeF answers of an operation that it does not know, or no longer."""
_LOOK: Final = (
    "KSeF nie pamięta tej operacji (trzyma je 30 dni); zapytaj, czy nadanie widać:"
    " ksef.access.reconcile."
)
_ENDS: Final = frozenset({State.DONE.value, REFUSED})


def resume(intent_id: str, **changing: Unpack[Changing]) -> Performed[Operation]:
    """Ask how an accepted change ended, and correct the log when it has.

    Args:
        intent_id: The action of the change, whose outcome is unknown or under way.
        changing: See `Changing`; the session works in the same context.

    Returns:
        The operation, done or still under way, and what proves this question.

    Raises:
        RequestInvalid: The log has no such change under a number, or knows already how
            it ended; or the session works in another context. Nothing left.
        OperationRefused: It has ended without effect; the log says so now.
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: Of the question.
    """
    trail = changing["trail"]
    number = _number(trail, intent_id, changing["session"].context)
    changing["grounds"] = replace(changing["grounds"], ref=intent_id)
    try:
        done = operation_status(number, **changing)
    except OperationRefused:
        trail.corrected(intent_id, {RECONCILED: REFUSED})
        raise
    except FORGOTTEN as forgotten:
        forgotten.hint = _LOOK  # type: ignore[misc]  # an instance's own hint
        raise
    if done.answer.state == State.DONE:
        trail.corrected(intent_id, {RECONCILED: State.DONE.value})
    return done


def is_open(outcome: Mapping[str, Any]) -> bool:
    """Tell whether the outcome of a change leaves open how it ended."""
    return (
        outcome.get("result") == Result.UNKNOWN
        or outcome.get("verdicts") == [State.PENDING.value]  # KSeF has taken it
    )


def _number(trail: "AuditTrail", intent_id: str, context: ContextId) -> str:
    with trail.log.reader() as reader:
        asked = find_asked(reader, intent_id)
        number = accepted_number(reader, intent_id, asked.outcome)
        known = _end(reader, intent_id)
    if not (number and is_open(asked.outcome)):
        raise RequestInvalid(
            "intent_id",
            "is no change that KSeF has accepted and nobody saw end",
            polish="to nie jest zmiana, którą KSeF przyjął, a której końca nie widać",
        )
    if known:
        raise RequestInvalid(
            "intent_id",
            f"the log knows already how it ended: {known}",
            polish=f"dziennik już wie, jak ta zmiana się skończyła ({known})",
        )
    if _elsewhere(trail, asked.intent, context):
        raise RequestInvalid(
            "session",
            "works in another context than the change",
            polish="zmianę zlecono w innym kontekście; zaloguj się w tamtym",
        )
    return number


def _end(reader: Reader, intent_id: str) -> str:
    """Give what a correction says of the end of a change; "" where none does."""
    for _, body in reader.select({"ref": intent_id, "kind": "correction"}):
        said = str(decode_entry(body).get(RECONCILED, ""))
        if said in _ENDS:
            return said
    return ""


def _elsewhere(
    trail: "AuditTrail", intent: Mapping[str, Any], context: ContextId
) -> bool:
    """Tell a change whose entry shows that it was asked in another context.

    The entry has the kind of the context, and the context itself among its subjects
    unless it is the office's own. What is left, KSeF tells: it knows no such operation.
    """
    unit = context.type is ContextType.INTERNAL_ID
    if unit is not (intent["capacity"] == Capacity.UNIT):
        return True
    where = context.identifier
    if where is None or where == trail.office.authority.nip:
        return False
    own = blind_indexes(where, trail.keys)
    return not any(
        (each["period"], each["index"]) in own for each in intent["subjects"]
    )
