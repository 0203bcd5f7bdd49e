"""What may stand as one part of an address: KSeF's own numbers, and nothing else.

A person's number has none of these forms, so none can get into an address, and from
there into logs of ours or of others.

Source: API 2.7.0, ReferenceNumber and PermissionId (36 characters), serial numbers
(16 upper-case hexadecimal digits).
"""

import re
from typing import Final

from ksef.access.errors import RequestInvalid

REFERENCE: Final = r"[0-9A-Za-z-]{36}"
_REFERENCE: Final = re.compile(REFERENCE)
_SERIAL: Final = re.compile(r"[0-9A-F]{16}")


def one_part(field: str, text: str) -> str:
    """Take the id of a permission: 36 letters, digits and hyphens.

    Raises:
        RequestInvalid: It is none; nothing left, and nothing of it is quoted.
    """
    words = ("is no number of KSeF's", "to nie jest numer z KSeF")
    return _matching(_REFERENCE, field, text, words)


def reference_number(text: str) -> str:
    """Take the number of a session, token, request or operation: 36 characters.

    Raises:
        RequestInvalid: It is none; nothing left.
    """
    words = (
        "has 36 letters, digits and hyphens",
        "numer ma 36 liter, cyfr i łączników; podaje go lista",
    )
    return _matching(_REFERENCE, "referenceNumber", text, words)


def serial_number(field: str, text: str) -> str:
    """Take the serial number of a KSeF certificate.

    Raises:
        RequestInvalid: It is none; nothing left.
    """
    words = (
        "has 16 digits 0-9, A-F",
        "numer seryjny ma 16 znaków 0-9 i A-F; podaje go lista",
    )
    return _matching(_SERIAL, field, text, words)


def _matching(
    shape: re.Pattern[str], field: str, text: str, words: tuple[str, str]
) -> str:
    plain = text.strip()
    if not shape.fullmatch(plain):
        raise RequestInvalid(field, words[0], polish=words[1])
    return plain
