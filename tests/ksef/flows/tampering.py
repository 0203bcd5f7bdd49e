"""A wire between us and the simulated KSeF that changes what a test wants changed."""

import json
from collections.abc import Callable
from typing import Any

from accountability.intent import OpenIntent
from accountability.transport import HttpReply, Transport
from ksef.access.client import KsefClient

Rule = Callable[[str, HttpReply | None], HttpReply | None]
"""Address, answer or None before the call -> what comes instead, or None."""


class Tampered:
    """A transport that asks the real one, and then a rule of the test."""

    def __init__(self, inner: Transport, rule: Rule) -> None:
        self._inner = inner
        self._rule = rule
        self.urls: list[str] = []

    def call(
        self,
        method: str,
        url: str,
        *,
        under: OpenIntent,
        **said: Any,  # noqa: ANN401
    ) -> HttpReply:
        """Call, unless the rule answers before."""
        self.urls.append(url)
        instead = self._rule(url, None)
        if instead is not None:
            return instead
        reply = self._inner.call(method, url, under=under, **said)
        return self._rule(url, reply) or reply

    def check_authorities(self) -> None:
        """Do as the real one."""
        self._inner.check_authorities()

    def infrastructure(self, method: str, url: str, **said: Any) -> HttpReply:  # noqa: ANN401 - handed on
        """Leave a login as it is."""
        return self._inner.infrastructure(method, url, **said)


def tamper(client: KsefClient, rule: Rule) -> Tampered:
    """Put a rule between a client and its KSeF."""
    wire = Tampered(client.transport, rule)
    client.transport = wire  # type: ignore[assignment]  # the same two doors
    return wire


def after(part: str, status: int, told: object, **headers: str) -> Rule:
    """Answer otherwise to calls whose address has `part`, once KSeF has acted."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()

    def rule(url: str, reply: HttpReply | None) -> HttpReply | None:
        if reply is None or part not in url:
            return None
        return HttpReply(status, headers, body)

    return rule


def before(part: str, lost: BaseException) -> Rule:
    """Break calls whose address has `part`, before they leave."""

    def rule(url: str, reply: HttpReply | None) -> HttpReply | None:
        if reply is None and part in url:
            raise lost
        return None

    return rule
