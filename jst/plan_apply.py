"""[2-4] Do the steps of an approved plan: each once, in order, and again after a death.

    trace in the log -> pending: ask the operation | unknown: query KSeF
                     -> not sent, refused, or seen nowhere: send -> trace in the log

Promises
    - What the log says of a step is asked before it is sent, and inside the log's lock.
    - A step whose end nobody knows is looked for in KSeF before it is sent again, and
      not before KSeF has had the time to carry it out (`SETTLES_S`).
    - Where KSeF shows something alike that may be a colleague's, nothing is sent: the
      step is AMBIGUOUS, for a person to look at.
    - A limit is waited for; nothing is sent beside it.

Not here: whether the plan may be done (jst.plan_approval), what it says (ksef.plan).
Why so: ADR-0011, ADR-0039.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, TypeVar, cast

from accountability.errors import (
    OutcomeUnknown,
    RegisterRefused,
    TransportError,
)
from accountability.trail import AuditTrail
from certs.errors import CertsError
from jst.apply_log import RECONCILED, Stage, Trace, field_of, trace
from jst.errors import CredentialsInvalid
from jst.patience import patiently
from jst.plan_settle import stands
from ksef.access import permissions
from ksef.access.acting import Acting, Grounds
from ksef.access.errors import (
    KsefRefused,
    NotAuthenticated,
    OperationRefused,
    SessionUnusable,
)
from ksef.access.operations import State
from ksef.access.reconcile import Lost, Seen, reconcile
from ksef.access.requests import GrantOfAuthorisation
from ksef.errors import KsefError
from ksef.plan.asking import Asking
from ksef.plan.desired import Place
from ksef.plan.model import Act, Plan, Step

T = TypeVar("T")
SETTLES_S: Final = 60.0
"""How long KSeF may take to carry out what it has accepted, before we look for it."""
_POLLS_S: Final = 60.0
_FREE: Final = frozenset({Stage.NOT_SENT, Stage.REFUSED, Stage.UNKNOWN})
_ALIKE: Final = Seen.AMBIGUOUS
_TRIES: Final = 2
_UNREACHED: Final = (CertsError, CredentialsInvalid, KsefError, TransportError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a step stands when we stop.

    Attributes:
        reason: A public code, where it is not done.
    """

    step: Step
    stage: Stage
    reason: str = ""


