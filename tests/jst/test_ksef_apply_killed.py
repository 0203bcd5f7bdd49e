"""`jst ksef apply` is killed at every point, and run again: nothing is granted twice.

Each point is a real SIGKILL of a real process that works against the simulator over
TLS; the next run knows only what lies on the disk.

Holds: ADR-0039 (the log is the journal of an apply).
"""

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import jst.cli.ksef_apply_run
import jst.plan_settle
from accountability.evidence import EvidenceStore
from accountability.trail import AuditTrail
from accountability.transport import Transport
from jst.simulators.ksef import KsefSimulator, Repeats
from ksef.access import permissions
from ksef.access.client import KsefClient
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

# What is killed, and whether after it is done: within the second step that is sent.
POINTS: dict[str, tuple[Any, str, bool]] = {
    "before the intent": (AuditTrail, "begin", False),
    "after the intent": (AuditTrail, "begin", True),
    "before the call": (Transport, "call", False),
    "after the call": (Transport, "call", True),
    "before the first poll": (KsefClient, "sleep", False),
    "before the answer is kept": (EvidenceStore, "keep", False),
    "after the answer is kept": (EvidenceStore, "keep", True),
    "before the outcome": (AuditTrail, "finish", False),
    "after the outcome": (AuditTrail, "finish", True),
    "before the end is read": (jst.cli.ksef_apply_run, "not_shown", False),
}


def die_at(point: str) -> None:
    """Let this process be killed at a point of its second grant."""
    place, name, after = POINTS[point]
    step: Callable[..., object] = getattr(place, name)
    send = permissions.grant
    grants = 0

    def counting(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - what it wraps
        nonlocal grants
        grants += 1
        return send(*args, **kwargs)

    def dying(*args: object, **kwargs: object) -> object:
        if grants < 2:
            return step(*args, **kwargs)
        if after:
            step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    permissions.grant = counting
    setattr(place, name, dying)


@pytest.fixture(name="ksef")
def _ksef(
    ksef: KsefSimulator, ksef_home: Path, monkeypatch: pytest.MonkeyPatch
) -> KsefSimulator:
    """KSeF, which stores what is granted twice, and an office that wants something."""
    ksef.world.permissions.repeats = Repeats.STORED
    furnish(ksef_home)
    introduce(ksef)
    monkeypatch.setattr(jst.plan_settle, "SETTLES_S", 0.0)
    return ksef


@pytest.mark.parametrize("point", POINTS)
def test_an_apply_that_was_killed_goes_on_and_grants_nothing_twice(
    point: str,
    ksef: KsefSimulator,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Wherever the power fails: each permission once, and all of them."""
    plan = made_plan(jst, monkeypatch, tmp_path / "plan.json")
    run_and_die(partial(die_at, point), "ksef", "apply", str(plan), *WHY)

    again = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert (0, WANTED) == (again.status, standing(ksef))
    assert 0 == ksef.world.permissions.repeated
    assert 0 == jst("ledger", "verify").status
