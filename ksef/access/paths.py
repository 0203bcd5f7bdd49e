"""What may stand as one part of an address: KSeF's own numbers, and nothing else.

A person's number has none of these forms, so none can get into an address, and from
there into logs of ours or of others.

Source: API 2.7.0, ReferenceNumber and PermissionId (36 characters), serial numbers
(16 upper-case hexadecimal digits).
"""

import re
from collections.abc import Mapping
from typing import Final

from ksef.access.errors import RequestInvalid

REFERENCE: Final = r"[0-9A-Za-z-]{36}"
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "referenceNumber": re.compile(REFERENCE),
    "permissionId": re.compile(REFERENCE),
    "certificateSerialNumber": re.compile(r"[0-9A-F]{16}"),
}


def one_part(field: str, text: str) -> str:
    """Take a number of KSeF's, in the form that its field has.

    Args:
        field: `referenceNumber`, `permissionId` or `certificateSerialNumber`.
        text: As KSeF gave it; spaces around it are dropped.

    Raises:
        RequestInvalid: It is none; nothing of it is quoted.
    """
    plain = text.strip()
    if not _FORMS[field].fullmatch(plain):
        raise RequestInvalid(field, "is no number of KSeF's")
    return plain
