"""[5] What the case file holds and the register does not, set against its answer. Pure.

    special powers + resignations + answer of the day -> who is left, who may still act

A resignation from a special power works from the day the authority is told of it, one
from a general power from its receipt in the register (art. 138i § 1-2 Ordynacji); a
professional then acts two weeks more, unless released (§ 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from crpo.model import Answer
from crpo.power import Attorney, Profession
from crpo.told import NOT_TOLD, Told

TWO_WEEKS: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialPower:
    """A special power (pełnomocnictwo szczególne, art. 138e) that lies in the file.

    It is not in the register; `attorney.for_service` says what the file says.
    """

    attorney: Attorney


@dataclass(frozen=True, slots=True, kw_only=True)
class Resignation:
    """An attorney who has resigned, as the case file knows it (art. 138i § 3).

    Attributes:
        attorney: Who: the identifier says whose powers it ends, `profession` whether
            two weeks remain.
        resigned_on: The day of the notice, Europe/Warsaw; it works from that day.
        released: Whether the mandator has released him from acting on.
    """

    attorney: Attorney
    resigned_on: date
    released: Told[bool] = NOT_TOLD

    def still_acts_on(self, day: date) -> bool:
        """Tell whether he may still have to act on `day`: the last one counts."""
        return (
            self.released is not True
            and self.attorney.profession is not Profession.NONE
            and self.resigned_on <= day <= self.resigned_on + TWO_WEEKS
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What of the case file counts on a day.

    Attributes:
        special: Attorneys of special powers from which nobody has resigned.
        ended: Attorneys of special powers that a resignation has ended.
        acting: Who has resigned and may still have to act, with what his power says.
        until: The last day on which any of them may; None when there is nobody.
        registered: Who has resigned, and is in the register all the same.
        doubtful: Attorneys of special powers of whom nobody can say whether it was
            they who resigned: an identifier is missing, or of another kind.
        resignations: How many resignations were used for any of this.
    """

    special: tuple[Attorney, ...] = field(default=(), repr=False)
    ended: tuple[Attorney, ...] = field(default=(), repr=False)
    acting: tuple[Attorney, ...] = field(default=(), repr=False)
    until: date | None = None
    registered: tuple[Attorney, ...] = field(default=(), repr=False)
    doubtful: tuple[Attorney, ...] = field(default=(), repr=False)
    resignations: int = 0


def sort_out(
    answer: Answer,
    special: Sequence[SpecialPower],
    resigned: Sequence[Resignation],
    *,
    on: date,
) -> Held:
    """Say what of the case file counts on a day (Europe/Warsaw)."""
    general = [person for power in answer.powers for person in power.people]
    left = [power.attorney for power in special]
    ended: list[Attorney] = []
    acting: list[tuple[Attorney, date]] = []
    registered: list[Attorney] = []
    doubtful: list[Attorney] = []
    used = 0
    for notice in (each for each in resigned if each.resigned_on <= on):
        who = notice.attorney
        his = [each for each in left if _same(each, who)]
        unclear = [each for each in left if _same(each, who) is None]
        in_register = any(_same(each, who) for each in general)
        told = replace(notice, attorney=_filled(who, his))
        acts = told.still_acts_on(on) and not in_register
        left = [each for each in left if each not in his]
        ended += his
        doubtful += unclear
        registered += [who] if in_register else []
        acting += [(each, notice.resigned_on) for each in his or [who]] if acts else []
        used += bool(his or unclear or in_register or acts)
    last = max((day for _, day in acting), default=None)
    return Held(
        special=tuple(left),
        ended=tuple(ended),
        acting=tuple(who for who, _ in acting),
        until=None if last is None else last + TWO_WEEKS,
        registered=tuple(registered),
        doubtful=tuple(doubtful),
        resignations=used,
    )


def _same(one: Attorney, other: Attorney) -> bool | None:
    """Tell whether two records are of one person; None where that cannot be told."""
    first, second = one.identifier, other.identifier
    if first is not NOT_TOLD and second is not NOT_TOLD and first.kind == second.kind:
        return first == second
    names = (one.surname, other.surname)
    if NOT_TOLD not in names and len({str(name).casefold() for name in names}) > 1:
        return False
    return None


def _filled(who: Attorney, his: Sequence[Attorney]) -> Attorney:
    """Take the profession from his power where the notice does not tell it."""
    if his and who.profession is NOT_TOLD:
        return replace(who, profession=his[0].profession)
    return who
