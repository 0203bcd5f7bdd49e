"""May X hold it (§ 2)?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ksef.law import differences
from ksef.law.bodies import BODIES_106C
from ksef.law.clause import Clause
from ksef.law.decision import Answer, Decision, Followed, InvoiceKinds
from ksef.law.differences import legal_kind
from ksef.law.dzu_2021_2481 import (
    invoice_holders,
    managers,
    passed_on,
    permission_kinds,
    self_billing,
)
from ksef.law.dzu_2021_2481.act import END
from ksef.law.dzu_2025_1815 import holders
from ksef.law.dzu_2025_1815 import permission_kinds as kinds_1815
from ksef.law.filing import decide_filing
from ksef.law.question import ByZawFa, MayHold
from ksef.law.readings import of_kinds, of_zawfa
from ksef.law.truth import Truth, is_in
from ksef.law.weigh import Weighed, nearest, weigh
from ksef.model import (
    INVOICE_KINDS,
    Body,
    Holder,
    Permission,
    SystemPermission,
    Way,
)
from vocabulary.law import Rule

_INVOICES: Final = (
    *invoice_holders.CLAUSES,
    *passed_on.CLAUSES,
    *holders.INVOICES,
)
GROUNDS: Final[Mapping[Permission, Sequence[Clause[MayHold]]]] = {
    Permission.MANAGE: (*managers.CLAUSES, *holders.MANAGE),
    Permission.INVOICES: _INVOICES,
    Permission.ISSUE: _INVOICES,
    Permission.ACCESS: _INVOICES,
    Permission.SELF_BILLING: (*self_billing.CLAUSES, *holders.BILLING),
    Permission.VAT_RR: holders.RR,
}


def kind_rules(permission: Permission, followed: Followed) -> tuple[Rule, ...]:
    """Give the rules, of all days, by which this kind exists."""
    separate = followed.invoice_kinds is InvoiceKinds.SEPARATE
    later = kinds_1815.SEPARATE if separate else kinds_1815.JOINED
    return (*permission_kinds.BY_PERMISSION[permission], *later[permission])


def decide_hold(question: MayHold, on: date, followed: Followed) -> Decision:
    """Decide whether the holder may have the permission; see `ksef.law.decide`."""
    kind = kind_asked_for(question, on, followed)
    if isinstance(kind, Decision):
        return kind
    weighed = weigh(question, on, GROUNDS[kind])
    if weighed.answer is Answer.YES:
        kinds = _kinds_on(kind, on, followed)
        weighed = replace(weighed, decided_by=(*kinds, *weighed.decided_by))
    if question.way is Way.ZAW_FA and weighed.answer is Answer.YES:
        return _by_zawfa(question, weighed, kind, on, followed)
    decision = _decision(question, weighed, on)
    if on >= END and kind in INVOICE_KINDS:
        return replace(decision, readings=of_kinds(kind, weighed.answer, followed))
    return decision


def held_by_law(question: MayHold, on: date, followed: Followed) -> Decision:
    """Say no to any step about what the law itself gives, and nobody gives or takes.

    The rule by which it is held decides, where there is one.
    """
    kind = kind_asked_for(question, on, followed)
    if isinstance(kind, Decision):
        return kind
    told = _reached(question, on, kind)
    rules = (*_kinds_on(kind, on, followed), *told)
    return Decision(answer=Answer.NO, on=on, decided_by=rules)


def kind_asked_for(
    question: MayHold, on: date, followed: Followed
) -> Permission | Decision:
    """Give the legal kind, or the decision where the day's acts do not have it."""
    kind = legal_kind(question.permission)
    outside = _is_for_106c_elsewhere(question)
    if kind is None or outside is True:
        rules = permission_kinds.RULES if on < END else kinds_1815.RULES
        weighed = Weighed(Answer.NOT_APPLICABLE, turns_on=rules)
        return _decision(question, weighed, on)
    kinds = _kinds_on(kind, on, followed)
    if not kinds:
        other = nearest(kind_rules(kind, followed), on)
        return _decision(question, Weighed(Answer.NOT_IN_FORCE, other), on)
    if isinstance(outside, frozenset):
        missing = tuple(sorted(outside))
        unsure = Weighed(Answer.CANNOT_TELL, missing=missing, turns_on=kinds)
        return _decision(question, unsure, on)
    return kind


def _kinds_on(kind: Permission, on: date, followed: Followed) -> tuple[Rule, ...]:
    return tuple(rule for rule in kind_rules(kind, followed) if rule.in_force_on(on))


def _reached(question: MayHold, on: date, kind: Permission) -> tuple[Rule, ...]:
    return tuple(
        clause.rule
        for clause in GROUNDS[kind]
        if clause.rule.in_force_on(on) and clause.reaches(question) is True
    )


def _is_for_106c_elsewhere(question: MayHold) -> Truth:
    """Tell whether KSeF's permission for bodies of art. 106c is asked for elsewhere."""
    if question.permission is not SystemPermission.ENFORCEMENT_OPERATIONS:
        return False
    return is_in("context", question.context, frozenset(Body) - BODIES_106C)


def _decision(question: MayHold, weighed: Weighed, on: date) -> Decision:
    return replace(
        weighed.decision(on),
        system_differs=tuple(differences.of_hold(question, weighed.answer)),
    )


def _by_zawfa(
    question: MayHold, held: Weighed, kind: Permission, on: date, followed: Followed
) -> Decision:
    """Ask whether the route is open, and what the ZAW-FA gives by each reading."""
    if question.context is None:
        unsure = Weighed(
            Answer.CANNOT_TELL, missing=("context",), turns_on=held.decided_by
        )
        return _decision(question, unsure, on)
    filing = ByZawFa(filer=question.context, can_authenticate=False, persons=1)
    filed = decide_filing(filing, on)
    if filed.answer is not Answer.YES:
        return replace(
            filed,
            which=(),
            system_differs=tuple(differences.of_hold(question, filed.answer)),
        )
    if question.holder is not Holder.NATURAL_PERSON:
        shut = Weighed(Answer.NO, turns_on=filed.decided_by)
        return _decision(question, shut, on)
    readings = of_zawfa(kind, followed, on)
    answer = next(each.answer for each in readings if each.followed)
    by_route = filed.decided_by
    rules = (*held.decided_by, *by_route) if answer is Answer.YES else by_route
    decision = _decision(question, Weighed(answer, rules), on)
    return replace(decision, readings=readings)
