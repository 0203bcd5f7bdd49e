"""[0] What a ZAW-FA says, whatever its version; values in, nothing checked yet.

A number that was written wrongly is kept as the reason why, never as its text; so a
check can tell it with the number of its field, and nothing can print it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from ksef.law.bodies import BODIES_106C, NATURAL_PERSONS
from ksef.law.dzu_2021_2481 import zawfa_form
from ksef.law.dzu_2025_1815 import zawfa as zawfa_1815
from ksef.model import Body, ZawFaPurpose
from vocabulary.errors import IdentifierFault
from vocabulary.identifiers import Identifier, Nip, Pesel

MAX_ON_FORM: Final = 6
"""Signers that one copy of the form takes (ZAW-FA(1), part E, note 9)."""

_BREAKS: Final = re.compile(r"[\s:]")

NipGiven: TypeAlias = Nip | IdentifierFault | None
PersonGiven: TypeAlias = Nip | Pesel | IdentifierFault | None


class Version(StrEnum):
    """The versions of the form; each word is also what the law's book calls it."""

    V1 = "ZAW-FA(1)"
    V2 = "ZAW-FA(2)"
    V3 = "ZAW-FA(3)"


class LocalGovernment(StrEnum):
    """What kind of a JST files it: that decides who signs."""

    COMMUNE = "gmina"
    COUNTY = "powiat"
    VOIVODESHIP = "województwo"


class Route(StrEnum):
    """How it is to reach the tax office."""

    PAPER = "paper"
    E_US = "e-us"
    E_DELIVERY = "e-delivery"
    EPUAP = "epuap"


class EarlierPerson(StrEnum):
    """Whether somebody was named by an earlier ZAW-FA, and still holds by it."""

    NONE = "none"
    LIVE = "live"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A seat or a home, as the form cuts it."""

    country: str = ""
    voivodeship: str = ""
    county: str = ""
    commune: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    town: str = ""
    postcode: str = ""


NO_ADDRESS: Final = Address()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where the office answers: the result is sent to the e-mail addresses."""

    phone: str = ""
    email: str = ""


NO_CONTACT: Final = Contact()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filer:
    """The taxpayer or body for which the notice is filed.

    Attributes:
        can_authenticate: Whether it can authenticate in KSeF itself (a suitable seal).
        signers_required: How many must sign, as its own representation asks; for a
            JST the acts say it.
    """

    body: Body
    name: str
    nip: NipGiven
    address: Address = NO_ADDRESS
    contact: Contact = NO_CONTACT
    local_government: LocalGovernment | None = None
    can_authenticate: bool | None = None
    signers_required: int | None = None

    @property
    def is_natural(self) -> bool:
        """Whether it is a natural person."""
        return self.body in NATURAL_PERSONS

    @property
    def is_enforcement_authority(self) -> bool:
        """Whether it is a body of art. 106c pkt 1."""
        return self.body in BODIES_106C - NATURAL_PERSONS


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDocument:
    """A document of a person who has neither NIP nor PESEL."""

    kind: str = ""
    number: str = field(default="", repr=False)
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The natural person whose permissions are given or revoked.

    Attributes:
        signature_without_id: The person has only a qualified signature in which there
            is neither NIP nor PESEL.
    """

    identifier: PersonGiven
    surname: str
    first_name: str
    birth_date: date | None = field(default=None, repr=False)
    document: IdentityDocument | None = None
    address: Address = NO_ADDRESS
    contact: Contact = NO_CONTACT
    signature_without_id: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueData:
    """The unique data of a signature or seal without NIP and PESEL.

    Attributes:
        fingerprint: SHA-256 of the certificate, as written; see `fingerprint_of`.
        has_id: Whether there is a NIP or PESEL in the certificate; None: it was not
            looked at.
    """

    fingerprint: str
    has_id: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One of those who sign for the filer."""

    surname: str
    first_name: str
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One ZAW-FA; which version, the day of filing says.

    Attributes:
        persons: All that were written; exactly one may be named.
        earlier: What is known of a person named before; None: not told.
    """

    purpose: ZawFaPurpose
    filing_on: date
    addressee: str
    route: Route
    filer: Filer
    persons: tuple[Person, ...] = ()
    earlier: EarlierPerson | None = None
    unique_data: UniqueData | None = None
    signers: tuple[Signer, ...] = ()

    @property
    def version(self) -> Version | None:
        """The version that is in use on the day of filing; None before the first."""
        return version_on(self.filing_on)

    @property
    def person(self) -> Person | None:
        """The person it is about, where there is one."""
        return self.persons[0] if self.persons else None

    @property
    def takes_unique_data(self) -> bool:
        """Whether part D is filled: for one's own report, or with a new person."""
        if self.purpose in REPORTS:
            return True
        person = self.person
        if self.purpose is not ZawFaPurpose.GRANT or person is None:
            return False
        return person.signature_without_id or person.identifier is None

    @property
    def copies(self) -> int:
        """How many copies of the form hold all signers."""
        return max(1, -(-len(self.signers) // MAX_ON_FORM))

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whose identifiers stand in it: the filer's and the person's."""
        given = [self.filer.nip, *(each.identifier for each in self.persons)]
        return tuple(each for each in given if isinstance(each, Identifier))

    def signers_of(self, copy: int) -> tuple[Signer, ...]:
        """Give those who sign on a copy, from 1."""
        start = (copy - 1) * MAX_ON_FORM
        return self.signers[start : start + MAX_ON_FORM]


def version_on(day: date) -> Version | None:
    """Say which version of the form is in use on a day, as the law's book has it.

    Source: annexes to Dz.U. 2021 poz. 2481 and Dz.U. 2025 poz. 1815.
    """
    versions = (*zawfa_form.VERSIONS, *zawfa_1815.VERSIONS)
    found = [Version(name) for name, rule in versions if rule.in_force_on(day)]
    return found[0] if found else None


def fingerprint_of(text: str) -> str:
    """Write a fingerprint as the form takes it: capitals, no colons, no blanks."""
    return _BREAKS.sub("", text).upper()


PURPOSE_NUMBERS: Final[Mapping[Version, Mapping[ZawFaPurpose, int]]] = {
    Version.V1: {
        ZawFaPurpose.GRANT: 1,
        ZawFaPurpose.REVOKE: 2,
        ZawFaPurpose.REPORT_SIGNATURE: 3,
    },
    Version.V2: {},
    Version.V3: {
        ZawFaPurpose.GRANT: 1,
        ZawFaPurpose.REVOKE: 2,
        ZawFaPurpose.REVOKE_ALL: 3,
        ZawFaPurpose.REPORT_SIGNATURE: 4,
        ZawFaPurpose.REPORT_SEAL: 4,
    },
}
"""The box of field 6 that a purpose ticks; nothing is known of version 2."""

OF_A_PERSON: Final = frozenset({ZawFaPurpose.GRANT, ZawFaPurpose.REVOKE})
"""Purposes for which part C names the person."""

REPORTS: Final = frozenset({ZawFaPurpose.REPORT_SIGNATURE, ZawFaPurpose.REPORT_SEAL})
"""Purposes that report unique data of the filer's own signature or seal."""
