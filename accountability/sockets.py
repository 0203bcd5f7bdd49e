"""[3] What requests does not have: a deadline and a size cap for all of a call.

Read timeouts count silence; a server that sends one byte a second would keep a clerk
waiting for days. And urllib3 reads a chunk as long as the server says it is, without
an end where it says -1. So each socket knows the terms of its call, and no operation
on it waits longer or brings more. That needs no thread, and what was cut off by it is
never read as an end.
"""

import logging
import os
import socket
import ssl
import stat
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from time import monotonic
from typing import Any, Final, NamedTuple, cast

from requests import Response, Session
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from accountability.errors import AnswerTooLarge, AuthoritiesUnusable

_CONTEXTS: Final = 8


class Terms(NamedTuple):
    """On what terms one call may connect.

    Attributes:
        deadline: When its last socket operation ends, as `time.monotonic` counts.
        silence_s: Seconds that one operation may take, once connected.
        max_bytes: So many bytes may come in at most, headers and framing included.
        admit: Told of each connection before a byte is sent; what it raises ends the
            call.
        shaken: Told of each connection whose TLS handshake is done, if anybody is.
    """

    deadline: float
    silence_s: float
    max_bytes: int
    admit: Callable[[socket.socket], None]
    shaken: Callable[[ssl.SSLSocket], None] | None


