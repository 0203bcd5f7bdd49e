"""Identifiers as KSeF takes them; what stands in one is never repeated.

    object -> type -> does the value look like another type? -> form of its own type

Not here: the form of each type (ksef.access.judge_forms).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from ksef.access.judge_finding import Judged, error, warning
from ksef.access.judge_forms import CHECKS, SHAPES
from ksef.access.judge_shape import an_object, joined, missing_field, unknown_fields

ALL_PARTNERS: Final = "AllPartners"
TYPES: Final = (*SHAPES, ALL_PARTNERS, "System")


def type_and_value(value: object) -> tuple[str, str] | None:
    """Give type and value of an identifier, or None where either is no text."""
    if not isinstance(value, Mapping):
        return None
    kind, text = value.get("type"), value.get("value")
    if not isinstance(kind, str) or not isinstance(text, str):
        return None
    return kind, text


def nip_of(told: tuple[str, str] | None) -> str:
    """Give the NIP that an identifier is or begins with, or an empty text."""
    if told is None or told[0] not in {"Nip", "InternalId", "NipVatUe"}:
        return ""
    kind, text = told
    return text[:10] if SHAPES[kind].fullmatch(text) else ""


def judge_identifier(
    value: object, at: str, allowed: Sequence[str], on: date
) -> Iterator[Judged]:
    """Judge an identifier: `{"type": ..., "value": ...}`.

    Args:
        value: What stands in the request.
        at: Where.
        allowed: The types that this call takes there.
        on: The day; nobody is born after it.
    """
    told = an_object(value, at)
    if isinstance(told, Judged):
        yield told
        return
    yield from unknown_fields(told, ("type", "value"), at)
    kind, wrong = _kind(told, joined(at, "type"), allowed)
    yield from wrong
    if kind == ALL_PARTNERS:
        yield from _of_all(told, joined(at, "value"))
        return
    yield from _value(kind, told.get("value"), joined(at, "value"), on)


def _kind(
    told: Mapping[str, Any], at: str, allowed: Sequence[str]
) -> tuple[str, list[Judged]]:
    """Give the type that is meant, and what is wrong with how it is written."""
    kind = told.get("type")
    if kind is None:
        return "", [missing_field(at)]
    if isinstance(kind, str):
        if kind in allowed:
            return kind, []
        meant = next((each for each in TYPES if each.lower() == kind.lower()), "")
        if meant and meant != kind:
            return meant, [_of_case(at, meant)]
        if meant:
            return meant, [_not_here(at, meant, allowed)]
    return "", [
        error(
            "ksef.grant.identifier_type_unknown",
            at,
            f"Nieznany typ identyfikatora; tu: {', '.join(allowed)}.",
            english=f"Unknown type of identifier; here: {', '.join(allowed)}.",
        )
    ]


def _of_case(at: str, meant: str) -> Judged:
    return error(
        "ksef.grant.identifier_type_case",
        at,
        f"Typ ma złą wielkość liter; KSeF zna {meant}.",
        english=f"The type has the wrong letter case; KSeF knows {meant}.",
    )


def _not_here(at: str, meant: str, allowed: Sequence[str]) -> Judged:
    return error(
        "ksef.grant.identifier_type_not_here",
        at,
        f"Tego typu ({meant}) to wywołanie tu nie przyjmuje; przyjmuje:"
        f" {', '.join(allowed)}.",
        english=f"{meant} is not taken here; this call takes: {', '.join(allowed)}.",
    )


def _of_all(told: Mapping[str, Any], at: str) -> Iterator[Judged]:
    if told.get("value") is not None:
        yield warning(
            "ksef.grant.all_partners_value",
            at,
            "AllPartners oznacza wszystkich klientów; wartość jest tu zbędna.",
            english="AllPartners means every client; a value is surplus here.",
        )


def _value(kind: str, value: object, at: str, on: date) -> Iterator[Judged]:
    if value is None:
        yield missing_field(at)
    elif not isinstance(value, str):
        yield error(
            "ksef.grant.identifier_not_text",
            at,
            "Identyfikator ma być tekstem w cudzysłowie, nie liczbą.",
            english="An identifier has to be a text in quotation marks, no number.",
        )
    elif kind in SHAPES:
        if other := _looks_like_another(kind, value):
            yield error(
                "ksef.grant.identifier_mistyped",
                at,
                f"Typ mówi {kind}, a wartość ma postać {other}.",
                english=f"The type says {kind}, but the value has the form of {other}.",
            )
        elif (found := CHECKS[kind](value, at, on)) is not None:
            yield found


def _looks_like_another(kind: str, value: str) -> str:
    if SHAPES[kind].fullmatch(value):
        return ""
    return next((each for each, it in SHAPES.items() if it.fullmatch(value)), "")
