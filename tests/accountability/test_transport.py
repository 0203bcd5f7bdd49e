"""The one door to a register: only under an intent, once, and within its caps."""

import contextlib
import gzip
import os
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from accountability.disclosure import OF_THE_TRAIL
from accountability.errors import (
    AnswerTooLarge,
    HttpStatus,
    NotUnderIntent,
    RedirectRefused,
    TimedOut,
    Unreachable,
)
from accountability.intent import OpenIntent
from accountability.privacy import PeriodKey
from accountability.transport import Transport
from ledger.model import Appended
from tests.loopback import Loopback, Script, http, says, serving, stays_silent

# On a busy machine even a quick answer takes its time.
PATIENT = Transport(
    connect_timeout_s=60.0,
    read_timeout_s=60.0,
    total_timeout_s=60.0,
    max_answer_bytes=1000,
)
IMPATIENT = replace(
    PATIENT, connect_timeout_s=2.0, read_timeout_s=1.0, total_timeout_s=2.0
)


def an_open_intent() -> OpenIntent:
    """Open an intent as the trail does; the entry behind it is made up."""
    appended = Appended(
        index=0, id="x", at=datetime.now(UTC), body=b"{}", size=1, note=""
    )
    key = PeriodKey("2026-11.standard", bytes(32))
    return OpenIntent(appended, key, batch=None, ref=None, maker=OF_THE_TRAIL)


def send(world: Loopback, under: OpenIntent, transport: Transport = PATIENT) -> bytes:
    """Send one question to the loopback server."""
    return replace(transport, ca_bundle=world.ca_bundle).send(
        b"<Question/>", url=world.url, content_type="application/xml", under=under
    )


def test_it_posts_once_and_gives_back_the_body(tmp_path: Path) -> None:
    """The ordinary call: one connection, one request, our bytes unchanged."""
    with serving(tmp_path, says(http(b"<Answer/>"))) as world:
        assert b"<Answer/>" == send(world, an_open_intent())

    assert 1 == world.connections
    [request] = world.requests
    assert request.startswith(b"POST /ask HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\n<Question/>")


def test_it_counts_requests_under_the_intent(tmp_path: Path) -> None:
    """The outcome says how many requests an action took."""
    intent = an_open_intent()
    with serving(tmp_path, says(http(b"ok"))) as world:
        send(world, intent)
        send(world, intent)

    assert 2 == intent.requests


@pytest.mark.parametrize("under", [None, object(), "0190a5c4"])
def test_nothing_leaves_without_an_intent(tmp_path: Path, under: object) -> None:
    """Holds: ADR-0003, no intent on disk, no call."""
    with serving(tmp_path, says(http(b"ok"))) as world, pytest.raises(NotUnderIntent):
        send(world, under)  # type: ignore[arg-type]  # that is what is tested

    assert 0 == world.connections


def test_nothing_leaves_under_a_closed_intent(tmp_path: Path) -> None:
    """An outcome ends the licence; a second call would be a call without an intent."""
    intent = an_open_intent()
    intent.close()
    with serving(tmp_path, says(http(b"ok"))) as world, pytest.raises(NotUnderIntent):
        send(world, intent)

    assert 0 == world.connections


def test_nobody_but_the_trail_opens_an_intent() -> None:
    """An intent that is not on disk must not exist."""
    appended = Appended(
        index=0, id="x", at=datetime.now(UTC), body=b"{}", size=1, note=""
    )
    key = PeriodKey("2026-11.standard", bytes(32))

    with pytest.raises(NotUnderIntent):
        OpenIntent(appended, key, batch=None, ref=None, maker=object())


def test_an_intent_of_another_process_is_no_licence() -> None:
    """After a fork two processes would share one intent, and could both call."""
    intent = an_open_intent()
    object.__setattr__(intent, "_pid", os.getpid() + 1)

    with pytest.raises(NotUnderIntent):
        intent.count_request()


def test_an_intent_tells_whether_it_is_open() -> None:
    """For a log line: the id and the state, nothing else."""
    intent = an_open_intent()
    assert "OpenIntent(x, open)" == repr(intent)

    intent.close()

    assert "OpenIntent(x, closed)" == repr(intent)


def test_plain_http_is_refused(tmp_path: Path) -> None:
    """A typing error in a setting must not send a PESEL in clear."""
    with pytest.raises(NotUnderIntent):
        IMPATIENT.send(
            b"", url="http://127.0.0.1:1/", content_type="x", under=an_open_intent()
        )
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 P"])
def test_a_redirect_is_refused_and_not_followed(tmp_path: Path, status: str) -> None:
    """A 307 would make the client send the question again, elsewhere."""
    script = says(http(b"moved", status, "Location: https://127.0.0.1:1/other"))
    with serving(tmp_path, script) as world, pytest.raises(RedirectRefused) as caught:
        send(world, an_open_intent())

    assert 1 == len(world.requests)
    assert b"moved" == caught.value.take_body()


