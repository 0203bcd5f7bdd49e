"""§ 2 ust. 2: who holds the permission to grant, change or revoke permissions.

Lit. b reaches only art. 106c pkt 1: the enforcement authority, not the bailiff. In
lit. aa, c and d a representative holds, and never the unit itself. Whoever holds by law
holds in the own context: a body of art. 106c in no other, and no taxpayer in that of
such a body. An untold context is the own one.
"""

from typing import Final

from ksef.law.bodies import BODIES_106C as BODIES
from ksef.law.bodies import BRANCHES, GROUP_MEMBERS, LOCAL_UNITS
from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import BRANCHES_DAY, UNITS_DAY, rule, twice
from ksef.law.naming import (
    as_representative_of,
    by_taxpayer,
    in_its_own,
    in_own_context,
    is_person,
    of_body_106c,
)
from ksef.law.question import MayHold
from ksef.law.truth import Truth, both
from ksef.model import Body, Holder

TAXPAYER: Final = twice(
    "manage.taxpayer",
    "§ 2 ust. 2 pkt 1",
    "Uprawnieniami zarządza podatnik.",
    "The taxpayer manages permissions.",
)
BODIES_106C: Final = twice(
    "manage.bodies_106c",
    "§ 2 ust. 2 pkt 2",
    "Uprawnieniami zarządzają organ egzekucyjny i komornik sądowy (art. 106c).",
    "The enforcement authority and the bailiff (art. 106c) manage permissions.",
)
PERSON: Final = twice(
    "manage.person_of_taxpayer",
    "§ 2 ust. 2 pkt 3 lit. a",
    "Uprawnieniami zarządza osoba fizyczna wskazana przez podatnika.",
    "A natural person named by the taxpayer manages permissions.",
)
FOR_BRANCH: Final = rule(
    "manage.person_for_branch",
    "§ 2 ust. 2 pkt 3 lit. aa",
    "Uprawnieniami zarządza osoba wskazana przez podatnika jako przedstawiciel zakładu "
    "(oddziału) albo innej wyodrębnionej jednostki wewnętrznej.",
    "A person named by the taxpayer as representative of a branch or other internal "
    "unit manages permissions.",
    since=BRANCHES_DAY,
)
OF_ENFORCEMENT_AUTHORITY: Final = twice(
    "manage.person_of_enforcement_authority",
    "§ 2 ust. 2 pkt 3 lit. b",
    "Uprawnieniami zarządza osoba fizyczna wskazana przez organ egzekucyjny (art. 106c "
    "pkt 1); nie przez komornika.",
    "A natural person named by an enforcement authority (art. 106c pkt 1) manages "
    "permissions; not one named by a bailiff.",
)
FOR_LOCAL_UNIT: Final = rule(
    "manage.person_for_local_unit",
    "§ 2 ust. 2 pkt 3 lit. c",
    "Uprawnieniami zarządza osoba wskazana przez JST jako przedstawiciel jednostki "
    "budżetowej, zakładu budżetowego, urzędu gminy, starostwa albo urzędu "
    "marszałkowskiego.",
    "A person named by a JST as representative of a budget unit or establishment, a "
    "municipal, county or marshal office manages permissions.",
    since=UNITS_DAY,
)
FOR_GROUP_MEMBER: Final = rule(
    "manage.person_for_group_member",
    "§ 2 ust. 2 pkt 3 lit. d",
    "Uprawnieniami zarządza osoba wskazana przez grupę VAT jako przedstawiciel jej "
    "członka.",
    "A person named by a VAT group as representative of its member manages "
    "permissions.",
    since=UNITS_DAY,
)


_OF_TAXPAYERS: Final = frozenset(Body) - BODIES
_BODY_OF: Final = {
    Holder.ENFORCEMENT_AUTHORITY: Body.ENFORCEMENT_AUTHORITY,
    Holder.BAILIFF: Body.BAILIFF,
}


def taxpayer(question: MayHold) -> Truth:
    """Reach the taxpayer, whose permission needs no naming."""
    return question.holder is Holder.TAXPAYER and in_its_own(question, *_OF_TAXPAYERS)


def bodies_106c(question: MayHold) -> Truth:
    """Reach the bodies of art. 106c, both points, each in its own context."""
    body = _BODY_OF.get(question.holder)
    return body is not None and in_its_own(question, body)


def _person(question: MayHold) -> Truth:
    """Reach whom the taxpayer names in his own context; in a unit's see lit. aa-d."""
    return both(is_person(question), by_taxpayer(question), in_own_context(question))


def _of_authority(question: MayHold) -> Truth:
    named = of_body_106c(question, Body.ENFORCEMENT_AUTHORITY)
    return both(is_person(question), named)


CLAUSES: Final = (
    *(Clause(each, taxpayer) for each in TAXPAYER),
    *(Clause(each, bodies_106c) for each in BODIES_106C),
    *(Clause(each, _person) for each in PERSON),
    Clause(FOR_BRANCH, lambda q: as_representative_of(q, BRANCHES)),
    *(Clause(each, _of_authority) for each in OF_ENFORCEMENT_AUTHORITY),
    Clause(FOR_LOCAL_UNIT, lambda q: as_representative_of(q, LOCAL_UNITS)),
    Clause(FOR_GROUP_MEMBER, lambda q: as_representative_of(q, GROUP_MEMBERS)),
)
RULES: Final = tuple(clause.rule for clause in CLAUSES)
