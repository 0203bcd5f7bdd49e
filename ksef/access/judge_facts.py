"""What the office tells besides the request: roles, kinds of bodies, rights, grants.

Each may be pasted from KSeF's own answer: `roles` from query/entities/roles,
`subordinates` from query/subordinate-entities/roles, `entityGrants` from
query/entities/grants. A fact that cannot be read counts as untold, and is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from ksef.access.filters import State
from ksef.access.judge_finding import Judged, unanswered
from ksef.access.judge_identifiers import type_and_value
from ksef.access.judge_shape import a_day, nearest
from ksef.model import Body, Namer

W = TypeVar("W", bound=StrEnum)

ROLES: Final = (
    "CourtBailiff",
    "EnforcementAuthority",
    "LocalGovernmentUnit",
    "LocalGovernmentSubUnit",
    "VatGroupUnit",
    "VatGroupSubUnit",
)
OUR_FIELDS: Final = (
    "endpoint",
    "context",
    "on",
    "roles",
    "bodyKind",
    "unitKind",
    "grantedBy",
    "asRepresentative",
    "entityNamedBy",
    "authorPermissions",
    "entityGrants",
    "subordinates",
)
"""Fields of ours beside those of KSeF; none is sent."""
OWNER: Final = "Owner"
_MAX_ROLES: Final = 100


@dataclass(frozen=True, slots=True)
class Delegation:
    """A permission that a client gave the entity, to pass on now or not."""

    client: tuple[str, str] = field(repr=False)
    permission: str = field(repr=False)
    can_delegate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known besides the request; None where it was not told.

    Texts are as somebody wrote them, and may be anybody's number: no `repr` has them.

    Attributes:
        context: Type and value of the context, as written.
        roles: The roles that KSeF knows of the context's entity.
        body: The kind of the context's body.
        unit: The kind of the body that is to get an administrator.
        granted_by: Who grants, in words of the law.
        as_representative: The person is named as the representative of the body.
        entity_named_by: Who named the entity that grants.
        author: Permissions that whoever asks has in the context; `Owner` has all.
        entity_grants: What clients gave the context's entity.
        subordinates: NIPs of the subordinate entities.
    """

    context: tuple[str, str] | None = field(default=None, repr=False)
    roles: frozenset[str] | None = field(default=None, repr=False)
    body: Body | None = None
    unit: Body | None = None
    granted_by: Namer | None = None
    as_representative: bool | None = None
    entity_named_by: Namer | None = None
    author: frozenset[str] | None = field(default=None, repr=False)
    entity_grants: tuple[Delegation, ...] | None = None
    subordinates: frozenset[str] | None = field(default=None, repr=False)


def read_facts(told: Mapping[str, Any]) -> tuple[Facts, tuple[Judged, ...]]:
    """Read the facts of a request, and say which of them cannot be read."""
    facts = Facts(
        context=type_and_value(told.get("context")),
        roles=_roles(told.get("roles")),
        body=_word(Body, told.get("bodyKind")),
        unit=_word(Body, told.get("unitKind")),
        granted_by=_word(Namer, told.get("grantedBy")),
        as_representative=_flag(told.get("asRepresentative")),
        entity_named_by=_word(Namer, told.get("entityNamedBy")),
        author=_words(told.get("authorPermissions")),
        entity_grants=_delegations(told.get("entityGrants")),
        subordinates=_nips(told.get("subordinates")),
    )
    read = {
        "roles": facts.roles,
        "bodyKind": facts.body,
        "unitKind": facts.unit,
        "grantedBy": facts.granted_by,
        "asRepresentative": facts.as_representative,
        "entityNamedBy": facts.entity_named_by,
        "authorPermissions": facts.author,
        "entityGrants": facts.entity_grants,
        "subordinates": facts.subordinates,
    }
    unread = [
        name
        for name, value in read.items()
        if value is None and told.get(name) is not None
    ]
    return facts, tuple(_unreadable(each) for each in unread)


def day_of(request: Mapping[str, Any]) -> date | None:
    """Give the day that the request names, if it names one that exists."""
    return a_day(request.get("on"))


def _unreadable(name: str) -> Judged:
    words = {
        "roles": ", ".join(ROLES),
        "bodyKind": ", ".join(Body),
        "unitKind": ", ".join(Body),
        "grantedBy": ", ".join(Namer),
        "asRepresentative": "true, false",
        "entityNamedBy": ", ".join(Namer),
    }.get(name, "")
    listed = f": {words}" if words else ""
    return unanswered(
        "ksef.grant.fact_unreadable",
        name,
        f"Tej informacji o stanie faktycznym nie można odczytać{listed}.",
        english=f"This fact cannot be read{listed}.",
        missing=name,
        clause="docs/ksef-access.md",
    )


def _items(told: object) -> list[Any] | None:
    return told if isinstance(told, list) else None


def _words(told: object) -> frozenset[str] | None:
    items = _items(told)
    if items is None or not all(isinstance(each, str) for each in items):
        return None
    return frozenset(items)


def _roles(told: object) -> frozenset[str] | None:
    """Read role names, or the items of KSeF's own answer.

    KSeF may have new ones, which are kept; one that only resembles a known one is a
    slip, and would say that the role is not there.
    """
    items = _items(told)
    if items is None or len(items) > _MAX_ROLES:
        return None
    names = [each.get("role") if isinstance(each, Mapping) else each for each in items]
    if any(not isinstance(each, str) or _is_slip(each) for each in names):
        return None
    return frozenset(each for each in names if isinstance(each, str))


def _is_slip(role: str) -> bool:
    return role not in ROLES and bool(nearest(role, ROLES))


def _word(kind: type[W], told: object) -> W | None:
    return next((each for each in kind if each == told), None)


def _flag(told: object) -> bool | None:
    return told if isinstance(told, bool) else None


def _delegations(told: object) -> tuple[Delegation, ...] | None:
    items = _items(told)
    if items is None:
        return None
    found = tuple(_each_delegation(items))
    return found if len(found) == len(items) else None


def _each_delegation(items: list[Any]) -> Iterator[Delegation]:
    for each in items:
        if not isinstance(each, Mapping):
            continue
        client = type_and_value(each.get("contextIdentifier"))
        permission, flag = each.get("permissionScope"), each.get("canDelegate")
        if client and isinstance(permission, str) and isinstance(flag, bool):
            yield Delegation(client, permission, can_delegate=flag and _is_live(each))


def _is_live(item: Mapping[str, Any]) -> bool:
    """Tell a permission that works: a list of persons' grants shows others too."""
    return item.get("permissionState") in (None, State.ACTIVE)


def _nips(told: object) -> frozenset[str] | None:
    """Read NIPs, or the items of KSeF's own answer."""
    items = _items(told)
    if items is None:
        return None
    found = [nip for nip in map(_nip, items) if nip is not None]
    return frozenset(found) if len(found) == len(items) else None


def _nip(told: object) -> str | None:
    if isinstance(told, Mapping):
        identifier = type_and_value(told.get("subordinateEntityIdentifier"))
        return identifier[1] if identifier else None
    return told if isinstance(told, str) else None
