"""Which permissions are asked for: known, grantable here, each once.

A word that KSeF knows but gives elsewhere is told where it is given.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ksef.access.judge_calls import AUTHORISATIONS, INVOICES, PERSON, Call
from ksef.access.judge_finding import PERMISSIONS_PAGE, Judged, error, note, warning
from ksef.access.judge_identifiers import type_and_value
from ksef.access.judge_shape import meant, missing_field, unknown_fields

VAT_UE_MANAGE: Final = "VatUeManage"
_NOT_GIVEN: Final = ("PefInvoiceWrite", "Owner")
KNOWN: Final = (*PERSON, *AUTHORISATIONS, VAT_UE_MANAGE, *_NOT_GIVEN)
# The Ministry's own descriptions spell it both ways.
_MISSPELT: Final = {"VatEuManage": VAT_UE_MANAGE}
MAX_JUDGED: Final = 40
"""Of so many permissions of one request each is judged; there are not half as many."""


def asked_for(call: Call, request: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the permissions that are asked for and are grantable by this call."""
    if "permission" in call.fields:
        told = [request.get("permission")]
    else:
        listed = request.get("permissions")
        told = listed[:MAX_JUDGED] if isinstance(listed, list) else []
    words = [each.get("type") if isinstance(each, Mapping) else each for each in told]
    return tuple(
        dict.fromkeys(
            each for each in words if isinstance(each, str) and each in call.permissions
        )
    )


def judge_permissions(call: Call, request: Mapping[str, Any]) -> Iterator[Judged]:
    """Judge the permissions of a request."""
    if "permission" in call.fields:
        yield from _single(call, request)
    elif "permissions" in call.fields:
        yield from _listed(call, request.get("permissions"))


def _single(call: Call, request: Mapping[str, Any]) -> Iterator[Judged]:
    told = request.get("permission")
    if isinstance(told, list) or request.get("permissions") is not None:
        yield error(
            "ksef.grant.one_permission",
            "permission",
            "To wywołanie nadaje jedno uprawnienie (permission, tekst); kolejne nadaj"
            " osobno.",
            english="This call gives one permission (permission, a text); give further"
            " ones by themselves.",
        )
    elif told is None:
        yield missing_field("permission")
    else:
        yield from _word(call, told, "permission")
        yield from _pef(told, request)


def _pef(told: object, request: Mapping[str, Any]) -> Iterator[Judged]:
    """PefInvoicing is for Peppol providers, and they can have nothing else."""
    subject = type_and_value(request.get("subjectIdentifier"))
    if subject is None or told not in AUTHORISATIONS:
        return
    if (told == "PefInvoicing") is not (subject[0] == "PeppolId"):
        yield error(
            "ksef.grant.peppol_only",
            "subjectIdentifier.type",
            "PefInvoicing nadaje się dostawcy Peppol (PeppolId), a pozostałe"
            " uprawnienia podmiotowe podmiotowi z NIP.",
            english="PefInvoicing is given to a Peppol provider (PeppolId), the other"
            " authorisations to an entity with a NIP.",
            clause=PERMISSIONS_PAGE,
        )


def _listed(call: Call, told: object) -> Iterator[Judged]:
    at = "permissions"
    if told is None:
        yield missing_field(at)
    elif not isinstance(told, list):
        yield error(
            "ksef.grant.permissions_no_list",
            at,
            "Tu ma stać lista, w nawiasach [ ].",
            english="A list belongs here, in brackets [ ].",
        )
    elif not told:
        yield error(
            "ksef.grant.permissions_empty",
            at,
            "Lista uprawnień jest pusta: niczego by nie nadano.",
            english="The list of permissions is empty: nothing would be given.",
        )
    else:
        yield from _each(call, told[:MAX_JUDGED])


def _each(call: Call, told: Sequence[object]) -> Iterator[Judged]:
    is_entity, seen = call.name == "grant_entity", set()
    for number, each in enumerate(told):
        at, word = f"permissions[{number}]", each
        if is_entity:
            if not isinstance(each, Mapping):
                yield _of_entity_shape(at)
                continue
            yield from _delegable(each, at)
            word, at = each.get("type"), f"{at}.type"
        if isinstance(word, str) and word in seen:
            yield error(
                "ksef.grant.permission_twice",
                at,
                "To uprawnienie stoi już wyżej w tym samym żądaniu.",
                english="This permission stands in the same request already.",
            )
            continue
        if isinstance(word, str):
            seen.add(word)
        yield from _word(call, word, at)


