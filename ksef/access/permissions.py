"""Change permissions: seven grants, two revocations, and how an operation stands.

Every function is one action of the ledger: judged before anything leaves, sent once,
polled, proved. A request whose answer was lost is `OutcomeUnknown`; it is never sent
again in silence (`ksef.access.reconcile` asks what became of it).

Source: API 2.7.0, /permissions/*.
"""

from collections.abc import Iterator
from typing import Final, Unpack

from accountability.action import Answered, Performed
from accountability.transport import HttpReply
from ksef.access.acting import Acting, run
from ksef.access.body_text import body_bytes
from ksef.access.endpoints import ENDPOINTS, Endpoint
from ksef.access.exchange import Call, Line, Replies
from ksef.access.judging import Facts, judged
from ksef.access.operations import Operation, ended, polls, under_way
from ksef.access.paths import one_part
from ksef.access.requests import Grant
from ksef.access.transcript import Question
from vocabulary.finding import Finding
from vocabulary.identifiers import Identifier

WAIT_S: Final = 20.0


class Changing(Acting, total=False):
    """What every change takes by keyword.

    Attributes:
        wait_s: Seconds to poll for the end of the operation; 20 when absent.
        facts: What the judge of a grant is told besides the request (roles, unitKind,
            authorPermissions, entityGrants, subordinates: `ksef.access.judge_facts`).
        strict: Whether a grant stays unsent when the judge cannot tell without facts
            that were not told. Absent, it is sent, and KSeF decides.
    """

    wait_s: float
    facts: Facts
    strict: bool


def grant(request: Grant, **changing: Unpack[Changing]) -> Performed[Operation]:
    """Make any of the seven grants, in the context of the session.

    Args:
        request: What to give to whom.
        changing: See `Changing`.

    Returns:
        The operation, done or still pending, and what proves the action.

    Raises:
        RequestInvalid: A text of it cannot be written; nothing left.
        ActionDenied: A check, or the judge, said no; the denial is logged.
        LimitReached: Nothing left.
        KsefRefused: KSeF did nothing, and says why.
        OutcomeUnknown: Nobody knows; see `ksef.access.reconcile`.
    """
    endpoint, body = ENDPOINTS[request.endpoint], request.to_json()
    question = Question(
        endpoint=endpoint.name,
        context=changing["session"].context.type,
        body=body_bytes(body),
    )
    against = judged(
        endpoint,
        body,
        session=changing["session"],
        facts=changing.get("facts"),
        strict=changing.get("strict", False),
    )
    return _change(endpoint, question, request.subjects, against, **changing)


def revoke_common(
    permission_id: str,
    subjects: tuple[Identifier, ...] = (),
    **changing: Unpack[Changing],
) -> Performed[Operation]:
    """DELETE /permissions/common/grants/{permissionId}.

    Args:
        permission_id: As a query gave it.
        subjects: Whose permission it is, so that the log can be searched for them.
        changing: See `Changing`; the session works where it was granted.

    Raises:
        RequestInvalid: No id; nothing left.
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: As `grant`.
    """
    return _revoke(
        ENDPOINTS["revoke_common"],
        permission_id,
        subjects,
        **changing,
    )


def revoke_authorisation(
    permission_id: str,
    subjects: tuple[Identifier, ...] = (),
    **changing: Unpack[Changing],
) -> Performed[Operation]:
    """DELETE /permissions/authorizations/grants/{permissionId}; as `revoke_common`."""
    return _revoke(
        ENDPOINTS["revoke_authorization"],
        permission_id,
        subjects,
        **changing,
    )


def operation_status(
    reference: str, **changing: Unpack[Changing]
) -> Performed[Operation]:
    """Go on waiting for an operation; `grounds.ref` names the action that began it.

    Raises:
        RequestInvalid: No reference number; nothing left.
        OperationRefused: It has ended without effect.
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: As `grant`.
    """
    endpoint = ENDPOINTS["operation"]
    wait_s = changing.get("wait_s", WAIT_S)
    question = Question(
        endpoint=endpoint.name,
        context=changing["session"].context.type,
        path={"referenceNumber": one_part("referenceNumber", reference)},
    )

    def follow(line: Line, first: HttpReply) -> Iterator[tuple[str, HttpReply]]:
        if under_way(first):
            yield from polls(line, reference, wait_s=wait_s)

    call = Call(
        endpoint=endpoint,
        question=question,
        subjects=(),
        read=lambda replies: ended(reference, replies),
        follow=follow,
    )
    return run(call, **_acting(changing))


def _revoke(
    endpoint: Endpoint,
    permission_id: str,
    subjects: tuple[Identifier, ...],
    **changing: Unpack[Changing],
) -> Performed[Operation]:
    question = Question(
        endpoint=endpoint.name,
        context=changing["session"].context.type,
        path={"permissionId": one_part("permissionId", permission_id)},
    )
    return _change(endpoint, question, subjects, **changing)


def _change(
    endpoint: Endpoint,
    question: Question,
    subjects: tuple[Identifier, ...],
    against: tuple[Finding, ...] = (),
    **changing: Unpack[Changing],
) -> Performed[Operation]:
    wait_s = changing.get("wait_s", WAIT_S)

    def follow(line: Line, first: HttpReply) -> Iterator[tuple[str, HttpReply]]:
        reference = _reference(first)
        line.accepted(reference)
        # If we die here: the log has the operation, and `resume` asks how it ended.
        return polls(line, reference, wait_s=wait_s)

    def read(replies: Replies) -> Answered[Operation]:
        return ended(_reference(replies[0][1]), replies)

    call = Call(
        endpoint=endpoint,
        question=question,
        subjects=subjects,
        read=read,
        follow=follow,
        against=against,
    )
    return run(call, **_acting(changing))


def _acting(changing: Changing) -> Acting:
    return {
        "session": changing["session"],
        "trail": changing["trail"],
        "grounds": changing["grounds"],
    }


def _reference(reply: HttpReply) -> str:
    from ksef.access.messages import Accepted  # noqa: PLC0415 - loads pydantic

    return Accepted.read(reply.body).reference_number
