"""What KSeF's answers of other statuses say: one typed error for each.

Two shapes are read, the problem details of RFC 7807 that we ask for, and the older
`exception.exceptionDetailList`. Nothing of KSeF's own texts is taken over: they may
repeat an identifier. Of numbers that are not known, the number stays; of texts, the
names of fields that the interface itself has (`ksef.access.field_names`).
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from accountability.transport import HttpReply
from ksef.access.errors import (
    Forbidden,
    Gone,
    InputRefused,
    KsefAccessError,
    KsefUnclear,
    NotAuthenticated,
    NotKnown,
    ServerFailed,
    TooManyRequests,
)
from ksef.access.field_names import named_fields

_PAUSE: Final = timedelta(seconds=60)
_MAX_WORD: Final = 64
_SERVER: Final = 500
# A longer number is none of the Ministry's, and could be a person's.
_MAX_NUMBER: Final = 99_999
# KSeF says minutes; who says years is wrong, and nobody is to wait that long for him.
_LONGEST: Final = timedelta(hours=24)


def error_of(reply: HttpReply, *, now: datetime) -> KsefAccessError:
    """Say which error an answer is that is no success.

    Args:
        reply: Of any status.
        now: The instant of the answer, from which a pause counts.
    """
    body = object_of(reply.body)
    simple = {401: NotAuthenticated, 404: NotKnown, 410: Gone}
    if reply.status in simple:
        return simple[reply.status]()
    if reply.status == 400:  # noqa: PLR2004 - HTTP's own
        return InputRefused(tuple(numbers_in(body)), fields_in(body))
    if reply.status == 403:  # noqa: PLR2004 - HTTP's own
        return forbidden_in(body)
    if reply.status == 429:  # noqa: PLR2004 - HTTP's own
        return TooManyRequests(retry_at(reply, now))
    if reply.status >= _SERVER:
        return ServerFailed(reply.status)
    return KsefUnclear(reply.status, "status")


def warnings_of(reply: HttpReply) -> tuple[str, ...]:
    """Give the codes of `X-System-Warning`: `[code]: text | ...`, without the texts."""
    parts = reply.headers.get("x-system-warning", "").split("|")
    found = (part.strip().partition("]")[0].removeprefix("[") for part in parts)
    return tuple(word for each in found if (word := _word(each)))


def object_of(body: bytes) -> dict[str, object]:
    """Read the object that an answer is; empty when it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def numbers_in(body: dict[str, object]) -> Iterator[int]:
    """Give the Ministry's numbers, whichever of the two shapes they come in."""
    for each in _listed(body):
        number = each.get("code", each.get("exceptionCode"))
        if type(number) is int and 0 <= number <= _MAX_NUMBER:
            yield number


def fields_in(body: dict[str, object]) -> tuple[str, ...]:
    """Name the fields that KSeF complains about, where it names any."""
    return named_fields(_details(body))


def _details(body: dict[str, object]) -> Iterator[str]:
    """Give the texts beside the numbers, in either shape."""
    for each in _listed(body):
        details = each.get("details")
        for text in details if isinstance(details, list) else ():
            if isinstance(text, str):
                yield text


def _listed(body: dict[str, object]) -> Iterator[dict[str, object]]:
    """Give the errors of a body: of the problem details, or of the older shape."""
    exception = body.get("exception")
    legacy = (
        exception.get("exceptionDetailList") if isinstance(exception, dict) else None
    )
    for listed in (body.get("errors"), legacy):
        for each in listed if isinstance(listed, list) else ():
            if isinstance(each, dict):
                yield each


def forbidden_in(body: dict[str, object]) -> Forbidden:
    """Read why KSeF forbids something."""
    security = body.get("security")
    told = security if isinstance(security, dict) else {}
    return Forbidden(
        _word(body.get("reasonCode")),
        required=_words(told.get("requiredAnyOfPermissions")),
        present=_words(told.get("presentPermissions")),
    )


def _words(found: object) -> tuple[str, ...]:
    listed = found if isinstance(found, list) else []
    return tuple(word for each in listed if (word := _word(each)))


def _word(found: object) -> str:
    """Take a word over only when it is one: letters, hyphens, few digits."""
    if not isinstance(found, str) or len(found) > _MAX_WORD or not found.isascii():
        return ""
    plain = found.replace("-", "").replace("_", "").replace(".", "")
    digits = sum(each.isdigit() for each in plain)
    return found if plain.isalnum() and digits < 6 else ""  # noqa: PLR2004 - no NIP


def retry_at(reply: HttpReply, now: datetime) -> datetime:
    """Read Retry-After: seconds, or a date (RFC 9110, 10.2.3); a minute without it.

    A day at most, whatever it says.
    """
    told = reply.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit() and len(told) <= 6:  # noqa: PLR2004 - days
        return now + min(timedelta(seconds=int(told)), _LONGEST)
    try:
        wait = parsedate_to_datetime(told) - now
    except (ValueError, TypeError, OverflowError):  # no date; no zone; beyond all years
        return now + _PAUSE
    return now + min(max(wait, timedelta(0)), _LONGEST)
