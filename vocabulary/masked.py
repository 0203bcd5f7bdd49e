"""The base of every identifier: checked when made, masked wherever it is shown.

Promises
    - `repr`, `str`, `format`, `%`, logging and `vars` show a mask; the clear value
      comes from `reveal()` and from nowhere else.
    - A refusal never holds the text that was refused, nor chains an error that does.
    - Pickling is refused, as a pickle is a clear value at rest. A copy is the value
      itself, since nothing can change it; so data classes and `asdict` keep working.

Not here: the kinds (vocabulary.identifiers), the refusal (vocabulary.errors).
"""

from abc import ABC, abstractmethod
from typing import ClassVar, Final, NoReturn, Self

from vocabulary.errors import IdentifierFault, IdentifierInvalid

MAX_TEXT: Final = 64
"""Characters of a text that is looked at; a longer one is refused unread."""

SPACES: Final = " \u00a0"
_SEPARATORS = str.maketrans("", "", SPACES + "-\u2010\u2011\u2012\u2013")


class Identifier(ABC):
    """One checked number; equal to another of the same kind and value.

    Attributes:
        kind: Stable word for the kind, as it stands in the log and in messages.
    """

    __slots__ = ("_clear",)

    kind: ClassVar[str]
    _clear: str

    def __init__(self, text: str) -> None:
        # Numbers and None come in from JSON and from other languages' callers.
        if not isinstance(text, str):
            raise self._refusal(IdentifierFault.NOT_TEXT)
        if len(text) > MAX_TEXT:
            raise self._refusal(IdentifierFault.TOO_LONG)
        object.__setattr__(self, "_clear", self._canonical(text))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a text as people write it.

        Raises:
            IdentifierInvalid: It is no identifier of this kind; see its `reason`.
        """
        return cls(text)

    def reveal(self) -> str:
        """Give the clear value, without separators or prefix: for the wire only."""
        return self._clear

    @property
    def masked(self) -> str:
        """Show at most the last two digits, to tell two rows of a list apart."""
        return f"***…{self._clear[-2:]}"

    @classmethod
    @abstractmethod
    def _canonical(cls, text: str) -> str:
        """Normalise and check a text of bearable length; raise IdentifierInvalid."""

    @classmethod
    def _refusal(cls, reason: IdentifierFault) -> IdentifierInvalid:
        return IdentifierInvalid(cls.kind, reason)

    @classmethod
    def _digits(cls, text: str, *counts: int) -> str:
        """Strip the separators; what is left must be so many ASCII digits."""
        digits = text.translate(_SEPARATORS)
        if not digits:
            raise cls._refusal(IdentifierFault.EMPTY)
        if len(digits) not in counts or not (digits.isascii() and digits.isdigit()):
            raise cls._refusal(IdentifierFault.SHAPE)
        return digits

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Identifier):
            return NotImplemented
        return type(self) is type(other) and self._clear == other._clear

    def __hash__(self) -> int:
        return hash((self.kind, self._clear))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked})"

    def __str__(self) -> str:
        return self.masked

    def __format__(self, spec: str) -> str:
        return format(self.masked, spec)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __getstate__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is not pickled: reveal() it on purpose")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self.__getstate__()
