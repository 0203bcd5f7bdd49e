"""Who left is granted nothing: not by a plan from before, nor by an entry from before.

Holds: ADR-0039.
"""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import jst.cli.ksef_apply_run as run
import jst.cli.ksef_offboard_run as offboarding
import jst.cli.ksef_plan_run as planning
from accountability.errors import LimitsUnavailable
from jst.apply_lock import is_under_way, one_apply
from jst.apply_log import MADE
from jst.cli.ksef_options import Asked
from jst.demo import OPERATOR, demo_settings
from jst.demo_ksef import ADMINISTRATOR, APPROVER
from jst.leaving import Seen, look
from jst.leaving_checks import require_questions
from jst.leaving_log import BEGUN, EMERGENCY
from jst.office import open_office, open_reader
from jst.plan_approval import note_approval
from jst.plan_file import load_desired
from jst.plan_key import plan_key
from jst.plan_leavers import left_since
from jst.simulators.ksef import KsefSimulator
from ksef.plan.file import digest_of, read_plan, write_plan
from ledger.entry import decode_entry
from tests.jst.conftest import CASE, Jst, Ran, change
from tests.jst.leaver_town import REASON, WHY, scopes
from tests.jst.scenes import play
from vocabulary.clock import system_clock, warsaw_day

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
GRANT_AT = '[[grant]]\nid = "nowy"'
JST = "import sys; from jst.cli.wrapper import main; sys.exit(main(sys.argv[1:]))"
LEAVES = ("ksef", "offboard", "a.bogus", "--emergency", *REASON, *WHY)


def begin_today(office: Path) -> None:
    """Let her entry begin today."""
    old = '"CredentialsRead"]\nfrom = '
    today = warsaw_day(system_clock())
    change(office / "permissions.toml", f"{old}2026-02-01", f"{old}{today}")


def forget_everybody(ksef: KsefSimulator) -> None:
    """Let KSeF show no permission of anybody."""
    for each in list(ksef.world.permissions.all()):
        ksef.world.permissions.remove(each.id)


def applied(jst: Jst, monkeypatch: pytest.MonkeyPatch, plan: str) -> Ran:
    """Let the approver apply a plan."""
    play(monkeypatch, APPROVER)
    return jst("ksef", "apply", plan, *WHY)


def planned_again(
    jst: Jst, monkeypatch: pytest.MonkeyPatch, plan: str
) -> tuple[list[str], Ran]:
    """Plan anew and apply that: who of it has left, and what came of it."""
    made = jst("ksef", "plan", "--out", plan, *WHY, "--json")
    return list(made.json["left"]), applied(jst, monkeypatch, plan)


def planned_in(office: Path, event: str) -> list[dict[str, str]]:
    """Give what the log says that was planned for her, by entries of an event."""
    with open_reader(demo_settings(office).places) as reader:
        told = [decode_entry(body) for _, body in reader.select({"kind": "system"})]
    return [each["planned"] for each in told if each["event"] == event]


@pytest.fixture(name="office")
def _office(office: Path) -> Path:
    """The office's folder, with one grant that KSeF does not have."""
    with (office / "permissions.toml").open("a", encoding="utf-8") as file:
        file.write(GRANT)
    return office


