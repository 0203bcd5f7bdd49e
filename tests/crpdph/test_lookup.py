"""Any number of payers, each answered once; every trouble is unknown."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accountability.action import MAX_PERSONS
from accountability.errors import ActionDenied, AuditUnavailable
from accountability.model import Purpose
from accountability.rates import Window
from crpdph.errors import AccountInvalid, MemoryUnusable, MostlyWrong, QueryInvalid
from crpdph.known import KnownStore
from crpdph.lookup import account_published, check
from crpdph.model import AccountState, Operation
from crpdph.question import Line
from crpdph.waiting import Waiting
from jst.simulators.crpdph import CzechFault
from jst.simulators.crpdph_register import Entry, company
from tests.crpdph.conftest import CzechOffice
from tests.factories import HeldClock
from vocabulary.clock import Clock

PUBLISHED = "19-2000145399/0800"


def many(count: int) -> list[Line]:
    """Make lines about firms that the register does not have."""
    return [Line.parse(company(1000 + n)) for n in range(count)]


def test_each_verdict_has_its_word(office: CzechOffice) -> None:
    """Four values, and unknown is the fifth thing that never happens here."""
    assert ["reliable", "unreliable", "not_found", "reliable"] == office.words(
        office.line("reliable"),
        office.line("unreliable"),
        office.line("not_found"),
        office.line("person"),
    )


@pytest.mark.parametrize(
    ("example", "account", "word"),
    [
        ("reliable", PUBLISHED, "reliable/published"),
        ("reliable", "CZ65 0800 0000 1920 0014 5399", "reliable/published"),
        ("reliable", "5245280/0300", "reliable/published"),
        ("reliable", "de89 3704 0044 0532 0130 00", "reliable/published"),
        ("reliable", "19-2000145399/0100", "reliable/not_published"),
        ("unreliable", PUBLISHED, "unreliable/not_published"),
        ("not_found", PUBLISHED, "not_found/not_published"),
        ("accounts_end", "1000000011/0100", "reliable/ended"),
        ("accounts_end", "1000000022/0100", "reliable/ended"),
        ("accounts_end", "1000000033/0100", "reliable/published"),
    ],
)
def test_an_account_is_found_in_any_notation(
    office: CzechOffice, example: str, account: str, word: str
) -> None:
    """The vendor's invoice and the register write it differently."""
    assert [word] == office.words(office.line(example, account))


def test_order_and_notation_of_the_asker_are_kept(office: CzechOffice) -> None:
    """One DIC in three notations is one question and three answers."""
    digits = office.dic("reliable").reveal()
    lines = [
        Line.parse(f"CZ{digits}"),
        office.line("unreliable"),
        Line.parse(f" {digits[:4]} {digits[4:]}", PUBLISHED),
        Line.parse(digits),
    ]

    found = office.check(*lines)

    assert lines == [each.line for each in found]
    assert 1 == len(office.entries("intent"))
    assert 2 == len(office.entries("intent")[0]["subjects"])  # type: ignore[arg-type]


def test_a_hundred_and_one_are_two_requests(office: CzechOffice) -> None:
    """The register answers the first hundred and is silent about the rest."""
    assert ["not_found"] * 101 == office.words(*many(101))
    assert {"getStatusNespolehlivyPlatceRozsireny": 2} == office.simulator.received


def test_never_more_than_four_requests_are_on_their_way(office: CzechOffice) -> None:
    """The terms of the service; the simulator bans who breaks them."""
    office.simulator.faults.delay_s = 0.1
    office.simulator.faults.always(CzechFault.SLOW)

    office.check(*many(1000))

    assert office.simulator.desk.most_at_once in {2, 3, 4}
    assert not office.simulator.desk.banned


def test_five_at_once_are_banned(office: CzechOffice) -> None:
    """The simulator would notice a client that does not count."""
    office.simulator.faults.delay_s = 0.3
    office.simulator.faults.always(CzechFault.SLOW)
    limiter = replace(office.register.limiter, slots=9)
    register = replace(office.register, limiter=limiter)

    def ask(number: int) -> None:
        check(
            [Line.parse(company(2_000 + number))],
            grounds=office.grounds(),
            register=register,
            trail=office.trail,
        )

    with ThreadPoolExecutor(7) as pool:
        list(pool.map(ask, range(7)))

    assert office.simulator.desk.most_at_once > 4
    assert office.simulator.desk.banned


