"""[2-4] Do the steps of an approved plan: each once, in order, and again after a death.

    trace in the log -> pending: ask the operation | unknown: query KSeF
                     -> not sent, refused, or seen nowhere: send -> trace in the log

Promises
    - What the log says of a step is asked before it is sent, and inside the log's lock.
    - What another plan has sent of the same, in whatever words, is looked for before
      anything is sent.
    - Nothing is granted to whom an offboarding has begun since the plan was made.
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
from functools import partial
from typing import Final, TypeVar, cast

from accountability.errors import (
    OutcomeUnknown,
    RegisterRefused,
)
from accountability.trail import AuditTrail
from jst.apply_log import (
    RECONCILED,
    Ended,
    Sent,
    Stage,
    Trace,
    elsewhere,
    field_of,
    trace,
)
from jst.errors_plan import PlanOutdated
from jst.ksef_contexts import UNREACHED, Contexts
from jst.patience import SETTLES_S, patiently
from jst.plan_leavers import left_since, require_staying
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
_POLLS_S: Final = 60.0
_FORGOTTEN: Final = (Gone, NotKnown, InputRefused)
"""What KSeF answers of an operation that it does not know, or no longer."""
_FREE: Final = frozenset({Stage.NOT_SENT, Stage.REFUSED, Stage.UNKNOWN})
_IN_DOUBT: Final = frozenset({Stage.PENDING, Stage.UNKNOWN})
_ALIKE: Final = Seen.AMBIGUOUS
_TRIES: Final = 2


@dataclass
class Applier:
    """Does the steps of one plan, for one person.

    Attributes:
        digest: Of the plan, as its entries name it.
        made_at: When the making of the plan began.
        asking: Turns steps into requests.
        contexts: How contexts are entered, by whom, why and for which case.
        sleep: Waits, in seconds.
    """

    plan: Plan
    digest: str
    made_at: datetime
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

    def settle_elsewhere(self, *, since: datetime) -> Mapping[str, tuple[Trace, ...]]:
        """Find out what became of what other plans have sent of the same.

        Args:
            since: Earlier ones are not looked at.

        Returns:
            How their steps stand, by the id of ours.

        Raises:
            ToolkitError: It cannot be found out; nothing has been sent.
        """
        steps = {step.id: step for step in self.plan.steps}
        with self.trail.log.reader() as reader:
            others = elsewhere(reader, self.digest, steps, since=since)
        return {
            name: tuple(self._settled_theirs(steps[name], each) for each in sent)
            for name, sent in others.items()
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
            except PlanOutdated as left:
                in_doubt = self._trace(step).stage in _IN_DOUBT
                stage = Stage.UNKNOWN if in_doubt else Stage.STOPPED
                yield Ended(step=step, stage=stage, reason=left.code)
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
        """Send a step."""
        before = self._trace(step)
        acting = self._acting(step, ref=before.intent_id, batch=True)
        if step.act is Act.GRANT:
            left = left_since(self.trail, self.made_at)
            desired, made_at = self.asking.desired, self.made_at
            require_staying([step], desired, left, made_at=made_at)
            request = self.asking.request(step)
            return permissions.grant(request, **acting).answer.state
        subjects = self.asking.subjects(step)
        done = revoke(step.kind, step.permission_id, subjects, **acting)
        return done.answer.state

    def _settled(self, step: Step, digest: str) -> Trace:
        """Ask KSeF about a step whose end nobody has seen, and note what it says."""
        found = self._trace(step, digest)
        if found.stage not in _IN_DOUBT:
            return found
        seen = self._in_session(step, lambda: self._asked(step, found))
        known = self._trace(step, digest)
        return replace(known, stage=Stage.AMBIGUOUS) if seen is _ALIKE else known

    def _settled_theirs(self, step: Step, sent: Sent) -> Trace:
        """Ask KSeF about what another plan has sent of the same.

        In other words than ours it cannot be looked for: we do not know what it asked.
        What is UNKNOWN then is given its time, and shows when KSeF is read again.
        """
        if sent.step == step.id:
            return self._settled(step, sent.plan)
        theirs = replace(step, id=sent.step)
        found = self._trace(theirs, sent.plan)
        if found.stage is Stage.PENDING and found.reference:
            self._in_session(step, lambda: self._polled(step, found))
        elif found.stage is Stage.UNKNOWN and found.sent_at is not None:
            self._let_settle(found.sent_at)
        return self._trace(theirs, sent.plan)

    def _asked(self, step: Step, found: Trace) -> Seen | None:
        """Ask how it ended, or where KSeF cannot tell, look for it."""
        accepted = found.stage is Stage.PENDING and found.reference
        if accepted and self._polled(step, found):
            return None
        return self._looked_for(step, found)

    def _polled(self, step: Step, found: Trace) -> bool:
        """Ask how an accepted operation ended; False where KSeF cannot tell.

        It keeps operations for 30 days.
        """
        acting = self._acting(step, ref=found.intent_id)
        try:
            done = permissions.operation_status(
                found.reference, wait_s=_POLLS_S, **acting
            )
        except OperationRefused:
            self._note(found, Stage.REFUSED)
        except (OutcomeUnknown, *_FORGOTTEN):
            return False
        else:
            if done.answer.state is State.DONE:
                self._note(found, Stage.DONE)
        return True

    def _looked_for(self, step: Step, found: Trace) -> Seen | None:
        """Look whether KSeF shows what a lost step asked for."""
        acting, sent_at = self._acting(step, ref=found.intent_id), found.sent_at
        if sent_at is None:
            return None
        self._let_settle(sent_at)
        request = None if step.act is Act.REVOKE else self.asking.request(step)
        if request is None or isinstance(request, GrantOfAuthorisation):
            if stands(step, self.asking, acting) is (step.act is Act.GRANT):
                self._note(found, Stage.DONE)
            return None
        lost = cast("Lost", request)  # the others are what a plan never asks for
        return reconcile(found.intent_id, lost, asked_at=sent_at, **acting).seen

    def _let_settle(self, sent_at: datetime) -> None:
        """Give KSeF the time to carry out what it may have accepted."""
        settled = sent_at + timedelta(seconds=SETTLES_S)
        if (left := (settled - self.trail.clock()).total_seconds()) > 0:
            self.sleep(left)

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
        """Do something in a step's context as soon as KSeF's limits let us.

        Also a login, where the session has ended, waits for them.
        """
        return patiently(
            partial(self.contexts.in_session, self._place(step), act),
            clock=self.trail.clock,
            sleep=self.sleep,
        )

    def _place(self, step: Step) -> Place:
        return self.asking.desired.places[step.place]
