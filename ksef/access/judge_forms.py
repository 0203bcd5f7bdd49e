"""The form of each type of identifier, check digits included; no value is repeated."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from ksef.access.judge_finding import Judged, error
from ksef.access.judge_vat import VAT_UE
from vocabulary.checksums import nip_agrees
from vocabulary.errors import IdentifierFault, IdentifierInvalid
from vocabulary.identifiers import InternalId, Nip, Pesel

_HEX_64: Final = re.compile(r"[0-9A-F]{64}")
_HEX_64_ANY: Final = re.compile(r"[0-9A-Fa-f]{64}")
_HEX_40: Final = re.compile(r"[0-9A-Fa-f]{40}")
SHAPES: Final[Mapping[str, re.Pattern[str]]] = {
    "Nip": re.compile(r"[0-9]{10}"),
    "Pesel": re.compile(r"[0-9]{11}"),
    "InternalId": re.compile(r"[0-9]{10}-[0-9]{5}"),
    "Fingerprint": _HEX_64_ANY,
    "NipVatUe": re.compile(r"[0-9]{10}-[A-Z]{2}[A-Z0-9+*]{2,13}"),
    "PeppolId": re.compile(r"P[A-Z]{2}[0-9]{6}"),
}
"""What each type looks like, before any check digit."""
_IN_ENGLISH: Final[Mapping[IdentifierFault, str]] = {
    IdentifierFault.EMPTY: "it is empty",
    IdentifierFault.TOO_LONG: "it is too long",
    IdentifierFault.SHAPE: "a wrong number of digits, or characters not allowed",
    IdentifierFault.FORBIDDEN: "no number of such a form is given",
    IdentifierFault.CHECKSUM: "the check digit does not agree",
    IdentifierFault.BIRTH_DATE: "the birth date in it does not exist",
}


def _nip(value: str, at: str, on: date) -> Judged | None:
    del on
    try:
        bare = Nip.parse(value).reveal()
    except IdentifierInvalid as wrong:
        return error(
            "ksef.grant.nip_invalid",
            at,
            f"To nie jest NIP: {wrong.polish}.",
            english=f"This is no NIP: {_IN_ENGLISH[wrong.reason]}.",
        )
    return None if bare == value else _not_bare(at)


def _pesel(value: str, at: str, on: date) -> Judged | None:
    try:
        pesel = Pesel.parse(value)
    except IdentifierInvalid as wrong:
        return error(
            "ksef.grant.pesel_invalid",
            at,
            f"To nie jest numer PESEL: {wrong.polish}.",
            english=f"This is no PESEL: {_IN_ENGLISH[wrong.reason]}.",
        )
    if pesel.birth_date > on:
        return error(
            "ksef.grant.pesel_future",
            at,
            "Data urodzenia zapisana w numerze PESEL jeszcze nie nadeszła.",
            english="The birth date in the PESEL has not come yet.",
        )
    return None if pesel.reveal() == value else _not_bare(at)


def _internal_id(value: str, at: str, on: date) -> Judged | None:
    del on
    try:
        bare = InternalId.parse(value).reveal()
    except IdentifierInvalid as wrong:
        why, english = wrong.polish, _IN_ENGLISH[wrong.reason]
        if wrong.reason is IdentifierFault.CHECKSUM:
            why, english = _which_digit(value)
        return error(
            "ksef.grant.internal_id_invalid",
            at,
            f"To nie jest identyfikator wewnętrzny (NIP-XXXXX): {why}.",
            english=f"This is no internal id (NIP-XXXXX): {english}.",
            clause="ksef-api: issue 116; POST /permissions/subunits/grants",
        )
    return None if bare == value else _not_bare(at)


def _which_digit(value: str) -> tuple[str, str]:
    """Say whether the NIP in an internal id is wrong, or the id's own last digit."""
    digits = "".join(each for each in value if each.isdigit())
    if nip_agrees(digits[:10]):
        return (
            "jego ostatnia cyfra, kontrolna, się nie zgadza",
            "its last digit, the check digit, does not agree",
        )
    return (
        "cyfra kontrolna numeru NIP, od którego się zaczyna, się nie zgadza",
        "the check digit of the NIP that it begins with does not agree",
    )


def _not_bare(at: str) -> Judged:
    return error(
        "ksef.grant.identifier_not_bare",
        at,
        "Numer jest poprawny, ale KSeF przyjmuje go bez spacji, zbędnych kresek i"
        " przedrostka PL.",
        english="The number is right, but KSeF takes it without spaces, surplus hyphens"
        " and the prefix PL.",
    )


def _fingerprint(value: str, at: str, on: date) -> Judged | None:
    del on
    bare = "".join(each for each in value if each not in ": -\t")
    if _HEX_64.fullmatch(value):
        return None
    if _HEX_40.fullmatch(bare):
        return error(
            "ksef.grant.fingerprint_sha1",
            at,
            "To odcisk SHA-1 (40 znaków); KSeF chce SHA-256, 64 znaki: jst cert show.",
            english="This is a SHA-1 fingerprint (40 digits); KSeF wants SHA-256, 64"
            " digits: jst cert show.",
        )
    if _HEX_64_ANY.fullmatch(value):
        return error(
            "ksef.grant.fingerprint_case",
            at,
            "Odcisk palca certyfikatu ma małe litery; zapisz A-F wielkimi.",
            english="The fingerprint has lower-case letters; write A-F in upper case.",
        )
    if _HEX_64_ANY.fullmatch(bare):
        return error(
            "ksef.grant.fingerprint_separators",
            at,
            "Odcisk palca certyfikatu ma dwukropki, spacje albo kreski; usuń je, zapisz"
            " A-F wielkimi literami.",
            english="The fingerprint has colons, spaces or hyphens; remove them and"
            " write A-F in upper case.",
        )
    return error(
        "ksef.grant.fingerprint_form",
        at,
        "Odcisk palca certyfikatu to 64 cyfry szesnastkowe (SHA-256): 0-9 i A-F.",
        english="A fingerprint is 64 hexadecimal digits (SHA-256): 0-9 and A-F.",
    )


def _nip_vat_ue(value: str, at: str, on: date) -> Judged | None:
    del on
    nip, _, vat = value.partition("-")
    if not VAT_UE.fullmatch(vat) or _nip(nip, at, date.max) is not None:
        return error(
            "ksef.grant.nip_vat_ue_form",
            at,
            "Ma to być NIP, kreska i numer VAT UE z kodem kraju i tyloma znakami, ile"
            " ten kraj nadaje (Grecja: EL).",
            english="It has to be a NIP, a hyphen and an EU VAT number with the code of"
            " the country and as many characters as it gives (Greece: EL).",
        )
    return None


def _peppol_id(value: str, at: str, on: date) -> Judged | None:
    del on
    if SHAPES["PeppolId"].fullmatch(value):
        return None
    return error(
        "ksef.grant.peppol_id_form",
        at,
        "Identyfikator dostawcy Peppol to litera P, dwie wielkie litery i sześć cyfr.",
        english="A Peppol provider's id is the letter P, two capital letters and six"
        " digits.",
    )


CHECKS: Final[Mapping[str, Callable[[str, str, date], Judged | None]]] = {
    "Nip": _nip,
    "Pesel": _pesel,
    "InternalId": _internal_id,
    "Fingerprint": _fingerprint,
    "NipVatUe": _nip_vat_ue,
    "PeppolId": _peppol_id,
}
