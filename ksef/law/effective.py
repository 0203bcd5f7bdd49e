"""Who may do what, where, on a day, with the whole chain and its provisions.

    grants -> 1 whose power stands behind each -> index -> question -> chain

Every link has to stand on the day that is asked about: revoking a middle link ends what
hangs on it, though KSeF still shows that as Active. Of two kinds of links that is said
by different sources:

    passed on by an entity to its people (§ 2 ust. 4), or by a buyer (§ 2 ust. 5): it is
              the entity's own permission, so by the act it ends with that.
    granted   by a person who managed permissions there on the day of the grant. The act
              does not say what becomes of it when that person's right ends: it ends
              too, or it stands by itself. Both readings are told where they differ, and
              a setting chooses (ADR-0033).

The law passes an entity's permission on by itself; here, as in KSeF, it takes a grant
that `can_delegate` and one by the entity to the person.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ksef.law.broken import broken_grants, differences_of
from ksef.law.decision import DEFAULT, Difference, Followed, NamerEnded
from ksef.law.differences import NO_FLOW_DOWN, ONLY_MANAGES
from ksef.law.grants import EVERY_CLIENT, Context, Grant, Party, check_office
from ksef.law.index import Held, Index
from ksef.law.links import BY_ITSELF, UNSEEN, era_of
from ksef.law.readings import of_namer
from ksef.law.standing import ChainReading, Link, Standing
from ksef.model import Permission

__all__ = ["EVERY_CLIENT", "Context", "Effective", "Grant", "Link", "Standing"]

_PARTS: Final = (Permission.ISSUE, Permission.ACCESS)
_LISTED: Final = (Permission.MANAGE, *_PARTS, Permission.SELF_BILLING)


class Effective:
    """The grants of an office, ready to be asked."""

    def __init__(
        self,
        grants: Iterable[Grant],
        *,
        contexts: Iterable[Context] = (),
        followed: Followed = DEFAULT,
    ) -> None:
        """Index the grants; a context that is not listed is an ordinary taxpayer.

        Args:
            grants: What was granted, to whom, where, by whom and for how long.
            contexts: What kinds of bodies the contexts are, and whose units.
            followed: Which reading decides; `namer_ended` is the one asked for here.

        Raises:
            GrantsInvalid: An id occurs twice, or a unit is the parent of a unit.
        """
        made, listed = list(grants), list(contexts)
        check_office(made, listed)
        self._stands = followed.namer_ended is NamerEnded.GRANT_STANDS
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
            True in a condition where it may; `chain` from the taxpayer down, and
            `readings` where a namer's right has ended and the two differ.
        """
        readings: tuple[ChainReading, ...] = ()
        chain = self._found(who, permission, context, on, lasting=False)
        if not chain and self._index.held(who, context):
            lasting = self._found(who, permission, context, on, lasting=True)
            if lasting:
                marked = self._index.marked(lasting, on)
                readings = of_namer(marked, on, stands=self._stands)
                chain = marked if self._stands else ()
        if chain:
            return Standing(
                who=who,
                permission=permission,
                context=context,
                on=on,
                may=True,
                chain=chain,
                readings=readings,
                system_differs=_told_of(chain[-1], context),
            )
        broken = broken_grants(self._index, who, permission, context, on)
        return Standing(
            who=who,
            permission=permission,
            context=context,
            on=on,
            may=False,
            broken=broken,
            readings=readings,
            system_differs=differences_of(broken),
            in_vain_unseen=UNSEEN[permission][era_of(on)],
        )

    def everything(self, *, on: date) -> Iterator[Standing]:
        """List who may do what by a grant; not what taxpayers hold by law."""
        for standing in self._listed(on):
            if standing and standing.chain[-1].grant is not None:
                yield standing

    def disputed(self, *, on: date) -> Iterator[Standing]:
        """List what is held by one reading only, as a right to name has ended."""
        return (standing for standing in self._listed(on) if standing.readings)

    def _listed(self, on: date) -> Iterator[Standing]:
        for who, context in self._index.pairs():
            for permission in _LISTED:
                yield self.may(who, permission, context, on=on)

    def _found(
        self,
        who: Party,
        permission: Permission,
        context: Party,
        on: date,
        *,
        lasting: bool,
    ) -> tuple[Link, ...]:
        """Find a chain by a reading; for both parts of the invoices one of each."""
        era = era_of(on)
        chain = self._chain(who, permission, context, on, era, lasting=lasting)
        if chain or permission is not Permission.INVOICES:
            return chain
        parts = [
            self._chain(who, part, context, on, era, lasting=lasting) for part in _PARTS
        ]
        return tuple(dict.fromkeys((*parts[0], *parts[1]))) if all(parts) else ()

    def _chain(
        self,
        who: Party,
        permission: Permission,
        context: Party,
        on: date,
        era: int,
        *,
        lasting: bool,
    ) -> tuple[Link, ...]:
        """Find the first chain that stands; empty where none does."""
        if rules := self._index.given.by_law(who, permission, context)[era]:
            return (Link(who, permission, None, rules, on),)
        for held in self._index.held(who, context):
            if not (held.starts <= on < held.ends and permission in held.gives):
                continue
            if held.through is None:
                rules = held.gives[permission][era]
                above = held.chain_above(on, lasting=lasting)
                if rules and above is not None:
                    return (*above, Link(who, permission, held.id, rules, on))
                continue
            if passed := self._passed_on(
                held, permission, context, on, era, lasting=lasting
            ):
                return passed
        return ()

    def _passed_on(
        self,
        held: Held,
        permission: Permission,
        context: Party,
        on: date,
        era: int,
        *,
        lasting: bool,
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
            above = first.chain_above(on, lasting=lasting)
            if first_rules and rules and above is not None:
                return (
                    *above,
                    Link(first.who, permission, first.id, first_rules, on),
                    Link(held.who, permission, held.id, rules, on),
                )
        return ()


def _told_of(last: Link, context: Party) -> tuple[Difference, ...]:
    """Tell where KSeF does not let a party do what it may by law."""
    if last.grant is None and last.who != context:
        return (NO_FLOW_DOWN,)
    if last.permission is not Permission.MANAGE and last.rules[0].id in BY_ITSELF:
        return (ONLY_MANAGES,)
    return ()
