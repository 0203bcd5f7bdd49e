"""[5] Where to serve one attorney: electronically, or in Poland on paper. Pure.

An advocate, a legal counsel and a tax adviser is never served by post (art. 144 § 5);
somebody abroad without an address in Poland only electronically (art. 145 § 2a).
"""

from typing import TypeAlias

from crpo import law
from crpo.note import (
    EPUAP_BOX,
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
from crpo.told import NOT_TOLD, NotTold, Told
from vocabulary.law import Rule

ServiceAddress: TypeAlias = ElectronicAddress | Address


def service_address(
    person: Attorney,
) -> tuple[Told[ServiceAddress], tuple[Rule, ...], tuple[Note, ...]]:
    """Say where to serve an attorney, by which rules, and what has to be found out."""
    electronic, paper = person.electronic_address, person.address_for_service
    in_poland = not isinstance(paper, NotTold) and paper.country == "PL"
    professional = person.profession not in {Profession.NONE, NOT_TOLD}
    rules: tuple[Rule, ...] = (law.PROFESSIONAL,) if professional else ()
    if not isinstance(electronic, NotTold):
        if not isinstance(paper, NotTold) and not in_poland:
            rules = (*rules, law.ABROAD)
        is_box = electronic.kind is ElectronicAddressKind.EPUAP
        more = (*rules, law.ELECTRONIC, law.ADDRESS_IN_REGISTER)
        return electronic, more, (EPUAP_BOX,) if is_box else ()
    if professional:
        return NOT_TOLD, rules, (NO_PAPER_FOR_PROFESSIONALS,)
    if person.profession is NOT_TOLD:
        return NOT_TOLD, (law.PROFESSIONAL,), (PROFESSION_NOT_TOLD,)
    if not in_poland:
        return NOT_TOLD, (law.ABROAD,), (NO_ADDRESS,)
    return paper, (law.ADDRESS_IN_REGISTER,), ()
