"""Quotas: counted in the lock, charged to one account, raised by a manager only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from accountability import limits
from accountability.action import perform
from accountability.allowance import Allowance, CaseRange, allow
from accountability.errors import ActionDenied, AskedAlready, QuotaExceeded
from accountability.limits import (
    Quota,
    allowances,
    day_account,
    questions_left,
    used,
)
from accountability.model import DeclaredCases, Role
from accountability.trail import AuditTrail
from ledger.model import Appended
from ledger.reader import Reader
from tests.factories import (
    CASE,
    NOON,
    TODAY,
    HeldClock,
    an_action,
    an_actor,
    an_office,
)
from tests.fakes import FakeRegister
from tests.world import World, entries

CLERK = an_actor().id
MANAGER = an_actor(id="k.niebyly", name="Karol Niebyły", role=Role.MANAGER)
REASON = "Wysyłka decyzji podatkowych za rok 2027."
RANGE = CaseRange("FK.3120.1.2026", "FK.3120.9.2026")
APPROVED = Allowance(
    person=CLERK, questions=2, until=TODAY + timedelta(days=7), cases=RANGE
)
OVERRIDE = replace(APPROVED, cases=None, until=TODAY + timedelta(days=1))
OFFICE = an_office(questions_per_day=2, cases=DeclaredCases())


@pytest.fixture(name="world")
def _world(tmp_path: Path) -> World:
    """An office in which each person may ask twice a day."""
    return World(tmp_path / "office").found(HeldClock())


def ask(trail: AuditTrail, times: int = 1, **changes: object) -> None:
    """Ask so many times."""
    for _ in range(times):
        perform(an_action(**changes), FakeRegister(), trail=trail)


def rules_of_denials(trail: AuditTrail) -> list[object]:
    """Read the rules of every denial."""
    return [e["rules"] for e in entries(trail) if e["kind"] == "denied"]


def test_the_question_over_the_quota_is_denied_and_not_sent(world: World) -> None:
    """A denial is an entry with a rule, and opens no intent."""
    register = FakeRegister()
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        ask(trail, 2)
        with pytest.raises(ActionDenied) as caught:
            perform(an_action(), register, trail=trail)

        assert [["action.quota.exceeded"]] == rules_of_denials(trail)
    assert ["action.quota.exceeded"] == [f.rule for f in caught.value.findings]
    assert [] == register.questions


def test_the_next_day_and_another_person_have_their_own(world: World) -> None:
    """The quota is of one person and of one day in Warsaw."""
    clock = HeldClock()
    with world.opened(clock=clock, office=OFFICE) as trail:
        ask(trail, 2)
        ask(trail, 2, actor=an_actor(id="b.inna", name="Beata Inna"))
        clock.now = NOON + timedelta(hours=11)  # midnight in Warsaw
        ask(trail, 2)

        with trail.log.reader() as reader:
            assert 2 == used(reader, day_account(CLERK, TODAY))


def test_who_waits_over_midnight_is_charged_to_the_new_day(world: World) -> None:
    """The day is asked for inside the lock, as the entry's time is."""
    clock, charged = HeldClock(), []
    with world.opened(clock=clock, office=OFFICE) as trail:

        def append(account: str, guard: Callable[[Reader], None]) -> Appended:
            clock.now = NOON + timedelta(hours=11)  # midnight in Warsaw
            with trail.log.reader() as reader:
                guard(reader)
            charged.append(account)
            return trail.system("bogus", {})

        Quota(2).charge(an_action(), clock, append)

    assert [day_account(CLERK, TODAY + timedelta(days=1))] == charged


