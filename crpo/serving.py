"""[5] Whom to serve letters on, from an answer of the same day. Pure.

    answer of today + special powers in the file + resignations
        -> the party, one attorney, or "cannot tell"; where; by which provisions

Promises
    - An answer of another day is refused: AnswerStale, and no decision.
    - What the register did not tell never becomes a yes: the verdict is CANNOT_TELL, or
      the address is NOT_TOLD, and `notes` say what is missing.
    - Every result names its provisions, and whether we saw their text.

It advises the clerk who serves the letter; it does not serve it. What the case file
holds and the register does not (special powers, resignations) the caller gives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from crpo import law, note
from crpo.model import Answer
from crpo.note import Note
from crpo.power import Attorney, Profession, Substitute
from crpo.service_address import ServiceAddress, service_address
from crpo.told import NOT_TOLD, Told
from vocabulary.law import Rule

TWO_WEEKS: Final = timedelta(days=14)


class Verdict(StrEnum):
    """What can be said of whom to serve."""

    ATTORNEY = "attorney"
    PARTY = "party"
    CANNOT_TELL = "cannot_tell"
    NOT_IN_FORCE = "not_in_force"


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
        attorney: Who; `profession` decides whether two weeks remain.
        resigned_on: The day of the notice, Europe/Warsaw.
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
class Serving:
    """Whom to serve, where, and why.

    Attributes:
        verdict: What can be said.
        serve: The attorney to serve; None when it is the party, or cannot be told.
        address: Where; NOT_TOLD when the register gave none that may be used. The
            party's address is in the case file and never here.
        candidates: Everybody among whom was chosen, or cannot be chosen.
        provisions: The rules that decided.
        notes: What the clerk has to know or find out; their text is Polish.
        on: The day of the decision, Europe/Warsaw.
    """

    verdict: Verdict
    on: date
    serve: Attorney | None = field(default=None, repr=False)
    address: Told[ServiceAddress] = NOT_TOLD
    candidates: tuple[Attorney, ...] = field(default=(), repr=False)
    provisions: tuple[Rule, ...]
    notes: tuple[Note, ...] = ()

    @property
    def rests_on_secondary(self) -> bool:
        """Whether any provision is known from a secondary source only."""
        return any(not rule.ref.text_seen for rule in self.provisions)


def whom_to_serve(
    answer: Answer,
    *,
    on: date,
    special: Sequence[SpecialPower] = (),
    resigned: Sequence[Resignation] = (),
) -> Serving:
    """Say whom to serve letters on.

    Args:
        answer: What the register said, of the day `on`.
        on: The day of the decision, in Europe/Warsaw.
        special: Special powers in the case file, which no register tells.
        resigned: Attorneys of whose resignation the file knows.

    Returns:
        The verdict with address, provisions and notes. An untold designation among
        several attorneys, or several designated ones, is CANNOT_TELL.

    Raises:
        AnswerStale: The answer speaks of another day; ask the register today.

    Source: art. 138g, 138i § 3, 144, 145 and 146a Ordynacji (crpo/law.py).
    """
    answer.for_decision_on(on)
    if not law.ATTORNEY.in_force_on(on):
        return Serving(
            verdict=Verdict.NOT_IN_FORCE,
            on=on,
            provisions=(law.ATTORNEY,),
            notes=(note.NOT_YET,),
        )
    people = _distinct(answer, special)
    if not people:
        return _without_attorney(on, resigned)
    designated = [each for each in people if each.for_service is True]
    known = all(each.for_service is not NOT_TOLD for each in people)
    notes = tuple(_gaps(answer))
    if len(people) == 1:
        return _to(people[0], people, (law.ATTORNEY,), on=on, notes=notes)
    if len(designated) == 1:
        pair = (law.ATTORNEY, law.DESIGNATED)
        return _to(designated[0], people, pair, on=on, notes=notes)
    if designated or not known:
        return Serving(
            verdict=Verdict.CANNOT_TELL,
            on=on,
            candidates=tuple(designated or people),
            provisions=(law.ATTORNEY, law.DESIGNATED),
            notes=(
                note.SEVERAL_DESIGNATED if designated else note.UNKNOWN_DESIGNATION,
                *notes,
            ),
        )
    return _to(
        _reachable(people),
        people,
        (law.ATTORNEY, law.DESIGNATED, law.ONE_OF_THEM),
        on=on,
        notes=(note.ONE_IS_ENOUGH, *notes),
    )


def _distinct(answer: Answer, special: Sequence[SpecialPower]) -> list[Attorney]:
    """List the attorneys, each person once; a designation anywhere counts for him.

    A further attorney counts when he is the one designated; otherwise the attorney who
    appointed him is there and is served.
    """
    listed = [person for power in answer.powers for person in power.attorneys]
    listed += [
        person
        for power in answer.powers
        for person in power.people
        if isinstance(person, Substitute) and person.for_service is True
    ]
    listed += [power.attorney for power in special]
    found: dict[object, Attorney] = {}
    for number, person in enumerate(listed):
        key = number if person.identifier is NOT_TOLD else person.identifier
        if key not in found or person.for_service is True:
            found[key] = person
    return list(found.values())


def _without_attorney(on: date, resigned: Sequence[Resignation]) -> Serving:
    """Serve the party, unless somebody who resigned may still have to act."""
    acting = [each for each in resigned if each.still_acts_on(on)]
    if not acting:
        return Serving(
            verdict=Verdict.PARTY,
            on=on,
            provisions=(law.PARTY,),
            notes=(note.PARTY_ADDRESS,),
        )
    until = max(each.resigned_on for each in acting) + TWO_WEEKS
    return Serving(
        verdict=Verdict.CANNOT_TELL,
        on=on,
        candidates=tuple(each.attorney for each in acting),
        provisions=(law.PARTY, law.RESIGNED),
        notes=(replace(note.RESIGNED, until=until),),
    )


def _gaps(answer: Answer) -> Iterator[Note]:
    """Say what the register did not tell and could change the choice."""
    if any(power.substitutes is NOT_TOLD for power in answer.powers):
        yield note.SUBSTITUTES_NOT_TOLD


def _to(
    person: Attorney,
    people: Sequence[Attorney],
    rules: tuple[Rule, ...],
    *,
    on: date,
    notes: tuple[Note, ...],
) -> Serving:
    address, more, told = service_address(person)
    if isinstance(person, Substitute):
        more = (law.SUBSTITUTE, *more)
    return Serving(
        verdict=Verdict.ATTORNEY,
        on=on,
        serve=person,
        address=address,
        candidates=tuple(people),
        provisions=(*rules, *(rule for rule in more if rule.in_force_on(on))),
        notes=(*notes, *told),
    )


def _reachable(people: Sequence[Attorney]) -> Attorney:
    """Choose the first with an address that may be used; the first when none has."""
    for person in people:
        if service_address(person)[0] is not NOT_TOLD:
            return person
    return people[0]
