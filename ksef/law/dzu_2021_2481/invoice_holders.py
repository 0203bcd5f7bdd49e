"""§ 2 ust. 3: who holds the permission to issue or access invoices.

Pkt 4 gives it by itself to the representatives of lit. aa, c and d, and not to the
persons of lit. a and b. Entities may be named by the taxpayer and by the units, the
members and the branches themselves.

A body of art. 106c issues in the debtor's name, and yet in its own context: § 3 ust. 3
asks for the number of the bailiff, or of the office that serves the authority, and not
for the taxpayer's; so neither it nor whom it names holds anything in the debtor's.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Final

from ksef.law.bodies import BODIES_106C as BODIES
from ksef.law.bodies import GROUP_MEMBERS, LOCAL_UNITS, UNITS
from ksef.law.clause import Clause
from ksef.law.dzu_2021_2481.act import three_wordings, twice, two_wordings
from ksef.law.dzu_2021_2481.managers import bodies_106c, taxpayer
from ksef.law.naming import (
    as_representative_of,
    by,
    by_taxpayer,
    in_context,
    is_person,
    of_body_106c,
)
from ksef.law.question import MayHold
from ksef.law.truth import Truth, both, either, is_in, renamed
from ksef.model import Body, Holder, Namer
from vocabulary.law import Rule

_BEFORE_BRANCHES: Final = LOCAL_UNITS | GROUP_MEMBERS
_UNIT_NAMES: Final = (Namer.UNIT, Namer.REPRESENTATIVE)


TAXPAYER: Final = twice(
    "invoices.taxpayer",
    "§ 2 ust. 3 pkt 1",
    "Faktury wystawia lub ma do nich dostęp podatnik.",
    "The taxpayer issues or accesses invoices.",
)
ENTITY: Final = three_wordings(
    "invoices.entity",
    "§ 2 ust. 3 pkt 2",
    (
        "Faktury wystawia lub ma do nich dostęp podmiot wskazany przez podatnika.",
        "An entity named by the taxpayer issues or accesses invoices.",
    ),
    (
        (
            "Faktury wystawia lub ma do nich dostęp podmiot wskazany przez podatnika, "
            "jednostkę JST z lit. c albo członka grupy VAT."
        ),
        (
            "An entity named by the taxpayer, by a unit of a JST (lit. c) or by a "
            "member of a VAT group issues or accesses invoices."
        ),
    ),
    (
        (
            "Faktury wystawia lub ma do nich dostęp podmiot wskazany przez podatnika, "
            "jednostkę JST, członka grupy VAT, zakład (oddział) albo jednostkę "
            "wewnętrzną."
        ),
        (
            "An entity named by the taxpayer, a unit of a JST, a member of a VAT "
            "group, a branch or an internal unit issues or accesses invoices."
        ),
    ),
)
BODIES_106C: Final = twice(
    "invoices.bodies_106c",
    "§ 2 ust. 3 pkt 3",
    "Faktury wystawiają lub mają do nich dostęp organ egzekucyjny i komornik "
    "(art. 106c).",
    "The enforcement authority and the bailiff (art. 106c) issue or access invoices.",
)
REPRESENTATIVE: Final = two_wordings(
    "invoices.representative",
    "§ 2 ust. 3 pkt 4",
    (
        (
            "Faktury wystawia lub ma do nich dostęp, bez osobnego wskazania, "
            "przedstawiciel jednostki JST albo członka grupy VAT (lit. c, d)."
        ),
        (
            "The representative of a unit of a JST or of a member of a VAT group "
            "(lit. c, d) issues or accesses invoices without a further naming."
        ),
    ),
    (
        (
            "Faktury wystawia lub ma do nich dostęp, bez osobnego wskazania, "
            "przedstawiciel z lit. aa, c oraz d; nie osoba z lit. a ani b."
        ),
        (
            "The representative of lit. aa, c and d issues or accesses invoices "
            "without a further naming; the person of lit. a or b does not."
        ),
    ),
)
PERSON: Final = twice(
    "invoices.person_of_taxpayer",
    "§ 2 ust. 3 pkt 5 lit. a",
    "Faktury wystawia lub ma do nich dostęp osoba fizyczna wskazana przez podatnika.",
    "A natural person named by the taxpayer issues or accesses invoices.",
)
OF_ENTITY: Final = three_wordings(
    "invoices.person_of_entity",
    "§ 2 ust. 3 pkt 5 lit. b",
    (
        (
            "Faktury wystawia lub ma do nich dostęp osoba wskazana przez podmiot, "
            "który wskazał podatnik."
        ),
        (
            "A person named by an entity that the taxpayer named issues or accesses "
            "invoices."
        ),
    ),
    (
        (
            "Faktury wystawia lub ma do nich dostęp osoba wskazana przez podmiot, "
            "który wskazał podatnik, jednostka JST albo członek grupy VAT."
        ),
        (
            "A person named by an entity that the taxpayer, a unit of a JST or a "
            "member of a VAT group named issues or accesses invoices."
        ),
    ),
    (
        (
            "Faktury wystawia lub ma do nich dostęp osoba wskazana przez podmiot, "
            "który wskazał podatnik, jednostka JST, członek grupy VAT, zakład albo "
            "jednostka wewnętrzna."
        ),
        (
            "A person named by an entity that the taxpayer, a unit of a JST, a member "
            "of a VAT group, a branch or an internal unit named issues or accesses "
            "invoices."
        ),
    ),
)
OF_106C: Final = twice(
    "invoices.person_of_106c",
    "§ 2 ust. 3 pkt 5 lit. c",
    "Faktury wystawia lub ma do nich dostęp osoba wskazana przez organ egzekucyjny "
    "albo komornika (art. 106c).",
    "A person named by an enforcement authority or a bailiff (art. 106c) issues or "
    "accesses invoices.",
)
OF_REPRESENTATIVE: Final = two_wordings(
    "invoices.person_of_representative",
    "§ 2 ust. 3 pkt 5 lit. d",
    (
        (
            "Faktury wystawia lub ma do nich dostęp osoba wskazana przez "
            "przedstawiciela z lit. c lub d."
        ),
        (
            "A person named by a representative of lit. c or d issues or accesses "
            "invoices."
        ),
    ),
    (
        (
            "Faktury wystawia lub ma do nich dostęp osoba wskazana przez "
            "przedstawiciela z lit. aa, c lub d."
        ),
        (
            "A person named by a representative of lit. aa, c or d issues or accesses "
            "invoices."
        ),
    ),
)


def entity(question: MayHold, units: Collection[Body]) -> Truth:
    """Reach an entity that the taxpayer, or such a unit, names."""
    by_unit = both(by(question, *_UNIT_NAMES), in_context(question, units))
    named = either(by_taxpayer(question), by_unit) if units else by_taxpayer(question)
    return both(question.holder is Holder.ENTITY, named)


def of_entity(question: MayHold, units: Collection[Body]) -> Truth:
    """Reach a person named by an entity that the taxpayer, or such a unit, named.

    Who named the entity must have been able to: a JST names none for its culture
    institution, and so not that entity's people either.
    """
    first = replace(question, holder=Holder.ENTITY, named_by=question.entity_named_by)
    named = renamed(entity(first, units), {"named_by": "entity_named_by"})
    return both(is_person(question), by(question, Namer.DESIGNATED_ENTITY), named)


def person(question: MayHold) -> Truth:
    """Reach whom the taxpayer names; not as the representative of a unit (pkt 4)."""
    named = both(is_person(question), by_taxpayer(question))
    whole = in_context(question, frozenset(Body) - UNITS)
    own_name = is_in("as_representative", question.as_representative, {False})
    return both(named, either(whole, own_name))


def of_106c(question: MayHold) -> Truth:
    """Reach whom a body of art. 106c names, pkt 1 or 2, in its own context."""
    return both(is_person(question), of_body_106c(question, *BODIES))


def of_representative(question: MayHold, units: Collection[Body]) -> Truth:
    """Reach whom the representative of such a unit names."""
    named = by(question, Namer.REPRESENTATIVE)
    return both(is_person(question), named, in_context(question, units))


_GROWTH: Final = (frozenset[Body](), _BEFORE_BRANCHES, UNITS)
"""Which units may name, in the three wordings."""


def for_units(
    rules: tuple[Rule, ...], test: Callable[[MayHold, Collection[Body]], Truth]
) -> tuple[Clause[MayHold], ...]:
    """Join each wording with the units that it reaches."""
    reached = _GROWTH[-len(rules) :]
    return tuple(
        Clause(each, partial(_with_units, test, units))
        for each, units in zip(rules, reached, strict=True)
    )


def _with_units(
    test: Callable[[MayHold, Collection[Body]], Truth],
    units: Collection[Body],
    question: MayHold,
) -> Truth:
    return test(question, units)


CLAUSES: Final = (
    *(Clause(each, taxpayer) for each in TAXPAYER),
    *for_units(ENTITY, entity),
    *(Clause(each, bodies_106c) for each in BODIES_106C),
    *for_units(REPRESENTATIVE, as_representative_of),
    *(Clause(each, person) for each in PERSON),
    *for_units(OF_ENTITY, of_entity),
    *(Clause(each, of_106c) for each in OF_106C),
    *for_units(OF_REPRESENTATIVE, of_representative),
)
RULES: Final = tuple(clause.rule for clause in CLAUSES)