@pytest.mark.parametrize(
    ("first", "last", "after"),
    [
        pytest.param(
            *("2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"),
            id="a day of 23 hours",
        ),
        pytest.param(
            *("2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"),
            id="a day of 25 hours",
        ),
    ],
)
def test_the_day_of_the_quota_is_warsaws_when_the_clocks_change(
    first: str, last: str, after: str, tmp_path: Path
) -> None:
    """Neither 24 hours nor a day in UTC: from midnight to midnight of the office."""
    clock = HeldClock(datetime.fromisoformat(first))
    world = World(tmp_path / "another").found(clock)
    with world.opened(clock=clock, office=OFFICE) as trail:
        ask(trail)
        clock.now = datetime.fromisoformat(last)
        ask(trail)
        with pytest.raises(ActionDenied):
            ask(trail)
        clock.now = datetime.fromisoformat(after)
        ask(trail)

        assert 3 == len([e for e in entries(trail) if e["kind"] == "intent"])


def test_threads_take_no_place_twice(world: World) -> None:
    """The last place goes to one of them: it is counted inside the lock."""

    def one(_: int) -> bool:
        try:
            ask(trail)
        except ActionDenied:
            return False
        return True

    with (
        world.opened(clock=HeldClock(), office=OFFICE) as trail,
        ThreadPoolExecutor(8) as pool,
    ):
        assert 2 == sum(pool.map(one, range(16)))


def test_counting_goes_on_from_the_last_question(world: World) -> None:
    """What others charge meanwhile is counted, and what was counted is not again."""
    office = an_office(questions_per_day=4, cases=DeclaredCases())
    with (
        world.opened(clock=HeldClock(), office=office) as here,
        world.opened(clock=HeldClock(), office=office) as there,
    ):
        for trail in (here, here, there, here):
            ask(trail)
        for trail in (there, here):
            with pytest.raises(ActionDenied):
                ask(trail)


