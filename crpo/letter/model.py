"""[0] The access letter: what office.toml says as typed, and the letter made of it.

    office.toml -> OfficeFile (as typed) -> checks -> Letter (nothing missing or wrong)

Pure. Field names are those of office.toml, `section.key`, so that a finding points to
the line that a person has to correct; seals are counted from 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from accountability.model import AuthorityKind
from certs.model import SealCertificate
from vocabulary.identifiers import Nip, Regon


class Variant(StrEnum):
    """What the text of a letter says of each seal; its attachment says both."""

    ATTRIBUTES = "attributes"
    CERTIFICATE = "certificate"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class SealEntry:
    """One `[[seal]]` of office.toml, as typed."""

    name: str
    file: str


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """What stands in office.toml; nothing of it was judged.

    Attributes:
        fields: `section.key` -> text without blanks around it; what is missing is "".
        seals: In the order of the file.
        seal_count: How many seals it says there are; None when it does not say.
    """

    fields: Mapping[str, str] = field(repr=False)
    seals: tuple[SealEntry, ...]
    seal_count: int | None = None

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


@dataclass(frozen=True, slots=True)
class NamedSeal:
    """A seal of the office: its name in the letter, and its certificate."""

    name: str
    certificate: SealCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """The seat address (adres siedziby); `street` and `flat` may be empty."""

    street: str
    building: str
    flat: str
    postcode: str
    town: str

    @property
    def text(self) -> str:
        """The address on one line: a village without streets gives its own name."""
        flat = f"/{self.flat}" if self.flat else ""
        place = self.street or self.town
        return f"{place} {self.building}{flat}, {self.postcode} {self.town}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that a letter says; made by `crpo.letter.checks` alone.

    Attributes:
        name: Full name of the unit.
        nip: NIP of the JST.
        office_nip: NIP of the office, where it is another one.
        authority: The tax authority, as it writes its name.
        case: The office's own mark of the case (znak sprawy), or "".
        head_given_names: Of the head of the unit, who signs; without titles.
        head_surname: As in her certificate.
        unit_head_function: E.g. `Wójt Gminy Przykładowa`.
        contact: Name and surname of the contact person.
        email: Of the administrator of the system.
        seals: None only in an inquiry.
        renewal: Id of the renewal that it goes on with, or "".
    """

    name: str
    nip: Nip
    office_nip: Nip | None
    regon: Regon
    seat: Seat
    kind: AuthorityKind
    authority: str
    head_given_names: str
    head_surname: str
    unit_head_function: str
    contact: str
    phone: str
    email: str
    variant: Variant
    seals: tuple[NamedSeal, ...]
    case: str = ""
    renewal: str = ""

    @property
    def unit_head(self) -> str:
        """First names and surname of the head, as the letter writes them."""
        return f"{self.head_given_names} {self.head_surname}"
