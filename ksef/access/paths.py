"""What may stand as one part of an address: KSeF's own numbers, and nothing else."""

import re
from typing import Final

from ksef.access.errors import RequestInvalid

_MAX_CHARS: Final = 64
_REFERENCE_CHARS: Final = 36
_SERIAL: Final = re.compile(r"[0-9A-F]{16}", re.ASCII)


def one_part(field: str, text: str) -> str:
    """Take a number of KSeF's: letters, digits and hyphens.

    Raises:
        RequestInvalid: It is none; a slash or dots would name another address.
    """
    plain = text.strip()
    fine = plain.replace("-", "").isalnum() and plain.isascii()
    if not fine or len(plain) > _MAX_CHARS:
        raise RequestInvalid(
            field, "is no number of KSeF's", polish="to nie jest numer z KSeF"
        )
    return plain


def reference_number(field: str, text: str) -> str:
    """Take the number of a session, token, request or operation: 36 characters.

    Raises:
        RequestInvalid: It is none; nothing left.
    """
    plain = one_part(field, text)
    if len(plain) != _REFERENCE_CHARS:
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
