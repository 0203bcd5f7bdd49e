"""[3] An HTTPS adapter for requests that tells which sockets it has opened.

The transport needs them to end a call at its deadline. A duplicate of the descriptor
is told, because wrapping a socket in TLS takes the original away; shutting down either
shuts down the connection.
"""

import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection


def watched_adapter(opened: list[socket.socket]) -> HTTPAdapter:
    """Make an adapter without retries that appends to `opened` each socket it opens."""

    class Connection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            fresh = super()._new_conn()
            opened.append(fresh.dup())
            return fresh

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"https": Pool}

        def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own
            manager = super().proxy_manager_for(*args, **kwargs)
            manager.pool_classes_by_scheme = {"https": Pool}
            return manager

    return Adapter(max_retries=0)
