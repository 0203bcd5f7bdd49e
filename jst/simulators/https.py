"""A loopback HTTPS server for simulators: stdlib, TLS 1.2 or later, no leftovers.

The handshake happens in the thread of the connection, so that a client that never
speaks holds up nobody. Leaving the context ends every thread, also those that are
being slow or silent on purpose: they wait on `stopping`.
"""

import contextlib
import logging
import socket
import socketserver
import ssl
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Final, Self

from jst.errors import PortTaken

_LOG = logging.getLogger(__name__)
_IDLE_S: Final = 10.0
MAX_QUESTION_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What to send back.

    Attributes:
        status: HTTP status.
        body: As it goes out.
        headers: Further headers.
        content_type: Type of the body.
        declared: Length to declare, when it is to be another than the body's.
        delay_s: Seconds before the first byte.
        pause_s: Seconds between single bytes; 0 sends the body at once.
        never: Send nothing at all until the server stops.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/xml; charset=utf-8"
    declared: int | None = None
    delay_s: float = 0.0
    pause_s: float = 0.0
    never: bool = False


Answer = Callable[[str, bytes], Reply]
"""(path, body) -> reply; called in the connection's own thread."""


class LoopbackServer(socketserver.ThreadingMixIn, HTTPServer):
    """Serves `answer` on 127.0.0.1; a context manager."""

    daemon_threads = False  # so that server_close waits for them
    block_on_close = True
    request_queue_size = 64

    def __init__(
        self,
        answer: Answer,
        *,
        certificate: Path | None,
        port: int = 0,
        gets: Answer | None = None,
    ) -> None:
        """Bind the port; 0 lets the system choose one.

        Args:
            answer: Makes the reply to each POST.
            certificate: PEM with the server's key and certificate; None: plain HTTP.
            port: TCP port on 127.0.0.1.
            gets: Makes the reply to each GET; None: there are none.

        Raises:
            PortTaken: Another program has it.
        """
        self.answer = answer
        self.gets = gets
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._tls = _tls(certificate) if certificate else None
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as taken:
            raise PortTaken("the port is taken") from taken
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,))

    @property
    def port(self) -> int:
        """The port that is served."""
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):  # the client was first
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection; its thread will do the handshake."""
        plain, address = super().get_request()
        plain.settimeout(_IDLE_S)
        if self._tls:
            plain = self._tls.wrap_socket(
                plain, server_side=True, do_handshake_on_connect=False
            )
        with self._lock:
            self._open.add(plain)
        return plain, address

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - the base's type
        """Forget a connection and close it."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 - the base's types
        """Name the error's class only; its text could quote what was asked."""
        _LOG.info("connection ended by %s", type(sys.exception()).__name__)


def _tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate)
    return context


class _Handler(BaseHTTPRequestHandler):
    """Reads one POST or GET, writes one reply, closes."""

    server: LoopbackServer
    timeout = _IDLE_S
    server_version, sys_version = "bogus-register", ""

    def setup(self) -> None:
        """Shake hands first, over TLS."""
        if isinstance(self.request, ssl.SSLSocket):
            self.request.do_handshake()
        super().setup()

    def do_POST(self) -> None:
        """Answer one question."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_QUESTION_BYTES:
            self._write(Reply(status=413))
            return
        self._write(self.server.answer(self.path, self.rfile.read(int(length))))

    def do_GET(self) -> None:
        """Give what stands at an address."""
        if self.server.gets is None:
            self._write(Reply(status=405))
            return
        self._write(self.server.gets(self.path, b""))

    def _write(self, reply: Reply) -> None:
        stopping = self.server.stopping
        if reply.never:
            stopping.wait()
            return
        if reply.delay_s and stopping.wait(reply.delay_s):
            return
        declared = len(reply.body) if reply.declared is None else reply.declared
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(declared))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not reply.pause_s:
            self.wfile.write(reply.body)
            return
        for byte in reply.body:
            if stopping.wait(reply.pause_s):
                return
            self.wfile.write(bytes([byte]))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401, ARG002 - the base's names
        """Log path and nothing of the body; statuses are told by the simulator."""
        _LOG.debug("asked on %s", self.path if hasattr(self, "path") else "-")
