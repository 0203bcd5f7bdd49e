"""Where a letter stands, from the entries of the log alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crpo.errors import LetterStepRefused
from crpo.letter.status import (
    ATTACH,
    CORRECT_UPP,
    END_SEAL,
    EVENT,
    PREPARE,
    RENEWAL_DAYS,
    Standing,
    Step,
    opens_on,
    renewals,
    require_step,
    standings,
)

AT = "2026-11-20T12:00:00.000000Z"
ENDS = "2027-08-19T13:11:15.000000Z"


def sealed(name: str = "Bogus", ends: str = ENDS) -> dict[str, str]:
    """A seal as entries tell it."""
    return {"name": name, "serial": "1", "not_after": ends}


def prepared(letter_id: str = "a", *seals: dict[str, str]) -> dict[str, Any]:
    """The entry of a preparation."""
    told = {"manifest_sha256": "00", "seals": list(seals or (sealed(),))}
    return {"id": letter_id, "at": AT, "operation": PREPARE, "letter": told}


def step(word: str, letter_id: str = "a", **more: object) -> dict[str, Any]:
    """The entry of a step."""
    return {"ref": letter_id, "at": AT, "event": EVENT, "step": word, **more}


def attached(verdict: str) -> dict[str, Any]:
    """The entry of a signed file that was brought back."""
    return {"ref": "a", "at": AT, "operation": ATTACH, "verdict": verdict}


def registered(letter_id: str, *seals: dict[str, str]) -> list[dict[str, Any]]:
    """All entries of a letter that went its whole way."""
    return [
        prepared(letter_id, *seals),
        step("sent", letter_id),
        step("accepted", letter_id),
        step("registered", letter_id, seals=list(seals)),
    ]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], Step.PREPARED),
        ([attached("refused")], Step.PREPARED),
        ([attached("accepted")], Step.SIGNED),
        ([step("sent", upp="UPP1")], Step.SENT),
        ([step("sent"), attached("accepted")], Step.SENT),
        ([step("sent"), step("accepted")], Step.ACCEPTED),
        ([step("sent"), step("accepted"), step("registered")], Step.REGISTERED),
        ([{"kind": "system", "event": "key"}, {"operation": "report"}], Step.PREPARED),
    ],
    ids=range(8),
)
def test_the_furthest_step_is_where_it_stands(
    entries: list[Mapping[str, Any]], expected: Step
) -> None:
    """Signing may be told after sending; entries of others are no obstacle."""
    [found] = standings([prepared(), *entries])

    assert expected is found.step
    assert found.is_signature_checked is (attached("accepted") in entries)


def test_the_number_of_the_upp_stays() -> None:
    """It is what the office finds its proof by."""
    [found] = standings([prepared(), step("sent", upp="UPP1"), step("accepted")])

    assert "UPP1" == found.upp


def test_registered_until_is_the_first_end_in_warsaw() -> None:
    """At 23:30 UTC the day in Warsaw is the next one."""
    late = sealed("B", "2027-06-30T23:30:00.000000Z")
    [sent] = standings([prepared("a", sealed(), late), step("sent")])
    [done] = standings(registered("a", sealed(), late))

    assert None is sent.registered_until
    assert date(2027, 7, 1) == done.registered_until


def test_a_registration_outlives_its_preparation() -> None:
    """Bodies of documents are pruned, those of `system` entries never."""
    [found] = standings([step("registered", seals=[sealed()])])

    assert (Step.REGISTERED, date(2027, 8, 19), "") == (
        found.step,
        found.registered_until,
        found.manifest,
    )


ALLOWED = {
    (Step.PREPARED, Step.SIGNED),
    (Step.PREPARED, Step.SENT),
    (Step.SIGNED, Step.SIGNED),
    (Step.SIGNED, Step.SENT),
    (Step.SENT, Step.SIGNED),
    (Step.SENT, Step.ACCEPTED),
    (Step.ACCEPTED, Step.REGISTERED),
}


@pytest.mark.parametrize(
    ("before", "after"), [(a, b) for a in Step for b in Step if (a, b) in ALLOWED]
)
def test_a_step_that_follows_passes(before: Step, after: Step) -> None:
    """The whole table of what may follow what."""
    require_step(Standing(letter_id="a", step=before, at=AT), after)


@pytest.mark.parametrize(
    ("before", "after"), [(a, b) for a in Step for b in Step if (a, b) not in ALLOWED]
)
def test_a_step_that_does_not_follow_is_refused(before: Step, after: Step) -> None:
    """Nobody registers a letter that was never sent."""
    with pytest.raises(LetterStepRefused):
        require_step(Standing(letter_id="a", step=before, at=AT), after)


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


def test_a_corrected_upp_replaces_the_number_and_no_step() -> None:
    """The first one stays in the log, where everything does."""
    corrected = {"ref": "a", "at": AT, "event": CORRECT_UPP, "upp": "UPP2"}
    sent = [prepared(), step("sent", upp="UPP1"), corrected]
    [found] = standings(sent)
    [later] = standings([*sent, step("accepted")])

    assert (Step.SENT, "UPP2") == (found.step, found.upp)
    assert (Step.ACCEPTED, "UPP2") == (later.step, later.upp)
