"""[5] Where to serve one attorney: electronically, or in Poland on paper. Pure.

    ADE -> paper in Poland -> ePUAP box

An advocate, a legal counsel and a tax adviser is never served by post (art. 144 § 5);
somebody abroad without an address in Poland only electronically (art. 145 § 2a). An
ePUAP box is an electronic address of the form (PPO-1(3), note 6) and no address for
e-Doręczenia, so art. 144 § 1a does not put it first.
"""

from typing import TypeAlias

from crpo import law
from crpo.note import (
    EPUAP_BOX,
    EPUAP_NOT_USED,
    NO_ADDRESS,
    NO_PAPER_FOR_PROFESSIONALS,
    PROFESSION_NOT_TOLD,
    Note,
)
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    Profession,
)
from crpo.told import NOT_TOLD, Told
from vocabulary.law import Rule

ServiceAddress: TypeAlias = ElectronicAddress | Address


def service_address(
    person: Attorney,
) -> tuple[Told[ServiceAddress], tuple[Rule, ...], tuple[Note, ...]]:
    """Say where to serve an attorney, by which rules, and what has to be found out."""
    electronic, paper = person.electronic_address, person.address_for_service
    in_poland = paper is not NOT_TOLD and paper.country == "PL"
    abroad = paper is not NOT_TOLD and not in_poland
    professional = person.profession not in {Profession.NONE, NOT_TOLD}
    rules: tuple[Rule, ...] = (law.PROFESSIONAL,) if professional else ()
    rules += (law.ABROAD,) if abroad else ()
    if electronic is not NOT_TOLD and electronic.kind is ElectronicAddressKind.ADE:
        return electronic, (*rules, law.ELECTRONIC), ()
    if in_poland and person.profession is NOT_TOLD:
        return NOT_TOLD, (law.PROFESSIONAL,), (PROFESSION_NOT_TOLD,)
    if in_poland and not professional:
        return paper, rules, () if electronic is NOT_TOLD else (EPUAP_NOT_USED,)
    if electronic is not NOT_TOLD:
        return electronic, rules, (EPUAP_BOX,)
    return (
        NOT_TOLD,
        rules,
        (NO_PAPER_FOR_PROFESSIONALS if professional else NO_ADDRESS,),
    )
