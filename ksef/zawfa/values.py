"""[5] What stands in each field of one copy of the form: key of ours -> text.

Identifiers are in clear: this is the notice itself. Fields that the office fills in,
and those that stay empty, are empty here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from ksef.model import ZawFaPurpose
from ksef.zawfa.model import (
    PURPOSE_NUMBERS,
    Address,
    Notice,
    Person,
    Version,
    fingerprint_of,
)
from vocabulary.identifiers import Identifier, Nip

_PURPOSES: Final = {
    Version.V1: (
        "nadanie uprawnień",
        "odebranie uprawnień",
        "zgłoszenie danych unikalnych kwalifikowanego podpisu podatnika",
    ),
    Version.V3: (
        "wskazanie osoby uprawnionej",
        "odebranie uprawnień wskazanej osobie",
        "odebranie uprawnień wszystkim osobom",
        "zgłoszenie danych unikalnych podpisu albo pieczęci bez NIP i PESEL",
    ),
}
_KINDS: Final = (
    "podmiot niebędący osobą fizyczną",
    "organ egzekucyjny",
    "osoba fizyczna",
)
_IDENTIFIERS: Final = ("NIP", "PESEL", "brak")


@dataclass(frozen=True, slots=True)
class Choice:
    """One box that is ticked or not."""

    number: int
    text: str
    ticked: bool


def choices_of(notice: Notice, version: Version) -> dict[str, list[Choice]]:
    """Give the boxes of the three fields that have them."""
    return {
        "purpose": _choices(
            _PURPOSES[version], {PURPOSE_NUMBERS[version][notice.purpose]}
        ),
        "filer.kind": _choices(_KINDS, _kinds(notice)),
        "person.identifier_kind": _choices(_IDENTIFIERS, _identifier_kind(notice)),
    }


def _choices(texts: tuple[str, ...], ticked: set[int]) -> list[Choice]:
    return [
        Choice(number, text, number in ticked)
        for number, text in enumerate(texts, start=1)
    ]


def _kinds(notice: Notice) -> set[int]:
    """An enforcement authority ticks the first box as well (note 4)."""
    if notice.filer.is_natural:
        return {3}
    return {1, 2} if notice.filer.is_enforcement_authority else {1}


def _identifier_kind(notice: Notice) -> set[int]:
    person = notice.person
    if person is None:
        return set()
    if not isinstance(person.identifier, Identifier):
        return {3}
    return {1} if isinstance(person.identifier, Nip) else {2}


def values_of(notice: Notice, copy: int) -> dict[str, str]:
    """Give the text of every field of a copy, from 1; empty texts are left out.

    Args:
        notice: Checked; nothing stands against it.
        copy: Which copy; they differ in their number and their signers.
    """
    return {key: text for key, text in _values(notice, copy) if text}


def _values(notice: Notice, copy: int) -> Iterator[tuple[str, str]]:
    filer = notice.filer
    yield "filer.nip", _clear(filer.nip)
    if notice.copies > 1:
        yield "copy", f"{copy} / {notice.copies}"
    yield "addressee", notice.addressee
    yield "filer.name", filer.name
    yield from _address("filer.address.", filer.address)
    yield "filer.phone", filer.contact.phone
    yield "filer.email", filer.contact.email
    if notice.person is not None:
        yield from _person(notice.person)
    if notice.unique_data is not None:
        yield "fingerprint", fingerprint_of(notice.unique_data.fingerprint)
    for place, each in enumerate(notice.signers_of(copy), start=1):
        yield f"signer.{place}.surname", each.surname
        yield f"signer.{place}.first_name", each.first_name
        yield f"signer.{place}.position", each.position


def _person(person: Person) -> Iterator[tuple[str, str]]:
    yield "person.identifier", _clear(person.identifier)
    yield "person.surname", person.surname
    yield "person.first_name", person.first_name
    yield "person.phone", person.contact.phone
    yield "person.email", person.contact.email
    yield from _address("person.address.", person.address)
    if person.identifier is None:  # what replaces it (note 6)
        if person.birth_date is not None:
            yield "person.birth_date", f"{person.birth_date:%d-%m-%Y}"
        if (document := person.document) is not None:
            yield "person.document.kind", document.kind
            yield "person.document.number", document.number
            yield "person.document.country", document.country


def _address(prefix: str, address: Address) -> Iterator[tuple[str, str]]:
    for each in fields(Address):
        yield f"{prefix}{each.name}", getattr(address, each.name)


def _clear(given: object) -> str:
    return given.reveal() if isinstance(given, Identifier) else ""


def as_json(notice: Notice) -> dict[str, object]:
    """Describe a notice as the attachment of its PDF does; the keys are stable."""
    version = notice.version
    return {
        "form": version,
        "filingOn": notice.filing_on.isoformat(),
        "purpose": notice.purpose,
        "route": notice.route,
        "filerKind": notice.filer.body,
        "copies": [values_of(notice, copy) for copy in range(1, notice.copies + 1)],
    }


TITLES: Final = {
    ZawFaPurpose.GRANT: "nadanie uprawnień",
    ZawFaPurpose.REVOKE: "odebranie uprawnień",
    ZawFaPurpose.REVOKE_ALL: "odebranie uprawnień wszystkim osobom",
    ZawFaPurpose.REPORT_SIGNATURE: "zgłoszenie danych podpisu",
    ZawFaPurpose.REPORT_SEAL: "zgłoszenie danych pieczęci",
}
