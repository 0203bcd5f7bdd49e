"""Whom to serve letters on: one yes, one no and each "cannot tell"."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpo import law, note
from crpo.errors import AnswerStale
from crpo.model import Answer
from crpo.note import (
    EPUAP_BOX,
    NO_ADDRESS,
    NO_PAPER_FOR_PROFESSIONALS,
    PROFESSION_NOT_TOLD,
    Note,
)
from crpo.power import (
    Address,
    Attorney,
    ElectronicAddress,
    ElectronicAddressKind,
    PowerOfAttorney,
    Profession,
    Substitute,
)
from crpo.serving import Resignation, Serving, SpecialPower, Verdict, whom_to_serve
from crpo.told import NOT_TOLD, Told
from tests.factories import MANDATOR_NIP, NOON, TODAY
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import Pesel

ADE = ElectronicAddress(kind=ElectronicAddressKind.ADE, value="AE:PL-00000-BOGUS")
BOX = ElectronicAddress(kind=ElectronicAddressKind.EPUAP, value="/bogus/skrytka")
IN_POLAND = Address(country="PL", town="Próbkowo")
IN_BRNO = Address(country="CZ", town="Brno")
ANNA = Attorney(
    surname="Niebyła",
    identifier=Pesel.parse("44051401359"),
    profession=Profession.NONE,
    for_service=False,
    address_for_service=IN_POLAND,
)
BOGUSZ = replace(ANNA, surname="Zmyślak", identifier=Pesel.parse("02070803628"))
FURTHER = Substitute(
    surname="Dalszy",
    profession=Profession.NONE,
    for_service=True,
    address_for_service=IN_POLAND,
)


def a_power(
    *attorneys: Attorney, further: tuple[Substitute, ...] = ()
) -> PowerOfAttorney:
    """Make a power of these people."""
    return PowerOfAttorney(attorneys=attorneys, substitutes=further)


def an_answer(*powers: PowerOfAttorney, at: datetime = NOON) -> Answer:
    """Make the answer of a day."""
    return Answer(
        message_id="m",
        in_reply_to="q",
        mandator=MANDATOR_NIP,
        day=warsaw_day(at),
        answered_at=at,
        powers=powers,
        raw=b"",
    )


def told(*powers: PowerOfAttorney) -> Serving:
    """Decide today, with nothing in the file."""
    return whom_to_serve(an_answer(*powers), on=TODAY)


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


def test_the_same_person_in_the_register_and_in_the_file_is_one_attorney() -> None:
    """Two papers for one person are no choice between two; the identifier tells."""
    twice = whom_to_serve(
        an_answer(a_power(ANNA)), on=TODAY, special=[SpecialPower(attorney=ANNA)]
    )

    assert (Verdict.ATTORNEY, (ANNA,)) == (twice.verdict, twice.candidates)


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


def test_untold_substitutes_are_said_so() -> None:
    """Somebody may be there whom the register did not name."""
    found = told(PowerOfAttorney(attorneys=(ANNA,)))

    assert note.SUBSTITUTES_NOT_TOLD in found.notes


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


@pytest.mark.parametrize(
    ("changes", "address", "rule", "missing"),
    [
        ({"electronic_address": ADE}, ADE, law.ELECTRONIC, None),
        ({"electronic_address": BOX}, BOX, law.ELECTRONIC, EPUAP_BOX),
        (
            {"profession": Profession.ADVOCATE, "electronic_address": ADE},
            ADE,
            law.PROFESSIONAL,
            None,
        ),
        (
            {"profession": Profession.LEGAL_COUNSEL},
            NOT_TOLD,
            law.PROFESSIONAL,
            NO_PAPER_FOR_PROFESSIONALS,
        ),
        ({"profession": NOT_TOLD}, NOT_TOLD, law.PROFESSIONAL, PROFESSION_NOT_TOLD),
        ({"address_for_service": IN_BRNO}, NOT_TOLD, law.ABROAD, NO_ADDRESS),
        (
            {"address_for_service": IN_BRNO, "electronic_address": ADE},
            ADE,
            law.ABROAD,
            None,
        ),
        ({}, IN_POLAND, law.ADDRESS_IN_REGISTER, None),
    ],
)
def test_where_an_attorney_is_served(
    changes: dict[str, object], address: object, rule: object, missing: Note | None
) -> None:
    """Holds: art. 144 § 1a and § 5, art. 145 § 2-2a, art. 146a Ordynacji."""
    who = replace(ANNA, **changes)  # type: ignore[arg-type]  # the fields of the case
    found = told(a_power(who))

    assert address == found.address
    assert rule in found.provisions
    assert ([] if missing is None else [missing]) == list(found.notes)


def test_before_general_powers_there_is_no_rule() -> None:
    """Holds: house style, rule 20: not in force is an answer of its own."""
    last = datetime.fromisoformat("2016-06-30T12:00:00+00:00")
    found = whom_to_serve(an_answer(at=last), on=date(2016, 6, 30))
    after = last + timedelta(days=1)

    assert Verdict.NOT_IN_FORCE == found.verdict
    assert Verdict.PARTY == whom_to_serve(an_answer(at=after), on=after.date()).verdict


def test_a_rule_that_came_later_is_not_cited_before_it() -> None:
    """Holds: house style, rule 17: dates belong to a provision."""
    early = datetime.fromisoformat("2021-10-04T12:00:00+00:00")
    who = a_power(replace(ANNA, electronic_address=ADE))
    found = whom_to_serve(an_answer(who, at=early), on=early.date())

    assert law.ELECTRONIC not in found.provisions


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
