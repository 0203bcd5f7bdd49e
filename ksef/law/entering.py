"""§ 5, § 6 and § 1: how to authenticate, what opens an invoice, what is regulated."""

from dataclasses import replace
from datetime import date
from typing import Final

from ksef.law import differences
from ksef.law.clause import Clause
from ksef.law.decision import Answer, Decision
from ksef.law.dzu_2021_2481 import (
    matters,
    means,
    open_invoice,
    reported_signature,
    zawfa_form,
)
from ksef.law.dzu_2025_1815 import matters as matters_1815
from ksef.law.dzu_2025_1815 import means as means_1815
from ksef.law.dzu_2025_1815 import open_invoice as open_invoice_1815
from ksef.law.dzu_2025_1815 import zawfa as zawfa_1815
from ksef.law.question import Authenticate, OpenInvoice, Regulated
from ksef.law.weigh import Weighed, missing_of, nearest, weigh
from ksef.model import Matter, Means

_BY_MEANS: Final[tuple[tuple[Means, Clause[Authenticate]], ...]] = (
    *means.BY_MEANS,
    *reported_signature.BY_MEANS,
    *means_1815.BY_MEANS,
)
_GROUNDS: Final = tuple(clause for _, clause in _BY_MEANS)
_OPEN: Final = (*open_invoice.CLAUSES, *open_invoice_1815.CLAUSES)
_FORMS: Final = (*zawfa_form.VERSIONS, *zawfa_1815.VERSIONS)
_MATTERS: Final = (
    *matters.CLAUSES,
    *zawfa_form.CLAUSES,
    *matters_1815.CLAUSES,
    *zawfa_1815.FORMS,
)


def decide_login(question: Authenticate, on: date) -> Decision:
    """Decide whether the means do; `which` lists the means open to the subject."""
    open_to = _open_to(question, on)
    if question.means is None:
        rules = tuple(clause.rule for _, clause in open_to)
        every = tuple(clause.rule for clause in _GROUNDS)
        weighed = (
            Weighed(Answer.YES, rules)
            if rules
            else Weighed(Answer.NOT_IN_FORCE, nearest(every, on))
        )
    else:
        weighed = _verified(question, on)
    return replace(
        weighed.decision(on),
        which=tuple(dict.fromkeys(each for each, _ in open_to)),
        system_differs=tuple(differences.of_login(question, on)),
    )


def _open_to(
    question: Authenticate, on: date
) -> list[tuple[Means, Clause[Authenticate]]]:
    """List the means in force that these facts do not shut."""
    anyhow = replace(question, means=None)
    return [
        (each, clause)
        for each, clause in _BY_MEANS
        if clause.rule.in_force_on(on) and clause.reaches(anyhow) is not False
    ]


def _verified(question: Authenticate, on: date) -> Weighed:
    """Ask for the verification of permissions besides the authentication."""
    weighed = weigh(question, on, _GROUNDS, means_1815.BARS)
    if weighed.answer is not Answer.YES:
        return weighed
    verified = (means.VERIFIED,) if means.VERIFIED.in_force_on(on) else ()
    if question.permissions_verified is None:
        missing = ("permissions_verified",)
        behind = (*weighed.decided_by, *verified)
        return Weighed(Answer.CANNOT_TELL, missing=missing, turns_on=behind)
    if not question.permissions_verified:
        behind = verified or weighed.decided_by
        return Weighed(Answer.NO, (), weighed.considered, turns_on=behind)
    return replace(weighed, decided_by=(*weighed.decided_by, *verified))


def decide_open(question: OpenInvoice, on: date) -> Decision:
    """Decide whether the data open an invoice: all five, or none of it."""
    held = [each for each in _OPEN if each.rule.in_force_on(on)]
    if not held:
        rules = nearest([each.rule for each in _OPEN], on)
        return Decision(answer=Answer.NOT_IN_FORCE, on=on, decided_by=rules)
    lacking = missing_of(each.reaches(question) for each in held)
    rules = tuple(each.rule for each in held)
    unmet = tuple(each.rule for each in held if each.reaches(question) is not True)
    return Decision(
        answer=Answer.NO if lacking else Answer.YES,
        on=on,
        decided_by=() if lacking else rules,
        turns_on=unmet,
        considered=rules,
        missing=lacking,
    )


def decide_regulated(question: Regulated, on: date) -> Decision:
    """Decide whether the regulation of the day regulates a matter at all.

    For the form of the ZAW-FA `which` is the one in use.
    """
    weighed = weigh(question, on, _MATTERS)
    answer = weighed.answer
    forms = tuple(name for name, rule in _FORMS if rule.in_force_on(on))
    return Decision(
        answer=Answer.NOT_APPLICABLE if answer is Answer.NO else answer,
        on=on,
        decided_by=weighed.decided_by,
        turns_on=weighed.turns_on,
        considered=weighed.considered,
        which=forms if question.matter is Matter.ZAWFA_FORM else (),
    )
