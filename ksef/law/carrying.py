"""Which data must a grant carry, and are those given enough (§ 3 ust. 2-5)?"""

from collections.abc import Sequence
from datetime import date

from ksef.law.data_clause import DataClause
from ksef.law.decision import DEFAULT, Answer, Decision
from ksef.law.differences import OTHER_DATA, TECHNICAL, legal_kind
from ksef.law.dzu_2021_2481 import grant_data, issuing_for_106c, unit_data
from ksef.law.dzu_2021_2481.act import END, FIRST
from ksef.law.dzu_2025_1815.act import TEXT_OF_DATA
from ksef.law.dzu_2025_1815.matters import GRANTING
from ksef.law.grants import BY_LAW
from ksef.law.holding import decide_hold
from ksef.law.question import GrantData, MayHold
from ksef.law.weigh import missing_of
from ksef.model import INVOICE_KINDS, Permission
from vocabulary.law import Rule


def decide_data(question: GrantData, on: date) -> Decision:
    """Decide whether the data do; `which` lists those asked for."""
    kind = legal_kind(question.permission)
    if kind is None or question.holder in BY_LAW:  # § 3 ust. 2 is about what is granted
        return Decision(
            answer=Answer.NOT_APPLICABLE,
            on=on,
            turns_on=grant_data.RULES,
            system_differs=(TECHNICAL,) if kind is None else (),
        )
    if on < FIRST:
        rules = grant_data.RULES
        return Decision(answer=Answer.NOT_IN_FORCE, on=on, decided_by=rules)
    if on >= END:
        return Decision(
            answer=Answer.CANNOT_TELL,
            on=on,
            turns_on=(GRANTING,),
            missing=(TEXT_OF_DATA,),
            system_differs=(OTHER_DATA,),
        )
    held = decide_hold(_hold(question), on, DEFAULT)
    if held.answer is Answer.NOT_IN_FORCE:  # who cannot hold it yet is granted nothing
        return Decision(answer=held.answer, on=on, decided_by=held.decided_by)
    return _by_the_act(question, kind, on)


def _hold(question: GrantData) -> MayHold:
    return MayHold(
        permission=question.permission,
        holder=question.holder,
        context=question.context,
        named_by=question.named_by,
        as_representative=question.as_representative,
    )


def _by_the_act(question: GrantData, kind: Permission, on: date) -> Decision:
    asked, unsure = _asked(question, kind, on)
    told = [(clause, clause.reaches(question)) for clause in asked]
    reached = [clause for clause, truth in told if truth is True]
    missing = missing_of((*unsure, *(truth for _, truth in told)))
    wanted = tuple(
        dict.fromkeys(each.datum for each in reached if each.datum is not None)
    )
    answer, decided_by = Answer.YES, reached
    if missing:
        answer = Answer.CANNOT_TELL
        decided_by = [clause for clause, truth in told if truth is not False]
    elif question.given is not None:
        missing = tuple(datum for datum in wanted if datum not in question.given)
        if missing:
            answer = Answer.NO
            decided_by = [each for each in reached if each.datum in missing]
    return Decision(
        answer=answer,
        on=on,
        decided_by=_rules(decided_by),
        considered=_rules(asked),
        missing=missing,
        which=wanted,
        system_differs=(OTHER_DATA,),
    )


def _rules(clauses: Sequence[DataClause]) -> tuple[Rule, ...]:
    return tuple(dict.fromkeys(clause.rule for clause in clauses))


def _asked(
    question: GrantData, kind: Permission, on: date
) -> tuple[list[DataClause], list[frozenset[str]]]:
    """Choose the clauses of ust. 2, 3 or 4; and say what the choice still needs."""
    for_106c = issuing_for_106c.applies(question)
    issues = kind in {Permission.ISSUE, Permission.INVOICES}
    if issues and for_106c is True:
        both_kinds = grant_data.CLAUSES if kind is Permission.INVOICES else ()
        return [*issuing_for_106c.CLAUSES, *both_kinds], []
    units = [each for each in unit_data.CLAUSES if each.rule.in_force_on(on)]
    reached = [each.reaches(question) for each in units]
    choice = [*reached, for_106c] if issues else reached
    unsure = [truth for truth in choice if not isinstance(truth, bool)]
    if any(truth is True for truth in reached) and _is_for_units(kind):
        ordinary = [
            each
            for each in grant_data.CLAUSES
            if each.rule is not grant_data.TAX_REPRESENTATIVE
        ]
        return [*ordinary, *units], []
    return list(grant_data.CLAUSES), unsure


def _is_for_units(kind: Permission) -> bool:
    """Tell whether ust. 4 speaks of such permissions: to manage, and for invoices."""
    return kind is Permission.MANAGE or kind in INVOICE_KINDS
