"""KSeF's limits: by call and context, shared by processes; KSeF has the last word."""

from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from accountability.errors import LimitReached, LimitsUnavailable
from ksef.access.context import ContextId
from ksef.access.endpoints import ENDPOINTS, Limited
from ksef.access.limits import TERMS, Limits, terms_on
from tests.factories import HeldClock

HERE = ContextId.parse("Nip", "7762811692")
THERE = ContextId.parse("Nip", "5265877635")
GRANT, QUERY, LOGIN = (
    ENDPOINTS[name] for name in ("grant_person", "query_persons", "challenge")
)


@pytest.fixture(name="clock")
def _clock() -> HeldClock:
    """A clock that stands still."""
    return HeldClock()


@pytest.fixture(name="limits")
def _limits(tmp_path: Path, clock: HeldClock) -> Limits:
    """The limits of this machine in the test environment."""
    return Limits(folder=tmp_path / "limits", service="test", clock=clock)


def test_ten_a_second_then_wait(limits: Limits, clock: HeldClock) -> None:
    """API 2.7.0: 10 a second, 30 a minute, 120 an hour."""
    for _ in range(10):
        limits.take(GRANT, HERE)
    with pytest.raises(LimitReached) as full:
        limits.take(GRANT, HERE)

    assert clock.now + timedelta(seconds=1) == full.value.retry_at


def test_each_call_and_each_context_is_counted_apart(limits: Limits) -> None:
    """The Ministry counts by endpoint, for the pair of context and address."""
    for _ in range(10):
        limits.take(GRANT, HERE)

    limits.take(QUERY, HERE)
    limits.take(GRANT, THERE)

    assert (9, 29, 119) == limits.left(GRANT, THERE)
    assert 0 == limits.left(GRANT, HERE)[0]


def test_logins_of_environments_are_counted_apart(
    limits: Limits, clock: HeldClock
) -> None:
    """A 429 of the test environment stops no login in production."""
    limits.hold(LOGIN, None, clock.now + timedelta(hours=1))
    with pytest.raises(LimitReached):
        limits.take(LOGIN, None)

    replace(limits, service="production").take(LOGIN, None)


def test_environments_are_counted_apart(limits: Limits) -> None:
    """What was asked of the test environment costs nothing in production."""
    limits.take(GRANT, HERE)

    assert (10, 30, 120) == replace(limits, service="production").left(GRANT, HERE)


def test_logins_are_counted_by_address_alone(limits: Limits) -> None:
    """The public calls have no context yet: 60 a second from one address."""
    limits.take(LOGIN, HERE)
    limits.take(LOGIN, THERE)
    limits.take(LOGIN, None)

    assert (57,) == limits.left(LOGIN, HERE)


def test_what_was_never_sent_is_given_back(limits: Limits) -> None:
    """A denial costs nothing."""
    booking = limits.take(GRANT, HERE)
    limits.give_back(GRANT, HERE, booking)

    assert (10, 30, 120) == limits.left(GRANT, HERE)


def test_a_429_holds_everybody_back(limits: Limits, clock: HeldClock) -> None:
    """KSeF's block grows with each overrun, so nobody may try meanwhile."""
    until = clock.now + timedelta(minutes=7)
    limits.hold(GRANT, HERE, until)
    limits.hold(GRANT, HERE, until - timedelta(minutes=5))
    with pytest.raises(LimitReached) as held:
        limits.take(GRANT, HERE)

    assert until == held.value.retry_at
    clock.now = until
    limits.take(GRANT, HERE)


def test_machines_share_one_address(limits: Limits) -> None:
    """Each takes its part; nobody gains budget by a second machine."""
    two = replace(limits, machines=2)

    assert (5, 15, 60) == two.left(GRANT, HERE)


def test_the_state_names_no_context(limits: Limits) -> None:
    """A context may be the number of a natural person."""
    limits.take(GRANT, HERE)
    limits.hold(GRANT, HERE, limits.clock())
    held = b"".join(
        each.read_bytes() + each.name.encode()
        for each in limits.folder.iterdir()
        if each.is_file()
    )

    assert b"7762811692" not in held
    assert "ksef" in held.decode("latin-1")


def test_a_machine_without_an_id_has_one_all_the_same(
    limits: Limits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A container may lack /etc/machine-id; its address then names it."""
    monkeypatch.setattr("ksef.access.limits._MACHINE_ID", tmp_path / "none")
    limits.take(GRANT, HERE)

    assert (9, 29, 119) == limits.left(GRANT, HERE)


def test_an_unusable_folder_lets_nothing_out(tmp_path: Path) -> None:
    """Nobody knows how much was sent."""
    (tmp_path / "file").write_text("x")
    limits = Limits(folder=tmp_path / "file" / "limits", service="test")

    with pytest.raises(LimitsUnavailable):
        limits.take(GRANT, HERE)


def _take(folder: str, tries: int) -> int:
    limits = Limits(folder=Path(folder), service="test", clock=HeldClock())
    taken = 0
    for _ in range(tries):
        try:
            limits.take(GRANT, HERE)
        except LimitReached:
            continue
        taken += 1
    return taken


def test_four_processes_share_the_limit_exactly(tmp_path: Path) -> None:
    """All of them name a context alike."""
    with get_context("spawn").Pool(4) as pool:
        taken = pool.starmap(_take, [(str(tmp_path / "limits"), 20)] * 4)

    assert 10 == sum(taken)


def test_the_terms_are_dated() -> None:
    """A limit of another day is another limit; each says where it stands."""
    assert set(Limited) == {terms.limited for terms in TERMS}
    assert all(terms.source for terms in TERMS)
    assert terms_on(date(2020, 1, 1), Limited.ACCESS) in TERMS
    assert 120 == terms_on(date(2026, 11, 20), Limited.ACCESS).windows[-1].limit
