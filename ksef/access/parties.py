"""Parties as KSeF writes them: a type, and a clear value."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from ksef.access.context import ContextId
from ksef.access.fingerprint import Fingerprint
from vocabulary.errors import IdentifierFault
from vocabulary.identifiers import InternalId, Nip, Pesel
from vocabulary.masked import Identifier

Json: TypeAlias = dict[str, object]
Person: TypeAlias = Nip | Pesel | Fingerprint
Unit: TypeAlias = Nip | InternalId

_TYPES: Final[Mapping[type[Identifier], str]] = {
    Nip: "Nip",
    Pesel: "Pesel",
    InternalId: "InternalId",
    Fingerprint: "Fingerprint",
}


def kind_of(party: Identifier) -> str:
    """Name the kind of an identifier as KSeF does: `Nip`, `Pesel`, ..."""
    return _TYPES[type(party)]


def typed(party: Identifier | ContextId) -> Json:
    """Write an identifier as KSeF does; the clear value is for the wire only."""
    if isinstance(party, ContextId):
        return {"type": party.type.value, "value": party.reveal()}
    return {"type": kind_of(party), "value": party.reveal()}


class ForeignParty(Identifier):
    """A party as KSeF wrote it, where it is no valid number of its kind.

    The log must be able to say whose data were shown, also when a check digit is wrong.
    """

    __slots__ = ()
    kind = "ksef_party"

    @classmethod
    def _canonical(cls, text: str) -> str:
        if not text.strip():
            raise cls._refusal(IdentifierFault.EMPTY)
        return text
