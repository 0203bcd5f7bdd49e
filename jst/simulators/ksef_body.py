"""The shapes that requests of the simulated KSeF are made of.

Unknown members are let pass, as the real one does; anything else that is off ends as
21405 with the place and the kind of fault, never with the value.
Source: OpenAPI 2.7.0, components.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from jst.simulators.ksef_names import NAMELESS, Ident, is_identifier

Description = Annotated[str, StringConstraints(min_length=5, max_length=256)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Text20 = Annotated[str, StringConstraints(max_length=20)]
FirstName = Annotated[str, StringConstraints(min_length=2, max_length=30)]
LastName = Annotated[str, StringConstraints(min_length=2, max_length=81)]


class Body(BaseModel):
    """A JSON object with camel-case names."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")


class TypedId(Body):
    """An identifier with its kind; check digits are held against the kind."""

    type: str
    value: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.type in NAMELESS:
            if self.value:
                raise ValueError("ten typ identyfikatora nie ma wartości")
        elif not is_identifier(self.type, self.value or ""):
            raise ValueError("wartość nie jest identyfikatorem tego typu")
        return self

    @property
    def ident(self) -> Ident:
        """The identifier as the simulator keeps it."""
        return Ident(self.type, self.value or None)


class PersonId(TypedId):
    """A natural person, or whoever uses that certificate."""

    type: Literal["Nip", "Pesel", "Fingerprint"]


class AuthorId(TypedId):
    """Whoever granted; System stands for a grant after a ZAW-FA."""

    type: Literal["Nip", "Pesel", "Fingerprint", "System"]


class EntityId(TypedId):
    """An entity."""

    type: Literal["Nip"]


class AuthorizedEntityId(TypedId):
    """An entity, or a Peppol provider."""

    type: Literal["Nip", "PeppolId"]


class ContextId(TypedId):
    """A taxpayer or an internal unit."""

    type: Literal["Nip", "InternalId"]


class AnyContextId(TypedId):
    """Any context that one logs in to."""

    type: Literal["Nip", "InternalId", "NipVatUe", "PeppolId"]


class TargetId(TypedId):
    """A client of an intermediary, or all of them."""

    type: Literal["Nip", "AllPartners", "InternalId"]


class FingerprintId(TypedId):
    """A certificate."""

    type: Literal["Fingerprint"]


class EuContextId(TypedId):
    """A taxpayer together with an entity of another state."""

    type: Literal["NipVatUe"]


class PersonNumber(TypedId):
    """The number of a natural person."""

    type: Literal["Nip", "Pesel"]


class _Person(Body):
    first_name: FirstName
    last_name: LastName


class _PersonWithId(_Person):
    identifier: PersonNumber


class IdDocument(Body):
    """A document that shows who somebody is."""

    type: Text20
    number: Text20
    country: Country


class _PersonWithoutId(_Person):
    birth_date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    id_document: IdDocument


class EntityDetails(Body):
    """The name of an entity."""

    full_name: Annotated[str, StringConstraints(min_length=5, max_length=90)]

    @property
    def shown(self) -> dict[str, object]:
        """As answers have it."""
        return {
            "subjectEntityDetails": {
                "subjectDetailsType": "EntityByIdentifier",
                "fullName": self.full_name,
            }
        }


class EuDetails(Body):
    """Name and address of an entity of another state."""

    full_name: Annotated[str, StringConstraints(max_length=100)]
    address: Annotated[str, StringConstraints(max_length=512)]

    @property
    def shown(self) -> dict[str, object]:
        """As answers have it."""
        return {"fullName": self.full_name, "address": self.address}


class PersonDetails(Body):
    """Who a person is: by number, or by fingerprint with or without one."""

    _members: ClassVar[dict[str, str]] = {
        "PersonByIdentifier": "person_by_id",
        "PersonByFingerprintWithIdentifier": "person_by_fp_with_id",
        "PersonByFingerprintWithoutIdentifier": "person_by_fp_no_id",
        "EntityByFingerprint": "entity_by_fp",
    }
    subject_details_type: Literal[
        "PersonByIdentifier",
        "PersonByFingerprintWithIdentifier",
        "PersonByFingerprintWithoutIdentifier",
    ]
    person_by_id: _Person | None = None
    person_by_fp_with_id: _PersonWithId | None = None
    person_by_fp_no_id: _PersonWithoutId | None = None

    @model_validator(mode="after")
    def _has_its_part(self) -> Self:
        if getattr(self, self._members[self.subject_details_type], None) is None:
            raise ValueError("brak danych, które wskazuje subjectDetailsType")
        return self

    @property
    def shown(self) -> dict[str, object]:
        """As answers have it, for a person or an entity."""
        part = getattr(self, self._members[self.subject_details_type])
        told = part.model_dump(by_alias=True, mode="json")
        told["subjectDetailsType"] = self.subject_details_type
        if "identifier" in told:
            told["personIdentifier"] = told.pop("identifier")
        is_person = self.subject_details_type.startswith("Person")
        return {"subjectPersonDetails" if is_person else "subjectEntityDetails": told}


class EuSubjectDetails(PersonDetails):
    """Who uses a certificate: a person, or an entity of another state."""

    subject_details_type: Literal[  # type: ignore[assignment]  # other words than the base's
        "PersonByFingerprintWithIdentifier",
        "PersonByFingerprintWithoutIdentifier",
        "EntityByFingerprint",
    ]
    entity_by_fp: EuDetails | None = None


def once(values: list[str]) -> list[str]:
    """Refuse an empty list, and one that says something twice."""
    if not values or len(set(values)) != len(values):
        raise ValueError("lista jest pusta albo wartość występuje więcej niż raz")
    return values
