"""Who stands in for whom, from when until when, with which permissions. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ksef.plan.desired import Deputy, Desired, Entry, Person, entries_of
from ksef.plan.errors import LeaverUnknown


class Stage(StrEnum):
    """Where a deputyship stands on a day."""

    TO_COME = "to_come"
    HOLDS = "holds"
    SPENT = "spent"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputyship:
    """One deputyship of the file.

    Attributes:
        taken: The entries that it takes over, each with its own time.
        stage: Where it stands on the day that was asked for: while it holds, the plan
            grants `taken`; it is spent when all of them have ended before it, and
            expired from `deputy.valid_until` on.
    """

    deputy: Deputy
    taken: tuple[Entry, ...]
    stage: Stage


def deputyships_of(desired: Desired, ref: str, *, on: date) -> tuple[Deputyship, ...]:
    """Give the deputyships in which a person deputises, or is deputised.

    Raises:
        LeaverUnknown: The people file has no such person.
    """
    if not isinstance(desired.parties.get(ref), Person):
        raise LeaverUnknown("person")
    entries = entries_of(desired)
    found = []
    for each in sorted(desired.deputies, key=lambda one: (one.valid_from, one.id)):
        if ref in {each.who, each.stands_for}:
            taken = tuple(one for one in entries if one.id.startswith(f"{each.id}/"))
            stage = _stage(each, taken, on)
            found.append(Deputyship(deputy=each, taken=taken, stage=stage))
    return tuple(found)


def _stage(deputy: Deputy, taken: tuple[Entry, ...], on: date) -> Stage:
    if on < deputy.valid_from:
        return Stage.TO_COME
    if on >= deputy.valid_until:
        return Stage.ENDED
    return Stage.SPENT if all(each.ends <= on for each in taken) else Stage.HOLDS
