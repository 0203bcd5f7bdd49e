"""What the client said and was told, word for word, and whether that was agreed.

The table beside it (contract.toml) is ours and always there; the Ministry's own
description is asked where it is at hand (tests.jst.simulators.openapi).
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

from accountability.transport import Transport
from accountability.wire import Came
from ksef.access.endpoints import ENDPOINTS, Endpoint, Limited
from tests.jst.simulators.openapi import Exchange

if TYPE_CHECKING:
    import ssl

TABLE: Final[Mapping[str, Mapping[str, str]]] = tomllib.loads(
    Path(__file__).with_name("contract.toml").read_text("utf-8")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingTransport(Transport):
    """The real transport, which also keeps what went over it.

    Attributes:
        base: What addresses begin with.
        seen: Every call and its answer, in order.
    """

    base: str
    seen: list[Exchange] = field(default_factory=list)

    def _call(
        self,
        method: str,
        url: str,
        data: bytes | None,
        headers: Mapping[str, str],
        shaken: "Callable[[ssl.SSLSocket], None] | None",
    ) -> Came:
        came = Transport._call(self, method, url, data, headers, shaken)
        parts = urlsplit(url.removeprefix(self.base))
        self.seen.append(
            Exchange(
                method=method,
                path=parts.path,
                query=parse_qs(parts.query, keep_blank_values=True),
                headers={name.lower(): text for name, text in headers.items()},
                body=data or b"",
                status=came.status,
                kind=came.headers.get("content-type", "").partition(";")[0],
                answer=came.body or b"",
            )
        )
        return came


def endpoint_of(seen: Exchange) -> Endpoint:
    """Name the call of our table."""
    fitting = [
        each
        for each in ENDPOINTS.values()
        if each.method == seen.method
        and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each.path), seen.path)
    ]
    return min(fitting, key=lambda each: each.path.count("{"))


def faults(seen: Exchange) -> list[str]:
    """Tell what of a successful call is not as our table has it."""
    endpoint = endpoint_of(seen)
    row = TABLE[endpoint.name]
    asked = json.loads(seen.body) if seen.is_json else {}
    told = json.loads(seen.answer or b"{}")
    whole, listed = ({}, told) if isinstance(told, list) else (told, _items(told))
    found = [
        *_off("query", row.get("query", ""), seen.query),
        *_off("asks", row.get("asks", ""), asked),
        *_off("answers", row.get("answers", ""), whole),
    ]
    if "each" in row:
        found += [fault for one in listed for fault in _off("each", row["each"], one)]
    if seen.status != endpoint.success:
        found.append(f"status {seen.status}")
    # A login begins without a session; its status and its end are asked with one.
    wants_bearer = endpoint.limited is not Limited.PUBLIC or endpoint.name in {
        "auth_status",
        "redeem",
        "refresh",
    }
    if wants_bearer is not seen.headers.get("authorization", "").startswith("Bearer "):
        found.append("authorization")
    return [f"{endpoint.name}: {each}" for each in found]


def _items(told: Mapping[str, Any]) -> list[Any]:
    """Give the items of the one list of objects that an answer has."""
    return [
        one
        for each in told.values()
        if isinstance(each, list)
        for one in each
        if isinstance(one, dict)
    ]


def _off(where: str, agreed: str, said: Mapping[str, Any]) -> list[str]:
    names = {each.rstrip("?") for each in agreed.split()}
    needed = {each for each in agreed.split() if not each.endswith("?")}
    present = {name for name, value in said.items() if value is not None}
    return [
        *(f"{where}: {name} is not agreed" for name in sorted(said.keys() - names)),
        *(f"{where}: {name} is missing" for name in sorted(needed - present)),
    ]
