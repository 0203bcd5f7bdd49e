"""What is asked of KSeF: the seven grants, as values of ours.

Each gives its body as the official JSON has it, and whom it is about. Whether it may be
asked at all, `ksef.access.judge` says before anything leaves.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeAlias

from ksef.access.context import ContextId
from ksef.access.details import EuNamed, Named
from ksef.access.fingerprint import Fingerprint
from ksef.access.parties import Json, Person, Unit, typed
from vocabulary.identifiers import Identifier, Nip


class Target(StrEnum):
    """Whom an indirect grant serves, when it is no one client."""

    ALL_PARTNERS = "AllPartners"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """Let whoever has a name or a certificate work somewhere.

    Attributes:
        subject: Who.
        permissions: As the API writes them.
        description: Why, in 5 to 256 characters; stays in KSeF.
        details: The name.
    """

    subject: Person
    permissions: tuple[str, ...]
    description: str
    details: Named | EuNamed

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it is about."""
        return (self.subject,)

    def to_json(self) -> Json:
        """Write the body."""
        return {
            "subjectIdentifier": typed(self.subject),
            "permissions": list(self.permissions),
            "description": self.description,
            "subjectDetails": self.details.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantToPerson(_Work):
    """Let a natural person work in the context of the session."""

    endpoint: ClassVar[str] = "grant_person"

    details: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """A permission of an entity, and whether it may pass it on to its people."""

    permission: str
    can_delegate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantToEntity:
    """Let another entity, e.g. an accounting office, serve the context."""

    endpoint: ClassVar[str] = "grant_entity"

    subject: Nip
    permissions: tuple[Passing, ...]
    description: str
    full_name: str = field(repr=False)

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it is about."""
        return (self.subject,)

    def to_json(self) -> Json:
        """Write the body."""
        return {
            "subjectIdentifier": typed(self.subject),
            "permissions": [
                {"type": each.permission, "canDelegate": each.can_delegate}
                for each in self.permissions
            ],
            "description": self.description,
            "subjectDetails": {"fullName": self.full_name},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOfAuthorisation:
    """Authorise an entity, e.g. a buyer to issue invoices by itself."""

    endpoint: ClassVar[str] = "grant_authorization"

    subject: Nip | ContextId
    permission: str
    description: str
    full_name: str = field(repr=False)

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it is about; a Peppol provider is nobody's number."""
        return (self.subject,) if isinstance(self.subject, Nip) else ()

    def to_json(self) -> Json:
        """Write the body."""
        return {
            "subjectIdentifier": typed(self.subject),
            "permission": self.permission,
            "description": self.description,
            "subjectDetails": {"fullName": self.full_name},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantIndirect(_Work):
    """Let a person of this entity serve one client, or all of them.

    Attributes:
        target: The client; all of them; None: as KSeF takes an absent target.
    """

    endpoint: ClassVar[str] = "grant_indirect"

    target: Unit | Target | None
    details: Named

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it is about: the person, and the client."""
        if self.target is None or isinstance(self.target, Target):
            return (self.subject,)
        return (self.subject, self.target)

    def to_json(self) -> Json:
        """Write the body."""
        said = _Work.to_json(self)
        if isinstance(self.target, Target):
            said["targetIdentifier"] = {"type": self.target.value}
        elif self.target is not None:
            said["targetIdentifier"] = typed(self.target)
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantInSubunit:
    """Appoint the administrator of a unit; with an InternalId, KSeF creates the unit.

    Attributes:
        unit: The unit, by a NIP of its own or by an internal id of this taxpayer.
        unit_name: Required for an internal id.
    """

    endpoint: ClassVar[str] = "grant_subunit"

    subject: Person
    unit: Unit
    description: str
    details: Named
    unit_name: str | None = None

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it is about: the person, and the unit."""
        return (self.subject, self.unit)

    def to_json(self) -> Json:
        """Write the body."""
        said: Json = {
            "subjectIdentifier": typed(self.subject),
            "contextIdentifier": typed(self.unit),
            "description": self.description,
            "subjectDetails": self.details.to_json(),
        }
        if self.unit_name is not None:
            said["subunitName"] = self.unit_name
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOfEuAdministration:
    """Appoint the administrator of an EU entity that issues by itself."""

    endpoint: ClassVar[str] = "grant_eu_administration"

    subject: Fingerprint
    context: ContextId
    description: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    details: EuNamed

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """Whom it is about."""
        return (self.subject,)

    def to_json(self) -> Json:
        """Write the body."""
        return {
            "subjectIdentifier": typed(self.subject),
            "contextIdentifier": typed(self.context),
            "description": self.description,
            "euEntityName": f"{self.name}, {self.address}",
            "subjectDetails": self.details.to_json(),
            "euEntityDetails": {"fullName": self.name, "address": self.address},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAtEuEntity(_Work):
    """Let a representative of an EU entity work in its context."""

    endpoint: ClassVar[str] = "grant_eu"

    subject: Fingerprint
    details: EuNamed


Grant: TypeAlias = (
    GrantToPerson
    | GrantToEntity
    | GrantOfAuthorisation
    | GrantIndirect
    | GrantInSubunit
    | GrantOfEuAdministration
    | GrantAtEuEntity
)

__all__ = [
    "Grant",
    "GrantAtEuEntity",
    "GrantInSubunit",
    "GrantIndirect",
    "GrantOfAuthorisation",
    "GrantOfEuAdministration",
    "GrantToEntity",
    "GrantToPerson",
    "Passing",
    "Target",
]
