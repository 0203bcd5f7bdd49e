"""The deadline of a call holds on every way to a register, also through proxies."""

import contextlib
import hashlib
import os
import select
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import cast

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from accountability.errors import AuthoritiesUnusable, TimedOut, Unreachable
from accountability.transport import Fetcher, Transport
from accountability.wire import Wire, exchange
from tests.accountability.test_transport import IMPATIENT, PATIENT, an_open_intent, send
from tests.certs.paths import crl
from tests.loopback import Loopback, Script, http, says, serving, stays_silent

MUCH = b"x" * 30_000_000
"""More than the buffers of a connection take in."""


BARE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
"""An answer that says nothing of its length: it lasts until the connection ends."""

A_LIST = x509.load_der_x509_crl(crl()).public_bytes(Encoding.PEM)
"""What OpenSSL takes from such a file, too, and what vouches for no server."""

CUT = [
    pytest.param(BARE + b"half an ans", id="in its body"),
    pytest.param(BARE[:-2], id="in its headers"),
]


def leads_to(port: int, answer: bytes = b"HTTP/1.1 200 go\r\n\r\n") -> Script:
    """Be a proxy that leads to a port of this machine."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        del over
        connection.sendall(answer)
        with socket.create_connection(("127.0.0.1", port)) as onward:
            back = threading.Thread(target=_pump, args=(onward, connection))
            back.start()
            _pump(connection, onward)
            back.join(10)

    return script


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def through_a_proxy(
    folder: Path, register: Loopback, script: Script, *, tls: bool
) -> Iterator[tuple[Loopback, str]]:
    """Serve a proxy; give the register as seen by who trusts both, and the proxy."""
    (folder / "proxy").mkdir()
    with serving(folder / "proxy", script, tls=tls) as proxy:
        both = folder / "both.pem"
        both.write_bytes(register.ca_bundle.read_bytes() + proxy.ca_bundle.read_bytes())
        yield replace(register, ca_bundle=both), proxy.url.removesuffix("/ask")


def port_of(world: Loopback) -> int:
    """Tell the port of a loopback server."""
    return int(world.url.split(":")[2].split("/")[0])


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_a_proxy_leads_to_the_register(tmp_path: Path, *, tls: bool) -> None:
    """The TLS that counts is the register's, and the outcome names its certificate."""
    intent = an_open_intent()
    with serving(tmp_path, says(http(b"<Answer/>"))) as register:
        way = leads_to(port_of(register))
        with through_a_proxy(tmp_path, register, way, tls=tls) as (world, proxy):
            assert b"<Answer/>" == send(world, intent, replace(PATIENT, proxy=proxy))
        pem = register.ca_bundle.read_text().partition("-----BEGIN CERT")
        der = ssl.PEM_cert_to_DER_cert(pem[1] + pem[2])

    assert intent.peer is not None
    assert hashlib.sha256(der).hexdigest() == intent.peer["certificate_sha256"]
    assert 1 == len(register.requests)


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_a_proxy_that_drips_is_cut_by_the_clock(tmp_path: Path, *, tls: bool) -> None:
    """It says a byte at a time, so that silence never ends the call."""
    drips = says(*[b"H"] * 300, pause_s=0.1)
    with (
        serving(tmp_path, says(http(b"ok"))) as register,
        through_a_proxy(tmp_path, register, drips, tls=tls) as (world, proxy),
        pytest.raises(TimedOut),
    ):
        send(world, an_open_intent(), replace(IMPATIENT, proxy=proxy))

    assert 0 == register.connections


def test_a_proxy_that_we_do_not_trust_learns_nothing(tmp_path: Path) -> None:
    """Its certificate is judged by the same authorities as a register's."""
    (tmp_path / "proxy").mkdir()
    with (
        serving(tmp_path, says(http(b"ok"))) as register,
        serving(tmp_path / "proxy", says(http(b"ok"))) as proxy,
    ):
        way = replace(PATIENT, proxy=proxy.url.removesuffix("/ask"))
        with pytest.raises(Unreachable):
            send(register, an_open_intent(), way)

    assert [] == proxy.requests


def test_a_handshake_that_never_ends_is_cut_by_the_clock(tmp_path: Path) -> None:
    """Here the server accepts a connection, and says nothing from then on."""
    with serving(tmp_path, stays_silent, tls=False) as world:
        silent = replace(world, url=world.url.replace("http:", "https:"))
        began = monotonic()
        with pytest.raises(TimedOut):
            send(silent, an_open_intent(), IMPATIENT)

    assert monotonic() - began < 15


def test_a_server_that_does_not_listen_is_cut_by_the_clock(tmp_path: Path) -> None:
    """A question that nobody takes in waits as an answer does, not as a connection."""

    def reads_no_more(connection: socket.socket, over: threading.Event) -> None:
        del connection
        over.wait(30)

    began = monotonic()
    transport = replace(
        PATIENT, connect_timeout_s=1.0, read_timeout_s=30.0, total_timeout_s=3.0
    )
    with serving(tmp_path, reads_no_more) as world, pytest.raises(TimedOut):
        replace(transport, ca_bundle=world.ca_bundle).send(
            MUCH, url=world.url, content_type="text/plain", under=an_open_intent()
        )

    assert 2.5 < monotonic() - began < 15


