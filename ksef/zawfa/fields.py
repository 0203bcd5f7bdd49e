"""[0] The fields of the form by version: number as printed, label, part.

    key of ours -> Field(number, label, part)

ZAW-FA(1) was read field by field, all 63. Of ZAW-FA(3) fields 1 to 11 are known, from
a guide; the rest have a label and no number. Labels are ours, after the form's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ksef.zawfa.model import MAX_ON_FORM, Version

UNKNOWN_NUMBER: Final = "\N{EN DASH}"
_ADDRESS: Final = (
    ("country", "Kraj"),
    ("voivodeship", "Województwo"),
    ("county", "Powiat"),
    ("commune", "Gmina"),
    ("street", "Ulica"),
    ("house", "Nr domu"),
    ("flat", "Nr lokalu"),
    ("town", "Miejscowość"),
    ("postcode", "Kod pocztowy"),
)
_SIGNATURE: Final = (
    ("surname", "Nazwisko"),
    ("first_name", "Pierwsze imię"),
    ("position", "Stanowisko lub funkcja"),
    ("signature", "Podpis"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form.

    Attributes:
        key: Our name of it, the same in every version.
        number: As printed; None where it is not known.
        label: What it asks for, in Polish.
        part: The part of the form it stands in, e.g. `B.2`.
    """

    key: str
    number: int | None
    label: str
    part: str

    @property
    def shown(self) -> str:
        """The number as people read it."""
        return UNKNOWN_NUMBER if self.number is None else str(self.number)

    @property
    def place(self) -> str:
        """How a finding names it: by its number, or by its label."""
        return self.label if self.number is None else str(self.number)


def _numbered(
    start: int, part: str, prefix: str, names: tuple[tuple[str, str], ...]
) -> Iterator[Field]:
    for number, (name, label) in enumerate(names, start):
        yield Field(f"{prefix}{name}", number, label, part)


def _signers() -> Iterator[Field]:
    for place in range(MAX_ON_FORM):
        start = 40 + place * len(_SIGNATURE)
        yield from _numbered(start, "E", f"signer.{place + 1}.", _SIGNATURE)


_HEAD: Final = (
    ("filer.nip", "NIP podatnika lub podmiotu"),
    ("office.number", "Nr dokumentu (wypełnia urząd)"),
    ("office.status", "Status (wypełnia urząd)"),
    ("copy", "Kolejny nr egz. / ogółem liczba egz."),
)
_PERSON: Final = (
    ("identifier_kind", "Rodzaj identyfikatora"),
    ("identifier", "Identyfikator"),
    ("surname", "Nazwisko"),
    ("first_name", "Pierwsze imię"),
    ("birth_date", "Data urodzenia (DD-MM-RRRR)"),
    ("document.kind", "Rodzaj dokumentu tożsamości"),
    ("document.number", "Numer i seria dokumentu"),
    ("document.country", "Kraj wydania dokumentu"),
)
_CONTACT: Final = (("phone", "Telefon"), ("email", "Adres e-mail"))
_UNIQUE: Final = "Dane unikalne (SHA-256 certyfikatu)"

_V1: Final = (
    *_numbered(1, "", "", _HEAD),
    Field("addressee", 5, "Naczelnik urzędu skarbowego", "A"),
    Field("purpose", 6, "Cel złożenia", "A"),
    Field("filer.kind", 7, "Rodzaj podmiotu", "B.1"),
    Field("filer.name", 8, "Nazwa pełna / nazwisko, pierwsze imię", "B.1"),
    *_numbered(9, "B.2", "filer.address.", _ADDRESS),
    *_numbered(18, "B.3", "filer.", _CONTACT),
    *_numbered(20, "C.1", "person.", _PERSON),
    *_numbered(28, "C.2", "person.address.", _ADDRESS),
    *_numbered(37, "C.3", "person.", _CONTACT),
    Field("fingerprint", 39, _UNIQUE, "D"),
    *_signers(),
)


def _unnumbered(
    part: str, prefix: str, whose: str, names: tuple[tuple[str, str], ...]
) -> Iterator[Field]:
    for name, label in names:
        yield Field(f"{prefix}{name}", None, f"{label} {whose}".strip(), part)


def _v3() -> Iterator[Field]:
    """Give what is known of version 3; its fields 2 and 3 are not."""
    yield Field("filer.nip", 1, "NIP podatnika lub podmiotu", "")
    yield Field("copy", 4, "Kolejny nr egz. / ogółem liczba egz.", "")
    yield Field("addressee", 5, "Naczelnik urzędu skarbowego", "A")
    yield Field("purpose", 6, "Cel złożenia", "A")
    yield Field("filer.kind", 7, "Rodzaj podmiotu", "B")
    yield Field("filer.name", 8, "Nazwa pełna / nazwisko, pierwsze imię", "B")
    yield from _numbered(9, "B", "filer.", _CONTACT)
    yield Field("person.identifier_kind", 11, "Rodzaj identyfikatora", "C")
    yield from _unnumbered("C", "person.", "osoby uprawnionej", _PERSON[1:])
    yield from _unnumbered("C", "person.", "osoby uprawnionej", _CONTACT)
    yield Field("fingerprint", None, _UNIQUE, "D")
    for place in range(MAX_ON_FORM):
        prefix, whose = f"signer.{place + 1}.", f"(podpisujący {place + 1})"
        yield from _unnumbered("E", prefix, whose, _SIGNATURE)


FIELDS: Final[Mapping[Version, tuple[Field, ...]]] = {
    Version.V1: _V1,
    Version.V2: (),
    Version.V3: tuple(_v3()),
}
_BY_KEY: Final = {
    version: {each.key: each for each in fields} for version, fields in FIELDS.items()
}
# What a version has no field for, and a finding may be about all the same.
_LABELS: Final = {
    "filing_on": "Dzień złożenia",
    "route": "Sposób złożenia",
    "signers": "Podpisy",
    "filer.local_government": "Rodzaj jednostki samorządu terytorialnego",
    "filer.can_authenticate": "Możliwość uwierzytelnienia",
    "seal": "Certyfikat pieczęci",
    "person": "Osoba uprawniona",
    "earlier_person": "Osoba wskazana wcześniej",
    **{each.key: each.label for each in _V1},
}


def place_of(version: Version | None, key: str) -> str:
    """Name a field for a finding: by number where the version has one, else by label.

    Args:
        version: The version in use; None before the first.
        key: Our name of the field.
    """
    if version is not None and (found := _BY_KEY[version].get(key)) is not None:
        return found.place
    return _LABELS[key]


def number_of(version: Version | None, key: str) -> int | None:
    """Give the number of a field, where it has one that is known."""
    found = None if version is None else _BY_KEY[version].get(key)
    return None if found is None else found.number


def parts_of(version: Version) -> dict[str, tuple[Field, ...]]:
    """Give the fields of a version by part, in the order of the form."""
    found: dict[str, list[Field]] = {}
    for each in FIELDS[version]:
        found.setdefault(each.part, []).append(each)
    return {part: tuple(fields) for part, fields in found.items()}