class UnledSession(Session):
    """A session that no answer leads anywhere, and that the environment cannot change.

    Even where redirects are not followed, requests prepares the next request; for that
    it reads the whole body and unpacks it, past every cap.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def get_redirect_target(self, resp: Response) -> None:
        """Say that it leads nowhere."""
        del resp


class TermsAdapter(HTTPAdapter):
    """An adapter without retries that connects on the terms of one call.

    Args:
        terms: The terms.
        ca_bundle: PEM file of the authorities trusted for TLS, or None for certifi's.

    Raises:
        AuthoritiesUnusable: That file cannot be read, or holds none.
    """

    def __init__(self, terms: Terms, ca_bundle: Path | None) -> None:
        self._context = context_of(ca_bundle)
        self._pools = {
            "http": partial(_pool, HTTPConnectionPool, partial(_Plain, terms)),
            "https": partial(_pool, HTTPSConnectionPool, partial(_Secure, terms)),
        }
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own
        """Make the pools of direct connections."""
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own
        """Make the pools of connections through a proxy."""
        contexts = {"ssl_context": self._context, "proxy_ssl_context": self._context}
        manager = super().proxy_manager_for(proxy, **contexts, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def build_response(self, req: Any, resp: Any) -> Response:  # noqa: ANN401 - requests' own
        """Take no cookies; an odd one would be told as a bug, with a traceback."""
        del resp._original_response.msg["Set-Cookie"]  # noqa: SLF001 - as requests does
        return super().build_response(req, resp)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ANN401 - requests' own
        """Have servers verified, by the authorities that our TLS settings hold."""
        del url, verify, cert
        conn.cert_reqs = "CERT_REQUIRED"


class _Held(socket.socket):
    """A socket that is held to the terms of a call."""

    terms: Terms | None = None  # ssl may read a socket while it makes it
    received = 0

    def hold(self, terms: Terms) -> None:
        """Be held to the terms from now on; TimeoutError when no time is left."""
        self.terms = terms
        self._hurry()

    def _hurry(self) -> None:
        """Shorten the timeout to what is left of the time."""
        if self.terms is None:
            return
        left_s = self.terms.deadline - monotonic()
        if left_s <= 0:
            raise TimeoutError("the whole call took too long")
        timeout_s = self.gettimeout()
        if timeout_s is None or left_s < timeout_s:
            self.settimeout(left_s)

    def _count(self, received: int) -> None:
        self.received += received
        if self.terms is not None and self.received > self.terms.max_bytes:
            raise AnswerTooLarge("more bytes than the size cap")

    def recv(self, *args: Any) -> bytes:  # noqa: ANN401 - as is
        self._hurry()
        data = super().recv(*args)
        self._count(len(data))
        return data

    def recv_into(self, *args: Any) -> int:  # noqa: ANN401 - as is
        self._hurry()
        received = super().recv_into(*args)
        self._count(received)
        return received

    def send(self, *args: Any) -> int:  # noqa: ANN401 - as is
        self._hurry()
        return super().send(*args)

    def sendall(self, *args: Any) -> None:  # noqa: ANN401 - as is
        self._hurry()
        super().sendall(*args)


class _HeldTls(_Held, ssl.SSLSocket):
    """The same, in TLS."""

    def recv(self, *args: Any) -> bytes:  # noqa: ANN401 - as is
        try:
            return super().recv(*args)
        except OSError:
            self.close()  # where ssl reads it while it makes it, it leaves it open
            raise


class _Plain(HTTPConnection):
    def __init__(self, terms: Terms, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - urllib3's own
        super().__init__(*args, **kwargs)
        self._terms = terms

    def _new_conn(self) -> socket.socket:
        fresh = super()._new_conn()
        timeout_s = fresh.gettimeout()
        held = _Held(fresh.family, fresh.type, fresh.proto, fresh.detach())
        try:
            held.settimeout(timeout_s)
            self._terms.admit(held)
            held.hold(self._terms)
        except BaseException:
            held.close()
            raise
        return held

    def connect(self) -> None:
        super().connect()
        # Connected: from here, urllib3 gives each operation this long.
        self.timeout = self._terms.silence_s
        self._hold()

    def _hold(self) -> None:
        if isinstance(self.sock, _Held):
            self.sock.hold(self._terms)


class _Secure(_Plain, HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        # Without TLS's own word for the end, an answer that states no length was cut
        # off (RFC 8446, section 6.1). urllib3 leads through a proxy's TLS in one of
        # its own, which has the same switch.
        cast("Any", self.sock).suppress_ragged_eofs = False
        if self._terms.shaken:
            # Behind a proxy's TLS it is urllib3's own, which can tell the same.
            self._terms.shaken(cast("ssl.SSLSocket", self.sock))

    def _tunnel(self) -> None:
        self._hold()  # a proxy's TLS: a socket of its own
        super()._tunnel()
        self._hold()  # the handshake has what the proxy left of the time


class _Context(ssl.SSLContext):
    """TLS settings that threads share."""

    def set_alpn_protocols(self, alpn_protocols: Any) -> None:  # noqa: ANN401 - as is
        """Leave them as they are: urllib3 sets them anew for each connection."""


def _pool(
    kind: type[HTTPConnectionPool],
    connection: Any,  # noqa: ANN401 - urllib3 declares a class, and only calls it
    *args: Any,  # noqa: ANN401 - urllib3's own
    **kwargs: Any,  # noqa: ANN401 - urllib3's own
) -> HTTPConnectionPool:
    pool = kind(*args, **kwargs)
    pool.ConnectionCls = connection
    return pool


def context_of(ca_bundle: Path | None) -> ssl.SSLContext:
    """Give the TLS settings; they are made anew when the authorities' file is.

    Raises:
        AuthoritiesUnusable: That file cannot be read, or holds no certificate in PEM.
    """
    path = str(ca_bundle or DEFAULT_CA_BUNDLE_PATH)
    try:
        about = os.stat(path)  # noqa: PTH116 - in each call
        if not stat.S_ISREG(about.st_mode):
            raise AuthoritiesUnusable("no file of authorities to trust for TLS")
        # The change time cannot be set back, as that of the contents can.
        return _context(
            path, (about.st_dev, about.st_ino, about.st_size, about.st_ctime_ns)
        )
    except (OSError, ValueError) as unusable:  # an SSLError is one, too
        raise AuthoritiesUnusable("no authorities to trust for TLS") from unusable


@lru_cache(maxsize=_CONTEXTS)
def _context(path: str, version: tuple[int, ...]) -> ssl.SSLContext:
    """Make the TLS settings, which are kept: reading the file is most of a call.

    They are our own: urllib3's would write session keys into the file that the
    variable SSLKEYLOGFILE names.
    """
    del version
    context = _Context(ssl.PROTOCOL_TLS_CLIENT)
    ssl.SSLContext.set_alpn_protocols(context, ["http/1.1"])
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(path)
    if not context.cert_store_stats()["x509"]:
        raise AuthoritiesUnusable("a file without any authority to trust for TLS")
    context.sslsocket_class = _HeldTls
    return context


def _quotes_no_answer(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Failed to parse headers")


# This one record of urllib3 quotes what came, and with it, maybe, what was asked.
logging.getLogger("urllib3.connection").addFilter(_quotes_no_answer)