def test_an_answer_of_today_is_not_asked_again_today(office: CzechOffice) -> None:
    """Repeating the same request is against the terms; the hit is an action too."""
    [first] = office.check(office.line("reliable"))
    office.clock.now += timedelta(hours=11)
    [again] = office.check(office.line("reliable", PUBLISHED))

    assert ("register", "cache") == (first.source, again.source)
    assert "reliable/published" == again.judged.word
    assert 1 == office.simulator.received.total()
    [_, outcome] = office.entries("outcome")
    [_, intent] = office.entries("intent")
    assert ("cache", 0) == (outcome["source"], outcome["requests"])
    assert first.intent_id == intent["ref"]


def test_the_cache_ends_at_ten_past_midnight_in_prague(office: CzechOffice) -> None:
    """Not after 24 hours: the data change then."""
    office.at("2026-11-20T22:59:00")  # 23:59 in Prague
    office.check(office.line("reliable"))
    office.at("2026-11-20T23:10:30")
    [found] = office.check(office.line("reliable"))

    assert ("register", 2) == (found.source, office.simulator.received.total())


def test_a_kept_answer_that_is_gone_is_asked_anew(office: CzechOffice) -> None:
    """Purged answers cost a request, and nothing else."""
    [first] = office.check(office.line("reliable"))
    office.trail.evidence.remove(first.intent_id)

    assert ["reliable"] == office.words(office.line("reliable"))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (CzechFault.HTTP_503, "transport.http_status"),
        (CzechFault.SOAP_FAULT_500, "transport.http_status"),
        (CzechFault.SOAP_FAULT_ECHO, "transport.http_status"),
        (CzechFault.SOAP_FAULT_200, "crpdph.no_answer"),
        (CzechFault.HTML_200, "crpdph.no_answer"),
        (CzechFault.EMPTY, "crpdph.no_answer"),
        (CzechFault.CUT, "crpdph.answer_not_understood"),
        (CzechFault.DOCTYPE, "crpdph.answer_not_understood"),
        (CzechFault.BAD_DAY, "crpdph.answer_not_understood"),
        (CzechFault.CLOSED, "crpdph.register_closed"),
        (CzechFault.OUT_OF_SERVICE, "crpdph.register_unavailable"),
        (CzechFault.MISSING_DIC, "missing"),
        (CzechFault.DOUBLED_DIC, "doubled"),
        (CzechFault.SILENT, "transport.timed_out"),
    ],
)
def test_every_trouble_is_unknown_and_never_a_negative(
    office: CzechOffice, fault: CzechFault, reason: str
) -> None:
    """Peers read some of these as "not in the register"."""
    office.simulator.faults.next(fault)

    [word] = office.words(office.line("unreliable", PUBLISHED))

    assert f"unknown/unknown:{reason}" == word


def test_what_is_unknown_is_not_cached(office: CzechOffice) -> None:
    """The next question is a question."""
    office.simulator.faults.next(CzechFault.MISSING_DIC)
    office.check(office.line("reliable"))

    assert ["reliable"] == office.words(office.line("reliable"))


def test_drift_is_borne_and_told(office: CzechOffice) -> None:
    """A new attribute does not make an answer unreadable."""
    office.simulator.faults.next(CzechFault.DRIFT)

    assert ["reliable"] == office.words(office.line("reliable"))


def test_at_night_a_single_check_is_told_when_to_come_back(office: CzechOffice) -> None:
    """At 00:05 nothing is sent; at 00:11 it is an answer."""
    office.at("2026-11-20T23:05:00")
    [closed] = office.check(office.line("reliable"))
    asked_at_night = office.simulator.received.total()
    office.at("2026-11-20T23:11:00")

    assert ("unknown:closed", 0) == (closed.judged.word, asked_at_night)
    assert datetime(2026, 11, 20, 23, 10, 30, tzinfo=UTC) == closed.retry_at
    assert ["reliable"] == office.words(office.line("reliable"))


def test_at_night_a_batch_waits(office: CzechOffice) -> None:
    """Nobody sits in front of it."""
    office.at("2026-11-20T23:05:00")

    assert ["reliable"] == office.words(office.line("reliable"), patient=True)
    assert datetime(2026, 11, 20, 23, 10, 30, tzinfo=UTC) <= office.clock.now


def test_a_batch_repeats_what_failed_as_a_new_action(office: CzechOffice) -> None:
    """After 5, 30 and 120 seconds; each try is an entry that cites the one before."""
    office.simulator.faults.next(CzechFault.OUT_OF_SERVICE, times=2)
    began = office.clock.now

    assert ["reliable"] == office.words(office.line("reliable"), patient=True)
    first, second, third = office.entries("intent")
    assert [first["id"], second["id"]] == [second["ref"], third["ref"]]
    assert timedelta(seconds=35) == office.clock.now - began


