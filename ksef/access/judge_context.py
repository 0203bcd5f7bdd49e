"""In whose context: the session's own, the unit's, the client's."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from ksef.access.judge_calls import Call
from ksef.access.judge_facts import Facts
from ksef.access.judge_finding import (
    PERMISSIONS_PAGE,
    Judged,
    error,
    note,
    unanswered,
    warning,
)
from ksef.access.judge_identifiers import (
    ALL_PARTNERS,
    judge_identifier,
    nip_of,
    type_and_value,
)
from ksef.access.judge_shape import a_text, missing_field

_TYPES: Final = ("Nip", "InternalId", "NipVatUe", "PeppolId")


def judge_context(
    call: Call, request: Mapping[str, Any], facts: Facts, on: date
) -> Iterator[Judged]:
    """Judge the context of the session, and the one that the request names."""
    yield from _own(call, request.get("context"), on)
    if call.name == "grant_subunit":
        yield from _of_unit(request, facts, on)
    elif call.name == "grant_eu_administration":
        told = request.get("contextIdentifier")
        yield from judge_identifier(told, "contextIdentifier", ("NipVatUe",), on)
        yield from _nip_inside(told, "contextIdentifier", facts)
    elif call.name == "grant_indirect":
        yield from _of_client(request.get("targetIdentifier"), facts, on)


def _own(call: Call, told: object, on: date) -> Iterator[Judged]:
    if told is None:
        yield unanswered(
            "ksef.grant.context_untold",
            "context",
            "Podaj kontekst sesji, w której żądanie zostanie wysłane (context).",
            english="Say in the context of which session it will be sent (context).",
            missing="context",
        )
        return
    yield from judge_identifier(told, "context", _TYPES, on)
    own = type_and_value(told)
    if call.contexts and own and own[0] in _TYPES and own[0] not in call.contexts:
        yield error(
            "ksef.grant.context_type",
            "context.type",
            f"To wywołanie działa w kontekście: {', '.join(call.contexts)}.",
            english=f"This call works in a context of: {', '.join(call.contexts)}.",
            clause="" if call.name != "tokens_create" else "KSeF 26002, POST /tokens",
        )


def _of_unit(request: Mapping[str, Any], facts: Facts, on: date) -> Iterator[Judged]:
    at = "contextIdentifier"
    told = request.get(at)
    yield from judge_identifier(told, at, ("InternalId", "Nip"), on)
    unit, name = type_and_value(told), request.get("subunitName")
    if unit is None:
        return
    if name is not None:
        yield from a_text(name, "subunitName", 5, 256)
        if unit[0] == "Nip":
            yield warning(
                "ksef.grant.subunit_name_surplus",
                "subunitName",
                "Nazwa (subunitName) jest dla jednostki z InternalId, którą to"
                " wywołanie tworzy; czy KSeF użyje jej przy jednostce z własnym NIP,"
                " opis API nie mówi.",
                english="The name (subunitName) is for a unit by InternalId, which this"
                " call makes; whether KSeF uses it for a unit with its own NIP, the"
                " description of the API does not say.",
            )
    elif unit[0] == "InternalId":
        yield missing_field("subunitName")
    if unit == facts.context:
        yield error(
            "ksef.grant.unit_is_context",
            f"{at}.value",
            "To numer samego kontekstu, a nie jednostki podrzędnej; tam nadaje się"
            " uprawnienia przez persons/grants.",
            english="This is the context itself and no subordinate unit;"
            " permissions there are granted by persons/grants.",
            clause=PERMISSIONS_PAGE,
        )
    elif unit[0] == "InternalId":
        yield from _nip_inside(told, at, facts)


def _nip_inside(told: object, at: str, facts: Facts) -> Iterator[Judged]:
    """The identifier begins with the NIP of the context of the session."""
    inside, own = nip_of(type_and_value(told)), nip_of(facts.context)
    if inside and own and inside != own:
        yield error(
            "ksef.grant.other_nip_inside",
            f"{at}.value",
            "Identyfikator zaczyna się od innego NIP niż NIP kontekstu; jednostkę"
            " tworzy się tylko pod własnym NIP.",
            english="The identifier begins with another NIP than the context's; a unit"
            " is made under one's own NIP only.",
        )


def _of_client(told: object, facts: Facts, on: date) -> Iterator[Judged]:
    at = "targetIdentifier"
    if told is not None:
        allowed = ("Nip", "InternalId", ALL_PARTNERS)
        yield from judge_identifier(told, at, allowed, on)
    if told is None or (isinstance(told, Mapping) and told.get("type") == ALL_PARTNERS):
        yield note(
            "ksef.grant.every_client",
            at,
            "Uprawnienie obejmie każdego klienta, który nadał podmiotowi uprawnienie z"
            " canDelegate, także przyszłych.",
            english="The permission will cover every client that gave the entity one"
            " with canDelegate, future ones as well.",
            clause=PERMISSIONS_PAGE,
        )
    elif (client := type_and_value(told)) is not None and client == facts.context:
        yield warning(
            "ksef.grant.client_is_context",
            at,
            "Klient i kontekst to ten sam podmiot; własnej osobie nadaje się"
            " uprawnienia przez persons/grants.",
            english="Client and context are the same entity; one's own people are given"
            " permissions by persons/grants.",
            clause=PERMISSIONS_PAGE,
        )
