"""Append and read: what goes in comes out, with a proof."""

import signal
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Event
from time import sleep

import pytest

from ledger.entry import Draft, decode_entry
from ledger.errors import (
    AppendAmbiguous,
    ClockBehind,
    EntryInvalid,
    EntryRefused,
    LedgerClosed,
    ProofInvalid,
)
from ledger.log import Appended, Log, Reader
from ledger.note import open_checkpoint
from ledger.store.view import SqliteView
from ledger.tree import consistency_proof, leaf_hash, verify_consistency
from tests.ledger.logs import START, World, intent, outcome, system


def test_what_is_appended_is_read_and_proved(world: World, log: Log) -> None:
    """The receipt verifies with the public key alone."""
    done = [log.append(system(number)) for number in range(300)]
    with log.reader() as reader:
        assert (300, done[-1].note) == (reader.size, reader.note)
        assert [item.body for item in done] == [
            reader.entry(item.index) for item in done
        ]
        receipt = reader.proof(150)
    checkpoint = receipt.verify(leaf_hash(done[150].body), [world.signer.vkey])
    proof = consistency_proof([leaf_hash(item.body) for item in done], 257)
    older = open_checkpoint(done[256].note, [world.signer.vkey])
    assert (257, 300) == (older.size, checkpoint.size)
    verify_consistency(257, 300, older.root, checkpoint.root, proof)


def test_an_append_tells_where_the_entry_is(log: Log) -> None:
    """Index, id, time, bytes, and the checkpoint that covers it."""
    draft = system(7)
    done = log.append(draft)
    assert (0, draft.id, START, 1) == (done.index, done.id, done.at, done.size)
    assert 7 == decode_entry(done.body)["number"]


def test_a_reader_keeps_the_state_of_its_first_look(log: Log) -> None:
    """Proofs and size fit each other while others append."""
    log.append(system(0))
    with log.reader() as reader:
        assert 1 == reader.size
        log.append(system(1))
        assert 1 == reader.size == reader.count()
        with pytest.raises(IndexError):
            reader.entry(1)
        with pytest.raises(ProofInvalid):
            reader.proof(1)


def test_entries_are_found_by_columns_and_time(world: World, log: Log) -> None:
    """What the trail has named as searchable."""
    for number in range(6):
        log.append(system(number % 2))
        world.clock.move(1)
    half = START + timedelta(seconds=3)
    with log.reader() as reader:

        def indexes(**how: object) -> list[int]:
            found = reader.select({"actor": "bogus-1"}, **how)  # type: ignore[arg-type] # the cases name them
            return [index for index, _ in found]

        assert [1, 3, 5] == indexes()
        assert [5, 3] == indexes(newest_first=True, limit=2)
        assert [3, 5] == indexes(since=half)
        assert [1] == indexes(until=half)
        assert 6 == reader.count({"case_number": None})
        assert 2 == reader.count({"actor": "bogus-1"}, start=2)
        assert [] == list(reader.select({"kind": "intent"}))
        with pytest.raises(ValueError, match="no such column"):
            reader.count({"body": "x"})


@pytest.mark.usefixtures("log")
def test_outcomes_are_found_by_their_index(world: World) -> None:
    """
    Whoever reads a kept answer asks for one outcome; the log may hold a million.

    The index holds outcomes only, and SQLite takes it only where the kind is written
    out in the statement.
    """
    asked: list[str] = []
    with closing(SqliteView(world.paths.store, world.columns)) as view:
        view._connection.set_trace_callback(asked.append)
        where = {"ref": "01a1f8db-20d2-7f28-a8ac-9739bbc355c0", "kind": "outcome"}
        found = view.select(where, at=(None, None), newest_first=False, limit=1)
        assert [] == list(found)
        view._connection.set_trace_callback(None)
        plan = view._connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall()

    assert b"SEARCH entry USING INDEX outcome_once (ref=?)" == plan[0][3]


def test_a_kind_that_is_no_word_finds_nothing(log: Log) -> None:
    """It is compared as a value and never written into a statement."""
    log.append(system(1))
    with log.reader() as reader:
        assert [] == list(reader.select({"kind": "system' OR '1'='1"}))


def test_open_intents_are_those_without_an_outcome(log: Log) -> None:
    """Of one writer or of all; recovery starts from these."""
    mine, other, closed = intent("me"), intent("other"), intent("me")
    for draft in (mine, other, closed, outcome(closed)):
        log.append(draft)
    with log.reader() as reader:
        assert [0, 1] == [index for index, _ in reader.open_intents()]
        assert [0] == [index for index, _ in reader.open_intents("me")]
        found = reader.find(other.id)
        assert found is not None
        assert 1 == found[0]
        assert reader.find("01a1f8db-20d2-7f28-a8ac-9739bbc355c0") is None
        assert reader.find("\udcff") is None  # how Python reads what is no UTF-8


def test_an_intent_has_one_outcome(log: Log) -> None:
    """Two recoveries of one crash must not both close it."""
    opened = intent()
    log.append(opened)
    log.append(outcome(opened))
    with pytest.raises(EntryRefused):
        log.append(outcome(opened))


