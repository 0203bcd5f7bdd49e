"""One operation of KSeF as an action: checks, intent, calls, outcome, proof.

    call, session, grounds -> limit booked -> perform() -> Performed, or a typed error

An action is one operation with its polls or its pages. What KSeF answers is bound to
our question by TLS alone: nothing is signed. A documented "no" (400, 401, 403, 404,
410, 429, an operation's status) is REFUSED: KSeF did nothing. Whatever else is not the
success that the table pins is UNKNOWN (ADR-0032).
"""

from dataclasses import dataclass, replace
from typing import Final, NoReturn, TypedDict, TypeVar, Unpack

from accountability.action import Performed, perform
from accountability.errors import (
    ActionDenied,
    OutcomeUnknown,
    RegisterRefused,
)
from accountability.model import (
    Action,
    Actor,
    Capacity,
    LegalBasis,
    Purpose,
    System,
)
from accountability.standing_order import StandingOrder
from accountability.trail import AuditTrail
from ksef.access.context import ContextId, ContextType
from ksef.access.errors import NotAuthenticated
from ksef.access.errors_unknown import unknown_of
from ksef.access.exchange import Call, KsefExchange, LoggedIn
from ksef.access.purposes import check_emergency, check_purpose, check_ref
from vocabulary.errors import ToolkitError
from vocabulary.finding import Severity, stops

A = TypeVar("A")

BASIS: Final = (LegalBasis.VAT_106NB, LegalBasis.KSEF_2025_3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Who acts, why and for which case: what every action in KSeF says.

    Attributes:
        actor: The natural person; her staff authorisation covers KSeF.
        case: Number of the case (znak sprawy).
        purpose: From the closed list of KSeF.
        justification: Free text; required where the purpose is another case.
        mandate: The office's order (zarządzenie) that is carried out, if any.
        basis: Provisions it rests on.
        order: The standing order it runs under, when nobody sits there.
        ref: The action that it repeats or continues.
        batch: Which line of which batch it is, if any: asked once (ADR-0011).
        emergency: Id of the entry that declared an emergency (ADR-0038): it reads and
            revokes, and grants nothing.
    """

    actor: Actor
    case: str
    purpose: Purpose
    justification: str = ""
    mandate: str = ""
    basis: tuple[LegalBasis, ...] = BASIS
    order: StandingOrder | None = None
    ref: str | None = None
    batch: str | None = None
    emergency: str | None = None


class Acting(TypedDict):
    """What every operation takes by keyword.

    Attributes:
        session: Logged in; its context is where the operation works.
        trail: The audit trail.
        grounds: Who acts, why and for which case.
    """

    session: LoggedIn
    trail: AuditTrail
    grounds: Grounds


def run(call: Call[A], **acting: Unpack[Acting]) -> Performed[A]:
    """Do one operation as an action of the ledger.

    Raises:
        ActionDenied: A check said no; the denial is logged, nothing left.
        LimitReached: The limits allow no call now; nothing left, nothing is logged.
        KsefRefused: KSeF said no and did nothing; it is kept and logged.
        AnswerUnknown, ChangeUnknown: Nobody knows what KSeF did; never repeated in
            silence (ksef.access.errors_unknown).
        KeyboardInterrupt: Of a poll; what KSeF had said until then is logged. Where
            that was no success, its error is the cause.
    """
    session, trail = acting["session"], acting["trail"]
    client, context = session.client, session.context
    action = _action(call, context, trail, acting["grounds"])
    own = [
        *check_purpose(call.endpoint, action.purpose),
        *check_ref(action.ref),
        *check_emergency(call.endpoint, action.emergency),
    ]
    against = (*call.against, *own)
    if stops(against):
        wrong = [each for each in against if each.severity is Severity.ERROR]
        if any(check_ref(action.ref)):  # what is no id stands in no entry
            action = replace(action, ref=None)
        standing = trail.office.cases.standing(action.case, action.actor.id)
        trail.denied(action, standing, wrong)
        raise ActionDenied(wrong)
    token = session.access_token()
    exchange = KsefExchange(call, session, token, trail)
    booking = client.book(call.endpoint, context)
    try:
        done = perform(action, exchange, trail=trail)
    except RegisterRefused as logged:
        if exchange.refused is None:
            raise
        if isinstance(exchange.refused, NotAuthenticated):
            session.distrust()
        exchange.refused.intent_id = logged.intent_id
        _raise(exchange.pressed, exchange.refused, None)
    except OutcomeUnknown as lost:
        _raise(exchange.pressed, unknown_of(call.endpoint, lost), lost.__cause__)
    finally:
        if not exchange.began:  # denied, or the log took no intent: nothing left
            client.give_back(call.endpoint, context, booking)
    if exchange.pressed is not None:
        raise exchange.pressed
    return replace(done, findings=(*call.against, *done.findings))


def _raise(
    pressed: KeyboardInterrupt | None,
    error: ToolkitError,
    cause: BaseException | None,
) -> NoReturn:
    """Raise an error; somebody's Ctrl-C goes before it, and has it as its cause."""
    if pressed is not None:
        raise pressed from error
    raise error from cause


def _action(
    call: Call[A], context: ContextId, trail: AuditTrail, grounds: Grounds
) -> Action:
    unit = context.type is ContextType.INTERNAL_ID
    where = context.identifier
    told = {*call.subjects, trail.office.authority.nip}
    whose = () if where is None or where in told else (where,)
    return Action(
        actor=grounds.actor,
        authority=trail.office.authority,
        capacity=Capacity.UNIT if unit else Capacity.TAXPAYER,
        system=System.KSEF,
        operation=call.endpoint.name,
        purpose=grounds.purpose,
        basis=grounds.basis,
        justification=grounds.justification,
        mandate=grounds.mandate,
        case=grounds.case,
        subjects=(*call.subjects, *whose),
        ref=grounds.ref,
        batch=grounds.batch,
        order=grounds.order,
        emergency=grounds.emergency,
    )
