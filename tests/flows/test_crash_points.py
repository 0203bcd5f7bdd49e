"""Die between any two steps: no call without an intent, no answer without an outcome.

Each point is a real SIGKILL in a real process, fifty times, on one ledger; each next
process finds what the last one left. House style, rule 31.
"""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accountability.action import perform
from accountability.errors import AuditUnavailable, OutcomeUnknown
from accountability.trail import AuditTrail
from ledger.append import Guard
from ledger.model import Appended
from tests.factories import an_action
from tests.fakes import FakeRegister
from tests.world import World, entries

TIMES = 50


class WitnessedRegister(FakeRegister):
    """A fake register that keeps, on disk, a list of the intents it was asked under."""

    def __init__(self, witness: Path) -> None:
        """Write each call to `witness`."""
        super().__init__()
        self.witness = witness

    def send(self, question: bytes, *, under: Any) -> bytes:  # noqa: ANN401 - an intent
        """Witness the call, then answer."""
        note(self.witness, under.id)
        return super().send(question, under=under)


def note(path: Path, line: str) -> None:
    """Append a line; it survives the death of this process."""
    with path.open("a") as file:
        file.write(line + "\n")


def noted(path: Path) -> list[str]:
    """Read the lines that dead processes have written."""
    return path.read_text().split() if path.exists() else []


def die(*_: object, **__: object) -> Any:  # noqa: ANN401 - never returns
    """Die as in a power cut: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying(target: object, name: str, *, after: bool) -> None:
    """Let the step `name` of `target` kill this process, before or after it is done."""
    step: Callable[..., object] = getattr(target, name)

    def done_then_die(*args: object, **kwargs: object) -> None:
        step(*args, **kwargs)
        die()

    setattr(target, name, done_then_die if after else die)


POINTS = {
    "before the question is encoded": ("register", "encode", False),
    "after the question is encoded": ("register", "encode", True),
    "before the intent": ("trail", "begin", False),
    "after the intent": ("trail", "begin", True),
    "before the call": ("register", "send", False),
    "after the call": ("register", "send", True),
    "before the answer is kept": ("evidence", "keep", False),
    "after the answer is kept": ("evidence", "keep", True),
    "before the answer is read": ("register", "read", False),
    "after the answer is read": ("register", "read", True),
    "before the outcome": ("trail", "finish", False),
    "after the outcome": ("trail", "finish", True),
    "before the proof": ("trail", "prove", False),
    "after the proof": ("trail", "prove", True),
}
NOTHING_LOGGED = {
    "before the question is encoded",
    "after the question is encoded",
    "before the intent",
}
LOGGED_AS_ANSWERED = {"after the outcome", "before the proof", "after the proof"}
NEVER_CALLED = NOTHING_LOGGED | {"after the intent", "before the call"}


def ask_and_die(world: World, point: str) -> None:
    """In a child process: ask, and die at the point."""
    child = os.fork()
    if child == 0:
        try:
            with world.opened() as trail:
                register = WitnessedRegister(world.folder / "called")
                places = {
                    "register": register,
                    "trail": trail,
                    "evidence": trail.evidence,
                }
                place, step, after = POINTS[point]
                dying(places[place], step, after=after)
                performed = perform(an_action(), register, trail=trail)
                note(world.folder / "shown", performed.intent_id)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert signal.SIGKILL == os.WTERMSIG(status), "the child did not die at its point"


def crash(world: World, point: str) -> None:
    """Die at one point, again and again, on one ledger."""
    for _ in range(TIMES):
        ask_and_die(world, point)


def outcomes(trail: AuditTrail) -> dict[object, list[object]]:
    """Give the results written for each intent."""
    found: dict[object, list[object]] = {
        entry["id"]: [] for entry in entries(trail) if entry["kind"] == "intent"
    }
    for entry in entries(trail):
        if entry["kind"] == "outcome":
            found[entry["ref"]].append(entry["result"])
    return found


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """A freshly founded office."""
    return World(tmp_path / "office").found()


@pytest.mark.parametrize("point", POINTS)
def test_dying_at_any_point_leaves_the_truth(world: World, point: str) -> None:
    """
    After the next start every intent has one outcome, and it is the right one.

    Holds: ADR-0003, ADR-0004.
    """
    crash(world, point)

    with world.opened() as trail:
        found = outcomes(trail)
    result = "answered" if point in LOGGED_AS_ANSWERED else "unknown"
    assert (0 if point in NOTHING_LOGGED else TIMES) == len(found)
    assert [[result]] * len(found) == list(found.values())
    assert (0 if point in NEVER_CALLED else TIMES) == len(
        noted(world.folder / "called")
    )
    assert set(noted(world.folder / "called")) <= set(found)
    assert [] == noted(world.folder / "shown")


@contextmanager
def saved_but_reported_as_failed(trail: AuditTrail, kind: str) -> Iterator[None]:
    """Let the log save the next entry of a kind, and then say that it failed."""
    append = trail.append

    def save_then_fail(
        wanted: str,
        fields: Mapping[str, object],
        entry_id: str | None = None,
        guard: Guard | None = None,
    ) -> Appended:
        appended = append(wanted, fields, entry_id, guard)
        if wanted == kind:
            raise AuditUnavailable("saved, but reported as failed")
        return appended

    setattr(trail, "append", save_then_fail)  # noqa: B010 - the fault
    yield
    setattr(trail, "append", append)  # noqa: B010 - mended


def test_an_intent_that_was_saved_but_reported_as_failed_sends_nothing(
    world: World,
) -> None:
    """We must believe the failure; the next start closes the intent as UNKNOWN."""
    register = FakeRegister()
    with (
        world.opened() as trail,
        saved_but_reported_as_failed(trail, "intent"),
        pytest.raises(AuditUnavailable),
    ):
        perform(an_action(), register, trail=trail)

    assert [] == register.questions
    with world.opened() as trail:
        assert [["unknown"]] == list(outcomes(trail).values())


def test_an_outcome_that_was_saved_but_reported_as_failed_withholds_the_answer(
    world: World,
) -> None:
    """The log then says that an answer was given which nobody saw: the safe side."""
    with (
        world.opened() as trail,
        saved_but_reported_as_failed(trail, "outcome"),
        pytest.raises(OutcomeUnknown),
    ):
        perform(an_action(), FakeRegister(), trail=trail)

    with world.opened() as trail:
        assert [["answered"]] == list(outcomes(trail).values())


def test_the_intents_of_a_living_process_stay_open(world: World) -> None:
    """
    A clerk's command must not close the question a gateway is waiting for.

    A gateway-like process lives, with an open intent, while another one starts.
    """
    with world.opened() as gateway:
        intent = gateway.begin(
            an_action(),
            gateway.office.cases.standing("", ""),
            question=b"?",
        )
        ask_in_another_process(world)

        assert [] == outcomes(gateway)[intent.id]
        assert 2 == len(outcomes(gateway))


def ask_in_another_process(world: World) -> None:
    """Start, recover, ask and stop, as a command of a clerk does."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with world.opened() as trail:
                perform(an_action(), FakeRegister(), trail=trail)
            code = 0
        finally:
            os._exit(code)
    assert 0 == os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
