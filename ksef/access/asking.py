"""[3] Make a call that may be repeated, and say so when its answer is lost."""

from typing import Unpack

from accountability.errors import (
    AuthoritiesUnusable,
    NotUnderIntent,
    TransportError,
)
from accountability.transport import HttpReply
from ksef.access.client import KsefClient, Said
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import KsefUnclear
from ksef.access.errors_login import LoginLost


def ask(client: KsefClient, name: str, **said: Unpack[Said]) -> HttpReply:
    """Make one call, once, that opens, grants and loses nothing.

    Args:
        client: How to reach KSeF.
        name: Of the endpoint, which is infrastructure.
        said: As `KsefClient.ask` takes it.

    Raises:
        LoginLost: No answer came, or a server's error; it may be asked again.
        AuthoritiesUnusable: Nothing left: nobody says whom TLS may trust.
        KsefRefused, LimitReached, LimitsUnavailable: As `KsefClient.ask`.
    """
    try:
        return client.ask(ENDPOINTS[name], **said)
    except (NotUnderIntent, AuthoritiesUnusable):
        raise  # nothing left: no https address, or nobody whom TLS may trust
    except (TransportError, KsefUnclear) as lost:
        raise LoginLost(name) from lost