def test_a_batch_gives_up_after_three_repeats(office: CzechOffice) -> None:
    """A register that is down for the day is left alone."""
    office.simulator.faults.always(CzechFault.OUT_OF_SERVICE)

    [word] = office.words(office.line("reliable"), patient=True)

    assert "unknown:crpdph.register_unavailable" == word
    assert 4 == office.simulator.received.total()


def test_a_batch_that_is_told_closed_waits_for_the_night_to_end(
    office: CzechOffice,
) -> None:
    """The register's clock may run ahead of ours."""
    office.simulator.faults.next(CzechFault.CLOSED)

    assert ["reliable"] == office.words(office.line("reliable"), patient=True)
    assert datetime(2026, 11, 20, 23, 10, 30, tzinfo=UTC) <= office.clock.now


def test_a_malformed_request_is_not_repeated(office: CzechOffice) -> None:
    """Repeating what the register calls malformed is against its terms."""
    office.simulator.faults.always(CzechFault.SOAP_FAULT_500)

    office.check(office.line("reliable"), patient=True)

    assert 1 == office.simulator.desk.said["fault-500"]


def test_a_full_hour_says_when_there_is_room(office: CzechOffice) -> None:
    """Nothing is sent, so nothing is logged."""
    limiter = replace(office.register.limiter, windows=(Window(1, timedelta(hours=1)),))
    office.register = replace(office.register, limiter=limiter)
    office.check(office.line("reliable"))

    [full] = office.check(office.line("unreliable"))

    assert "unknown:limit_reached" == full.judged.word
    assert office.clock.now + timedelta(hours=1) == full.retry_at
    assert 1 == len(office.entries("intent"))


def test_a_batch_waits_for_room(office: CzechOffice) -> None:
    """The hour slides."""
    limiter = replace(office.register.limiter, windows=(Window(1, timedelta(hours=1)),))
    office.register = replace(office.register, limiter=limiter)
    office.check(office.line("reliable"))

    assert ["unreliable"] == office.words(office.line("unreliable"), patient=True)


def test_a_batch_of_wrong_numbers_is_stopped_before_it_is_sent(
    office: CzechOffice,
) -> None:
    """The terms forbid mostly wrong questions: most likely it is the wrong column."""
    wrong = [Line.parse(f"{10_000_000 + 17 * n}") for n in range(12)]
    odd = [line for line in wrong if not line.dic.check_digit_agrees()]

    with pytest.raises(MostlyWrong):
        office.check(*odd[:6], office.line("reliable"))

    assert (0, []) == (office.simulator.received.total(), office.entries("intent"))


def test_a_single_wrong_check_digit_is_asked(office: CzechOffice) -> None:
    """The register holds such numbers."""
    assert ["not_found"] == office.words(Line.parse("10000000"))


def test_nobody_is_no_question(office: CzechOffice) -> None:
    """An empty sheet is not an empty answer."""
    with pytest.raises(QueryInvalid):
        office.check()


def test_a_denial_leaves_nothing_to_be_sent(office: CzechOffice) -> None:
    """The purpose is of another register."""
    grounds = office.grounds(purpose=Purpose.POWER_IN_CASE)

    with pytest.raises(ActionDenied) as denied:
        office.check(office.line("reliable"), grounds=grounds)

    assert {"crpdph.access.purpose", "ordynacja.staff_authorisation"} >= {
        finding.rule for finding in denied.value.findings
    }
    assert 0 == office.simulator.received.total()


