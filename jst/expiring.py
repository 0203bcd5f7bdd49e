"""[3] What permissions.toml says has ended is revoked, under a standing order.

both files -> every context read -> plan -> what has ended -> revocations
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

from jst.ksef_contexts import Contexts
from jst.leaving import Told
from jst.patience import patiently
from jst.plan_reading import NOT_DONE, read_actual
from jst.revoking import Revoked, not_done, revoke, taken
from ksef.access.operations import State
from ksef.plan.asking import asking_of
from ksef.plan.desired import Desired, Place
from ksef.plan.diff import plan
from ksef.plan.expiring import expired_steps
from ksef.plan.model import Plan, Step
from ksef.plan.places import with_internal_ids
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import Identifier

EXPIRED: Final = "ksef-expired"


def plan_of_today(desired: Desired, contexts: Contexts, *, told: Told) -> Plan:
    """Read every context of the file, and plan for today.

    Raises:
        ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
    """
    actual = read_actual(desired, contexts, told=told)
    return plan(desired, actual, on=warsaw_day(contexts.trail.clock()))


def revoke_expired(
    made: Plan, desired: Desired, contexts: Contexts
) -> Iterator[Revoked[Step]]:
    """Revoke what has ended, one after the other, as the limits let us.

    Run again, it finds the rest.

    Raises:
        ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
    """
    known = with_internal_ids(desired, made.internal_ids)
    asking = asking_of(made, desired)
    for step in expired_steps(made):
        place = known.places[step.place]
        act = partial(_revoke, step, place, asking.subjects(step), contexts)
        try:
            state = patiently(
                partial(contexts.in_session, place, act),
                clock=contexts.trail.clock,
                sleep=contexts.client.sleep,
            )
        except NOT_DONE as refused:
            yield not_done(step, refused)
        else:
            yield taken(step, state)


def _revoke(
    step: Step, place: Place, subjects: tuple[Identifier, ...], contexts: Contexts
) -> State:
    acting = contexts.to_change(place)
    done = revoke(step.kind, step.permission_id, subjects, **acting)
    return done.answer.state
