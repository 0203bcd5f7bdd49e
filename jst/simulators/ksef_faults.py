"""What the simulated KSeF does wrong when told to.

    before the request counts    slow, silent, http-500, http-503, maintenance, expired
    the request counted          drop-after-accept, duplicate
    in the answer                cut, drift, warning
    in an operation              operation-500, operation-550

`drop-after-accept` and `duplicate` are the ones that a careless client answers with
a second grant.
"""

import asyncio
import json
import threading
import time
from collections import deque
from enum import StrEnum
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

WARNING: Final = "[sig-001]: Podpis nie spelnia wymagan, ktore beda obowiazywac"
_TICK_S: Final = 0.02
_PAGE: Final = (
    b"<!DOCTYPE html><html lang='pl'><title>Przerwa techniczna</title>"
    b"<p>Trwa przerwa techniczna systemu.</p></html>"
)


class KsefFault(StrEnum):
    """One way of going wrong; the value is the word for the command line."""

    SLOW = "slow"  # answers well, after `KsefFaults.delay_s`
    SILENT = "silent"  # takes the request, does nothing, closes after `delay_s`
    HTTP_500 = "http-500"
    HTTP_503 = "http-503"
    MAINTENANCE = "maintenance"  # a page in HTML, with status 200
    REDIRECT_307 = "redirect-307"  # to itself; following it would send it twice
    EXPIRED = "expired"  # 401, whatever the token
    DROP = "drop-after-accept"  # done and stored; the answer never leaves
    DUPLICATE = "duplicate"  # a grant is stored twice
    CUT = "cut"  # the JSON ends in the middle
    DRIFT = "drift"  # members that no documentation knows
    WARNING = "warning"  # X-System-Warning
    OPERATION_500 = "operation-500"  # the operation ends as 500
    OPERATION_550 = "operation-550"


BEFORE: Final = {
    KsefFault.HTTP_500: (500, b"application/problem+json", b'{"title":"bogus"}'),
    KsefFault.HTTP_503: (503, b"text/plain", b"Service Unavailable"),
    KsefFault.MAINTENANCE: (200, b"text/html; charset=utf-8", _PAGE),
    KsefFault.REDIRECT_307: (307, b"text/plain", b""),
}


class KsefFaults:
    """Which fault the next request gets; told from any thread.

    Attributes:
        delay_s: Seconds that `slow` and `silent` take.
        stopping: Set when the simulator ends: nothing is delayed any more.
    """

    def __init__(self, *, delay_s: float = 2.0) -> None:
        """Hold no fault.

        Args:
            delay_s: Seconds that `slow` and `silent` take.
        """
        self.delay_s = delay_s
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._next: deque[tuple[KsefFault, str]] = deque()
        self._always: tuple[KsefFault, str] | None = None

    def next(self, fault: KsefFault | str, *, on: str = "", times: int = 1) -> None:
        """Let the next request, or so many, go wrong in this way.

        Args:
            fault: How.
            on: A part of the path, e.g. `/persons/grants`; others go well.
            times: How many.
        """
        with self._lock:
            self._next.extend([(KsefFault(fault), on)] * times)

    def always(self, fault: KsefFault | str | None, *, on: str = "") -> None:
        """Let every request go wrong in this way, or none from now on."""
        with self._lock:
            self._always = None if fault is None else (KsefFault(fault), on)
            self._next.clear()

    def take(self, path: str) -> KsefFault | None:
        """Say what to do with a request to this path."""
        with self._lock:
            for each in self._next:
                if each[1] in path:
                    self._next.remove(each)
                    return each[0]
            if self._always and self._always[1] in path:
                return self._always[0]
        return None


class Spoiler:
    """The outermost layer: takes a fault for each request and does what it says."""

    def __init__(self, app: ASGIApp, faults: KsefFaults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        fault = self._faults.take(scope["path"])
        scope.setdefault("state", {})["fault"] = fault
        answer = _Answer()
        match fault:
            case KsefFault.SLOW:
                await self._delay()
            case KsefFault.SILENT:
                await self._delay()
                await _hang_up(scope, receive)
                return
            case None:
                await self._app(scope, receive, send)
                return
        if fault in BEFORE:
            status, kind, body = BEFORE[fault]
            answer.start = {"type": "http.response.start", "status": status}
            answer.start["headers"] = [(b"content-type", kind)]
            if fault is KsefFault.REDIRECT_307:
                answer.start["headers"].append((b"location", scope["raw_path"]))
            answer.body = body
        else:
            await self._app(scope, receive, answer.take)
        if fault is KsefFault.DROP:
            await _hang_up(scope, receive)
            return
        await answer.give(send, fault)

    async def _delay(self) -> None:
        """Let time go by, unless everything is to end."""
        until = time.monotonic() + self._faults.delay_s
        while time.monotonic() < until and not self._faults.stopping.is_set():  # noqa: ASYNC110 - set from another thread
            await asyncio.sleep(_TICK_S)


class _Answer:
    """An answer that is held back, to be spoiled."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = b""

    async def take(self, message: Message) -> None:
        """Hold a message back."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    async def give(self, send: Send, fault: KsefFault) -> None:
        """Send it, spoiled."""
        headers = [
            each for each in self.start["headers"] if each[0] != b"content-length"
        ]
        if fault is KsefFault.CUT:
            self.body = self.body[: len(self.body) // 2]
        elif fault is KsefFault.DRIFT:
            self.body = drifted(self.body)
        elif fault is KsefFault.WARNING:
            headers.append((b"x-system-warning", WARNING.encode()))
        headers.append((b"content-length", str(len(self.body)).encode()))
        await send({**self.start, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def drifted(body: bytes) -> bytes:
    """Add to every JSON object a member that no documentation knows."""

    def drift(value: object) -> object:
        if isinstance(value, dict):
            told = {name: drift(each) for name, each in value.items()}
            return {"bogusNewMember": {"since": "2.9"}, **told}
        if isinstance(value, list):
            return [drift(each) for each in value]
        return value

    return json.dumps(drift(json.loads(body))).encode() if body else body


async def _hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection without a word, and wait until it is closed."""
    scope["extensions"]["jst.connection"].abort()
    while (await receive())["type"] != "http.disconnect":
        pass
