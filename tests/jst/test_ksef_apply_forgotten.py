"""A step that KSeF accepted is asked about by its number, and else looked for."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

import jst.plan_settle as jst_plan_settle
from accountability.accepted import note_accepted
from accountability.errors import AuditUnavailable
from accountability.transport import HttpReply, Transport
from jst.demo import demo_settings
from jst.office import open_reader
from jst.simulators.ksef import KsefSimulator
from ksef.access import exchange
from ksef.access.resuming import resume
from ledger.entry import decode_entry
from tests.jst.apply_office import (
    WANTED,
    WHY,
    furnish,
    introduce,
    made_plan,
    standing,
)
from tests.jst.conftest import Jst
from tests.jst.dying import run_and_die
from tests.jst.test_ksef_apply_killed import die_at

POLLS = "/permissions/operations"
PERSONS = "/permissions/persons/grants"


@pytest.fixture(name="plan")
def _plan(
    ksef: KsefSimulator,
    ksef_home: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """A plan of an office that wants something of a KSeF that knows it."""
    furnish(ksef_home)
    introduce(ksef)
    monkeypatch.setattr("jst.plan_settle.SETTLES_S", 0.0)
    return made_plan(jst, monkeypatch, tmp_path / "plan.json")


def test_an_operation_that_ksef_has_forgotten_blocks_no_plan(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """It keeps them for 30 days; the grant itself stands, and is looked for."""
    dying = partial(die_at, "before the first poll")
    run_and_die(dying, "ksef", "apply", str(plan), *WHY)
    ksef.world.permissions._operations.clear()

    again = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert (0, WANTED) == (again.status, standing(ksef))


def logged(home: Path, kind: str) -> list[dict[str, Any]]:
    """Give the entries of a kind, oldest first."""
    with open_reader(demo_settings(home).places) as reader:
        return [decode_entry(body) for _, body in reader.select({"kind": kind})]


def learnt(home: Path) -> list[object]:
    """Say what the log came to know of steps, in order."""
    told = logged(home, "correction")
    return [each["reconciled"] for each in told if "reconciled" in each]


def deaf_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the log refuse the note of the first number that KSeF gives."""
    full = [AuditUnavailable("the log refused the correction")]

    def noted(*told: Any) -> None:  # noqa: ANN401 - handed on
        if full:
            raise full.pop()
        note_accepted(*told)

    monkeypatch.setattr(exchange, "note_accepted", noted)


def oddly_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first poll be answered with a status that API 2.7 does not know."""
    call = Transport.call
    odd = [HttpReply(200, {}, b'{"status": {"code": 300, "description": "x"}}')]

    def answered(wire: Transport, *args: Any, **said: Any) -> HttpReply:  # noqa: ANN401 - handed on
        reply = call(wire, *args, **said)
        return odd.pop() if odd and POLLS in args[1] else reply

    monkeypatch.setattr(Transport, "call", answered)


def test_a_step_whose_poll_could_not_be_read_is_polled_again(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log has its number, whatever the reason why nobody saw its end."""
    oddly_once(monkeypatch)
    ran = jst("ksef", "apply", str(plan), *WHY, "--json")
    shown = jst("ledger", "show", "--json", "--limit", "500")

    assert (0, WANTED) == (ran.status, standing(ksef))
    assert '"operation": "operation"' in shown.out


def test_a_step_that_ksef_refused_unseen_is_asked_for_again(
    ksef: KsefSimulator,
    ksef_home: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its number tells that nothing stands of it, and the log does then."""
    ksef.faults.next("operation-550", on=PERSONS)
    oddly_once(monkeypatch)
    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert (0, WANTED) == (ran.status, standing(ksef))
    assert ["refused"] == learnt(ksef_home)


def test_a_step_that_ksef_refused_unseen_is_not_looked_for(
    ksef: KsefSimulator,
    ksef_home: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A query could only show a colleague's, and take it for ours."""
    ksef.faults.next("operation-550", on=PERSONS)
    oddly_once(monkeypatch)
    jst("ksef", "apply", str(plan), *WHY)
    [lost] = [
        e["ref"] for e in logged(ksef_home, "outcome") if "unknown" == e["result"]
    ]
    asked = [
        e["operation"] for e in logged(ksef_home, "intent") if lost == e.get("ref")
    ]

    assert ["operation", "grant_person"] == asked


def test_a_number_that_only_the_outcome_says_is_asked_about(
    ksef: KsefSimulator,
    ksef_home: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A log that was full for a moment leaves no step under way for ever."""
    deaf_once(monkeypatch)
    ksef.faults.always("http-503", on=POLLS)
    ksef.faults.next("operation-550", on=PERSONS)
    first = jst("ksef", "apply", str(plan), *WHY)
    ksef.faults.always(None)
    again = jst("ksef", "apply", str(plan), *WHY)

    assert (2, 0, WANTED) == (first.status, again.status, standing(ksef))
    assert 1 == learnt(ksef_home).count("refused")


def test_a_step_under_way_whose_polls_fail_is_looked_for(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """KSeF took it and does not say how it ended, but shows what it gave."""
    ksef.faults.always("http-503", on=POLLS)
    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert (0, WANTED) == (ran.status, standing(ksef))
    assert {"done"} == {each["stage"] for each in ran.json["steps"]}


def test_a_step_under_way_that_ksef_has_forgotten_is_named_as_such(
    ksef: KsefSimulator,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Nothing of it stands: it may still come, and no other plan grants it as well."""
    ksef.world.permissions.operation_s = 3_600.0
    ksef.faults.always("http-503", on=POLLS)
    jst("ksef", "apply", str(plan), *WHY)
    ksef.faults.always(None)
    ksef.world.permissions._operations.clear()
    again = jst("ksef", "apply", str(plan), *WHY, "--json")
    second = made_plan(jst, monkeypatch, tmp_path / "second.json")
    other = jst("ksef", "apply", str(second), *WHY)

    assert (2, []) == (again.status, standing(ksef))
    assert {("pending", "")} == {
        (each["stage"], each["reason"]) for each in again.json["steps"]
    }
    assert (1, True) == (other.status, "jst.plan_outdated" in other.err)


def test_what_another_process_learnt_meanwhile_is_not_asked_again(
    ksef_home: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """An offboarding beside us asked first: another plan's step is done, we read."""
    second = made_plan(jst, monkeypatch, tmp_path / "second.json")
    dying = partial(die_at, "before the first poll")
    run_and_die(dying, "ksef", "apply", str(plan), *WHY)

    def after_another(*args: Any, **said: Any) -> Any:  # noqa: ANN401 - handed on
        resume(*args, **said)
        return resume(*args, **said)

    monkeypatch.setattr(jst_plan_settle, "resume", after_another)
    ran = jst("ksef", "apply", str(second), *WHY)

    assert (1, True) == (ran.status, "jst.plan_outdated" in ran.err)
    assert ["done"] == learnt(ksef_home)