@pytest.mark.parametrize(
    ("status", "code"),
    [("204 No Content", 204), ("400 Bad", 400), ("429 Slow", 429), ("503 Busy", 503)],
)
def test_another_status_is_no_answer_and_is_not_retried(
    tmp_path: Path, status: str, code: int
) -> None:
    """An error page is no statement of the register, and a retry needs an intent."""
    script = says(http(b"", status, "Retry-After: 0"))
    with serving(tmp_path, script) as world, pytest.raises(HttpStatus) as caught:
        send(world, an_open_intent())

    assert code == caught.value.status
    assert 1 == len(world.requests)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"x" * 100_000, id="long"),
        pytest.param(gzip.compress(bytes(50_000_000)), id="a bomb"),
    ],
)
def test_the_body_of_a_redirect_is_read_under_the_cap(
    tmp_path: Path, body: bytes
) -> None:
    """The library would read it whole and unpack it, to prepare what nobody wants."""
    script = says(
        http(body, "302 F", "Location: http://[", "Content-Encoding: gzip"),
    )
    with serving(tmp_path, script) as world, pytest.raises(RedirectRefused) as caught:
        send(world, an_open_intent())

    assert caught.value.take_body() is None


def test_the_body_of_another_status_comes_with_it_once(tmp_path: Path) -> None:
    """It is evidence of what the server said, and names whom it likes."""
    script = says(http(b"<Fault/>", "500 Odd"))
    with serving(tmp_path, script) as world, pytest.raises(HttpStatus) as caught:
        send(world, an_open_intent())

    assert (b"<Fault/>", None) == (caught.value.take_body(), caught.value.take_body())


def test_a_long_error_page_is_still_an_error_of_its_status(tmp_path: Path) -> None:
    """The cap holds; whether to come back later is told by the status."""
    script = says(http(b"x" * 1001, "503 Busy"))
    with serving(tmp_path, script) as world, pytest.raises(HttpStatus) as caught:
        send(world, an_open_intent())

    assert (503, None) == (caught.value.status, caught.value.take_body())


def test_no_rest_call_leaves_without_an_intent(tmp_path: Path) -> None:
    """Holds: ADR-0003, also where a method and a path are the question."""
    with serving(tmp_path, says(http(b"ok"))) as world, pytest.raises(NotUnderIntent):
        PATIENT.call("GET", world.url, under=None)  # type: ignore[arg-type]  # tested

    assert 0 == world.connections


@pytest.mark.parametrize(
    ("status", "error"),
    [("404 None", None), ("302 F", RedirectRefused)],
)
def test_a_rest_call_notes_the_status_too(
    tmp_path: Path, status: str, error: type[HttpStatus] | None
) -> None:
    """Any status is an answer there, but for one that leads elsewhere."""
    intent, script = an_open_intent(), says(http(b"", status, "Location: /x"))
    told = pytest.raises(error) if error else contextlib.nullcontext()
    with serving(tmp_path, script) as world, told:
        replace(PATIENT, ca_bundle=world.ca_bundle).call("GET", world.url, under=intent)

    assert int(status[:3]) == (intent.peer or {})["http_status"]


def test_an_error_page_that_never_ends_is_cut_by_the_clock(tmp_path: Path) -> None:
    """A body that we cut ourselves is nobody's statement, and is not kept as one."""
    script = says(b"HTTP/1.1 503 B\r\n\r\n", *[b"x"] * 300, pause_s=0.1)
    with serving(tmp_path, script) as world, pytest.raises(TimedOut):
        send(world, an_open_intent(), IMPATIENT)


@pytest.mark.parametrize("status", [200, 503])
def test_the_intent_notes_the_status(tmp_path: Path, status: int) -> None:
    """The outcome says it, and kept bytes are read by it again."""
    intent, script = an_open_intent(), says(http(b"ok", f"{status} X"))
    with serving(tmp_path, script) as world, contextlib.suppress(HttpStatus):
        send(world, intent)

    assert status == (intent.peer or {})["http_status"]


