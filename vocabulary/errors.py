"""The base of every error here. The class tells what has happened in the world.

What went wrong technically is the `__cause__`. `code` is public and never reused.
Messages name fields and ids, never a NIP, a PESEL, a token or a PIN.
"""

from enum import StrEnum
from typing import ClassVar


class ToolkitError(Exception):
    """Base class; only its subclasses are raised.

    Attributes:
        code: What to search the documentation for; never changes its meaning.
        hint: What to do next, in Polish, or empty.
    """

    code: ClassVar[str] = "error"
    hint: ClassVar[str] = ""

    @property
    def detail(self) -> str:
        """Say one word more about what happened, from a closed list, for the log."""
        return ""


class IdentifierFault(StrEnum):
    """Why a text is no identifier of its kind; the value is a stable word."""

    KIND = "kind"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    SHAPE = "shape"
    FORBIDDEN = "forbidden"
    CHECKSUM = "checksum"
    BIRTH_DATE = "birth_date"
    COUNTRY = "country"


_IN_POLISH = {
    IdentifierFault.KIND: "nieznany rodzaj identyfikatora",
    IdentifierFault.NOT_TEXT: "identyfikator musi być tekstem",
    IdentifierFault.EMPTY: "pole jest puste",
    IdentifierFault.TOO_LONG: "wpis jest za długi",
    IdentifierFault.SHAPE: "niewłaściwa liczba cyfr lub niedozwolone znaki",
    IdentifierFault.FORBIDDEN: "numer o takiej budowie nie jest nadawany",
    IdentifierFault.CHECKSUM: "cyfra kontrolna się nie zgadza",
    IdentifierFault.BIRTH_DATE: "data urodzenia zapisana w numerze nie istnieje",
    IdentifierFault.COUNTRY: "nieznany kod kraju albo kod PL",
}


class IdentifierInvalid(ToolkitError, ValueError):
    """A text is no identifier of the kind it was given as; nothing has left us.

    Attributes:
        kind: What it was read as: `nip`, `pesel`, `regon`, `internal_id`,
            `foreign_tax_id`, `mandator`, or a kind of another package (`dic`).
        reason: Why not, in one word. The text itself is nowhere in the error.
    """

    code = "vocabulary.identifier_invalid"
    hint = "Porównaj numer z dokumentem i wpisz go ponownie."

    def __init__(self, kind: str, reason: IdentifierFault) -> None:
        super().__init__(f"not a valid {kind}: {reason}")
        self.kind = kind
        self.reason = reason

    @property
    def polish(self) -> str:
        """Say the reason in Polish, for the person who typed the number."""
        return _IN_POLISH[self.reason]
