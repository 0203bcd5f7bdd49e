"""Take fields out of an answer's JSON, each of the kind it must be; any bytes may come.

Whatever is odd ends in `AnswerOddLogin`, which names the field and quotes nothing.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, TypeVar

from ksef.access.context import ContextId, ContextInvalid
from ksef.access.errors_login import AnswerOddLogin

_T = TypeVar("_T")
_FRACTION: Final = re.compile(r"(\.[0-9]{1,6})[0-9]*")
_MAX_TEXT: Final = 4096


def json_in(body: bytes) -> object:
    """Read a body as JSON.

    Raises:
        AnswerOddLogin: It is none.
    """
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        # The parser's own error would hold the body.
        raise AnswerOddLogin("body") from None


def object_in(body: bytes) -> Mapping[str, object]:
    """Read a body that is a JSON object.

    Raises:
        AnswerOddLogin: It is none.
    """
    told = json_in(body)
    if not isinstance(told, dict):
        raise AnswerOddLogin("body")
    return told


def value_of(told: Mapping[str, object], name: str, kind: type[_T]) -> _T:
    """Take a field that must be of a kind; `true` is no number here.

    Raises:
        AnswerOddLogin: It is absent, or of another kind.
    """
    value = told.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise AnswerOddLogin(name)
    return value


def text_of(told: Mapping[str, object], name: str, *, limit: int = _MAX_TEXT) -> str:
    """Take a text that must hold something, and not too much.

    Raises:
        AnswerOddLogin: It does not.
    """
    text = value_of(told, name, str)
    if not text or len(text) > limit:
        raise AnswerOddLogin(name)
    return text


def instant_of(told: Mapping[str, object], name: str) -> datetime:
    """Take an instant with its zone; KSeF writes seven digits of a second.

    Raises:
        AnswerOddLogin: It is none, or says no zone.
    """
    text = text_of(told, name)
    try:
        # Of seven digits Python 3.11 reads six.
        at = datetime.fromisoformat(_FRACTION.sub(r"\1", text))
        if at.utcoffset() is None:
            raise AnswerOddLogin(name)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise AnswerOddLogin(name) from None


def context_of(told: Mapping[str, object], name: str) -> ContextId:
    """Take a context, as type and value.

    Raises:
        AnswerOddLogin: It is none.
    """
    where = told.get(name)
    if not isinstance(where, dict):
        raise AnswerOddLogin(name)
    try:
        return ContextId.parse(text_of(where, "type"), text_of(where, "value"))
    except ContextInvalid:
        raise AnswerOddLogin(name) from None


def is_header_value(text: str) -> bool:
    """Tell whether a text can go back in a header: ASCII, no blank, no line end."""
    return text.isascii() and text.isprintable() and " " not in text
