"""[1] What stands against a letter: each finding with its field and its source. Pure.

The Ministry's page says what the letter holds; the rest is form, a rule of our own (an
e-mail that is none, a NIP whose check digit is wrong).
Not here: head and authority (crpo.letter.head_checks), seals (crpo.letter.seal_checks).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.model import AuthorityKind
from crpo.errors import LetterInvalid
from crpo.letter.findings import PAGE, error
from crpo.letter.head_checks import check_head
from crpo.letter.model import Letter, NamedSeal, OfficeFile, Seat, Variant
from vocabulary.errors import IdentifierInvalid
from vocabulary.finding import Finding, stops
from vocabulary.identifiers import Nip, Regon

MAX_LENGTH: Final = 240

_DEMANDED: Final = (
    "office.name",
    "office.nip",
    "office.regon",
    "authority.kind",
    "authority.name",
    "seat.building",
    "seat.postcode",
    "seat.town",
    "unit_head.given_names",
    "unit_head.surname",
    "unit_head.function",
    "contact.name",
    "contact.phone",
    "contact.administrator_email",
)
_POSTCODE: Final = re.compile(r"[0-9]{2}-[0-9]{3}")
_NUMBER: Final = r"(tel\.?:? ?)?\+?([ ()/-]{0,3}[0-9]){7,15}\)?"
_EXTENSION: Final = r"(,? ?(wewn|wew|w)\.? ?[0-9]{1,5}((, ?| lub )[0-9]{1,5}){0,4})?"
_PHONE: Final = re.compile(
    rf"{_NUMBER}{_EXTENSION}((, ?|; ?| lub | i ){_NUMBER}{_EXTENSION}){{0,2}}",
    re.IGNORECASE,
)
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_MAX_EMAIL: Final = 254
_RENEWAL: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_PERSON: Final = re.compile(r"\S+(\s\S+)+")


def check_office(office: OfficeFile) -> tuple[Finding, ...]:
    """Say what is missing or wrong in office.toml, seals aside."""
    return (
        *_missing(office),
        *_texts(office),
        *_identifiers(office),
        *_reachable(office),
        *check_head(office),
    )


def letter_of(
    office: OfficeFile, seals: Sequence[NamedSeal], findings: Sequence[Finding]
) -> Letter:
    """Make the letter of what was checked.

    Args:
        office: As typed.
        seals: In the order of the file; none in an inquiry.
        findings: Everything that the checks found.

    Raises:
        LetterInvalid: One of the findings is an error.
    """
    if stops(findings):
        raise LetterInvalid(findings)
    other = office["office.office_nip"]
    return Letter(
        name=office["office.name"],
        nip=Nip.parse(office["office.nip"]),
        office_nip=Nip.parse(other) if other else None,
        regon=Regon.parse(office["office.regon"]),
        seat=Seat(
            street=office["seat.street"],
            building=office["seat.building"],
            flat=office["seat.flat"],
            postcode=office["seat.postcode"],
            town=office["seat.town"],
        ),
        kind=AuthorityKind(office["authority.kind"]),
        authority=office["authority.name"],
        case=office["office.case"],
        head_given_names=office["unit_head.given_names"],
        head_surname=office["unit_head.surname"],
        unit_head_function=office["unit_head.function"],
        contact=office["contact.name"],
        phone=office["contact.phone"],
        email=office["contact.administrator_email"],
        variant=Variant(office["variant"] or Variant.BOTH),
        seals=tuple(seals),
        renewal=office["renewal"],
    )


def _missing(office: OfficeFile) -> Iterator[Finding]:
    for field in _DEMANDED:
        if not office[field]:
            yield error(
                "crpo.letter.missing", "Brak wymaganej wartości.", field, source=PAGE
            )


def _texts(office: OfficeFile) -> Iterator[Finding]:
    for field, text in office.fields.items():
        if not text.isprintable():
            yield error(
                "crpo.letter.control_character",
                "Wartość zawiera znaki niewidoczne lub sterujące.",
                field,
            )
        if len(text) > MAX_LENGTH:
            yield error("crpo.letter.too_long", "Wartość ma ponad 240 znaków.", field)
    if office["variant"] not in {"", *Variant}:
        yield error(
            "crpo.letter.variant",
            "Do wyboru: attributes, certificate albo both.",
            "variant",
        )
    if office["renewal"] and not _RENEWAL.fullmatch(office["renewal"]):
        yield error(
            "crpo.letter.renewal",
            "To nie jest numer odnowienia; podaje go jst letter status.",
            "renewal",
        )


def _identifiers(office: OfficeFile) -> Iterator[Finding]:
    kinds = (("office.nip", Nip), ("office.office_nip", Nip), ("office.regon", Regon))
    for field, kind in kinds:
        try:
            if office[field]:
                kind.parse(office[field])
        except IdentifierInvalid as wrong:
            yield error(
                "crpo.letter.identifier",
                f"To nie jest poprawny numer: {wrong.polish}.",
                field,
            )


def _reachable(office: OfficeFile) -> Iterator[Finding]:
    postcode, phone = office["seat.postcode"], office["contact.phone"]
    email = office["contact.administrator_email"]
    if postcode and not _POSTCODE.fullmatch(postcode):
        yield error(
            "crpo.letter.postcode", "Kod pocztowy ma postać 00-000.", "seat.postcode"
        )
    if phone and not _PHONE.fullmatch(phone):
        yield error("crpo.letter.phone", "To nie jest numer telefonu.", "contact.phone")
    if email and not (_EMAIL.fullmatch(email) and len(email) <= _MAX_EMAIL):
        yield error(
            "crpo.letter.email",
            "To nie jest adres e-mail.",
            "contact.administrator_email",
        )
    contact = office["contact.name"]
    if contact and not _PERSON.fullmatch(contact):
        yield error("crpo.letter.person", "Podaj imię i nazwisko.", "contact.name")
