"""A step that KSeF accepted is asked about by its number, and else looked for."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from accountability.transport import HttpReply, Transport
from jst.demo import demo_settings
from jst.office import open_reader
from jst.simulators.ksef import KsefSimulator
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
    ksef.faults.next("operation-550", on="/permissions/persons/grants")
    oddly_once(monkeypatch)
    ran = jst("ksef", "apply", str(plan), *WHY, "--json")
    with open_reader(demo_settings(ksef_home).places) as reader:
        corrections = [
            decode_entry(body).get("reconciled")
            for _, body in reader.select({"kind": "correction"})
        ]

    assert (0, WANTED) == (ran.status, standing(ksef))
    assert 1 == corrections.count("refused")
