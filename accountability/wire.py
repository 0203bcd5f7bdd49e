"""[3] How bytes go out and come back: one exchange, capped, and nothing else.

Redirects are off (a 307 re-sends a POST), environment variables and netrc are not
read, retries are zero, and answers have a size and a time cap that nothing can switch
off. A fresh connection for each call, on purpose: a kept-alive one that the server has
just closed would turn an ordinary question into an UNKNOWN.

Whether anything may go out at all is accountability.transport's to say; only that
module uses this one (a test holds it).
"""

import socket
from collections.abc import Callable, Mapping
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


def exchange(
    wire: Wire,
    url: str,
    *,
    data: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
    admit: Callable[[socket.socket], None],
    shaken: Callable[["ssl.SSLSocket"], None] | None = None,
) -> bytes:
    """POST `data`, or GET without any, once; give back the body of a 200 answer.

    Args:
        wire: How to get there.
        url: Where to; checked by the caller.
        data: The body of a POST, or None for a GET.
        headers: Besides those that this module sets.
        max_bytes: Size cap of the answer's body, which is never unpacked.
        admit: Told of each connection before a byte is sent; what it raises ends the
            call.
        shaken: Told of each connection whose TLS handshake is done.

    Raises:
        RedirectRefused, HttpStatus, AnswerTooLarge, TimedOut, Unreachable: What the
            wire did.
    """
    came = _exchange(
        wire,
        "GET" if data is None else "POST",
        url,
        data=data,
        headers=headers,
        max_bytes=max_bytes,
        admit=admit,
        shaken=shaken,
    )
    if came.status != HTTP_OK:
        raise came.another_status()
    return came.whole_body()


def exchange_any(
    wire: Wire,
    method: str,
    url: str,
    *,
    data: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
    admit: Callable[[socket.socket], None],
    shaken: Callable[["ssl.SSLSocket"], None] | None = None,
) -> HttpReply:
    """Call a REST service once; give back what it said, whatever the status.

    Args:
        wire: How to get there.
        method: Of HTTP.
        url: Where to; checked by the caller.
        data: The body, or None.
        headers: Besides those that this module sets.
        max_bytes: Size cap of the answer's body, which is never unpacked.
        admit: Told of each connection before a byte is sent.
        shaken: Told of each connection whose TLS handshake is done.

    Raises:
        RedirectRefused, AnswerTooLarge, TimedOut, Unreachable: What the wire did.
    """
    came = _exchange(
        wire,
        method,
        url,
        data=data,
        headers=headers,
        max_bytes=max_bytes,
        admit=admit,
        shaken=shaken,
    )
    if came.leads_away:
        raise came.another_status()
    return HttpReply(came.status, came.headers, came.whole_body())


@dataclass(frozen=True, slots=True)
class _Came:
    """What came back, whatever it was.

    Attributes:
        leads_away: Whether it is a redirect.
        body: As it came; None when it passes the size cap.
    """

    status: int
    leads_away: bool
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)

    def another_status(self) -> HttpStatus:
        """Make the error of a status that carries no answer."""
        return (RedirectRefused if self.leads_away else HttpStatus)(
            self.status, self.body
        )

    def whole_body(self) -> bytes:
        """Give the body; AnswerTooLarge when it passes the size cap."""
        if self.body is None:
            raise AnswerTooLarge("more bytes than the size cap")
        return self.body


def _exchange(
    wire: Wire,
    method: str,
    url: str,
    *,
    data: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
    admit: Callable[[socket.socket], None],
    shaken: Callable[["ssl.SSLSocket"], None] | None,
) -> _Came:
    # 100 ms that importing crpo.lookup must not pay:
    import requests  # noqa: PLC0415
    from urllib3.exceptions import HTTPError  # noqa: PLC0415
    from urllib3.exceptions import TimeoutError as Silence  # noqa: PLC0415

    from accountability.sockets import (  # noqa: PLC0415
        Terms,
        TermsAdapter,
        UnledSession,
    )

    deadline = monotonic() + wire.total_timeout_s
    connect_s = min(wire.connect_timeout_s, wire.total_timeout_s)
    proxies = {"https": wire.proxy, "http": wire.proxy} if wire.proxy else {}
    with UnledSession() as session:
        try:
            adapter = TermsAdapter(Terms(deadline, admit, shaken), wire.ca_bundle)
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
        except (requests.Timeout, Silence) as silence:
            raise TimedOut("no answer in time") from _without_question(silence)
        except (requests.RequestException, HTTPError, OSError) as broken:
            cause = _without_question(broken)
            if monotonic() >= deadline:
                raise TimedOut("the whole call took too long") from cause
            raise Unreachable("no connection, or one that broke") from cause


def _came(response: "requests.Response", max_bytes: int) -> _Came:
    """Take what came: its body as it is, never unpacked, under the size cap."""
    body = bytearray()
    for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > max_bytes:
            break
    headers = {name.lower(): value for name, value in response.headers.items()}
    whole = bytes(body) if len(body) <= max_bytes else None
    return _Came(response.status_code, response.is_redirect, headers, whole)


def _without_question(error: Exception) -> Exception:
    """Take the request, and with it the question in clear, off requests' errors.

    Error reporters write out the attributes of exceptions.
    """
    for name in ("request", "response"):
        if hasattr(error, name):
            setattr(error, name, None)
    return error
