"""What is kept of an answer in which a token may stand: known words and numbers only.

Whitelisted whatever the status is: a token that KSeF has made may come with any of
them, in any field, and what is kept for years may not log in. What an error of ours is
made of (ksef.access.replies) is on the list; everything else is left out.
"""

import json
from contextlib import suppress
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from accountability.transport import HttpReply
from ksef.access.codes import FORBIDDEN
from ksef.access.errors import Forbidden, RequestInvalid
from ksef.access.judge_permissions import KNOWN
from ksef.access.paths import reference_number
from ksef.access.replies import fields_in, forbidden_in, numbers_in, object_of

_RETRY: Final = "retry-after"
_LONGEST: Final = 6


def without_secrets(reply: HttpReply) -> HttpReply:
    """Keep the number, the Ministry's codes, its fields and the pause of an answer."""
    body = object_of(reply.body)
    said: dict[str, object] = {}
    number = body.get("referenceNumber")
    if isinstance(number, str) and number != body.get("token"):
        with suppress(RequestInvalid):
            said["referenceNumber"] = reference_number(number)
    if "token" in body:
        said["token"] = "***"  # noqa: S105 - it says that one was there
    errors: list[dict[str, object]] = [{"code": each} for each in numbers_in(body)]
    if fields := fields_in(body):
        errors.append({"details": [f"{each}:" for each in fields]})
    if errors:
        said["errors"] = errors
    said |= _refusal(forbidden_in(body))
    kept = json.dumps(said).encode() if said else b""
    return HttpReply(reply.status, _pause(reply), kept)


def _refusal(told: Forbidden) -> dict[str, object]:
    """Keep why KSeF forbids something, in words of the API."""
    lists = {
        "requiredAnyOfPermissions": told.required,
        "presentPermissions": told.present,
    }
    known = {
        name: [each for each in words if each in KNOWN]
        for name, words in lists.items()
        if words
    }
    said: dict[str, object] = {"security": known} if known else {}
    return said | ({"reasonCode": told.reason} if told.reason in FORBIDDEN else {})


def _pause(reply: HttpReply) -> dict[str, str]:
    """Keep how long to wait: a number of seconds, or an instant written anew."""
    told = reply.headers.get(_RETRY, "").strip()
    if told.isascii() and told.isdigit() and len(told) <= _LONGEST:
        return {_RETRY: told}
    with suppress(ValueError, TypeError, OverflowError):
        return {_RETRY: format_datetime(parsedate_to_datetime(told))}
    return {}
