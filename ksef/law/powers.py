"""Who manages permissions where, on which days, and by which chain.

    grants to manage -> for each party and context its days -> the chain of a day

By either reading of what becomes of a grant when the right of whoever made it ends
(ADR-0033): it ends too, so every link stands on the day asked; or it stands by itself,
so every link stood on the day on which it was used. Powers are found from the taxpayers
downwards: a circle of people who name each other holds nothing.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from ksef.law.given import Given
from ksef.law.grants import EVERY_CLIENT, Grant, Party
from ksef.law.links import ERA_DAYS, NEVER, Eras, era_of
from ksef.law.standing import Link
from ksef.model import Namer, Permission

_MANAGE: Final = Permission.MANAGE


@dataclass(slots=True)
class Stretch:
    """Days `[starts, ends)` on which a party manages permissions, by one chain.

    The chain as told of a day is kept, since questions mostly ask about one day.

    Attributes:
        who: The party; None where no link is told.
        grant: The id of its grant; None for what a body has by law.
        rules: The provisions behind it, for each era.
        above: The power by which that was granted.
        used: The day on which that power was used, where it counts of that day only.
    """

    starts: date
    ends: date
    who: Party | None
    grant: str | None
    rules: Eras
    above: "Stretch | None" = None
    used: date | None = None
    _told: tuple[date, tuple[Link, ...]] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def on(self, day: date) -> tuple[Link, ...]:
        """Give the chain of a day, from the top."""
        if self._told is None or self._told[0] != day:
            self._told = (day, tuple(self._links(day))[::-1])
        return self._told[1]

    def _links(self, day: date) -> Iterator[Link]:
        each: Stretch | None = self
        while each is not None:
            if each.who is not None:
                rules = each.rules[era_of(day)]
                yield Link(each.who, _MANAGE, each.grant, rules, day)
            day, each = each.used or day, each.above


Seat: TypeAlias = Sequence[Stretch]
"""All days on which one party manages permissions in one context; each but once."""

_FIRST, _LAST = ERA_DAYS[0][0], ERA_DAYS[-1][1]
_UNIT: Final[Seat] = (Stretch(_FIRST, _LAST, None, None, NEVER),)


def at(seat: Seat, day: date) -> Stretch | None:
    """Give the stretch in which a day lies; None where the power does not stand."""
    for stretch in seat:
        if stretch.starts <= day < stretch.ends:
            return stretch
    return None


class Powers:
    """Who manages permissions where, by one of the two readings."""

    def __init__(self, grants: Iterable[Grant], given: Given, *, lasting: bool) -> None:
        self._given = given
        self._lasting = lasting
        self._seats: dict[tuple[Party, Party], list[Stretch]] = {}
        self._bodies: dict[tuple[Party, Party], Seat] = {}
        self._fill(
            each
            for each in grants
            if each.permission is _MANAGE and each.context != EVERY_CLIENT
        )

    def seat(self, who: Party, context: Party) -> Seat:
        """Give the days on which a person manages permissions in a context."""
        return self._seats.get((who, context), ())

    def of_body(self, grant: Grant, namer: Namer) -> Seat:
        """Give the days on which a body may grant: all of them, by law.

        A unit may name entities without managing permissions: no link is told of it.
        """
        if namer is Namer.UNIT:
            return _UNIT
        key = (grant.by, grant.context)
        known = self._bodies.get(key)
        if known is None:
            rules = self._given.by_law(grant.by, _MANAGE, grant.context)
            known = (Stretch(_FIRST, _LAST, grant.by, None, rules),)
            self._bodies[key] = known
        return known

    def _fill(self, managing: Iterable[Grant]) -> None:
        by_person: dict[Party, list[Grant]] = {}
        grown: deque[tuple[Party, Party]] = deque()
        for grant in managing:
            namer = self._given.as_body(grant)
            if namer is None:
                by_person.setdefault(grant.by, []).append(grant)
            elif self._extend(grant, namer, self.of_body(grant, namer)):
                grown.append((grant.who, grant.context))
        while grown:
            who, context = grown.popleft()
            for grant in by_person.get(who, ()):
                for place, namer in self._given.as_managers(grant):
                    if place == context and self._extend(
                        grant, namer, self._seats[who, context]
                    ):
                        grown.append((grant.who, grant.context))

    def _extend(self, grant: Grant, namer: Namer, power: Seat) -> bool:
        """Add the days that a grant gives, and tell whether there were new ones."""
        rules = self._given.lawfully(grant, namer)[_MANAGE]
        used = at(power, grant.valid_from)
        if used is None or not rules[era_of(grant.valid_from)]:
            return False
        if self._lasting:
            above = [(used, grant.valid_from, grant.ends)]
        else:
            above = [(each, each.starts, each.ends) for each in power]
        seat = self._seats.setdefault((grant.who, grant.context), [])
        new = [
            Stretch(
                *(starts, ends, grant.who, grant.id, rules, each),
                used=grant.valid_from if self._lasting else None,
            )
            for each, since, until in above
            for first, last in _lawful(
                rules, max(since, grant.valid_from), min(until, grant.ends)
            )
            for starts, ends in _not_in(seat, first, last)
        ]
        seat.extend(new)
        return bool(new)


def _lawful(rules: Eras, starts: date, ends: date) -> Iterator[tuple[date, date]]:
    """Cut a run of days into those of the eras in which a provision allows it."""
    found: tuple[date, date] | None = None
    for (since, until), there in zip(ERA_DAYS, rules, strict=True):
        first, last = max(since, starts), min(until, ends)
        if first < last and there:
            found = (found[0] if found else first, last)
        elif found:
            yield found
            found = None
    if found:
        yield found


def _not_in(seat: Seat, starts: date, ends: date) -> Iterator[tuple[date, date]]:
    """Cut out of a run of days those that a seat has already."""
    for taken in sorted(seat, key=lambda each: each.starts):
        if starts < taken.starts:
            yield starts, min(taken.starts, ends)
        starts = max(starts, taken.ends)
        if ends <= starts:
            return
    yield starts, ends