def test_an_outcome_needs_an_intent(log: Log) -> None:
    """Neither an id that is not there nor an entry of another kind will do."""
    entry = system(0)
    log.append(entry)
    with pytest.raises(EntryRefused):
        log.append(outcome(entry))
    with pytest.raises(EntryRefused):
        log.append(outcome(intent()))
    with pytest.raises(EntryRefused):
        log.append(Draft.of("outcome", {}))


def test_an_id_is_used_once(log: Log) -> None:
    """And the refusal does not stop the next entry."""
    draft = system(0)
    log.append(draft)
    with pytest.raises(EntryRefused):
        log.append(draft)
    assert 1 == log.append(system(1)).index


def test_a_guard_sees_the_log_and_may_refuse(log: Log) -> None:
    """Quotas are counted inside the lock; the refusal is the caller's own error."""

    class QuotaUsedUp(Exception):
        """What a caller may raise."""

    def guard(reader: Reader) -> None:
        with reader:
            if reader.count({"kind": "system"}) >= 2:
                raise QuotaUsedUp

    assert 0 == log.append(system(0), guard=guard).index
    assert 1 == log.append(system(1), guard=guard).index
    with pytest.raises(QuotaUsedUp):
        log.append(system(2), guard=guard)
    assert 2 == log.append(system(3)).index


def test_many_threads_share_commits(world: World, log: Log) -> None:
    """Every caller gets its own entry, and together they are a sound log."""
    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(lambda number: log.append(system(number)), range(400)))
    assert list(range(400)) == sorted(item.index for item in done)
    assert list(range(400)) == [decode_entry(item.body)["number"] for item in done]
    assert len({item.note for item in done}) < 400
    assert "consistent" == world.verify(columns=world.columns, indexes=True).verdict


def test_a_batch_has_a_limit(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the lock is not held for ever; the rest goes into the next commit."""
    monkeypatch.setattr("ledger.session.MAX_BATCH", 1)
    with ThreadPoolExecutor(8) as pool:
        notes = {item.note for item in pool.map(log.append, map(system, range(16)))}
    assert 16 == len(notes)


def test_a_caller_who_is_interrupted_keeps_nobody_waiting(log: Log) -> None:
    """Callers wake each other; where one has gone, the writer does it."""
    in_guard, may_go_on = Event(), Event()
    queue = log._session.queue  # type: ignore[union-attr] # it is open
    behind: list[Future[Appended]] = []

    def hold_up(_: Reader) -> None:
        in_guard.set()
        may_go_on.wait()

    def leave_with_another_behind(*_: object) -> None:
        behind.append(pool.submit(log.append, system(2)))
        while queue.qsize() < 1:  # the writer has ours in its hand
            sleep(0.001)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, leave_with_another_behind)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(log.append, system(0), guard=hold_up)
        in_guard.wait()
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(KeyboardInterrupt):
            log.append(system(1))
        signal.signal(signal.SIGALRM, before)
        may_go_on.set()
        assert [0, 2] == [done.result(10).index for done in (first, *behind)]


def test_a_closed_log_refuses(world: World, log: Log) -> None:
    """Closing twice is harmless; the next process goes on."""
    log.append(system(0))
    log.close()
    log.close()
    with pytest.raises(LedgerClosed):
        log.append(system(1))
    with world.open() as again:
        assert 1 == again.append(system(1)).index


def test_a_waiter_without_an_answer_knows_nothing(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot happen, and if it does, the caller is not told `done`."""
    monkeypatch.setattr(log._session._appender, "append", lambda _: None)  # type: ignore[union-attr] # it is open
    with pytest.raises(AppendAmbiguous):
        log.append(system(0))


def test_a_clock_that_is_a_little_behind_repeats_the_last_time(
    world: World, log: Log
) -> None:
    """A step of NTP is no reason to stop an office; two seconds are the limit."""
    first = log.append(system(0))
    world.clock.move(-2)
    assert first.at == log.append(system(1)).at


def test_a_clock_set_back_is_refused_until_an_operator_resets(
    world: World, log: Log
) -> None:
    """Times in the log do not go back unseen: the reset is an entry itself."""
    log.append(system(0))
    world.clock.move(-2.001)
    with pytest.raises(ClockBehind):
        log.append(system(1))
    with pytest.raises(EntryInvalid):
        log.reset_clock(intent())
    reset = log.reset_clock(system(2))
    assert (1, world.clock.now) == (reset.index, reset.at)
    log.append(intent())
    assert "consistent" == world.verify(indexes=True).verdict


def test_one_jump_ahead_is_followed_by_a_reset(world: World, log: Log) -> None:
    """A clock that was a year ahead for one entry leaves a log that can go on."""
    log.append(system(0))
    world.clock.move(365 * 86_400)
    log.append(system(1))
    world.clock.move(-365 * 86_400)
    with pytest.raises(ClockBehind):
        log.append(system(2))
    log.reset_clock(system(3))
    assert START == log.append(system(4)).at


def test_a_clock_that_fails_stops_its_caller_only(world: World, log: Log) -> None:
    """Whatever a clock or guard raises, the log goes on."""

    def refuse(_: Reader) -> None:
        raise RuntimeError("bogus")

    with pytest.raises(RuntimeError, match="bogus"):
        log.append(system(0), guard=refuse)
    assert 0 == log.append(system(0)).index
    assert world.paths.store.exists()