@pytest.fixture(name="plan")
def _plan(
    ksef: KsefSimulator, jst: Jst, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Path:
    """A plan with that grant; its author acts on."""
    assert scopes(ksef)
    play(monkeypatch, ADMINISTRATOR)
    jst("ksef", "plan", "--out", str(tmp_path / "plan.json"), *WHY)
    return tmp_path / "plan.json"


def test_who_left_since_the_plan_is_granted_nothing(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KSeF looks as the plan saw it: only the log knows that she is to have nothing."""
    forget_everybody(ksef)
    jst("ksef", "plan", "--out", f"{plan}.2", *WHY)
    left = jst(*LEAVES)

    ran = applied(jst, monkeypatch, f"{plan}.2")

    # Her own credentials are nothing that the office can revoke.
    assert (1, 1, []) == (left.status, ran.status, scopes(ksef))
    assert "zaczęto odbierać dostęp" in ran.err
    assert "a.bogus" in ran.err
    assert "jst.plan_outdated" in ran.err


def test_who_only_looks_makes_no_plan_younger(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is the one from before she left, whoever has planned since."""
    forget_everybody(ksef)
    jst("ksef", "plan", "--out", f"{plan}.2", *WHY)
    jst(*LEAVES)
    looked = jst("ksef", "plan", *WHY)

    ran = applied(jst, monkeypatch, f"{plan}.2")

    assert (1, 1, []) == (looked.status, ran.status, scopes(ksef))
    assert "jst.plan_outdated" in ran.err


def test_an_entry_from_before_she_left_grants_nothing_ever(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has touched the file: plan and approver are told, and it is refused."""
    jst(*LEAVES)
    made = jst("ksef", "plan", "--out", f"{plan}.2", *WHY)

    play(monkeypatch, APPROVER)
    shown = jst("ksef", "plan", "--show", f"{plan}.2")
    ran = jst("ksef", "apply", f"{plan}.2", *WHY)

    warned = "bo wpis zaczyna się wcześniej albo był już w pliku: nowy"
    told = [" ".join(each.split()) for each in (made.out, shown.out, ran.err)]
    assert [True, True, True] == [warned in each for each in told]
    assert (1, True) == (ran.status, "jst.grant_to_leaver" in ran.err)
    assert "CredentialsRead" not in scopes(ksef)


def test_who_comes_back_by_an_entry_of_that_day_is_told_and_granted(
    ksef: KsefSimulator,
    office: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody wrote it into the file, and another approves it."""
    jst(*LEAVES)
    begin_today(office)

    left, ran = planned_again(jst, monkeypatch, f"{plan}.2")

    assert ["a.bogus"] == left
    assert "wpis zaczyna się tego dnia albo później, więc plan to nada" in " ".join(
        ran.err.split()
    )
    assert 0 == ran.status
    assert "CredentialsRead" in scopes(ksef)


def test_another_reference_makes_nobody_new(
    ksef: KsefSimulator,
    office: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The old one is in no file any more; the log knows her by her number."""
    jst(*LEAVES)
    change(office / "permissions.toml", '"a.bogus"', '"anna.nowa"')
    change(office / "ksef-people.toml", '"a.bogus"', '"anna.nowa"')

    left, ran = planned_again(jst, monkeypatch, f"{plan}.2")

    assert ["anna.nowa"] == left
    assert (1, True) == (ran.status, "jst.grant_to_leaver" in ran.err)
    assert "CredentialsRead" not in scopes(ksef)


def test_her_second_reference_is_granted_nothing_either(
    ksef: KsefSimulator,
    office: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file has another number of hers by now: the log knows the reference."""
    jst(*LEAVES, "--also", "j.bogus")
    hers = 'who = "{}"\nwhere = "gmina"\npermissions = ["CredentialsRead"]'
    file = office / "permissions.toml"
    change(file, hers.format("a.bogus"), hers.format("j.bogus"))
    change(office / "ksef-people.toml", "02070803628", "85050500014")

    left, ran = planned_again(jst, monkeypatch, f"{plan}.2")

    assert ["j.bogus"] == left
    assert (1, True) == (ran.status, "jst.grant_to_leaver" in ran.err)
    assert "CredentialsRead" not in scopes(ksef)


def test_an_emergency_that_broke_off_once_declared_counts(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was revoked yet, and nothing more is granted."""

    def broken(*_: object, **__: object) -> None:
        raise LimitsUnavailable("state")

    with monkeypatch.context() as part:
        part.setattr(offboarding, "look", broken)
        jst(*LEAVES)

    ran = applied(jst, monkeypatch, str(plan))

    assert (1, True) == (ran.status, "jst.plan_outdated" in ran.err)
    assert "zaczęto odbierać dostęp" in ran.err
    assert "CredentialsRead" not in scopes(ksef)


def test_under_a_destroyed_key_she_is_known_by_reference_alone(office: Path) -> None:
    """Nobody can compute her index of that month any more; nothing breaks by it."""
    gone = [{"period": "2020-01.standard", "index": "bogus"}]
    with open_office(demo_settings(office)) as here:
        here.trail.system(BEGUN, {"person": "dawna", "numbers": gone})

        left = left_since(here.trail, load_desired(office)[0])
    assert ["dawna"] == list(left)


@pytest.mark.parametrize(
    ("rename", "status"),
    [pytest.param(False, 1, id="as it was"), pytest.param(True, 0, id="by a new one")],
)
def test_an_entry_that_was_planned_before_she_left_grants_nothing(
    office: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    *,
    rename: bool,
    status: int,
) -> None:
    """It begins no earlier than she left; to take it out for a while helps nobody."""
    begin_today(office)
    jst(*LEAVES)
    file = office / "permissions.toml"
    whole = file.read_text("utf-8")
    file.write_text(whole.partition(GRANT_AT)[0], "utf-8")
    jst(*LEAVES)
    file.write_text(whole, "utf-8")
    change(file, 'id = "nowy"', f'id = "nowy{"-2" * rename}"')
    jst("ksef", "plan", "--out", f"{plan}.2", *WHY)

    play(monkeypatch, APPROVER)
    ran = jst("ksef", "apply", f"{plan}.2", *WHY)

    assert (status, not rename) == (ran.status, "jst.grant_to_leaver" in ran.err)


def test_an_emergency_knows_at_once_what_was_planned(office: Path, jst: Jst) -> None:
    """It may break off before anything is revoked."""
    begin_today(office)
    jst(*LEAVES)

    today = str(warsaw_day(system_clock()))
    assert [{"nowy": today}] == planned_in(office, EMERGENCY)


@pytest.mark.parametrize(
    ("now", "later"),
    [
        pytest.param("2026-02-01", "{today}", id="saved meanwhile"),
        pytest.param("{today}", "broken", id="unreadable by then"),
    ],
)
def test_in_an_emergency_what_was_planned_is_what_the_file_has_when_it_begins(
    ksef: KsefSimulator,
    office: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    now: str,
    later: str,
) -> None:
    """Reading takes its time; where nobody can tell, what was declared counts."""
    file = office / "permissions.toml"
    today = str(warsaw_day(system_clock()))
    now, later = now.format(today=today), later.format(today=today)
    old = '"CredentialsRead"]\nfrom = '
    change(file, f"{old}2026-02-01", f"{old}{now}")

    def meanwhile(*args: Any, **said: Any) -> Seen:  # noqa: ANN401 - passed on
        monkeypatch.setattr(offboarding, "look", look)
        seen = look(*args, **said)
        change(file, f"{old}{now}", f"{old}{later}")
        return seen

    monkeypatch.setattr(offboarding, "look", meanwhile)
    jst(*LEAVES)

    assert [{"nowy": today}] == planned_in(office, BEGUN)
    assert ["InvoiceWrite"] == scopes(ksef)


def test_what_was_planned_has_to_be_deleted_as_the_hint_says(
    office: Path, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it ends later, it stands in the file still, beside the new one."""
    begin_today(office)
    jst(*LEAVES)
    file = office / "permissions.toml"
    old = file.read_text("utf-8")
    today = warsaw_day(system_clock())
    new = GRANT.replace("nowy", "powrot").replace("2026-02-01", str(today))
    file.write_text(f"{old}until = {today + timedelta(days=9)}\n{new}", "utf-8")
    jst("ksef", "plan", "--out", f"{plan}.2", *WHY)
    refused = applied(jst, monkeypatch, f"{plan}.2")
    file.write_text(f"{old.partition(GRANT_AT)[0]}{new}", "utf-8")
    play(monkeypatch, ADMINISTRATOR)
    jst("ksef", "plan", "--out", f"{plan}.3", *WHY)

    ran = applied(jst, monkeypatch, f"{plan}.3")

    assert (1, True) == (refused.status, "jst.grant_to_leaver" in refused.err)
    assert "usuń wymienione wpisy" in refused.err
    assert 0 == ran.status


def test_by_a_list_what_was_planned_is_what_the_file_has_when_it_begins(
    office: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading every context takes its time, and the log says nothing until then."""
    listed = jst("ksef", "offboard", "a.bogus", *WHY, "--json").json["list"]

    def meanwhile(*args: Any, **said: Any) -> None:  # noqa: ANN401 - passed on
        require_questions(*args, **said)
        begin_today(office)

    monkeypatch.setattr(offboarding, "require_questions", meanwhile)
    play(monkeypatch, APPROVER)
    jst("ksef", "offboard", "a.bogus", "--apply", listed, *WHY)

    assert [{"nowy": str(warsaw_day(system_clock()))}] == planned_in(office, BEGUN)


@pytest.mark.parametrize("while_it", ["load_desired", "read_actual"])
def test_who_leaves_while_a_plan_is_made_is_granted_nothing(
    ksef: KsefSimulator,
    office: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    while_it: str,
) -> None:
    """The file was read before, and says nothing of it; the plan does already."""
    begin_today(office)
    command = [sys.executable, "-c", JST, *LEAVES]

    reads = getattr(planning, while_it)

    def meanwhile(*args: object, **kwargs: object) -> object:
        seen = reads(*args, **kwargs)
        subprocess.run(command, capture_output=True, check=False)
        return seen

    monkeypatch.setattr(planning, while_it, meanwhile)
    made = jst("ksef", "plan", "--out", f"{plan}.2", *WHY)
    monkeypatch.setattr(planning, while_it, reads)
    ran = applied(jst, monkeypatch, f"{plan}.2")

    assert "gdy plan już powstawał; jst ksef apply odmówi" in " ".join(made.out.split())
    assert (1, True) == (ran.status, "jst.plan_outdated" in ran.err)
    assert "CredentialsRead" not in scopes(ksef)


def test_an_instant_after_the_logs_own_is_refused(
    ksef: KsefSimulator,
    office: Path,
    plan: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where somebody with the key of plans writes its digest into the log."""
    settings = demo_settings(office)
    desired, _ = load_desired(office)
    key = plan_key(settings.places)
    mine = read_plan(plan.read_bytes(), desired, key=key)
    later = replace(mine, made_at=system_clock() + timedelta(days=1))
    plan.write_bytes(write_plan(later, desired, key=key))
    with open_office(settings) as here:
        said = {"actor": {"id": mine.author, "name": "Urszula Urojona"}}
        here.trail.system(MADE, {**said, "batch": digest_of(later), "steps": 1})

    ran = applied(jst, monkeypatch, str(plan))

    assert (1, True) == (ran.status, "jst.plan_refused" in ran.err)
    assert "zanim zaczęto go tworzyć" in ran.err
    assert "CredentialsRead" not in scopes(ksef)


def test_a_plan_of_a_clock_that_was_ahead_is_refused_once_that_is_put_right(
    ksef: KsefSimulator,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Who leaves while it is applied would seem to have left before it was made."""
    plan = tmp_path / "plan.json"

    def ahead() -> datetime:
        return system_clock() + timedelta(seconds=100)

    play(monkeypatch, ADMINISTRATOR)
    asked = Asked(None, CASE, "", "")
    planning.do_plan(asked, out=plan, whole=False, as_json=False, clock=ahead)
    play(monkeypatch, OPERATOR)
    accepted = jst("ledger", "accept-clock", "--reason", "zegar był do przodu o 100 s")

    ran = applied(jst, monkeypatch, str(plan))

    assert (0, 1, True) == (accepted.status, ran.status, "jst.plan_refused" in ran.err)
    assert "albo zegara plan był gotowy, zanim zaczęto go tworzyć" in ran.err
    assert "CredentialsRead" not in scopes(ksef)


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
    ran = applied(jst, monkeypatch, str(plan))

    assert "trwa wykonanie planu" in beside[0].stderr
    assert 1 == ran.status
    assert "zaczęto odbierać tej osobie dostęp" in " ".join(ran.out.split())
    assert "CredentialsRead" not in scopes(ksef)


def test_no_apply_is_under_way_before_the_first(tmp_path: Path) -> None:
    """There is no lock to look at; and one that nobody holds says no."""
    path = tmp_path / "apply.lock"
    never = is_under_way(path)
    with one_apply(path):
        held = is_under_way(path)

    assert (False, True, False) == (never, held, is_under_way(path))
