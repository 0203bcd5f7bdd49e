"""Who manages permissions where, on which days, and by which chain.

    grants to manage -> for each party and context its days -> the chain of each day

By either reading of what becomes of a grant when the right of whoever made it ends
(ADR-0028): it ends too, so every link stands on the day asked; or it stands by itself,
so every link stood on the day on which it was used. Powers are found from the taxpayers
downwards: a circle of people who name each other holds nothing.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ksef.law.given import Given
from ksef.law.grants import EVERY_CLIENT, Grant, Party
from ksef.law.links import ERA_DAYS, Eras, era_of
from ksef.law.standing import Link
from ksef.model import Namer, Permission

_MANAGE: Final = Permission.MANAGE


@dataclass(slots=True)
class Stretch:
    """Days of one era, `[starts, ends)`, on which a party manages, by one chain.

    The chain as told of a day is kept, since questions mostly ask about one day.
    """

    starts: date
    ends: date
    chain: tuple[Link, ...]
    _told: tuple[date, tuple[Link, ...]] = field(
        default=(date.min, ()), init=False, repr=False, compare=False
    )

    def on(self, day: date) -> tuple[Link, ...]:
        """Give the chain with its links told of a day."""
        told_of, chain = self._told
        if told_of != day:
            chain = _dated(self.chain, day)
            self._told = (day, chain)
        return chain


class Seat:
    """All days on which one party manages permissions in one context."""

    __slots__ = ("_eras",)

    def __init__(self, stretches: Iterable[Stretch] = ()) -> None:
        self._eras: list[list[Stretch]] = [[] for _ in ERA_DAYS]
        for stretch in stretches:
            self._eras[era_of(stretch.starts)].append(stretch)

    def __iter__(self) -> Iterator[Stretch]:
        return (stretch for era in self._eras for stretch in era)

    def on(self, day: date, era: int) -> Stretch | None:
        """Give the stretch in which a day of an era lies."""
        for stretch in self._eras[era]:
            if stretch.starts <= day < stretch.ends:
                return stretch
        return None

    def add(self, new: Stretch) -> bool:
        """Add the days that are not in it yet; the first chain of a day stays."""
        era, starts = self._eras[era_of(new.starts)], new.starts
        found = []
        for taken in sorted(era, key=lambda each: each.starts):
            if starts < taken.starts:
                found.append((starts, min(taken.starts, new.ends)))
            starts = max(starts, taken.ends)
        found.append((starts, new.ends))
        cut = [replace(new, starts=a, ends=b) for a, b in found if a < b]
        era.extend(cut)
        return bool(cut)


NEVER: Final = Seat()
_ALWAYS: Final = Seat(Stretch(since, until, ()) for since, until in ERA_DAYS)


class Powers:
    """Who manages permissions where, by one of the two readings."""

    def __init__(self, grants: Iterable[Grant], given: Given, *, lasting: bool) -> None:
        self._given = given
        self._lasting = lasting
        self._seats: dict[tuple[Party, Party], Seat] = {}
        self._bodies: dict[tuple[Party, Party], Seat] = {}
        self._fill(
            each
            for each in grants
            if each.permission is _MANAGE and each.context != EVERY_CLIENT
        )

    def seat(self, who: Party, context: Party) -> Seat:
        """Give the days on which a person manages permissions in a context."""
        return self._seats.get((who, context), NEVER)

    def of_body(self, grant: Grant, namer: Namer) -> Seat:
        """Give the days on which a body may grant: a taxpayer by law, on each of them.

        A unit may name entities without managing permissions: no link stands for it.
        """
        if namer is Namer.UNIT:
            return _ALWAYS
        key = (grant.by, grant.context)
        known = self._bodies.get(key)
        if known is None:
            eras = self._given.by_law(grant.by, _MANAGE, grant.context)
            known = self._bodies[key] = Seat(
                Stretch(since, until, (Link(grant.by, _MANAGE, None, rules, since),))
                for (since, until), rules in zip(ERA_DAYS, eras, strict=True)
            )
        return known

    def above(self, seat: Seat, day: date) -> tuple[Link, ...] | None:
        """Give the chain of a power on a day; None where it does not stand."""
        stretch = seat.on(day, era_of(day))
        if stretch is None:
            return None
        if self._lasting:  # what is above was used when its own grant was made
            return (*stretch.chain[:-1], *_dated(stretch.chain[-1:], day))
        return stretch.on(day)

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
        above = self.above(power, grant.valid_from)
        if above is None or not rules[era_of(grant.valid_from)]:
            return False
        if self._lasting:
            power = Seat(Stretch(since, until, above) for since, until in ERA_DAYS)
        seat = self._seats.setdefault((grant.who, grant.context), Seat())
        grown = [seat.add(each) for each in _under(power, grant, rules)]
        return any(grown)


def _under(power: Seat, grant: Grant, rules: Eras) -> Iterator[Stretch]:
    """Give the days of a grant on which the power behind it stands."""
    for each in power:
        starts = max(each.starts, grant.valid_from)
        ends = min(each.ends, grant.ends)
        if starts < ends and rules[era_of(starts)]:
            own = Link(grant.who, _MANAGE, grant.id, rules[era_of(starts)], starts)
            yield Stretch(starts, ends, (*each.chain, own))


def _dated(chain: tuple[Link, ...], on: date) -> tuple[Link, ...]:
    """Tell the links of a day."""
    return tuple(
        Link(link.who, link.permission, link.grant, link.rules, on) for link in chain
    )
