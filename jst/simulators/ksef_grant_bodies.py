"""What the seven calls that grant permissions are sent.

Source: OpenAPI 2.7.0, POST /permissions/.../grants.
"""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from jst.simulators.ksef_body import (
    AuthorizedEntityId,
    Body,
    ContextId,
    Description,
    EntityDetails,
    EntityId,
    EuContextId,
    EuDetails,
    EuSubjectDetails,
    FingerprintId,
    PersonDetails,
    PersonId,
    TargetId,
    once,
)

Name = Annotated[str, StringConstraints(min_length=5, max_length=256)]
InvoiceScope = Literal["InvoiceWrite", "InvoiceRead"]
PersonScope = Literal[
    "CredentialsManage",
    "CredentialsRead",
    "InvoiceWrite",
    "InvoiceRead",
    "Introspection",
    "SubunitManage",
    "EnforcementOperations",
    "CollectiveIdentifierManage",
]
AuthorisationScope = Literal[
    "SelfInvoicing", "RRInvoicing", "TaxRepresentative", "PefInvoicing"
]
InvoiceScopes = Annotated[list[InvoiceScope], AfterValidator(once)]


class _ToPerson(Body):
    subject_identifier: PersonId
    description: Description
    subject_details: PersonDetails

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        by_number = self.subject_details.subject_details_type == "PersonByIdentifier"
        if by_number == (self.subject_identifier.type == "Fingerprint"):
            raise ValueError("subjectDetails nie odpowiada typowi identyfikatora")
        return self


class PersonsGrant(_ToPerson):
    """Let a person work in the current context."""

    permissions: Annotated[list[PersonScope], AfterValidator(once)]


class IndirectGrant(_ToPerson):
    """Let a person serve clients who let the current context pass rights on."""

    permissions: InvoiceScopes
    target_identifier: TargetId | None = None


class SubunitsGrant(_ToPerson):
    """Make somebody the administrator of a unit."""

    context_identifier: ContextId
    subunit_name: Name | None = None

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if self.context_identifier.type == "InternalId" and not self.subunit_name:
            raise ValueError("subunitName jest wymagane dla InternalId")
        return self


class EntityPermission(Body):
    """A permission of an entity."""

    type: InvoiceScope
    can_delegate: bool = False


def _each_once(values: list[EntityPermission]) -> list[EntityPermission]:
    once([each.type for each in values])
    return values


class EntitiesGrant(Body):
    """Let another entity handle the invoices of the current context."""

    subject_identifier: EntityId
    permissions: Annotated[list[EntityPermission], AfterValidator(_each_once)]
    description: Description
    subject_details: EntityDetails


class AuthorisationsGrant(Body):
    """Authorise an entity, e.g. to issue invoices in the seller's stead."""

    subject_identifier: AuthorizedEntityId
    permission: AuthorisationScope
    description: Description
    subject_details: EntityDetails


class EuAdministrationGrant(Body):
    """Make somebody the administrator of an entity of another state."""

    subject_identifier: FingerprintId
    context_identifier: EuContextId
    description: Description
    eu_entity_name: Name
    subject_details: EuSubjectDetails
    eu_entity_details: EuDetails


class EuGrant(Body):
    """Let somebody represent an entity of another state."""

    subject_identifier: FingerprintId
    permissions: InvoiceScopes
    description: Description
    subject_details: EuSubjectDetails
