"""[5] Which registered seals end soon, and whether their renewal was opened. Pure.

    standings -> due -> one renewal for each letter -> a letter goes on with it

The Head of KAS knows a seal by the attributes of one certificate, so every renewed seal
needs a new letter; `jst cert watch` opens it, `jst letter status` shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from crpo.letter.names import folded
from crpo.letter.status import SealTerm, Standing, Step
from vocabulary.clock import warsaw_day

RENEWAL_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Renewal:
    """A registered seal for which a new letter is due.

    Attributes:
        letter_id: The letter that registered it.
        seal: Its name, number and end.
        opens_on: The first day on which the renewal is due, Europe/Warsaw.
        case_id: Id of the renewal that was opened for it, or "".
        letters: Ids of the letters prepared from that renewal, oldest first.
    """

    letter_id: str
    seal: SealTerm
    opens_on: date
    case_id: str = ""
    letters: tuple[str, ...] = ()


def renewals(
    letters: Sequence[Standing], *, on: date, days: int = RENEWAL_DAYS
) -> tuple[Renewal, ...]:
    """Say for which registered seals a new letter is due on a day.

    A seal is passed over when a later registration has one of the same name, in
    capitals or not, that ends later, and when a person said that it ended (END_SEAL).
    One that has ended already is still due: nothing else would tell of it.

    Args:
        letters: As `standings` gives them.
        on: The day, Europe/Warsaw.
        days: How long before its end a renewal opens.
    """
    last: dict[str, tuple[Standing, SealTerm]] = {}
    for letter in letters:
        if letter.step is not Step.REGISTERED:
            continue
        for seal in letter.seals:
            name = folded(seal.name)
            _, known = last.get(name, (letter, seal))
            if seal.not_after >= known.not_after:
                last[name] = (letter, seal)
    due = (
        _renewal(letter, seal, letters, days)
        for letter, seal in last.values()
        if seal.serial not in letter.ended
    )
    return tuple(each for each in due if each.opens_on <= on)


def to_open(due: Sequence[Renewal]) -> dict[str, tuple[SealTerm, ...]]:
    """Gather the seals for which no renewal was opened yet, by their letter."""
    found: dict[str, tuple[SealTerm, ...]] = {}
    for each in due:
        if not each.case_id:
            found[each.letter_id] = (*found.get(each.letter_id, ()), each.seal)
    return found


def opens_on(not_after: datetime, *, days: int = RENEWAL_DAYS) -> date:
    """Tell the first day, in Warsaw, on which a renewal is due."""
    return warsaw_day(not_after - timedelta(days))


def is_about(case: Standing, seal: SealTerm) -> bool:
    """Tell whether a renewal, or a letter that goes on with it, is about a seal."""
    return (seal.serial, seal.not_after) in {
        (each.serial, each.not_after) for each in case.renewed
    }


def _renewal(
    letter: Standing, seal: SealTerm, letters: Sequence[Standing], days: int
) -> Renewal:
    about = [each for each in letters if is_about(each, seal)]
    return Renewal(
        letter.letter_id,
        seal,
        opens_on(seal.not_after, days=days),
        about[0].renewal if about else "",
        tuple(each.letter_id for each in about if each.step is not Step.RENEWAL_OPENED),
    )
