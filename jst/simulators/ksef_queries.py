"""The questions about permissions and roles, and what the simulated KSeF answers.

Owners stand in no list; an indirect grant is Active even when its chain is broken.
Source: OpenAPI 2.7.0, /permissions/query/*; facts/ksef-api.md, 3.4.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from jst.simulators.ksef_body import TypedId
from jst.simulators.ksef_names import Ident, iso
from jst.simulators.ksef_permissions import Grant
from jst.simulators.ksef_query_bodies import (
    AuthorisationsQuery,
    EntitiesQuery,
    EuQuery,
    PersonalQuery,
    PersonsQuery,
    State,
    SubordinateQuery,
    SubunitsQuery,
)
from jst.simulators.ksef_roles import EntityRole

_WORKING: Final = frozenset({"persons", "entities", "subunits", "system"})


Row = dict[str, Any]


def personal(
    grants: Iterable[Grant],
    query: PersonalQuery,
    *,
    subject: frozenset[Ident],
    context: Ident,
    is_owner: bool,
) -> list[Row]:
    """List what the subject itself has in this context."""

    def is_mine(grant: Grant) -> bool:
        if grant.kind == "entities" and grant.authorized == context:
            return is_owner
        here = context in {grant.context, grant.target}
        return grant.authorized in subject and here and grant.kind != "authorizations"

    rows = [
        {
            **_common(each),
            "contextIdentifier": _taxpayer(each),
            "canDelegate": each.can_delegate,
        }
        for each in grants
        if is_mine(each)
        and _fits(query.context_identifier, each.context)
        and _fits(query.target_identifier, _target(each))
        and _among(query.permission_types, each.scope)
    ]
    return _in_state(query.permission_state, rows)


def persons(
    grants: Iterable[Grant],
    query: PersonsQuery,
    *,
    subject: frozenset[Ident],
    context: Ident,
) -> list[Row]:
    """List who may work in this context, or whom the subject let work."""

    def is_asked(grant: Grant) -> bool:
        if grant.kind not in _WORKING | {"indirect"}:
            return False
        if query.query_type == "PermissionsInCurrentContext":
            return grant.context == context
        return grant.granted_in == context and grant.author in subject

    rows = [
        {
            **_common(each),
            "contextIdentifier": each.context.json if each.kind == "subunits" else None,
            "authorIdentifier": each.author.json,
            "canDelegate": each.can_delegate,
        }
        for each in grants
        if is_asked(each)
        and _fits(query.author_identifier, each.author)
        and _fits(query.authorized_identifier, each.authorized)
        and _fits(query.context_identifier, each.context)
        and _fits(query.target_identifier, _target(each))
        and _among(query.permission_types, each.scope)
    ]
    return _in_state(query.permission_state, rows)


def subunits(
    grants: Iterable[Grant], query: SubunitsQuery, *, context: Ident
) -> list[Row]:
    """List the administrators that this context appointed in its units."""
    return [
        {
            "id": each.id,
            "authorizedIdentifier": each.authorized.json,
            "subunitIdentifier": each.context.json,
            "authorIdentifier": each.author.json,
            "permissionScope": each.scope,
            "description": each.description,
            "subjectPersonDetails": each.details["subjectPersonDetails"],
            "subunitName": each.details["subunitName"],
            "startDate": iso(each.since),
        }
        for each in grants
        if each.kind == "subunits"
        and each.granted_in == context
        and _fits(query.subunit_identifier, each.context)
    ]


def entities(
    grants: Iterable[Grant], query: EntitiesQuery, *, context: Ident
) -> list[Row]:
    """List the permissions that other entities gave to this one."""
    return [
        {
            "id": each.id,
            "contextIdentifier": each.context.json,
            "permissionScope": each.scope,
            "description": each.description,
            "startDate": iso(each.since),
            "canDelegate": each.can_delegate,
        }
        for each in grants
        if each.kind == "entities"
        and each.authorized == context
        and _fits(query.context_identifier, each.context)
    ]


def authorisations(
    grants: Iterable[Grant], query: AuthorisationsQuery, *, context: Ident
) -> list[Row]:
    """List the authorisations that this entity gave, or received."""
    mine: Callable[[Grant], Ident] = (
        (lambda grant: grant.context)
        if query.query_type == "Granted"
        else (lambda grant: grant.authorized)
    )
    return [
        {
            "id": each.id,
            "authorIdentifier": each.author.json,
            "authorizedEntityIdentifier": each.authorized.json,
            "authorizingEntityIdentifier": each.context.json,
            "authorizationScope": each.scope,
            "description": each.description,
            "subjectEntityDetails": each.details["subjectEntityDetails"],
            "startDate": iso(each.since),
        }
        for each in grants
        if each.kind == "authorizations"
        and mine(each) == context
        and _fits(query.authorizing_identifier, each.context)
        and _fits(query.authorized_identifier, each.authorized)
        and _among(query.permission_types, each.scope)
    ]


def eu_entities(
    grants: Iterable[Grant], query: EuQuery, *, context: Ident
) -> list[Row]:
    """List administrators, and in a joint context representatives as well."""
    part = (query.authorized_fingerprint_identifier or "").upper()
    kinds = {"eu_administration"} | ({"eu"} if context.type == "NipVatUe" else set())
    return [
        {
            "id": each.id,
            "authorIdentifier": each.author.json,
            "vatUeIdentifier": _vat_ue(each),
            "authorizedFingerprintIdentifier": each.authorized.value,
            "permissionScope": each.scope,
            "description": each.description,
            "startDate": iso(each.since),
            **each.details,
        }
        for each in grants
        if each.kind in kinds
        and (each.context == context or context == Ident("Nip", each.context.nip))
        and query.vat_ue_identifier in {None, _vat_ue(each)}
        and part in (each.authorized.value or "")
        and _among(query.permission_types, each.scope)
    ]


def roles(found: Iterable[EntityRole]) -> list[Row]:
    """List the roles of the entity of this context."""
    return [
        {
            "parentEntityIdentifier": Ident("Nip", each.parent).json
            if each.parent
            else None,
            "role": each.role,
            "description": each.description,
            "startDate": iso(each.since),
        }
        for each in found
    ]


def subordinates(found: Iterable[EntityRole], query: SubordinateQuery) -> list[Row]:
    """List the entities under that of this context."""
    return [
        {
            "subordinateEntityIdentifier": Ident("Nip", each.nip).json,
            "role": each.role,
            "description": each.description,
            "startDate": iso(each.since),
        }
        for each in found
        if _fits(query.subordinate_entity_identifier, Ident("Nip", each.nip))
    ]


def _common(grant: Grant) -> Row:
    target = _target(grant)
    return {
        "id": grant.id,
        "authorizedIdentifier": grant.authorized.json,
        "targetIdentifier": target.json if target else None,
        "permissionScope": grant.scope,
        "description": grant.description,
        "subjectPersonDetails": grant.details.get("subjectPersonDetails"),
        "subjectEntityDetails": grant.details.get("subjectEntityDetails"),
        "permissionState": "Active",
        "startDate": iso(grant.since),
    }


def _target(grant: Grant) -> Ident | None:
    if grant.kind != "indirect":
        return None
    return grant.target or Ident("AllPartners")


def _taxpayer(grant: Grant) -> dict[str, str | None] | None:
    return grant.context.json if grant.context.type in {"Nip", "InternalId"} else None


def _vat_ue(grant: Grant) -> str:
    return (grant.context.value or "")[11:]


def _fits(asked: TypedId | None, found: Ident | None) -> bool:
    return asked is None or asked.ident == found


def _among(asked: list[Any] | None, scope: str) -> bool:
    return not asked or scope in asked


def _in_state(asked: State | None, rows: list[Row]) -> list[Row]:
    return [each for each in rows if asked in {None, each["permissionState"]}]
