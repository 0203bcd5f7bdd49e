"""May this go by a ZAW-FA (§ 4, § 5 ust. 2)?"""

from dataclasses import replace
from datetime import date
from typing import Final

from ksef.law import differences
from ksef.law.bodies import NATURAL_PERSONS
from ksef.law.decision import Answer, Decision
from ksef.law.dzu_2021_2481 import (
    reported_signature,
    zawfa_form,
    zawfa_not_for_units,
    zawfa_one_person,
    zawfa_route,
)
from ksef.law.dzu_2025_1815 import zawfa
from ksef.law.question import ByZawFa
from ksef.law.weigh import Weighed, weigh
from ksef.model import Body, ZawFaPurpose

_GROUNDS: Final = (
    *zawfa_route.CLAUSES,
    *reported_signature.REPORT,
    *zawfa.CLAUSES,
)
_BARS: Final = (*zawfa_one_person.BARS, *zawfa_not_for_units.BARS, *zawfa.BARS)
_FORMS: Final = (*zawfa_form.VERSIONS, *zawfa.VERSIONS)


def decide_filing(question: ByZawFa, on: date) -> Decision:
    """Decide whether a ZAW-FA may be filed; `which` is the form in use."""
    if _is_outside(question):
        routes = (zawfa_route.ROUTE, reported_signature.REPORTED, zawfa.ROUTE)
        in_force = tuple(rule for rule in routes if rule.in_force_on(on))
        weighed = Weighed(Answer.NOT_APPLICABLE, turns_on=in_force or routes)
    else:
        weighed = weigh(question, on, _GROUNDS, _BARS)
    which: tuple[str, ...] = ()
    if weighed.answer is Answer.YES:
        which = tuple(name for name, rule in _FORMS if rule.in_force_on(on))
        if zawfa_form.FORM.in_force_on(on):
            rules = (*weighed.decided_by, zawfa_form.FORM)
            weighed = replace(weighed, decided_by=rules)
    return replace(
        weighed.decision(on),
        which=which,
        system_differs=tuple(differences.of_filing(question, weighed.answer)),
    )


def _is_outside(question: ByZawFa) -> bool:
    """Tell what the provisions do not speak of at all.

    § 4 ust. 1 has no "zmiana" and no natural persons; § 5 ust. 2 has nobody but the
    taxpayer who is a natural person.
    """
    if question.purpose is ZawFaPurpose.REPORT_SIGNATURE:
        return question.filer is not Body.SOLE_TRADER
    return question.purpose is ZawFaPurpose.CHANGE or question.filer in NATURAL_PERSONS
