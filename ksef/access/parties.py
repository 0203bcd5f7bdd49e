"""Parties as KSeF writes them: a type, and a clear value."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from ksef.access.context import ContextId
from ksef.access.fingerprint import Fingerprint
from vocabulary.identifiers import Identifier, InternalId, Nip, Pesel

Json: TypeAlias = dict[str, object]
Person: TypeAlias = Nip | Pesel | Fingerprint
Unit: TypeAlias = Nip | InternalId

_TYPES: Final[Mapping[type[Identifier], str]] = {
    Nip: "Nip",
    Pesel: "Pesel",
    InternalId: "InternalId",
    Fingerprint: "Fingerprint",
}


def typed(party: Identifier | ContextId) -> Json:
    """Write an identifier as KSeF does; the clear value is for the wire only."""
    if isinstance(party, ContextId):
        return {"type": party.type.value, "value": party.reveal()}
    return {"type": _TYPES[type(party)], "value": party.reveal()}
