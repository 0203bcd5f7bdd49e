"""What one action said and heard: the question's bytes, and every reply in order.

An action may take several requests: a grant and its polls, a query and its pages. The
transcript is what is kept as evidence: exact bodies, statuses, in order. The one thing
left out is a token that KSeF has just made: what is kept for years may not log in.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from accountability.transport import HttpReply
from ksef.access.errors import KsefUnclear

_HEADERS: Final = ("content-type", "retry-after", "x-system-warning", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One call as it is kept.

    Attributes:
        endpoint: Its name.
        context: Kind of the context; which one, the log seals as a subject.
        path: Values of the path's parameters.
        query: Of the address.
        body: Of the request; no `repr` shows it.
        headers: Further ones: where a list goes on.
    """

    endpoint: str
    context: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Write it, the same each time."""
        body = None if self.body is None else self.body.decode()
        said = {
            "v": 1,
            "endpoint": self.endpoint,
            "context": self.context,
            "path": dict(self.path),
            "query": dict(self.query),
            "body": body,
            "headers": dict(self.headers),
        }
        return json.dumps(said, sort_keys=True, ensure_ascii=False).encode()


def write_replies(replies: Iterable[tuple[str, HttpReply]]) -> bytes:
    """Write replies, each under the name of its call."""
    return json.dumps(
        {
            "v": 1,
            "replies": [
                {
                    "endpoint": name,
                    "status": reply.status,
                    "headers": {
                        key: reply.headers[key]
                        for key in _HEADERS
                        if key in reply.headers
                    },
                    "body": b64encode(reply.body).decode(),
                }
                for name, reply in replies
            ],
        }
    ).encode()


def read_replies(raw: bytes) -> list[tuple[str, HttpReply]]:
    """Read what `write_replies` wrote.

    Raises:
        KsefUnclear: It is none.
    """
    try:
        return [
            (
                each["endpoint"],
                HttpReply(each["status"], each["headers"], b64decode(each["body"])),
            )
            for each in json.loads(raw)["replies"]
        ]
    except (ValueError, TypeError, KeyError, RecursionError) as broken:
        raise KsefUnclear(200, "transcript") from broken
