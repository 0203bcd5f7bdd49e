"""§ 4 ust. 1b: ust. 1 does not apply to units; their permissions go by the system.

The list is closed: the JST itself, and the VAT group itself, are not in it.
"""

from typing import Final

from ksef.law.bodies import BRANCHES, GROUP_MEMBERS, LOCAL_UNITS
from ksef.law.clause import Bar
from ksef.law.dzu_2021_2481.act import BRANCHES_DAY, UNITS_DAY, rule
from ksef.law.dzu_2021_2481.zawfa_route import ROUTE
from ksef.law.question import ByZawFa
from ksef.model import Body
from vocabulary.law import Rule

LOCAL: Final = rule(
    "zawfa.not_for_local_units",
    "§ 4 ust. 1b pkt 1",
    "ZAW-FA nie stosuje się do jednostki budżetowej, zakładu budżetowego, urzędu "
    "gminy, starostwa i urzędu marszałkowskiego.",
    "ZAW-FA does not apply to a budget unit or establishment, nor to a municipal, "
    "county or marshal office.",
    since=UNITS_DAY,
)
MEMBERS: Final = rule(
    "zawfa.not_for_group_members",
    "§ 4 ust. 1b pkt 2",
    "ZAW-FA nie stosuje się do członków grupy VAT.",
    "ZAW-FA does not apply to members of a VAT group.",
    since=UNITS_DAY,
)
OF_BRANCHES: Final = rule(
    "zawfa.not_for_branches",
    "§ 4 ust. 1b pkt 3",
    "ZAW-FA nie stosuje się do zakładu (oddziału) ani innej jednostki wewnętrznej.",
    "ZAW-FA does not apply to a branch or other internal unit.",
    since=BRANCHES_DAY,
)


def _bar(rule_: Rule, bodies: frozenset[Body]) -> Bar[ByZawFa]:
    excluded = frozenset({ROUTE.id})
    return Bar(rule_, lambda question: question.filer in bodies, excluded)


BARS: Final = (
    _bar(LOCAL, LOCAL_UNITS),
    _bar(MEMBERS, GROUP_MEMBERS),
    _bar(OF_BRANCHES, BRANCHES),
)
RULES: Final = (LOCAL, MEMBERS, OF_BRANCHES)
