"""The grants, each with the power behind it, found by who and where.

A grant by a person is good when that person managed permissions there on the day of the
grant. Powers are found from the taxpayers downwards, so a circle of people who name
each other and are named by nobody else holds nothing.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ksef.law.bodies import BODIES_106C, UNITS
from ksef.law.grants import EVERY_CLIENT, Context, Grant, Party, context_of
from ksef.law.links import NEVER, Eras, Links, era_of
from ksef.law.question import MayHold
from ksef.law.standing import Link
from ksef.model import INVOICE_KINDS, Body, Holder, Namer, Permission

_BODY_HOLDS: Final[Mapping[Body, tuple[Holder, Namer]]] = {
    Body.ENFORCEMENT_AUTHORITY: (
        Holder.ENFORCEMENT_AUTHORITY,
        Namer.ENFORCEMENT_AUTHORITY,
    ),
    Body.BAILIFF: (Holder.BAILIFF, Namer.BAILIFF),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A grant whose power was found.

    Attributes:
        gives: What it gives, and by which rules in each era.
        above: The chain of the power behind it, on the day of the grant.
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
    above: tuple[Link, ...]
    namer: Namer
    through: Party | None


@dataclass(slots=True)
class _Waiting:
    """A grant by a person, until that person's power is found.

    The same party may be found to act for the taxpayer and for the unit, or to pass on
    as an entity what it holds; what the one may not grant, the other may.
    """

    grant: Grant
    found: list[Namer] = field(default_factory=list)


class Index:
    """Grants by who and where; `Effective` asks it."""

    def __init__(self, grants: Iterable[Grant], contexts: Iterable[Context]) -> None:
        self._links = Links()
        self._contexts = {each.id: each for each in contexts}
        self._held: dict[tuple[Party, Party], list[Held]] = {}
        self._firsts: dict[tuple[Party, Party], list[Held]] = {}
        self._void: dict[tuple[Party, Party], list[Grant]] = {}
        self._gives: dict[tuple[object, ...], Mapping[Permission, Eras]] = {}
        self._passed: dict[tuple[object, ...], Eras] = {}
        self._law: dict[tuple[Holder, Body, Permission], Eras] = {}
        self._build(list(grants))

    def held(self, who: Party, context: Party) -> Sequence[Held]:
        """Give the grants to a party in a context, and those for every client."""
        here = self._held.get((who, context), [])
        everywhere = self._held.get((who, EVERY_CLIENT))
        return [*here, *everywhere] if everywhere else here

    def passing(self, held: Held, context: Party) -> Sequence[Held]:
        """Give what the entity or buyer behind a grant was itself given there."""
        return self._firsts.get((held.through or "", context), ())

    def by_law(self, who: Party, permission: Permission, context: Party) -> Eras:
        """Give the rules by which a party holds without any grant."""
        listed = self._contexts.get(context)
        if listed is None:
            if who != context:
                return NEVER
            return self._own(Holder.TAXPAYER, Body.OTHER_TAXPAYER, permission)
        if listed.kind in BODIES_106C:
            holder, _ = _BODY_HOLDS[listed.kind]
        else:
            holder = Holder.TAXPAYER
        if who != listed.taxpayer:
            return NEVER
        return self._own(holder, listed.kind, permission)

    def passed(
        self, held: Held, first: Held, permission: Permission, context: Party
    ) -> Eras:
        """Give the rules by which an entity's or buyer's permission is passed on."""
        kind = context_of(self._contexts, context).kind
        buyer = first.holder is Holder.BUYER
        key = (held.holder, kind, first.namer, buyer, permission)
        known = self._passed.get(key)
        if known is None:
            question = MayHold(
                permission=permission,
                holder=held.holder,
                context=kind,
                named_by=Namer.BUYER if buyer else Namer.DESIGNATED_ENTITY,
                as_representative=False,
                entity_named_by=first.namer,
            )
            known = self._passed[key] = self._links.eras(question)
        return known

    def without_power(
        self, who: Party, context: Party, permission: Permission
    ) -> Iterator[Grant]:
        """Give the grants by somebody who had no power to make them."""
        for grant in self._void.get((who, context), []):
            if permission in _parts(grant):
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

    def _own(self, holder: Holder, kind: Body, permission: Permission) -> Eras:
        key = (holder, kind, permission)
        known = self._law.get(key)
        if known is None:
            question = MayHold(permission=permission, holder=holder, context=kind)
            known = self._law[key] = self._links.eras(question)
        return known

    def _build(self, grants: list[Grant]) -> None:
        """Find the power behind each grant, from the taxpayers downwards."""
        passing = {(each.who, each.context) for each in grants if _passes_on(each)}
        anywhere = {who for who, _ in passing}
        waiting: dict[Party, list[_Waiting]] = {}
        managers: deque[tuple[Grant, Held]] = deque()
        for grant in grants:
            named = self._named_by_body(grant)
            if named is not None:
                self._add(grant, *named, None, managers)
                continue
            asked = _Waiting(grant)
            everywhere = grant.context == EVERY_CLIENT and grant.by in anywhere
            if everywhere or (grant.by, grant.context) in passing:
                asked.found.append(Namer.DESIGNATED_ENTITY)
                self._add(grant, Namer.DESIGNATED_ENTITY, (), grant.by, managers)
            waiting.setdefault(grant.by, []).append(asked)
        while managers:
            power, held = managers.popleft()
            for asked in waiting.get(power.who, ()):
                grant = asked.grant
                namer = self._as_manager(power, held, grant)
                if namer is None or namer in asked.found:
                    continue
                asked.found.append(namer)
                day = grant.valid_from
                rules = held.gives[Permission.MANAGE][era_of(day)]
                link = Link(held.who, Permission.MANAGE, held.id, rules, day)
                self._add(grant, namer, (*held.above, link), None, managers)
        for each in waiting.values():
            for asked in each:
                if not asked.found:
                    key = (asked.grant.who, asked.grant.context)
                    self._void.setdefault(key, []).append(asked.grant)

    def _named_by_body(self, grant: Grant) -> tuple[Namer, tuple[Link, ...]] | None:
        """Tell as which body the granting party acts, if as one."""
        context = context_of(self._contexts, grant.context)
        if grant.by not in {context.id, context.taxpayer}:
            return None
        if context.kind in UNITS and grant.by == context.id:
            return Namer.UNIT, ()
        namer = Namer.TAXPAYER
        if context.kind in BODIES_106C:
            _, namer = _BODY_HOLDS[context.kind]
        day = grant.valid_from
        rules = self.by_law(grant.by, Permission.MANAGE, grant.context)[era_of(day)]
        return namer, (Link(grant.by, Permission.MANAGE, None, rules, day),)

    def _as_manager(self, power: Grant, held: Held, grant: Grant) -> Namer | None:
        """Tell as whom a person who manages permissions makes a grant, if he may."""
        day = grant.valid_from
        if not (held.starts <= day < held.ends):
            return None
        if not held.gives[Permission.MANAGE][era_of(day)]:
            return None
        context = context_of(self._contexts, grant.context)
        if power.context == grant.context:
            if context.kind in UNITS:
                return Namer.REPRESENTATIVE
            if context.kind in BODIES_106C:
                return _BODY_HOLDS[context.kind][1]
            return Namer.ADMINISTRATOR
        return Namer.ADMINISTRATOR if power.context == context.taxpayer else None

    def _add(
        self,
        grant: Grant,
        namer: Namer,
        above: tuple[Link, ...],
        through: Party | None,
        managers: deque[tuple[Grant, Held]],
    ) -> None:
        held = Held(
            id=grant.id,
            who=grant.who,
            holder=grant.holder,
            starts=grant.valid_from,
            ends=grant.ends,
            is_revoked=grant.revoked_on is not None and grant.revoked_on <= grant.ends,
            can_delegate=grant.can_delegate or grant.holder is Holder.BUYER,
            gives=self._given_lawfully(grant, namer, through),
            above=above,
            namer=namer,
            through=through,
        )
        self._held.setdefault((grant.who, grant.context), []).append(held)
        if through is None and _passes_on(held):
            self._firsts.setdefault((grant.who, grant.context), []).append(held)
        if grant.permission is Permission.MANAGE and through is None:
            managers.append((grant, held))

    def _given_lawfully(
        self, grant: Grant, namer: Namer, through: Party | None
    ) -> Mapping[Permission, Eras]:
        """Leave out what no provision let anybody be given on the day of the grant."""
        given, first = self._given(grant, namer, through), era_of(grant.valid_from)
        if through is not None or all(eras[first] for eras in given.values()):
            return given
        return {part: eras if eras[first] else NEVER for part, eras in given.items()}

    def _given(
        self, grant: Grant, namer: Namer, through: Party | None
    ) -> Mapping[Permission, Eras]:
        """Say what a grant gives by which rules, the same for all of its kind."""
        kind = context_of(self._contexts, grant.context).kind
        key = (
            *(grant.permission, grant.holder, grant.as_representative),
            *(kind, namer, through is None),
        )
        known = self._gives.get(key)
        if known is None:
            known = self._gives[key] = {
                part: NEVER
                if through is not None
                else self._eras(grant, part, kind, namer)
                for part in _parts(grant)
            }
        return known

    def _eras(self, grant: Grant, part: Permission, kind: Body, namer: Namer) -> Eras:
        is_manager = grant.permission is Permission.MANAGE
        question = MayHold(
            permission=part,
            holder=grant.holder,
            context=kind,
            named_by=namer,
            as_representative=grant.as_representative and is_manager,
        )
        comes_along = is_manager and part in INVOICE_KINDS
        return self._links.eras(question, by_itself=comes_along)


def _passes_on(given: Grant | Held) -> bool:
    """Tell whether it is given to an entity or buyer, who have people of their own."""
    return given.holder is not Holder.NATURAL_PERSON


def _parts(grant: Grant) -> tuple[Permission, ...]:
    """Say what a grant may give: a representative's brings the invoices along."""
    if grant.permission is Permission.MANAGE and grant.as_representative:
        return (Permission.MANAGE, *INVOICE_KINDS)
    if grant.permission is Permission.INVOICES:
        return tuple(INVOICE_KINDS)
    return (grant.permission,)
