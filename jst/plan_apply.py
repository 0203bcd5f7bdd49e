"""[2-3] Do the steps of an approved plan: each once, in order, and again after a death.

    how it ended (jst.plan_settle) -> not sent, refused, or seen nowhere: send

Promises
    - What the log says of a step is asked before it is sent, and inside the log's lock.
    - Nothing is granted to whom an offboarding has begun since the plan was made.
    - A step whose end nobody knows is looked for in KSeF before it is sent again.
    - Where KSeF shows something alike that may be a colleague's, nothing is sent: the
      step is AMBIGUOUS, for a person to look at.
    - A limit is waited for; nothing is sent beside it.

Not here: whether the plan may be done (jst.plan_approval), what it says (ksef.plan).
Why so: ADR-0011, ADR-0039.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from accountability.errors import OutcomeUnknown
from jst.apply_log import IN_DOUBT, Ended, Stage
from jst.errors_plan import PlanOutdated
from jst.ksef_contexts import UNREACHED
from jst.plan_leavers import left_since, require_staying
from jst.plan_settle import Settler
from jst.revoking import revoke
from ksef.access import permissions
from ksef.access.errors import KsefRefused
from ksef.access.operations import State
from ksef.plan.model import Act, Step

_FREE: Final = frozenset({Stage.NOT_SENT, Stage.REFUSED, Stage.UNKNOWN})
_TRIES: Final = 2


@dataclass
class Applier:
    """Does the steps of one plan, for one person.

    Attributes:
        settler: Knows the plan, enters its contexts, and finds out how steps ended.
        made_at: When the making of the plan began.
    """

    settler: Settler
    made_at: datetime

    def send(self) -> Iterator[Ended]:
        """Do what is left, step by step; what was done before is given, too.

        Raises:
            ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
            AskedAlready: Another process does the same plan.
        """
        for step in self.settler.plan.steps:
            try:
                yield self._brought(step)
            except OutcomeUnknown as lost:
                yield Ended(step=step, stage=Stage.UNKNOWN, reason=lost.reason)
            except PlanOutdated as left:
                in_doubt = self.settler.trace(step).stage in IN_DOUBT
                stage = Stage.UNKNOWN if in_doubt else Stage.STOPPED
                yield Ended(step=step, stage=stage, reason=left.code)
            except UNREACHED as refused:
                stage = self.settler.trace(step).stage
                yield Ended(step=step, stage=stage, reason=refused.code)

    def _brought(self, step: Step) -> Ended:
        """Bring a step to its end, as far as it can be told."""
        for _ in range(_TRIES):
            found = self.settler.settled(step)
            if found.stage not in _FREE:
                return Ended(step=step, stage=found.stage, reason=found.reason)
            try:
                done = self.settler.in_session(step, partial(self._sent, step))
            except OutcomeUnknown:
                continue  # it is looked for before it is sent once more
            except KsefRefused as no:
                return Ended(step=step, stage=Stage.REFUSED, reason=no.code)
            if done is State.DONE:
                return Ended(step=step, stage=Stage.DONE)
        found = self.settler.settled(step)
        return Ended(step=step, stage=found.stage, reason=found.reason)

    def _sent(self, step: Step) -> State:
        """Send a step."""
        before = self.settler.trace(step)
        acting = self.settler.acting(step, ref=before.intent_id, batch=True)
        asking = self.settler.asking
        if step.act is Act.GRANT:
            left = left_since(self.settler.trail, asking.desired, self.made_at)
            require_staying([step], asking.desired, left, made_at=self.made_at)
            request = asking.request(step)
            return permissions.grant(request, **acting).answer.state
        subjects = asking.subjects(step)
        done = revoke(step.kind, step.permission_id, subjects, **acting)
        return done.answer.state
