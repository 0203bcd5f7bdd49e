"""Two plans that hold the same steps: one apply at a time, and each step once.

Holds: ADR-0039.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import jst.cli.ksef_apply_run as run
import jst.plan_settle as jst_plan_settle
from jst.apply_lock import one_apply
from jst.cli.ksef_apply_run import do_apply
from jst.cli.ksef_options import Asked
from jst.cli.ksef_plan_run import do_plan
from jst.demo import demo_settings
from jst.demo_ksef import ADMINISTRATOR, APPROVER, serving_ksef
from jst.errors import OutputRefused
from jst.errors_plan import ApplyUnderWay, PlanOutdated
from jst.plan_approval import note_approval
from jst.simulators.ksef import KsefSimulator, MovingClock, Repeats, Terms
from tests.jst.apply_office import (
    WANTED,
    WHY,
    furnish,
    introduce,
    made_plan,
    standing,
)
from tests.jst.conftest import CASE, Jst, change
from tests.jst.scenes import move_in, play

SEAL = """
[[seal]]
where = "gmina"
who = "a.bogus"
serial = "01 AB"
from = 2026-01-01
"""
SEALED = ("[bundle]", f"{SEAL}\n[bundle]")
JST = "import sys; from jst.cli.wrapper import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture(name="office")
def _office(ksef: KsefSimulator, ksef_home: Path) -> Path:
    """The office's folder, and a KSeF that stores what is granted twice."""
    ksef.world.permissions.repeats = Repeats.STORED
    introduce(ksef)
    furnish(ksef_home)
    return ksef_home


