"""Somebody leaves while KSeF still carries out what was granted to her.

Holds: ADR-0039.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import jst.plan_settle as jst_plan_settle
from accountability.errors import AuditUnavailable
from jst.cli.ksef_apply_run import do_apply
from jst.cli.ksef_offboard_run import Leaver, do_emergency, do_list
from jst.cli.ksef_options import Asked
from jst.cli.ksef_plan_run import do_plan
from jst.demo import demo_settings
from jst.demo_ksef import ADMINISTRATOR, APPROVER, serving_ksef
from jst.simulators.ksef import KsefSimulator, MovingClock, Terms
from ksef.access import exchange
from tests.jst.apply_office import (
    PEOPLE,
    PERMISSIONS,
    WHY,
    introduce,
    made_plan,
    standing,
)
from tests.jst.conftest import CASE, Jst
from tests.jst.scenes import move_in, play, write_files

ANNA = Leaver(("a.bogus",), frozenset())
ASKED = Asked(None, CASE, "odchodzi nagle, brak zaufania", "")
READS = ("persons", "InvoiceRead")
HOUR_S = 3_600.0


def furnish_alone(home: Path) -> None:
    """Furnish an office without units, whose every context can be read."""
    units, grants = PERMISSIONS.index("[[unit]]"), PERMISSIONS.index("[bundle]")
    others = PERMISSIONS.index('[[grant]]\nid = "dyrektor"')
    write_files(home, PERMISSIONS[:units] + PERMISSIONS[grants:others], PEOPLE)


def full(*told: object) -> None:
    """Refuse to note a number, as a log does that takes no more for a moment."""
    del told
    raise AuditUnavailable("the log refused the correction")


@dataclass
class Town:
    """An office whose KSeF takes an hour for each operation."""

    home: Path
    ksef: KsefSimulator
    clock: MovingClock
    monkeypatch: pytest.MonkeyPatch

    def sleep(self, seconds: float) -> None:
        """Wait at the pace of the clock."""
        time.sleep(seconds / self.clock.factor)

    def plan(self, out: Path | None) -> int:
        """Let the administrator plan."""
        play(self.monkeypatch, ADMINISTRATOR)
        timed = {"clock": self.clock, "sleep": self.sleep}
        return do_plan(ASKED, out=out, whole=False, as_json=True, **timed)  # type: ignore[arg-type]  # by name

    def apply(self, plan: Path) -> int:
        """Let the approver apply."""
        play(self.monkeypatch, APPROVER)
        timed = {"clock": self.clock, "sleep": self.sleep}
        return do_apply(ASKED, plan, as_json=False, **timed)  # type: ignore[arg-type]  # by name

    def grants_and_forgets_her(self, plan: Path) -> int:
        """Plan and apply; then take her entries out of the file."""
        self.plan(plan)
        status = self.apply(plan)
        path = self.home / "permissions.toml"
        text = path.read_text("utf-8")
        path.write_text(text[: text.index("[[grant]]")], "utf-8")
        return status

    def leaves(self) -> int:
        """Revoke all of hers, by one person."""
        play(self.monkeypatch, ADMINISTRATOR)
        return do_emergency(
            ANNA, ASKED, as_json=False, clock=self.clock, sleep=self.sleep
        )

    def listed(self) -> int:
        """List what she has."""
        play(self.monkeypatch, ADMINISTRATOR)
        return do_list(ANNA, ASKED, as_json=True, clock=self.clock, sleep=self.sleep)


@pytest.fixture(name="town")
def _town(
    ksef_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    """Such an office, which grants Anna two permissions."""
    home = move_in(ksef_once, tmp_path / "slow-home", monkeypatch)
    furnish_alone(home)
    clock = MovingClock(factor=50.0)
    slow = Terms(operation_s=HOUR_S)
    with serving_ksef(demo_settings(home), clock=clock, terms=slow) as ksef:
        introduce(ksef)
        yield Town(home, ksef, clock, monkeypatch)


@pytest.fixture(name="plan")
def _plan(
    ksef: KsefSimulator,
    ksef_home: Path,
    jst: Jst,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """A plan of that office with a KSeF that acts at once; the approver acts now."""
    introduce(ksef)
    furnish_alone(ksef_home)
    return made_plan(jst, monkeypatch, tmp_path / "plan.json")


def test_what_ksef_has_yet_to_do_is_named_and_found_later(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """KSeF shows nothing of hers, and will: that is no end of an offboarding."""
    pending = town.grants_and_forgets_her(tmp_path / "plan.json")
    capsys.readouterr()
    first = town.leaves()
    told = capsys.readouterr().out
    town.clock.advance(seconds=HOUR_S)
    town.ksef.world.permissions.operation_s = 0.0
    second = town.leaves()

    assert (2, 2, 0) == (pending, first, second)
    assert 1 == told.count("grant_person | przyjęte przez KSeF")
    assert [] == standing(town.ksef)


def test_a_revocation_that_ksef_has_yet_to_do_is_not_known(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """KSeF took it: nobody can say that it failed, nor that it is done."""
    town.grants_and_forgets_her(tmp_path / "plan.json")
    town.clock.advance(seconds=HOUR_S)
    capsys.readouterr()
    status = town.leaves()

    assert 2 == status
    assert (
        "NIE WIADOMO (KSeF przyjął, jeszcze nie wykonał): " in capsys.readouterr().out
    )


def test_what_stands_and_is_wanted_no_more_is_told_so(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not missing in KSeF: whoever repeats the command is to plan anew."""
    town.grants_and_forgets_her(tmp_path / "plan.json")
    town.clock.advance(seconds=HOUR_S)
    capsys.readouterr()
    again = town.apply(tmp_path / "plan.json")
    told = " ".join(capsys.readouterr().out.split())

    assert (1, True) == (again, READS in standing(town.ksef))
    assert "InvoiceRead: KSeF to pokazuje, a permissions.toml już" in told
    assert "KSeF tego nie pokazuje" not in told


