"""The story *Leaver and deputy*, lived through once against the simulated KSeF."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from jst.demo import demo_settings
from jst.demo_ksef_leaver import LeaverTold, leaver_story
from jst.demo_ksef_leaver_scene import TREASURER_PESEL
from jst.office import open_reader, own_vkey
from ksef.plan.deputies import Stage
from ksef.plan.leaver import Sort
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


def count(lived: Lived, sort: Sort) -> int:
    """Count the items of a sort on the list of 30 June."""
    return len([each for each in lived.told.listed.items if each.sort is sort])


def test_offboard_shows_contexts_grants_tokens_and_the_session(lived: Lived) -> None:
    """Nine contexts, four grants she made, two tokens, one live session."""
    listed = lived.told.listed

    assert listed.complete
    assert 9 == len(listed.contexts)
    assert (4, 2, 1) == (
        count(lived, Sort.MADE),
        count(lived, Sort.TOKEN),
        count(lived, Sort.SESSION),
    )


def test_one_person_revokes_everything_of_hers(lived: Lived) -> None:
    """What she gave to others stays, and is still shown: somebody confirms it."""
    left = lived.told.left

    assert {""} == {each.code for each in lived.told.revoked}
    assert {Sort.MADE} == {each.sort for each in left.items}
    assert 4 == len(left.items)
    assert left.complete


def test_an_emergency_waits_until_another_person_approves(lived: Lived) -> None:
    """The next morning it is on the list, then no more."""
    assert 1 == len(lived.told.waited)
    assert () == lived.told.waits
    assert any("bez zatwierdzenia: 1" in each for each in lived.lines)


def test_an_access_token_outlives_the_revocation_and_no_more(lived: Lived) -> None:
    """That tail is told on the list, and it is true of KSeF."""
    assert (True, True) == (lived.told.tail_worked, lived.told.tail_ended)
    assert any("działa do swego końca" in each for each in lived.lines)


def test_the_deputy_begins_and_expires_on_the_day(lived: Lived) -> None:
    """From 16 June to 31 August; the second run of 1 September finds nothing."""
    told = lived.told

    assert (Stage.HOLDS, 3) == (told.deputy.stage, told.granted)
    assert [""] * 3 == [each.code for each in told.expired]
    assert {"z.zastepczy"} == {each.step.who for each in told.expired}
    assert () == told.expired_again


def test_every_step_is_in_the_log_and_nobody_in_clear(lived: Lived) -> None:
    """Who listed, who revoked alone, who approved, who ordered the expiry."""
    settings = demo_settings(lived.home)
    with open_reader(settings.places) as reader:
        bodies = [body for _, body in reader.select()]
    entries = [decode_entry(body) for body in bodies]
    events = [each.get("event") for each in entries]
    approved = next(
        each for each in entries if each.get("event") == "ksef-offboard-approved"
    )

    assert events.index("ksef-offboard-listed") < events.index("ksef-offboard-begun")
    assert "p.pozorny" == approved["actor"]["id"]
    assert [] == [body for body in bodies if TREASURER_PESEL.encode() in body]
    assert TREASURER_PESEL not in "\n".join(lived.lines)
    assert own_vkey(settings.places)


def test_each_revocation_is_an_action_with_its_outcome(lived: Lived) -> None:
    """Eleven permissions of hers and three of the deputy's, each answered."""
    settings = demo_settings(lived.home)
    with open_reader(settings.places) as reader:
        entries = [decode_entry(body) for _, body in reader.select({"system": "ksef"})]
    revoked = {
        each["id"]: each
        for each in entries
        if each["kind"] == "intent" and each["operation"] == "revoke_common"
    }
    orders = [
        each["standing_order"]["approver"]
        for each in revoked.values()
        if each.get("standing_order")
    ]

    assert 14 == len(revoked)
    assert ["p.pozorny"] * 3 == orders
