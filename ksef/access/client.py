"""[3] One call to KSeF: its limit is booked, it goes out once, its answer is named.

    endpoint, session's token -> limit booked -> sent once -> reply, or a typed error

Nothing is sent here but by the transport: under an open intent, or, for a login, as
infrastructure (`Endpoint.infrastructure` says which calls are such). No call is ever
repeated here: a lost answer of one that changes something is UNKNOWN.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final, TypedDict, Unpack
from urllib.parse import quote, urlencode

from accountability.errors import LimitReached, NotUnderIntent
from accountability.intent import OpenIntent
from accountability.transport import HttpReply, Transport
from ksef.access.context import ContextId
from ksef.access.endpoints import Endpoint
from ksef.access.limits import Limits
from ksef.access.replies import error_of, retry_at, warnings_of
from ksef.access.secret import Secret
from vocabulary.clock import Clock, system_clock

JSON: Final = "application/json"
TEST: Final = "https://api-test.ksef.mf.gov.pl/v2"
DEMO: Final = "https://api-demo.ksef.mf.gov.pl/v2"
PRODUCTION: Final = "https://api.ksef.mf.gov.pl/v2"


_PAUSE_S: Final = 0.01
_TOO_MANY: Final = 429


class Said(TypedDict, total=False):
    """What one call says; all of it may be absent.

    Attributes:
        bearer: The token of the session.
        path: Values of the path's parameters.
        query: Of the address; nothing of a person's may stand there.
        body: Of the request.
        content_type: Of the body; JSON when absent.
        headers: Further ones.
        context: For whose limits it counts.
    """

    bearer: Secret | None
    path: Mapping[str, str]
    query: Mapping[str, str | Sequence[str]]
    body: bytes | None
    content_type: str
    headers: Mapping[str, str]
    context: ContextId | None


class KsefClient:
    """How this office reaches KSeF; made once, shared by threads.

    Args:
        base_url: Of one environment, e.g. `PRODUCTION`; https, without a last slash.
        transport: Sends bytes and returns bytes.
        limits: The Ministry's limits, shared by processes; None: nobody counts, which
            is for a simulator.
        clock: Gives the instant of a call.
        sleep: Waits; tests hand in their own. None: `time.sleep`.
        warned: Told of the codes of `X-System-Warning`, as they come.
        patience_s: Seconds to wait for room within the limits before LimitReached.
    """

    def __init__(
        self,
        base_url: str,
        *,
        transport: Transport,
        limits: Limits | None = None,
        clock: Clock = system_clock,
        sleep: Callable[[float], None] | None = None,
        warned: Callable[[str], None] | None = None,
        patience_s: float = 2.0,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.transport = transport
        self.limits = limits
        self.clock = clock
        self._sleep = sleep
        self._warned = warned
        self._patience = timedelta(seconds=patience_s)

    def __repr__(self) -> str:
        return f"KsefClient({self.base_url})"

    def sleep(self, seconds: float) -> None:
        """Wait, as the constructor says how."""
        if self._sleep is not None:
            self._sleep(seconds)
            return
        import time  # noqa: PLC0415 - the default alone needs it

        time.sleep(seconds)

    def call(
        self,
        endpoint: Endpoint,
        *,
        under: OpenIntent | None = None,
        booked: bool = False,
        **said: Unpack[Said],
    ) -> HttpReply:
        """Make one call, once, and give back its answer of any status.

        A 429 is remembered for all processes of this machine.

        Args:
            endpoint: Which.
            under: The open intent; None for infrastructure only.
            booked: The caller has taken the limit already.
            said: See `Said`.

        Raises:
            NotUnderIntent: An action without an intent; nothing left.
            LimitReached, LimitsUnavailable: Nothing left.
            TransportError: What the wire did.
        """
        if under is None and not endpoint.infrastructure:
            raise NotUnderIntent(f"{endpoint.name} is an action: it needs an intent")
        if not booked:
            self.book(endpoint, said.get("context"))
        url, headers, body = self._url(endpoint, said), _headers(said), said.get("body")
        method = endpoint.method
        if under is None:
            reply = self.transport.infrastructure(
                method, url, data=body, headers=headers
            )
        else:
            reply = self.transport.call(
                method,
                url,
                data=body,
                headers=headers,
                under=under,
                noted=f"{self.base_url}{endpoint.path}",
            )
        if reply.status == _TOO_MANY and self.limits is not None:
            until = retry_at(reply, self.clock())
            self.limits.hold(endpoint, said.get("context"), until)
        for code in warnings_of(reply):
            if self._warned is not None:
                self._warned(code)
        return reply

    def ask(
        self,
        endpoint: Endpoint,
        *,
        under: OpenIntent | None = None,
        **said: Unpack[Said],
    ) -> HttpReply:
        """Make one call, and give back its answer when it is a success.

        Raises:
            KsefRefused, KsefUnclear: It is none.
            NotUnderIntent, LimitReached, LimitsUnavailable, TransportError: As `call`.
        """
        reply = self.call(endpoint, under=under, **said)
        self.require(endpoint, reply)
        return reply

    def book(self, endpoint: Endpoint, context: ContextId | None) -> int:
        """Book one call within the limits, and wait for room as long as is borne.

        Raises:
            LimitReached, LimitsUnavailable: Nothing was booked.
        """
        if self.limits is None:
            return 0
        until = self.clock() + self._patience
        while True:
            try:
                return self.limits.take(endpoint, context)
            except LimitReached as full:
                if full.retry_at > until:
                    raise
                self.sleep(max(_PAUSE_S, _seconds(full.retry_at - self.clock())))

    def give_back(
        self, endpoint: Endpoint, context: ContextId | None, booking: int
    ) -> None:
        """Undo a booking of a call that was never made."""
        if self.limits is not None:
            self.limits.give_back(endpoint, context, booking)

    def require(self, endpoint: Endpoint, reply: HttpReply) -> None:
        """Return when an answer is a success; else raise its typed error."""
        if reply.status != endpoint.success:
            raise error_of(reply, now=self.clock())

    def _url(self, endpoint: Endpoint, said: Said) -> str:
        filled = endpoint.path.format_map(
            {
                name: quote(value, safe="")
                for name, value in said.get("path", {}).items()
            }
        )
        query = said.get("query")
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        return f"{self.base_url}{filled}{asked}"


def _seconds(length: timedelta) -> float:
    return length / timedelta(seconds=1)


def _headers(said: Said) -> dict[str, str]:
    bearer = said.get("bearer")
    made = {"Accept": JSON, "X-Error-Format": "problem-details"}
    if said.get("body") is not None:
        made["Content-Type"] = said.get("content_type", JSON)
    if bearer is not None:
        made["Authorization"] = f"Bearer {bearer.reveal()}"
    return made | dict(said.get("headers", {}))
