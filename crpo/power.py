"""A general power of attorney as the register records it, after the form PPO-1(3).

An attorney is a natural person with full legal capacity (art. 138b § 1 Ordynacji).
The register sends powers that are current on the day of the question; whether a
power is current is the register's word, we only refuse what contradicts itself.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from crpo.told import NOT_TOLD, Indefinite, Told
from vocabulary.identifiers import (
    ForeignTaxId,
    Identifier,
    IdentifierInvalid,
    Nip,
    Pesel,
)


class Profession(StrEnum):
    """Who reports a power in his own name, and must give an electronic address."""

    ADVOCATE = "advocate"
    LEGAL_COUNSEL = "legal_counsel"
    TAX_ADVISER = "tax_adviser"
    NONE = "none"


class ElectronicAddressKind(StrEnum):
    """PPO-1(3), note 6: an address for e-Doręczenia (ADE) or an ePUAP box."""

    ADE = "ade"
    EPUAP = "epuap"


class Filer(StrEnum):
    """PPO-1(3), field 4: who filed the form."""

    MANDATOR = "mandator"
    ATTORNEY = "attorney"
    SUBSTITUTE = "substitute_attorney"
    ADVOCATE = "advocate"
    LEGAL_COUNSEL = "legal_counsel"
    TAX_ADVISER = "tax_adviser"
    CARER = "carer"
    AUTHORITY = "authority"


class ForeignDocument(Identifier):
    """A non-resident's passport, identity card or other number, `CZ:AB123456`.

    Fields 31-34 of the form. It is written, checked and masked like a foreign tax id,
    and is equal to none.
    """

    __slots__ = ()
    kind = "foreign_document"

    @classmethod
    def _canonical(cls, text: str) -> str:
        try:
            return ForeignTaxId.parse(text).reveal()
        except IdentifierInvalid as refused:
            raise cls._refusal(refused.reason) from None

    @property
    def masked(self) -> str:
        """Show only the country, as for a foreign tax id."""
        return f"{self._clear[:2]}:***"


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectronicAddress:
    """Where letters go electronically (field 36)."""

    kind: ElectronicAddressKind
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The address for service (fields 37-45); on the form the country is Poland."""

    country: str
    town: str = field(repr=False)
    postcode: Told[str] = field(default=NOT_TOLD, repr=False)
    street: Told[str] = field(default=NOT_TOLD, repr=False)
    house: Told[str] = field(default=NOT_TOLD, repr=False)
    flat: Told[str] = field(default=NOT_TOLD, repr=False)
    commune: Told[str] = field(default=NOT_TOLD, repr=False)
    county: Told[str] = field(default=NOT_TOLD, repr=False)
    voivodeship: Told[str] = field(default=NOT_TOLD, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attorney:
    """A natural person who may act for the mandator (fields 25-47).

    Attributes:
        identifier: NIP or PESEL (25), or a document of a non-resident (31-34).
        document_kind: What that document is, in the register's word (30).
        surname: Field 27.
        first_name: Field 28.
        birth_date: Field 29.
        profession: Whether he is an advocate, a legal counsel or a tax adviser.
        list_number: His number on that profession's list (26).
        for_service: Whether he is designated for service (35, art. 138g).
        electronic_address: ADE or ePUAP box (36).
        address_for_service: Where letters are served in Poland (37-45).
        phone: Field 46.
        email: Field 47.
    """

    identifier: Told[Nip | Pesel | ForeignDocument] = NOT_TOLD
    document_kind: Told[str] = field(default=NOT_TOLD, repr=False)
    surname: Told[str] = field(default=NOT_TOLD, repr=False)
    first_name: Told[str] = field(default=NOT_TOLD, repr=False)
    birth_date: Told[date] = field(default=NOT_TOLD, repr=False)
    profession: Told[Profession] = NOT_TOLD
    list_number: Told[str] = field(default=NOT_TOLD, repr=False)
    for_service: Told[bool] = NOT_TOLD
    electronic_address: Told[ElectronicAddress] = NOT_TOLD
    address_for_service: Told[Address] = NOT_TOLD
    phone: Told[str] = field(default=NOT_TOLD, repr=False)
    email: Told[str] = field(default=NOT_TOLD, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute(Attorney):
    """A further attorney (dalszy pełnomocnik, fields 48-70); the same is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerOfAttorney:
    """One general power of attorney (pełnomocnictwo ogólne, art. 138d).

    Attributes:
        attorneys: At least one.
        register_id: The register's own number of this power.
        mandator_name: Name of the mandator (field 6 and next).
        received_on: Day of receipt in the register: it works from then (art. 138i § 1).
        filed_by: Who filed the form (4).
        valid_until: Its last day (71), or INDEFINITE where the contract says so.
        may_appoint_substitutes: Part E.2 of the form.
        substitutes: Further attorneys; an empty tuple is the register's "none".
    """

    attorneys: tuple[Attorney, ...]
    register_id: Told[str] = NOT_TOLD
    mandator_name: Told[str] = field(default=NOT_TOLD, repr=False)
    received_on: Told[date] = NOT_TOLD
    filed_by: Told[Filer] = NOT_TOLD
    valid_until: Told[date | Indefinite] = NOT_TOLD
    may_appoint_substitutes: Told[bool] = NOT_TOLD
    substitutes: Told[tuple[Substitute, ...]] = NOT_TOLD

    def __post_init__(self) -> None:
        if not self.attorneys:
            raise ValueError("a power of attorney names at least one attorney")

    @property
    def people(self) -> tuple[Attorney, ...]:
        """Attorneys, then the substitutes that were told."""
        if self.substitutes is NOT_TOLD:
            return self.attorneys
        return (*self.attorneys, *self.substitutes)

    @property
    def told_fields(self) -> frozenset[str]:
        """Names of what this power told, e.g. `valid_until`, `attorney.surname`."""
        names = {
            f.name
            for f in fields(self)
            if f.name not in {"attorneys", "substitutes"}
            and getattr(self, f.name) is not NOT_TOLD
        }
        for person in self.people:
            prefix = "substitute" if isinstance(person, Substitute) else "attorney"
            names |= {
                f"{prefix}.{f.name}"
                for f in fields(person)
                if getattr(person, f.name) is not NOT_TOLD
            }
        return frozenset(names)
