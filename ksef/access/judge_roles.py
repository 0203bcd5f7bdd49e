"""Rules that need facts: roles of the context, rights of the author, live grants.

Without the fact they cannot tell, and say which fact that is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ksef.access.judge_calls import Call
from ksef.access.judge_facts import OWNER, Facts
from ksef.access.judge_finding import (
    PERMISSIONS_PAGE,
    Judged,
    error,
    note,
    unanswered,
    warning,
)
from ksef.access.judge_identifiers import ALL_PARTNERS, type_and_value
from ksef.access.judge_permissions import VAT_UE_MANAGE, asked_for
from ksef.law.bodies import GROUP_MEMBERS, LOCAL_UNITS
from ksef.law.differences import ENFORCEMENT, NEEDS_DELEGATION
from ksef.model import Body

ENFORCEMENT_ROLES: Final = frozenset({"EnforcementAuthority", "CourtBailiff"})
PARENT_ROLES: Final = ("LocalGovernmentUnit", "VatGroupUnit")
_ENFORCES: Final = "EnforcementOperations"
_MAY_ENFORCE: Final = frozenset({"grant_person", "tokens_create"})


def judge_roles(
    call: Call, request: Mapping[str, Any], facts: Facts
) -> Iterator[Judged]:
    """Judge what the request alone does not tell."""
    asked = asked_for(call, request)
    if call.name in _MAY_ENFORCE and _ENFORCES in asked:
        yield from _enforcement(facts)
    if call.name == "grant_subunit":
        yield from _parent(type_and_value(request.get("contextIdentifier")), facts)
    if call.name == "grant_indirect":
        yield from _delegated(request.get("targetIdentifier"), asked, facts)
    if call.name == "tokens_create":
        yield from _token(asked, facts)
    else:
        yield from _author(call, facts)


def _enforcement(facts: Facts) -> Iterator[Judged]:
    at = "permissions"
    if facts.roles is None:
        found = unanswered(
            "ksef.grant.enforcement_untold",
            at,
            "EnforcementOperations nadaje się tylko tam, gdzie KSeF zna podmiot jako"
            " organ egzekucyjny albo komornika: podaj jego role (roles).",
            english="EnforcementOperations is given only where KSeF knows the entity as"
            " an enforcement authority or bailiff: tell its roles (roles).",
            missing="roles",
            clause=PERMISSIONS_PAGE,
        )
    elif not facts.roles & ENFORCEMENT_ROLES:
        found = error(
            "ksef.grant.enforcement_role",
            at,
            "EnforcementOperations nadaje się tylko w kontekście organu egzekucyjnego"
            " (EnforcementAuthority) albo komornika (CourtBailiff).",
            english="EnforcementOperations is given only in the context of an"
            " enforcement authority (EnforcementAuthority) or a bailiff"
            " (CourtBailiff).",
            clause=PERMISSIONS_PAGE,
        )
    else:
        return
    yield replace(found, system_differs=(ENFORCEMENT,))


def _parent(unit: tuple[str, str] | None, facts: Facts) -> Iterator[Judged]:
    """A unit with a NIP of its own is given an administrator by its parent only."""
    if unit is None or unit[0] != "Nip":
        return
    at = "contextIdentifier"
    if facts.roles is None:
        yield unanswered(
            "ksef.grant.parent_untold",
            at,
            "Jednostce z własnym NIP administratora nadaje tylko podmiot, który KSeF"
            " zna jako JST albo grupę VAT: podaj jego role (roles).",
            english="A unit with a NIP of its own is given an administrator only by an"
            " entity that KSeF knows as a JST or VAT group: tell its roles (roles).",
            missing="roles",
            clause=PERMISSIONS_PAGE,
        )
        return
    wanted = _parents_of(facts.unit)
    if not facts.roles & set(wanted):
        yield error(
            "ksef.grant.parent_role",
            at,
            f"Kontekst nie ma roli, z którą nadaje się administratora takiej jednostce"
            f" z własnym NIP: {' albo '.join(wanted)}.",
            english="The context lacks the role that gives an administrator to such a"
            f" unit with its own NIP: {' or '.join(wanted)}.",
            clause=PERMISSIONS_PAGE,
        )
    elif facts.subordinates is None:
        yield note(
            "ksef.grant.subordinate_unchecked",
            at,
            "Czy ten NIP jest podrzędny, wie KSeF (query/subordinate-entities/roles);"
            " listę można podać jako subordinates.",
            english="Whether this NIP is subordinate, KSeF knows"
            " (query/subordinate-entities/roles); subordinates may hold its list.",
            clause=PERMISSIONS_PAGE,
        )
    elif unit[1] not in facts.subordinates:
        yield error(
            "ksef.grant.not_subordinate",
            f"{at}.value",
            "KSeF nie zna tego NIP jako podrzędnego; powiązanie zgłasza się do"
            " administracji skarbowej.",
            english="KSeF does not know this NIP as subordinate; the link is reported"
            " to the tax administration.",
            clause=PERMISSIONS_PAGE,
        )


def _parents_of(unit: Body | None) -> tuple[str, ...]:
    """Name the roles of the parent that a unit of this kind can have."""
    if unit in GROUP_MEMBERS:
        return ("VatGroupUnit",)
    return ("LocalGovernmentUnit",) if unit in LOCAL_UNITS else PARENT_ROLES


def _delegated(
    target: object, asked: tuple[str, ...], facts: Facts
) -> Iterator[Judged]:
    """For one client only: it must have given something with canDelegate."""
    client, at = type_and_value(target), "targetIdentifier"
    if client is None or client[0] == ALL_PARTNERS:
        if facts.entity_grants is not None and not any(
            each.can_delegate for each in facts.entity_grants
        ):
            yield _to_nobody(at)
        return
    if facts.entity_grants is None:
        yield replace(
            unanswered(
                "ksef.grant.delegation_untold",
                at,
                "Dalsze przekazanie wymaga czynnego uprawnienia z canDelegate od tego"
                " klienta: podaj odpowiedź query/entities/grants (entityGrants).",
                english="Passing on takes a live permission with canDelegate from this"
                " client: tell the answer of query/entities/grants (entityGrants).",
                missing="entityGrants",
                clause=PERMISSIONS_PAGE,
            ),
            system_differs=(NEEDS_DELEGATION,),
        )
        return
    passed = {
        each.permission
        for each in facts.entity_grants
        if each.client == client and each.can_delegate
    }
    if not passed:
        yield replace(
            error(
                "ksef.grant.no_delegation",
                at,
                "Ten klient nie nadał podmiotowi żadnego uprawnienia z canDelegate,"
                " więc nie ma czego przekazać.",
                english="This client gave the entity no permission with canDelegate, so"
                " there is nothing to pass on.",
                clause=PERMISSIONS_PAGE,
            ),
            system_differs=(NEEDS_DELEGATION,),
        )
    elif short := [each for each in asked if each not in passed]:
        yield warning(
            "ksef.grant.delegation_short",
            at,
            f"Klient nie pozwolił przekazywać: {', '.join(short)}; KSeF może to"
            " przyjąć, lecz nie będzie działać.",
            english=f"The client did not let pass on: {', '.join(short)}; KSeF may take"
            " them, but they will not work.",
            clause="ksef-api: issue 370",
        )


def _to_nobody(at: str) -> Judged:
    return warning(
        "ksef.grant.delegation_to_nobody",
        at,
        "Żaden klient nie nadał dotąd uprawnienia z canDelegate, więc to nadanie na"
        " razie nic nie da.",
        english="No client has given a permission with canDelegate yet, so this grant"
        " has no effect for now.",
        clause=PERMISSIONS_PAGE,
    )


def _author(call: Call, facts: Facts) -> Iterator[Judged]:
    if facts.author is None:
        return
    needs = call.endpoint.needs
    held = set(needs) & facts.author
    if not held and not (OWNER in facts.author and VAT_UE_MANAGE not in needs):
        yield error(
            "ksef.grant.author_lacks",
            "authorPermissions",
            f"Wysyłający nie ma uprawnienia, którego to wywołanie wymaga:"
            f" {', '.join(needs)}.",
            english=f"Whoever sends it lacks what this call needs: {', '.join(needs)}.",
        )


def _token(asked: tuple[str, ...], facts: Facts) -> Iterator[Judged]:
    at, source = "permissions", "KSeF 26001, POST /tokens; ksef-api: issue 373"
    if facts.author is None:
        yield unanswered(
            "ksef.grant.token_author_untold",
            at,
            "Token nie może mieć więcej niż ten, kto go tworzy: podaj jego uprawnienia"
            " w tym kontekście (authorPermissions).",
            english="A token cannot have more than whoever makes it: tell the"
            " permissions of that one in this context (authorPermissions).",
            missing="authorPermissions",
            clause=source,
        )
    elif OWNER not in facts.author and (
        more := [each for each in asked if each not in facts.author]
    ):
        yield error(
            "ksef.grant.token_wider",
            at,
            f"Token miałby więcej niż ten, kto go tworzy: {', '.join(more)}.",
            english=f"The token would have more than whoever makes it:"
            f" {', '.join(more)}.",
            clause=source,
        )
    if "CredentialsManage" in asked:
        yield warning(
            "ksef.grant.token_manages",
            at,
            "Kto ma ten token, może nadać uprawnienia każdemu; tokenu do zarządzania"
            " uprawnieniami lepiej nie tworzyć.",
            english="Whoever has this token can give permissions to anybody; better"
            " make no token for that.",
            clause="docs/ksef-access.md",
        )
