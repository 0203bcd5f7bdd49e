"""`jst ksef apply`: two people, one plan, each step once, the end shown as proof."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import jst.plan_apply as jst_plan_apply
from jst.demo import demo_settings
from jst.demo_ksef import ADMINISTRATOR, APPROVER, create_ksef_demo, serving_ksef
from jst.simulators.ksef import KsefSimulator, Terms
from tests.jst.apply_office import (
    STRANGER,
    WANTED,
    WHY,
    add_stranger,
    introduce,
    made_plan,
    play,
    standing,
    write_files,
)
from tests.jst.conftest import Jst
from vocabulary.clock import system_clock


@pytest.fixture(name="once", scope="session")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration office with a KSeF and a file of permissions."""
    folder = tmp_path_factory.mktemp("apply") / "home"
    create_ksef_demo(folder)
    write_files(folder)
    return folder


@pytest.fixture(name="office")
def _office(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office of one's own."""
    home = tmp_path / "apply-home"
    shutil.copytree(once, home)
    monkeypatch.setenv("JST_HOME", str(home))
    for name in ("JST_KEYS", "JST_MEMORY", "JST_LANG"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(name="ksef")
def _ksef(office: Path) -> Iterator[KsefSimulator]:
    """KSeF, which knows the gmina and its school."""
    terms = Terms(login_s=0.0, operation_s=0.0)
    with serving_ksef(demo_settings(office), terms=terms) as simulator:
        introduce(simulator, system_clock())
        yield simulator


@pytest.fixture(name="plan")
def _plan(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    """A plan of the administrator's; the approver acts from now on."""
    assert [] == standing(ksef)
    return made_plan(jst, monkeypatch, tmp_path / "plan.json")


def test_a_plan_is_applied_and_shown_as_proof(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """Whoever approves sees what KSeF has afterwards, not what was sent."""
    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert (0, "") == (ran.status, "" if ran.status == 0 else ran.out + ran.err)
    assert {"done"} == {each["stage"] for each in ran.json["steps"]}
    assert [] == ran.json["unproved"]
    assert WANTED == standing(ksef)


def test_the_same_plan_again_changes_nothing(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """Somebody may have closed the window before the last line."""
    jst("ksef", "apply", str(plan), *WHY)
    sent = ksef.received["POST /permissions/persons/grants"]

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert 0 == ran.status
    assert sent == ksef.received["POST /permissions/persons/grants"]
    assert WANTED == standing(ksef)


def test_its_author_may_not_approve_a_plan(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two people, also where an approver makes the plan; the attempt is in the log."""
    plan = made_plan(jst, monkeypatch, tmp_path / "own.json", by=APPROVER)

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert (1, True) == (ran.status, "ksef.plan.two_people" in ran.err)
    assert '"denied"' in jst("ledger", "show", "--json").out
    assert [] == standing(ksef)


def test_who_is_no_approver_applies_nothing(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The role decides, not the account."""
    play(monkeypatch, ADMINISTRATOR)

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert (1, True) == (ran.status, "jst.role_missing" in ran.err)
    assert [] == standing(ksef)


def test_a_plan_is_refused_when_ksef_has_changed(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """What was approved is not what would happen now; what changed is told."""
    add_stranger(ksef, system_clock())

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert (1, True) == (ran.status, "jst.plan_outdated" in ran.err)
    assert "gmina | " in ran.err
    assert STRANGER not in ran.err
    assert [("persons", "InvoiceRead")] == standing(ksef)


def test_what_ksef_refuses_is_told_and_the_rest_is_done(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """One refusal does not keep the others from what they are due."""
    ksef.faults.next("operation-550", on="/permissions/persons/grants")

    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert ["done", "done", "refused"] == sorted(s["stage"] for s in ran.json["steps"])
    assert 1 == ran.status


def test_a_lost_answer_is_looked_for_before_anything_is_sent_again(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KSeF has acted and the line broke: a second grant would be one too many."""
    monkeypatch.setattr(jst_plan_apply, "SETTLES_S", 0.0)
    ksef.faults.next("drop-after-accept", on="/permissions/persons/grants")

    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert 0 == ran.status
    assert WANTED == standing(ksef)
    assert 1 == ksef.received["POST /permissions/persons/grants"]


def test_an_altered_plan_is_refused(ksef: KsefSimulator, plan: Path, jst: Jst) -> None:
    """The digest is what was approved."""
    text = plan.read_text("utf-8").replace("InvoiceRead", "InvoiceWrite", 1)
    plan.write_text(text, "utf-8")

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert 0 != ran.status
    assert "ksef.plan.altered" in ran.err
    assert [] == standing(ksef)
