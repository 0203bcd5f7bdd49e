"""What a step touches, by number and not by name, though no number is in its id. Pure.

    plan, file, key -> the same plan, each step known by whom and what it touches

Whoever renames a holder or a unit in the files while a grant is under way is not to be
granted the same once more: what another plan has sent is known by the target of its
steps (`ksef.plan.steps.target_of`). It is keyed, as a bare hash of a PESEL can be
guessed, and stands in plans and in the log.
"""

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Final

from ksef.access.parties import Json, typed
from ksef.plan.asking import Asking, asking_of
from ksef.plan.desired import Desired
from ksef.plan.model import Act, Plan, Step
from ksef.plan.steps import words_of

_CHARS: Final = 16


def with_targets(plan: Plan, desired: Desired, *, key: bytes) -> Plan:
    """Give each step of a plan an id that begins with what it touches.

    Args:
        plan: As `ksef.plan.diff.plan` makes it.
        desired: The file that it was made of.
        key: 32 random bytes that only the office has; never in the plan.
    """
    asking = asking_of(plan, desired)
    names = {
        step.id: f"{_target(step, plan, asking, key)}-{words_of(step.id)}"
        for step in plan.steps
    }
    return replace(
        plan,
        steps=tuple(replace(each, id=names[each.id]) for each in plan.steps),
        lines=tuple(
            replace(each, step=names[each.step]) if each.step else each
            for each in plan.lines
        ),
    )


def _target(step: Step, plan: Plan, asking: Asking, key: bytes) -> str:
    if step.act is Act.REVOKE:  # a stranger may be named otherwise next time
        whom: list[Json | str | None] = [step.permission_id]
    else:
        holder = asking.desired.parties[step.who]
        refs = (step.who, step.unit, step.client)
        whom = [type(holder).__name__, *(_number(each, plan, asking) for each in refs)]
    said = [step.act, step.kind, typed(asking.context(step)), whom]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()[:_CHARS]


def _number(ref: str | None, plan: Plan, asking: Asking) -> Json | str | None:
    """Give what a reference stands for; of a unit that is to come, its name.

    A number that we propose may be another's in the next plan.
    """
    party = asking.desired.parties.get(ref or "")
    number = None if party is None else party.identifier
    return ref if number is None or ref in plan.proposals else typed(number)
