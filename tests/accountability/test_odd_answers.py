"""What is no HTTP: named, capped, and quoted nowhere, for it may echo the question."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from accountability.errors import (
    AnswerTooLarge,
    TransportError,
    Unreachable,
)
from accountability.transport import Fetcher
from tests.accountability.test_sockets import through_a_proxy
from tests.accountability.test_transport import PATIENT, an_open_intent, send
from tests.flows.canaries import CANARY_PESEL, listening
from tests.loopback import Script, http, says, serving

ECHO = CANARY_PESEL.reveal().encode()
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ENDLESS = [b"x" * 1_000_000] * 60

echoes = pytest.mark.parametrize(
    "script",
    [
        pytest.param(says(ECHO + b" what you asked\r\n\r\n"), id="status line"),
        pytest.param(says(CHUNKED + b"<A>" + ECHO + b"</A>\r\n"), id="chunk length"),
        pytest.param(says(CHUNKED + b"ff\r\n" + ECHO), id="a chunk cut off"),
        pytest.param(
            says(
                b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n",
                b"Content-Length: " + ECHO + b"\r\n\r\nabc",
            ),
            id="two lengths",
        ),
        pytest.param(says(http(b"<A/>")[:-2] + ECHO[:1]), id="a body cut off"),
    ],
)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error, its causes and its contexts, each of them."""
    if error is not None:
        yield error
        yield from chain(error.__cause__)
        yield from chain(error.__context__)


@echoes
def test_an_odd_answer_is_quoted_nowhere(tmp_path: Path, script: Script) -> None:
    """Neither in text nor in what an error reporter writes out: arguments, fields."""
    with serving(tmp_path, script) as world, listening() as ears:
        with pytest.raises(Unreachable) as caught:
            send(world, an_open_intent())
        ears.hear_error(caught.value)
        for error in chain(caught.value):
            ears.hear("carried", error.args, vars(error))

    assert [] == ears.leaks()


def test_an_odd_header_is_in_no_log(tmp_path: Path) -> None:
    """urllib3 tells it as a warning, which an embedder's log would keep."""
    odd = says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nPESEL " + ECHO + b"\r\n\r\nok")
    with serving(tmp_path, odd) as world, listening() as ears:
        send(world, an_open_intent())

    assert [] == ears.leaks()


def test_what_a_proxy_says_is_quoted_nowhere(tmp_path: Path) -> None:
    """A proxy refuses in words of its own, which may name what was asked for."""
    refuses = says(b"HTTP/1.1 403 no " + ECHO + b"\r\n\r\n")
    with (
        serving(tmp_path, says(http(b"ok"))) as register,
        through_a_proxy(tmp_path, register, refuses, tls=False) as (world, proxy),
        listening() as ears,
    ):
        with pytest.raises(Unreachable) as caught:
            send(world, an_open_intent(), replace(PATIENT, proxy=proxy))
        ears.hear_error(caught.value)

    assert [] == ears.leaks()


def test_what_went_wrong_is_told_by_names(tmp_path: Path) -> None:
    """Enough for the operator: which library gave up, and what the system said."""
    with serving(tmp_path, says(http(b"ok"))) as world:
        gone = world
    with pytest.raises(Unreachable) as caught:
        send(gone, an_open_intent())

    told = str(caught.value.__cause__)
    assert told.startswith("ConnectionError < MaxRetryError < NewConnectionError")
    assert told.endswith("ConnectionRefusedError ECONNREFUSED")


def test_a_certificate_is_refused_by_name(tmp_path: Path) -> None:
    """OpenSSL's word for it, without the address."""
    (tmp_path / "other").mkdir()
    script = says(http(b"ok"))
    with (
        serving(tmp_path, script) as world,
        serving(tmp_path / "other", script) as other,
        pytest.raises(Unreachable) as caught,
    ):
        send(replace(world, ca_bundle=other.ca_bundle), an_open_intent())

    assert "SSLCertVerificationError CERTIFICATE_VERIFY_FAILED" in str(
        caught.value.__cause__
    )


def test_an_odd_cookie_is_no_bug_of_ours(tmp_path: Path) -> None:
    """http.cookiejar tells a date that is none as one, with a traceback."""
    odd = "Set-Cookie: a=b; expires=Wed, 21 Jct 2099 07:28:00 GMT"
    with serving(tmp_path, says(http(b"ok", "200 OK", odd))) as world:
        assert b"ok" == send(world, an_open_intent())


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_a_chunk_without_an_end_is_cut_at_the_cap(tmp_path: Path, *, tls: bool) -> None:
    """urllib3 takes a length of -1 for "all there is"; the socket gives no more."""
    fetcher = Fetcher(internal_hosts=["127.0.0.1"])
    endless = says(CHUNKED + b"-1\r\n", *ENDLESS)
    with serving(tmp_path, endless, tls=tls) as world:
        tracemalloc.start()
        with pytest.raises(AnswerTooLarge):
            replace(fetcher, ca_bundle=world.ca_bundle).fetch(
                world.url, max_bytes=1000, signed=True
            )
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak_bytes < 5_000_000


def test_headers_without_an_end_are_cut_at_the_cap(tmp_path: Path) -> None:
    """Each line is short, and there are fewer of them than http.client allows."""
    lines = [b"X-%d: " % n + b"x" * 60_000 + b"\r\n" for n in range(90)]
    endless = says(b"HTTP/1.1 200 OK\r\n", *lines)
    with serving(tmp_path, endless) as world, pytest.raises(AnswerTooLarge):
        send(world, an_open_intent())


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(says(CHUNKED + b"-5\r\nxx"), id="a chunk of minus five"),
        pytest.param(says(CHUNKED + b"-1\r\nxx"), id="a chunk of minus one, cut off"),
    ],
)
def test_a_length_that_is_none_is_an_error_of_the_wire(
    tmp_path: Path, script: Script
) -> None:
    """No ValueError of a library gets past the transport."""
    with serving(tmp_path, script) as world, pytest.raises(TransportError):
        send(world, an_open_intent())


def test_a_large_answer_has_its_status_in_the_outcome(tmp_path: Path) -> None:
    """That something came is known, whatever it was."""
    intent = an_open_intent()
    large = says(http(b"x" * 1001))
    with serving(tmp_path, large) as world, pytest.raises(AnswerTooLarge):
        send(world, intent)

    assert intent.peer is not None
    assert 200 == intent.peer["http_status"]
