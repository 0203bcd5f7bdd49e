"""The list of sessions, page by page, and an end to one of them."""

import pytest

from ksef.access.client import KsefClient
from ksef.access.errors import InputRefused, NotKnown, RequestInvalid
from ksef.access.errors_login import AnswerOddLogin, LoginLost
from ksef.access.session_list import active_sessions, revoke_session
from tests.ksef.access.desk import DROP, Desk, refusal
from tests.ksef.access.test_messages_auth import SESSION
from tests.ksef.access.test_session import enter

REFERENCES = [f"20260101-AU-000000000{n}-ABCDEF0123-45" for n in range(5)]


@pytest.fixture(name="desk")
def _desk(desk: Desk) -> Desk:
    """A desk that knows of five sessions, two on a page."""
    desk.sessions = [{**SESSION, "referenceNumber": each} for each in REFERENCES]
    return desk


def test_all_pages_are_read(desk: Desk, client: KsefClient) -> None:
    """The next page is asked for by the token of the last."""
    found = list(active_sessions(enter(client)))

    assert REFERENCES == [each.reference for each in found]
    assert found[0].is_current
    assert 3 == desk.times["sessions"]
    assert "4" == desk.last("sessions").headers["x-continuation-token"]
    assert {"pageSize": ["100"]} == desk.last("sessions").query


def test_pages_are_fetched_as_they_are_needed(desk: Desk, client: KsefClient) -> None:
    """Thirty calls a minute are not many."""
    next(active_sessions(enter(client)))

    assert 1 == desk.times["sessions"]


def test_pages_that_never_end_are_odd(desk: Desk, client: KsefClient) -> None:
    """A server that repeats itself must not keep us."""
    page = (200, {"items": [], "continuationToken": "again"})
    desk.instead["sessions"] = [page] * 101

    with pytest.raises(AnswerOddLogin):
        list(active_sessions(enter(client)))


def test_an_old_continuation_is_told(desk: Desk, client: KsefClient) -> None:
    """21418: begin the list anew."""
    desk.instead["sessions"] = [refusal(21418)]

    with pytest.raises(InputRefused) as caught:
        list(active_sessions(enter(client)))

    assert (21418,) == caught.value.numbers


def test_a_session_is_revoked_by_its_number(desk: Desk, client: KsefClient) -> None:
    """E.g. one whose tokens were lost."""
    revoke_session(enter(client), REFERENCES[1])

    assert 1 == desk.times["revoke_session"]


def test_an_unknown_session_is_told(desk: Desk, client: KsefClient) -> None:
    """A number of another environment."""
    desk.sessions = []

    with pytest.raises(NotKnown):
        revoke_session(enter(client), REFERENCES[1])


def test_a_lost_answer_may_be_asked_again(desk: Desk, client: KsefClient) -> None:
    """Revoking twice does no more than once."""
    desk.instead["revoke_session"] = [DROP]

    with pytest.raises(LoginLost):
        revoke_session(enter(client), REFERENCES[1])


@pytest.mark.parametrize("reference", ["", "current", "../tokens", REFERENCES[0] + "/"])
def test_what_is_no_number_goes_into_no_address(
    desk: Desk, client: KsefClient, reference: str
) -> None:
    """It stands in a path; `current` would end our own session."""
    session = enter(client)
    before = len(desk.asked)

    with pytest.raises(RequestInvalid):
        revoke_session(session, reference)

    assert before == len(desk.asked)
