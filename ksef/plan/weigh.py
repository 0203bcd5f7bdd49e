"""One permission weighed: what is wanted against what stands, and what follows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ksef.access.judge import Judged
from ksef.access.parties import Json
from ksef.plan.actual import LISTED_IN, Kind, Listed, Standing
from ksef.plan.asking import Asking
from ksef.plan.desired import Desired, Person, Unknown
from ksef.plan.held import Held
from ksef.plan.judged import Verdict, judge_step, provision_of, revocation_provisions
from ksef.plan.model import EVERY_CLIENT, Group, Key, Line, Step, Why
from ksef.plan.places import is_apart, is_own_taxpayer
from ksef.plan.steps import Single, granting, revoking
from ksef.plan.wants import MANAGES, Timing, Want

_NOT_SUBORDINATE: Final = "ksef.grant.not_subordinate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What is said of one permission, and what is to be done about it."""

    line: Line
    single: Single | None = None


@dataclass(frozen=True, kw_only=True)
class Weigher:
    """Weighs permissions of one file, state and day.

    Attributes:
        desired: With the identifiers that `ksef.plan.places` found.
        delegated: What clients let an entity pass on, by place.
        orphans: Ids of indirect grants whose chain is broken, and what is missing.
        proposals: Units that KSeF has not made yet.
    """

    desired: Desired
    wants: Mapping[Key, Want]
    held: Held
    orphans: Mapping[str, Why]
    delegated: Mapping[str, Sequence[Json]]
    proposals: frozenset[str]
    on: date

    def weigh(self, key: Key) -> Iterator[Weighed]:
        """Say everything of one permission; of doubles, one thing each."""
        want, found = self.wants.get(key), self.held.by_key.get(key, ())
        if want is None or want.timing is not Timing.NOW:
            yield from self._unwanted(key, want, found)
        elif self._is_nowhere(key):
            line = _line(key, want, None)
            yield Weighed(line=replace(line, group=Group.UNREAD, why=Why.NOT_READ))
        else:
            yield from self._wanted(key, want, found)

    def _wanted(
        self, key: Key, want: Want, found: tuple[Standing, ...]
    ) -> Iterator[Weighed]:
        step = granting(key, want, self.desired)
        verdict = self._judged(step)
        kept = _kept(key, want, found, self.desired)
        for each in found:
            if each is not kept and kept is not None:
                yield self._cleared(key, want, each, Why.DUPLICATE)
        line = _line(key, want, kept)
        if kept is not None and kept.id in self.orphans:
            yield self._stays(line, kept)
        elif (refusal := verdict.refusal) is not None:
            line = _refused(line, refusal)
            if refusal.rule == _NOT_SUBORDINATE and kept is None:
                line = replace(line, group=Group.UNLISTED, why=Why.NOT_SUBORDINATE)
            yield Weighed(line=line)
        elif kept is not None:
            yield self._stays(line, kept)
        elif self._is_represented(key):
            yield Weighed(line=replace(line, why=Why.AS_REPRESENTATIVE))
        elif not found and not self._says(key):
            made = key.place not in self.proposals
            why = Why.NOT_READ if made else Why.NOT_MADE
            yield Weighed(line=replace(line, group=Group.UNREAD, why=why))
        else:
            for each in found:
                yield self._cleared(key, want, each, Why.REPLACED)
            yield _given(line, step, verdict)

    def _cleared(self, key: Key, want: Want, each: Standing, why: Why) -> Weighed:
        """Take away what stands beside, or in the way of, what is wanted."""
        if each.by_zawfa:
            return self._left(key, want, each, Group.UNKNOWN, Why.BY_ZAWFA)
        return self._taken(key, want, each, Group.REVOKE, why)

    def _stays(self, line: Line, kept: Standing) -> Weighed:
        why = self.orphans.get(kept.id)
        if why is None:
            return Weighed(line=line)
        return Weighed(line=replace(line, group=Group.ORPHANED, why=why))

    def _unwanted(
        self, key: Key, want: Want | None, found: tuple[Standing, ...]
    ) -> Iterator[Weighed]:
        ended = want
        if want is not None and want.timing is Timing.FUTURE:
            ended = want.ended
            yield self._waits(key, want)
        if not found and ended is not None and not self._says(key):
            # It has ended; whether KSeF still has it, nobody has seen.
            line = _line(key, ended, None)
            yield Weighed(line=replace(line, group=Group.UNREAD, why=Why.NOT_READ))
        later = want is not None and ended is None
        for each in found:
            yield self._surplus(key, want if later else ended, each, later=later)

    def _waits(self, key: Key, want: Want) -> Weighed:
        """Say what begins later; its day helps nobody where the law says no."""
        line = replace(_line(key, want, None), group=Group.NOT_YET)
        if not is_apart(self.desired.places[want.entry.where], self.desired):
            return Weighed(line=line)
        refusal = self._judged(granting(key, want, self.desired)).refusal
        return Weighed(line=line if refusal is None else _refused(line, refusal))

    def _surplus(
        self, key: Key, want: Want | None, each: Standing, *, later: bool
    ) -> Weighed:
        """Say what becomes of a permission that the file does not want today."""
        ended = want is not None and not later
        if each.by_zawfa:
            group = Group.EXPIRED if ended else Group.UNKNOWN
            return self._left(key, want, each, group, Why.BY_ZAWFA)
        if self._appoints(key):
            # It may be the appointment itself, which KSeF shows here, too.
            line = _line(key, want, each)
            return Weighed(line=replace(line, why=Why.AS_REPRESENTATIVE))
        if self._may_be_representative(key):
            return self._left(key, want, each, Group.UNREAD, Why.NOT_READ)
        if want is None and not self._is_known(key):
            act = self._taken if self.desired.unknown is Unknown.REVOKE else self._left
            return act(key, want, each, Group.UNKNOWN, Why.UNKNOWN_HOLDER)
        group, why = Group.REVOKE, Why.TOO_EARLY if later else Why.NOT_IN_FILE
        if ended:
            group, why = Group.EXPIRED, Why.ENDED
        return self._taken(key, want, each, group, why)

    def _taken(
        self,
        key: Key,
        want: Want | None,
        each: Standing,
        group: Group,
        why: Why,
    ) -> Weighed:
        step = revoking(key, each.id, want, why.value, self.desired)
        provisions = revocation_provisions(step, self.desired, self.on)
        line = replace(_line(key, want, each), group=group, why=why, step=step.id)
        single = Single(
            step=replace(step, provisions=provisions), before_grants=why is Why.REPLACED
        )
        return Weighed(
            line=replace(line, provision=next(iter(provisions), "")), single=single
        )

    def _left(
        self, key: Key, want: Want | None, each: Standing, group: Group, why: Why
    ) -> Weighed:
        line = replace(_line(key, want, each), group=group, why=why)
        if (broken := self.orphans.get(each.id)) is not None:
            line = replace(line, group=Group.ORPHANED, why=broken)
        return Weighed(line=line)

    def _judged(self, step: Step) -> Verdict:
        return judge_step(
            step,
            Asking(self.desired),
            self.held.states[self.desired.office.ref],
            self.on,
            delegated=self.delegated.get(step.place),
        )

    def _says(self, key: Key) -> bool:
        """Tell whether the absence of a permission was seen, or is none of ours."""
        if key.place not in self.held.states:
            # A taxpayer of its own this plan does not reach.
            return is_own_taxpayer(self.desired.places[key.place])
        return self.held.is_whole(key.place, LISTED_IN[key.kind])

    def _is_nowhere(self, key: Key) -> bool:
        """Tell whether it names a unit of which nobody has read its number in KSeF."""
        named = [self.desired.places.get(each or "") for each in (key.place, key.unit)]
        return any(
            each is not None and each.identifier is None and not is_own_taxpayer(each)
            for each in named
        )

    def _is_known(self, key: Key) -> bool:
        named = (key.who, key.unit, key.client)
        return all(
            each is None or each == EVERY_CLIENT or each in self.desired.parties
            for each in named
        )

    def _is_represented(self, key: Key) -> bool:
        """Tell whether the holder manages a unit already, as its representative."""
        manages = key.kind is Kind.WORK and key.permission == MANAGES
        held = (key.place, key.who) in self.held.representatives
        return manages and (held or self._will_appoint(key))

    def _will_appoint(self, key: Key) -> bool:
        """Tell whether this plan makes the holder the unit's representative."""
        want = self._appointment(key)
        if want is None:
            return False
        return self._judged(granting(want.key, want, self.desired)).refusal is None

    def _appoints(self, key: Key) -> bool:
        """Tell whether the file wants the holder as the unit's representative."""
        manages = key.kind is Kind.WORK and key.permission == MANAGES
        return manages and self._appointment(key) is not None

    def _appointment(self, key: Key) -> Want | None:
        """Give what the file says of the holder as the unit's representative, today."""
        appointed = Key(
            place=self.desired.office.ref,
            kind=Kind.REPRESENTATIVE,
            who=key.who,
            permission=MANAGES,
            unit=key.place,
        )
        want = self.wants.get(appointed)
        return want if want is not None and want.timing is Timing.NOW else None

    def _may_be_representative(self, key: Key) -> bool:
        """Tell whether it may have been given from the office's unread list."""
        office = self.desired.office.ref
        return (
            key.kind is Kind.WORK
            and key.permission == MANAGES
            and key.place != office
            and not self.held.is_whole(office, Listed.SUBUNITS)
        )


