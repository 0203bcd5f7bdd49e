"""[1] A request is judged before it leaves, with what the caller knows besides."""

from collections.abc import Mapping
from typing import TypeAlias

from ksef.access.endpoints import Endpoint
from ksef.access.exchange import LoggedIn
from ksef.access.judge import judge, missing_of
from ksef.access.parties import Json, typed
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding, Severity

Facts: TypeAlias = Mapping[str, object]
"""Facts by the names of `ksef.access.judge_facts`; none of them is sent."""


def judged(
    endpoint: Endpoint,
    body: Json,
    *,
    session: LoggedIn,
    facts: Facts | None = None,
    strict: bool = False,
) -> tuple[Finding, ...]:
    """Judge a request in the context of its session, by the law of today.

    Args:
        endpoint: The call.
        body: As it will be sent.
        session: Its context is where the call works.
        facts: What is known besides, by the names of `ksef.access.judge_facts`, e.g.
            `roles`, `unitKind`, `authorPermissions`; none of it is sent.
        strict: A rule that cannot tell without further facts stops the request.
    """
    own = {"endpoint": endpoint.name, "context": typed(session.context)}
    request = {**(facts or {}), **body, **own}
    found = judge(request, on=warsaw_day(session.client.clock()))
    missing = missing_of(found)
    if not strict or not missing:
        return found
    untold = Finding(
        "ksef.access.untold",
        Severity.ERROR,
        f"Ocena zależy od faktów, których nie podano: {', '.join(missing)}.",
        "facts",
    )
    return (*found, untold)
