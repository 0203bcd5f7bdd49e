"""`jst quota`: what is used and left; a manager allows more, by an entry.

Exit statuses are those of design section 8: 0 done, 1 denied or refused, 64 usage.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from jst.demo import MANAGER, OFFICER, OPERATOR
from tests.jst.conftest import CASE, Jst, Ran, set_roles
from vocabulary.clock import system_clock, warsaw_day

REASON = "Wysyłka decyzji podatkowych."
CLERK = "z.niebyla"
SOON = (warsaw_day(system_clock()) + timedelta(days=10)).isoformat()
LATE = (warsaw_day(system_clock()) + timedelta(days=40)).isoformat()
RANGE = "FK.3120.1.2026..FK.3120.90.2026"

Play = Callable[..., Ran]


@pytest.fixture(name="play")
def _play(home: Path, jst: Jst, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Run `jst` as one of the made-up persons of the demonstration."""
    assert home.exists()

    def play(who: str, *args: str) -> Ran:
        monkeypatch.setenv("JST_DEMO_PERSON", who)
        return jst(*args)

    return play


def approve(**changes: str) -> tuple[str, ...]:
    """Write a command that approves a batch, with options of one's own."""
    options = {
        "person": CLERK,
        "cases": RANGE,
        "count": "50",
        "until": SOON,
        "reason": REASON,
    } | changes
    words = [(f"--{name}", value) for name, value in options.items()]
    return ("quota", "approve", *(word for pair in words for word in pair))


OVERRIDE = ("quota", "override", "--person", CLERK, "--count", "5", "--reason", REASON)


def test_an_approved_batch_and_an_override_are_shown_to_the_clerk(play: Play) -> None:
    """Which cases, how many, until when, and by whose entry."""
    approved = play(MANAGER, *approve(), "--json")
    overridden = play(MANAGER, *OVERRIDE)
    shown = play(CLERK, "quota", "show")
    accounts = play(CLERK, "quota", "show", "--json").json["accounts"]

    assert (0, 0, 0) == (approved.status, overridden.status, shown.status)
    assert ["day", "override", "batch"] == [each["kind"] for each in accounts]
    assert [200, 5, 50] == [each["questions"] for each in accounts]
    assert (RANGE, SOON) == (accounts[2]["cases"], accounts[2]["until"])
    assert approved.json["id"] == accounts[2]["id"]
    assert "na dziś: 0 z 200\n" in shown.out
    assert "wsad FK.3120.1.2026 - FK.3120.90.2026, do " in shown.out
    assert f"0 z 50  (wpis {approved.json['id']})" in shown.out


def test_the_entry_says_who_allowed_what_and_why(play: Play) -> None:
    """The officer reads it."""
    done = play(MANAGER, *approve(), "--json").json
    entry = play(OFFICER, "ledger", "show", done["id"], "--json").json["entry"]

    assert (MANAGER, "quota-approved", CLERK, 50, REASON) == (
        entry["actor"]["id"],
        entry["event"],
        entry["allows"],
        entry["questions"],
        entry["justification"],
    )
    assert {"first": "FK.3120.1.2026", "last": "FK.3120.90.2026"} == entry["cases"]


@pytest.mark.parametrize(
    ("who", "command", "rule"),
    [
        pytest.param(CLERK, OVERRIDE, "quota.role", id="a clerk"),
        pytest.param(OFFICER, approve(), "quota.role", id="the officer"),
        pytest.param(OPERATOR, approve(), "quota.role", id="the operator"),
        pytest.param(MANAGER, approve(person=MANAGER), "quota.own", id="the own"),
        pytest.param(MANAGER, approve(count="0"), "quota.questions", id="none"),
        pytest.param(MANAGER, approve(until=LATE), "quota.until", id="too long"),
        pytest.param(
            MANAGER,
            approve(cases="FK.3120.9.2026..FK.3120.1.2026"),
            "quota.cases",
            id="backwards",
        ),
        pytest.param(
            MANAGER, approve(reason="bo tak"), "crpo.access.purpose", id="no reason"
        ),
    ],
)
def test_what_may_not_be_given_is_a_denial_in_the_log(
    play: Play, who: str, command: tuple[str, ...], rule: str
) -> None:
    """Exit status 1, and an entry that names the rule."""
    ran = play(who, *command, "--json")
    last = play(OFFICER, "ledger", "show", "--json").json["entries"][-1]
    entry = play(OFFICER, "ledger", "show", last["id"], "--json").json["entry"]

    assert (1, "accountability.action_denied") == (ran.status, ran.json["error"])
    assert rule in [finding["rule"] for finding in ran.json["findings"]]
    assert ("denied", "allow-questions") == (entry["kind"], entry["operation"])


def test_nobody_approves_his_own_batch(home: Path, jst: Jst) -> None:
    """Not even who holds both roles."""
    set_roles(home, "clerk", "manager")

    ran = jst(*OVERRIDE)

    assert (1, True) == (ran.status, "quota.own" in ran.err)


def test_nobody_is_refused_before_the_log(play: Play) -> None:
    """A person who is not in people.toml cannot be given anything."""
    nobody = play(MANAGER, *approve(person="x.nikt"))

    assert (1, True) == (nobody.status, "people.toml" in nobody.err)


@pytest.mark.parametrize("until", ["jutro", "2026-W48-3", "20261125", "2026-11-25 "])
def test_no_day_is_refused_before_the_log(until: str, play: Play) -> None:
    """A day is written as the message demands, whatever else Python reads."""
    no_day = play(MANAGER, *approve(until=until))

    assert (1, True) == (no_day.status, "RRRR-MM-DD" in no_day.err)


def test_a_missing_option_is_wrong_usage(play: Play) -> None:
    """Exit status 64, as for every command."""
    ran = play(MANAGER, "quota", "approve", "--person", CLERK)

    assert 64 == ran.status


def test_one_case_is_a_range_too(play: Play) -> None:
    """Without `..`, both ends are the same case."""
    play(MANAGER, *approve(cases=CASE))
    accounts = play(CLERK, "quota", "show", "--json").json["accounts"]

    assert f"{CASE}..{CASE}" == accounts[1]["cases"]


def test_english_says_the_same(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """JST_LANG=en."""
    monkeypatch.setenv("JST_LANG", "en")
    play(MANAGER, *OVERRIDE)

    shown = play(CLERK, "quota", "show").out

    assert "today: 0 of 200\n" in shown
    assert "more, to " in shown
