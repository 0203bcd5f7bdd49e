"""The register's side of the reference contract: read a question, write an answer.

Written apart from `crpo.contract` on purpose: only the schema is shared, so that a
slip on one side does not hide the same slip on the other.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from lxml import etree

import crpo.contract
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ForeignDocument,
    PowerOfAttorney,
)
from crpo.told import INDEFINITE, NOT_TOLD
from vocabulary.clock import iso_utc, parse_iso_utc
from vocabulary.identifiers import ForeignTaxId, MandatorId, Nip, Pesel

NS: Final = "urn:crpo-ksef:reference-contract:v1"
_SCHEMA: Final = Path(crpo.contract.__file__).parent / "schema" / "question.xsd"

Element = etree._Element  # noqa: SLF001 - lxml names its element type only so


class NoQuestion(Exception):
    """The signed bytes are no question of the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a verified question asks.

    Attributes:
        message_id: The office's id of it.
        digest: SHA-256, hex, of the question without its signature.
        asked_at: As the office says.
        authority_nip: Who asks.
        mandator: About whom.
    """

    message_id: str
    digest: str
    asked_at: datetime
    authority_nip: Nip
    mandator: MandatorId


class Reader:
    """Reads verified questions against the schema."""

    def __init__(self) -> None:
        self._schema = etree.XMLSchema(file=str(_SCHEMA))

    def read(self, root: Element) -> Asked:
        """Read what a seal has signed; NoQuestion for anything else."""
        if not self._schema.validate(root):
            raise NoQuestion("it does not fit the schema")
        bytes_signed = etree.tostring(root, method="c14n", with_comments=False)
        message_id, asked_at, authority, mandator = root
        try:
            return Asked(
                message_id=message_id.text or "",
                digest=hashlib.sha256(bytes_signed).hexdigest(),
                asked_at=parse_iso_utc(asked_at.text or ""),
                authority_nip=Nip.parse(authority.text or ""),
                mandator=_mandator(mandator[0]),
            )
        except ValueError:
            raise NoQuestion("a value is not what it should be") from None


def _mandator(element: Element) -> MandatorId:
    text = element.text or ""
    kind = etree.QName(element).localname
    if kind == "ForeignTaxId":
        return ForeignTaxId.parse(f"{element.get('country')}:{text}")
    return Nip.parse(text) if kind == "Nip" else Pesel.parse(text)


def write_answer(
    asked: Asked, powers: list[PowerOfAttorney], *, at: datetime, day: date
) -> Element:
    """Write an answer, not yet signed."""
    root = _bound("Answer", asked)
    _add(root, "AnsweredAt", iso_utc(at))
    _add(root, "Day", day.isoformat())
    mandator = _add(root, "Mandator")
    if isinstance(asked.mandator, ForeignTaxId):
        _foreign(mandator, "ForeignTaxId", asked.mandator.reveal())
    else:
        tag = "Nip" if asked.mandator.kind == "nip" else "Pesel"
        _add(mandator, tag, asked.mandator.reveal())
    listed = _add(root, "PowersOfAttorney")
    for power in powers:
        _power(_add(listed, "PowerOfAttorney"), power)
    return root


def write_refusal(asked: Asked, *, code: str, text: str, at: datetime) -> Element:
    """Write a refusal, not yet signed."""
    root = _bound("Refusal", asked)
    _add(root, "AnsweredAt", iso_utc(at))
    _add(root, "Code", code)
    _add(root, "Text", text)
    return root


def _bound(tag: str, asked: Asked) -> Element:
    root = etree.Element(
        f"{{{NS}}}{tag}",
        nsmap={None: NS},  # type: ignore[dict-item]  # the stubs forgot the default namespace
    )
    _add(root, "MessageId", str(uuid4()))
    _add(root, "InReplyTo", asked.message_id)
    _add(root, "QuestionSha256", asked.digest)
    return root


def _power(parent: Element, power: PowerOfAttorney) -> None:
    _tell(parent, "RegisterId", power.register_id)
    _tell(parent, "MandatorName", power.mandator_name)
    _tell(parent, "ReceivedOn", power.received_on)
    _tell(parent, "FiledBy", power.filed_by)
    if power.valid_until is INDEFINITE:
        _add(parent, "Indefinite")
    else:
        _tell(parent, "ValidUntil", power.valid_until)
    _tell(parent, "MayAppointSubstitutes", power.may_appoint_substitutes)
    for attorney in power.attorneys:
        _person(_add(parent, "Attorney"), attorney)
    if power.substitutes is not NOT_TOLD:
        further = _add(parent, "Substitutes")
        for substitute in power.substitutes:
            _person(_add(further, "Substitute"), substitute)


def _person(parent: Element, person: Attorney) -> None:
    who = person.identifier
    if isinstance(who, ForeignDocument):
        _tell(parent, "DocumentKind", person.document_kind)
        _foreign(parent, "ForeignDocument", who.reveal())
    elif who is not NOT_TOLD:
        _add(parent, "Nip" if isinstance(who, Nip) else "Pesel", who.reveal())
    _tell(parent, "Surname", person.surname)
    _tell(parent, "FirstName", person.first_name)
    _tell(parent, "BirthDate", person.birth_date)
    _tell(parent, "Profession", person.profession)
    _tell(parent, "ListNumber", person.list_number)
    _tell(parent, "ForService", person.for_service)
    if isinstance(person.electronic_address, ElectronicAddress):
        written = _add(parent, "ElectronicAddress", person.electronic_address.value)
        written.set("kind", person.electronic_address.kind)
    if isinstance(person.address_for_service, Address):
        _address(_add(parent, "AddressForService"), person.address_for_service)
    _tell(parent, "Phone", person.phone)
    _tell(parent, "Email", person.email)


def _address(parent: Element, address: Address) -> None:
    parent.set("country", address.country)
    _tell(parent, "Voivodeship", address.voivodeship)
    _tell(parent, "County", address.county)
    _tell(parent, "Commune", address.commune)
    _tell(parent, "Street", address.street)
    _tell(parent, "House", address.house)
    _tell(parent, "Flat", address.flat)
    _tell(parent, "Town", address.town)
    _tell(parent, "Postcode", address.postcode)


def _foreign(parent: Element, tag: str, clear: str) -> None:
    country, _, number = clear.partition(":")
    _add(parent, tag, number).set("country", country)


def _tell(parent: Element, tag: str, value: object) -> None:
    """Write a value that the register tells, and nothing for one that it does not."""
    if value is NOT_TOLD:
        return
    if isinstance(value, bool):
        _add(parent, tag, "true" if value else "false")
    else:
        _add(parent, tag, value.isoformat() if isinstance(value, date) else str(value))


def _add(parent: Element, tag: str, text: str | None = None) -> Element:
    added = etree.SubElement(parent, f"{{{NS}}}{tag}")
    added.text = text
    return added
