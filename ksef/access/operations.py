"""How an accepted change ends: polled under the same action, as long as is borne.

    100..199 -> under way    200 -> done    a code of the table -> KSeF did nothing

Any other code, and the 500 of the table, is unclear: nobody knows what KSeF did. A poll
that cannot be read says nothing: the operation was accepted, and stays under way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from accountability.action import Answered
from accountability.errors import LimitReached, TransportError
from accountability.transport import HttpReply
from ksef.access.codes import OPERATIONS
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import KsefUnclear, OperationRefused
from ksef.access.exchange import Line, Replies
from ksef.access.transcript import Question

UNDER_WAY: Final = range(100, 200)
DONE: Final = 200
BROKE: Final = 500
_FIRST_PAUSE_S: Final = 0.25
_LONGEST_PAUSE_S: Final = 8.0
_OK: Final = 200


class State(StrEnum):
    """How far an operation has come."""

    DONE = "done"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation that KSeF has accepted.

    Attributes:
        reference: Its number; what `operation_status` goes on with. KSeF keeps it 30
            days.
        state: Done; or under way when we stopped asking.
    """

    reference: str
    state: State


def polls(
    line: Line, reference: str, *, wait_s: float
) -> Iterator[tuple[str, HttpReply]]:
    """Ask how an operation stands until it has ended, or the wait is over.

    Each pause is twice the one before. What breaks a poll ends the waiting, and
    nothing else: the operation itself was accepted.
    """
    endpoint = ENDPOINTS["operation"]
    context = line.session.context
    question = Question(
        endpoint=endpoint.name,
        context=context.type,
        path={"referenceNumber": reference},
    )
    waited, pause = 0.0, _FIRST_PAUSE_S
    while waited < wait_s:
        line.session.client.sleep(pause)
        waited, pause = waited + pause, min(2 * pause, _LONGEST_PAUSE_S)
        try:
            reply = line.call(endpoint, question)
        except (TransportError, LimitReached):
            return
        yield endpoint.name, reply
        if not under_way(reply):
            return


def ended(reference: str, replies: Replies) -> Answered[Operation]:
    """Say how an operation stands by its last poll.

    Raises:
        OperationRefused: It has ended without effect, by a code that we know.
        KsefUnclear: It broke inside KSeF, or ended in a way that nobody has described:
            nobody knows what it did.
    """
    told = [_code(reply) for name, reply in replies if name == "operation"]
    codes = [each for each in told if each is not None]
    if not codes and replies[0][0] == "operation":
        raise KsefUnclear(_OK, "body")
    code = codes[-1] if codes else UNDER_WAY[0]
    if code in OPERATIONS and code != BROKE:
        raise OperationRefused(code, reference)
    if code != DONE and code not in UNDER_WAY:
        raise KsefUnclear(_OK, f"operation-{code}")
    state = State.DONE if code == DONE else State.PENDING
    return Answered(
        answer=Operation(reference=reference, state=state),
        count=1,
        persons=(),
        fields=(),
        message_id=reference,
        verdicts=(state.value,),
    )


def under_way(reply: HttpReply) -> bool:
    """Tell whether a poll says that the operation has not ended yet."""
    return _code(reply) in UNDER_WAY


def _code(reply: HttpReply) -> int | None:
    """Read a poll; None: it says nothing."""
    from ksef.access.messages_permissions import OperationStatus  # noqa: PLC0415 - lazy

    if reply.status != _OK:
        return None
    try:
        return OperationStatus.read(reply.body).status.code
    except KsefUnclear:
        return None
