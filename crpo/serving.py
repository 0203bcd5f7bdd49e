"""[5] Whom to serve letters on, from an answer of the same day. Pure.

    answer of today + special powers in the file + resignations
        -> the party, one attorney, or "cannot tell"; where; by which provisions

Promises
    - An answer of another day is refused: AnswerStale, and no decision.
    - What the register did not tell never becomes a yes, nor silently a no: the verdict
      is CANNOT_TELL, or the address is NOT_TOLD, and `notes` say what is missing.
    - Every result names its provisions, and whether we saw their text.

It advises the clerk who serves the letter; it does not serve it. What the case file
holds and the register does not (special powers, resignations) the caller gives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from crpo import law, note
from crpo.candidate import Candidate, candidates
from crpo.in_file import Held, Resignation, SpecialPower, sort_out
from crpo.model import Answer
from crpo.note import Note
from crpo.power import Attorney, Substitute
from crpo.service_address import ServiceAddress, service_address
from crpo.told import NOT_TOLD, Told
from vocabulary.law import Rule


class Verdict(StrEnum):
    """What can be said of whom to serve."""

    ATTORNEY = "attorney"
    PARTY = "party"
    CANNOT_TELL = "cannot_tell"
    NOT_IN_FORCE = "not_in_force"


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
        special_used: How many special powers of the case file took part.
        resigned_used: How many resignations of the case file changed anything, or may.
    """

    verdict: Verdict
    on: date
    serve: Attorney | None = field(default=None, repr=False)
    address: Told[ServiceAddress] = NOT_TOLD
    candidates: tuple[Attorney, ...] = field(default=(), repr=False)
    provisions: tuple[Rule, ...]
    notes: tuple[Note, ...] = ()
    special_used: int = 0
    resigned_used: int = 0

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
        The verdict with address, provisions and notes. CANNOT_TELL is: an untold
        designation among several attorneys, several designated ones, somebody who has
        resigned and may still have to act, a substitute whom the power does not allow.

    Raises:
        AnswerStale: The answer speaks of another day; ask the register today.

    Source: art. 138g, 138i, 144, 145 and 146a Ordynacji (crpo/law.py).
    """
    answer.for_decision_on(on)
    if not law.ATTORNEY.in_force_on(on):
        return Serving(
            verdict=Verdict.NOT_IN_FORCE,
            on=on,
            provisions=(law.ATTORNEY,),
            notes=(note.NOT_YET,),
        )
    held = sort_out(answer, special, resigned, on=on)
    found = _choose(candidates(answer, held.special), held, on=on)
    rules, notes = _of_the_file(held)
    return replace(
        found,
        provisions=(*found.provisions, *rules),
        notes=(*found.notes, *_gaps(answer), *notes),
        special_used=len(held.special),
        resigned_used=held.resignations,
    )


def _choose(sure: Sequence[Candidate], held: Held, *, on: date) -> Serving:
    """Choose among those who act; who may still have to act can only be in the way."""
    people = (*(each.person for each in sure), *held.acting)
    if not people:
        return Serving(
            verdict=Verdict.PARTY,
            on=on,
            provisions=(law.PARTY,),
            notes=(note.PARTY_ADDRESS,),
        )
    if not sure:
        return _cannot_tell(held.acting, (law.PARTY,), (), on=on)
    if held.doubtful:
        return _cannot_tell(people, (law.ATTORNEY,), (), on=on)
    if len(people) == 1:
        return _to(sure[0], people, (law.ATTORNEY,), (), on=on)
    return _among(sure, people, on=on)


def _among(
    sure: Sequence[Candidate], people: Sequence[Attorney], *, on: date
) -> Serving:
    """Choose one of several: the one designated, or any when nobody is."""
    rules: tuple[Rule, ...] = (law.ATTORNEY, law.DESIGNATED)
    chosen = [each for each in sure if each.person.for_service is True]
    designated = [each for each in people if each.for_service is True]
    known = all(each.for_service is not NOT_TOLD for each in people)
    if len(designated) == len(chosen) == 1:
        partly = () if known else (note.DESIGNATION_PARTLY_TOLD,)
        return _to(chosen[0], people, rules, partly, on=on)
    if designated:
        # A single one has resigned and may still act: `_of_the_file` says so.
        several = (note.SEVERAL_DESIGNATED,) if len(designated) > 1 else ()
        return _cannot_tell(designated if several else people, rules, several, on=on)
    if not known:
        return _cannot_tell(people, rules, (note.UNKNOWN_DESIGNATION,), on=on)
    rules = (*rules, law.ONE_OF_THEM)
    return _to(_reachable(sure), people, rules, (note.ONE_IS_ENOUGH,), on=on)


def _of_the_file(held: Held) -> tuple[tuple[Rule, ...], tuple[Note, ...]]:
    """Say what the resignations in the case file mean."""
    told = (
        (held.acting, law.RESIGNED, replace(note.RESIGNED, until=held.until)),
        (held.ended, law.SPECIAL_ENDS, note.SPECIAL_ENDED),
        (held.doubtful, law.SPECIAL_ENDS, note.RESIGNED_UNCLEAR),
        (held.registered, law.GENERAL_ENDS, note.RESIGNED_BUT_REGISTERED),
    )
    return (
        tuple(dict.fromkeys(rule for people, rule, _ in told if people)),
        tuple(said for people, _, said in told if people),
    )


def _gaps(answer: Answer) -> Iterator[Note]:
    """Say what the register did not tell and could change the choice."""
    if any(power.substitutes is NOT_TOLD for power in answer.powers):
        yield note.SUBSTITUTES_NOT_TOLD


def _cannot_tell(
    people: Sequence[Attorney],
    rules: tuple[Rule, ...],
    notes: tuple[Note, ...],
    *,
    on: date,
) -> Serving:
    return Serving(
        verdict=Verdict.CANNOT_TELL,
        on=on,
        candidates=tuple(people),
        provisions=rules,
        notes=notes,
    )


def _to(
    chosen: Candidate,
    people: Sequence[Attorney],
    rules: tuple[Rule, ...],
    notes: tuple[Note, ...],
    *,
    on: date,
) -> Serving:
    """Serve him, at his address; not a substitute whom his power does not allow."""
    person = chosen.person
    if isinstance(person, Substitute):
        rules = (*rules, law.SUBSTITUTE)
    if False in chosen.may_be_substitute:
        refused = (*notes, note.SUBSTITUTE_NOT_ALLOWED)
        return _cannot_tell(people, rules, refused, on=on)
    address, more, told = service_address(person)
    if chosen.told_by_register(address):
        more = (*more, law.ADDRESS_IN_REGISTER)
    untold = NOT_TOLD in chosen.may_be_substitute
    return Serving(
        verdict=Verdict.ATTORNEY,
        on=on,
        serve=person,
        address=address,
        candidates=tuple(people),
        provisions=(*rules, *(rule for rule in more if rule.in_force_on(on))),
        notes=(
            *notes,
            *told,
            *((note.SUBSTITUTE_RIGHT_NOT_TOLD,) if untold else ()),
            *((note.TOLD_DIFFERENTLY,) if chosen.differs else ()),
        ),
    )


def _reachable(people: Sequence[Candidate]) -> Candidate:
    """Choose the first with a sure address; else with any; else the first."""

    def doubt(each: Candidate) -> int:
        address, _, notes = service_address(each.person)
        return 2 if address is NOT_TOLD else int(note.EPUAP_BOX in notes)

    return min(people, key=doubt)
