"""What the simulated KSeF calls things: typed identifiers, reference numbers, times.

    Ident("Nip", ...)                        who, or in which context
    20261121-AU-0A1B2C3D4E-5F60718293-A4     reference numbers, 36 characters
    2026-11-21T10:15:30.123456+00:00         instants

Source: OpenAPI 2.7.0 (facts: patterns of challenges, contexts and fingerprints).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Final

from vocabulary.errors import IdentifierInvalid
from vocabulary.identifiers import InternalId, Nip, Pesel

PREFIX: Final = "/v2"
NIP: Final = r"[1-9]((\d[1-9])|([1-9]\d))\d{7}"
_VAT_UE: Final = (
    r"ATU\d{8}|BE[01]\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}"
    r"|EL\d{9}|ES([A-Z]\d{8}|\d{8}[A-Z]|[A-Z]\d{7}[A-Z])|FI\d{8}|FR[A-Z0-9]{2}\d{9}"
    r"|HR\d{11}|HU\d{8}|IE(\d{7}[A-Z]{2}|\d[A-Z0-9+*]\d{5}[A-Z])|IT\d{11}"
    r"|LT(\d{9}|\d{12})|LU\d{8}|LV\d{11}|MT\d{8}|NL[A-Z0-9+*]{12}|PT\d{9}|RO\d{2,10}"
    r"|SE\d{12}|SI\d{8}|SK\d{10}|XI(\d{9}|\d{12}|(GD|HA)\d{3})"
)
SHAPES: Final = {
    "Nip": re.compile(NIP, re.ASCII),
    "Pesel": re.compile(r"\d{11}", re.ASCII),
    "Fingerprint": re.compile(r"[0-9A-F]{64}"),
    "InternalId": re.compile(rf"{NIP}-\d{{5}}", re.ASCII),
    "NipVatUe": re.compile(rf"{NIP}-({_VAT_UE})", re.ASCII),
    "PeppolId": re.compile(r"P[A-Z]{2}[0-9]{6}", re.ASCII),
}
_CHECKED: Final = {"Nip": Nip, "Pesel": Pesel, "InternalId": InternalId}
NAMELESS: Final = frozenset({"System", "AllPartners"})


@dataclass(frozen=True, slots=True)
class Ident:
    """An identifier with its kind, as the API writes it; shown without its value.

    Attributes:
        type: `Nip`, `Pesel`, `Fingerprint`, `InternalId`, `NipVatUe`, `PeppolId`,
            `System` or `AllPartners`.
        value: As on the wire; None for the last two.
    """

    type: str
    value: str | None = field(default=None, repr=False)

    @property
    def json(self) -> dict[str, str | None]:
        """The identifier as an answer has it."""
        return {"type": self.type, "value": self.value}

    @property
    def nip(self) -> str:
        """The NIP that a context stands on; empty for a Peppol provider."""
        if self.type == "PeppolId" or self.value is None:
            return ""
        return self.value[:10]


def is_identifier(kind: str, value: str) -> bool:
    """Tell whether a text is one of its kind, check digits included."""
    if not SHAPES[kind].fullmatch(value):
        return False
    try:
        if kind == "NipVatUe":
            Nip.parse(value[:10])
        elif kind in _CHECKED:
            _CHECKED[kind].parse(value)
    except IdentifierInvalid:
        return False
    return True


def reference(kind: str, now: datetime) -> str:
    """Make a reference number, e.g. of kind `AU`; 36 characters, never one twice."""
    random = f"{token_hex(5)}-{token_hex(5)}-{token_hex(1)}".upper()
    return f"{now:%Y%m%d}-{kind}-{random}"


def iso(instant: datetime) -> str:
    """Write an instant as the API does."""
    return instant.isoformat(timespec="microseconds")
