"""May G grant, change or revoke it in the system (§ 3 ust. 1)?

A grant, and a change, asks who may hold: one grants what one may name for. Revoking
asks only for the power of whoever manages permissions there, since what should never
have been held has to be taken back too; an entity, a buyer and a unit, who name without
managing, take back what they may give. What is held by law is given by nobody, and
nobody takes it away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from ksef.law import differences
from ksef.law.bodies import UNITS
from ksef.law.decision import Answer, Decision, Followed
from ksef.law.dzu_2021_2481 import in_the_system, permission_kinds
from ksef.law.dzu_2021_2481.act import END
from ksef.law.dzu_2025_1815 import in_the_system as in_the_system_1815
from ksef.law.grants import BY_LAW, HOLDERS
from ksef.law.holding import decide_hold, held_by_law, kind_asked_for
from ksef.law.question import MayGrant, MayHold
from ksef.law.weigh import weigh
from ksef.model import Holder, Namer, Permission, Step

_IN_SYSTEM: Final = (*in_the_system.CLAUSES, *in_the_system_1815.CLAUSES)
_ITSELF: Final[Mapping[Namer, Holder]] = {
    Namer.ENFORCEMENT_AUTHORITY: Holder.ENFORCEMENT_AUTHORITY,
    Namer.BAILIFF: Holder.BAILIFF,
}
_ONLY_NAME: Final = frozenset({Namer.UNIT, Namer.DESIGNATED_ENTITY, Namer.BUYER})
_BEST_FIRST: Final = (
    Answer.NOT_APPLICABLE,
    Answer.YES,
    Answer.CANNOT_TELL,
    Answer.NOT_IN_FORCE,
    Answer.NO,
)


def decide_grant(question: MayGrant, on: date, followed: Followed) -> Decision:
    """Decide whether the party may take the step in the system (§ 3 ust. 1)."""
    hold = _hold(question)
    if question.holder in BY_LAW:
        return held_by_law(hold, on, followed)
    if question.step is Step.REVOKE:
        held = _power(question, on, followed)
    else:
        held = decide_hold(hold, on, followed)
        told = (*held.system_differs, *differences.of_grant(question))
        held = replace(held, system_differs=tuple(dict.fromkeys(told)))
    if held.answer is not Answer.YES:
        return held
    if question.step is Step.CHANGE and on >= END:
        old = (permission_kinds.MANAGE, in_the_system.IN_SYSTEM)
        return replace(held, answer=Answer.NOT_IN_FORCE, decided_by=old, readings=())
    return _verified(question, held, on)


def _verified(question: MayGrant, held: Decision, on: date) -> Decision:
    """Ask for the verification of permissions besides the power."""
    checked = weigh(question, on, _IN_SYSTEM)
    is_yes = checked.answer is Answer.YES
    return replace(
        held,
        answer=checked.answer,
        decided_by=(*(held.decided_by if is_yes else ()), *checked.decided_by),
        turns_on=checked.turns_on,
        considered=checked.considered,
        missing=checked.missing,
        readings=held.readings if is_yes else (),
    )


def _hold(question: MayGrant) -> MayHold:
    return MayHold(
        permission=question.permission,
        holder=question.holder,
        context=question.context,
        named_by=question.granted_by,
        as_representative=question.as_representative,
        entity_named_by=question.entity_named_by,
    )


def _power(question: MayGrant, on: date, followed: Followed) -> Decision:
    """Decide by the best of the powers that whoever revokes may have."""
    kind = kind_asked_for(_hold(question), on, followed)
    if isinstance(kind, Decision):
        return kind
    found = [decide_hold(each, on, followed) for each in _powers(question)]
    best = min(found, key=lambda each: _BEST_FIRST.index(each.answer))
    return replace(best, readings=(), system_differs=())


def _powers(question: MayGrant) -> Iterator[MayHold]:
    """List what gives the power: to manage there oneself, or to name for it.

    A taxpayer, and an administrator for him, manages wherever he may name. Who names
    without managing takes back what he may give, and nothing else.
    """
    by, context = question.granted_by, question.context
    if by in _ONLY_NAME:
        yield _hold(question)
        return
    if by in _ITSELF:
        yield MayHold(permission=Permission.MANAGE, holder=_ITSELF[by], context=context)
    if by is Namer.REPRESENTATIVE and context in UNITS | {None}:
        yield MayHold(
            permission=Permission.MANAGE,
            holder=Holder.NATURAL_PERSON,
            context=context,
            named_by=Namer.TAXPAYER,
            as_representative=True,
        )
    for holder in sorted(HOLDERS):
        for represents in (False, True):
            yield replace(_hold(question), holder=holder, as_representative=represents)
