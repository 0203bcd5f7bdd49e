"""[2-4] Do the steps of an approved plan: each once, in order, and again after a death.

    trace in the log -> pending: ask the operation | unknown: query KSeF
                     -> not sent, refused, or seen nowhere: send -> trace in the log

Promises
    - What the log says of a step is asked before it is sent, and inside the log's lock.
    - What another plan has sent of the same is looked for before anything is sent.
    - A step whose end nobody knows is looked for in KSeF before it is sent again, and
      not before KSeF has had the time to carry it out (`SETTLES_S`).
    - Where KSeF shows something alike that may be a colleague's, nothing is sent: the
      step is AMBIGUOUS, for a person to look at.
    - A limit is waited for; nothing is sent beside it.

Not here: whether the plan may be done (jst.plan_approval), what it says (ksef.plan).
Why so: ADR-0011, ADR-0039.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar, cast

from accountability.errors import (
    OutcomeUnknown,
    RegisterRefused,
)
from accountability.trail import AuditTrail
from jst.apply_log import RECONCILED, Stage, Trace, elsewhere, field_of, trace
from jst.ksef_contexts import UNREACHED, Contexts
from jst.patience import patiently
from jst.plan_settle import stands
from jst.revoking import revoke
from ksef.access import permissions
from ksef.access.acting import Acting
from ksef.access.errors import (
    Gone,
    InputRefused,
    KsefRefused,
    NotKnown,
    OperationRefused,
)
from ksef.access.operations import State
from ksef.access.reconcile import Lost, Seen, reconcile
from ksef.access.requests import GrantOfAuthorisation
from ksef.plan.asking import Asking
from ksef.plan.desired import Place
from ksef.plan.model import Act, Plan, Step

T = TypeVar("T")
SETTLES_S: Final = 60.0
"""How long KSeF may take to carry out what it has accepted, before we look for it."""
_POLLS_S: Final = 60.0
_FORGOTTEN: Final = (Gone, NotKnown, InputRefused)
"""What KSeF answers of an operation that it does not know, or no longer."""
_FREE: Final = frozenset({Stage.NOT_SENT, Stage.REFUSED, Stage.UNKNOWN})
_ALIKE: Final = Seen.AMBIGUOUS
_TRIES: Final = 2


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
        contexts: How contexts are entered, by whom, why and for which case.
        sleep: Waits, in seconds.
    """

    plan: Plan
    digest: str
    asking: Asking
    contexts: Contexts
    sleep: Callable[[float], None]

    @property
    def trail(self) -> AuditTrail:
        """The log, which is the journal as well."""
        return self.contexts.trail

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
                self._settled(step, self.digest)
            except (*UNREACHED, OutcomeUnknown, RegisterRefused):
                continue  # it stays in doubt, and is told as such

    def settle_elsewhere(self, *, since: datetime) -> Mapping[str, Trace]:
        """Find out what became of our steps where other plans have sent them.

        Args:
            since: Earlier ones are not looked at.

        Returns:
            How they stand under the other plan, by the id of the step.

        Raises:
            ToolkitError: It cannot be found out; nothing has been sent.
        """
        steps = {step.id: step for step in self.plan.steps}
        with self.trail.log.reader() as reader:
            others = elsewhere(reader, self.digest, steps, since=since)
        return {
            name: self._settled(steps[name], digest) for name, digest in others.items()
        }

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
            except UNREACHED as refused:
                stage = self._trace(step).stage
                yield Ended(step=step, stage=stage, reason=refused.code)

    def _brought(self, step: Step) -> Ended:
        """Bring a step to its end, as far as it can be told."""
        for _ in range(_TRIES):
            found = self._settled(step, self.digest)
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
        found = self._settled(step, self.digest)
        return Ended(step=step, stage=found.stage, reason=found.reason)

    def _sent(self, step: Step) -> State:
        """Send a step, when the limits let us."""

        def once() -> State:
            before = self._trace(step)
            acting = self._acting(step, ref=before.intent_id, batch=True)
            if step.act is Act.GRANT:
                request = self.asking.request(step)
                return permissions.grant(request, **acting).answer.state
            subjects = self.asking.subjects(step)
            done = revoke(step.kind, step.permission_id, subjects, **acting)
            return done.answer.state

        return self._patiently(once)

    def _settled(self, step: Step, digest: str) -> Trace:
        """Ask KSeF about a step whose end nobody has seen, and note what it says."""
        found = self._trace(step, digest)
        if found.stage is Stage.PENDING and found.reference:
            seen = self._in_session(step, lambda: self._polled(step, found))
        elif found.stage in {Stage.PENDING, Stage.UNKNOWN}:
            seen = self._in_session(step, lambda: self._looked_for(step, found))
        else:
            return found
        known = self._trace(step, digest)
        return replace(known, stage=Stage.AMBIGUOUS) if seen is _ALIKE else known

    def _polled(self, step: Step, found: Trace) -> Seen | None:
        """Ask how an accepted operation ended; where KSeF cannot tell, look for it.

        It keeps operations for 30 days.
        """

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
        except (OutcomeUnknown, *_FORGOTTEN):
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

    def _trace(self, step: Step, digest: str = "") -> Trace:
        with self.trail.log.reader() as reader:
            return trace(reader, digest or self.digest, step.id)

    def _acting(self, step: Step, *, ref: str, batch: bool = False) -> Acting:
        """Say who does a step, and by which basis of the office."""
        acting = self.contexts.to_change(self._place(step))
        grounds = replace(
            acting["grounds"],
            mandate=step.basis or self.contexts.mandate,
            ref=ref or None,
            batch=field_of(self.digest, step.id) if batch else None,
        )
        return {**acting, "grounds": grounds}

    def _in_session(self, step: Step, act: Callable[[], T]) -> T:
        return self.contexts.in_session(self._place(step), act)

    def _place(self, step: Step) -> Place:
        return self.asking.desired.places[step.place]

    def _patiently(self, act: Callable[[], T]) -> T:
        """Do something as soon as KSeF's limits let us."""
        return patiently(act, clock=self.trail.clock, sleep=self.sleep)