def _kept(
    key: Key, want: Want, found: tuple[Standing, ...], desired: Desired
) -> Standing | None:
    """Give the permission that does what is wanted.

    Where several do: one from a ZAW-FA, which no plan takes away; else the oldest.
    """
    by_flag = key.kind is Kind.WORK and not isinstance(
        desired.parties.get(key.who), Person
    )
    fitting = [
        each for each in found if not by_flag or each.can_delegate is want.can_delegate
    ]
    return min(fitting, key=lambda each: not each.by_zawfa, default=None)


def _line(key: Key, want: Want | None, standing: Standing | None) -> Line:
    return Line(
        group=Group.UNTOUCHED,
        key=key,
        entries=() if want is None else want.entries,
        starts=None if want is None else want.entry.valid_from,
        ends=None if want is None else want.entry.valid_until,
        since=None if standing is None else standing.since,
        permission_id="" if standing is None else standing.id,
    )


def _refused(line: Line, refusal: Judged) -> Line:
    return replace(
        line,
        group=Group.IMPOSSIBLE,
        provision=provision_of(refusal),
        says=refusal.message,
        rule=refusal.rule,
    )


def _given(line: Line, step: Step, verdict: Verdict) -> Weighed:
    told = replace(step, provisions=verdict.provisions, warnings=verdict.warnings)
    return Weighed(
        line=replace(
            line, group=Group.GRANT, provision=next(iter(verdict.provisions), "")
        ),
        single=Single(step=told),
    )
