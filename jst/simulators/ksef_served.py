"""Serve an ASGI application over HTTPS on the loopback, in a thread of this process.

No signal is taken over, nothing is logged of what was asked, and leaving the context
ends the thread. Each request carries its connection, so that it can be cut.
"""

import asyncio
import socket
import threading
import time
from pathlib import Path
from typing import Final, Self
from weakref import WeakSet

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from jst.errors import PortTaken

CONNECTION: Final = "jst.connection"
_STARTS_S: Final = 10.0
_GRACE_S: Final = 2
_LAST_TURN_S: Final = 0.01


class _Protocol(H11Protocol):
    """Puts the connection into what each request knows."""

    made: WeakSet[asyncio.Transport]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Remember the connection."""
        super().connection_made(transport)
        self.made.add(transport)
        app = self.app

        async def with_connection(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[CONNECTION] = transport
            await app(scope, receive, send)

        self.app = with_connection


class _Server(Server):
    """Ends every connection, also one whose TLS waits for the client's farewell."""

    def __init__(self, config: Config, made: WeakSet[asyncio.Transport]) -> None:
        super().__init__(config)
        self._made = made

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cut every connection, and stop serving."""
        for transport in list(self._made):
            transport.abort()
        # Aborting takes effect in the next turns of the loop.
        await asyncio.sleep(_LAST_TURN_S)
        await super().shutdown(sockets)


class AppServer:
    """Serves while its context is open."""

    def __init__(self, app: ASGIApp, *, certificate: Path, port: int = 0) -> None:
        """Bind the port; 0 lets the system choose one.

        Args:
            app: What answers.
            certificate: PEM with the server's key and certificate.
            port: TCP port on 127.0.0.1.

        Raises:
            PortTaken: Another program has it.
        """
        self._socket = _listening(port)
        self.port = int(self._socket.getsockname()[1])
        # A class of its own for each server, as uvicorn makes the instances.
        made: WeakSet[asyncio.Transport] = WeakSet()
        protocol = type("Protocol", (_Protocol,), {"made": made})
        self._server = _Server(
            Config(
                app,
                http=protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ssl_certfile=certificate,
                timeout_graceful_shutdown=_GRACE_S,
            ),
            made,
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}
        )

    def __enter__(self) -> Self:
        self._thread.start()
        deadline = time.monotonic() + _STARTS_S
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                self.__exit__()
                raise RuntimeError("the simulator did not start")
            time.sleep(0.005)
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


def _listening(port: int) -> socket.socket:
    # Only of a socket that says TCP itself does asyncio send small answers at once;
    # otherwise each of them waits 40 ms for the client's acknowledgement.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1", port))
        made.listen()
    except OSError as taken:
        made.close()
        raise PortTaken("the port is taken") from taken
    return made