@pytest.fixture(name="plans")
def _plans(
    office: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[Path, Path]:
    """Two plans of the same steps, one more [[seal]] in the second."""
    first = made_plan(jst, monkeypatch, tmp_path / "first.json")
    with (office / "permissions.toml").open("a", encoding="utf-8") as file:
        file.write(SEAL)
    return first, made_plan(jst, monkeypatch, tmp_path / "second.json")


def test_an_apply_beside_another_is_refused(
    ksef: KsefSimulator,
    plans: tuple[Path, Path],
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both would find KSeF unmoved, and each would grant everything."""
    first, second = plans
    beside: list[subprocess.CompletedProcess[str]] = []

    def meanwhile(*args: object) -> None:
        note_approval(*args)  # type: ignore[arg-type]  # passed on as they came
        command = [sys.executable, "-c", JST, "ksef", "apply", str(first), *WHY]
        beside.append(
            subprocess.run(command, capture_output=True, text=True, check=False)
        )

    monkeypatch.setattr(run, "note_approval", meanwhile)
    ran = jst("ksef", "apply", str(second), *WHY)

    assert (0, WANTED, 0) == (
        ran.status,
        standing(ksef),
        ksef.world.permissions.repeated,
    )
    assert [1] == [each.returncode for each in beside]
    assert "jst.apply_under_way" in beside[0].stderr


def test_what_one_plan_did_the_other_does_not_repeat(
    ksef: KsefSimulator, plans: tuple[Path, Path], jst: Jst
) -> None:
    """KSeF has changed since the second was made, though by our own hand."""
    first, second = plans
    done = jst("ksef", "apply", str(first), *WHY)

    ran = jst("ksef", "apply", str(second), *WHY)

    assert (0, 1) == (done.status, ran.status)
    assert "to samo zmienia albo zmienił już inny plan" in ran.err
    assert (WANTED, 0) == (standing(ksef), ksef.world.permissions.repeated)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(SEALED[0], SEALED[1], id="the same steps"),
        pytest.param("obsługa faktur", "obsługa faktur w urzędzie", id="another word"),
        pytest.param(
            '"InvoiceWrite"]', '"InvoiceWrite", "CredentialsRead"]', id="one more"
        ),
        pytest.param('"InvoiceRead", ', "", id="one less"),
        pytest.param('"a.bogus"', '"anna.nowa"', id="another name of hers"),
        pytest.param('"sp1"', '"szkola"', id="another name of the school"),
    ],
)
def test_what_another_plan_has_under_way_is_not_sent(
    ksef_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """KSeF has accepted it and does not show it yet: reading alone would not see it.

    Nor do other words, or another name in the files, make it another grant.
    """
    home = move_in(ksef_once, tmp_path / "slow-home", monkeypatch)
    furnish(home)
    clock = MovingClock(factor=50.0)
    asked = Asked(None, CASE, "", "")
    slow = Terms(operation_s=3_600.0, repeats=Repeats.STORED)

    def sleep(seconds: float) -> None:
        time.sleep(seconds / clock.factor)

    def planned(name: str) -> Path:
        play(monkeypatch, ADMINISTRATOR)
        out = tmp_path / name
        do_plan(asked, out=out, whole=False, as_json=True, clock=clock, sleep=sleep)
        play(monkeypatch, APPROVER)
        return out

    def applied(plan: Path) -> int:
        return do_apply(asked, plan, as_json=True, clock=clock, sleep=sleep)

    with serving_ksef(demo_settings(home), clock=clock, terms=slow) as ksef:
        introduce(ksef)
        pending = applied(planned("first.json"))
        for each in ("permissions.toml", "ksef-people.toml"):
            path = home / each
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        second = planned("second.json")
        with pytest.raises(PlanOutdated):
            applied(second)
        clock.advance(seconds=3_600)
        with pytest.raises(PlanOutdated):
            applied(second)

        assert (2, WANTED) == (pending, standing(ksef))
        assert 0 == ksef.world.permissions.repeated


@pytest.mark.parametrize("fault", ["operation-550", "http-500"])
def test_what_another_plan_asked_in_vain_is_granted_in_other_words(
    ksef: KsefSimulator,
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    fault: str,
) -> None:
    """KSeF refused it, or never got it: nothing stands, so nothing is doubled."""
    monkeypatch.setattr(jst_plan_settle, "SETTLES_S", 0.01)
    first = made_plan(jst, monkeypatch, tmp_path / "first.json")
    ksef.faults.always(fault, on="/permissions/persons/grants")
    failed = jst("ksef", "apply", str(first), *WHY)
    ksef.faults.always(None)
    change(office / "permissions.toml", "obsługa faktur", "obsługa faktur w urzędzie")

    second = made_plan(jst, monkeypatch, tmp_path / "second.json")
    ran = jst("ksef", "apply", str(second), *WHY)

    assert (True, 0) == (failed.status in {1, 2}, ran.status)
    assert (WANTED, 0) == (standing(ksef), ksef.world.permissions.repeated)


def test_another_word_in_the_file_is_not_told_as_a_change_of_ksef(
    ksef: KsefSimulator, plans: tuple[Path, Path], office: Path, jst: Jst
) -> None:
    """Nobody is to look for a stranger's hand in KSeF where there was none."""
    change(office / "permissions.toml", "obsługa faktur", "obsługa faktur w urzędzie")

    ran = jst("ksef", "apply", str(plans[1]), *WHY)

    assert (1, []) == (ran.status, standing(ksef))
    assert "uprawnienia w KSeF są te same, ale zmienił się plik" in ran.err
    assert "gmina | a.bogus | InvoiceRead" in ran.err


def test_a_killed_process_gives_the_lock_back(tmp_path: Path) -> None:
    """Whoever comes next need not look for a file to delete."""
    path = tmp_path / "apply.lock"
    child = os.fork()
    if child == 0:
        with one_apply(path):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    with one_apply(path), pytest.raises(ApplyUnderWay), one_apply(path):
        pass


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """There is no folder for it; nothing was sent."""
    with pytest.raises(OutputRefused), one_apply(tmp_path / "none" / "apply.lock"):
        pass
