"""Who may do what, where, on a day, with the whole chain and its provisions.

    grants -> 1 whose power stands behind each -> index -> question -> chain

Two kinds of links, which the law and KSeF treat apart:

    granted   by the taxpayer, or by whoever managed permissions on the day of the
              grant. It stands by itself: revoking that person later does not revoke
              whom he named (the Ministry's manual says so of ZAW-FA).
    passed on by an entity to its people (§ 2 ust. 4), or by a buyer (§ 2 ust. 5). It
              hangs on the entity's own permission, day by day: revoking that ends it,
              though KSeF still shows it as Active.

The law passes an entity's permission on by itself; here, as in KSeF, it takes a grant
that `can_delegate` and one by the entity to the person.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ksef.law.decision import Difference
from ksef.law.differences import (
    NEEDS_DELEGATION,
    NO_EXPIRY,
    NO_FLOW_DOWN,
    ONLY_MANAGES,
    STILL_ACTIVE,
)
from ksef.law.grants import EVERY_CLIENT, Context, Grant, Party, check_office
from ksef.law.index import Held, Index
from ksef.law.links import BY_ITSELF, era_of
from ksef.law.standing import Broken, Link, Standing, Why
from ksef.model import Permission

__all__ = ["EVERY_CLIENT", "Context", "Effective", "Grant", "Link", "Standing"]

_PARTS: Final = (Permission.ISSUE, Permission.ACCESS)
_LISTED: Final = (Permission.MANAGE, *_PARTS, Permission.SELF_BILLING)
_TELLS: Final = {
    Why.LINK_GONE: STILL_ACTIVE,
    Why.ENDED: NO_EXPIRY,
    Why.NO_DELEGATION: NEEDS_DELEGATION,
}


def _told_of(last: Link, context: Party) -> tuple[Difference, ...]:
    """Tell where KSeF does not let a party do what it may by law."""
    if last.grant is None and last.who != context:
        return (NO_FLOW_DOWN,)
    if last.permission is not Permission.MANAGE and last.rules[0].id in BY_ITSELF:
        return (ONLY_MANAGES,)
    return ()


class Effective:
    """The grants of an office, ready to be asked."""

    def __init__(
        self, grants: Iterable[Grant], *, contexts: Iterable[Context] = ()
    ) -> None:
        """Index the grants; a context that is not listed is an ordinary taxpayer.

        Raises:
            GrantsInvalid: An id occurs twice, or a unit is the parent of a unit.
        """
        made, listed = list(grants), list(contexts)
        check_office(made, listed)
        self._index = Index(made, listed)

    def may(
        self, who: Party, permission: Permission, context: Party, *, on: date
    ) -> Standing:
        """Tell whether a party may do something in a context on a day.

        Args:
            who: The party, by the key that the grants use.
            permission: A legal kind; `INVOICES` asks for both of its parts.
            context: Whose invoices, by the key that the grants use.
            on: The day, Europe/Warsaw.

        Returns:
            True in a condition where it may; `chain` from the taxpayer down.
        """
        era = era_of(on)
        chain = self._chain(who, permission, context, on, era)
        if not chain and permission is Permission.INVOICES:
            parts = [self._chain(who, part, context, on, era) for part in _PARTS]
            chain = tuple(dict.fromkeys((*parts[0], *parts[1]))) if all(parts) else ()
        if chain:
            return Standing(
                who=who,
                permission=permission,
                context=context,
                on=on,
                may=True,
                chain=chain,
                system_differs=_told_of(chain[-1], context),
            )
        each_once = {
            each.grant: each for each in self._broken(who, permission, context, on)
        }
        broken = tuple(each_once.values())
        told = {_TELLS[each.why]: None for each in broken if each.why in _TELLS}
        return Standing(
            who=who,
            permission=permission,
            context=context,
            on=on,
            may=False,
            broken=broken,
            system_differs=tuple(told),
        )

    def everything(self, *, on: date) -> Iterator[Standing]:
        """List who may do what by a grant; not what taxpayers hold by law."""
        for who, context in self._index.pairs():
            for permission in _LISTED:
                standing = self.may(who, permission, context, on=on)
                if standing and standing.chain[-1].grant is not None:
                    yield standing

    def _chain(
        self, who: Party, permission: Permission, context: Party, on: date, era: int
    ) -> tuple[Link, ...]:
        """Find the first chain that stands; empty where none does."""
        if rules := self._index.by_law(who, permission, context)[era]:
            return (Link(who, permission, None, rules, on),)
        for held in self._index.held(who, context):
            if not (held.starts <= on < held.ends and permission in held.gives):
                continue
            if held.through is None:
                if rules := held.gives[permission][era]:
                    return (*held.above, Link(who, permission, held.id, rules, on))
                continue
            if passed := self._passed_on(held, permission, context, on, era):
                return passed
        return ()

    def _passed_on(
        self, held: Held, permission: Permission, context: Party, on: date, era: int
    ) -> tuple[Link, ...]:
        """Find the live permission of the entity or buyer on which a grant hangs."""
        for first in self._index.passing(held, context):
            if not (
                first.starts <= on < first.ends
                and permission in first.gives
                and first.can_delegate
            ):
                continue
            first_rules = first.gives[permission][era]
            rules = self._index.passed(held, first, permission, context)[era]
            if first_rules and rules:
                return (
                    *first.above,
                    Link(first.who, permission, first.id, first_rules, on),
                    Link(held.who, permission, held.id, rules, on),
                )
        return ()

    def _broken(
        self, who: Party, permission: Permission, context: Party, on: date
    ) -> Iterator[Broken]:
        for held in self._index.held(who, context):
            if permission in held.gives:
                yield Broken(held.id, self._why(held, permission, context, on))
        for grant in self._index.without_power(who, context, permission):
            yield Broken(grant.id, Why.NO_POWER)

    def _why(self, held: Held, permission: Permission, context: Party, on: date) -> Why:
        if on < held.starts:
            return Why.NOT_YET
        if on >= held.ends:
            return Why.REVOKED if held.is_revoked else Why.ENDED
        if held.through is None:
            return Why.NO_PROVISION
        live = [
            first
            for first in self._index.passing(held, context)
            if first.starts <= on < first.ends and permission in first.gives
        ]
        if not live:
            return Why.LINK_GONE
        if not any(first.can_delegate for first in live):
            return Why.NO_DELEGATION
        return Why.NO_PROVISION
