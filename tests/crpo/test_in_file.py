"""What the case file adds to the register: special powers and resignations."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpo import law, note
from crpo.in_file import Resignation, SpecialPower
from crpo.power import (
    Attorney,
    PowerOfAttorney,
    Profession,
)
from crpo.serving import Serving, Verdict, whom_to_serve
from crpo.told import NOT_TOLD, Told
from tests.crpo.serve_bench import (
    ANNA,
    BOGUSZ,
    IN_POLAND,
    a_power,
    an_answer,
)
from tests.factories import MANDATOR_NIP, MANDATOR_PESEL, TODAY


def resigning(
    who: Attorney, *, days_ago: int = 92, released: Told[bool] = NOT_TOLD
) -> Resignation:
    """Make the resignation of somebody."""
    day = TODAY - timedelta(days=days_ago)
    return Resignation(attorney=who, resigned_on=day, released=released)


def with_file(
    *powers: PowerOfAttorney,
    special: Sequence[Attorney] = (),
    resigned: Sequence[Resignation] = (),
) -> Serving:
    """Decide today, with this in the file."""
    return whom_to_serve(
        an_answer(*powers),
        on=TODAY,
        special=[SpecialPower(attorney=each) for each in special],
        resigned=resigned,
    )


@pytest.mark.parametrize(
    "gone",
    [
        resigning(ANNA),
        resigning(replace(ANNA, profession=Profession.ADVOCATE), released=True),
        resigning(ANNA, days_ago=0),
        resigning(replace(ANNA, profession=NOT_TOLD), days_ago=0),
    ],
    ids=["long ago", "released", "no professional", "told by the power"],
)
def test_a_special_attorney_who_has_resigned_is_not_served(gone: Resignation) -> None:
    """Holds: art. 138i § 2 Ordynacji: it works from the day the authority is told."""
    alone = with_file(special=[ANNA], resigned=[gone])
    beside = with_file(a_power(BOGUSZ), special=[ANNA], resigned=[gone])

    assert (Verdict.PARTY, (0, 1)) == (
        alone.verdict,
        (alone.special_used, alone.resigned_used),
    )
    assert (law.PARTY, law.SPECIAL_ENDS) == alone.provisions
    assert note.SPECIAL_ENDED in alone.notes
    assert (BOGUSZ, (BOGUSZ,)) == (beside.serve, beside.candidates)


def test_a_professional_who_left_a_special_power_may_act_for_two_weeks() -> None:
    """
    Whether he was released is not known, so whom to serve cannot be told.

    Holds: art. 138i § 3 Ordynacji.
    """
    advocate = replace(ANNA, profession=Profession.ADVOCATE)
    found = with_file(special=[advocate], resigned=[resigning(advocate, days_ago=14)])

    assert (Verdict.CANNOT_TELL, (advocate,)) == (found.verdict, found.candidates)
    assert {law.RESIGNED, law.SPECIAL_ENDS} < set(found.provisions)
    assert replace(note.RESIGNED, until=TODAY) in found.notes


@pytest.mark.parametrize(
    ("his", "hers", "verdict"),
    [
        (False, False, Verdict.ATTORNEY),
        (False, True, Verdict.ATTORNEY),
        (NOT_TOLD, True, Verdict.ATTORNEY),
        (NOT_TOLD, False, Verdict.CANNOT_TELL),
        (True, False, Verdict.CANNOT_TELL),
        (True, True, Verdict.CANNOT_TELL),
    ],
)
def test_beside_another_he_matters_only_by_a_designation(
    his: Told[bool], hers: bool, verdict: Verdict
) -> None:
    """Who may still act is never chosen, and is in the way when he is designated."""
    leaving = replace(ANNA, profession=Profession.ADVOCATE, for_service=his)
    staying = replace(BOGUSZ, for_service=hers)
    found = with_file(a_power(staying), resigned=[resigning(leaving, days_ago=3)])

    assert (verdict, 1) == (found.verdict, found.resigned_used)
    assert found.serve in {None, staying}
    assert law.RESIGNED in found.provisions


def test_who_resigned_and_is_still_registered_is_served_with_a_note() -> None:
    """Holds: art. 138i § 1 Ordynacji: a general power ends by receipt in CRPO."""
    found = with_file(a_power(ANNA), special=[ANNA], resigned=[resigning(ANNA)])

    assert (ANNA, (0, 1)) == (found.serve, (found.special_used, found.resigned_used))
    assert law.GENERAL_ENDS in found.provisions
    assert note.RESIGNED_BUT_REGISTERED in found.notes


@pytest.mark.parametrize(
    ("who", "verdict", "used"),
    [
        (replace(ANNA, identifier=NOT_TOLD), Verdict.CANNOT_TELL, 1),
        (
            replace(ANNA, identifier=NOT_TOLD, surname=NOT_TOLD),
            Verdict.CANNOT_TELL,
            1,
        ),
        (replace(ANNA, identifier=MANDATOR_NIP), Verdict.CANNOT_TELL, 1),
        (
            replace(ANNA, identifier=NOT_TOLD, surname="Inna"),
            Verdict.ATTORNEY,
            0,
        ),
        (BOGUSZ, Verdict.ATTORNEY, 0),
    ],
    ids=["no identifier", "nothing", "of another kind", "another name", "another"],
)
def test_a_resignation_counts_for_the_person_it_names(
    who: Attorney, verdict: Verdict, used: int
) -> None:
    """Who it was, is never guessed; what was not used is not counted as used."""
    found = with_file(special=[ANNA], resigned=[resigning(who)])

    assert (verdict, used) == (found.verdict, found.resigned_used)
    assert (note.RESIGNED_UNCLEAR in found.notes) == bool(used)


def test_a_resignation_of_tomorrow_is_not_used_today() -> None:
    """It has no effect before its day."""
    found = with_file(special=[ANNA], resigned=[resigning(ANNA, days_ago=-1)])

    assert (ANNA, 0) == (found.serve, found.resigned_used)


@pytest.mark.parametrize(
    ("days_ago", "released", "profession", "verdict"),
    [
        (0, False, Profession.ADVOCATE, Verdict.CANNOT_TELL),
        (14, False, Profession.TAX_ADVISER, Verdict.CANNOT_TELL),
        (15, False, Profession.ADVOCATE, Verdict.PARTY),
        (3, True, Profession.ADVOCATE, Verdict.PARTY),
        (3, NOT_TOLD, Profession.LEGAL_COUNSEL, Verdict.CANNOT_TELL),
        (3, NOT_TOLD, NOT_TOLD, Verdict.CANNOT_TELL),
        (3, False, Profession.NONE, Verdict.PARTY),
        (-1, False, Profession.ADVOCATE, Verdict.PARTY),
    ],
)
def test_a_professional_acts_two_weeks_after_resigning(
    days_ago: int, released: bool, profession: Profession, verdict: Verdict
) -> None:
    """Holds: art. 138i § 3 Ordynacji: first and last day, and the day after."""
    gone = Resignation(
        attorney=replace(ANNA, profession=profession),
        resigned_on=TODAY - timedelta(days=days_ago),
        released=released,
    )

    assert verdict == whom_to_serve(an_answer(), on=TODAY, resigned=[gone]).verdict


def test_a_special_power_in_the_file_joins_the_choice() -> None:
    """
    The register does not know it; the caller does.

    Holds: art. 138g Ordynacji.
    """
    chosen = replace(BOGUSZ, for_service=True)
    special = [SpecialPower(attorney=chosen)]

    beside = whom_to_serve(an_answer(a_power(ANNA)), on=TODAY, special=special)
    alone = whom_to_serve(an_answer(), on=TODAY, special=special)

    assert (chosen, chosen) == (beside.serve, alone.serve)


def test_the_same_person_in_the_register_and_in_the_file_is_one_attorney() -> None:
    """Two papers for one person are no choice between two; the identifier tells."""
    twice = whom_to_serve(
        an_answer(a_power(ANNA)), on=TODAY, special=[SpecialPower(attorney=ANNA)]
    )

    assert (Verdict.ATTORNEY, (ANNA,)) == (twice.verdict, twice.candidates)


def test_only_an_address_of_the_register_rests_on_the_duty_to_report_it() -> None:
    """Holds: art. 146a Ordynacji binds general attorneys, not special ones."""
    special = whom_to_serve(
        an_answer(), on=TODAY, special=[SpecialPower(attorney=ANNA)]
    )
    both = whom_to_serve(
        an_answer(a_power(replace(ANNA, address_for_service=NOT_TOLD))),
        on=TODAY,
        special=[SpecialPower(attorney=ANNA)],
    )

    assert (IN_POLAND, (law.ATTORNEY,)) == (special.address, special.provisions)
    assert (IN_POLAND, (law.ATTORNEY,)) == (both.address, both.provisions)
    assert (1, 1) == (special.special_used, both.special_used)


_ADVOCATE = replace(
    ANNA,
    identifier=MANDATOR_PESEL,
    profession=Profession.ADVOCATE,
    for_service=True,
)
_PEOPLE = st.sampled_from([ANNA, BOGUSZ, _ADVOCATE])


@given(
    general=st.lists(_PEOPLE, max_size=3),
    special=st.lists(_PEOPLE, max_size=3),
    gone=st.lists(st.tuples(_PEOPLE, st.integers(0, 30)), max_size=3),
)
def test_nobody_who_resigned_is_served_unless_the_register_still_names_him(
    general: list[Attorney],
    special: list[Attorney],
    gone: list[tuple[Attorney, int]],
) -> None:
    """Holds: art. 138i § 1-2 Ordynacji, for any powers and resignations."""
    notices = [resigning(who, days_ago=days) for who, days in gone]
    found = with_file(
        *[a_power(each) for each in general], special=special, resigned=notices
    )
    left = {who.identifier for who, _ in gone} - {each.identifier for each in general}

    assert found.serve is None or found.serve.identifier not in left
    assert found.resigned_used <= len(notices)
    assert found.provisions
