"""A certificate that holds a permission: the SHA-256 of its DER, in upper-case hex."""

import re
from typing import Final, final

from vocabulary.errors import IdentifierFault
from vocabulary.masked import Identifier

_HEX: Final = re.compile(r"[0-9A-F]{64}")


@final
class Fingerprint(Identifier):
    """A fingerprint as KSeF has it; it names the one who holds the key."""

    __slots__ = ()
    kind = "fingerprint"

    @classmethod
    def _canonical(cls, text: str) -> str:
        plain = text.strip().upper()
        if not plain:
            raise cls._refusal(IdentifierFault.EMPTY)
        if not _HEX.fullmatch(plain):
            raise cls._refusal(IdentifierFault.SHAPE)
        return plain