def counts_of(trail: AuditTrail, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ask twice; say from which index each account was counted meanwhile."""
    starts: list[int] = []

    def counted(reader: Reader, account: str, start: int = 0) -> int:
        starts.append(start)
        return used(reader, account, start)

    with monkeypatch.context() as patched:
        patched.setattr(limits, "used", counted)
        ask(trail, 2)
    return starts


def test_no_account_is_counted_whole_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full ones are looked at for each question, and may be of 100,000."""
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        allow(APPROVED, by=MANAGER, reason=REASON, trail=trail)
        ask(trail, 2)
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        with trail.log.reader() as reader:
            size = reader.size
        counts = counts_of(trail, monkeypatch)

    # The batch whole and since, the day whole; then both from where they were.
    assert [0, size, 0, size, size + 1] == counts


def test_what_was_forgotten_is_counted_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that runs for years keeps no count of every day of everybody."""
    monkeypatch.setattr(limits, "_ACCOUNTS_KEPT", 1)
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        ask(trail)
        ask(trail, 2, actor=an_actor(id="b.inna", name="Beata Inna"))
        ask(trail)
        with pytest.raises(ActionDenied):
            ask(trail)


def test_a_question_that_got_nowhere_is_not_counted(world: World) -> None:
    """A count is remembered of what is in the log, not of what was about to be."""
    quota = Quota(2)
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:

        def refused(_: str, guard: Callable[[Reader], None]) -> Appended:
            with trail.log.reader() as reader:
                guard(reader)
            raise OSError

        def charged(account: str, guard: Callable[[Reader], None]) -> Appended:
            with trail.log.reader() as reader:
                guard(reader)
            return trail.append("intent", {"charged_to": account})

        for append in (charged, refused, refused):
            with suppress(OSError):
                quota.charge(an_action(), HeldClock(), append)
        quota.charge(an_action(), HeldClock(), charged)
        with pytest.raises(QuotaExceeded):
            quota.charge(an_action(), HeldClock(), charged)


def test_an_approved_batch_comes_before_the_day_and_an_override_after(
    world: World,
) -> None:
    """Approved cases leave the day's quota to ordinary work."""
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        approved = allow(APPROVED, by=MANAGER, reason=REASON, trail=trail).id
        override = allow(OVERRIDE, by=MANAGER, reason=REASON, trail=trail).id
        ask(trail, 2)
        ask(trail, 4, case="FK.3120.10.2026")
        with pytest.raises(ActionDenied):
            ask(trail)

        charged = [e["charged_to"] for e in entries(trail) if e["kind"] == "intent"]
    day = day_account(CLERK, TODAY)
    assert [approved] * 2 + [day] * 2 + [override] * 2 == charged


def test_an_allowance_ends(world: World) -> None:
    """Half-open: on its last day it no longer holds, and old ones are not looked at."""
    clock = HeldClock()
    with world.opened(clock=clock, office=OFFICE) as trail:
        allow(APPROVED, by=MANAGER, reason=REASON, trail=trail)
        with trail.log.reader() as reader:
            found = [
                len(list(allowances(reader, CLERK, TODAY + timedelta(days=days))))
                for days in (0, 6, 7, 40)
            ]
    assert [1, 1, 0, 0] == found


@pytest.mark.parametrize(
    ("changes", "by", "reason", "rule"),
    [
        ({"person": "b.inna"}, an_actor(), REASON, "quota.role"),
        ({"person": MANAGER.id}, MANAGER, REASON, "quota.own"),
        ({"person": "44051401359"}, MANAGER, REASON, "quota.person"),
        ({"person": " "}, MANAGER, REASON, "quota.person"),
        ({"questions": 0}, MANAGER, REASON, "quota.questions"),
        ({"questions": 100_001}, MANAGER, REASON, "quota.questions"),
        ({"until": TODAY}, MANAGER, REASON, "quota.until"),
        ({"until": TODAY + timedelta(days=32)}, MANAGER, REASON, "quota.until"),
        ({"cases": CaseRange("A.2.2026", "A.1.2026")}, MANAGER, REASON, "quota.cases"),
        ({"cases": CaseRange("", "")}, MANAGER, REASON, "quota.cases"),
        ({"cases": CaseRange("9" * 101, "9" * 101)}, MANAGER, REASON, "quota.cases"),
        (
            {"cases": CaseRange("A.44051401359", "A.44051401359")},
            MANAGER,
            REASON,
            "quota.cases",
        ),
    ],
)
def test_an_allowance_that_must_not_be_is_denied(
    changes: dict[str, object], by: object, reason: str, rule: str, world: World
) -> None:
    """Nobody approves his own; the denial is logged and allows nothing."""
    wanted = replace(APPROVED, **changes)  # type: ignore[arg-type]  # fields by name
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        with pytest.raises(ActionDenied):
            allow(wanted, by=by, reason=reason, trail=trail)  # type: ignore[arg-type]  # an actor

        assert [[rule]] == rules_of_denials(trail)


@pytest.mark.parametrize(
    ("case", "inside"),
    [
        ("FK.3120.1.2026", True),
        ("FK.3120.9.2026", True),
        ("FK.3120.10.2026", False),
        ("FK.3120.05.2026", False),
        ("FK.3120.5.2027", False),
        ("FX.3120.5.2026", False),
        ("FK.3120.5", False),
    ],
)
def test_a_range_holds_the_cases_of_its_series(case: str, inside: bool) -> None:
    """One number runs; everything else is the same."""
    assert inside is RANGE.holds(case)


def test_ends_of_two_series_are_no_range() -> None:
    """Two numbers that differ would make a range of ranges."""
    assert not CaseRange("FK.1.1.2026", "FK.2.9.2026").holds("FK.1.1.2026")
    assert not CaseRange("FK.1.2026", "FX.1.2026").holds("FK.1.2026")
    assert CaseRange(CASE, CASE).holds(CASE)


def test_a_line_of_a_batch_is_asked_once(world: World) -> None:
    """Also when two processes run it: the second finds the first in the log."""
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        first = perform(an_action(batch="b.1"), FakeRegister(), trail=trail)
        with pytest.raises(AskedAlready):
            ask(trail, batch="b.1")
        with pytest.raises(AskedAlready):
            ask(trail, batch="b.1", ref="01900000-0000-7000-8000-000000000001")
        ask(trail, batch="b.1", ref=first.intent_id)

        said = [(e["kind"], e.get("batch")) for e in entries(trail)]
    assert [("intent", "b.1"), ("outcome", "b.1")] * 2 == said


def test_counting_goes_by_an_index(world: World) -> None:
    """It must not grow with the log: neither counting, nor looking for allowances."""
    asked: list[str] = []
    with (
        world.opened(clock=HeldClock(), office=OFFICE) as trail,
        trail.log.reader() as reader,
    ):
        sqlite = reader._view._connection  # type: ignore[attr-defined]  # SQLite's own words
        sqlite.set_trace_callback(asked.append)
        used(reader, "bogus account")
        used(reader, "bogus account", start=1)
        list(allowances(reader, "bogus person", HeldClock()().date()))
        sqlite.set_trace_callback(None)
        plans = [
            str(sqlite.execute(f"EXPLAIN QUERY PLAN {s}").fetchall()) for s in asked
        ]

    counting, going_on, looking = plans
    by_account = "SEARCH entry USING INDEX entry_by_charged_to (charged_to=?"
    assert f"{by_account})" in counting
    assert f"{by_account} AND rowid>?)" in going_on
    assert "SEARCH entry USING INDEX entry_by_allows (allows=?)" in looking


def test_todays_date_is_a_day() -> None:
    """The account's name is readable by the officer."""
    assert "2026-11-20 a.b" == day_account("a.b", date(2026, 11, 20))


def declare(trail: AuditTrail, *, by: str = CLERK, emergency: object = True) -> str:
    """Write that somebody is about to act alone."""
    return trail.system("bogus", {"actor": {"id": by}, "emergency": emergency}).id


def test_an_emergency_is_counted_and_not_refused(world: World) -> None:
    """Who takes access away must not be stopped half-way (ADR-0038)."""
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        ask(trail, 4, emergency=declare(trail))

        with trail.log.reader() as reader:
            assert 4 == used(reader, day_account(CLERK, TODAY))
        assert 0 == questions_left(trail, CLERK, CASE)
        with pytest.raises(ActionDenied):
            ask(trail)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"by": "b.inna"}, id="of somebody else"),
        pytest.param({"emergency": False}, id="that was none"),
    ],
)
def test_only_ones_own_emergency_lifts_the_quota(
    world: World, how: dict[str, object]
) -> None:
    """What the log does not hold as an emergency of this person lifts nothing."""
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        named = declare(trail, **how)  # type: ignore[arg-type]  # of two kinds
        ask(trail, 2)
        with pytest.raises(ActionDenied):
            ask(trail, emergency=named)


def test_an_emergency_lasts_for_its_day(world: World) -> None:
    """The next day it is refused like any other question."""
    clock = HeldClock()
    with world.opened(clock=clock, office=OFFICE) as trail:
        named = declare(trail)
        clock.now = NOON + timedelta(hours=11)  # midnight in Warsaw
        ask(trail, 2)
        with pytest.raises(ActionDenied):
            ask(trail, emergency=named)
        with pytest.raises(ActionDenied):
            ask(trail, emergency="nie-ma-takiego")


def test_the_questions_left_are_those_of_every_account(world: World) -> None:
    """The day's, and what a manager has given for this case."""
    with world.opened(clock=HeldClock(), office=OFFICE) as trail:
        before = questions_left(trail, CLERK, "FK.3120.7.2026")
        allow(APPROVED, by=MANAGER, reason=REASON, trail=trail)
        ask(trail, case="FK.3120.7.2026")

        assert (2, 3) == (before, questions_left(trail, CLERK, "FK.3120.7.2026"))
        assert 2 == questions_left(trail, CLERK, "FK.1.1.2026")