def test_a_connection_that_is_gone_before_tls_is_one_that_broke() -> None:
    """Python's ssl reads the socket before anybody could say on which terms."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def is_reset(connection: socket.socket) -> None:
            accepted, _ = listener.accept()
            at_once = struct.pack("ii", 1, 0)
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            accepted.close()
            select.select([connection], [], [], 10)

        with pytest.raises(Unreachable):
            exchange(
                Wire(),
                "GET",
                f"https://127.0.0.1:{listener.getsockname()[1]}/",
                data=None,
                headers={},
                max_bytes=1,
                admit=is_reset,
            )


@pytest.mark.usefixtures("nobody_waits")
def test_what_is_no_file_holds_no_authorities(tmp_path: Path) -> None:
    """A pipe would keep the call waiting for a writer, beyond every deadline."""
    pipe = tmp_path / "pipe.pem"
    os.mkfifo(pipe)

    with pytest.raises(AuthoritiesUnusable):
        Transport(ca_bundle=pipe).check_authorities()


@pytest.mark.parametrize("cut", CUT)
def test_an_answer_without_a_length_that_is_cut_off_is_none(
    tmp_path: Path, cut: bytes
) -> None:
    """Whoever cuts the line would make a list of its beginning (RFC 8446, 6.1)."""
    with serving(tmp_path, says(cut)) as world, pytest.raises(Unreachable):
        send(world, an_open_intent())


@pytest.mark.parametrize("cut", CUT)
@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_nor_does_a_proxy_cut_one_off(tmp_path: Path, cut: bytes, *, tls: bool) -> None:
    """It cannot write in the register's TLS; all that it can do is hang up."""
    with (
        serving(tmp_path, says(cut)) as register,
        through_a_proxy(tmp_path, register, leads_to(port_of(register)), tls=tls) as (
            world,
            proxy,
        ),
        pytest.raises(Unreachable),
    ):
        send(world, an_open_intent(), replace(PATIENT, proxy=proxy))


def test_an_answer_without_a_length_ends_where_the_server_says_so(
    tmp_path: Path,
) -> None:
    """By TLS's own word for the end, which nobody on the way can forge."""

    def ends(connection: socket.socket, over: threading.Event) -> None:
        del over
        connection.sendall(BARE + b"whole")
        cast("ssl.SSLSocket", connection).unwrap()

    with serving(tmp_path, ends) as world:
        assert b"whole" == send(world, an_open_intent())


def test_a_new_file_of_authorities_is_read(tmp_path: Path) -> None:
    """TLS settings are kept, but not beyond a change of what they were made of."""
    (tmp_path / "other").mkdir()
    with (
        serving(tmp_path, says(http(b"ok"))) as world,
        serving(tmp_path / "other", says(http(b"ok"))) as other,
    ):
        bundle = tmp_path / "bundle.pem"
        bundle.write_bytes(other.ca_bundle.read_bytes() + b"\n" * 99)
        with pytest.raises(Unreachable):
            send(replace(world, ca_bundle=bundle), an_open_intent())

        about = bundle.stat()
        # Made to look like the old one: as long, and with its time.
        bundle.write_bytes(world.ca_bundle.read_bytes().ljust(about.st_size, b"\n"))
        os.utime(bundle, ns=(about.st_atime_ns, about.st_mtime_ns))
        assert b"ok" == send(replace(world, ca_bundle=bundle), an_open_intent())


def test_without_its_file_of_authorities_nothing_is_asked(tmp_path: Path) -> None:
    """Also when the file was there at the last call; the intent counts no request."""
    second = an_open_intent()
    with serving(tmp_path, says(http(b"ok"))) as world:
        send(world, an_open_intent())
        world.ca_bundle.unlink()
        with pytest.raises(AuthoritiesUnusable):
            send(world, second)

    assert (1, 0) == (world.connections, second.requests)


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"no certificate at all", id="a text"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\nMII", id="half a certificate"),
        pytest.param(b"\x30\x82\x01\x00\xff", id="DER"),
        pytest.param(A_LIST, id="a revocation list"),
    ],
)
def test_a_broken_file_of_authorities_is_no_lost_connection(
    tmp_path: Path, held: bytes
) -> None:
    """Told as one, it would send the operator to look for a fault in the network."""
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(held)
    with serving(tmp_path, says(http(b"ok"))) as world:
        broken = replace(world, ca_bundle=bundle)
        with pytest.raises(AuthoritiesUnusable):
            send(broken, an_open_intent())
        with pytest.raises(AuthoritiesUnusable):
            Transport(ca_bundle=bundle).infrastructure("GET", world.url)
        with pytest.raises(AuthoritiesUnusable):
            Fetcher(ca_bundle=bundle).fetch(world.url, max_bytes=1)

    assert 0 == world.connections


@pytest.mark.parametrize("name", ["none.pem", "no\0name.pem"])
def test_authorities_can_be_tried_before_an_intent_is_made(
    tmp_path: Path, name: str
) -> None:
    """Whoever puts an office together learns it while nothing has begun."""
    Transport().check_authorities()

    with pytest.raises(AuthoritiesUnusable):
        Transport(ca_bundle=tmp_path / name).check_authorities()
