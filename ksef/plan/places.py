"""Which identifier each place has: from the file, from KSeF, or a proposal of ours.

An internal id comes into being by the call that appoints the unit's representative. A
unit that the file gives none is found in KSeF by its name; else it gets the next number
that neither KSeF nor the file has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ksef.law.bodies import NOTES
from ksef.plan.actual import Actual, Kind, Listed, internal_ids_of
from ksef.plan.desired import Desired, Place
from vocabulary.checksums import internal_id_digit
from vocabulary.identifiers import Identifier, InternalId

_NUMBERS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The places of a file with their identifiers.

    Attributes:
        desired: The file, its units with their identifiers.
        places: By reference; a unit without identifier could get none, or nobody has
            read whether KSeF has made one.
        internal_ids: Last five digits, for units that the file gave no identifier.
        proposals: Units whose internal id KSeF has not made yet.
    """

    desired: Desired
    places: Mapping[str, Place]
    internal_ids: Mapping[str, str]
    proposals: frozenset[str]

    @property
    def proposed_here(self) -> frozenset[str]:
        """Units whose number is new and ours: no context of KSeF can have it."""
        return self.proposals & self.internal_ids.keys()


def locate(desired: Desired, actual: Actual) -> Located:
    """Give every place its identifier; a proposal depends on names alone.

    Nothing is proposed unless all representatives were read: a unit may have a number
    in KSeF. It then stays without one, and nobody knows of its context.
    """
    office = actual.of(desired.context)
    made = internal_ids_of(office)
    existing = {
        each.unit for each in office.standing if each.kind is Kind.REPRESENTATIVE
    }
    places = {desired.office.ref: desired.office}
    all_made = Listed.SUBUNITS in office.whole
    found: dict[str, str] = {}
    proposals = set()
    taken: set[Identifier | None] = {each.identifier for each in desired.units}
    taken |= existing
    for unit in sorted(desired.units, key=lambda each: each.ref):
        identifier = unit.identifier
        if identifier is None and not is_own_taxpayer(unit):
            identifier = made.get(unit.name)
            if identifier is None and all_made:
                identifier = _next(desired.nip.reveal(), taken)
            if identifier is not None:
                taken.add(identifier)
                found[unit.ref] = identifier.reveal()[-5:]
        unmade = isinstance(identifier, InternalId) and identifier not in existing
        if all_made and unmade:
            proposals.add(unit.ref)
        places[unit.ref] = replace(unit, identifier=identifier)
    return Located(
        desired=replace(
            desired, units=tuple(places[each.ref] for each in desired.units)
        ),
        places=places,
        internal_ids=found,
        proposals=frozenset(proposals),
    )


def with_internal_ids(desired: Desired, digits: Mapping[str, str]) -> Desired:
    """Put the internal ids of a plan into the file that it was made of.

    Raises:
        IdentifierInvalid: The digits make no internal id of this office.
    """
    nip = desired.nip.reveal()
    units = [
        replace(each, identifier=InternalId(f"{nip}-{digits[each.ref]}"))
        if each.ref in digits
        else each
        for each in desired.units
    ]
    return replace(desired, units=tuple(units))


def is_own_taxpayer(place: Place) -> bool:
    """Tell whether a body is a taxpayer itself: the office's plan cannot reach it."""
    return NOTES[place.kind].is_taxpayer


def is_apart(place: Place, desired: Desired) -> bool:
    """Tell whether a unit of the file is one that no plan of the office reads."""
    return place.ref != desired.office.ref and is_own_taxpayer(place)


def _next(nip: str, taken: set[Identifier | None]) -> InternalId | None:
    for number in range(1, _NUMBERS):
        digit = internal_id_digit(f"{nip}{number:04}")
        candidate = InternalId(f"{nip}-{number:04}{digit}")
        if candidate not in taken:
            return candidate
    return None
