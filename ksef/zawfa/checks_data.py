"""[1] NIP, PESEL, dates, e-mail addresses and the lengths of everything else."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from ksef.zawfa.model import (
    OF_A_PERSON,
    Address,
    Contact,
    Notice,
    Person,
    Version,
)
from ksef.zawfa.provisions import FIELD_TYPES, error, field_of, note_of, warning
from vocabulary.countries import ISO_3166_ALPHA_2
from vocabulary.errors import IdentifierFault, IdentifierInvalid
from vocabulary.finding import Finding, Severity
from vocabulary.identifiers import Pesel

FIRST_DAY: Final = date(1900, 1, 1)
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
# Of the Ministry's field types; where none is known, what fits into a box of ours.
OUR_LENGTH: Final = 100
OUR_BOX: Final = "miejsce na naszym druku"
_LENGTHS: Final = {
    "country": 2,
    "street": 65,
    "house": 9,
    "flat": 10,
    "town": 56,
    "postcode": 8,
    "name": 240,
    "surname": 81,
    "first_name": 30,
    "email": 255,
    "document.number": 50,
}
_NEEDED: Final = ("country", "house", "town", "postcode")


def check_data(notice: Notice) -> Iterator[Finding]:
    """Say which fields are empty, too long, or hold no such number or day."""
    filer = notice.filer
    yield from _identifier(filer.nip, "filer.nip", required=True)
    yield from _text(notice.addressee, "addressee", "addressee")
    yield from _text(filer.name, "filer.name", "name")
    yield from _contact(filer.contact, "filer.", notice.version)
    if notice.version is Version.V1:
        yield from _address(filer.address, "filer.address.")
    for person in notice.persons[:1] if notice.purpose in OF_A_PERSON else ():
        yield from _person(person, notice)
    for place, each in enumerate(notice.signers):
        on_copy = f"signer.{place % 6 + 1}."
        for name in ("surname", "first_name", "position"):
            yield from _text(getattr(each, name), f"{on_copy}{name}", name)


def _person(person: Person, notice: Notice) -> Iterator[Finding]:
    yield from _identifier(person.identifier, "person.identifier", required=False)
    yield from _text(person.surname, "person.surname", "surname")
    yield from _text(person.first_name, "person.first_name", "first_name")
    if document := person.document:
        for name in ("kind", "number"):
            value = getattr(document, name)
            yield from _length(value, f"person.document.{name}", f"document.{name}")
        yield from _country(document.country, "person.document.country")
    if person.birth_date is not None:
        yield from _birth_date(person.birth_date, person, notice)
    yield from _contact(person.contact, "person.", notice.version)
    if notice.version is Version.V1:
        yield from _address(person.address, "person.address.")


def _identifier(given: object, key: str, *, required: bool) -> Iterator[Finding]:
    if given is IdentifierFault.KIND:
        yield error("zawfa.identifier", key, "Podaj jeden numer: NIP albo PESEL.")
    elif isinstance(given, IdentifierFault):
        kind = "NIP" if key == "filer.nip" else "Numer"
        why = IdentifierInvalid("identifier", given).polish
        yield error("zawfa.identifier", key, f"{kind} jest błędny: {why}.")
    elif given is None and required:
        yield error("zawfa.empty", key, "Pole jest puste.")


def _birth_date(day: date, person: Person, notice: Notice) -> Iterator[Finding]:
    if not FIRST_DAY <= day <= notice.filing_on:
        yield error(
            "zawfa.birth_date",
            "person.birth_date",
            f"Data urodzenia leży przed {FIRST_DAY} albo po dniu złożenia.",
        )
    if isinstance(person.identifier, Pesel) and person.identifier.birth_date != day:
        yield error(
            "zawfa.birth_date_differs",
            "person.birth_date",
            "Data urodzenia nie zgadza się z numerem PESEL.",
        )


def _contact(
    contact: Contact, prefix: str, version: Version | None
) -> Iterator[Finding]:
    """E-mail is obligatory; whether in part C of version 3 as well is not known."""
    is_filer = prefix == "filer."
    key = f"{prefix}email"
    if contact.email:
        yield from _length(contact.email, key, "email")
        if not _EMAIL.fullmatch(contact.email):
            yield error("zawfa.email", key, "To nie jest adres e-mail.")
    elif is_filer or version is Version.V1:
        yield error(
            "zawfa.email_missing",
            key,
            "Podaj adres e-mail: pole jest obowiązkowe, na ten adres przychodzi wynik.",
            note_of(version, 5 if is_filer else 7),
        )
    else:
        yield warning(
            "zawfa.email_advised",
            key,
            "Podaj adres e-mail osoby: w ZAW-FA(1) był obowiązkowy, a wynik przychodzi"
            " na adresy z zawiadomienia.",
            note_of(version, 7),
        )
    yield from _length(contact.phone, f"{prefix}phone", "phone")
    if not contact.phone and version is Version.V1:
        yield warning(
            "zawfa.phone_advised",
            f"{prefix}phone",
            "Podaj telefon; dopiero w ZAW-FA(3) jest nieobowiązkowy.",
            field_of(version, 18 if is_filer else 37),
        )


def _address(address: Address, prefix: str) -> Iterator[Finding]:
    yield from _country(address.country, f"{prefix}country")
    for name in Address.__dataclass_fields__:
        value = getattr(address, name)
        if value or name not in _NEEDED:
            yield from _length(value, f"{prefix}{name}", name)
        else:
            yield error("zawfa.empty", f"{prefix}{name}", "Pole jest puste.")


def _country(code: str, key: str) -> Iterator[Finding]:
    if code and code not in ISO_3166_ALPHA_2:
        yield error("zawfa.country", key, "To nie jest kod kraju (ISO 3166-1, np. PL).")


def _text(value: str, key: str, name: str) -> Iterator[Finding]:
    """Ask for a text that is there, and not too long."""
    if not value.strip():
        yield error("zawfa.empty", key, "Pole jest puste.")
    yield from _length(value, key, name)


def _length(value: str, key: str, name: str) -> Iterator[Finding]:
    longest = _LENGTHS.get(name, OUR_LENGTH)
    if len(value) > longest:
        yield Finding(
            "zawfa.too_long",
            Severity.ERROR,
            f"Za długie; pole mieści tyle znaków: {longest}.",
            key,
            clause=FIELD_TYPES if name in _LENGTHS else OUR_BOX,
        )
    if not value.isprintable():
        yield error("zawfa.controls", key, "Pole zawiera znaki sterujące.")
