"""The answers about permissions, as facts of API 2.7.0 describe them."""

from datetime import datetime

from pydantic import Field

from ksef.access.messages import ForeignId, Message, NumberedPage, StatusInfo


class OperationStatus(Message):
    """How a grant or a revocation ended."""

    status: StatusInfo


class Details(Message):
    """Whom a grant names, in words; shown by no `repr`."""

    subject_details_type: str = ""
    first_name: str | None = Field(default=None, repr=False)
    last_name: str | None = Field(default=None, repr=False)
    full_name: str | None = Field(default=None, repr=False)
    address: str | None = Field(default=None, repr=False)
    person_identifier: ForeignId | None = None


class PersonGrant(Message):
    """One permission of one natural person, or of an entity in a context.

    Attributes:
        id: What a revocation names.
        authorized_identifier: Who holds it.
        context_identifier: Where; absent: in the context of the session.
        target_identifier: At which client, for an indirect grant.
        author_identifier: Who gave it; `System`: KSeF, from a ZAW-FA.
        permission_scope: Which; may be a value that is new.
        permission_state: `Active` or `Inactive`. An indirect grant stays Active
            though its chain is broken (ksef.law.effective tells).
    """

    id: str
    authorized_identifier: ForeignId | None = None
    context_identifier: ForeignId | None = None
    target_identifier: ForeignId | None = None
    author_identifier: ForeignId | None = None
    permission_scope: str
    description: str = Field(default="", repr=False)
    subject_person_details: Details | None = None
    subject_entity_details: Details | None = None
    permission_state: str = ""
    start_date: datetime
    can_delegate: bool = False


class SubunitGrant(Message):
    """An administrator of a unit, appointed from the parent's context."""

    id: str
    authorized_identifier: ForeignId
    subunit_identifier: ForeignId
    author_identifier: ForeignId | None = None
    permission_scope: str
    description: str = Field(default="", repr=False)
    subject_person_details: Details | None = None
    subunit_name: str | None = None
    start_date: datetime


class EntityGrant(Message):
    """An invoice permission that this context received from another."""

    id: str
    context_identifier: ForeignId
    permission_scope: str
    description: str = Field(default="", repr=False)
    start_date: datetime
    can_delegate: bool = False


class EntityRole(Message):
    """A role of this context, e.g. `LocalGovernmentUnit`."""

    role: str
    parent_entity_identifier: ForeignId | None = None
    description: str = ""
    start_date: datetime


class SubordinateRole(Message):
    """A subordinate unit with a NIP of its own, as the tax administration has it."""

    subordinate_entity_identifier: ForeignId
    role: str
    description: str = ""
    start_date: datetime


class AuthorisationGrant(Message):
    """An authorisation of an entity, e.g. to issue invoices by itself."""

    id: str
    author_identifier: ForeignId | None = None
    authorized_entity_identifier: ForeignId
    authorizing_entity_identifier: ForeignId
    authorisation_scope: str = Field(alias="authorizationScope")
    description: str = Field(default="", repr=False)
    subject_entity_details: Details | None = None
    start_date: datetime


class EuEntityGrant(Message):
    """A permission in the context of an EU entity that issues by itself."""

    id: str
    author_identifier: ForeignId | None = None
    vat_ue_identifier: str = Field(repr=False)
    eu_entity_name: str = Field(default="", repr=False)
    authorized_fingerprint_identifier: str = Field(repr=False)
    permission_scope: str
    description: str = Field(default="", repr=False)
    subject_person_details: Details | None = None
    subject_entity_details: Details | None = None
    eu_entity_details: Details | None = None
    start_date: datetime

    @property
    def authorized_identifier(self) -> ForeignId:
        """Who holds it: whoever has the key of that certificate."""
        told = self.authorized_fingerprint_identifier
        return ForeignId(type="Fingerprint", value=told)

    @property
    def entity_identifier(self) -> ForeignId:
        """The entity in whose context it works."""
        return ForeignId(type="VatUe", value=self.vat_ue_identifier)


class GrantsPage(NumberedPage):
    """A page of grants of persons, or of one's own."""

    items: tuple[PersonGrant, ...] = Field(alias="permissions")


class SubunitGrantsPage(NumberedPage):
    """A page of administrators of units."""

    items: tuple[SubunitGrant, ...] = Field(alias="permissions")


class EntityGrantsPage(NumberedPage):
    """A page of permissions received from others."""

    items: tuple[EntityGrant, ...] = Field(alias="permissions")


class EntityRolesPage(NumberedPage):
    """A page of roles of this context."""

    items: tuple[EntityRole, ...] = Field(alias="roles")


class SubordinateRolesPage(NumberedPage):
    """A page of subordinate units."""

    items: tuple[SubordinateRole, ...] = Field(alias="roles")


class AuthorisationGrantsPage(NumberedPage):
    """A page of authorisations of entities."""

    items: tuple[AuthorisationGrant, ...] = Field(alias="authorizationGrants")


class EuEntityGrantsPage(NumberedPage):
    """A page of permissions at EU entities."""

    items: tuple[EuEntityGrant, ...] = Field(alias="permissions")


class AttachmentsStatus(Message):
    """Whether invoices may carry attachments; consent is given in e-Urząd Skarbowy."""

    is_attachment_allowed: bool = False
    revoked_date: datetime | None = None
