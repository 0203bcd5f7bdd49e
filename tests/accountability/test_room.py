"""Nothing is asked where what comes back would have no place."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from accountability.action import perform
from accountability.errors import AuditUnavailable, OutcomeUnknown
from accountability.errors_answers import AnswersUnusable
from accountability.room import FREE_SPACE_BYTES, disk_of, free_bytes
from accountability.trail import AuditTrail
from tests.factories import an_action
from tests.fakes import RAW, FakeRegister
from tests.world import World, entries


def test_free_space_is_that_of_the_disk(world: World) -> None:
    """The check asks the disk on which the log lies."""
    assert 0 < free_bytes(world.folder)
    assert world.folder.stat().st_dev == disk_of(world.folder)


def refused_before(trail: AuditTrail) -> AuditUnavailable:
    """Ask, and be told that nothing was sent; give the error."""
    register = FakeRegister()
    with pytest.raises(AuditUnavailable) as caught:
        perform(an_action(), register, trail=trail)
    assert ([], []) == (register.questions, entries(trail))
    return caught.value


def test_no_room_no_question(
    trail: AuditTrail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk too full for the outcome must stop the question, not the log."""
    monkeypatch.setattr(
        "accountability.room.free_bytes", lambda _: FREE_SPACE_BYTES - 1
    )
    assert refused_before(trail).__cause__ is None


def test_a_home_that_cannot_be_looked_at_is_no_home(
    trail: AuditTrail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unmounted disk must not count as an empty one."""

    def fail(_: Path) -> int:
        raise OSError

    monkeypatch.setattr("accountability.room.free_bytes", fail)
    assert isinstance(refused_before(trail).__cause__, OSError)


@pytest.fixture(name="two_disks")
def _two_disks(world: World, monkeypatch: pytest.MonkeyPatch) -> dict[Path, int]:
    """Answers on a disk of their own; the free bytes of each, for a test to change."""
    home, answers = world.paths.home, world.paths.home / "answers"
    free = {home: FREE_SPACE_BYTES, answers: FREE_SPACE_BYTES}
    disks = {home: 1, answers: 2}
    monkeypatch.setattr("accountability.room.free_bytes", free.__getitem__)
    monkeypatch.setattr("accountability.room.disk_of", disks.__getitem__)
    return free


def test_a_full_disk_of_answers_is_found_before_the_question(
    trail: AuditTrail, world: World, two_disks: dict[Path, int]
) -> None:
    """Else the data is fetched and thrown away, and each repeat fetches it again."""
    two_disks[world.paths.home / "answers"] -= 1
    cause = refused_before(trail).__cause__

    assert isinstance(cause, AnswersUnusable)
    assert "brak miejsca na dysku" == cause.polish


def test_a_disk_of_answers_that_fills_up_stops_the_next_question(
    trail: AuditTrail, world: World, two_disks: dict[Path, int]
) -> None:
    """A gateway runs for months; both disks are looked at each time."""
    perform(an_action(), FakeRegister(), trail=trail)
    two_disks[world.paths.home / "answers"] = 0
    register = FakeRegister()
    with pytest.raises(AuditUnavailable):
        perform(an_action(), register, trail=trail)

    assert [] == register.questions


def test_one_disk_is_looked_at_once(
    trail: AuditTrail, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look is part of what every question costs."""
    looked: list[Path] = []

    def look(folder: Path) -> int:
        looked.append(folder)
        return FREE_SPACE_BYTES

    monkeypatch.setattr("accountability.room.free_bytes", look)
    for _ in range(2):
        perform(an_action(), FakeRegister(), trail=trail)

    assert [world.paths.home] * 2 == looked


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda answers: answers.touch(), id="a file"),
        pytest.param(lambda answers: answers.symlink_to("nowhere"), id="leads nowhere"),
    ],
)
def test_a_folder_of_answers_that_is_none_is_found_before_the_question(
    trail: AuditTrail, world: World, spoil: Callable[[Path], None]
) -> None:
    """Nothing could be kept there."""
    spoil(world.paths.home / "answers")
    cause = refused_before(trail).__cause__

    assert isinstance(cause, AnswersUnusable)
    assert "" == cause.polish


def test_a_folder_of_answers_that_takes_nothing_is_found_before_the_question(
    trail: AuditTrail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mounted read-only, or another account's; who is root may write everywhere."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert isinstance(refused_before(trail).__cause__, AnswersUnusable)


def test_an_answer_that_finds_no_place_says_why(
    trail: AuditTrail, world: World
) -> None:
    """What broke between question and answer has a code, in the log too."""

    def answer_while_the_folder_goes() -> bytes:
        answers = world.paths.home / "answers"
        answers.rmdir()
        answers.touch()
        return RAW

    register = FakeRegister(says=answer_while_the_folder_goes)
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), register, trail=trail)

    assert isinstance(caught.value.__cause__, AnswersUnusable)
    assert ("unknown", "accountability.answers_unusable") == (
        entries(trail)[-1]["result"],
        entries(trail)[-1]["reason"],
    )


def test_an_answer_that_a_full_disk_cuts_off_says_so(
    trail: AuditTrail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads it knows what to do: make room."""

    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("accountability.evidence.write_private", fill)
    with pytest.raises(OutcomeUnknown) as caught:
        perform(an_action(), FakeRegister(), trail=trail)

    cause = caught.value.__cause__
    assert isinstance(cause, AnswersUnusable)
    assert "brak miejsca na dysku" == cause.polish
