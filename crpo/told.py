"""What a register has told, has said to have no end, or has not told at all.

A field that the contract does not carry, or the register left out, is `NOT_TOLD`:
never None, an empty text or False, which would each read as an answer. An absent end
date means "indefinite" only where the contract says so, and then is `INDEFINITE`.
"""

from enum import Enum
from typing import Final, Literal, TypeAlias, TypeVar

T = TypeVar("T")


class NotTold(Enum):
    """The type of the one value `NOT_TOLD`."""

    NOT_TOLD = "not_told"

    def __bool__(self) -> Literal[False]:
        """Refuse to be taken for an answer."""
        raise TypeError("not_told is neither yes nor no; compare with `is NOT_TOLD`")


class Indefinite(Enum):
    """The type of the one value `INDEFINITE`."""

    INDEFINITE = "indefinite"


NOT_TOLD: Final = NotTold.NOT_TOLD
INDEFINITE: Final = Indefinite.INDEFINITE

Told: TypeAlias = T | NotTold
