"""One operation of KSeF as an action: checks, intent, calls, outcome, proof.

    call, session, grounds -> limit booked -> perform() -> Performed, or a typed error

An action is one operation with its polls or its pages. What KSeF answers is bound to
our question by TLS alone: nothing is signed. A documented "no" (400, 401, 403, 404,
410, 429, an operation's status) is REFUSED: KSeF did nothing. Whatever else is not the
success that the table pins is UNKNOWN (ADR-0032).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Generic, Protocol, TypedDict, TypeVar, Unpack

from accountability.action import Answered, Performed, Refused, perform
from accountability.checks import stops
from accountability.errors import ActionDenied, OutcomeUnknown, RegisterRefused
from accountability.model import (
    Action,
    Actor,
    Capacity,
    LegalBasis,
    Purpose,
    System,
)
from accountability.standing_order import StandingOrder
from accountability.trail import AuditTrail, OpenIntent
from accountability.transport import HttpReply
from ksef.access.client import KsefClient
from ksef.access.context import ContextId, ContextType
from ksef.access.endpoints import Endpoint
from ksef.access.errors import KsefRefused, NotAuthenticated
from ksef.access.errors_unknown import unknown_of
from ksef.access.purposes import check_purpose, check_ref
from ksef.access.secret import Secret
from ksef.access.transcript import Question, read_replies, write_replies
from vocabulary.finding import Finding, Severity
from vocabulary.identifiers import Identifier

A = TypeVar("A")

BASIS: Final = (LegalBasis.VAT_106NB, LegalBasis.KSEF_2025_3)
Replies = list[tuple[str, HttpReply]]


class LoggedIn(Protocol):
    """What a session gives to a call (ksef.access.session)."""

    @property
    def client(self) -> KsefClient:
        """How KSeF is reached."""
        ...

    @property
    def context(self) -> ContextId:
        """In whose context it works."""
        ...

    def access_token(self) -> Secret:
        """Give a token that is still good; refreshed when it is about to end."""
        ...

    def distrust(self) -> None:
        """Refresh before the next token is given: KSeF did not accept this one."""
        ...


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[A]):
    """One operation, before anybody is asked.

    Attributes:
        endpoint: Its first request.
        question: What is asked and kept.
        subjects: Whom it is about, besides the context.
        read: Makes an answer of the replies; it has been a success.
        follow: The further requests that a success asks for: polls, pages.
        hide: Takes out of a reply what may not be kept.
        against: What `ksef.access.judge` found in it, before anything left.
    """

    endpoint: Endpoint
    question: Question
    subjects: tuple[Identifier, ...]
    read: Callable[[Replies], Answered[A]]
    follow: "Callable[[Line, HttpReply], Iterator[tuple[str, HttpReply]]] | None" = None
    hide: Callable[[HttpReply], HttpReply] | None = None
    against: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How further requests of the same action go out."""

    session: LoggedIn
    token: Secret
    under: OpenIntent

    def call(self, endpoint: Endpoint, question: Question) -> HttpReply:
        """Make one request of this action."""
        return self.session.client.call(
            endpoint,
            under=self.under,
            bearer=self.token,
            path=question.path,
            query=question.query,
            body=question.body,
            headers=question.headers,
            context=self.session.context,
        )


class KsefExchange(Generic[A]):
    """One operation, as `accountability.action.perform` runs it."""

    def __init__(self, call: Call[A], session: LoggedIn, token: Secret) -> None:
        self._call = call
        self._session = session
        self._token = token
        self.refused: KsefRefused | None = None
        self.began = False
        self.pressed: KeyboardInterrupt | None = None

    @property
    def seal_serial(self) -> None:
        """No seal signs: the session was opened by one."""
        return

    def encode(self) -> bytes:
        """[1b] The question, without the token of the session."""
        return self._call.question.to_bytes()

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """[3] Send it once; poll or turn pages; give back all replies.

        Ctrl-C in a poll ends the polling: what came before is kept, logged, and only
        then is it raised, since KSeF has accepted the change already.
        """
        del question  # `self._call.question` is what was written
        call, session = self._call, self._session
        self.began = True
        line = Line(session=session, token=self._token, under=under)
        first = session.client.call(
            call.endpoint,
            under=under,
            booked=True,
            bearer=self._token,
            path=call.question.path,
            query=call.question.query,
            body=call.question.body,
            headers=call.question.headers,
            context=session.context,
        )
        replies = [(call.endpoint.name, first)]
        if first.status == call.endpoint.success and call.follow is not None:
            try:
                for reply in call.follow(line, first):
                    replies.append(reply)  # noqa: PERF402 - what came stays on Ctrl-C
            except KeyboardInterrupt as pressed:
                self.pressed = pressed
        hide = call.hide or _as_it_is
        return write_replies((name, hide(reply)) for name, reply in replies)

    def read(self, raw: bytes) -> Answered[A] | Refused:
        """[3b] Say what the replies amount to.

        Raises:
            KsefUnclear: Nothing follows from them; `perform` closes it as UNKNOWN.
        """
        replies = read_replies(raw)
        try:
            self._session.client.require(self._call.endpoint, replies[0][1])
            return self._call.read(replies)
        except KsefRefused as no:
            self.refused = no
            return Refused(code=no.word, message_id="")


def run(call: Call[A], **acting: Unpack[Acting]) -> Performed[A]:
    """Do one operation as an action of the ledger.

    Raises:
        ActionDenied: A check said no; the denial is logged, nothing left.
        LimitReached: The limits allow no call now; nothing left, nothing is logged.
        KsefRefused: KSeF said no and did nothing; it is kept and logged.
        AnswerUnknown, ChangeUnknown: Nobody knows what KSeF did; never repeated in
            silence (ksef.access.errors_unknown).
        KeyboardInterrupt: Of a poll; what KSeF had said until then is logged.
    """
    session, trail = acting["session"], acting["trail"]
    client, context = session.client, session.context
    action = _action(call, context, trail, acting["grounds"])
    own = [*check_purpose(call.endpoint, action.purpose), *check_ref(action.ref)]
    against = (*call.against, *own)
    if stops(against):
        wrong = [each for each in against if each.severity is Severity.ERROR]
        if any(check_ref(action.ref)):  # what is no id stands in no entry
            action = replace(action, ref=None)
        standing = trail.office.cases.standing(action.case, action.actor.id)
        trail.denied(action, standing, wrong)
        raise ActionDenied(wrong)
    token = session.access_token()
    exchange = KsefExchange(call, session, token)
    booking = client.book(call.endpoint, context)
    try:
        done = perform(action, exchange, trail=trail)
    except RegisterRefused as logged:
        if exchange.refused is None:
            raise
        if isinstance(exchange.refused, NotAuthenticated):
            session.distrust()
        exchange.refused.intent_id = logged.intent_id
        raise exchange.refused from None
    except OutcomeUnknown as lost:
        raise unknown_of(call.endpoint, lost) from lost.__cause__
    finally:
        if not exchange.began:  # denied, or the log took no intent: nothing left
            client.give_back(call.endpoint, context, booking)
    if exchange.pressed is not None:
        raise exchange.pressed
    return replace(done, findings=(*call.against, *done.findings))


def _as_it_is(reply: HttpReply) -> HttpReply:
    return reply


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
    )
