"""The grants, found by who and where, each with the powers behind it.

A grant by a person is good when that person managed permissions there on the day of the
grant; `ksef.law.powers` tells who did, by both readings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ksef.law.given import Given, parts_of
from ksef.law.grants import EVERY_CLIENT, Context, Grant, Party
from ksef.law.links import NEVER, Eras
from ksef.law.powers import Powers, Seat, Stretch, at
from ksef.law.standing import Link
from ksef.model import Holder, Namer, Permission


@dataclass(frozen=True, slots=True)
class Held:
    """A grant whose power was found.

    Attributes:
        gives: What it gives, and by which rules in each era.
        power: The days of the power behind it, where every link stands day by day.
        lasting: That power on the day of the grant, where it counts of that day only;
            None where the grant hangs on an entity's.
        namer: As whom the granting party acted.
        through: The entity or buyer on whose permission it hangs.
    """

    id: str
    who: Party
    holder: Holder
    starts: date
    ends: date
    is_revoked: bool
    can_delegate: bool
    gives: Mapping[Permission, Eras]
    power: Seat
    lasting: Stretch | None
    namer: Namer
    through: Party | None

    def chain_above(self, on: date, *, lasting: bool) -> tuple[Link, ...] | None:
        """Give the chain of the power behind it by a reading; None where it is gone."""
        if lasting:
            return None if self.lasting is None else self.lasting.on(self.starts)
        for stretch in self.power:
            if stretch.starts <= on < stretch.ends:
                return stretch.on(on)
        return None


class Index:
    """Grants by who and where; `Effective` asks it.

    Attributes:
        given: The contexts, and what is held by law or given by a grant in them.
    """

    def __init__(self, grants: Sequence[Grant], contexts: Iterable[Context]) -> None:
        self.given = Given(contexts)
        self._held: dict[tuple[Party, Party], list[Held]] = {}
        self._firsts: dict[tuple[Party, Party], list[Held]] = {}
        self._void: dict[tuple[Party, Party], list[Grant]] = {}
        self._strict = Powers(grants, self.given, lasting=False)
        self._lasting = Powers(grants, self.given, lasting=True)
        self._ends = {
            each.id: each.ends
            for each in grants
            if each.permission is Permission.MANAGE
        }
        self._build(grants)

    def held(self, who: Party, context: Party) -> Sequence[Held]:
        """Give the grants to a party in a context, and those for every client."""
        here = self._held.get((who, context), [])
        everywhere = self._held.get((who, EVERY_CLIENT))
        return [*here, *everywhere] if everywhere else here

    def passing(self, held: Held, context: Party) -> Sequence[Held]:
        """Give what the entity or buyer behind a grant was itself given there."""
        return self._firsts.get((held.through or "", context), ())

    def passed(
        self, held: Held, first: Held, permission: Permission, context: Party
    ) -> Eras:
        """Give the rules by which an entity's or buyer's permission is passed on."""
        passing = (first.holder, first.namer)
        return self.given.passed(held.holder, context, permission, passing)

    def marked(self, chain: tuple[Link, ...], on: date) -> tuple[Link, ...]:
        """Tell in a chain which powers have ended since they were used."""
        return tuple(
            link._replace(ended=self._ends[link.grant])
            if link.on < on and link.grant is not None and self._ends[link.grant] <= on
            else link
            for link in chain
        )

    def without_power(
        self, who: Party, context: Party, permission: Permission
    ) -> Iterator[Grant]:
        """Give the grants by somebody who had no power to make them."""
        for grant in self._void.get((who, context), []):
            if permission in parts_of(grant):
                yield grant

    def pairs(self) -> Iterator[tuple[Party, Party]]:
        """List every party with each context in which it may hold something."""
        clients: dict[Party, list[Party]] = {}
        for who, context in self._firsts:
            clients.setdefault(who, []).append(context)
        seen: dict[tuple[Party, Party], None] = {}
        for (who, context), found in self._held.items():
            if context != EVERY_CLIENT:
                seen[who, context] = None
                continue
            for each in found:
                for client in clients.get(each.through or "", []):
                    seen[who, client] = None
        yield from seen

    def _build(self, grants: Sequence[Grant]) -> None:
        """Find the power behind each grant: a body, a person, an entity; or none."""
        passing = {(each.who, each.context) for each in grants if _passes_on(each)}
        anywhere = {who for who, _ in passing}
        for grant in grants:
            body = self.given.as_body(grant)
            if body is not None:
                lasting = self._lasting.of_body(grant, body)
                strict = self._strict.of_body(grant, body)
                self._add_granted(grant, body, lasting, strict)
                continue
            everywhere = grant.context == EVERY_CLIENT and grant.by in anywhere
            found = everywhere or (grant.by, grant.context) in passing
            if found:
                self._add_passed(grant)
            for place, namer in self.given.as_managers(grant):
                lasting = self._lasting.seat(grant.by, place)
                strict = self._strict.seat(grant.by, place)
                found = self._add_granted(grant, namer, lasting, strict) or found
            if not found:
                key = (grant.who, grant.context)
                self._void.setdefault(key, []).append(grant)

    def _add_granted(
        self, grant: Grant, namer: Namer, lasting: Seat, strict: Seat
    ) -> bool:
        """Add a grant by somebody who managed permissions on its day, if he did."""
        used = at(lasting, grant.valid_from)
        if used is None:
            return False
        power = () if at(strict, grant.valid_from) is None else strict
        gives = self.given.lawfully(grant, namer)
        held = self._add(grant, gives, power, used, namer, None)
        if _passes_on(held):
            self._firsts.setdefault((grant.who, grant.context), []).append(held)
        return True

    def _add_passed(self, grant: Grant) -> None:
        """Add what an entity or buyer gives its people; it hangs on what it has."""
        gives = dict.fromkeys(parts_of(grant), NEVER)
        namer = Namer.DESIGNATED_ENTITY
        self._add(grant, gives, (), None, namer, grant.by)

    def _add(
        self,
        grant: Grant,
        gives: Mapping[Permission, Eras],
        power: Seat,
        lasting: Stretch | None,
        namer: Namer,
        through: Party | None,
    ) -> Held:
        held = Held(
            id=grant.id,
            who=grant.who,
            holder=grant.holder,
            starts=grant.valid_from,
            ends=grant.ends,
            is_revoked=grant.revoked_on is not None and grant.revoked_on <= grant.ends,
            can_delegate=grant.can_delegate or grant.holder is Holder.BUYER,
            gives=gives,
            power=power,
            lasting=lasting,
            namer=namer,
            through=through,
        )
        self._held.setdefault((grant.who, grant.context), []).append(held)
        return held


def _passes_on(given: Grant | Held) -> bool:
    """Tell whether it is given to an entity or buyer, who have people of their own."""
    return given.holder is not Holder.NATURAL_PERSON
