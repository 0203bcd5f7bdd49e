"""[4] What became of a grant whose answer was lost: asked, never guessed.

    UNKNOWN -> query -> done | partly | not seen -> a correction in the log

Operations are asynchronous, so "not seen" says nothing of the next minute: only a
grant that stands in KSeF proves that the lost request has worked. Nothing is sent
again here; whether to, a person decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias, Unpack

from ksef.access import queries
from ksef.access.acting import Acting
from ksef.access.requests import (
    GrantIndirect,
    GrantInSubunit,
    GrantToEntity,
    GrantToPerson,
)

Lost: TypeAlias = GrantToPerson | GrantToEntity | GrantIndirect | GrantInSubunit
"""Grants that a query can show afterwards."""

# Clocks differ, and KSeF may note the day of a grant a moment before it answers.
SKEW: Final = timedelta(minutes=5)
_INACTIVE: Final = "Inactive"
_MANAGES: Final = "CredentialsManage"


class Seen(StrEnum):
    """What stands in KSeF of a lost grant."""

    DONE = "done"
    PARTLY = "partly"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What a query found of a grant whose answer was lost.

    Attributes:
        seen: All of its permissions, some, or none.
        permission_ids: Those that began with it, for a revocation.
        before: Those that the holder had before.
        asked: The actions that looked.
    """

    seen: Seen
    permission_ids: tuple[str, ...]
    before: tuple[str, ...]
    asked: tuple[str, ...]


class _Stands(NamedTuple):
    id: str
    permission: str
    since: datetime


def reconcile(
    intent_id: str, request: Lost, *, asked_at: datetime, **acting: Unpack[Acting]
) -> Reconciled:
    """Look for a grant whose outcome is UNKNOWN, and correct the log if it stands.

    Args:
        intent_id: The action whose outcome is unknown.
        request: What it asked for.
        asked_at: When, an aware instant.
        acting: See `Acting`; the session works in the same context.

    Raises:
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: Of the query.
    """
    asked: list[str] = []
    standing = list(_standing(request, asked, acting))
    new = [each for each in standing if each.since >= asked_at - SKEW]
    missing = _wanted(request) - {each.permission for each in new}
    seen = Seen.NOT_SEEN if not new else Seen.PARTLY if missing else Seen.DONE
    found = Reconciled(
        seen=seen,
        permission_ids=tuple(each.id for each in new),
        before=tuple(each.id for each in standing if each not in new),
        asked=tuple(asked),
    )
    if seen is not Seen.NOT_SEEN:
        acting["trail"].corrected(
            intent_id,
            {"reconciled": seen.value, "permission_ids": list(found.permission_ids)},
        )
    return found


def _wanted(request: Lost) -> set[str]:
    if isinstance(request, GrantInSubunit):
        return {_MANAGES}
    if isinstance(request, GrantToEntity):
        return {each.permission for each in request.permissions}
    return set(request.permissions)


def _standing(request: Lost, asked: list[str], acting: Acting) -> Iterator[_Stands]:
    """Give what the holder has of the wanted kind, in the same place."""
    wanted = _wanted(request)
    if isinstance(request, GrantInSubunit):
        for units in queries.subunits(unit=request.unit, **acting):
            asked.append(units.intent_id)
            for unit in units.answer.items:
                if unit.authorized_identifier.party() == request.subject:
                    yield _Stands(unit.id, unit.permission_scope, unit.start_date)
        return
    if isinstance(request, GrantIndirect):
        wished = queries.PersonsFilter(
            scope=queries.Scope.GIVEN_HERE,
            holder=request.subject,
            target=request.target,
        )
    else:
        wished = queries.PersonsFilter(holder=request.subject)
    for page in queries.persons(wished, **acting):
        asked.append(page.intent_id)
        for grant in page.answer.items:
            active = grant.permission_state != _INACTIVE
            if active and grant.permission_scope in wanted:
                yield _Stands(grant.id, grant.permission_scope, grant.start_date)
