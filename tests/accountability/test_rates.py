"""Limits that all processes of a host share: exact, sliding, and never guessed."""

import contextlib
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from accountability.errors import LimitReached, LimitsUnavailable
from accountability.rates import RateLimiter, Window, divided
from tests.factories import HeldClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROCESSES, TRIES, LIMIT = 4, 120, 200


@pytest.fixture(name="clock")
def _clock() -> HeldClock:
    """A clock that stands still."""
    return HeldClock()


@pytest.fixture(name="limiter")
def _limiter(tmp_path: Path, clock: HeldClock) -> RateLimiter:
    """Two calls an hour, three a day, one at a time."""
    return RateLimiter(
        folder=tmp_path / "limits",
        name="test",
        windows=(Window(2, HOUR), Window(3, DAY)),
        slots=1,
        clock=clock,
        patience_s=0.05,
    )


def refused_until(limiter: RateLimiter) -> timedelta:
    """Take one call, which must be refused, and say how long to wait."""
    with pytest.raises(LimitReached) as full:
        limiter.take()
    return full.value.retry_at - limiter.clock()


def test_a_full_window_says_when_its_oldest_call_leaves_it(
    limiter: RateLimiter, clock: HeldClock
) -> None:
    """The window slides; it does not begin with the hour."""
    limiter.take()
    clock.now += timedelta(minutes=20)
    limiter.take()

    assert timedelta(minutes=40) == refused_until(limiter)
    clock.now += timedelta(minutes=40)
    limiter.take()


def test_both_windows_hold_at_once(limiter: RateLimiter, clock: HeldClock) -> None:
    """The day is full though the hour is not."""
    for _ in range(3):
        limiter.take()
        clock.now += HOUR

    assert DAY - 3 * HOUR == refused_until(limiter)
    assert (2, 0) == limiter.left()


def test_a_refused_call_is_not_booked(limiter: RateLimiter) -> None:
    """Else asking again and again would push the opening away."""
    limiter.take()
    limiter.take()
    before = refused_until(limiter)

    assert before == refused_until(limiter)


def test_what_left_the_longest_window_is_forgotten(
    limiter: RateLimiter, clock: HeldClock
) -> None:
    """The state does not grow with the years."""
    limiter.take()
    clock.now += 2 * DAY
    limiter.take()

    assert (1, 2) == limiter.left()


def test_limits_of_another_name_are_others(limiter: RateLimiter) -> None:
    """One folder serves several registers."""
    limiter.take()
    limiter.take()

    replace(limiter, name="other").take()


def test_a_slot_is_given_back(limiter: RateLimiter) -> None:
    """Also when the call fails."""
    with pytest.raises(ZeroDivisionError), limiter.slot():
        raise ZeroDivisionError

    with limiter.slot():
        pass


def test_a_second_call_waits_for_the_slot_and_gives_up(limiter: RateLimiter) -> None:
    """Patience has an end."""
    with limiter.slot(), pytest.raises(LimitReached), limiter.slot():
        pass


def test_a_slot_is_taken_as_soon_as_it_is_free(limiter: RateLimiter) -> None:
    """Waiting is polling."""
    held = limiter._wait_for_slot()

    def give_back(seconds: float) -> None:
        del seconds
        os.close(held)

    with replace(limiter, sleep=give_back).slot():
        pass


def test_without_its_state_nothing_may_be_sent(
    limiter: RateLimiter, tmp_path: Path
) -> None:
    """Nobody knows how much was sent before."""
    (tmp_path / "limits").write_text("not a folder", "utf-8")

    with pytest.raises(LimitsUnavailable):
        limiter.take()
    with pytest.raises(LimitsUnavailable), limiter.slot():
        pass


def test_a_register_that_asks_for_quiet_gets_it(
    limiter: RateLimiter, clock: HeldClock
) -> None:
    """It said when to come back; an earlier word does not shorten that."""
    limiter.hold(clock.now + HOUR)
    limiter.hold(clock.now + HOUR / 2)

    assert HOUR == refused_until(limiter)
    clock.now += HOUR
    limiter.take()


def test_a_register_that_asks_for_years_gets_a_day(
    limiter: RateLimiter,
) -> None:
    """Who says so is wrong, and nothing of it can break our own arithmetic."""
    limiter.hold(datetime.max.replace(tzinfo=UTC))

    assert 24 * HOUR == refused_until(limiter)


def test_a_hold_of_a_wrong_clock_holds_nobody(
    limiter: RateLimiter, clock: HeldClock
) -> None:
    """A clock that was years ahead is set right; nobody waits for what it noted."""
    right = clock.now
    clock.now += 999 * 24 * HOUR
    limiter.hold(clock.now + HOUR)
    clock.now = right

    limiter.take()
    limiter.hold(clock.now + HOUR)
    assert HOUR == refused_until(limiter)


def test_a_state_that_cannot_be_locked_lets_nothing_be_sent(
    limiter: RateLimiter, tmp_path: Path
) -> None:
    """Somebody put a link where the lock is to be."""
    (tmp_path / "limits").mkdir()
    (tmp_path / "limits" / "test.lock").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(LimitsUnavailable):
        limiter.take()


def test_a_folder_that_is_a_link_is_not_followed(
    limiter: RateLimiter, tmp_path: Path
) -> None:
    """It may lead elsewhere the next moment; the settings resolve theirs."""
    (tmp_path / "real").mkdir()
    (tmp_path / "limits").symlink_to(tmp_path / "real")

    with pytest.raises(LimitsUnavailable):
        limiter.take()


