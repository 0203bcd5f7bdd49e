"""§ 4 ust. 1a: one natural person, and no more, holds permissions by ZAW-FA."""

from typing import Final

from ksef.law.clause import Bar
from ksef.law.dzu_2021_2481.act import UNITS_DAY, rule
from ksef.law.dzu_2021_2481.zawfa_route import ROUTE
from ksef.law.question import ByZawFa
from ksef.law.truth import Truth, both
from ksef.model import ZawFaPurpose

ONE_PERSON: Final = rule(
    "zawfa.one_person",
    "§ 4 ust. 1a",
    "Przez ZAW-FA uprawniona może być jedna osoba fizyczna.",
    "By ZAW-FA one natural person may be given permissions.",
    since=UNITS_DAY,
)


def too_many(question: ByZawFa) -> Truth:
    """Reach a grant after which more than one person would hold by ZAW-FA."""
    persons = question.persons
    more = frozenset({"persons"}) if persons is None else persons > 1
    return both(question.purpose is ZawFaPurpose.GRANT, more)


BARS: Final = (Bar(ONE_PERSON, too_many, frozenset({ROUTE.id})),)
RULES: Final = (ONE_PERSON,)
