"""[3] The two doors to the world: a question under its intent, infrastructure without.

`Transport.send` and `Transport.call` work only under an `OpenIntent`, which only the
trail can make: no intent on disk, no call. Each sends once, over https.
`Transport.infrastructure` is for a register's own login, which asks about nobody.

`Fetcher.fetch` gets what is about nobody: revocation lists and answers, trusted lists,
certificates of issuers. It is no action, so it takes no identifier; and as its
addresses stand in certificates that anybody may have made, it goes to no host of the
office's own network that the settings do not name.

How both go out (no redirects, no environment, caps): accountability.wire.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from accountability.errors import AddressRefused, NotUnderIntent
from accountability.intent import OpenIntent
from accountability.wire import Came, HttpReply, Wire, exchange

if TYPE_CHECKING:
    import ssl

__all__ = ["Fetcher", "HttpReply", "Transport"]

MAX_ADDRESS_CHARS: Final = 2048
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All that IANA gives out; what is led on inside one's own network lies elsewhere."""
_DOCUMENTATION: Final = ipaddress.IPv6Network("3fff::/20")
"""RFC 9637, younger than the lists of Python 3.11."""
_NO_HEADERS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport(Wire):
    """How this office asks a register.

    Attributes:
        max_answer_bytes: Size cap of the answer's body, which is never unpacked.
    """

    max_answer_bytes: int = 1_048_576

    def send(
        self,
        data: bytes,
        *,
        url: str,
        content_type: str,
        under: OpenIntent,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> bytes:
        """POST `data` once and give back the body of a 200 answer.

        The intent notes the TLS version, the server's certificate and the HTTP status,
        which its outcome then says. `headers` are further ones, without anything of a
        person's.

        Raises:
            NotUnderIntent: No open intent of this process covers the call.
            AuthoritiesUnusable: Nothing left us, and the intent counts no request.
            RedirectRefused, HttpStatus, AnswerTooLarge, TimedOut, Unreachable: What
                the wire did. Each leaves it unknown whether the register has acted.
        """
        told = {**headers, "Content-Type": content_type}
        return self._under(under, "POST", url, data, told, noted=url).answer()

    def call(
        self,
        method: str,
        url: str,
        *,
        under: OpenIntent,
        data: bytes | None = None,
        headers: Mapping[str, str] = _NO_HEADERS,
        noted: str | None = None,
    ) -> HttpReply:
        """Call a REST register once, and give back its answer of any status.

        A bearer token may stand in `headers`; nothing of a person's may. `noted` is
        the address as the outcome says it, with the names of parameters instead of
        their values; None: the address itself.

        Raises:
            NotUnderIntent: No open intent of this process covers the call.
            AuthoritiesUnusable: Nothing left us, and the intent counts no request.
            RedirectRefused, AnswerTooLarge, TimedOut, Unreachable: What the wire did.
                Each leaves it unknown whether the register has acted.
        """
        noted = url if noted is None else noted
        return self._under(under, method, url, data, headers, noted=noted).reply()

    def infrastructure(
        self,
        method: str,
        url: str,
        *,
        data: bytes | None = None,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> HttpReply:
        """Call what is no action: a login, a list of keys (design, section 3).

        It says who we are and asks about nobody. Which calls are such is a table of
        the register's package.

        Raises:
            NotUnderIntent: Not an https address.
            AuthoritiesUnusable: Nothing left us.
            RedirectRefused, AnswerTooLarge, TimedOut, Unreachable: What the wire did.
        """
        _https_only(url)
        return self._call(method, url, data, headers, None).reply()

    def _under(
        self,
        under: OpenIntent,
        method: str,
        url: str,
        data: bytes | None,
        headers: Mapping[str, str],
        *,
        noted: str,
    ) -> Came:
        """Call once under an intent, which notes the request and whom it met."""
        if type(under) is not OpenIntent:
            raise NotUnderIntent("a call needs an open intent")
        _https_only(url)
        self.check_authorities()
        under.count_request(noted)
        came = self._call(method, url, data, headers, under.met)
        under.answered(came.status)
        return came

    def _call(
        self,
        method: str,
        url: str,
        data: bytes | None,
        headers: Mapping[str, str],
        shaken: "Callable[[ssl.SSLSocket], None] | None",
    ) -> Came:
        return exchange(
            self,
            method,
            url,
            data=data,
            headers=headers,
            max_bytes=self.max_answer_bytes,
            admit=_anybody,
            shaken=shaken,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher(Wire):
    """How this office fetches infrastructure; nothing about a person goes out.

    Attributes:
        internal_hosts: Hosts inside the office's network that may be asked, as they
            stand in addresses. All others must have a public address; behind a proxy
            it is the proxy that decides.
    """

    internal_hosts: Collection[str] = ()

    def fetch(
        self,
        url: str,
        *,
        max_bytes: int,
        data: bytes | None = None,
        content_type: str = "application/octet-stream",
        signed: bool = False,
    ) -> bytes:
        """GET an address once, or POST `data` to it; give back the body of a 200.

        Args:
            url: https, of at most 2048 characters, without a user's name.
            max_bytes: Size cap of the answer's body, which is never unpacked.
            data: What to POST (an OCSP request); None for a GET.
            content_type: Of `data`.
            signed: The answer proves itself by a signature that the caller checks,
                so plain http will do (RFC 5280, section 8; RFC 6960, section 5).

        Raises:
            AddressRefused: Nothing was asked: we do not go to such an address.
            AuthoritiesUnusable: Nothing was asked: whom to trust is not known.
            RedirectRefused, HttpStatus, AnswerTooLarge, TimedOut, Unreachable: What
                the wire did.
        """
        host = _address(url, {"https", "http"} if signed else {"https"}).hostname
        is_known = self.proxy is not None or host in self.internal_hosts
        came = exchange(
            self,
            "GET" if data is None else "POST",
            url,
            data=data,
            headers={} if data is None else {"Content-Type": content_type},
            max_bytes=max_bytes,
            admit=_anybody if is_known else _public,
        )
        return came.answer()


def _address(url: str, schemes: Collection[str]) -> SplitResult:
    """Take an address apart; AddressRefused for one that we do not go to.

    It is quoted nowhere: what stands in a certificate may be anything.
    """
    if len(url) > MAX_ADDRESS_CHARS or not url.isascii() or not url.isprintable():
        raise AddressRefused("no address: too long, or odd characters")
    try:
        parts = urlsplit(url)
        usable = parts.hostname and parts.port != 0
    except ValueError as broken:
        raise AddressRefused("no address") from broken
    if parts.scheme not in schemes:
        raise AddressRefused("an address of another scheme")
    if not usable or " " in url or parts.username is not None:
        raise AddressRefused("an address without a host, or with a user's name")
    return parts


def _https_only(url: str) -> None:
    if not url.startswith("https://"):
        raise NotUnderIntent("a register is reached over https only")


def _anybody(connection: socket.socket) -> None:
    """Admit every address: the settings chose it."""
    del connection


def _public(connection: socket.socket) -> None:
    """Admit public addresses only, by where the connection has really gone."""
    if not is_public(connection.getpeername()[0]):
        raise AddressRefused("a host of our own network that no setting names")


def is_public(host: str) -> bool:
    """Tell whether an address is one that anybody on the Internet may reach.

    An IPv4 address that is written in IPv6 (RFC 4291, section 2.5.5.2; RFC 6052,
    section 2.1; RFC 3056) is judged as what it is.
    """
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            address = inner
        elif address not in _UNICAST or address in _DOCUMENTATION:
            return False
    return address.is_global and not address.is_multicast
