"""The stories of jst demo ksef: every step happens, and can fail."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from jst.cli.demo_ksef import KILLS, do_ksef
from jst.cli.demo_ksef_counts import logged
from jst.cli.demo_ksef_play import Play
from jst.cli.demo_ksef_proof import prove, require_done
from jst.cli.demo_stage import Stage
from jst.demo_forty import add_stranger, create_forty
from jst.errors import DemoFailed
from jst.places import places_of
from jst.simulators.ksef import KsefSimulator, MovingClock

FORTY = [
    *("office", "plan", "representatives", "units", "drift", "expired"),
    *("journal", "proof"),
]
LEAVER = ["leaver", "leaver-proof"]
FORTY_SHOWN = [
    "40 units (22 + 15 + 2 + 1), 120 people",
    "45 steps, 36 representatives, 3 impossible, 1 unlisted",
    "45 steps done, 54 permissions as in the file",
    "73 steps done, 163 permissions as in the file",
    "1 unknown, 5 expired, 37 contexts",
    "7 steps done, 162 permissions as in the file and 1 of a stranger",
    "120 grants, 5 revocations",
    "proved",
]


def test_forty_units_are_planned_applied_and_proved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step counts what it claims; here with fewer kills than the story's 30.

    Holds: ADR-0039.
    """
    before = os.environ.get("JST_HOME")

    status = do_ksef(tmp_path / "forty", as_json=True, kills=(3, 1))

    said = json.loads(capsys.readouterr().out)
    shown = {each["step"]: each["shown"] for each in said["steps"]}
    assert 0 == status
    assert [*FORTY, *LEAVER] == list(shown)
    assert FORTY_SHOWN == [shown[step] for step in FORTY]
    assert (
        "9 contexts, 4 grants made, 2 tokens, 1 session, 3 expired" == shown["leaver"]
    )
    assert "proved" == shown["leaver-proof"]
    assert before == os.environ.get("JST_HOME")
    found = logged(places_of(tmp_path / "forty", None, None, demo=True))
    assert 1 <= found.deaths <= 4
    assert {"grant_person", "grant_subunit", "revoke_common"} == set(found.changes)
    assert 38 == len(found.logged_in)


@pytest.fixture(name="play")
def _play(tmp_path: Path) -> Play:
    """The office of the story; nothing has been asked of its KSeF."""
    clock = MovingClock()
    home = tmp_path / "forty"
    create_forty(home, clock=clock, ends_on=date(2999, 1, 1))
    ksef = KsefSimulator(home / "simulator-ksef", clock=clock)
    return Play(home=home, clock=clock, ksef=ksef, stage=Stage(as_json=True))


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        pytest.param({"exitCode": 1, "unproved": [], "steps": []}, 0, id="refused"),
        pytest.param({"exitCode": 0, "unproved": [1], "steps": []}, 0, id="unproved"),
        pytest.param({"exitCode": 0, "unproved": [], "steps": []}, 0, id="too little"),
        pytest.param({"exitCode": 0, "unproved": [], "steps": []}, 1, id="foreign"),
        pytest.param({"exitCode": 0, "unproved": [], "steps": []}, 2, id="twice"),
    ],
)
def test_a_step_is_not_claimed_when_ksef_does_not_hold_it(
    play: Play, said: dict[str, object], stands: int
) -> None:
    """The words of apply are not enough: the simulator is compared with the file."""
    for _ in range(stands):
        add_stranger(play.ksef)

    with pytest.raises(DemoFailed):
        require_done(play, said, appointed=(), inside={"gmina"})


def test_a_change_that_is_not_in_the_log_fails_the_story(play: Play) -> None:
    """Somebody else's grant came in, and no action of ours tells of it."""
    play.ksef.world.received["POST /permissions/persons/grants"] += 1
    play.stage.step("before", "", "")

    with pytest.raises(DemoFailed):
        prove(play, kills=30)


def test_the_story_kills_thirty_times() -> None:
    """The issue says so; at two grants a kill, each plan has work left for the last."""
    assert 30 == sum(KILLS)
    for kills, steps in zip(KILLS, (45, 73), strict=True):
        assert 2 * kills < steps
