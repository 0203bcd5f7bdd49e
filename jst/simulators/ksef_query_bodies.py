"""What the questions about permissions and roles are sent.

Source: OpenAPI 2.7.0, /permissions/query/*.
"""

from typing import Literal

from jst.simulators.ksef_body import (
    AuthorId,
    AuthorizedEntityId,
    Body,
    ContextId,
    EntityId,
    PersonId,
    TargetId,
)
from jst.simulators.ksef_grant_bodies import AuthorisationScope, PersonScope

EuScope = Literal["VatUeManage", "InvoiceWrite", "InvoiceRead", "Introspection"]
State = Literal["Active", "Inactive"]


class PersonalQuery(Body):
    """My own permissions."""

    context_identifier: ContextId | None = None
    target_identifier: TargetId | None = None
    permission_types: list[PersonScope | Literal["VatUeManage"]] | None = None
    permission_state: State | None = None


class PersonsQuery(Body):
    """Who may work here, or whom I let."""

    query_type: Literal[
        "PermissionsInCurrentContext", "PermissionsGrantedInCurrentContext"
    ]
    author_identifier: AuthorId | None = None
    authorized_identifier: PersonId | None = None
    context_identifier: ContextId | None = None
    target_identifier: TargetId | None = None
    permission_types: list[PersonScope] | None = None
    permission_state: State | None = None


class SubunitsQuery(Body):
    """The administrators of my units."""

    subunit_identifier: ContextId | None = None


class EntitiesQuery(Body):
    """Who lets me handle invoices."""

    context_identifier: ContextId | None = None


class SubordinateQuery(Body):
    """The entities under mine."""

    subordinate_entity_identifier: EntityId | None = None


class AuthorisationsQuery(Body):
    """Authorisations of entities, given or received."""

    query_type: Literal["Granted", "Received"]
    authorizing_identifier: EntityId | None = None
    authorized_identifier: AuthorizedEntityId | None = None
    permission_types: list[AuthorisationScope] | None = None


class EuQuery(Body):
    """Administrators and representatives of entities of other states."""

    vat_ue_identifier: str | None = None
    authorized_fingerprint_identifier: str | None = None
    permission_types: list[EuScope] | None = None
