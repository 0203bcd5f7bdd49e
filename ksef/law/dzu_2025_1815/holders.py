"""§ 3: who holds which permission from 2026, as a guide and the Ministry's manual tell.

The numbers of the points are not known, so each provision names its subject in
brackets. Who holds the permission for VAT RR was in no source.
"""

from typing import Final

from ksef.law.bodies import UNITS
from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.invoice_holders import entity, of_entity, person
from ksef.law.dzu_2021_2481.managers import bodies_106c, taxpayer
from ksef.law.dzu_2021_2481.self_billing import buyer
from ksef.law.dzu_2025_1815.act import (
    GUIDE,
    HANDBOOK,
    TEXT_OF_HOLDERS,
    TEXT_OF_VAT_RR,
    rule,
)
from ksef.law.dzu_2025_1815.permission_kinds import VAT_RR
from ksef.law.naming import (
    as_representative_of,
    by,
    by_taxpayer,
    in_context,
    in_own_context,
    is_person,
    of_body_106c,
)
from ksef.law.question import MayHold
from ksef.law.truth import Truth, both, either
from ksef.model import Body, Namer
from vocabulary.law import Rule


def _pair(name: str, about: str, who: str, english: str) -> tuple[Rule, Rule]:
    """Make the rule on managing permissions, and the one on invoices."""
    return (
        rule(
            f"manage.{name}",
            f"§ 3 (zarządzanie uprawnieniami: {about})",
            f"Uprawnieniami zarządza {who}.",
            f"{english} manages permissions.",
            source=GUIDE,
        ),
        rule(
            f"invoices.{name}",
            f"§ 3 (faktury: {about})",
            f"Faktury wystawia lub ma do nich dostęp {who}.",
            f"{english} issues or accesses invoices.",
            source=GUIDE,
        ),
    )


TAXPAYER: Final = _pair("taxpayer", "podatnik", "podatnik", "The taxpayer")
BODIES_106C: Final = _pair(
    "bodies_106c",
    "organy z art. 106c",
    "organ egzekucyjny albo komornik (art. 106c)",
    "An enforcement authority or a bailiff (art. 106c)",
)
PERSON: Final = _pair(
    "person_of_taxpayer",
    "osoba wskazana przez podatnika",
    "osoba fizyczna wskazana przez podatnika",
    "A natural person named by the taxpayer",
)
REPRESENTATIVE: Final = _pair(
    "representative",
    "przedstawiciel jednostki",
    "przedstawiciel jednostki wewnętrznej, jednostki JST albo członka grupy VAT",
    "The representative of an internal unit, a unit of a JST or a member of a VAT "
    "group",
)
OF_MANAGER: Final = _pair(
    "person_of_manager",
    "osoba wskazana przez zarządzającego",
    "osoba wskazana przez tego, kto zarządza uprawnieniami",
    "A person named by whoever manages permissions",
)
ENTITY: Final = rule(
    "invoices.entity",
    "§ 3 (faktury: podmiot niebędący osobą fizyczną)",
    "Faktury wystawia lub ma do nich dostęp podmiot niebędący osobą fizyczną, któremu "
    "nadano to uprawnienie.",
    "An entity that is no natural person issues or accesses invoices when it was given "
    "that permission.",
    source=GUIDE,
)
OF_ENTITY: Final = rule(
    "invoices.person_of_entity",
    "§ 3 (faktury: osoba wskazana przez podmiot)",
    "Podmiot z prawem do dalszego przekazywania przekazuje wystawianie i dostęp swoim "
    "osobom.",
    "An entity with the right to pass it on gives issuing and access to its own "
    "people.",
    source=HANDBOOK,
)
BUYER: Final = rule(
    "self_billing.buyer",
    "§ 3 (samofakturowanie: nabywca)",
    "Faktury w imieniu sprzedawcy wystawia nabywca, któremu nadano to uprawnienie.",
    "The buyer who was given that permission issues invoices for the seller.",
    source=GUIDE,
)


def _by_manager(question: MayHold) -> Truth:
    """Tell whether one names who manages permissions there himself.

    An administrator where there is a taxpayer, a representative in a unit, an
    enforcement authority in its own context.
    """
    return either(
        both(by(question, Namer.ADMINISTRATOR), by_taxpayer(question)),
        both(by(question, Namer.REPRESENTATIVE), in_context(question, UNITS)),
        of_body_106c(question, Body.ENFORCEMENT_AUTHORITY),
    )


def _of_manager(question: MayHold) -> Truth:
    """Reach whom a holder of the permission to manage names, to manage as well.

    Until 2026 a bailiff could not name such a person; whether he can now was in no
    source.
    """
    by_bailiff = of_body_106c(question, Body.BAILIFF)
    unsure = both(by_bailiff, frozenset({TEXT_OF_HOLDERS}))
    return both(is_person(question), either(_by_manager(question), unsure))


def _invoices_of_manager(question: MayHold) -> Truth:
    by_bailiff = of_body_106c(question, Body.BAILIFF)
    return both(is_person(question), either(_by_manager(question), by_bailiff))


def _person_to_manage(question: MayHold) -> Truth:
    return both(is_person(question), by_taxpayer(question), in_own_context(question))


def _representative(question: MayHold) -> Truth:
    return as_representative_of(question, UNITS)


def _of_entity(question: MayHold) -> Truth:
    return of_entity(question, UNITS)


def _entity(question: MayHold) -> Truth:
    return entity(question, UNITS)


def _not_seen(question: MayHold) -> Truth:
    del question
    return frozenset({TEXT_OF_VAT_RR})


MANAGE: Final = (
    Clause(TAXPAYER[0], taxpayer),
    Clause(BODIES_106C[0], bodies_106c),
    Clause(PERSON[0], _person_to_manage),
    Clause(REPRESENTATIVE[0], _representative),
    Clause(OF_MANAGER[0], _of_manager),
)
INVOICES: Final = (
    Clause(TAXPAYER[1], taxpayer),
    Clause(BODIES_106C[1], bodies_106c),
    Clause(PERSON[1], person),
    Clause(REPRESENTATIVE[1], _representative),
    Clause(OF_MANAGER[1], _invoices_of_manager),
    Clause(ENTITY, _entity),
    Clause(OF_ENTITY, _of_entity),
)
BILLING: Final = (Clause(BUYER, buyer),)
RR: Final = (Clause(VAT_RR, _not_seen),)
RULES: Final = tuple(clause.rule for clause in (*MANAGE, *INVOICES, *BILLING))
