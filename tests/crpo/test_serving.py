"""Whom to serve letters on: one yes, one no and each "cannot tell"."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpo import law, note
from crpo.errors import AnswerStale
from crpo.note import (
    NO_ADDRESS,
    Note,
)
from crpo.power import (
    PowerOfAttorney,
    Profession,
    Substitute,
)
from crpo.serving import Verdict, whom_to_serve
from crpo.told import NOT_TOLD, Told
from tests.crpo.serve_bench import (
    ADE,
    ANNA,
    BOGUSZ,
    ELSEWHERE,
    FURTHER,
    IN_BRNO,
    IN_POLAND,
    a_power,
    an_answer,
    surname,
    told,
)
from tests.factories import TODAY


def test_without_an_attorney_the_party_is_served() -> None:
    """Holds: art. 145 § 1 Ordynacji."""
    found = told()

    assert (Verdict.PARTY, None, (law.PARTY,)) == (
        found.verdict,
        found.serve,
        found.provisions,
    )
    assert NOT_TOLD is found.address


def test_the_only_attorney_is_served_designated_or_not() -> None:
    """
    A designation matters only where there is a choice.

    Holds: art. 145 § 2 Ordynacji.
    """
    unsaid = replace(ANNA, for_service=NOT_TOLD)
    found = told(a_power(unsaid))

    assert (Verdict.ATTORNEY, unsaid, IN_POLAND) == (
        found.verdict,
        found.serve,
        found.address,
    )
    assert (law.ATTORNEY, law.ADDRESS_IN_REGISTER) == found.provisions


@pytest.mark.parametrize("days", [-1, 1, 2])
def test_an_answer_of_another_day_is_no_ground(days: int) -> None:
    """The register tells what is current on the day of the question."""
    with pytest.raises(AnswerStale):
        whom_to_serve(an_answer(a_power(ANNA)), on=TODAY + timedelta(days=days))


def test_one_of_several_is_enough_when_none_is_designated() -> None:
    """Holds: art. 138g, art. 145 § 3 Ordynacji."""
    found = told(a_power(ANNA), a_power(BOGUSZ))

    assert (Verdict.ATTORNEY, ANNA, (ANNA, BOGUSZ)) == (
        found.verdict,
        found.serve,
        found.candidates,
    )
    assert law.ONE_OF_THEM in found.provisions
    assert note.ONE_IS_ENOUGH in found.notes


def test_of_several_the_one_with_an_address_is_named() -> None:
    """Any one will do, so the one that a letter can reach."""
    lost = replace(ANNA, address_for_service=NOT_TOLD)

    assert BOGUSZ == told(a_power(lost, BOGUSZ)).serve


def test_of_several_without_address_the_first_is_named_and_the_gap_told() -> None:
    """What is missing is said; nobody is left out in silence."""
    lost = [replace(each, address_for_service=NOT_TOLD) for each in (ANNA, BOGUSZ)]
    found = told(a_power(*lost))

    assert (lost[0], NOT_TOLD) == (found.serve, found.address)
    assert NO_ADDRESS in found.notes


def test_the_designated_one_is_served() -> None:
    """Holds: art. 138g Ordynacji."""
    chosen = replace(BOGUSZ, for_service=True)
    found = told(a_power(ANNA, chosen))

    assert chosen == found.serve
    assert law.DESIGNATED in found.provisions
    assert law.ONE_OF_THEM not in found.provisions


@pytest.mark.parametrize(
    ("first", "second", "missing"),
    [
        (True, True, note.SEVERAL_DESIGNATED),
        (False, NOT_TOLD, note.UNKNOWN_DESIGNATION),
        (NOT_TOLD, NOT_TOLD, note.UNKNOWN_DESIGNATION),
    ],
)
def test_an_unclear_designation_cannot_be_told(
    first: bool, second: bool, missing: Note
) -> None:
    """A missing fact never turns a no into a yes: house style, rule 21."""
    found = told(
        a_power(replace(ANNA, for_service=first)),
        a_power(replace(BOGUSZ, for_service=second)),
    )

    assert (Verdict.CANNOT_TELL, None) == (found.verdict, found.serve)
    assert missing in found.notes


def test_one_person_with_two_powers_is_one_attorney() -> None:
    """Two forms for one person are no choice between two; a designation counts."""
    found = told(a_power(ANNA), a_power(replace(ANNA, for_service=True)))

    assert 1 == len(found.candidates)
    assert law.DESIGNATED not in found.provisions


def test_a_designated_substitute_is_served_and_another_is_not() -> None:
    """A further attorney is chosen only when he is the one for service."""
    chosen = told(a_power(ANNA, further=(FURTHER,)))
    other = told(a_power(ANNA, further=(replace(FURTHER, for_service=False),)))

    assert FURTHER == chosen.serve
    assert law.SUBSTITUTE in chosen.provisions
    assert ANNA == other.serve


def test_a_substitute_of_untold_designation_leaves_it_open() -> None:
    """What was not told of him never becomes a silent no: house style, rule 21."""
    unsaid = replace(FURTHER, for_service=NOT_TOLD)
    found = told(a_power(ANNA, further=(unsaid,)))
    beside = told(a_power(replace(ANNA, for_service=True), further=(unsaid,)))

    assert (Verdict.CANNOT_TELL, (ANNA, unsaid)) == (found.verdict, found.candidates)
    assert note.UNKNOWN_DESIGNATION in found.notes
    assert ANNA.surname == surname(beside)
    assert note.DESIGNATION_PARTLY_TOLD in beside.notes


@pytest.mark.parametrize(
    ("may", "verdict", "said"),
    [
        (True, Verdict.ATTORNEY, ()),
        (NOT_TOLD, Verdict.ATTORNEY, (note.SUBSTITUTE_RIGHT_NOT_TOLD,)),
        (False, Verdict.CANNOT_TELL, (note.SUBSTITUTE_NOT_ALLOWED,)),
    ],
)
def test_a_substitute_is_served_when_his_power_lets_there_be_one(
    may: Told[bool], verdict: Verdict, said: tuple[Note, ...]
) -> None:
    """Holds: art. 138o Ordynacji; PPO-1(3), part E.2."""
    power = replace(a_power(ANNA, further=(FURTHER,)), may_appoint_substitutes=may)
    found = told(power)

    assert (verdict, said) == (found.verdict, found.notes)
    assert law.SUBSTITUTE in found.provisions


def test_an_attorney_who_is_also_a_substitute_acts_in_his_own_name() -> None:
    """A power that allows no substitutes does not make less of another power."""
    also = Substitute(identifier=ANNA.identifier, for_service=True)
    power = replace(a_power(BOGUSZ, further=(also,)), may_appoint_substitutes=False)
    found = told(power, a_power(ANNA))

    assert (ANNA.surname, IN_POLAND) == (surname(found), found.address)
    assert law.SUBSTITUTE not in found.provisions


@pytest.mark.parametrize(
    ("second", "address", "said"),
    [
        ({"for_service": True, "address_for_service": NOT_TOLD}, IN_POLAND, ()),
        ({"electronic_address": ADE}, ADE, ()),
        ({"address_for_service": IN_BRNO}, IN_POLAND, ()),
        (
            {"address_for_service": ELSEWHERE},
            IN_POLAND,
            (note.TOLD_DIFFERENTLY,),
        ),
        (
            {"profession": Profession.ADVOCATE, "electronic_address": ADE},
            ADE,
            (note.TOLD_DIFFERENTLY,),
        ),
    ],
)
def test_what_two_powers_tell_of_one_person_is_put_together(
    second: dict[str, object], address: object, said: tuple[Note, ...]
) -> None:
    """Nothing told in one power is lost by the other; two addresses are pointed out."""
    other = replace(ANNA, **second)  # type: ignore[arg-type]  # the fields of the case
    found, turned = told(a_power(ANNA), a_power(other)), told(a_power(other, ANNA))

    assert ((address, said), 1) == (
        (found.address, found.notes),
        len(found.candidates),
    )
    assert said == turned.notes


@pytest.mark.parametrize("flags", [(False, NOT_TOLD), (NOT_TOLD, False)])
def test_an_untold_designation_in_one_of_two_powers_stays_untold(
    flags: tuple[Told[bool], Told[bool]],
) -> None:
    """It may be the power in which he is designated."""
    powers = [a_power(replace(ANNA, for_service=flag)) for flag in flags]

    assert Verdict.CANNOT_TELL == told(*powers, a_power(BOGUSZ)).verdict


def test_untold_substitutes_are_said_so() -> None:
    """Somebody may be there whom the register did not name."""
    found = told(PowerOfAttorney(attorneys=(ANNA,)))

    assert note.SUBSTITUTES_NOT_TOLD in found.notes


def test_before_general_powers_there_is_no_rule() -> None:
    """Holds: house style, rule 20: not in force is an answer of its own."""
    last = datetime.fromisoformat("2016-06-30T12:00:00+00:00")
    found = whom_to_serve(an_answer(at=last), on=date(2016, 6, 30))
    after = last + timedelta(days=1)

    assert Verdict.NOT_IN_FORCE == found.verdict
    assert Verdict.PARTY == whom_to_serve(an_answer(at=after), on=after.date()).verdict


def test_every_decision_says_that_it_rests_on_a_secondary_source() -> None:
    """Holds: house style, rule 19; the consolidated text was not compared."""
    assert told(a_power(ANNA)).rests_on_secondary
    assert told().rests_on_secondary


_FLAG = st.sampled_from([True, False, NOT_TOLD])


@given(flags=st.lists(_FLAG, max_size=4))
def test_nobody_is_served_on_a_guess(flags: list[Told[bool]]) -> None:
    """For any designations, an untold one among several decides nothing."""
    people = [replace(ANNA, for_service=flag, identifier=NOT_TOLD) for flag in flags]
    found = told(*[a_power(each) for each in people])
    chosen = [flag for flag in flags if flag is True]
    clear = (
        len(flags) == 1 or len(chosen) == 1 or (not chosen and NOT_TOLD not in flags)
    )

    assert (found.serve is not None) == (bool(flags) and clear)
    assert found.provisions
    assert "Niebyła" not in repr(found)