def test_a_broken_state_is_no_empty_one(limiter: RateLimiter, tmp_path: Path) -> None:
    """A file that is none of ours is an error, and no budget."""
    limiter.take()
    [file] = (tmp_path / "limits").glob("*.calls")
    file.write_bytes(b"x" * 2000)

    with pytest.raises(LimitsUnavailable):
        limiter.take()


@pytest.mark.parametrize(
    ("limit", "machines", "part"), [(2000, 1, 2000), (2000, 3, 666), (4, 4, 1)]
)
def test_a_limit_is_divided_among_machines(
    limit: int, machines: int, part: int
) -> None:
    """Several machines behind one address share what the address may do."""
    assert part == divided(limit, machines)


def test_a_limit_that_leaves_nothing_for_each_is_not_divided() -> None:
    """Eight machines with one call each are twice what four at a time allows."""
    with pytest.raises(ValueError, match="shared by 8"):
        divided(4, 8)


def test_a_booking_of_a_call_that_was_not_made_is_given_back(
    limiter: RateLimiter,
) -> None:
    """Only that one: the other calls were made."""
    limiter.take()
    booking = limiter.take()

    limiter.give_back(booking)

    assert (1, 2) == limiter.left()


def _take_many(limiter: RateLimiter, granted: "Queue[int]") -> None:
    count = 0
    for _ in range(TRIES):
        try:
            limiter.take()
        except LimitReached:
            continue
        count += 1
    granted.put(count)


def _hold(limiter: RateLimiter, seen: Path, together: Barrier) -> None:
    together.wait(60)
    for _ in range(100):
        with limiter.slot():
            mark = seen / f"{os.getpid()}"
            mark.touch()
            (seen.parent / f"count-{len(list(seen.iterdir()))}").touch()
            time.sleep(0.002)
            mark.unlink()


def _in_processes(run: Callable[..., None], *arguments: object) -> None:
    """Run the same in four processes, and wait for them."""
    context = multiprocessing.get_context("spawn")
    started = [context.Process(target=run, args=arguments) for _ in range(PROCESSES)]
    for process in started:
        process.start()
    for process in started:
        process.join(60)
        assert 0 == process.exitcode


def test_four_processes_get_exactly_the_limit(tmp_path: Path) -> None:
    """Holds: ADR-0024. They ask for 480 and get 200: not 199, not 201."""
    limiter = RateLimiter(
        folder=tmp_path / "limits", name="x", windows=(Window(LIMIT, HOUR),), slots=4
    )
    granted: Queue[int] = multiprocessing.get_context("spawn").Queue()

    _in_processes(_take_many, limiter, granted)

    assert LIMIT == sum(granted.get(timeout=10) for _ in range(PROCESSES))


def _take_and_die(limiter: RateLimiter) -> None:
    while True:
        with contextlib.suppress(LimitReached):
            limiter.take()


def test_who_is_killed_while_booking_leaves_a_good_state(tmp_path: Path) -> None:
    """Whatever a killed process has booked is booked, and its lock is given back."""
    limiter = RateLimiter(
        folder=tmp_path / "limits", name="x", windows=(Window(LIMIT, HOUR),), slots=4
    )
    context = multiprocessing.get_context("spawn")
    for _ in range(PROCESSES):
        victim = context.Process(target=_take_and_die, args=(limiter,))
        victim.start()
        while limiter.left() == (LIMIT,):
            time.sleep(0.01)
        victim.kill()
        victim.join(60)
    used = LIMIT - limiter.left()[0]

    granted = 0
    for _ in range(2 * LIMIT):
        with contextlib.suppress(LimitReached):
            limiter.take()
            granted += 1

    assert LIMIT == used + granted


def test_a_lock_that_is_never_given_back_lets_nothing_be_sent(
    limiter: RateLimiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who holds it stops the others, and they are told."""
    monkeypatch.setattr("accountability.rates._BUSY_S", 0.02)
    with (
        limiter._locked(),
        pytest.raises(LimitsUnavailable, match="lock"),
        limiter._locked(),
    ):
        pass


def test_a_clock_that_was_years_ahead_does_not_block_for_years(
    limiter: RateLimiter, clock: HeldClock
) -> None:
    """What was booked further ahead than the longest window was booked wrongly."""
    clock.now += 1000 * DAY
    limiter.take()
    limiter.take()
    clock.now -= 1000 * DAY

    limiter.take()

    assert (1, 2) == limiter.left()


def test_a_clock_that_was_an_hour_ahead_costs_that_hour(
    limiter: RateLimiter, clock: HeldClock
) -> None:
    """The calls were made: only the clock was wrong."""
    clock.now += HOUR
    limiter.take()
    limiter.take()
    clock.now -= HOUR

    assert 2 * HOUR == refused_until(limiter)


@pytest.mark.parametrize("name", ["", "a/b", "../x", "NIP 1", "x" * 65])
def test_a_name_that_is_no_part_of_a_file_name_is_refused(
    limiter: RateLimiter, name: str
) -> None:
    """It names files that others see."""
    with pytest.raises(ValueError, match="small letters"):
        replace(limiter, name=name)


def test_four_processes_never_hold_more_slots_than_there_are(tmp_path: Path) -> None:
    """A slot is a lock of the kernel, given back by whoever dies."""
    limiter = RateLimiter(
        folder=tmp_path / "limits", name="x", windows=(Window(9, HOUR),), slots=2
    )
    seen = tmp_path / "seen"
    seen.mkdir()

    together = multiprocessing.get_context("spawn").Barrier(PROCESSES)

    _in_processes(_hold, limiter, seen, together)

    assert {"count-1", "count-2"} == {each.name for each in tmp_path.glob("count-*")}
