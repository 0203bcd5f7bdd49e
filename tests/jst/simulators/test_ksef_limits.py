"""How often the simulated KSeF lets itself be asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from jst.simulators.ksef import KsefSimulator, MovingClock
from tests.jst.simulators.ksef_office import GMINA, NIP, OTHER_NIP, Office


@pytest.fixture(name="limited")
def _limited(tmp_path: Path) -> Iterator[Office]:
    """A KSeF with its limits on, as they are by default."""
    made = KsefSimulator.create(tmp_path / "ksef", clock=MovingClock(factor=0))
    with made as ksef, requests.Session() as http:
        http.trust_env = False
        yield Office(ksef, http)


@pytest.fixture(name="session")
def _session(limited: Office) -> Office:
    """The session of the gmina's seal."""
    seal = limited.ksef.issue_seal("gmina", nip=GMINA)
    return limited.log_in(seal, *NIP)


def test_ten_requests_a_second_are_let_through(session: Office) -> None:
    """The eleventh waits for the window to slide."""
    answers = _ask(session, 11)
    session.pass_time(1)

    assert [200] * 10 + [429] == [each.status_code for each in answers]
    assert "1" == answers[-1].headers["Retry-After"]
    assert 200 == _ask(session, 1)[0].status_code


def test_a_minute_holds_thirty(session: Office) -> None:
    """Though no second holds more than ten."""
    allowed = []
    for _ in range(4):
        allowed.append([each.status_code for each in _ask(session, 10)].count(200))
        session.pass_time(11)
    session.pass_time(60)

    assert [10, 10, 10, 0] == allowed
    assert 200 == _ask(session, 1)[0].status_code


def test_an_hour_holds_120(limited: Office, session: Office) -> None:
    """Onboarding forty schools with three grants each fills it."""
    allowed = 0
    for _ in range(13):
        allowed += [each.status_code for each in _ask(session, 10)].count(200)
        session.pass_time(21)

    refused = _ask(session, 1)[0]

    assert 120 == allowed
    assert 3000 < int(refused.headers["Retry-After"])
    assert "godzinę" in refused.json()["status"]["details"][0]
    assert 131 == limited.ksef.received["GET /auth/sessions"]


def test_who_goes_on_asking_waits_longer(session: Office) -> None:
    """Overruns are seen as a threat."""
    waits = [int(each.headers["Retry-After"]) for each in _ask(session, 13)[10:]]

    assert [1, 2, 4] == waits


def test_each_endpoint_and_each_context_counts_apart(
    limited: Office, session: Office
) -> None:
    """A second context is not slowed down by the first."""
    seal = limited.ksef.issue_seal("other", nip=OTHER_NIP)
    other = limited.log_in(seal, "Nip", OTHER_NIP.reveal())
    _ask(session, 10)

    assert 429 == _ask(session, 1)[0].status_code
    assert 200 == session.call("GET", "/tokens").status_code
    assert 200 == _ask(other, 1)[0].status_code


def test_calls_without_a_session_have_a_limit_of_their_own(limited: Office) -> None:
    """Sixty a second for an address."""
    statuses = [limited.call("POST", "/auth/challenge").status_code for _ in range(61)]

    assert [200] * 60 + [429] == statuses


def test_limits_can_be_set_for_a_test(session: Office) -> None:
    """As the test environment allows."""
    rates = session.call("GET", "/rate-limits").json()
    rates["other"] = {"perSecond": 2, "perMinute": 30, "perHour": 120}
    assert session.call("POST", "/testdata/rate-limits", {"rateLimits": rates}).ok

    few = [each.status_code for each in _ask(session, 3)]
    assert session.call("POST", "/testdata/rate-limits/production").ok
    session.pass_time(2)

    assert [200, 200, 429] == few
    assert [200] * 3 == [each.status_code for each in _ask(session, 3)]


def _ask(session: Office, times: int) -> list[requests.Response]:
    return [session.call("GET", "/auth/sessions") for _ in range(times)]
