"""[3] An adapter for requests that tells which sockets it has opened; a session.

The transport needs them to end a call at its deadline. A duplicate of the descriptor
is told, because wrapping a socket in TLS takes the original away; shutting down either
shuts down the connection.
"""

import socket
import ssl
from collections.abc import Callable
from typing import Any

from requests import Response, Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


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


def watched_adapter(
    opened: Callable[[socket.socket], None],
    shaken: Callable[[ssl.SSLSocket], None] | None = None,
) -> HTTPAdapter:
    """Make an adapter without retries that tells `opened` of each socket it opens.

    What `opened` raises ends the call before a byte is sent. `shaken` is told of each
    connection when its TLS handshake is done.

    Its TLS settings are its own: urllib3's would write session keys into the file that
    the variable SSLKEYLOGFILE names.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if shaken is not None:
        tell = shaken

        class Told(ssl.SSLSocket):
            def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - ssl's own
                super().do_handshake(block)
                tell(self)

        context.sslsocket_class = Told

    class Watched(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            fresh = super()._new_conn()
            try:
                opened(fresh.dup())
            except BaseException:
                fresh.close()
                raise
            return fresh

    class SecureWatched(Watched, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = Watched

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureWatched

    pools = {"http": Pool, "https": SecurePool}

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own
            super().init_poolmanager(*args, ssl_context=context, **kwargs)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own
            manager = super().proxy_manager_for(*args, ssl_context=context, **kwargs)
            manager.pool_classes_by_scheme = pools
            return manager

    return Adapter(max_retries=0)
