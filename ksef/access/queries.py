"""Ask who may do what: every query of permissions and roles, page by page.

Each function gives an iterator of actions (ksef.access.pages); an action holds as many
pages as one entry of the log can account for. The owner of a context stands in no list:
his rights come from his NIP alone.

Source: API 2.7.0, /permissions/query/*.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar, Unpack

from accountability.action import Performed
from ksef.access.acting import Acting
from ksef.access.body_text import body_bytes
from ksef.access.context import ContextId
from ksef.access.endpoints import ENDPOINTS
from ksef.access.filters import (
    ALL_PERSONS,
    Direction,
    PersonsFilter,
    State,
    numbers,
    party_json,
    without_none,
)
from ksef.access.fingerprint import Fingerprint
from ksef.access.pages import FIRST, Found, Listing, Page, by_number, pages
from ksef.access.parties import Json, Unit
from ksef.access.requests import Target
from ksef.access.vat_ue import VatUe
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
    *,
    context: Unit | None = None,
    target: Unit | Target | None = None,
    permissions: tuple[str, ...] = (),
    state: State | None = None,
    start: str = FIRST,
    **acting: Unpack[Acting],
) -> Iterator[Performed[Found["PersonGrant"]]]:
    """POST query/personal/grants: what the one who is logged in may do."""
    from ksef.access.messages_permissions import GrantsPage  # noqa: PLC0415 - lazy

    body = without_none(
        {
            "contextIdentifier": party_json(context),
            "targetIdentifier": party_json(target),
            "permissionTypes": list(permissions) or None,
            "permissionState": state and state.value,
        }
    )
    named = numbers((context, target))
    listing = _listing("query_personal", body, named, GrantsPage.read, _of_grant)
    return pages(listing, start=start, **acting)


def subunits(
    *, unit: Unit | None = None, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["SubunitGrant"]]]:
    """POST query/subunits/grants: administrators appointed from this context."""
    from ksef.access.messages_permissions import SubunitGrantsPage  # noqa: PLC0415 - lazy

    body = without_none({"subunitIdentifier": party_json(unit)})
    named = numbers((unit,))
    listing = _listing(
        "query_subunits", body, named, SubunitGrantsPage.read, _of_subunit
    )
    return pages(listing, start=start, **acting)


def entities(
    *, context: Unit | None = None, start: str = FIRST, **acting: Unpack[Acting]
) -> Iterator[Performed[Found["EntityGrant"]]]:
    """POST query/entities/grants: what others let this entity do."""
    from ksef.access.messages_permissions import EntityGrantsPage  # noqa: PLC0415 - lazy

    body = without_none({"contextIdentifier": party_json(context)})
    named = numbers((context,))
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

    body = without_none({"subordinateEntityIdentifier": party_json(unit)})
    listing = _listing(
        "query_subordinate_roles",
        body,
        numbers((unit,)),
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
    permissions: tuple[str, ...] = (),
    start: str = FIRST,
    **acting: Unpack[Acting],
) -> Iterator[Performed[Found["AuthorisationGrant"]]]:
    """POST query/authorizations/grants: authorisations of entities."""
    from ksef.access.messages_permissions import AuthorisationGrantsPage  # noqa: PLC0415 - lazy

    body = without_none(
        {
            "queryType": direction.value,
            "authorizingIdentifier": party_json(authorising),
            "authorizedIdentifier": party_json(authorised),
            "permissionTypes": list(permissions) or None,
        }
    )
    listing = _listing(
        "query_authorizations",
        body,
        numbers((authorising, authorised)),
        AuthorisationGrantsPage.read,
        lambda item: _parties(
            item.authorized_entity_identifier,
            item.authorizing_entity_identifier,
            item.author_identifier,
        ),
    )
    return pages(listing, start=start, **acting)


def eu_entities(
    *,
    vat_ue: VatUe | None = None,
    holder: Fingerprint | None = None,
    permissions: tuple[str, ...] = (),
    start: str = FIRST,
    **acting: Unpack[Acting],
) -> Iterator[Performed[Found["EuEntityGrant"]]]:
    """POST query/eu-entities/grants: who works for EU entities that issue here."""
    from ksef.access.messages_permissions import EuEntityGrantsPage  # noqa: PLC0415 - lazy

    body = without_none(
        {
            "vatUeIdentifier": vat_ue and vat_ue.reveal(),
            "authorizedFingerprintIdentifier": holder and holder.reveal(),
            "permissionTypes": list(permissions) or None,
        }
    )
    listing = _listing(
        "query_eu",
        body,
        numbers((vat_ue, holder)),
        EuEntityGrantsPage.read,
        lambda item: _parties(
            item.author_identifier, item.authorized_identifier, item.entity_identifier
        ),
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
        body=None if body is None else body_bytes(body),
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