def test_when_the_log_fails_half_way_the_rest_is_unknown(
    office: CzechOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered is not lost with what was not asked."""
    begin, calls = office.trail.begin, iter(range(9))

    def fails_later(*args: object, **keywords: object) -> object:
        if next(calls):
            raise AuditUnavailable("no space")
        return begin(*args, **keywords)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(office.trail, "begin", fails_later)

    found = office.words(*many(101))

    assert {"not_found", "unknown:accountability.audit_unavailable"} == set(found)


def test_a_group_is_told_as_one_by_the_newer_operation(office: CzechOffice) -> None:
    """Its member, asked by its own number, is not found."""
    office.asked_with(Operation.SUBJEKT_V2)

    group, member, identified = office.check(
        office.line("group"), office.line("group_member"), office.line("identified")
    )

    assert "SKUPINA_DPH" == getattr(group.judged.subject, "kind", None)
    assert "not_found" == member.judged.verdict
    assert ("IDENTIFIKOVANA_OSOBA", "unreliable") == (
        getattr(identified.judged.subject, "kind", None),
        identified.judged.verdict,
    )


@pytest.mark.parametrize(
    "operation", [each for each in Operation if each is not Operation.SEZNAM]
)
def test_every_operation_answers_the_same_question(
    office: CzechOffice, operation: Operation
) -> None:
    """The choice is of what else is told."""
    office.asked_with(operation)

    assert ["unreliable/published"] == office.words(
        office.line("unreliable", "1265098001/5500")
    )


def test_the_outcome_says_with_whom_we_spoke_and_what_came_out(
    office: CzechOffice,
) -> None:
    """TLS version and certificate stand in the log, under its signature."""
    office.check(office.line("unreliable", PUBLISHED))

    [outcome] = office.entries("outcome")
    peer = outcome["peer"]
    assert isinstance(peer, dict)
    assert (office.register.url, "TLSv1.3", 64) == (
        peer["url"],
        peer["tls"],
        len(peer["certificate_sha256"]),
    )
    assert ["unreliable/not_published"] == outcome["verdicts"]
    assert 1 == outcome["requests"]


def test_the_list_is_asked_once_a_day(office: CzechOffice) -> None:
    """Who is not listed may be reliable, or nobody: unknown."""
    lines = [office.line("unreliable"), office.line("reliable")]

    first, again = (office.listed(*lines) for _ in range(2))

    assert ["unreliable", "unknown:not_listed"] == [
        each.judged.word for each in first.checked
    ]
    assert ("register", "cache") == (first.source, again.source)
    assert 1 == office.simulator.received["getSeznamNespolehlivyPlatce"]
    assert ["unknown:not_listed x1", "unreliable x1"] == (
        office.entries("outcome")[0]["verdicts"]
    )


def test_a_list_that_does_not_come_is_unknown(office: CzechOffice) -> None:
    """No list is not an empty list."""
    office.simulator.faults.next(CzechFault.OUT_OF_SERVICE)

    found = office.listed(office.line("unreliable"))

    assert found.reply is None
    assert ["unknown:crpdph.register_unavailable"] == [
        each.judged.word for each in found.checked
    ]


def test_a_stress_list_of_thousands_is_read(office: CzechOffice) -> None:
    """The real one had 8,076 in 2019 and 4,340 in 2026."""
    since = datetime(2025, 1, 2, tzinfo=UTC).date()
    office.simulator.add(
        *(Entry(company(5_000 + n), unreliable_since=since) for n in range(5_000))
    )

    found = office.listed(office.line("unreliable"))

    assert found.reply is not None
    assert 5_002 == len(found.reply.answer.subjects)


def test_more_hits_than_one_entry_holds_are_read_in_parts(office: CzechOffice) -> None:
    """One request; each of them is told, and accounted for in an entry of its own."""
    lines = [*office.crowd(MAX_PERSONS + 1), office.line("reliable")]

    found = office.listed(*lines)

    words = Counter(each.judged.word for each in found.checked)
    assert {"unreliable": MAX_PERSONS + 1, "unknown:not_listed": 1} == words
    assert lines == [each.line for each in found.checked]
    assert 1 == office.simulator.received.total()
    assert [0, MAX_PERSONS, 1] == [
        len(entry.get("disclosed", []))  # type: ignore[arg-type]  # JSON
        for entry in office.entries("outcome")
    ]
    [asked, *parts] = office.entries("intent")
    assert {asked["id"]} == {part["ref"] for part in parts}


def test_a_crowded_list_of_today_is_not_asked_for_again(office: CzechOffice) -> None:
    """The same question twice a day is against the terms, however it ended."""
    lines = office.crowd(MAX_PERSONS + 1)
    office.listed(lines[0])

    found = office.listed(*lines)

    assert {"unreliable"} == {each.judged.word for each in found.checked}
    assert 1 == office.simulator.received.total()


def test_one_account_of_one_payer_is_one_call(office: CzechOffice) -> None:
    """In any notation of either; the library's shortest question."""
    found = account_published(
        f" CZ{office.dic('reliable').reveal()} ",
        PUBLISHED,
        grounds=office.grounds(),
        register=office.register,
        trail=office.trail,
    )

    assert AccountState.PUBLISHED is found.judged.account


def test_no_account_is_asked_about_when_there_is_none(office: CzechOffice) -> None:
    """Blanks are a mistake of the caller, not a payer without accounts."""
    with pytest.raises(AccountInvalid):
        account_published(
            office.dic("reliable").reveal(),
            " ",
            grounds=office.grounds(),
            register=office.register,
            trail=office.trail,
        )

    assert [] == office.entries("intent")


def test_breaking_the_terms_is_answered_with_a_ban(office: CzechOffice) -> None:
    """The simulator bears what the real service bears, and no more."""
    clock: Clock = HeldClock()
    desk = office.simulator.desk
    desk._terms = replace(desk._terms, per_hour=1)
    desk._clock = clock

    words = office.words(office.line("reliable")) + office.words(
        office.line("unreliable")
    )

    assert ["reliable", "unknown:transport.http_status"] == words
    assert desk.banned


def test_a_list_answers_every_line_also_one_that_occurs_twice(
    office: CzechOffice,
) -> None:
    """The sheet's rows are matched with the answers one by one."""
    line, other = office.line("reliable"), office.line("unreliable")

    found = office.listed(line, other, line)

    assert [line, other, line] == [each.line for each in found.checked]


def test_a_lost_list_answers_a_line_that_occurs_twice_too(office: CzechOffice) -> None:
    """As unknown, each time."""
    office.simulator.faults.next(CzechFault.OUT_OF_SERVICE)
    line = office.line("reliable")

    found = office.listed(line, line)

    assert 2 == len(found.checked)


def test_nothing_is_sent_when_the_register_closed_while_we_waited_for_a_slot(
    office: CzechOffice,
) -> None:
    """The hour is looked at again when the request is about to leave."""
    office.at("2026-11-20T22:59:40")  # ten seconds before the night
    limiter = office.register.limiter
    with ExitStack() as slots:
        held = [ExitStack() for _ in range(4)]
        for each in held:
            slots.enter_context(each).enter_context(limiter.slot())

        def sleep(_seconds: float) -> None:
            office.clock.now += timedelta(seconds=20)
            held[0].close()

        slow = replace(limiter, sleep=sleep)
        office.register = replace(office.register, limiter=slow)
        [closed] = office.check(office.line("reliable"))

    assert ("unknown:closed", 0) == (
        closed.judged.word,
        office.simulator.received.total(),
    )
    assert datetime(2026, 11, 20, 23, 10, 30, tzinfo=UTC) == closed.retry_at


def test_a_denial_costs_nothing_of_the_registers_budget(office: CzechOffice) -> None:
    """Otherwise one who may not ask could use up the hour of all."""
    before = office.register.limiter.left()

    with pytest.raises(ActionDenied):
        office.check(office.line("reliable"), grounds=office.grounds(case="XX"))

    assert before == office.register.limiter.left()


def test_an_answer_that_cannot_be_remembered_is_given_all_the_same(
    office: CzechOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was asked, logged and proved; the index is no evidence."""

    def full(*_: object, **__: object) -> None:
        raise MemoryUnusable("state.sqlite cannot be used")

    monkeypatch.setattr(KnownStore, "remember", full)

    [found] = office.check(office.line("reliable"))

    assert ("reliable", False) == (found.judged.word, found.is_remembered)
    assert ["answered"] == [each["result"] for each in office.entries("outcome")]


def test_a_stale_answer_is_not_remembered_as_todays(office: CzechOffice) -> None:
    """The next question is a question."""
    office.simulator.desk._clock = HeldClock(datetime(2019, 5, 6, 12, tzinfo=UTC))
    stale = office.words(office.line("reliable"))
    office.simulator.desk._clock = office.clock

    assert (["unknown:stale"], ["reliable"]) == (
        stale,
        office.words(office.line("reliable")),
    )


def test_ctrl_c_ends_a_batch_that_waits(
    office: CzechOffice, press_ctrl_c: Callable[[], None]
) -> None:
    """At once, though four threads wait for ten past midnight; nothing is sent."""
    office.at("2026-11-20T23:05:00")
    office.register = replace(office.register, waiting=Waiting())
    heard = list[datetime]()

    def hear(until: datetime) -> None:
        heard.append(until)
        press_ctrl_c()

    began = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        check(
            many(450),
            grounds=office.grounds(),
            register=office.register,
            trail=office.trail,
            patient=True,
            waits=hear,
        )

    assert 10 > time.monotonic() - began
    assert [datetime(2026, 11, 20, 23, 10, 30, tzinfo=UTC)] == heard
    assert 0 == office.simulator.received.total()
