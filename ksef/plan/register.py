"""The register of units and their identifiers, and the notice to suppliers. Pure.

Of an invoice for a unit, the municipality is the buyer (Podmiot2, with its own NIP, and
JST = 1); the unit stands in Podmiot3, with its NIP or its internal id, in role 8. Only
such an invoice reaches the unit in KSeF.

Source: structure FA(3), Podmiot2/JST and Podmiot3 (known from secondary sources);
ksef-api issues 676, 683, 851.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ksef.law.bodies import NOTES
from ksef.plan.actual import Listed
from ksef.plan.desired import Desired
from ksef.plan.model import Plan
from ksef.plan.places import is_own_taxpayer, with_internal_ids
from vocabulary.identifiers import Nip

ROLE: Final = "8 (jednostka samorządu terytorialnego - odbiorca)"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit, as suppliers have to write it.

    Attributes:
        by: `NIP` or `IDWew`; empty for a unit without an identifier.
        identifier: In clear: it is made to be published.
        usable: KSeF knows the identifier; a proposal must not be handed out.
        seen: KSeF's list was read; else nobody knows whether it is usable.
    """

    name: str
    kind: str
    by: str
    identifier: str
    usable: bool
    seen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The units of an office on a day.

    Attributes:
        units: Whom invoices name in Podmiot3.
        taxpayers: Bodies that are buyers themselves: Podmiot2 is they.
    """

    office: str
    nip: str
    on: date
    units: tuple[UnitRow, ...]
    taxpayers: tuple[UnitRow, ...]

    @property
    def complete(self) -> bool:
        """Tell whether KSeF was asked about every unit."""
        return all(each.seen for each in self.units)


def register_of(plan: Plan, desired: Desired) -> Register:
    """Make the register of a plan's units.

    Raises:
        IdentifierInvalid: The plan's internal ids are none of this office's.
    """
    dark = {each.listed for each in plan.unread if each.place == plan.office}
    known = with_internal_ids(desired, plan.internal_ids)
    units: list[UnitRow] = []
    taxpayers: list[UnitRow] = []
    for unit in sorted(known.units, key=lambda each: (each.name, each.ref)):
        identifier = unit.identifier
        unsure = {*plan.proposals, *plan.unlisted}
        listed = Listed.SUBORDINATES if isinstance(identifier, Nip) else Listed.SUBUNITS
        seen = is_own_taxpayer(unit) or listed not in dark
        row = UnitRow(
            name=unit.name,
            kind=NOTES[unit.kind].polish,
            by="" if identifier is None else _by(identifier),
            identifier="" if identifier is None else identifier.reveal(),
            usable=seen and identifier is not None and unit.ref not in unsure,
            seen=seen,
        )
        (taxpayers if is_own_taxpayer(unit) else units).append(row)
    return Register(
        office=desired.office.name,
        nip=desired.nip.reveal(),
        on=plan.on,
        units=tuple(units),
        taxpayers=tuple(taxpayers),
    )


def _by(identifier: object) -> str:
    return "NIP" if isinstance(identifier, Nip) else "IDWew"
