"""Why grants that would carry a permission carry nothing, and what KSeF still shows."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from ksef.law.decision import Difference
from ksef.law.differences import (
    GRANTS_GO_ON,
    NEEDS_DELEGATION,
    NO_EXPIRY,
    STILL_ACTIVE,
)
from ksef.law.grants import Party
from ksef.law.index import Held, Index
from ksef.law.links import era_of
from ksef.law.standing import Broken, Why
from ksef.model import Permission

_TELLS: Final[Mapping[Why, tuple[Difference, ...]]] = {
    Why.LINK_GONE: (STILL_ACTIVE,),
    Why.NAMER_ENDED: (STILL_ACTIVE, GRANTS_GO_ON),
    Why.ENDED: (NO_EXPIRY,),
    Why.NO_DELEGATION: (NEEDS_DELEGATION,),
}


def broken_grants(
    index: Index, who: Party, permission: Permission, context: Party, on: date
) -> tuple[Broken, ...]:
    """Name the grants to a party that carry nothing on a day, each once, with why."""
    found = _broken(index, who, permission, context, on)
    return tuple({each.grant: each for each in found}.values())


def differences_of(broken: tuple[Broken, ...]) -> tuple[Difference, ...]:
    """Tell what KSeF does otherwise with such grants."""
    told = (each for one in broken for each in _TELLS.get(one.why, ()))
    return tuple(dict.fromkeys(told))


def _broken(
    index: Index, who: Party, permission: Permission, context: Party, on: date
) -> Iterator[Broken]:
    for held in index.held(who, context):
        if permission in held.gives:
            yield Broken(held.id, _why(index, held, permission, context, on))
    for grant in index.without_power(who, context, permission):
        yield Broken(grant.id, Why.NO_POWER)


def _why(
    index: Index, held: Held, permission: Permission, context: Party, on: date
) -> Why:
    if on < held.starts:
        return Why.NOT_YET
    if on >= held.ends:
        return Why.REVOKED if held.is_revoked else Why.ENDED
    if held.through is None:
        lawful = bool(held.gives[permission][era_of(on)])
        return Why.NAMER_ENDED if lawful else Why.NO_PROVISION
    return _why_not_passed_on(index, held, permission, context, on)


def _why_not_passed_on(
    index: Index, held: Held, permission: Permission, context: Party, on: date
) -> Why:
    """Say what is wrong with the permission of the entity or buyer behind a grant."""
    live = [
        first
        for first in index.passing(held, context)
        if first.starts <= on < first.ends and permission in first.gives
    ]
    passing = [first for first in live if first.can_delegate]
    if not passing:
        return Why.NO_DELEGATION if live else Why.LINK_GONE
    era = era_of(on)
    lawful = any(
        first.gives[permission][era]
        and index.passed(held, first, permission, context)[era]
        for first in passing
    )
    return Why.NAMER_ENDED if lawful else Why.NO_PROVISION
