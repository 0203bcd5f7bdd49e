"""A caller alone appends in its own thread, where a signal can meet it at any point."""

import fcntl
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event, get_ident

import pytest

from ledger.append import Request
from ledger.errors import AppendRefused, LedgerClosed, StoreFailed
from ledger.log import Log, Reader
from ledger.session import Session
from ledger.store.sqlite import SqliteWriter
from tests.ledger.logs import World, system


def test_a_caller_alone_appends_in_its_own_thread(log: Log) -> None:
    """
    Two changes of threads are a good part of what an append costs.

    Holds: ADR-0037.
    """
    seen = []
    log.append(system(0), guard=lambda _: seen.append(get_ident()))
    assert [get_ident()] == seen


def test_who_meets_another_one_is_served_by_the_writer(log: Log) -> None:
    """So that all who gather during a commit share the next."""
    in_guard, may_go_on, seen = Event(), Event(), []

    def hold_up(_: Reader) -> None:
        in_guard.set()
        may_go_on.wait()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(log.append, system(0), guard=hold_up)
        in_guard.wait()
        second = pool.submit(
            log.append, system(1), guard=lambda _: seen.append(get_ident())
        )
        may_go_on.set()
        assert [0, 1] == [first.result(10).index, second.result(10).index]
    assert [_session(log)._thread.ident] == seen


def test_nobody_is_overtaken_for_ever(log: Log) -> None:
    """Who asks again and again leads no more, once another one waits."""
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(log.append, system(0))
        busily = [log.append(system(n)) for n in range(1, 1000) if not other.done()]
        assert other.result(10).index <= len(busily) < 999


def test_a_guards_exit_is_its_callers_own(log: Log) -> None:
    """Its thread is the one that asked, so nobody else is ended; nothing is in."""

    def end(_: Reader) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        log.append(system(0), guard=end)
    assert 0 == log.append(system(0)).index


@pytest.mark.parametrize("call", ["append", "close"])
def test_inside_an_append_nothing_is_begun(log: Log, call: str) -> None:
    """A guard, or a handler of a signal, would wait for itself for ever."""
    calls: dict[str, Callable[[Reader], object]] = {
        "append": lambda _: log.append(system(1)),
        "close": lambda _: log.close(),
    }
    with pytest.raises(AppendRefused):
        log.append(system(0), guard=calls[call])  # type: ignore[arg-type]  # its result is not looked at
    assert 0 == log.append(system(0)).index


def test_who_comes_after_the_end_is_refused(log: Log) -> None:
    """Another thread may close the log between the look at it and the append."""
    session = _session(log)
    log.close()
    with pytest.raises(LedgerClosed):
        session.lead(Request(system(0)))


# Opening has some 1,500 points, and each costs an opening: some are tried.
@pytest.mark.parametrize(
    ("opened", "step"), [(True, 1), (False, 29)], ids=["open", "opening"]
)
def test_a_signal_at_any_point_harms_nothing(
    world: World, log: Log, *, opened: bool, step: int
) -> None:
    """
    Python hears signals as a function begins and as one in C returns: at each of these
    points of an append the caller is interrupted, once. Afterwards no lock is held, the
    next append goes on, and the log is sound.

    Holds: ADR-0037.
    """
    log.append(system(0))
    pressed = 0
    for pressed in count(1, step):
        if not opened:
            _session(log)._appender.release()
        if not _interrupted(log, pressed):
            break
        _refuse_held_locks(world, log)
        done = log.append(system(pressed))
        assert "consistent" == world.verify().verdict
        with log.reader() as reader:
            assert done.body == reader.entry(done.index)

    assert pressed > 150
    assert "consistent" == world.verify(indexes=True).verdict


def test_each_of_those_who_waited_gets_an_error_of_its_own(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threads must not share a traceback; what was behind the error stays behind it."""
    told = StoreFailed("bogus")
    told.__cause__ = OSError("bogus")

    def fail(_: SqliteWriter) -> bool:
        raise told

    monkeypatch.setattr(Session, "alone", lambda _: False)
    monkeypatch.setattr(SqliteWriter, "begin", fail)
    with pytest.raises(StoreFailed) as caught:
        log.append(system(0))
    assert told is not caught.value
    assert told.__cause__ is caught.value.__cause__


class _CtrlC:
    """Ctrl-C at the point of that number; the first is number 1."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, _frame: object, event: str, _arg: object) -> None:
        self.left -= event in {"call", "c_return", "c_exception"}
        if self.left == 0:
            sys.setprofile(None)
            raise KeyboardInterrupt


def _interrupted(log: Log, number: int) -> bool:
    """Append with Ctrl-C at a point; False when the append ends before it."""
    try:
        sys.setprofile(_CtrlC(number))
        log.append(system(number), guard=_look)
    except KeyboardInterrupt:
        return True
    finally:
        sys.setprofile(None)
    return False


def _look(reader: Reader) -> None:
    reader.entry(0)


def _refuse_held_locks(world: World, log: Log) -> None:
    """BlockingIOError when the lock between processes is held still."""
    assert not _session(log)._busy.locked()
    descriptor = os.open(world.paths.lock, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(descriptor)


def _session(log: Log) -> Session:
    assert log._session is not None
    return log._session
