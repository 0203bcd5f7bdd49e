"""The story *Leaver and deputy*, lived through once against the simulated KSeF."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jst.cli.demo_ksef_summer import leaver_story
from jst.cli.demo_ksef_told import LeaverTold
from jst.demo import demo_settings
from jst.demo_ksef_leaver_scene import TREASURER_PESEL
from jst.office import open_reader
from ledger.entry import decode_entry


@dataclass(frozen=True)
class Lived:
    """What the story gave back, what it said, and where."""

    told: LeaverTold
    lines: tuple[str, ...]
    home: Path


@pytest.fixture(name="lived", scope="module")
def _lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """One summer; it takes some twenty seconds, so it is lived once."""
    lines: list[str] = []
    home = tmp_path_factory.mktemp("leaver") / "home"
    told = leaver_story(home, tell=lines.append)
    return Lived(told, tuple(lines), home)


def sorts(said: dict[str, Any]) -> Counter[str]:
    """Count the items of a list by sort."""
    return Counter(each["sort"] for each in said["items"])


def test_offboard_shows_contexts_grants_tokens_and_the_session(lived: Lived) -> None:
    """Nine contexts, four grants she made, two tokens, one live session."""
    listed = lived.told.listed

    assert [] == listed["unread"]
    assert 9 == len(listed["contexts"])
    assert {"made": 4, "token": 2, "session": 1, "own": 11} == sorts(listed)


def test_one_person_revokes_everything_of_hers(lived: Lived) -> None:
    """What she gave to others stays, and is still shown: somebody confirms it."""
    revoked = lived.told.revoked

    assert [None] * 14 == [each["code"] for each in revoked["done"]]
    assert {"made": 4} == sorts(revoked["left"])
    assert [] == revoked["left"]["unread"]


def test_an_emergency_waits_until_another_person_approves(lived: Lived) -> None:
    """The next morning it is on the list, then no more."""
    assert 1 == len(lived.told.waited["pending"])
    assert [] == lived.told.waits["pending"]
    assert any("bez zatwierdzenia: 1" in each for each in lived.lines)


def test_an_access_token_outlives_the_revocation_and_no_more(lived: Lived) -> None:
    """That tail is told on the list, and it is true of KSeF."""
    assert (True, True) == (lived.told.tail_worked, lived.told.tail_ended)
    assert any("działa do swego końca" in each for each in lived.lines)


def test_the_deputy_begins_by_two_persons_and_expires_on_the_day(lived: Lived) -> None:
    """From 16 June to 31 August; the second run of 1 September finds nothing."""
    told = lived.told
    [deputy] = told.deputy["deputies"]
    ended = told.expired["revoked"]

    assert "holds" == deputy["stage"]
    assert {"z.zastepczy"} == {each["who"] for each in told.applied["steps"]}
    assert (0, []) == (told.applied["exitCode"], told.applied["unproved"])
    assert [None] * 3 == [each["code"] for each in ended]
    assert {"z.zastepczy"} == {each["who"] for each in ended}
    assert [] == told.expired_again["revoked"]


def test_every_step_is_in_the_log_and_nobody_in_clear(lived: Lived) -> None:
    """Who planned and approved, listed, revoked alone, and approved that."""
    with open_reader(demo_settings(lived.home).places) as reader:
        bodies = [body for _, body in reader.select()]
    entries = [decode_entry(body) for body in bodies]
    acted = [
        (each["event"], each["actor"]["id"])
        for each in entries
        if str(each.get("event")).startswith(("ksef-plan", "ksef-offboard"))
    ]

    assert [
        ("ksef-plan-begun", "u.urojona"),
        ("ksef-plan-made", "u.urojona"),
        ("ksef-plan-approved", "p.pozorny"),
        ("ksef-plan-applied", "p.pozorny"),
        ("ksef-offboard-listed", "u.urojona"),
        ("ksef-offboard-listed", "u.urojona"),
        ("ksef-offboard-emergency", "u.urojona"),
        ("ksef-offboard-begun", "u.urojona"),
        ("ksef-offboard-done", "u.urojona"),
        ("ksef-offboard-listed", "u.urojona"),
        ("ksef-offboard-approved", "p.pozorny"),
    ] == acted
    assert [] == [body for body in bodies if TREASURER_PESEL.encode() in body]
    assert TREASURER_PESEL not in "\n".join(lived.lines)


def test_the_log_is_proved_from_its_first_entry_to_its_last(lived: Lived) -> None:
    """By the head of September; that of June proves its own entries only."""
    june, september = lived.told.verified
    [gap] = june["notChecked"]

    assert ("proved", "proved") == (june["verdict"], september["verdict"])
    assert "needs a newer checkpoint" in gap
    assert [] == september["notChecked"]


def test_each_change_is_an_action_of_the_one_who_answers_for_it(lived: Lived) -> None:
    """The approver grants by the plan; the order revokes; each is answered."""
    with open_reader(demo_settings(lived.home).places) as reader:
        entries = [decode_entry(body) for _, body in reader.select({"system": "ksef"})]
    intents = [each for each in entries if each["kind"] == "intent"]
    granted = [each for each in intents if each["operation"] == "grant_person"]
    revoked = [each for each in intents if each["operation"] == "revoke_common"]
    orders = [
        each["standing_order"]["approver"]
        for each in revoked
        if each.get("standing_order")
    ]

    assert {"p.pozorny"} == {each["actor"]["id"] for each in granted}
    assert 14 == len(revoked)
    assert ["p.pozorny"] * 3 == orders
    assert 11 == sum("emergency" in each for each in revoked)
