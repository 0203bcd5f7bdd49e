"""Ask who may do what: every query of permissions and roles, page by page.

Each function gives an iterator of actions (ksef.access.pages); an action holds as many
pages as one entry of the log can account for. The owner of a context stands in no list:
his rights come from his NIP alone.

Source: API 2.7.0, /permissions/query/*.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar, Unpack

from accountability.action import Performed
from ksef.access.acting import Acting
from ksef.access.context import ContextId
from ksef.access.endpoints import ENDPOINTS
from ksef.access.pages import FIRST, Found, Listing, Page, by_number, pages
from ksef.access.parties import Json, Person, Unit, typed
from ksef.access.requests import Target
from vocabulary.identifiers import Identifier, Nip

if TYPE_CHECKING:
    from ksef.access.messages import ForeignId
    from ksef.access.messages_permissions import (
        AuthorisationGrant,
        EntityGrant,
        EntityRole,
        EuEntityGrant,
        PersonGrant,
        SubordinateRole,
        SubunitGrant,
    )

T = TypeVar("T")

GRANT_FIELDS: Final = ("permission", "holder", "author", "name")
ROLE_FIELDS: Final = ("role", "unit")


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
        return _without_none(
            {
                "queryType": self.scope.value,
                "authorIdentifier": _party(self.author),
                "authorizedIdentifier": _party(self.holder),
                "contextIdentifier": _party(self.context),
                "targetIdentifier": _party(self.target),
                "permissionTypes": list(self.permissions) or None,
                "permissionState": self.state and self.state.value,
            }
        )

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it names."""
        named = (self.author, self.holder, self.context, self.target)
        return tuple(each for each in named if isinstance(each, Identifier))


ALL_PERSONS: Final = PersonsFilter()


def persons(
    wanted: PersonsFilter = ALL_PERSONS, *, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["PersonGrant"]]]:
    """POST query/persons/grants: who may work here, or whom we let work elsewhere."""
    from ksef.access.messages_permissions import GrantsPage  # noqa: PLC0415 - lazy

    listing = _listing(
        "query_persons", wanted.to_json(), wanted.subjects, GrantsPage.read, _of_grant
    )
    return pages(listing, start=start, **acting)


def own(
    *, context: Unit | None = None, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["PersonGrant"]]]:
    """POST query/personal/grants: what the one who is logged in may do."""
    from ksef.access.messages_permissions import GrantsPage  # noqa: PLC0415 - lazy

    body = _without_none({"contextIdentifier": _party(context)})
    named = () if context is None else (context,)
    listing = _listing("query_personal", body, named, GrantsPage.read, _of_grant)
    return pages(listing, start=start, **acting)


def subunits(
    *, unit: Unit | None = None, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["SubunitGrant"]]]:
    """POST query/subunits/grants: administrators appointed from this context."""
    from ksef.access.messages_permissions import SubunitGrantsPage  # noqa: PLC0415 - lazy

    body = _without_none({"subunitIdentifier": _party(unit)})
    named = () if unit is None else (unit,)
    listing = _listing(
        "query_subunits", body, named, SubunitGrantsPage.read, _of_subunit
    )
    return pages(listing, start=start, **acting)


def entities(
    *, context: Unit | None = None, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["EntityGrant"]]]:
    """POST query/entities/grants: what others let this entity do."""
    from ksef.access.messages_permissions import EntityGrantsPage  # noqa: PLC0415 - lazy

    body = _without_none({"contextIdentifier": _party(context)})
    named = () if context is None else (context,)
    listing = _listing(
        "query_entities",
        body,
        named,
        EntityGrantsPage.read,
        lambda item: _parties(item.context_identifier),
    )
    return pages(listing, start=start, **acting)


def roles(
    *, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["EntityRole"]]]:
    """GET query/entities/roles: the roles of this context."""
    from ksef.access.messages_permissions import EntityRolesPage  # noqa: PLC0415 - lazy

    listing = _listing(
        "query_entity_roles",
        None,
        (),
        EntityRolesPage.read,
        lambda item: _parties(item.parent_entity_identifier),
        ROLE_FIELDS,
    )
    return pages(listing, start=start, **acting)


def subordinates(
    *, unit: Nip | None = None, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["SubordinateRole"]]]:
    """POST query/subordinate-entities/roles: units with a NIP of their own."""
    from ksef.access.messages_permissions import SubordinateRolesPage  # noqa: PLC0415 - lazy

    body = _without_none({"subordinateEntityIdentifier": _party(unit)})
    listing = _listing(
        "query_subordinate_roles",
        body,
        () if unit is None else (unit,),
        SubordinateRolesPage.read,
        lambda item: _parties(item.subordinate_entity_identifier),
        ROLE_FIELDS,
    )
    return pages(listing, start=start, **acting)


def authorisations(
    direction: Direction = Direction.GRANTED,
    *,
    authorising: Nip | None = None,
    authorised: Nip | ContextId | None = None,
    start: str = FIRST,
    **acting: Unpack[Acting],
) -> Iterator[Performed[Found["AuthorisationGrant"]]]:
    """POST query/authorizations/grants: authorisations of entities."""
    from ksef.access.messages_permissions import AuthorisationGrantsPage  # noqa: PLC0415 - lazy

    body = _without_none(
        {
            "queryType": direction.value,
            "authorizingIdentifier": _party(authorising),
            "authorizedIdentifier": _party(authorised),
        }
    )
    named = [each for each in (authorising, authorised) if isinstance(each, Nip)]
    listing = _listing(
        "query_authorizations",
        body,
        tuple(named),
        AuthorisationGrantsPage.read,
        lambda item: _parties(
            item.authorized_entity_identifier,
            item.authorizing_entity_identifier,
            item.author_identifier,
        ),
    )
    return pages(listing, start=start, **acting)


def eu_entities(
    *, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["EuEntityGrant"]]]:
    """POST query/eu-entities/grants: who works for EU entities that issue here."""
    from ksef.access.messages_permissions import EuEntityGrantsPage  # noqa: PLC0415 - lazy

    listing = _listing(
        "query_eu",
        {},
        (),
        EuEntityGrantsPage.read,
        lambda item: _parties(item.author_identifier),
    )
    return pages(listing, start=start, **acting)


def _listing(
    name: str,
    body: Json | None,
    subjects: tuple[Identifier, ...],
    read: Callable[[bytes], Page[T]],
    persons: Callable[[T], Iterable[Identifier]],
    fields: tuple[str, ...] = GRANT_FIELDS,
) -> Listing[T]:
    return Listing(
        endpoint=ENDPOINTS[name],
        body=None if body is None else json.dumps(body).encode(),
        subjects=subjects,
        read=read,
        persons=persons,
        fields=fields,
        at=by_number,
    )


def _of_grant(item: "PersonGrant") -> Iterator[Identifier]:
    details = item.subject_person_details
    return _parties(
        item.authorized_identifier,
        item.author_identifier,
        item.context_identifier,
        item.target_identifier,
        None if details is None else details.person_identifier,
    )


def _of_subunit(item: "SubunitGrant") -> Iterator[Identifier]:
    return _parties(
        item.authorized_identifier, item.author_identifier, item.subunit_identifier
    )


def _parties(*told: "ForeignId | None") -> Iterator[Identifier]:
    for each in told:
        if each is not None and (party := each.party()) is not None:
            yield party


def _party(party: Identifier | ContextId | StrEnum | None) -> Json | None:
    if party is None:
        return None
    if isinstance(party, StrEnum):
        return {"type": party.value}
    return typed(party)


def _without_none(said: Json) -> Json:
    return {name: value for name, value in said.items() if value is not None}
