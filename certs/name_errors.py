"""What a distinguished name that we write cannot have.

Kept beside `certs.errors`: only who asks for a certificate reads it. No error holds a
value of the name: it may be a person's number.
"""

from enum import StrEnum

from certs.errors import CertsError


class NameFault(StrEnum):
    """Why a name was not written; the value is a stable word."""

    NO_ATTRIBUTES = "no_attributes"
    UNKNOWN_ATTRIBUTE = "unknown_attribute"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CHARACTER = "character"
    COUNTRY = "country"


_POLISH = {
    NameFault.NO_ATTRIBUTES: "nazwa nie ma żadnego pola",
    NameFault.UNKNOWN_ATTRIBUTE: "nazwa ma pole, którego nie znamy",
    NameFault.EMPTY: "pole nazwy jest puste",
    NameFault.TOO_LONG: "pole nazwy jest za długie (ponad 32 768 znaków)",
    NameFault.CHARACTER: "pole nazwy ma niedozwolony znak",
    NameFault.COUNTRY: "kraj to nie dwie wielkie litery, np. PL",
}


class NameRefused(CertsError, ValueError):
    """A name for a certificate was not written, and nothing was signed.

    Attributes:
        reason: Why not, in one word.
        attribute: Which part of it, by the word of RFC 4519; "" where it is none.
    """

    code = "certs.name_refused"
    hint = "Popraw wskazane pole nazwy; jeśli podał je KSeF, zgłoś to Ministerstwu."

    def __init__(self, reason: NameFault, attribute: str = "") -> None:
        where = f" ({attribute})" if attribute else ""
        super().__init__(f"name refused: {reason}{where}")
        self.reason = reason
        self.attribute = attribute

    @property
    def polish(self) -> str:
        """Say the reason in Polish, and which field."""
        where = f": {self.attribute}" if self.attribute else ""
        return f"{_POLISH[self.reason]}{where}"
