"""`jst ksef apply`: two people, one plan, each step once, the end shown as proof."""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import jst.plan_settle as jst_plan_settle
from accountability.errors import LimitReached, OutcomeUnknown
from jst.apply_log import Ended
from jst.cli.ksef_apply_run import do_apply
from jst.cli.ksef_options import Asked
from jst.cli.ksef_plan_run import do_plan
from jst.demo import OFFICE_NIP, demo_settings
from jst.demo_ksef import (
    ADMINISTRATOR,
    APPROVER,
    ZAWFA_PERSON,
    serving_ksef,
)
from jst.ksef_contexts import Contexts
from jst.ksef_credentials import Credential
from jst.plan_apply import Applier
from jst.plan_file import load_desired
from jst.plan_key import plan_key
from jst.simulators.ksef import KsefSimulator, MovingClock, Terms
from ksef.access import permissions
from ksef.access.open_session import Session
from ksef.plan.file import read_plan, write_plan
from tests.jst.apply_office import (
    BUYER,
    SCHOOL,
    WANTED,
    WHY,
    furnish,
    introduce,
    made_plan,
    standing,
)
from tests.jst.conftest import CASE, Jst, change
from tests.jst.ksef_world import OTHER, STRANGER, give
from tests.jst.scenes import play
from vocabulary.clock import system_clock


@pytest.fixture(name="office")
def _office(ksef_home: Path) -> Path:
    """The office's folder, with what it wants."""
    furnish(ksef_home)
    return ksef_home


@pytest.fixture(name="ksef")
def _ksef(ksef: KsefSimulator, office: Path) -> KsefSimulator:
    """KSeF, which knows the gmina and its school."""
    assert office.exists()
    introduce(ksef)
    return ksef


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