@pytest.mark.parametrize(
    ("script", "error"),
    [
        pytest.param(stays_silent, TimedOut, id="silent"),
        pytest.param(
            says(*[b"H"] * 300, pause_s=0.1), TimedOut, id="one header byte at a time"
        ),
        pytest.param(
            says(
                b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n",
                *[b"x"] * 300,
                pause_s=0.1,
            ),
            TimedOut,
            id="one body byte at a time",
        ),
        pytest.param(
            says(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 300, pause_s=0.1),
            TimedOut,
            id="a body without a length, one byte at a time",
        ),
        pytest.param(
            says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nxx"),
            Unreachable,
            id="broken off",
        ),
        pytest.param(says(b"no http at all\r\n\r\n"), Unreachable, id="not HTTP"),
        pytest.param(says(http(b"x" * 1001)), AnswerTooLarge, id="too large"),
        pytest.param(
            says(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70_000),
            AnswerTooLarge,
            id="too large without a length",
        ),
    ],
)
def test_what_the_wire_does_has_a_name(
    tmp_path: Path, script: Script, error: type[Exception]
) -> None:
    """Each ends in its own error, soon, and each leaves the outcome unknown."""
    began = monotonic()
    transport = IMPATIENT if error is TimedOut else PATIENT
    with serving(tmp_path, script) as world, pytest.raises(error):
        send(world, an_open_intent(), transport)

    assert monotonic() - began < 15
    assert 1 == world.connections


def test_an_answer_of_just_the_cap_passes(tmp_path: Path) -> None:
    """The cap is the largest size that is read."""
    with serving(tmp_path, says(http(b"x" * 1000))) as world:
        assert 1000 == len(send(world, an_open_intent()))


def test_compressed_bytes_are_handed_on_as_they_came(tmp_path: Path) -> None:
    """Nothing is unpacked, so that no small answer can fill the memory."""
    script = says(http(b"\x1f\x8b...", "200 OK", "Content-Encoding: gzip"))
    with serving(tmp_path, script) as world:
        assert b"\x1f\x8b..." == send(world, an_open_intent())

    assert b"Accept-Encoding: identity" in world.requests[0]


def test_a_server_that_we_do_not_trust_learns_nothing(tmp_path: Path) -> None:
    """The question is sent only after the server's certificate was verified."""
    (tmp_path / "other").mkdir()
    script = says(http(b"ok"))
    with serving(tmp_path, script) as world, serving(tmp_path / "other", script) as o:
        stranger = replace(world, ca_bundle=o.ca_bundle)
        with pytest.raises(Unreachable):
            send(stranger, an_open_intent())

    assert [] == world.requests


def test_a_port_where_nobody_listens_is_unreachable(tmp_path: Path) -> None:
    """No connection: still UNKNOWN to the caller, since we cannot prove otherwise."""
    with serving(tmp_path, says(http(b"ok"))) as world:
        gone = world
    with pytest.raises(Unreachable):
        send(gone, an_open_intent())


@pytest.mark.parametrize(
    "poison",
    [
        pytest.param(("HTTPS_PROXY", "http://127.0.0.1:1"), id="proxy"),
        pytest.param(("REQUESTS_CA_BUNDLE", "/dev/null"), id="trust store"),
        pytest.param(("NETRC", "netrc"), id="netrc"),
    ],
)
def test_the_environment_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, poison: tuple[str, str]
) -> None:
    """A variable set by someone else must not replace the proxy or the trust store."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(*poison)
    with serving(tmp_path, says(http(b"ok"))) as world:
        assert b"ok" == send(world, an_open_intent())

    assert b"Authorization" not in world.requests[0]


def test_session_keys_are_written_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SSLKEYLOGFILE would let whoever sets it read every question on the wire."""
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    with serving(tmp_path, says(http(b"ok"))) as world:
        send(world, an_open_intent())

    assert not (tmp_path / "keys").exists()


def test_a_slow_name_does_not_switch_the_time_cap_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket that is opened after the deadline carries nothing."""
    resolve = socket.getaddrinfo

    def slowly(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as is
        threading.Event().wait(2.2)
        return resolve(*args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    dripping = says(*[b"H"] * 300, pause_s=0.1)
    with serving(tmp_path, dripping) as world, pytest.raises(TimedOut):
        send(world, an_open_intent(), IMPATIENT)


def test_an_error_does_not_carry_the_question(tmp_path: Path) -> None:
    """Error reporters write out the attributes of exceptions."""
    script = says(b"no http at all\r\n\r\n")
    with serving(tmp_path, script) as world, pytest.raises(Unreachable) as caught:
        send(world, an_open_intent())

    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    carried = [getattr(error, "request", None) for error in chain]
    assert [None] * 3 == carried


def test_a_set_proxy_is_used_and_its_failure_is_no_answer(tmp_path: Path) -> None:
    """Offices reach the net through a proxy; without it nothing may go around it."""
    with serving(tmp_path, says(http(b"ok"))) as world:
        through = replace(IMPATIENT, proxy="http://127.0.0.1:1")
        with pytest.raises(Unreachable):
            send(world, an_open_intent(), through)

    assert 0 == world.connections


def test_no_thread_or_socket_is_left_behind(tmp_path: Path) -> None:
    """A gateway makes thousands of calls in one process."""
    before = threading.active_count()
    with serving(tmp_path, says(http(b"ok"))) as world:
        send(world, an_open_intent())

    assert before == threading.active_count()
