"""A plan that was made before somebody left grants her nothing.

Holds: ADR-0039.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import jst.cli.ksef_apply_run as run
from jst.apply_lock import is_under_way, one_apply
from jst.demo_ksef import ADMINISTRATOR, APPROVER
from jst.plan_approval import note_approval
from jst.simulators.ksef import KsefSimulator
from tests.jst.conftest import Jst
from tests.jst.leaver_town import REASON, WHY, furnish, scopes, set_scene
from tests.jst.scenes import play

GRANT = """
[[grant]]
id = "nowy"
who = "a.bogus"
where = "gmina"
permissions = ["CredentialsRead"]
from = 2026-02-01
reason = "administrator"
basis = "zarządzenie 0050.3.2026"
"""
JST = "import sys; from jst.cli.wrapper import main; sys.exit(main(sys.argv[1:]))"
LEAVES = ("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)


@pytest.fixture(name="office")
def _office(ksef_home: Path) -> Path:
    """The office's folder, with one grant that KSeF does not have."""
    furnish(ksef_home)
    with (ksef_home / "permissions.toml").open("a", encoding="utf-8") as file:
        file.write(GRANT)
    return ksef_home


@pytest.fixture(name="plan")
def _plan(
    ksef: KsefSimulator,
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """A plan with that grant; its author acts on."""
    assert office.exists()
    set_scene(ksef)
    play(monkeypatch, ADMINISTRATOR)
    jst("ksef", "plan", "--out", str(tmp_path / "plan.json"), *WHY)
    return tmp_path / "plan.json"


def test_who_left_since_the_plan_is_granted_nothing(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KSeF looks as the plan saw it: only the log knows that she is to have nothing."""
    for each in list(ksef.world.permissions.all()):
        ksef.world.permissions.remove(each.id)
    jst("ksef", "plan", "--out", f"{plan}.2", *WHY)
    left = jst(*LEAVES)

    play(monkeypatch, APPROVER)
    ran = jst("ksef", "apply", f"{plan}.2", *WHY)

    # Her own credentials are nothing that the office can revoke.
    assert (1, 1, []) == (left.status, ran.status, scopes(ksef))
    assert "zaczęto odbierać dostęp" in ran.err
    assert "a.bogus" in ran.err
    assert "jst.plan_outdated" in ran.err


def test_a_plan_made_afterwards_is_judged_by_the_file_alone(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She came back: somebody wrote it into the file, and another approves it."""
    jst(*LEAVES)
    jst("ksef", "plan", "--out", f"{plan}.2", *WHY)

    play(monkeypatch, APPROVER)
    ran = jst("ksef", "apply", f"{plan}.2", *WHY)

    assert 0 == ran.status
    assert "CredentialsRead" in scopes(ksef)


def test_who_leaves_while_a_plan_is_applied_is_granted_nothing_more(
    ksef: KsefSimulator,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An apply may take hours; the offboarding says that one is under way."""
    beside: list[subprocess.CompletedProcess[str]] = []
    command = [sys.executable, "-c", JST, *LEAVES]

    def meanwhile(*args: object) -> None:
        note_approval(*args)  # type: ignore[arg-type]  # passed on as they came
        her = {**os.environ, "JST_DEMO_PERSON": ADMINISTRATOR}
        beside.append(
            subprocess.run(
                command, env=her, capture_output=True, text=True, check=False
            )
        )

    monkeypatch.setattr(run, "note_approval", meanwhile)
    play(monkeypatch, APPROVER)
    ran = jst("ksef", "apply", str(plan), *WHY)

    assert "trwa wykonanie planu" in beside[0].stderr
    assert 1 == ran.status
    assert "tej osobie odebrano dostęp" in ran.out
    assert "CredentialsRead" not in scopes(ksef)


def test_no_apply_is_under_way_before_the_first(tmp_path: Path) -> None:
    """There is no lock to look at; and one that nobody holds says no."""
    path = tmp_path / "apply.lock"
    never = is_under_way(path)
    with one_apply(path):
        held = is_under_way(path)

    assert (False, True, False) == (never, held, is_under_way(path))
