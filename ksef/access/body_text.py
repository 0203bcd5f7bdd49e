"""JSON bodies as bytes, and which of their texts no UTF-8 can hold.

Half of a surrogate pair comes from a JSON escape or from bytes of a command line that
are no UTF-8. Python keeps it in a text; KSeF's JSON cannot have it (RFC 8259, 8.1 and
8.2), and the encoder's own error would quote the whole body.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from ksef.access.errors import RequestInvalid
from ksef.access.parties import Json

_HALF: Final = re.compile("[\ud800-\udfff]")
TELLABLE: Final = re.compile(r"[A-Za-z][A-Za-z_]{0,39}")
"""A name of a field that can be no identifier, and may be told."""


def halved(value: object, at: str = "") -> Iterator[str]:
    """Name the places whose text, or a field's name, has half of a pair.

    Args:
        value: Anything that JSON can hold, however deep.
        at: Where it stands, e.g. `subjectDetails`; empty for a whole body.

    Returns:
        Places such as `subjectDetails.personById.firstName`; of a field whose name may
        not be told, the place of the object.
    """
    waiting = [(at, value)]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, str):
            if _HALF.search(each):
                yield where
        elif isinstance(each, Mapping):
            for name, inner in reversed(list(each.items())):
                tellable = TELLABLE.fullmatch(name)
                place = f"{where}.{name}".removeprefix(".") if tellable else where
                waiting += [(place, inner), (where, name)]
        elif isinstance(each, list | tuple):
            waiting += [(where, inner) for inner in reversed(each)]


def body_bytes(body: Json) -> bytes:
    """Write a body as it is sent, in UTF-8.

    Raises:
        RequestInvalid: A text of it has half of a surrogate pair; nothing left, and
            nothing of it is quoted.
    """
    check_whole(body)
    return json.dumps(body, ensure_ascii=False).encode()


def check_whole(value: object, at: str = "") -> None:
    """Return when UTF-8 can hold every text of a value.

    Raises:
        RequestInvalid: One has half of a surrogate pair; nothing left.
    """
    for place in halved(value, at):
        raise RequestInvalid(
            place,
            "has half of a surrogate pair",
            polish="tekst ma połówkę znaku, której UTF-8 nie zapisze; wpisz go od nowa",
        )
