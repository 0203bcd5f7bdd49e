"""A plan that grants something to somebody who left: by which entry, and may it. Pure.

    steps, file, who left when -> each of them: granted by an entry since, or refused

An entry that was in the file when her access was taken away says nothing of her coming
back: nobody may have thought of it. So she is granted something only by a plan whose
making began afterwards, and only where all entries behind the grant, and deputyships,
begin (`from`) on the day on which her access was taken away, or later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ksef.plan.desired import Desired, Person
from ksef.plan.model import Act, Step
from ksef.plan.offboard import numbers_of
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """Somebody whose access was taken away, and whom a plan grants something.

    Attributes:
        who: Reference, as the plan has it.
        left_at: When it was begun to be taken away, for the last time.
        early: Ids of the entries behind the grants that begin before that day.
        meanwhile: It was begun after the making of the plan.
    """

    who: str
    left_at: datetime
    early: tuple[str, ...] = ()
    meanwhile: bool = False

    @property
    def refused(self) -> bool:
        """Whether the plan may not be applied as it is."""
        return self.meanwhile or bool(self.early)


def returning(
    steps: Iterable[Step],
    desired: Desired,
    left: Mapping[str, datetime],
    *,
    made_at: datetime | None,
) -> tuple[Returning, ...]:
    """Give those to whom steps grant something although they have left.

    Args:
        steps: Of a plan.
        desired: The file; whoever has a number of a leaver is that leaver.
        left: Whose access was taken away, by reference, and when for the last time.
        made_at: When the making of the plan began; None: it is not to be applied.

    Returns:
        One for each reference, sorted; those who may come back as well.
    """
    gone = {
        number: at
        for ref, at in sorted(left.items(), key=lambda each: each[1])
        for number in _numbers(ref, desired)
    }
    begin = _begins(desired)
    early: dict[str, set[str]] = {}
    since: dict[str, datetime] = {}
    for step in steps:
        known = [gone[each] for each in _numbers(step.who, desired) if each in gone]
        known += [left[step.who]] if step.who in left else []
        if step.act is not Act.GRANT or not known:
            continue
        at = since[step.who] = max(known)
        day = warsaw_day(at)
        early.setdefault(step.who, set()).update(
            each for each in step.entries if begin.get(each, date.min) < day
        )
    return tuple(
        Returning(
            who=who,
            left_at=at,
            early=tuple(sorted(early[who])),
            meanwhile=made_at is not None and made_at <= at,
        )
        for who, at in sorted(since.items())
    )


def _numbers(ref: str, desired: Desired) -> frozenset[Identifier]:
    person = isinstance(desired.parties.get(ref), Person)
    return numbers_of(desired, (ref,)) if person else frozenset()


def _begins(desired: Desired) -> Mapping[str, date]:
    """Say when each entry begins; one that a deputy takes over, with the deputyship."""
    begin = {each.id: each.valid_from for each in desired.entries}
    for deputy in desired.deputies:
        for entry in desired.entries:
            begin[f"{deputy.id}/{entry.id}"] = deputy.valid_from
    return begin
