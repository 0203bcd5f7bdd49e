"""[4] What became of a grant whose end nobody saw: asked, never guessed.

    UNKNOWN or under way -> query -> done | partly | ambiguous | not seen
                                  -> a correction in the log

Operations are asynchronous, so "not seen" says nothing of the next minute: only a
grant that stands in KSeF proves that the lost request has worked. It has to be the one
that was asked for: same place, kind, target, right to delegate, description. One that
only resembles it may be a colleague's: that is ambiguous, and corrects nothing. Nothing
is sent again here; whether to, a person decides.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, Unpack

from accountability.accepted import accepted_number
from accountability.reading import find_asked
from ksef.access import filters, queries
from ksef.access.acting import Acting
from ksef.access.errors import RequestInvalid
from ksef.access.requests import (
    GrantIndirect,
    GrantInSubunit,
    GrantToEntity,
    GrantToPerson,
    Target,
)
from ksef.access.resuming import RECONCILED, is_open
from ksef.model import SystemPermission
from vocabulary.identifiers import Identifier

if TYPE_CHECKING:
    from accountability.trail import AuditTrail
    from ksef.access.messages import ForeignId
    from ksef.access.messages_permissions import PersonGrant

Lost: TypeAlias = GrantToPerson | GrantToEntity | GrantIndirect | GrantInSubunit
"""Grants that a query can show afterwards."""

# Clocks differ, and KSeF may note the day of a grant a moment before it answers.
SKEW: Final = timedelta(minutes=5)


class Seen(StrEnum):
    """What stands in KSeF of a lost grant."""

    DONE = "done"
    PARTLY = "partly"
    AMBIGUOUS = "ambiguous"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What a query found of a grant whose answer was lost.

    Attributes:
        seen: All of its permissions, some, none; or others that resemble it.
        permission_ids: Those that began with it, for a revocation.
        before: Those that the holder had before.
        asked: The actions that looked.
        alike: Those that began since, and are not what was asked for, or come twice.
    """

    seen: Seen
    permission_ids: tuple[str, ...]
    before: tuple[str, ...]
    asked: tuple[str, ...]
    alike: tuple[str, ...] = ()


class _Stands(NamedTuple):
    id: str
    permission: str
    since: datetime
    is_equal: bool


def reconcile(
    intent_id: str,
    request: Lost,
    *,
    asked_at: datetime,
    author: Identifier | None = None,
    **acting: Unpack[Acting],
) -> Reconciled:
    """Look for a grant whose end nobody saw, and correct the log if it stands.

    Args:
        intent_id: The action whose outcome is UNKNOWN; or under way, where KSeF does
            not say by its number how it ended (`ksef.access.resuming`).
        request: What it asked for.
        asked_at: When, an aware instant.
        author: Who asked, as KSeF names the author; None: not compared.
        acting: See `Acting`; the session works in the same context.

    Raises:
        RequestInvalid: The log has no such grant, or the outcome says how it ended;
            nothing was asked.
        ActionDenied, LimitReached, KsefRefused, OutcomeUnknown: Of the query.
    """
    number = _require_open(acting["trail"], intent_id, request)
    asked: list[str] = []
    standing = list(_standing(request, author, asked, acting))
    new = [each for each in standing if each.since >= asked_at - SKEW]
    times = Counter(each.permission for each in new if each.is_equal)
    ours = [each for each in new if each.is_equal and times[each.permission] == 1]
    alike = [each for each in new if each not in ours]
    missing = _wanted(request) - {each.permission for each in ours}
    found = Reconciled(
        seen=_seen(bool(ours), bool(missing), bool(alike)),
        permission_ids=tuple(each.id for each in ours),
        before=tuple(each.id for each in standing if each not in new),
        asked=tuple(asked),
        alike=tuple(each.id for each in alike),
    )
    # Of an operation with a number, the rest may still come, and it can be asked.
    if found.seen in ({Seen.DONE} if number else {Seen.DONE, Seen.PARTLY}):
        said = {
            RECONCILED: found.seen.value,
            "permission_ids": list(found.permission_ids),
        }
        acting["trail"].corrected(intent_id, said)
    return found


def _seen(ours: bool, missing: bool, alike: bool) -> Seen:  # noqa: FBT001 - a truth table
    if ours and not missing:
        return Seen.DONE
    if alike:
        return Seen.AMBIGUOUS
    return Seen.PARTLY if ours else Seen.NOT_SEEN


def _require_open(trail: "AuditTrail", intent_id: str, request: Lost) -> str:
    """Give the number by which KSeF knows what it accepted; "" where none is known."""
    with trail.log.reader() as reader:
        lost = find_asked(reader, intent_id)
        number = accepted_number(reader, intent_id, lost.outcome)
    is_it = lost.intent.get("operation") == request.endpoint
    if not (is_it and is_open(lost.outcome)):
        raise RequestInvalid("intent_id", "is no such grant whose end nobody saw")
    return number


def _wanted(request: Lost) -> set[str]:
    if isinstance(request, GrantInSubunit):
        return {SystemPermission.CREDENTIALS_MANAGE}
    if isinstance(request, GrantToEntity):
        return {each.permission for each in request.permissions}
    return set(request.permissions)


def _standing(
    request: Lost, author: Identifier | None, asked: list[str], acting: Acting
) -> Iterator[_Stands]:
    """Give what the holder has of the wanted permissions, in the same place."""
    wanted = _wanted(request)
    if isinstance(request, GrantInSubunit):
        for units in queries.subunits(unit=request.unit, **acting):
            asked.append(units.intent_id)
            for unit in units.answer.items:
                if unit.authorized_identifier.party() == request.subject:
                    equal = unit.description == request.description
                    equal = equal and _is_by(unit.author_identifier, author)
                    yield _Stands(
                        unit.id, unit.permission_scope, unit.start_date, equal
                    )
        return
    wished = filters.PersonsFilter(holder=request.subject)
    if isinstance(request, GrantIndirect):
        wished = filters.PersonsFilter(
            scope=filters.Scope.GIVEN_HERE,
            holder=request.subject,
            target=request.target,
        )
    for page in queries.persons(wished, **acting):
        asked.append(page.intent_id)
        for grant in page.answer.items:
            active = grant.permission_state != filters.State.INACTIVE
            if active and grant.permission_scope in wanted:
                equal = _is_equal(grant, request) and _is_by(
                    grant.author_identifier, author
                )
                yield _Stands(grant.id, grant.permission_scope, grant.start_date, equal)


def _is_equal(
    grant: "PersonGrant", request: GrantToPerson | GrantToEntity | GrantIndirect
) -> bool:
    """Tell whether a grant is what was asked for, in all that KSeF shows of it."""
    delegates = False
    if isinstance(request, GrantToEntity):
        delegates = {e.permission: e.can_delegate for e in request.permissions}[
            grant.permission_scope
        ]
    is_entity = grant.subject_entity_details is not None
    return (
        grant.description == request.description
        and grant.can_delegate == delegates
        and is_entity == isinstance(request, GrantToEntity)
        and _is_target(grant.target_identifier, request)
    )


def _is_target(
    found: "ForeignId | None", request: GrantToPerson | GrantToEntity | GrantIndirect
) -> bool:
    if not isinstance(request, GrantIndirect):
        return found is None
    if request.target is None or isinstance(request.target, Target):
        # KSeF may leave out, or write, that a grant serves all clients.
        return found is None or found.type == Target.ALL_PARTNERS
    return found is not None and found.party() == request.target


def _is_by(found: "ForeignId | None", author: Identifier | None) -> bool:
    return author is None or (found is not None and found.party() == author)
