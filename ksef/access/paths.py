"""What may stand as one part of an address: KSeF's own numbers, and nothing else."""

from typing import Final

from ksef.access.errors import RequestInvalid

_MAX_CHARS: Final = 64


def one_part(field: str, text: str) -> str:
    """Take a number of KSeF's: letters, digits and hyphens.

    Raises:
        RequestInvalid: It is none; a slash or dots would name another address.
    """
    plain = text.strip()
    fine = plain.replace("-", "").isalnum() and plain.isascii()
    if not fine or len(plain) > _MAX_CHARS:
        raise RequestInvalid(field, "is no number of KSeF's")
    return plain
