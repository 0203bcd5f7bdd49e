"""In whose context a session works: a taxpayer, a unit, an EU or a Peppol party.

Source: AuthTokenRequest of the Ministry's schema 2.1, element ContextIdentifier.
"""

import re
from enum import StrEnum
from typing import Final

from ksef.errors import KsefError
from vocabulary.identifiers import IdentifierInvalid, InternalId, Nip

# As the Ministry's schema has them; the EU part is any country's number.
_NIP_VAT_UE: Final = re.compile(r"(?P<nip>[0-9]{10})-(?P<vat>[A-Z]{2}[A-Z0-9+*]{2,13})")
_PEPPOL: Final = re.compile(r"P[A-Z]{2}[0-9]{6}")
_MAX_CHARS: Final = 64


class ContextType(StrEnum):
    """The four kinds of contexts, as the API writes them."""

    NIP = "Nip"
    INTERNAL_ID = "InternalId"
    NIP_VAT_UE = "NipVatUe"
    PEPPOL_ID = "PeppolId"


class ContextInvalid(KsefError, ValueError):
    """A text is no identifier of the kind of context it was given as.

    Attributes:
        reason: Why not, in one word; the text itself is nowhere in the error.
    """

    code = "ksef.context_invalid"
    hint = "Podaj rodzaj kontekstu (Nip, InternalId, NipVatUe, PeppolId) i jego numer."

    def __init__(self, reason: str) -> None:
        super().__init__(f"no context: {reason}")
        self.reason = reason


class ContextId:
    """One context, checked when made, and masked wherever it is shown."""

    __slots__ = ("_value", "type")

    type: ContextType
    _value: str

    def __init__(self, kind: ContextType, value: str) -> None:
        object.__setattr__(self, "type", kind)
        object.__setattr__(self, "_value", _checked(kind, value))

    @classmethod
    def parse(cls, kind: str, text: str) -> "ContextId":
        """Read a kind, as the API writes it, and a value.

        Raises:
            ContextInvalid: No such kind, or no value of it.
        """
        try:
            known = ContextType(kind)
        except ValueError as unknown:
            raise ContextInvalid("kind") from unknown
        return cls(known, text)

    @classmethod
    def of(cls, identifier: Nip | InternalId) -> "ContextId":
        """Make the context of a taxpayer or of an internal unit."""
        kind = ContextType.NIP if type(identifier) is Nip else ContextType.INTERNAL_ID
        return cls(kind, identifier.reveal())

    @property
    def nip(self) -> Nip | None:
        """The taxpayer's NIP that stands in it; None for Peppol."""
        if self.type is ContextType.PEPPOL_ID:
            return None
        return Nip(self._value[:10])

    @property
    def identifier(self) -> Nip | InternalId | None:
        """The taxpayer or the internal unit, as the log seals it; None for others."""
        if self.type is ContextType.INTERNAL_ID:
            return InternalId(self._value)
        return self.nip

    def reveal(self) -> str:
        """Give the clear value: for the wire only."""
        return self._value

    @property
    def masked(self) -> str:
        """Show the kind and at most the last two characters."""
        return f"{self.type} ***…{self._value[-2:]}"

    def __repr__(self) -> str:
        return f"ContextId({self.masked})"

    def __str__(self) -> str:
        return self.masked

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ContextId):
            return NotImplemented
        return (self.type, self._value) == (other.type, other._value)

    def __hash__(self) -> int:
        return hash((self.type, self._value))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a context cannot be changed")


def _checked(kind: ContextType, text: str) -> str:
    if len(text) > _MAX_CHARS:
        raise ContextInvalid("shape")
    try:
        if kind is ContextType.NIP:
            return Nip(text).reveal()
        if kind is ContextType.INTERNAL_ID:
            return InternalId(text).reveal()
        if kind is ContextType.PEPPOL_ID:
            if not _PEPPOL.fullmatch(text):
                raise ContextInvalid("shape")
            return text
        found = _NIP_VAT_UE.fullmatch(text)
        if found is None:
            raise ContextInvalid("shape")
        return f"{Nip(found['nip']).reveal()}-{found['vat']}"
    except IdentifierInvalid as wrong:
        raise ContextInvalid(wrong.reason) from None
