"""One call to KSeF over a real socket: under an intent, within limits, never twice."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from accountability.errors import LimitReached, NotUnderIntent, Unreachable
from accountability.transport import Transport
from ksef.access.client import PRODUCTION, KsefClient
from ksef.access.context import ContextId
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import Forbidden, TooManyRequests
from ksef.access.limits import Limits
from ksef.access.secret import Secret
from tests.accountability.test_transport import an_open_intent
from tests.factories import HeldClock
from tests.loopback import Loopback, Script, http, says, serving

CONTEXT = ContextId.parse("Nip", "7762811692")
TOKEN = Secret("bogus-token")
QUERY, GRANT, CHALLENGE = (
    ENDPOINTS[name] for name in ("query_persons", "grant_person", "challenge")
)


def client_of(world: Loopback, **said: object) -> KsefClient:
    """Make a client of a loopback server."""
    transport = Transport(ca_bundle=world.ca_bundle, total_timeout_s=60.0)
    return KsefClient(
        world.url.removesuffix("/ask"),
        transport=transport,
        **said,  # type: ignore[arg-type]  # a test names what it needs
    )


def test_an_action_goes_out_whole(tmp_path: Path) -> None:
    """Method, path, page, token, the shape of errors, and the body as it was."""
    with serving(tmp_path, says(http(b'{"x":1}'))) as world:
        reply = client_of(world).ask(
            QUERY,
            bearer=TOKEN,
            query={"pageOffset": "0", "pageSize": "100"},
            body=b'{"queryType":"x"}',
            context=CONTEXT,
            under=an_open_intent(),
        )

    [sent] = world.requests
    lines = sent.lower().split(b"\r\n")
    assert b'{"x":1}' == reply.body
    assert sent.startswith(
        b"POST /permissions/query/persons/grants?pageOffset=0&pageSize=100 HTTP/1.1"
    )
    assert b"authorization: bearer bogus-token" in lines
    assert b"x-error-format: problem-details" in lines
    assert sent.endswith(b'\r\n\r\n{"queryType":"x"}')


def test_a_number_in_a_path_is_one_part_of_it(tmp_path: Path) -> None:
    """What KSeF gave us as an id may not lead to another call."""
    endpoint = ENDPOINTS["revoke_common"]
    with serving(tmp_path, says(http(b"{}", "202 Accepted"))) as world:
        client_of(world).ask(
            endpoint, path={"permissionId": "a/../b"}, under=an_open_intent()
        )

    assert world.requests[0].startswith(
        b"DELETE /permissions/common/grants/a%2F..%2Fb HTTP/1.1"
    )


def test_an_action_without_an_intent_does_not_leave(tmp_path: Path) -> None:
    """Holds: ADR-0003; only a login is infrastructure."""
    with (
        serving(tmp_path, says(http(b"{}"))) as world,
        pytest.raises(NotUnderIntent),
    ):
        client_of(world).ask(QUERY, body=b"{}")

    assert 0 == world.connections


def test_plain_http_is_refused() -> None:
    """A token would be read by everybody on the way."""
    client = KsefClient("http://127.0.0.1:1", transport=Transport())

    with pytest.raises(NotUnderIntent):
        client.ask(CHALLENGE)
    with pytest.raises(NotUnderIntent):
        client.ask(QUERY, under=an_open_intent())


def test_a_refusal_is_a_typed_error(tmp_path: Path) -> None:
    """With the permissions that are missing."""
    body = {
        "reasonCode": "missing-permissions",
        "security": {"requiredAnyOfPermissions": ["CredentialsManage"]},
    }
    script = says(http(json.dumps(body).encode(), "403 Forbidden"))
    with serving(tmp_path, script) as world, pytest.raises(Forbidden) as refused:
        client_of(world).ask(GRANT, body=b"{}", under=an_open_intent())

    assert ("CredentialsManage",) == refused.value.required
    assert 1 == len(world.requests)


def test_a_call_is_never_repeated(tmp_path: Path) -> None:
    """The connection breaks after the request: KSeF may have acted."""
    hangs_up: Script = says(b"")
    with serving(tmp_path, hangs_up) as world, pytest.raises(Unreachable):
        client_of(world).ask(GRANT, body=b"{}", under=an_open_intent())

    assert 1 == world.connections


def test_a_429_holds_the_next_call_back(tmp_path: Path) -> None:
    """Before it leaves, in every process of this machine."""
    clock = HeldClock()
    limits = Limits(folder=tmp_path / "limits", service="test", clock=clock)
    script = says(http(b"{}", "429 Too Many Requests", "Retry-After: 120"))
    with serving(tmp_path, script) as world:
        client = client_of(world, limits=limits, clock=clock)
        with pytest.raises(TooManyRequests) as told:
            client.ask(GRANT, context=CONTEXT, under=an_open_intent())
        with pytest.raises(LimitReached) as held:
            client.ask(GRANT, context=CONTEXT, under=an_open_intent())

    assert told.value.retry_at == held.value.retry_at == clock.now + timedelta(0, 120)
    assert 1 == len(world.requests)


def test_a_short_wait_for_room_is_borne(tmp_path: Path) -> None:
    """Ten a second is soon over; a minute is the caller's to decide."""
    clock = HeldClock()
    limits = Limits(folder=tmp_path / "limits", service="test", clock=clock)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.now += timedelta(seconds=seconds)

    client = KsefClient(
        PRODUCTION, transport=Transport(), limits=limits, clock=clock, sleep=sleep
    )
    for _ in range(30):
        client.book(GRANT, CONTEXT)
    with pytest.raises(LimitReached):
        client.book(GRANT, CONTEXT)

    assert [1.0, 1.0] == slept


def test_what_was_booked_is_given_back(tmp_path: Path) -> None:
    """A denial has sent nothing."""
    limits = Limits(folder=tmp_path / "limits", service="test")
    client = KsefClient(PRODUCTION, transport=Transport(), limits=limits)
    client.give_back(GRANT, CONTEXT, client.book(GRANT, CONTEXT))

    assert (10, 30, 120) == limits.left(GRANT, CONTEXT)


def test_without_limits_nobody_counts() -> None:
    """For a simulator of one's own."""
    client = KsefClient(PRODUCTION, transport=Transport())
    client.give_back(GRANT, CONTEXT, client.book(GRANT, CONTEXT))

    assert "KsefClient(https://api.ksef.mf.gov.pl/v2)" == repr(client)


def test_system_warnings_are_told(tmp_path: Path) -> None:
    """sig-001 says that a signature will be refused one day."""
    told: list[str] = []
    script = says(http(b"{}", "200 OK", "X-System-Warning: [sig-001]: podpis"))
    with serving(tmp_path, script) as world:
        client_of(world, warned=told.append).ask(CHALLENGE)
        client_of(world).ask(CHALLENGE)

    assert ["sig-001"] == told


def test_it_sleeps_as_it_was_told() -> None:
    """A test hands in its own; else the clock on the wall."""
    slept: list[float] = []
    client = KsefClient(PRODUCTION, transport=Transport(), sleep=slept.append)
    client.sleep(3.0)

    KsefClient(PRODUCTION, transport=Transport()).sleep(0.0)

    assert [3.0] == slept