@dataclass
class Applier:
    """Does the steps of one plan, for one person.

    Attributes:
        digest: Of the plan, as its entries name it.
        asking: Turns steps into requests.
        enter: Logs in to the context of a place.
        grounds: Who acts, why and for which case.
        sleep: Waits, in seconds.
    """

    plan: Plan
    digest: str
    asking: Asking
    trail: AuditTrail
    enter: Callable[[Place], Acting]
    grounds: Grounds
    sleep: Callable[[float], None]
    _entered: dict[str, Acting] = field(default_factory=dict)

    def traces(self) -> Mapping[str, Trace]:
        """Say how far each step is, by its id."""
        with self.trail.log.reader() as reader:
            return {
                step.id: trace(reader, self.digest, step.id) for step in self.plan.steps
            }

    def settle(self) -> None:
        """Find out what became of the steps whose end nobody has seen; sends nothing.

        Raises:
            ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
        """
        for step in self.plan.steps:
            try:
                self._settled(step)
            except (*_UNREACHED, OutcomeUnknown, RegisterRefused):
                continue  # it stays in doubt, and is told as such

    def send(self) -> Iterator[Ended]:
        """Do what is left, step by step; what was done before is given, too.

        Raises:
            ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
            AskedAlready: Another process does the same plan.
        """
        for step in self.plan.steps:
            try:
                yield self._brought(step)
            except OutcomeUnknown as lost:
                yield Ended(step=step, stage=Stage.UNKNOWN, reason=lost.reason)
            except _UNREACHED as refused:
                stage = self._trace(step).stage
                yield Ended(step=step, stage=stage, reason=refused.code)

    def _brought(self, step: Step) -> Ended:
        """Bring a step to its end, as far as it can be told."""
        for _ in range(_TRIES):
            found = self._settled(step)
            if found.stage not in _FREE:
                return Ended(step=step, stage=found.stage, reason=found.reason)
            try:
                done = self._in_session(step, lambda: self._sent(step))
            except OutcomeUnknown:
                continue  # it is looked for before it is sent once more
            except KsefRefused as no:
                return Ended(step=step, stage=Stage.REFUSED, reason=no.code)
            if done is State.DONE:
                return Ended(step=step, stage=Stage.DONE)
        found = self._settled(step)
        return Ended(step=step, stage=found.stage, reason=found.reason)

    def _sent(self, step: Step) -> State:
        """Send a step, when the limits let us."""

        def once() -> State:
            before = self._trace(step)
            acting = self._acting(step, ref=before.intent_id, batch=True)
            if step.act is Act.GRANT:
                request = self.asking.request(step)
                return permissions.grant(request, **acting).answer.state
            revoke = permissions.revoke_common
            if step.endpoint == "revoke_authorization":
                revoke = permissions.revoke_authorisation
            subjects = self.asking.subjects(step)
            return revoke(step.permission_id, subjects, **acting).answer.state

        return self._patiently(once)

    def _settled(self, step: Step) -> Trace:
        """Ask KSeF about a step whose end nobody has seen, and note what it says."""
        found = self._trace(step)
        if found.stage is Stage.PENDING and found.reference:
            seen = self._in_session(step, lambda: self._polled(step, found))
        elif found.stage in {Stage.PENDING, Stage.UNKNOWN}:
            seen = self._in_session(step, lambda: self._looked_for(step, found))
        else:
            return found
        known = self._trace(step)
        return replace(known, stage=Stage.AMBIGUOUS) if seen is _ALIKE else known

    def _polled(self, step: Step, found: Trace) -> Seen | None:
        """Ask how an accepted operation ended; where KSeF cannot tell, look for it."""

        def ask() -> State:
            done = permissions.operation_status(
                found.reference,
                wait_s=_POLLS_S,
                **self._acting(step, ref=found.intent_id),
            )
            return done.answer.state

        try:
            state = self._patiently(ask)
        except OperationRefused:
            self._note(found, Stage.REFUSED)
        except OutcomeUnknown:
            return self._looked_for(step, found)
        else:
            if state is State.DONE:
                self._note(found, Stage.DONE)
        return None

    def _looked_for(self, step: Step, found: Trace) -> Seen | None:
        """Look whether KSeF shows what a lost step asked for."""
        acting = self._acting(step, ref=found.intent_id)
        clock, sent_at = self.trail.clock, found.sent_at
        if sent_at is None:
            return None
        settled = sent_at + timedelta(seconds=SETTLES_S)
        if (left := (settled - clock()).total_seconds()) > 0:
            self.sleep(left)
        request = None if step.act is Act.REVOKE else self.asking.request(step)
        if request is None or isinstance(request, GrantOfAuthorisation):
            there = self._patiently(lambda: stands(step, self.asking, acting))
            if there is (step.act is Act.GRANT):
                self._note(found, Stage.DONE)
            return None
        lost = cast("Lost", request)  # the others are what a plan never asks for
        return self._patiently(
            lambda: reconcile(found.intent_id, lost, asked_at=sent_at, **acting)
        ).seen

    def _note(self, found: Trace, stage: Stage) -> None:
        self.trail.corrected(found.intent_id, {RECONCILED: stage.value})

    def _trace(self, step: Step) -> Trace:
        with self.trail.log.reader() as reader:
            return trace(reader, self.digest, step.id)

    def _acting(self, step: Step, *, ref: str, batch: bool = False) -> Acting:
        """Say who does a step, and by which basis of the office."""
        if step.place not in self._entered:
            self._entered[step.place] = self.enter(
                self.asking.desired.places[step.place]
            )
        grounds = replace(
            self.grounds,
            mandate=step.basis or self.grounds.mandate,
            ref=ref or None,
            batch=field_of(self.digest, step.id) if batch else None,
        )
        return {**self._entered[step.place], "grounds": grounds}

    def _in_session(self, step: Step, act: Callable[[], T]) -> T:
        """Do something at KSeF; where the session has ended, log in anew, once."""
        try:
            return act()
        except (NotAuthenticated, SessionUnusable):
            self._entered.pop(step.place, None)
            return act()

    def _patiently(self, act: Callable[[], T]) -> T:
        """Do something as soon as KSeF's limits let us."""
        return patiently(act, clock=self.trail.clock, sleep=self.sleep)
