"""Where a letter stands, from the entries of the log alone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crpo.errors import LetterStepRefused
from crpo.letter.status import CORRECT_UPP, Standing, Step, require_step, standings
from tests.crpo.letter.told import (
    AT,
    attached,
    prepared,
    registered,
    renewal_opened,
    sealed,
    step,
)


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


@pytest.mark.parametrize(
    ("verdicts", "last", "is_checked"),
    [
        ([], "", False),
        (["refused"], "refused", False),
        (["refused", "cannotTell"], "cannotTell", False),
        (["accepted", "refused"], "refused", True),
        (["refused", "accepted"], "accepted", True),
    ],
)
def test_what_came_of_the_last_signed_file_is_kept(
    verdicts: list[str], last: str, is_checked: bool
) -> None:
    """A signature that was refused is not one that nobody checked."""
    [found] = standings([prepared(), *map(attached, verdicts)])

    assert (last, is_checked) == (found.last_verdict, found.is_signature_checked)


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


def test_a_renewal_that_was_opened_is_a_letter_nobody_prepared() -> None:
    """It stands by itself until a letter is prepared from it, and takes no step."""
    [case] = standings([renewal_opened("r", sealed())])

    assert (Step.RENEWAL_OPENED, "r", "r") == (case.step, case.letter_id, case.renewal)
    assert [datetime(2027, 8, 19, 13, 11, 15, tzinfo=UTC)] == [
        each.not_after for each in case.renewed
    ]
    with pytest.raises(LetterStepRefused) as refused:
        require_step(case, Step.SENT)
    assert "pismo jest dopiero do przygotowania" in refused.value.polish


def test_letters_prepared_from_a_renewal_take_its_place() -> None:
    """Also the second one, when the first held a slip."""
    opened = renewal_opened("r", sealed())
    found = standings([opened, *(prepared(i, renewal="r") for i in "bc")])

    assert [("b", "r"), ("c", "r")] == [
        (each.letter_id, each.renewal) for each in found
    ]
    assert {"1"} == {seal.serial for each in found for seal in each.renewed}


def test_a_renewal_outlives_the_preparation_of_its_letter() -> None:
    """The registration names it, too; an unknown one is no obstacle."""
    told = step("registered", "b", seals=[sealed()], renewal="r")
    [known] = standings([renewal_opened("r", sealed()), told])
    [unknown] = standings([told])

    assert [("b", "r"), ("b", "")] == [
        (each.letter_id, each.renewal) for each in (known, unknown)
    ]


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


def test_a_corrected_upp_replaces_the_number_and_no_step() -> None:
    """The first one stays in the log, where everything does."""
    corrected = {"ref": "a", "at": AT, "event": CORRECT_UPP, "upp": "UPP2"}
    sent = [prepared(), step("sent", upp="UPP1"), corrected]
    [found] = standings(sent)
    [later] = standings([*sent, step("accepted")])

    assert (Step.SENT, "UPP2") == (found.step, found.upp)
    assert (Step.ACCEPTED, "UPP2") == (later.step, later.upp)
