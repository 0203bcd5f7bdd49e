"""Which grants a query is asked for: each filter as the API has it.

What is None, or empty, does not narrow. Numbers are written into bodies only, never
into an address; each of them is a subject of the action.

Source: API 2.7.0, requests of /permissions/query/*.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ksef.access.context import ContextId
from ksef.access.judge_calls import AUTHORISATIONS, PERSON
from ksef.access.judge_permissions import VAT_UE_MANAGE
from ksef.access.parties import Json, Person, Unit, typed
from ksef.access.requests import Target
from vocabulary.identifiers import Identifier


class Scope(StrEnum):
    """Which of the two lists of persons' grants is asked for."""

    IN_CONTEXT = "PermissionsInCurrentContext"
    GIVEN_HERE = "PermissionsGrantedInCurrentContext"


class State(StrEnum):
    """How a grant stands, as KSeF shows it."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


class Direction(StrEnum):
    """Which authorisations: those we gave, or those we were given."""

    GRANTED = "Granted"
    RECEIVED = "Received"


class System(StrEnum):
    """The author of what a ZAW-FA gave."""

    SYSTEM = "System"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsFilter:
    """Which grants of persons; what is None does not narrow."""

    scope: Scope = Scope.IN_CONTEXT
    author: Person | System | None = None
    holder: Person | None = None
    context: Unit | None = None
    target: Unit | Target | None = None
    permissions: tuple[str, ...] = ()
    state: State | None = None

    def to_json(self) -> Json:
        """Write the body."""
        return without_none(
            {
                "queryType": self.scope.value,
                "authorIdentifier": party_json(self.author),
                "authorizedIdentifier": party_json(self.holder),
                "contextIdentifier": party_json(self.context),
                "targetIdentifier": party_json(self.target),
                "permissionTypes": list(self.permissions) or None,
                "permissionState": self.state and self.state.value,
            }
        )

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it names."""
        return numbers((self.author, self.holder, self.context, self.target))


ALL_PERSONS: Final = PersonsFilter()
# The closed lists of API 2.7.0. A later one may have more: the calls take any word, and
# whoever reads words of people compares first.
OF_PERSONS: Final = PERSON
OWN: Final = (*PERSON, VAT_UE_MANAGE)
OF_ENTITIES: Final = AUTHORISATIONS
TOKEN_STATES: Final = ("Pending", "Active", "Revoking", "Revoked", "Failed")


def party_json(party: Identifier | ContextId | StrEnum | None) -> Json | None:
    """Write a party as the filters have it: a kind, and mostly a value."""
    if party is None:
        return None
    if isinstance(party, StrEnum):
        return {"type": party.value}
    return typed(party)


def without_none(said: Json) -> Json:
    """Leave out what does not narrow."""
    return {name: value for name, value in said.items() if value is not None}


def numbers(parties: Iterable[object]) -> tuple[Identifier, ...]:
    """Give those that are somebody's number: whom the question is about."""
    return tuple(each for each in parties if isinstance(each, Identifier))
