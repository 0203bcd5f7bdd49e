"""The door for infrastructure: no intent, no identifier, and no host of the office."""

import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from accountability import transport
from accountability.errors import (
    AccountabilityError,
    AddressRefused,
    AnswerTooLarge,
    HttpStatus,
    RedirectRefused,
    TimedOut,
    Unreachable,
)
from accountability.transport import Fetcher
from tests.loopback import Loopback, Script, http, says, serving, stays_silent

IMPATIENT = Fetcher(
    connect_timeout_s=2.0,
    read_timeout_s=0.4,
    total_timeout_s=0.8,
    internal_hosts=["127.0.0.1"],
)


def fetch(world: Loopback, fetcher: Fetcher = IMPATIENT, **wanted: Any) -> bytes:  # noqa: ANN401 - fetch's own
    """Fetch at most 1000 bytes from the loopback server."""
    known = replace(fetcher, ca_bundle=world.ca_bundle)
    return known.fetch(world.url, max_bytes=1000, **wanted)


def test_it_gets_once_and_gives_back_the_body(tmp_path: Path) -> None:
    """The ordinary call: one connection, one request, no cookie and no login."""
    with serving(tmp_path, says(http(b"a list"))) as world:
        assert b"a list" == fetch(world)

    [request] = world.requests
    assert request.startswith(b"GET /ask HTTP/1.1\r\n")
    assert b"Authorization" not in request


def test_what_is_given_is_posted(tmp_path: Path) -> None:
    """An OCSP request goes out as it is, with its type (RFC 6960, A.1)."""
    with serving(tmp_path, says(http(b"status"))) as world:
        told = fetch(world, data=b"asked", content_type="application/ocsp-request")

    assert b"status" == told
    [request] = world.requests
    assert request.startswith(b"POST /ask HTTP/1.1\r\n")
    assert b"\r\nContent-Type: application/ocsp-request\r\n" in request
    assert request.endswith(b"\r\n\r\nasked")


def test_what_is_signed_comes_over_plain_http(tmp_path: Path) -> None:
    """Revocation lists are published over http; they prove themselves."""
    with serving(tmp_path, says(http(b"a list")), tls=False) as world:
        assert b"a list" == fetch(world, signed=True)


def test_what_is_not_signed_comes_over_https_only(tmp_path: Path) -> None:
    """Nothing else would say who wrote it."""
    with (
        serving(tmp_path, says(http(b"a list")), tls=False) as world,
        pytest.raises(AddressRefused),
    ):
        fetch(world)

    assert 0 == world.connections


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("ldap://ca.example/cn=crl", id="another scheme"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("https:///crl", id="no host"),
        pytest.param("https://u:p@ca.example/crl", id="a login"),
        pytest.param("https://ca.example:99999/", id="no port"),
        pytest.param("https://ca.example:0/", id="port zero"),
        pytest.param("https://[::1/", id="half an address"),
        pytest.param("https://ca.example/a b", id="a space"),
        pytest.param("https://ca.example/\r\nHost: x", id="a line break"),
        pytest.param("https://żółw.example/", id="not ASCII"),
        pytest.param("https://ca.example/" + "x" * 2048, id="too long"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_odd_address_is_refused_and_not_quoted(url: str) -> None:
    """Addresses stand in certificates that anybody may have made."""
    with pytest.raises(AddressRefused) as caught:
        IMPATIENT.fetch(url, max_bytes=1, signed=True)

    assert "example" not in str(caught.value)


def test_a_host_of_our_own_network_is_asked_only_if_a_setting_names_it(
    tmp_path: Path,
) -> None:
    """A made-up certificate must not let us knock at doors inside the office."""
    stranger = replace(IMPATIENT, internal_hosts=())
    with (
        serving(tmp_path, says(http(b"secret"))) as world,
        pytest.raises(AddressRefused),
    ):
        fetch(world, stranger)

    assert [] == world.requests


def test_a_name_does_not_hide_where_it_leads(tmp_path: Path) -> None:
    """The address that was really reached counts, not what the name looks like."""
    with serving(tmp_path, says(http(b"secret"))) as world:
        named = replace(world, url=world.url.replace("127.0.0.1", "localhost"))
        with pytest.raises(AddressRefused):
            fetch(named)

    assert [] == world.requests


@pytest.mark.parametrize(
    "host", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_a_public_address_is_admitted(host: str) -> None:
    """Everybody's responders are public; only the others need a setting."""

    class Connected:
        def getpeername(self) -> tuple[str, int]:
            return (host, 80)

    transport._public(Connected())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host",
    [
        *("10.0.0.1", "127.0.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "fec0::1", "ff02::1", "ff0e::1"),
        *("::ffff:10.0.0.1", "::ffff:100.64.0.1", "64:ff9b::a00:1", "2002:a00:1::"),
        *("64:ff9b:1::a00:1", "::10.0.0.1", "::ffff:0:10.0.0.1"),
        *("3fff::1", "5f00::1", "100:0:0:1::1", "4000::1", "e000::1"),
    ],
)
def test_an_address_of_our_own_network_is_not_public(host: str) -> None:
    """However it is written: IPv6 has several ways to lead to one of IPv4."""
    assert not transport.is_public(host)


def test_a_proxy_decides_for_itself_where_it_goes(tmp_path: Path) -> None:
    """Behind a proxy we see the proxy's address only, which a setting chose."""
    with serving(tmp_path, says(http(b"a list")), tls=False) as proxy:
        through = replace(
            IMPATIENT, proxy=proxy.url.removesuffix("/ask"), internal_hosts=()
        )
        told = through.fetch("http://ca.example/crl", max_bytes=1000, signed=True)

    assert b"a list" == told
    assert proxy.requests[0].startswith(b"GET http://ca.example/crl HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("script", "error"),
    [
        pytest.param(stays_silent, TimedOut, id="silent"),
        pytest.param(
            says(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 300, pause_s=0.1),
            TimedOut,
            id="one byte at a time",
        ),
        pytest.param(says(b"no http at all\r\n\r\n"), Unreachable, id="not HTTP"),
        pytest.param(says(http(b"x" * 1001)), AnswerTooLarge, id="too large"),
        pytest.param(
            says(http(b"", "307 Temporary", "Location: https://127.0.0.1:1/")),
            RedirectRefused,
            id="a redirect",
        ),
        pytest.param(says(http(b"", "503 Busy")), HttpStatus, id="another status"),
    ],
)
@pytest.mark.parametrize("tls", [True, False])
def test_what_the_wire_does_has_a_name(
    tmp_path: Path, script: Script, error: type[AccountabilityError], *, tls: bool
) -> None:
    """The caps of a question hold here too, over http as over https."""
    with serving(tmp_path, script, tls=tls) as world, pytest.raises(error):
        fetch(world, signed=True)

    assert 1 == world.connections


def test_the_environment_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable set by someone else must not replace the proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving(tmp_path, says(http(b"a list")), tls=False) as world:
        assert b"a list" == fetch(world, signed=True)


def test_it_takes_nothing_that_names_a_person() -> None:
    """What is about a person goes under an intent, through the other door."""
    taken = list(inspect.signature(Fetcher.fetch).parameters)

    assert ["self", "url", "max_bytes", "data", "content_type", "signed"] == taken
