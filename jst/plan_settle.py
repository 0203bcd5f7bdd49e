"""[4] How the steps of a plan ended that were sent before: asked, never sent again.

    trace in the log -> pending: ask the operation | unknown: query KSeF -> the log

Promises
    - What another plan has sent of the same, in whatever words, is looked for as well.
    - A step is not looked for in KSeF before it has had the time to carry it out
      (`SETTLES_S`).
    - A limit is waited for; nothing is asked beside it.

Not here: sending (jst.plan_apply), what the log has of a step (jst.apply_log).
Why so: ADR-0039.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar, cast

from accountability.errors import OutcomeUnknown, RegisterRefused
from accountability.trail import AuditTrail
from jst.apply_log import (
    IN_DOUBT,
    Sent,
    Stage,
    Trace,
    elsewhere,
    field_of,
    trace,
)
from jst.ksef_contexts import UNREACHED, Contexts
from jst.patience import SETTLES_S, patiently
from ksef.access import queries
from ksef.access.acting import Acting
from ksef.access.errors import OperationRefused, RequestInvalid
from ksef.access.reconcile import Lost, Seen, reconcile
from ksef.access.requests import GrantOfAuthorisation
from ksef.access.resuming import FORGOTTEN, RECONCILED, resume
from ksef.plan.actual import INACTIVE, Kind
from ksef.plan.asking import Asking
from ksef.plan.desired import Place
from ksef.plan.model import Act, Plan, Step

T = TypeVar("T")
_POLLS_S: Final = 60.0
_ALIKE: Final = Seen.AMBIGUOUS


@dataclass(frozen=True, kw_only=True)
class Settler:
    """Finds out how the steps of one plan ended, for one person.

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

    def settle(self) -> None:
        """Find out what became of the steps whose end nobody has seen.

        Raises:
            ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
        """
        for step in self.plan.steps:
            try:
                self.settled(step)
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

    def settled(self, step: Step, digest: str = "") -> Trace:
        """Ask KSeF about a step whose end nobody has seen, and note what it says.

        Args:
            step: The step.
            digest: The plan under which it was sent; empty: this one.

        Raises:
            ToolkitError: It cannot be found out.
        """
        found = self.trace(step, digest)
        if found.stage not in IN_DOUBT:
            return found
        seen = self.in_session(step, lambda: self._asked(step, found))
        known = self.trace(step, digest)
        return replace(known, stage=Stage.AMBIGUOUS) if seen is _ALIKE else known

    def traces(self) -> Mapping[str, Trace]:
        """Say how far each step is, by its id."""
        with self.trail.log.reader() as reader:
            return {
                step.id: trace(reader, self.digest, step.id) for step in self.plan.steps
            }

    def trace(self, step: Step, digest: str = "") -> Trace:
        """Say how far a step is, by the log alone; see `settled`."""
        with self.trail.log.reader() as reader:
            return trace(reader, digest or self.digest, step.id)

    def acting(self, step: Step, *, ref: str, batch: bool = False) -> Acting:
        """Say who does a step, and by which basis of the office.

        Args:
            step: The step.
            ref: The action that asked for it before; empty: none has.
            batch: It is sent, and no question about it.
        """
        acting = self.contexts.to_change(self._place(step))
        grounds = replace(
            acting["grounds"],
            mandate=step.basis or self.contexts.mandate,
            ref=ref or None,
            batch=field_of(self.digest, step.id) if batch else None,
        )
        return {**acting, "grounds": grounds}

    def in_session(self, step: Step, act: Callable[[], T]) -> T:
        """Do something in a step's context as soon as KSeF's limits let us.

        Also a login, where the session has ended, waits for them.
        """
        return patiently(
            partial(self.contexts.in_session, self._place(step), act),
            clock=self.trail.clock,
            sleep=self.sleep,
        )

    def _settled_theirs(self, step: Step, sent: Sent) -> Trace:
        """Ask KSeF about what another plan has sent of the same.

        In other words than ours it cannot be looked for: we do not know what it asked.
        What is UNKNOWN then is given its time, and shows when KSeF is read again.
        """
        if sent.step == step.id:
            return self.settled(step, sent.plan)
        theirs = replace(step, id=sent.step)
        found = self.trace(theirs, sent.plan)
        if found.stage is Stage.PENDING and found.reference:
            self.in_session(step, lambda: self._polled(step, found))
        elif found.stage is Stage.UNKNOWN and found.sent_at is not None:
            self._let_settle(found.sent_at)
        return self.trace(theirs, sent.plan)

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
        acting = self.acting(step, ref=found.intent_id)
        try:
            resume(found.intent_id, wait_s=_POLLS_S, **acting)
        except (OutcomeUnknown, *FORGOTTEN):
            return False
        except (OperationRefused, RequestInvalid):
            pass  # it has ended, and the log says so: now, or by another process
        return True

    def _looked_for(self, step: Step, found: Trace) -> Seen | None:
        """Look whether KSeF shows what a lost step asked for."""
        acting, sent_at = self.acting(step, ref=found.intent_id), found.sent_at
        if sent_at is None:
            return None
        self._let_settle(sent_at)
        if step.act is Act.REVOKE:
            done = step.permission_id not in _ids(step.kind, acting)
        elif isinstance(request := self.asking.request(step), GrantOfAuthorisation):
            done = _is_authorised(request, acting)
        else:
            lost = cast("Lost", request)  # the others are what a plan never asks for
            return reconcile(found.intent_id, lost, asked_at=sent_at, **acting).seen
        if done:
            self.trail.corrected(found.intent_id, {RECONCILED: Stage.DONE.value})
        return None

    def _let_settle(self, sent_at: datetime) -> None:
        """Give KSeF the time to carry out what it may have accepted."""
        settled = sent_at + timedelta(seconds=SETTLES_S)
        if (left := (settled - self.trail.clock()).total_seconds()) > 0:
            self.sleep(left)

    def _place(self, step: Step) -> Place:
        return self.asking.desired.places[step.place]


def _is_authorised(request: GrantOfAuthorisation, acting: Acting) -> bool:
    """Tell whether an authorisation stands in KSeF now."""
    return any(
        item.authorized_entity_identifier.party() == request.subject
        and item.authorisation_scope == request.permission
        for done in queries.authorisations(**acting)
        for item in done.answer.items
    )


def _ids(kind: Kind, acting: Acting) -> set[str]:
    """Give the ids of the permissions of a kind that stand in KSeF now."""
    if kind is Kind.REPRESENTATIVE:
        return {
            item.id for done in queries.subunits(**acting) for item in done.answer.items
        }
    if kind is Kind.AUTHORISATION:
        return {
            item.id
            for done in queries.authorisations(**acting)
            for item in done.answer.items
        }
    return {
        item.id
        for done in queries.persons(**acting)
        for item in done.answer.items
        if item.permission_state != INACTIVE
    }
