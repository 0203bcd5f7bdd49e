"""§ 4 ust. 2 and the annex: the form of the notice."""

from typing import Final

from ksef.law.dzu_2021_2481.act import UNITS_DAY, rule

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
RULES: Final = (FORM, *ANNEX)
