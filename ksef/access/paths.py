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
    plain = text.strip()
    if not _REFERENCE.fullmatch(plain):
        raise RequestInvalid(
            field, "is no number of KSeF's", polish="to nie jest numer z KSeF"
        )
    return plain


def reference_number(field: str, text: str) -> str:
    """Take the number of a session, token, request or operation: 36 characters.

    Raises:
        RequestInvalid: It is none; nothing left.
    """
    plain = text.strip()
    if not _REFERENCE.fullmatch(plain):
        raise RequestInvalid(
            field,
            "has 36 letters, digits and hyphens",
            polish="numer ma 36 liter, cyfr i łączników; podaje go lista",
        )
    return plain


def serial_number(field: str, text: str) -> str:
    """Take the serial number of a KSeF certificate.

    Raises:
        RequestInvalid: It is none; nothing left.
    """
    plain = text.strip()
    if not _SERIAL.fullmatch(plain):
        raise RequestInvalid(
            field,
            "has 16 digits 0-9, A-F",
            polish="numer seryjny ma 16 znaków 0-9 i A-F; podaje go lista",
        )
    return plain
