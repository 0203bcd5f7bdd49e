"""[4] Go on with a change that KSeF has accepted and nobody saw end.

    intent -> the number that the log has of it -> operation -> done | refused | pending

The number stands in the log before the first poll (ADR-0041), so that it is there also
when the process died between the request and its end. What has no number there is
looked for instead (`ksef.access.reconcile`).
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Unpack

from accountability.accepted import accepted_number
from accountability.action import Performed
from accountability.entries import Result
from accountability.reading import find_asked
from ksef.access.errors import OperationRefused, RequestInvalid
from ksef.access.operations import Operation, State
from ksef.access.permissions import Changing, operation_status

if TYPE_CHECKING:
    from accountability.trail import AuditTrail

RECONCILED: Final = "reconciled"
REFUSED: Final = "refused"


def resume(intent_id: str, **changing: Unpack[Changing]) -> Performed[Operation]:
    """Ask how an accepted change ended, and correct the log when it has.

    Args:
        intent_id: The action of the change, whose outcome is unknown or under way.
        changing: See `Changing`; the session works in the same context.

    Returns:
        The operation, done or still under way, and what proves this question.

    Raises:
        RequestInvalid: The log has no such change under a number; nothing left.
        OperationRefused: It has ended without effect; the log says so now.
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: Of the question.
    """
    trail = changing["trail"]
    number = _number(trail, intent_id)
    changing["grounds"] = replace(changing["grounds"], ref=intent_id)
    try:
        done = operation_status(number, **changing)
    except OperationRefused:
        trail.corrected(intent_id, {RECONCILED: REFUSED})
        raise
    if done.answer.state == State.DONE:
        trail.corrected(intent_id, {RECONCILED: State.DONE.value})
    return done


def _number(trail: "AuditTrail", intent_id: str) -> str:
    with trail.log.reader() as reader:
        asked = find_asked(reader, intent_id)
        number = accepted_number(reader, intent_id)
    outcome = asked.outcome
    is_open = (
        outcome.get("result") == Result.UNKNOWN
        or outcome.get("verdicts") == [State.PENDING.value]  # KSeF has taken it
    )
    if not (number and is_open):
        raise RequestInvalid(
            "intent_id",
            "is no change that KSeF has accepted and nobody saw end",
            polish="to nie jest zmiana, którą KSeF przyjął, a której końca nie widać",
        )
    return number