def test_the_same_plan_made_anew_is_done_anew(
    ksef: KsefSimulator,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Somebody took it all away since: what the first plan did is no word on this one.

    Each of the two was approved, and the log says so.
    """
    jst("ksef", "apply", str(plan), *WHY)
    for each in list(ksef.world.permissions.all()):
        ksef.world.permissions.remove(each.id)
    second = made_plan(jst, monkeypatch, tmp_path / "second.json")

    ran = jst("ksef", "apply", str(second), *WHY)

    assert (0, WANTED) == (ran.status, standing(ksef))
    assert 2 == jst("ledger", "show", "--json").out.count("ksef-plan-approved")


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
    give(ksef, OTHER, "InvoiceRead")

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

    assert ["done", "done", "done", "refused"] == sorted(
        s["stage"] for s in ran.json["steps"]
    )
    assert 1 == ran.status


def test_a_lost_answer_is_looked_for_before_anything_is_sent_again(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KSeF has acted and the line broke: a second grant would be one too many."""
    monkeypatch.setattr(jst_plan_settle, "SETTLES_S", 0.0)
    ksef.faults.next("drop-after-accept", on="/permissions/persons/grants")

    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert 0 == ran.status
    assert WANTED == standing(ksef)
    assert 1 == ksef.received["POST /permissions/persons/grants"]


def test_what_may_be_a_colleagues_is_told_and_never_granted_again(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is lost, and what stands in KSeF now has another description."""
    monkeypatch.setattr(jst_plan_settle, "SETTLES_S", 0.0)
    ksef.faults.next("drop-after-accept", on="/permissions/persons/grants")
    send = permissions.grant

    def meeting_a_colleague(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - what it wraps
        try:
            return send(*args, **kwargs)
        except OutcomeUnknown:
            for each in ksef.world.permissions.all():
                alike = replace(each, id="", description="Kolega nadał wcześniej")
                ksef.world.permissions.remove(each.id)
                ksef.world.permissions.add(alike)
            raise

    monkeypatch.setattr(permissions, "grant", meeting_a_colleague)
    ran = jst("ksef", "apply", str(plan), *WHY)

    assert 2 == ran.status
    assert "w KSeF jest podobne nadanie" in " ".join(ran.out.split())
    assert 1 == ksef.received["POST /permissions/persons/grants"]


def test_an_altered_plan_is_refused(ksef: KsefSimulator, plan: Path, jst: Jst) -> None:
    """The digest is what was approved."""
    text = plan.read_text("utf-8").replace("InvoiceRead", "InvoiceWrite", 1)
    plan.write_text(text, "utf-8")

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert 0 != ran.status
    assert "ksef.plan.altered" in ran.err
    assert [] == standing(ksef)


def test_a_lost_authorisation_is_looked_for_as_well(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entity may issue invoices in our name: twice would be one too many."""
    monkeypatch.setattr(jst_plan_settle, "SETTLES_S", 0.0)
    ksef.faults.next("drop-after-accept", on="/permissions/authorizations/grants")

    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert (0, WANTED) == (ran.status, standing(ksef))
    assert 1 == ksef.received["POST /permissions/authorizations/grants"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (', "InvoiceWrite"]', "]"),
        ('["SelfInvoicing"]', '["TaxRepresentative"]'),
        ('["sp1", "bursa"]', '"bursa"'),
    ],
)
def test_a_lost_revocation_is_looked_for(
    old: str,
    new: str,
    ksef: KsefSimulator,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """What is gone from KSeF was revoked, whatever became of the answer."""
    monkeypatch.setattr(jst_plan_settle, "SETTLES_S", 0.0)
    jst("ksef", "apply", str(plan), *WHY)
    before = standing(ksef)
    change(Path(os.environ["JST_HOME"]) / "permissions.toml", old, new)
    second = made_plan(jst, monkeypatch, tmp_path / "second.json")
    ksef.faults.next("drop-after-accept", on="/grants/")

    ran = jst("ksef", "apply", str(second), *WHY, "--json")

    assert {"done"} == {each["stage"] for each in ran.json["steps"]}
    assert before != standing(ksef)
    assert 0 == ran.status


def test_limits_and_slow_operations_are_waited_for(
    office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """KSeF says when to come back, and so do our own counters; nothing is refused."""
    clock = MovingClock(factor=50.0)
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        time.sleep(seconds / clock.factor)

    asked = Asked(None, CASE, "", "")
    slow = Terms(operation_s=30.0)
    with serving_ksef(demo_settings(office), clock=clock, terms=slow) as ksef:
        introduce(ksef)
        play(monkeypatch, ADMINISTRATOR)
        file = tmp_path / "slow.json"
        do_plan(asked, out=file, whole=False, as_json=True, clock=clock, sleep=sleep)
        ksef.world.limits.other = (10, 1, 120)
        play(monkeypatch, APPROVER)

        status = do_apply(asked, file, as_json=True, clock=clock, sleep=sleep)

        assert (0, WANTED) == (status, standing(ksef))
    assert max(waits) > 10


def test_a_login_in_the_middle_waits_for_limits_as_well(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session ends after an hour; the next login may be one too many just then."""
    begun = Contexts._begun
    full: list[LimitReached] = [LimitReached(system_clock() + timedelta(seconds=1))]

    def limited(contexts: Contexts, credential: Credential) -> Session:
        if full:
            raise full.pop()
        return begun(contexts, credential)

    ksef.faults.next("expired", on="/permissions/persons/grants", times=2)
    send = Applier.send

    def then_limited(applier: Applier) -> Iterator[Ended]:
        monkeypatch.setattr(Contexts, "_begun", limited)
        return send(applier)

    monkeypatch.setattr(Applier, "send", then_limited)
    ran = jst("ksef", "apply", str(plan), *WHY, "--json")

    assert [] == full
    assert (0, WANTED) == (ran.status, standing(ksef))


def test_no_number_is_printed_or_logged(
    ksef: KsefSimulator, plan: Path, office: Path, jst: Jst
) -> None:
    """What the approver sees is copied into a letter, and the log stays for years."""
    ran = jst("ksef", "apply", str(plan), *WHY)

    said = ran.out + ran.err
    assert ksef.received
    assert not any(each in said for each in (ZAWFA_PERSON, OFFICE_NIP, SCHOOL, BUYER))
    assert "KSeF pokazuje wszystko" in ran.out
    places = demo_settings(office).places
    kept = [each for each in places.answers.rglob("*") if each.is_file()]
    assert kept
    assert [] == [
        path.name
        for path in (places.ledger.store, *kept)
        if ZAWFA_PERSON.encode() in path.read_bytes()
    ]


def test_a_plan_that_the_log_has_not_seen_is_refused(
    ksef: KsefSimulator, plan: Path, office: Path, jst: Jst
) -> None:
    """Whoever holds the key of plans can write one; nobody made it here."""
    desired, _ = load_desired(office)
    key = plan_key(demo_settings(office).places)
    other = replace(read_plan(plan.read_bytes(), desired, key=key), author="n.nikt")
    plan.write_bytes(write_plan(other, desired, key=key))

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert (1, True) == (ran.status, "jst.plan_refused" in ran.err)
    assert [] == standing(ksef)


def test_a_context_that_cannot_be_read_again_stops_the_plan(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """Nobody can tell then whether KSeF is as it was approved."""
    ksef.faults.always("http-503", on="/permissions/query/persons")

    ran = jst("ksef", "apply", str(plan), *WHY)

    assert (1, True) == (ran.status, "jst.plan_outdated" in ran.err)
    assert [] == standing(ksef)


def test_a_plan_without_steps_is_neither_approved_nor_done(
    ksef: KsefSimulator,
    plan: Path,
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """It says so, and asks KSeF nothing."""
    assert plan.exists()
    text = (office / "permissions.toml").read_text("utf-8")
    entries = text.index("[[grant]]")
    (office / "permissions.toml").write_text(text[:entries], "utf-8")
    empty = tmp_path / "empty.json"
    play(monkeypatch, ADMINISTRATOR)
    jst("ksef", "plan", "--out", str(empty), *WHY)
    play(monkeypatch, APPROVER)
    before = ksef.received.total()
    ran = jst("ksef", "apply", str(empty), *WHY)
    shown = jst("ksef", "apply", str(empty), *WHY, "--json")

    assert (0, True) == (ran.status, "nie ma kroków" in ran.out)
    assert (0, []) == (shown.status, shown.json["steps"])
    assert before == ksef.received.total()
    assert "ksef-plan-approved" not in jst("ledger", "show", "--json").out


def test_what_it_will_do_is_told_before_it_does_it(
    ksef: KsefSimulator, plan: Path, jst: Jst
) -> None:
    """Who approves sees whose plan it is, which one, and how much; also if refused."""
    ksef.faults.always("http-503", on="/permissions/query/persons")

    ran = jst("ksef", "apply", str(plan), *WHY)

    digest = json.loads(plan.read_text("utf-8"))["digest"]
    assert [] == standing(ksef)
    told = " ".join(ran.err.split())
    assert f"autor: {ADMINISTRATOR}, skrót {digest}" in told
    assert "nada 4, odbierze 0 (kroki); osób i podmiotów: 2, kontekstów: 1" in told
    assert [] == [
        each
        for each in ran.err.splitlines()
        if len(each) > 80 and not each.startswith(("jst: błąd", "jst: wskazówka"))
    ]


def go_dark_at_the_end(ksef: KsefSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let KSeF show nobody's permissions once everything has been sent."""
    send = Applier.send

    def then_dark(applier: Applier) -> Iterator[Ended]:
        yield from send(applier)
        ksef.faults.always("http-503", on="/permissions/query/persons")

    monkeypatch.setattr(Applier, "send", then_dark)


def test_an_end_that_cannot_be_read_is_not_said_to_be_missing(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has looked: that says nothing about KSeF, and proves nothing."""
    with monkeypatch.context() as once:
        go_dark_at_the_end(ksef, once)
        ran = jst("ksef", "apply", str(plan), *WHY, "--json")
    ksef.faults.always(None)
    again = jst("ksef", "apply", str(plan), *WHY)

    assert (2, None) == (ran.status, ran.json["endDigest"])
    assert ["InvoiceRead", "InvoiceWrite"] == [
        each["permission"] for each in ran.json["unread"]
    ]
    assert [] == ran.json["unproved"]
    assert (0, WANTED) == (again.status, standing(ksef))


def test_an_unread_end_is_told_in_words(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to do next: repeat the command, which sends nothing twice."""
    go_dark_at_the_end(ksef, monkeypatch)
    ran = jst("ksef", "apply", str(plan), *WHY)

    assert 2 == ran.status
    assert "gmina | a.bogus | InvoiceRead: nie odczytano ponownie" in ran.out
    assert "KSeF tego nie pokazuje" not in ran.out