def test_a_grant_that_ksef_has_forgotten_holds_nobody_up(
    town: Town, tmp_path: Path
) -> None:
    """What came of it, the lists show: nothing did."""
    town.grants_and_forgets_her(tmp_path / "plan.json")
    town.ksef.world.permissions._operations.clear()

    assert 0 == town.listed()


def test_a_grant_whose_number_only_the_outcome_says_is_asked_about(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log refused the note of it; KSeF knows that it has ended."""
    with town.monkeypatch.context() as patched:
        patched.setattr(exchange, "note_accepted", full)
        town.grants_and_forgets_her(tmp_path / "plan.json")
    town.clock.advance(seconds=HOUR_S)
    capsys.readouterr()
    status = town.listed()

    assert (1, []) == (status, json.loads(capsys.readouterr().out)["inDoubt"])


def test_where_ksef_cannot_be_asked_it_may_still_come(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Silence is no end."""
    town.grants_and_forgets_her(tmp_path / "plan.json")
    town.ksef.faults.always("http-503", on="/permissions/operations/")
    capsys.readouterr()
    status = town.listed()

    assert 2 == status
    assert '"inDoubt"' in capsys.readouterr().out


def test_a_grant_that_ksef_refused_is_over(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it comes any more."""
    ksef.faults.always("operation-550", on="/grants")
    jst("ksef", "apply", str(plan), *WHY)
    play(monkeypatch, ADMINISTRATOR)

    ran = jst("ksef", "offboard", "a.bogus", *WHY, "--json")

    assert (1, []) == (ran.status, ran.json["inDoubt"])


def test_a_grant_whose_answer_was_just_lost_may_still_come(
    ksef: KsefSimulator, plan: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """KSeF gets its minute; after it, its lists show what came of it."""
    monkeypatch.setattr(jst_plan_settle, "SETTLES_S", 0.0)
    ksef.faults.always("http-500", on="/permissions/persons/grants")
    jst("ksef", "apply", str(plan), *WHY)
    play(monkeypatch, ADMINISTRATOR)
    soon = jst("ksef", "offboard", "a.bogus", *WHY, "--json")
    monkeypatch.setattr("jst.leaving_pending.SETTLES_S", 0.0)
    later = jst("ksef", "offboard", "a.bogus", *WHY, "--json")

    assert 2 == soon.status
    assert {"grant_person"} == {each["operation"] for each in soon.json["inDoubt"]}
    assert (1, []) == (later.status, later.json["inDoubt"])
