"""Of whom KSeF is told what: `subjectDetails`, `euEntityDetails`, `euEntityName`.

The block that has to be filled in follows from `subjectDetailsType`, and that from the
type of the identifier: a person known by number, or by a certificate with or without.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from ksef.access.judge_calls import Call, Details
from ksef.access.judge_finding import Judged, error, warning
from ksef.access.judge_identifiers import judge_identifier, type_and_value
from ksef.access.judge_shape import (
    a_day,
    a_text,
    an_object,
    joined,
    meant,
    missing_field,
    unknown_fields,
)
from vocabulary.countries import ISO_3166_ALPHA_2

_BY_ID: Final = "PersonByIdentifier"
_FP_ID: Final = "PersonByFingerprintWithIdentifier"
_FP_NO_ID: Final = "PersonByFingerprintWithoutIdentifier"
_FP_ENTITY: Final = "EntityByFingerprint"
BLOCKS: Final[Mapping[Details, Mapping[str, str]]] = {
    Details.PERSON: {
        _BY_ID: "personById",
        _FP_ID: "personByFpWithId",
        _FP_NO_ID: "personByFpNoId",
    },
    Details.EU: {
        _FP_ID: "personByFpWithId",
        _FP_NO_ID: "personByFpNoId",
        _FP_ENTITY: "entityByFp",
    },
}
_NAME: Final = ("firstName", "lastName")
# block -> its fields
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "personById": _NAME,
    "personByFpWithId": (*_NAME, "identifier"),
    "personByFpNoId": (*_NAME, "birthDate", "idDocument"),
    "entityByFp": ("fullName", "address"),
}
# field -> its lengths; 0 where none is told
_LENGTHS: Final[Mapping[str, tuple[int, int]]] = {
    "firstName": (2, 30),
    "lastName": (2, 81),
    "fullName": (0, 100),
    "address": (0, 512),
}


def judge_details(call: Call, request: Mapping[str, Any], on: date) -> Iterator[Judged]:
    """Judge what is told of whom it is given to."""
    if call.details is Details.NONE:
        return
    at = "subjectDetails"
    told = an_object(request.get(at), at)
    if isinstance(told, Judged):
        yield told
    elif call.details is Details.ENTITY:
        yield from unknown_fields(told, ("fullName",), at)
        yield from a_text(told.get("fullName"), f"{at}.fullName", 5, 90)
    else:
        subject = type_and_value(request.get("subjectIdentifier"))
        yield from _discriminated(call.details, told, subject and subject[0], on)
    if "euEntityDetails" in call.fields:
        yield from _eu_entity(request)


def _discriminated(
    details: Details, told: Mapping[str, Any], subject: str | None, on: date
) -> Iterator[Judged]:
    at, blocks = "subjectDetails", BLOCKS[details]
    yield from unknown_fields(told, ("subjectDetailsType", *blocks.values()), at)
    kind, where = told.get("subjectDetailsType"), f"{at}.subjectDetailsType"
    if kind is None:
        yield missing_field(where)
        return
    if not isinstance(kind, str) or kind not in blocks:
        near, nearby = meant(kind, tuple(blocks))
        yield error(
            "ksef.grant.details_type_unknown",
            where,
            f"Tu ma stać jedno z: {', '.join(blocks)}.{near}",
            english=f"One of these belongs here: {', '.join(blocks)}.{nearby}",
        )
        return
    if subject in {"Nip", "Pesel", "Fingerprint"} and (subject == "Fingerprint") is (
        kind == _BY_ID
    ):
        yield error(
            "ksef.grant.details_type_mismatch",
            where,
            "Osobę z NIP lub PESEL opisuje PersonByIdentifier, a osobę lub podmiot z"
            " odciskiem palca certyfikatu jeden z typów ByFingerprint.",
            english="PersonByIdentifier tells of a person with NIP or PESEL; of one"
            " with a fingerprint one of the types ByFingerprint.",
        )
    wanted = blocks[kind]
    for other in blocks.values():
        if other != wanted and told.get(other) is not None:
            yield warning(
                "ksef.grant.details_surplus",
                f"{at}.{other}",
                f"Ta część nie należy do {kind}.",
                english=f"This part does not belong to {kind}.",
            )
    yield from _block(wanted, told.get(wanted), on)


def _block(name: str, value: object, on: date) -> Iterator[Judged]:
    at = f"subjectDetails.{name}"
    told = an_object(value, at)
    if isinstance(told, Judged):
        yield told
        return
    fields = _FIELDS[name]
    yield from unknown_fields(told, fields, at)
    for each in fields:
        where = joined(at, each)
        if each in _LENGTHS:
            yield from a_text(told.get(each), where, *_LENGTHS[each])
        elif each == "identifier":
            yield from judge_identifier(told.get(each), where, ("Nip", "Pesel"), on)
        elif each == "birthDate":
            yield from _birth_date(told.get(each), where, on)
        else:
            yield from _document(told.get(each), where)


def _birth_date(value: object, at: str, on: date) -> Iterator[Judged]:
    if value is None:
        yield missing_field(at)
        return
    day = a_day(value)
    if day is None or day > on:
        yield error(
            "ksef.grant.birth_date",
            at,
            "Data urodzenia to istniejący dzień, nie z przyszłości, zapisany jak"
            " 1980-02-01.",
            english="A birth date is a day that exists, not in the future, written as"
            " 1980-02-01.",
        )


def _document(value: object, at: str) -> Iterator[Judged]:
    told = an_object(value, at)
    if isinstance(told, Judged):
        yield told
        return
    yield from unknown_fields(told, ("type", "number", "country"), at)
    for each in ("type", "number"):
        yield from a_text(told.get(each), joined(at, each), 0, 20)
    country, where = told.get("country"), joined(at, "country")
    if country is None:
        yield missing_field(where)
    elif not isinstance(country, str) or country not in ISO_3166_ALPHA_2:
        yield error(
            "ksef.grant.country",
            where,
            "Kraj to dwie wielkie litery według ISO 3166, np. CZ (Grecja: GR).",
            english="A country is two capital letters of ISO 3166, e.g. CZ (Greece:"
            " GR).",
        )


def _eu_entity(request: Mapping[str, Any]) -> Iterator[Judged]:
    at = "euEntityDetails"
    told = an_object(request.get(at), at)
    if isinstance(told, Judged):
        yield told
    else:
        fields = _FIELDS["entityByFp"]
        yield from unknown_fields(told, fields, at)
        for each in fields:
            yield from a_text(told.get(each), joined(at, each), *_LENGTHS[each])
    name = request.get("euEntityName")
    yield from a_text(name, "euEntityName", 5, 256)
    if isinstance(name, str) and not _is_name_and_address(name):
        yield error(
            "ksef.grant.eu_entity_name",
            "euEntityName",
            "Ma tu stać nazwa, przecinek ze spacją i adres: {nazwa}, {adres}.",
            english="Name, a comma with a space, and address belong here: {name},"
            " {address}.",
        )


def _is_name_and_address(text: str) -> bool:
    name, _, address = text.partition(", ")
    return bool(name.strip() and address.strip())
