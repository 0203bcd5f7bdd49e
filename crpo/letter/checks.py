"""[1] What stands against a letter: each finding with its field and its source. Pure.

Two sources: the Ministry's page says what the letter holds and who signs it; the rest
is form (an e-mail that is none, a NIP whose check digit is wrong).
Not here: the seals (crpo.letter.seal_checks).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from accountability.law import TAX_AUTHORITY
from accountability.model import AuthorityKind
from crpo.errors import LetterInvalid
from crpo.letter.model import Letter, NamedSeal, OfficeFile, Seat, Variant
from vocabulary.errors import IdentifierInvalid
from vocabulary.finding import Finding, Severity
from vocabulary.identifiers import Nip, Regon
from vocabulary.law import LegalRef

SOURCE: Final = "podatki.gov.pl, API CRPO dla JST (16.04.2024)"
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
    "unit_head.name",
    "unit_head.function",
    "contact.name",
    "contact.phone",
    "contact.administrator_email",
)
_POSTCODE: Final = re.compile(r"[0-9]{2}-[0-9]{3}")
_PHONE: Final = re.compile(r"\+?[0-9 ()/-]{7,30}((,? ?wew\.?|,? ?w\.) ?[0-9]{1,5})?")
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_MAX_EMAIL: Final = 254
_MIN_PHONE_DIGITS: Final = 7
_PERSON: Final = re.compile(r"\S+(\s\S+)+")
# How the function of each head begins, for women and men, without its last letters.
_HEADS: Final = {
    AuthorityKind.WOJT: ("wójt",),
    AuthorityKind.BURMISTRZ: ("burmistrz",),
    AuthorityKind.PREZYDENT: ("prezydent",),
    AuthorityKind.STAROSTA: ("starosta", "starościna", "starostka"),
    AuthorityKind.MARSZALEK: ("marszałek", "marszałkini"),
}
_DEPUTY: Final = re.compile(
    r"zastęp|wice|\bz[./ ]?\s*up|upoważni|sekretarz|skarbnik|kierowni|dyrektor",
    re.IGNORECASE,
)


def check_office(office: OfficeFile) -> tuple[Finding, ...]:
    """Say what is missing or wrong in office.toml, seals aside."""
    return (
        *_missing(office),
        *_texts(office),
        *_identifiers(office),
        *_reachable(office),
        *_authority(office),
        *_signer(office),
    )


def stops(findings: Sequence[Finding]) -> bool:
    """Tell whether any finding is an error: then no letter is made."""
    return any(each.severity is Severity.ERROR for each in findings)


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
        unit_head=office["unit_head.name"],
        unit_head_function=office["unit_head.function"],
        contact=office["contact.name"],
        phone=office["contact.phone"],
        email=office["contact.administrator_email"],
        variant=Variant(office["variant"] or Variant.BOTH),
        seals=tuple(seals),
    )


def _missing(office: OfficeFile) -> Iterator[Finding]:
    for field in _DEMANDED:
        if not office[field]:
            yield error("crpo.letter.missing", "Brak wymaganej wartości.", field)


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
    digits = sum(each.isdigit() for each in phone)
    if phone and not (_PHONE.fullmatch(phone) and digits >= _MIN_PHONE_DIGITS):
        yield error("crpo.letter.phone", "To nie jest numer telefonu.", "contact.phone")
    if email and not (_EMAIL.fullmatch(email) and len(email) <= _MAX_EMAIL):
        yield error(
            "crpo.letter.email",
            "To nie jest adres e-mail.",
            "contact.administrator_email",
        )
    for field in ("unit_head.name", "contact.name"):
        if office[field] and not _PERSON.fullmatch(office[field]):
            yield error("crpo.letter.person", "Podaj imię i nazwisko.", field)


def _authority(office: OfficeFile) -> Iterator[Finding]:
    if office["authority.kind"] not in {"", *AuthorityKind}:
        yield error(
            "crpo.letter.authority",
            "O dostęp może wystąpić organ podatkowy JST: wójt, burmistrz, prezydent"
            " miasta, starosta albo marszałek województwa.",
            "authority.kind",
            ref=TAX_AUTHORITY.ref,
        )


def _signer(office: OfficeFile) -> Iterator[Finding]:
    """Hold the one who signs against the head of the unit: nobody else may."""
    function, kind = office["unit_head.function"], office["authority.kind"]
    signer = office["signer.name"]
    if signer and same_name(signer) != same_name(office["unit_head.name"]):
        yield error(
            "crpo.letter.signer_other",
            "Pismo podpisuje osoba kierująca jednostką, nie ktoś inny.",
            "signer.name",
        )
    if _DEPUTY.search(function):
        yield error(
            "crpo.letter.signer_deputy",
            "To nie jest funkcja osoby kierującej jednostką; zastępca ani osoba"
            " upoważniona nie podpisuje tego pisma.",
            "unit_head.function",
        )
    elif function and kind in {*AuthorityKind}:
        begins = function.casefold().startswith(_HEADS[AuthorityKind(kind)])
        if not begins:
            yield warning(
                "crpo.letter.signer_function",
                "Z funkcji nie wynika, że ta osoba kieruje jednostką tego rodzaju.",
                "unit_head.function",
            )


def same_name(name: str) -> str:
    """Write a person's name so that spelling it otherwise makes no other person."""
    return " ".join(re.sub(r"\s*[-\u2010-\u2013]\s*", "-", name).casefold().split())


def error(
    rule: str, message: str, field: str, *, ref: LegalRef | None = None
) -> Finding:
    """Make a finding that stops the letter, with its source."""
    return Finding(rule, Severity.ERROR, message, field, ref, SOURCE)


def warning(rule: str, message: str, field: str) -> Finding:
    """Make a finding that a person has to know of."""
    return Finding(rule, Severity.WARNING, message, field, clause=SOURCE)


def info(rule: str, message: str, field: str) -> Finding:
    """Make a finding that only explains."""
    return Finding(rule, Severity.INFO, message, field, clause=SOURCE)
