"""Foreign bytes -> one grant request, or a refusal that repeats nothing of them.

size -> UTF-8 -> JSON, each field once -> depth -> an object
"""

import json
from typing import Any, Final

from ksef.access.errors import GrantUnreadable

MAX_BYTES: Final = 1_048_576
"""A request of KSeF has under 3 kB; the facts beside it may be pasted answers."""
MAX_DEPTH: Final = 12


def read_request(data: bytes) -> dict[str, Any]:
    """Read a request.

    Raises:
        GrantUnreadable: Too large or too deep, no UTF-8, no JSON object, or a field
            stands twice in one object: readers differ in which of the two counts.
    """
    if len(data) > MAX_BYTES:
        raise GrantUnreadable(
            f"more than {MAX_BYTES} bytes", polish=f"więcej niż {MAX_BYTES} bajtów"
        )
    try:
        told = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError:
        raise GrantUnreadable("no UTF-8", polish="to nie jest UTF-8") from None
    except (ValueError, RecursionError):
        raise GrantUnreadable("no JSON", polish="to nie jest JSON") from None
    if not isinstance(told, dict):
        raise GrantUnreadable("no JSON object", polish="to nie jest obiekt JSON")
    if _depth(told) > MAX_DEPTH:
        raise GrantUnreadable("too deep", polish="za wiele poziomów zagnieżdżenia")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise GrantUnreadable(
            "a field stands twice", polish="pole występuje dwa razy w jednym obiekcie"
        )
    return found


def _no_constant(word: str) -> None:
    """Refuse NaN and the infinities, which are no JSON."""
    del word
    raise ValueError


def _depth(told: object) -> int:
    """Count the levels; never deeper than what was parsed, so no recursion here."""
    level, depth = [told], 0
    while level:
        depth += 1
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return depth