def _of_entity_shape(at: str) -> Judged:
    return error(
        "ksef.grant.entity_permission_shape",
        at,
        'Podmiotowi nadaje się obiekt: {"type": ..., "canDelegate": true albo false}.',
        english='An entity is given an object: {"type": ..., "canDelegate": true or'
        " false}.",
    )


def _delegable(told: Mapping[str, Any], at: str) -> Iterator[Judged]:
    yield from unknown_fields(told, ("type", "canDelegate"), at)
    flag, where = told.get("canDelegate"), f"{at}.canDelegate"
    if flag is None:
        yield warning(
            "ksef.grant.can_delegate_missing",
            where,
            "Nie podano canDelegate: podmiot nie przekaże uprawnienia swoim osobom."
            " Napisz wprost true albo false.",
            english="canDelegate is not told: the entity will not pass the permission"
            " on to its people. Write true or false.",
            clause=PERMISSIONS_PAGE,
        )
    elif not isinstance(flag, bool):
        yield error(
            "ksef.grant.can_delegate_form",
            where,
            "canDelegate to true albo false, bez cudzysłowu.",
            english="canDelegate is true or false, without quotation marks.",
        )
    elif flag:
        yield note(
            "ksef.grant.can_delegate",
            where,
            "Podmiot będzie mógł przekazać to uprawnienie swoim osobom, o których urząd"
            " z KSeF się nie dowie.",
            english="The entity will be able to pass this on to its people, of whom"
            " KSeF does not tell the office.",
            clause=PERMISSIONS_PAGE,
        )


def _word(call: Call, word: object, at: str) -> Iterator[Judged]:
    if isinstance(word, str) and word in call.permissions:
        return
    if isinstance(word, Mapping) and "type" in word:
        yield error(
            "ksef.grant.permission_shape",
            at,
            "Uprawnienie to tu sam tekst, np. InvoiceRead; canDelegate jest tylko w"
            " entities/grants.",
            english="A permission is a plain text here, e.g. InvoiceRead; canDelegate"
            " is only for entities/grants.",
        )
    elif isinstance(word, str) and word in KNOWN:
        yield _elsewhere(call, word, at)
    else:
        text = word if isinstance(word, str) else ""
        near, nearby = meant(_MISSPELT.get(text, text), KNOWN)
        yield error(
            "ksef.grant.permission_unknown",
            at,
            f"KSeF nie zna takiego uprawnienia.{near}",
            english=f"KSeF knows no such permission.{nearby}",
        )


def _elsewhere(call: Call, word: str, at: str) -> Judged:
    """Say of a permission that this call does not give where it is given."""
    if word == VAT_UE_MANAGE:
        return error(
            "ksef.grant.vat_ue_manage",
            at,
            "VatUeManage dostaje tylko administrator podmiotu unijnego, przez"
            " eu-entities/administration/grants; osobie się go nie nadaje.",
            english="Only the administrator of an EU entity gets VatUeManage, by"
            " eu-entities/administration/grants; it is not given to a person.",
            clause=PERMISSIONS_PAGE,
        )
    if word in AUTHORISATIONS:
        return error(
            "ksef.grant.authorization_elsewhere",
            at,
            f"{word} to uprawnienie podmiotowe: nadaje się je podmiotowi, po jednym,"
            " przez authorizations/grants; nie osobie.",
            english=f"{word} is an authorisation of an entity, given one at a time by"
            " authorizations/grants, and not to a person.",
            clause=PERMISSIONS_PAGE,
        )
    if word in _NOT_GIVEN:
        return error(
            "ksef.grant.not_grantable",
            at,
            f"{word} nie nadaje się żadnym wywołaniem.",
            english=f"{word} is given by no call.",
            clause=PERMISSIONS_PAGE,
        )
    if call.permissions == INVOICES:
        return error(
            "ksef.grant.invoices_only",
            at,
            f"To wywołanie nadaje tylko InvoiceWrite i InvoiceRead; {word} dostaje"
            " osoba, przez persons/grants.",
            english=f"This call gives InvoiceWrite and InvoiceRead only; {word} is"
            " given to a person, by persons/grants.",
            clause=PERMISSIONS_PAGE,
        )
    return error(
        "ksef.grant.permission_not_here",
        at,
        f"Tego uprawnienia ({word}) to wywołanie nie nadaje; nadaje:"
        f" {', '.join(call.permissions)}.",
        english=f"This call does not give {word}; it gives:"
        f" {', '.join(call.permissions)}.",
        clause=PERMISSIONS_PAGE,
    )
