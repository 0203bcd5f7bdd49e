"""§ 4 ust. 2 and the annex: the form of the notice.

ZAW-FA(1) was read; the amendment that replaced the annex was read without its form,
whose number (2) comes from the name of the Ministry's file.
"""

from typing import Final

from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import UNITS_DAY, rule
from ksef.law.question import Regulated
from ksef.law.truth import Truth
from ksef.model import Matter

FORM: Final = rule(
    "zawfa.form",
    "§ 4 ust. 2",
    "Wzór ZAW-FA określa załącznik do rozporządzenia.",
    "The form of the ZAW-FA is the annex to the regulation.",
)
ANNEX: Final = (
    rule(
        "zawfa.annex",
        "załącznik",
        "Obowiązuje wzór ZAW-FA(1).",
        "The form ZAW-FA(1) is in use.",
        until=UNITS_DAY,
    ),
    rule(
        "zawfa.annex",
        "załącznik",
        "Obowiązuje wzór ZAW-FA(2).",
        "The form ZAW-FA(2) is in use.",
        since=UNITS_DAY,
        text_seen=False,
    ),
)
VERSIONS: Final = (("ZAW-FA(1)", ANNEX[0]), ("ZAW-FA(2)", ANNEX[1]))


def _about_form(question: Regulated) -> Truth:
    return question.matter is Matter.ZAWFA_FORM


CLAUSES: Final = tuple(Clause(each, _about_form) for each in (FORM, *ANNEX))
RULES: Final = (FORM, *ANNEX)
