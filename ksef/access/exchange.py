"""[3] The requests of one operation, as they go out and come back.

    Call -> KsefExchange.send: first request, then its polls or pages -> replies -> read

What KSeF has accepted is in the log before the first poll (`Line.accepted`, ADR-0041).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from accountability.accepted import note_accepted
from accountability.action import Answered, Refused
from accountability.errors import AuditUnavailable
from accountability.intent import OpenIntent
from accountability.trail import AuditTrail
from accountability.transport import HttpReply
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.endpoints import Endpoint
from ksef.access.errors import KsefRefused
from ksef.access.secret import Secret
from ksef.access.transcript import Question, read_replies, write_replies
from vocabulary.finding import Finding
from vocabulary.identifiers import Identifier

A = TypeVar("A")

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
    trail: AuditTrail

    def accepted(self, number: str) -> None:
        """Have the log know, before the first poll, what KSeF has accepted.

        A log that refuses it stops no polling: the change has been accepted, and the
        outcome says its number again.
        """
        with suppress(AuditUnavailable):
            note_accepted(self.trail, self.under, number)

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

    def __init__(
        self, call: Call[A], session: LoggedIn, token: Secret, trail: AuditTrail
    ) -> None:
        self._call = call
        self._session = session
        self._token = token
        self._trail = trail
        self.refused: KsefRefused | None = None
        self.began = False
        self.pressed: KeyboardInterrupt | None = None

    @property
    def seal_serial(self) -> None:
        """No seal signs: the session was opened by one."""
        return

    def encode(self) -> bytes:
        """[1b] The question, without the token of the session.

        Raises:
            AuthoritiesUnusable: It could not be sent.
        """
        self._session.client.transport.check_authorities()
        return self._call.question.to_bytes()

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """[3] Send it once; poll or turn pages; give back all replies.

        Ctrl-C in a poll ends the polling: what came before is kept, logged, and only
        then is it raised, since KSeF has accepted the change already.
        """
        del question  # `self._call.question` is what was written
        call, session = self._call, self._session
        self.began = True
        line = Line(session=session, token=self._token, under=under, trail=self._trail)
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


def _as_it_is(reply: HttpReply) -> HttpReply:
    return reply
