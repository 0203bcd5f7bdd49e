"""For which registered seals a new letter is due, and which renewal is theirs."""

from datetime import UTC, date, datetime

import pytest

from crpo.errors import LetterInvalid
from crpo.letter.renewal import RENEWAL_DAYS, opens_on, renewals, to_open
from crpo.letter.renewal_checks import require_new_seals
from crpo.letter.status import END_SEAL, Step, standings
from tests.crpo.letter.bogus_office import checked_letter, seal
from tests.crpo.letter.told import AT, prepared, registered, renewal_opened, sealed

DUE = date(2027, 8, 1)


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2027, 6, 19), 0),
        (date(2027, 6, 20), 1),
        (date(2027, 8, 19), 1),
        (date(2027, 8, 20), 1),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_renewal_opens_sixty_days_before_the_end(on: date, count: int) -> None:
    """A seal that ended is still due: nothing else would tell of it."""
    found = renewals(standings(registered("a", sealed())), on=on)

    assert count == len(found)
    assert 60 == RENEWAL_DAYS
    assert date(2027, 6, 20) == opens_on(datetime(2027, 8, 19, 13, 11, tzinfo=UTC))


def test_a_seal_registered_anew_is_not_due() -> None:
    """By its name in the letters; the order of the registrations does not matter."""
    old, new = sealed("B"), sealed("B", "2029-08-19T13:11:15.000000Z")
    other = sealed("C")
    later = [*registered("a", old, other), *registered("b", new)]
    before = [*registered("b", new), *registered("a", old, other)]

    for entries in (later, before):
        due = renewals(standings(entries), on=date(2027, 8, 1))
        assert ["C"] == [each.seal.name for each in due]


def test_a_letter_that_is_only_prepared_renews_nothing() -> None:
    """Its seals are registered by nobody."""
    entries = [*registered("a", sealed()), prepared("b", sealed("Bogus"))]

    assert ["a"] == [
        each.letter_id for each in renewals(standings(entries), on=date(2027, 8, 1))
    ]


def test_a_seal_registered_anew_in_capitals_is_not_due() -> None:
    """People type the same name again, and not letter by letter."""
    new = sealed("BOGUS  główna", "2029-08-19T13:11:15.000000Z")
    entries = [*registered("a", sealed("Bogus Główna")), *registered("b", new)]

    assert () == renewals(standings(entries), on=date(2027, 8, 1))


def test_a_seal_that_somebody_said_is_ended_is_not_due() -> None:
    """Another one took its place under another name, which nobody can guess."""
    ended = {"ref": "a", "at": AT, "event": END_SEAL, "serial": "1"}
    entries = [*registered("a", sealed("Bogus")), ended]
    [told] = standings(entries)

    assert () == renewals([told], on=date(2027, 8, 1))
    assert (Step.REGISTERED, frozenset({"1"})) == (told.step, told.ended)


def test_a_due_seal_knows_its_renewal_and_the_letters_from_it() -> None:
    """Nobody opens a second one, and everybody sees who is at work."""
    opened = [*registered("a", sealed()), renewal_opened("r", sealed())]
    [waits] = renewals(standings(opened), on=DUE)
    [goes_on] = renewals(standings([*opened, prepared("b", renewal="r")]), on=DUE)

    assert [("r", ()), ("r", ("b",))] == [
        (each.case_id, each.letters) for each in (waits, goes_on)
    ]
    assert {} == to_open([waits, goes_on])


def test_the_renewal_of_one_seal_is_not_that_of_another() -> None:
    """Two seals of a letter that end on different days are opened by themselves."""
    first, second = sealed("B", serial="1"), sealed("C", serial="2")
    entries = [*registered("a", first, second), renewal_opened("r", first)]

    due = renewals(standings(entries), on=DUE)

    assert ["r", ""] == [each.case_id for each in due]
    assert {"a": ["C"]} == {
        letter: [each.name for each in seals] for letter, seals in to_open(due).items()
    }


def test_seals_of_one_letter_are_opened_together() -> None:
    """One letter can hand over both."""
    seals = [sealed("B", serial="1"), sealed("C", serial="2")]

    found = to_open(renewals(standings(registered("a", *seals)), on=DUE))

    assert {"a": 2} == {letter: len(held) for letter, held in found.items()}


def test_the_next_certificate_of_a_renewed_seal_is_due_again() -> None:
    """A renewal is of one certificate, not of a name for ever."""
    new = sealed("Bogus", "2029-08-19T13:11:15.000000Z", serial="2")
    entries = [*registered("a", sealed()), renewal_opened("r", sealed())]

    [due] = renewals(standings([*entries, *registered("b", new)]), on=date(2029, 8, 1))

    assert ("b", "2", "") == (due.letter_id, due.seal.serial, due.case_id)


def test_the_certificate_that_ends_is_refused_in_its_renewal() -> None:
    """With 50 days left it would pass every other check."""
    old = sealed("x", serial=seal(2).serial_text)
    [case] = standings([renewal_opened("r", old)])

    with pytest.raises(LetterInvalid) as refused:
        require_new_seals(checked_letter(), case)

    assert [("crpo.letter.seal_not_renewed", "seal.2.file")] == [
        (each.rule, each.field) for each in refused.value.findings
    ]
    [other] = standings([renewal_opened("r", sealed())])
    require_new_seals(checked_letter(), other)
