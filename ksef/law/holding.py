"""May X hold it (§ 2), and may G grant it (§ 3 ust. 1)?"""

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
    in_the_system,
    invoice_holders,
    managers,
    passed_on,
    permission_kinds,
    self_billing,
)
from ksef.law.dzu_2021_2481.act import END
from ksef.law.dzu_2025_1815 import holders
from ksef.law.dzu_2025_1815 import in_the_system as in_the_system_1815
from ksef.law.dzu_2025_1815 import permission_kinds as kinds_1815
from ksef.law.filing import decide_filing
from ksef.law.question import ByZawFa, MayGrant, MayHold
from ksef.law.readings import of_kinds, of_zawfa
from ksef.law.truth import Truth, is_in
from ksef.law.weigh import Weighed, nearest, weigh
from ksef.model import (
    INVOICE_KINDS,
    Body,
    Holder,
    Permission,
    Step,
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
_IN_SYSTEM: Final = (*in_the_system.CLAUSES, *in_the_system_1815.CLAUSES)


def kind_rules(permission: Permission, followed: Followed) -> tuple[Rule, ...]:
    """Give the rules, of all days, by which this kind exists."""
    separate = followed.invoice_kinds is InvoiceKinds.SEPARATE
    later = kinds_1815.SEPARATE if separate else kinds_1815.JOINED
    return (*permission_kinds.BY_PERMISSION[permission], *later[permission])


def decide_hold(question: MayHold, on: date, followed: Followed) -> Decision:
    """Decide whether the holder may have the permission; see `ksef.law.decide`."""
    kind = legal_kind(question.permission)
    outside = _is_for_106c_elsewhere(question)
    if kind is None or outside is True:
        rules = permission_kinds.RULES if on < END else kinds_1815.RULES
        return _decision(question, Weighed(Answer.NOT_APPLICABLE, (), rules), on)
    existing = kind_rules(kind, followed)
    kinds = tuple(rule for rule in existing if rule.in_force_on(on))
    if not kinds:
        return _decision(
            question, Weighed(Answer.NOT_IN_FORCE, nearest(existing, on)), on
        )
    if isinstance(outside, frozenset):
        unsure = Weighed(Answer.CANNOT_TELL, (), kinds, tuple(sorted(outside)))
        return _decision(question, unsure, on)
    weighed = weigh(question, on, GROUNDS[kind])
    if weighed.answer is Answer.YES:
        weighed = replace(weighed, decided_by=(*kinds, *weighed.decided_by))
    if question.way is Way.ZAW_FA and weighed.answer is Answer.YES:
        return _by_zawfa(question, weighed, kind, on, followed)
    decision = _decision(question, weighed, on)
    if on >= END and kind in INVOICE_KINDS:
        return replace(decision, readings=of_kinds(kind, weighed.answer, followed))
    return decision


def _is_for_106c_elsewhere(question: MayHold) -> Truth:
    """Tell whether KSeF's permission for bodies of art. 106c is asked for elsewhere."""
    if question.permission is not SystemPermission.ENFORCEMENT_OPERATIONS:
        return False
    return is_in("context", question.context, frozenset(Body) - BODIES_106C)


def _decision(question: MayHold, weighed: Weighed, on: date) -> Decision:
    return Decision(
        answer=weighed.answer,
        on=on,
        decided_by=weighed.decided_by,
        considered=weighed.considered,
        missing=weighed.missing,
        system_differs=tuple(differences.of_hold(question, weighed.answer)),
    )


def _by_zawfa(
    question: MayHold, held: Weighed, kind: Permission, on: date, followed: Followed
) -> Decision:
    """Ask whether the route is open, and what the ZAW-FA gives by each reading."""
    if question.context is None:
        unsure = Weighed(Answer.CANNOT_TELL, (), held.decided_by, ("context",))
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
        shut = Weighed(Answer.NO, (), filed.decided_by)
        return _decision(question, shut, on)
    readings = of_zawfa(kind, followed)
    answer = next(each.answer for each in readings if each.followed)
    rules = (*held.decided_by, *filed.decided_by)
    decision = _decision(question, Weighed(answer, rules), on)
    return replace(decision, readings=readings)


def decide_grant(question: MayGrant, on: date, followed: Followed) -> Decision:
    """Decide whether the party may take the step in the system (§ 3 ust. 1)."""
    hold = MayHold(
        permission=question.permission,
        holder=question.holder,
        context=question.context,
        named_by=question.granted_by,
        as_representative=question.as_representative,
        entity_named_by=question.entity_named_by,
    )
    held = decide_hold(hold, on, followed)
    told = tuple(dict.fromkeys((*held.system_differs, *differences.of_grant(question))))
    held = replace(held, system_differs=told)
    if held.answer is not Answer.YES:
        return held
    if question.step is Step.CHANGE and on >= END:
        old = (permission_kinds.MANAGE, in_the_system.IN_SYSTEM)
        return replace(held, answer=Answer.NOT_IN_FORCE, decided_by=old, readings=())
    checked = weigh(question, on, _IN_SYSTEM)
    behind = held.decided_by if checked.answer is Answer.YES else ()
    return replace(
        held,
        answer=checked.answer,
        decided_by=(*behind, *checked.decided_by),
        considered=checked.considered,
        missing=checked.missing,
        readings=held.readings if checked.answer is Answer.YES else (),
    )
