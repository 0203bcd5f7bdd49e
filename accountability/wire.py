"""[3] How bytes go out and come back: one exchange, capped, and nothing else.

Redirects are off (a 307 re-sends a POST), environment variables and netrc are not
read, retries are zero, and answers have a size and a time cap that nothing can switch
off. A fresh connection for each call, on purpose: a kept-alive one that the server has
just closed would turn an ordinary question into an UNKNOWN.

Whether anything may go out at all is accountability.transport's to say; only that
module uses this one (a test holds it).
"""

import errno
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from accountability.errors import (
    AnswerTooLarge,
    HttpStatus,
    RedirectRefused,
    TimedOut,
    Unreachable,
)

if TYPE_CHECKING:
    import ssl

    import requests

HTTP_OK: Final = 200
_CHUNK_BYTES: Final = 65_536
# What may come in besides the body itself: its framing, in chunks, and all headers.
_FRAMING: Final = 2
_HEAD_BYTES: Final = 262_144


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What a server answered, whatever its status; its body is in no `repr`.

    Attributes:
        status: Of HTTP; never a redirect.
        headers: By name in lower case.
        body: As it came, never unpacked.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How this office reaches the world; all values are settings, none from outside.

    Attributes:
        ca_bundle: PEM file of the authorities trusted for TLS, or None for certifi's.
        proxy: Address of the office's proxy, or None.
        connect_timeout_s: Seconds to make the connection.
        read_timeout_s: Seconds of silence that end the call.
        total_timeout_s: Seconds for the whole call, however lively the server is; what
            comes before the connection (resolving its name, trying each of its
            addresses for `connect_timeout_s`) is counted, and ends when it is done.
    """

    ca_bundle: Path | None = None
    proxy: str | None = None
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    total_timeout_s: float = 60.0

    def check_authorities(self) -> None:
        """Load the authorities trusted for TLS, as each call does.

        Raises:
            AuthoritiesUnusable: Their file cannot be read, or holds none.
        """
        # 100 ms that importing crpo.lookup must not pay:
        from accountability.sockets import context_of  # noqa: PLC0415

        context_of(self.ca_bundle)


@dataclass(frozen=True, slots=True)
class Came:
    """What came back, whatever it was.

    Attributes:
        status: Of HTTP.
        leads_away: Whether it is a redirect.
        headers: By name in lower case.
        body: As it came; None when it passes the size cap.
    """

    status: int
    leads_away: bool
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)

    def answer(self) -> bytes:
        """Give the body of a 200.

        Raises:
            RedirectRefused, HttpStatus: It is another status.
            AnswerTooLarge: The body passes the size cap.
        """
        if self.status != HTTP_OK:
            raise self._another_status()
        return self._whole_body()

    def reply(self) -> HttpReply:
        """Give all of it, whatever the status.

        Raises:
            RedirectRefused: It leads away.
            AnswerTooLarge: The body passes the size cap.
        """
        if self.leads_away:
            raise self._another_status()
        return HttpReply(self.status, self.headers, self._whole_body())

    def _another_status(self) -> HttpStatus:
        error = RedirectRefused if self.leads_away else HttpStatus
        return error(self.status, self.body)

    def _whole_body(self) -> bytes:
        if self.body is None:
            raise AnswerTooLarge("more bytes than the size cap")
        return self.body


def exchange(
    wire: Wire,
    method: str,
    url: str,
    *,
    data: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
    admit: Callable[[socket.socket], None],
    shaken: Callable[["ssl.SSLSocket"], None] | None = None,
) -> Came:
    """Send one request, once; give what came back.

    Args:
        wire: How to get there.
        method: Of HTTP.
        url: Where to; checked by the caller.
        data: The body, or None.
        headers: Besides those that this module sets.
        max_bytes: Size cap of the answer's body, which is never unpacked.
        admit: Told of each connection before a byte is sent; what it raises ends the
            call.
        shaken: Told of each connection whose TLS handshake is done.

    Raises:
        AuthoritiesUnusable: Nothing left us.
        AnswerTooLarge, TimedOut, Unreachable: What the wire did.
    """
    # 110 ms that importing crpo.lookup must not pay:
    from http.client import HTTPException  # noqa: PLC0415

    import requests  # noqa: PLC0415
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    from accountability.sockets import (  # noqa: PLC0415
        Terms,
        TermsAdapter,
        UnledSession,
    )

    terms = Terms(
        deadline=monotonic() + wire.total_timeout_s,
        silence_s=wire.read_timeout_s,
        max_bytes=_FRAMING * max_bytes + _HEAD_BYTES,
        admit=admit,
        shaken=shaken,
    )
    connect_s = min(wire.connect_timeout_s, wire.total_timeout_s)
    proxies = {"https": wire.proxy, "http": wire.proxy} if wire.proxy else {}
    with UnledSession() as session:
        try:
            adapter = TermsAdapter(terms, wire.ca_bundle)
            session.mount("https://", adapter)
            session.mount("http://", adapter)
            with session.request(
                method,
                url,
                data=data,
                headers={
                    **headers,
                    "Accept-Encoding": "identity",
                    "Connection": "close",
                },
                timeout=(connect_s, wire.read_timeout_s),
                allow_redirects=False,
                stream=True,
                proxies=proxies,
            ) as response:
                return _came(response, max_bytes)
        except (
            *(requests.RequestException, HTTPError, HTTPException),
            *(OSError, ValueError),  # a length that is no length
        ) as broken:
            lost = _lost(broken, late=monotonic() >= terms.deadline)
    # Out here, where the libraries' error is not the context of ours any more.
    raise lost


def _came(response: "requests.Response", max_bytes: int) -> Came:
    """Take what came: its body as it is, never unpacked, under the size cap."""
    body, whole = bytearray(), None
    with suppress(AnswerTooLarge):  # by a chunk of no end
        for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=False):
            body += chunk
            if len(body) > max_bytes:
                break
        else:
            whole = bytes(body)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Came(response.status_code, response.is_redirect, headers, whole)


class _Technically(Exception):
    """What went wrong, by the names of the libraries' errors."""


def _lost(broken: Exception, *, late: bool) -> TimedOut | Unreachable:
    """Say what an error of the libraries means, without what they say.

    Their texts and attributes hold the request, and of what came the very bytes that
    were odd: an echoed question in clear. Error reporters write out both.
    """
    chain = list(_chain(broken))
    lost: TimedOut | Unreachable
    if late:
        lost = TimedOut("the whole call took too long")
    elif any(isinstance(each, TimeoutError) for each in chain):
        lost = TimedOut("no answer in time")
    else:
        lost = Unreachable("no connection, or one that broke")
    lost.__cause__ = _Technically(" < ".join(map(_name, chain)))
    return lost


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _name(error: BaseException) -> str:
    """Name an error by its class, and by what OpenSSL or the system calls it."""
    name, said = type(error).__name__, None
    if type(error).__module__ == "ssl":
        said = getattr(error, "reason", None)
    elif isinstance(error, OSError) and error.errno is not None:
        said = errno.errorcode.get(error.errno)
    return f"{name} {said}" if said else name
