"""The kinds of bodies of a municipality, as data: which provision reaches which.

Culture institutions, SP ZOZ and companies are taxpayers of their own: the municipality
is not the taxpayer there, and § 2 ust. 2 pkt 3 lit. c does not name them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ksef.model import Body

BRANCHES: Final = frozenset({Body.BRANCH, Body.INTERNAL_UNIT})
"""Lit. aa: zakład (oddział) osoby prawnej and other internal units."""

LOCAL_UNITS: Final = frozenset(
    {
        Body.LOCAL_BUDGET_UNIT,
        Body.LOCAL_BUDGET_ESTABLISHMENT,
        Body.MUNICIPAL_OFFICE,
        Body.COUNTY_OFFICE,
        Body.MARSHAL_OFFICE,
    }
)
"""Lit. c: the five kinds, and no other."""

GROUP_MEMBERS: Final = frozenset({Body.VAT_GROUP_MEMBER})
"""Lit. d."""

UNITS: Final = BRANCHES | LOCAL_UNITS | GROUP_MEMBERS
"""Bodies whose representative holds, and not the body itself."""

BODIES_106C: Final = frozenset({Body.ENFORCEMENT_AUTHORITY, Body.BAILIFF})
"""Art. 106c of the VAT act: pkt 1 enforcement authorities, pkt 2 bailiffs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyNote:
    """What an office has to know of a kind of body.

    Attributes:
        polish: Its name in Polish.
        point: The letter of § 2 ust. 2 pkt 3 that reaches its people.
        is_taxpayer: Whether it is a taxpayer of its own.
        by_zawfa: Whether a ZAW-FA may be filed in its own name (§ 4 ust. 1, 1b).
        identified_by: What a grant in its context is marked with (§ 3).
        system: How KSeF 2.0 knows it.
    """

    polish: str
    point: str
    is_taxpayer: bool
    by_zawfa: bool
    identified_by: str
    system: str


def _unit(polish: str, point: str, identified_by: str, system: str) -> BodyNote:
    return BodyNote(
        polish=polish,
        point=point,
        is_taxpayer=False,
        by_zawfa=False,
        identified_by=identified_by,
        system=system,
    )


def _taxpayer(polish: str, system: str = "", *, person: bool = False) -> BodyNote:
    return BodyNote(
        polish=polish,
        point="lit. a",
        is_taxpayer=True,
        by_zawfa=not person,
        identified_by="NIP",
        system=system,
    )


_OF_JST: Final = "LocalGovernmentSubUnit, Nip albo InternalId"
NOTES: Final[Mapping[Body, BodyNote]] = {
    Body.JST: _taxpayer("jednostka samorządu terytorialnego", "LocalGovernmentUnit"),
    Body.MUNICIPAL_OFFICE: _unit("urząd gminy", "lit. c", "NIP urzędu", _OF_JST),
    Body.COUNTY_OFFICE: _unit(
        "starostwo powiatowe", "lit. c", "NIP starostwa", _OF_JST
    ),
    Body.MARSHAL_OFFICE: _unit("urząd marszałkowski", "lit. c", "NIP urzędu", _OF_JST),
    Body.LOCAL_BUDGET_UNIT: _unit(
        "samorządowa jednostka budżetowa", "lit. c", "NIP jednostki", _OF_JST
    ),
    Body.LOCAL_BUDGET_ESTABLISHMENT: _unit(
        "samorządowy zakład budżetowy", "lit. c", "NIP zakładu", _OF_JST
    ),
    Body.BRANCH: _unit(
        "zakład (oddział) osoby prawnej",
        "lit. aa",
        "unikalny identyfikator",
        "InternalId",
    ),
    Body.INTERNAL_UNIT: _unit(
        "inna wyodrębniona jednostka wewnętrzna",
        "lit. aa",
        "unikalny identyfikator",
        "InternalId",
    ),
    Body.CULTURE_INSTITUTION: _taxpayer("samorządowa instytucja kultury"),
    Body.HEALTHCARE_INSTITUTION: _taxpayer(
        "samodzielny publiczny zakład opieki zdrowotnej"
    ),
    Body.COMPANY: _taxpayer("spółka komunalna"),
    Body.VAT_GROUP: _taxpayer("grupa VAT", "VatGroupUnit"),
    Body.VAT_GROUP_MEMBER: _unit(
        "członek grupy VAT", "lit. d", "NIP członka", "VatGroupSubUnit, Nip"
    ),
    Body.ENFORCEMENT_AUTHORITY: BodyNote(
        polish="organ egzekucyjny (art. 106c pkt 1)",
        point="lit. b",
        is_taxpayer=False,
        by_zawfa=True,
        identified_by="NIP urzędu obsługującego organ",
        system="EnforcementAuthority",
    ),
    Body.BAILIFF: BodyNote(
        polish="komornik sądowy (art. 106c pkt 2)",
        point="brak",
        is_taxpayer=False,
        by_zawfa=False,
        identified_by="NIP komornika",
        system="CourtBailiff",
    ),
    Body.SOLE_TRADER: _taxpayer("podatnik będący osobą fizyczną", person=True),
    Body.OTHER_TAXPAYER: _taxpayer("inny podatnik niebędący osobą fizyczną"),
}
NATURAL_PERSONS: Final = frozenset({Body.SOLE_TRADER, Body.BAILIFF})
"""Filers outside § 4 ust. 1: natural persons."""
