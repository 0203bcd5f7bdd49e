"""Who is named in a grant, in words: the four shapes of `subjectDetails`."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from ksef.access.parties import Json, typed
from vocabulary.identifiers import Nip, Pesel


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A natural person whose number is told (subjectDetails)."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)

    def to_json(self) -> Json:
        """Write it for a NIP or PESEL."""
        return {
            "subjectDetailsType": "PersonByIdentifier",
            "personById": {"firstName": self.first_name, "lastName": self.last_name},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOfFingerprint:
    """A natural person known by a certificate, whose NIP or PESEL is told too."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    identifier: Nip | Pesel

    def to_json(self) -> Json:
        """Write it for a fingerprint."""
        return {
            "subjectDetailsType": "PersonByFingerprintWithIdentifier",
            "personByFpWithId": {
                "firstName": self.first_name,
                "lastName": self.last_name,
                "identifier": typed(self.identifier),
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWithoutNumber:
    """A natural person known by a certificate, who has neither NIP nor PESEL."""

    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    document_type: str = field(repr=False)
    document_number: str = field(repr=False)
    document_country: str = field(repr=False)

    def to_json(self) -> Json:
        """Write it for a fingerprint."""
        return {
            "subjectDetailsType": "PersonByFingerprintWithoutIdentifier",
            "personByFpNoId": {
                "firstName": self.first_name,
                "lastName": self.last_name,
                "birthDate": self.birth_date.isoformat(),
                "idDocument": {
                    "type": self.document_type,
                    "number": self.document_number,
                    "country": self.document_country,
                },
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityOfFingerprint:
    """An entity of the EU known by its certificate."""

    full_name: str = field(repr=False)
    address: str = field(repr=False)

    def to_json(self) -> Json:
        """Write it for a fingerprint."""
        return {
            "subjectDetailsType": "EntityByFingerprint",
            "entityByFp": {"fullName": self.full_name, "address": self.address},
        }


Named: TypeAlias = PersonName | PersonOfFingerprint | PersonWithoutNumber
EuNamed: TypeAlias = PersonOfFingerprint | PersonWithoutNumber | EntityOfFingerprint
