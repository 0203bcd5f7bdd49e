"""One request on its way: asked, awaited, repeated; or read again from what was kept.

closed? -> a slot -> booked -> perform() -> remembered
   |          |        |           |
   +----------+--------+-----------+--> wait and repeat (patient), or come back later
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Final

from accountability.action import perform
from accountability.errors import (
    ActionDenied,
    HttpStatus,
    LimitReached,
    OutcomeUnknown,
    TimedOut,
    Unreachable,
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
from crpdph.calendar import next_night_ends, opens_at, register_day
from crpdph.client import Crpdph, KeptExchange, RegisterExchange
from crpdph.errors import MemoryUnusable, RegisterClosed, RegisterUnavailable
from crpdph.model import Operation
from crpdph.question import Line, Question
from crpdph.results import Attempt, Checked, all_unknown
from crpdph.waiting import BACKOFF_S
from vocabulary.errors import ToolkitError

CLOSED_NOW, LIMIT_REACHED, STOPPED = "closed", "limit_reached", "stopped"
Waits = Callable[[datetime], None]
_TRY_LATER: Final = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Who asks, why and for which case: what every action of a check says.

    Attributes:
        actor: The natural person, with a staff authorisation.
        case: Number of the case (znak sprawy).
        purpose: From the closed list of this register.
        justification: Free text; required where the purpose is another case.
        basis: Provisions it rests on.
        order: The standing order it runs under, when nobody sits there.
    """

    actor: Actor
    case: str
    purpose: Purpose
    justification: str = ""
    basis: tuple[LegalBasis, ...] = (LegalBasis.ZDPH_106A, LegalBasis.ZDPH_109)
    order: StandingOrder | None = None


class Run:
    """One check on its way: what all of its requests share."""

    def __init__(
        self,
        grounds: Grounds,
        register: Crpdph,
        trail: AuditTrail,
        *,
        patient: bool,
        waits: Waits,
    ) -> None:
        self._grounds = grounds
        self._register = register
        self._trail = trail
        self._patient = patient
        self._waits = waits
        self._told_until: datetime | None = None
        self._telling = Lock()
        self._stopped = Event()

    def stop(self) -> None:
        """Let no request begin from now on; those on their way come to their end."""
        self._stopped.set()

    def ask(self, question: Question) -> dict[Line, Checked] | ToolkitError:
        """Ask one request; an error is given back, so that others are not lost."""
        try:
            attempt = self.attempt(question)
        except ToolkitError as refused:
            return refused
        if attempt.performed is not None:
            return self.results(attempt)
        return all_unknown(
            question,
            attempt.reason,
            intent_id=attempt.intent_id,
            retry_at=attempt.retry_at,
            detail=attempt.detail,
        )

    def attempt(self, question: Question) -> Attempt:
        """Ask until answered; who is not patient is told when to come back."""
        register, ref, failures = self._register, None, 0
        while not self._stopped.is_set():
            retry_at = opens_at(register.clock())
            reason = CLOSED_NOW
            lost = Attempt()
            if retry_at is None:
                try:
                    with register.limiter.slot():
                        # Waiting for the slot took time: the register may have closed.
                        retry_at = opens_at(register.clock())
                        if retry_at is None and not self._stopped.is_set():
                            return self._send(question, ref)
                except LimitReached as full:
                    retry_at, reason = full.retry_at, LIMIT_REACHED
                except OutcomeUnknown as silence:
                    ref, reason = silence.intent_id, silence.reason
                    retry_at = _again_at(silence, register.clock(), failures)
                    failures += 1
                    lost = Attempt(intent_id=ref, detail=silence.detail)
            if not self._patient or retry_at is None or failures > len(BACKOFF_S):
                return replace(lost, reason=reason, retry_at=retry_at)
            self._wait(retry_at)
        return Attempt(intent_id=ref or "", reason=STOPPED)

    def _wait(self, until: datetime) -> None:
        """Wait, and say so; four threads that wait for the same minute say it once."""
        minute = until.replace(second=0, microsecond=0)
        with self._telling:
            if minute != self._told_until:
                self._told_until = minute
                self._waits(until)
        self._register.waiting.until(until, self._register.clock, self._stopped)

    def _send(self, question: Question, ref: str | None) -> Attempt:
        """Book a request and make it; what is denied has sent nothing, and is free."""
        limiter = self._register.limiter
        booking = limiter.take()
        try:
            return self._perform(question, self._register.ask(question), ref)
        except ActionDenied:
            limiter.give_back(booking)
            raise

    def read_kept(self, question: Question, cited: str) -> dict[Line, Checked]:
        """Answer from what an action of today kept; nothing, when it cannot be read."""
        attempt = self.attempt_kept(question, cited)
        return {} if attempt.performed is None else self.results(attempt)

    def attempt_kept(self, question: Question, cited: str) -> Attempt:
        """Read a kept answer as an action that cites it."""
        exchange = KeptExchange(question, self._trail.evidence, self._register.clock)
        try:
            return self._perform(question, exchange, cited, source="cache")
        except OutcomeUnknown as gone:
            return Attempt(
                intent_id=gone.intent_id, reason=gone.reason, detail=gone.detail
            )

    def results(self, attempt: Attempt) -> dict[Line, Checked]:
        """Say what an answered attempt says of each line."""
        reply = attempt.performed.answer if attempt.performed else None
        return {
            judged.line: Checked(
                judged=judged,
                intent_id=attempt.intent_id,
                source=attempt.source,
                drift=reply.answer.drift if reply else (),
                is_remembered=attempt.is_remembered,
            )
            for judged in (reply.judged if reply else ())
        }

    def _perform(
        self,
        question: Question,
        exchange: RegisterExchange | KeptExchange,
        ref: str | None,
        *,
        source: str = "register",
    ) -> Attempt:
        register, trail, at = self._register, self._trail, self._register.clock()
        done = perform(self._action(question, ref), exchange, trail=trail)
        try:
            register.known.remember(
                done.answer.judged,
                operation=question.operation,
                register_day=register_day(at),
                at=at,
                intent_id=done.intent_id,
                key=trail.current_key(),
            )
            is_remembered = True
        except MemoryUnusable:  # answered, proved and logged: no reason to withhold it
            is_remembered = False
        return Attempt(
            performed=done,
            intent_id=done.intent_id,
            source=source,
            is_remembered=is_remembered,
        )

    def _action(self, question: Question, ref: str | None) -> Action:
        grounds = self._grounds
        listing = question.operation is Operation.SEZNAM
        return Action(
            actor=grounds.actor,
            authority=self._trail.office.authority,
            capacity=Capacity.BUYER,
            system=System.CRPDPH,
            operation=question.operation.value,
            purpose=grounds.purpose,
            basis=grounds.basis,
            justification=grounds.justification,
            case=grounds.case,
            subjects=() if listing else question.dics,
            ref=ref,
            order=grounds.order,
        )


def _again_at(silence: OutcomeUnknown, now: datetime, failures: int) -> datetime | None:
    """Say when a failed request may be repeated; None: a repeat would fail too."""
    cause = silence.__cause__
    if isinstance(cause, RegisterClosed):
        return next_night_ends(now)
    busy = isinstance(cause, HttpStatus) and cause.status in _TRY_LATER
    if busy or isinstance(cause, RegisterUnavailable | TimedOut | Unreachable):
        pause_s = BACKOFF_S[min(failures, len(BACKOFF_S) - 1)]
        return now + timedelta(seconds=pause_s)
    return None
