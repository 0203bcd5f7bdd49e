"""A plan that grants something to somebody who left: by which entry, and may it. Pure.

    steps, file, who left when -> each of them: granted by an entry since, or refused

An entry that was in the file when her access was taken away says nothing of her coming
back: nobody may have thought of it. So she is granted something only by a plan whose
making began afterwards, and only where nothing of hers stands in the file, no entry and
no deputyship, that begins (`from`) before the day on which her access was taken away,
or was planned for her by then: it would go on, or begin one day, unasked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ksef.plan.desired import Deputy, Desired, Entry, Person
from ksef.plan.model import Act, Left, Step
from ksef.plan.offboard import numbers_of
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """Somebody whose access was taken away, and whom a plan grants something.

    Attributes:
        who: Reference, as the plan has it.
        left: When it was begun to be taken away, and what was planned by then.
        early: Ids of entries and deputyships of hers that begin before, or were
            planned, and still stand.
        meanwhile: It was begun after the making of the plan.
    """

    who: str
    left: Left
    early: tuple[str, ...] = ()
    meanwhile: bool = False

    @property
    def refused(self) -> bool:
        """Whether the plan may not be applied as it is."""
        return self.meanwhile or bool(self.early)


def returning(
    steps: Iterable[Step],
    desired: Desired,
    left: Mapping[str, Left],
    *,
    made_at: datetime | None,
) -> tuple[Returning, ...]:
    """Give those to whom steps grant something although they have left.

    Args:
        steps: Of a plan.
        desired: The file; whoever has a number of a leaver is that leaver.
        left: Whose access was taken away, by reference.
        made_at: When the making of the plan began; None: it is not to be applied.

    Returns:
        One for each reference, sorted; those who may come back as well.
    """
    gone: dict[Identifier, list[Left]] = {}
    for ref, each in left.items():
        for number in _numbers(ref, desired):
            gone.setdefault(number, []).append(each)
    standing = tuple(_standing(desired, made_at))
    known: dict[str, Left] = {}
    for step in steps:
        if step.act is not Act.GRANT or step.who in known:
            continue
        found = [left[step.who]] if step.who in left else []
        for number in _numbers(step.who, desired):
            found += gone.get(number, ())
        if found:
            known[step.who] = united(found)
    return tuple(
        Returning(
            who=who,
            left=last,
            early=tuple(sorted(_early(who, last, standing, desired))),
            meanwhile=made_at is not None and made_at <= last.at,
        )
        for who, last in sorted(known.items())
    )


def united(found: Iterable[Left]) -> Left:
    """Make one of several times: the last one, and all that was ever planned."""
    times = list(found)
    planned = {entry for each in times for entry in each.planned}
    return Left(at=max(each.at for each in times), planned=tuple(sorted(planned)))


def planned_for(
    desired: Desired, refs: tuple[str, ...], *, on: date
) -> tuple[tuple[str, date], ...]:
    """Give what the file has for somebody that begins on a day or later.

    Returns:
        Ids of entries and deputyships, and their first days; sorted.

    Raises:
        LeaverUnknown: The people file has no such person.
    """
    numbers = numbers_of(desired, refs)
    return tuple(
        sorted(
            (each.id, each.valid_from)
            for each in _written(desired)
            if each.valid_from >= on and _numbers(each.who, desired) & numbers
        )
    )


def _early(
    who: str, left: Left, standing: Iterable[Entry | Deputy], desired: Desired
) -> Iterator[str]:
    """Name what stands in the file from before she left.

    An entry that begins later may be one that she takes over as an old deputy: no step
    that could be asked about would say so, where she has the permission by then.
    """
    day, hers = warsaw_day(left.at), _numbers(who, desired)
    for each in standing:
        is_hers = each.who == who or bool(_numbers(each.who, desired) & hers)
        old = each.valid_from < day and is_hers
        if old or (each.id, each.valid_from) in left.planned:
            yield each.id


def _numbers(ref: str, desired: Desired) -> frozenset[Identifier]:
    person = isinstance(desired.parties.get(ref), Person)
    return numbers_of(desired, (ref,)) if person else frozenset()


def _standing(desired: Desired, made_at: datetime | None) -> Iterator[Entry | Deputy]:
    """Give what the file has that has not ended."""
    on = date.min if made_at is None else warsaw_day(made_at)
    for each in _written(desired):
        if each.valid_until is None or each.valid_until > on:
            yield each


def _written(desired: Desired) -> tuple[Entry | Deputy, ...]:
    return (*desired.entries, *desired.deputies)
