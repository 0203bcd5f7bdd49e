"""Grants come and go; a naive second implementation must see the same at every step.

The naive one keeps a list, looks through all of it for each question, and finds powers
by calling itself. It shares the clauses of the law with the real one, and nothing else:
no index, no eras, no order in which powers are found.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import TypeAlias

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    rule,
)

from ksef.law.bodies import UNITS
from ksef.law.decide import decide
from ksef.law.decision import Answer, Followed, NamerEnded
from ksef.law.effective import EVERY_CLIENT, Effective, Grant
from ksef.law.question import MayHold
from ksef.law.standing import Standing
from ksef.model import INVOICE_KINDS, Body, Holder, Namer, Permission
from tests.ksef.law.office import CONTEXTS

BODIES = {each.id: each for each in CONTEXTS}
PEOPLE = ["anna", "ewa", "jan"]
FIRMS = ["firm", "buyer"]
DAYS = [date(2023, 2, 1), date(2023, 9, 1), date(2023, 9, 2), date(2024, 1, 1)]
ASKED = [date(2022, 12, 31), *DAYS, date(2026, 2, 1)]
MANAGE, INVOICES = Permission.MANAGE, Permission.INVOICES
PARTS = (Permission.ISSUE, Permission.ACCESS)
KINDS = (MANAGE, INVOICES, *PARTS, Permission.SELF_BILLING)
CONTEXT_IDS = sorted(str(each) for each in BODIES)
LIKELY = 0.8
GMINA = ["gmina"]
PERSON = Holder.NATURAL_PERSON
# whom, what, where, by whom: what an office does, and what it should not do.
SHAPES: list[tuple[list[str], ...]] = [
    (PEOPLE, [str(MANAGE)], [*GMINA, "school", "wójt"], [*GMINA, "wójt"]),
    (PEOPLE, [str(MANAGE)], ["school", "depot"], [*GMINA, *PEOPLE]),
    (PEOPLE, [*KINDS[:4]], [*GMINA, "school"], PEOPLE),
    (["firm"], [INVOICES, *PARTS], [*GMINA, "school"], [*GMINA, "school", *PEOPLE]),
    (PEOPLE, [INVOICES, *PARTS], [*GMINA, "school", EVERY_CLIENT], ["firm"]),
    (["buyer"], [Permission.SELF_BILLING], GMINA, GMINA),
    (PEOPLE + FIRMS, [Permission.SELF_BILLING], GMINA, ["buyer"]),
    (PEOPLE + FIRMS, list(KINDS), [*CONTEXT_IDS, EVERY_CLIENT], [*PEOPLE, *FIRMS]),
    (PEOPLE, list(KINDS), CONTEXT_IDS, CONTEXT_IDS),
    (PEOPLE, [str(MANAGE)], ["grupa", "członek"], ["grupa", *PEOPLE]),
    # anna is a manager, and a firm that somebody named, here or elsewhere.
    (["anna/firm"], [INVOICES, *PARTS], ["grupa", *GMINA, "school"], ["grupa", *GMINA]),
    (["jan", "ewa"], [INVOICES, *PARTS], [*GMINA, EVERY_CLIENT], ["anna"]),
]


Seen: TypeAlias = frozenset[tuple[str, date]]
"""The grants, each of a day, that are asked about further up: no chain is a circle."""


class Naive:
    """Asks the whole list, every time, by one of the two readings."""

    def __init__(self, grants: list[Grant], *, strict: bool) -> None:
        self.grants = grants
        self.strict = strict

    def may(self, who: str, what: Permission, where: str, on: date) -> bool:
        """Tell whether somebody may; `INVOICES` is both parts, or the whole."""
        if self._holds(who, what, where, on, frozenset()):
            return True
        return what is INVOICES and all(
            self._holds(who, part, where, on, frozenset()) for part in PARTS
        )

    def _holds(
        self, who: str, what: Permission, where: str, on: date, seen: Seen
    ) -> bool:
        body = BODIES[where]
        if who == (body.parent or where) and self._lawful(
            what, self._own_holder(body.kind), body.kind, on
        ):
            return True
        return any(
            self._carries(each, what, where, on, seen)
            for each in self.grants
            if each.who == who and (each.id, on) not in seen
        )

    def _own_holder(self, kind: Body) -> Holder:
        return {
            Body.ENFORCEMENT_AUTHORITY: Holder.ENFORCEMENT_AUTHORITY,
            Body.BAILIFF: Holder.BAILIFF,
        }.get(kind, Holder.TAXPAYER)

    def _carries(
        self,
        each: Grant,
        what: Permission,
        where: str,
        on: date,
        seen: Seen,
    ) -> bool:
        """Tell whether one grant, live on a day, carries a permission in a context."""
        if each.context not in {where, EVERY_CLIENT} or not self._live(each, on):
            return False
        if not self._covers(each, what):
            return False
        kind, by = BODIES[where].kind, str(each.by)
        along = each.permission is MANAGE and what is not MANAGE
        if by not in {where, BODIES[where].parent} and any(
            self._passes(first, each, what, where, on, seen | {(each.id, on)})
            for first in self.grants
            if (first.id, on) not in seen
        ):
            return True
        if each.context == EVERY_CLIENT:
            return False
        return any(
            self._lawful(
                what,
                each.holder,
                kind,
                on,
                named_by=namer,
                representative=each.as_representative and each.permission is MANAGE,
                along=along,
            )
            for namer in self._namers(each, where, on, seen)
            if self._could_be_given(each, what, kind, namer, along=along)
        )

    def _could_be_given(
        self, each: Grant, what: Permission, kind: Body, namer: Namer, *, along: bool
    ) -> bool:
        """Tell whether the law of the day of the grant let it be given at all."""
        return self._lawful(
            what,
            each.holder,
            kind,
            each.valid_from,
            named_by=namer,
            representative=each.as_representative and each.permission is MANAGE,
            along=along,
        )

    def _passes(
        self,
        first: Grant,
        each: Grant,
        what: Permission,
        where: str,
        on: date,
        seen: Seen,
    ) -> bool:
        """Tell whether an entity or buyer holds live, and may pass it on."""
        passes_on = first.can_delegate or first.holder is Holder.BUYER
        firm = first.holder is not Holder.NATURAL_PERSON
        here = first.who == each.by and first.context == where
        if not (here and passes_on and firm):
            return False
        if not (self._live(first, on) and self._covers(first, what)):
            return False
        kind = BODIES[where].kind
        buyer = first.holder is Holder.BUYER
        return any(
            self._lawful(
                what,
                first.holder,
                kind,
                on,
                named_by=namer,
                representative=first.as_representative and first.permission is MANAGE,
                along=first.permission is MANAGE and what is not MANAGE,
            )
            and self._lawful(
                what,
                each.holder,
                kind,
                on,
                named_by=Namer.BUYER if buyer else Namer.DESIGNATED_ENTITY,
                first=namer,
            )
            and self._could_be_given(
                first, what, kind, namer, along=first.permission is MANAGE
            )
            for namer in self._namers(first, where, on, seen)
        )

    def _namers(self, each: Grant, where: str, on: date, seen: Seen) -> list[Namer]:
        """Say as whom the granting party acted, and strictly read still does."""
        body, by = BODIES[where], str(each.by)
        bodies = {
            Body.ENFORCEMENT_AUTHORITY: Namer.ENFORCEMENT_AUTHORITY,
            Body.BAILIFF: Namer.BAILIFF,
        }
        if by == where and body.kind in UNITS:
            return [Namer.UNIT]
        if by == (body.parent or where):
            return [bodies.get(body.kind, Namer.TAXPAYER)]
        unit = Namer.REPRESENTATIVE if body.kind in UNITS else Namer.ADMINISTRATOR
        places = {where: bodies.get(body.kind, unit)}
        if body.parent is not None:
            places[str(body.parent)] = Namer.ADMINISTRATOR
        days = {each.valid_from, on} if self.strict else {each.valid_from}
        deeper = seen | {(each.id, on)}
        return [
            namer
            for place, namer in places.items()
            if all(self._manages(by, place, day, deeper) for day in days)
        ]

    def _manages(self, who: str, where: str, on: date, seen: Seen) -> bool:
        return self._holds(who, MANAGE, where, on, seen)

    @staticmethod
    def _live(each: Grant, on: date) -> bool:
        return (
            each.valid_from <= on
            and (each.valid_until is None or on < each.valid_until)
            and (each.revoked_on is None or on < each.revoked_on)
        )

    @staticmethod
    def _covers(each: Grant, what: Permission) -> bool:
        if each.permission is what:
            return True
        if each.permission is INVOICES:
            return what in INVOICE_KINDS
        along = each.permission is MANAGE and each.as_representative
        return along and what in INVOICE_KINDS

    @staticmethod
    @cache
    def _lawful(
        what: Permission,
        holder: Holder,
        kind: Body,
        on: date,
        *,
        named_by: Namer | None = None,
        representative: bool = False,
        along: bool = False,
        first: Namer | None = None,
    ) -> bool:
        """Ask `decide`, which knows no grants."""
        question = MayHold(
            permission=what,
            holder=holder,
            context=kind,
            named_by=named_by,
            as_representative=representative,
            entity_named_by=first,
        )
        decision = decide(question, on=on)
        if decision.answer is not Answer.YES:
            return False
        return not along or any(
            name.endswith(".invoices.representative") for name in decision.rules
        )


class Office(RuleBasedStateMachine):
    """Grants are made, ended and revoked in any order; both must agree."""

    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.grants: dict[str, Grant] = {}

    @initialize(target=made)
    def an_administrator_is_named(self) -> str:
        """Nearly every office begins so."""
        return self._add("anna", MANAGE, "gmina", "gmina", DAYS[0], (False, False))

    @rule(
        target=made,
        shape=st.sampled_from(SHAPES),
        pick=st.tuples(*[st.integers(0, 5)] * 4),
        since=st.sampled_from(DAYS),
        flags=st.tuples(st.booleans(), st.booleans()),
    )
    def is_granted(
        self,
        shape: tuple[list[str], ...],
        pick: tuple[int, int, int, int],
        since: date,
        flags: tuple[bool, bool],
    ) -> str:
        """Somebody grants something, lawfully or not."""
        whom, what, where, by = (
            pool[n % len(pool)] for pool, n in zip(shape, pick, strict=True)
        )
        return self._add(whom, Permission(what), where, by, since, flags)

    @rule(seed=st.integers(0, 2**16), count=st.integers(1, 12))
    def is_reorganised(self, seed: int, count: int) -> None:
        """Much happens at once: more than a search for single steps would try."""
        pick = Random(seed)  # noqa: S311 - repeatable
        for _ in range(count):
            whom, what, where, by = (pick.choice(pool) for pool in pick.choice(SHAPES))
            flags = (pick.random() < LIKELY, pick.random() < LIKELY)
            since = pick.choice(DAYS)
            name = self._add(whom, Permission(what), where, by, since, flags)
            if pick.random() < LIKELY / 2:
                self.is_revoked(name, pick.choice(DAYS))
        if pick.random() < LIKELY:
            boss, head, clerk = pick.sample(PEOPLE, k=3)
            self.a_school_gets_people(pick.choice(DAYS), (boss, head, clerk), head)
            self.leaves(pick.choice([boss, head]), DAYS[-1])

    def _add(
        self,
        whom: str,
        what: Permission,
        where: str,
        by: str,
        since: date,
        flags: tuple[bool, bool],
    ) -> str:
        name = f"g{len(self.grants)}-{whom}-{what}-{where}-{by}-{since}-{flags}"
        whom, _, as_a = whom.partition("/")
        holders = {
            "": {"firm": Holder.ENTITY, "buyer": Holder.BUYER}.get(whom, PERSON),
            "firm": Holder.ENTITY,
        }
        self.grants[name] = Grant(
            id=name,
            who=whom,
            holder=holders[as_a],
            permission=what,
            context=where,
            by=by,
            valid_from=since,
            can_delegate=flags[0],
            as_representative=flags[1],
        )
        return name

    @rule(name=made, on=st.sampled_from(DAYS))
    def is_revoked(self, name: str, on: date) -> None:
        """A grant is revoked, maybe a link in the middle."""
        if name in self.grants:
            self.grants[name] = replace(self.grants[name], revoked_on=on)

    @rule(name=made, days=st.integers(1, 800))
    def gets_a_term(self, name: str, days: int) -> None:
        """A grant gets an end."""
        if name in self.grants:
            each = self.grants[name]
            until = each.valid_from + timedelta(days=days)
            self.grants[name] = replace(each, valid_until=until)

    @rule(
        target=made,
        since=st.sampled_from(DAYS),
        pick=st.tuples(*[st.sampled_from(PEOPLE)] * 3),
        last=st.sampled_from(["firm", *PEOPLE]),
    )
    def a_school_gets_people(
        self, since: date, pick: tuple[str, str, str], last: str
    ) -> str:
        """Four links: the head, named by an administrator, and whom she names."""
        boss, head, clerk = pick
        self._add(boss, MANAGE, "gmina", "gmina", DAYS[0], (True, False))
        self._add(head, MANAGE, "school", boss, since, (True, True))
        self._add(last, INVOICES, "school", head, since, (True, False))
        return self._add(clerk, Permission.ACCESS, "school", last, since, (True, False))

    @rule(who=st.sampled_from(PEOPLE), on=st.sampled_from(DAYS))
    def leaves(self, who: str, on: date) -> None:
        """Somebody goes: whatever he holds is revoked, and what he granted is not."""
        for name, each in self.grants.items():
            if each.who == who and each.valid_from <= on:
                self.grants[name] = replace(each, revoked_on=on)

    @rule(name=consumes(made))
    def is_forgotten(self, name: str) -> None:
        """A grant was never made."""
        self.grants.pop(name, None)

    @rule()
    def is_asked(self) -> None:
        """In the middle of it, and at the end: everybody, everything, everywhere."""
        grants = list(self.grants.values())
        whom = sorted({str(each.who) for each in grants})
        asked = list(product(ASKED, whom, KINDS, CONTEXT_IDS))
        told: dict[NamerEnded, list[Standing]] = {}
        for reading in NamerEnded:
            followed = Followed(namer_ended=reading)
            real = Effective(grants, contexts=CONTEXTS, followed=followed)
            naive = Naive(grants, strict=reading is NamerEnded.GRANT_ENDS)
            told[reading] = [
                real.may(who, what, where, on=on) for on, who, what, where in asked
            ]
            for found, (on, who, what, where) in zip(told[reading], asked, strict=True):
                event(f"{reading}: a chain of {len(found.chain)}")
                assert found.may is naive.may(who, what, where, on)
                assert found.may is bool(found.chain)
        for strict, lasting in zip(*told.values(), strict=True):
            differ = strict.may is not lasting.may
            event(f"the readings differ: {differ}")
            assert differ is bool(strict.readings) is bool(lasting.readings)

    def teardown(self) -> None:
        """Compare once more, whatever came last."""
        self.is_asked()


Office.TestCase.settings = settings(
    max_examples=150, stateful_step_count=10, deadline=None
)
TestOffice = Office.TestCase
