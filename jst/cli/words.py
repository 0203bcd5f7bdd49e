"""Words of closed lists on the command line: a wrong one is answered with the list."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

import typer

W = TypeVar("W", bound=StrEnum)


class WrongWord(typer.BadParameter):
    """The word is not in the list; what was typed is not kept.

    Attributes:
        known: The words of the list.
    """

    def __init__(self, option: str, known: Iterable[str]) -> None:
        super().__init__("not in the list", param_hint=option)
        self.known = tuple(known)


class WrongMix(typer.BadParameter):
    """Options that do not go together; `polish` and `english` tell what does."""

    def __init__(self, polish: str, english: str) -> None:
        super().__init__("wrong mix")
        self.polish = polish
        self.english = english


def words_among(
    known: tuple[str, ...], texts: tuple[str, ...], option: str
) -> tuple[str, ...]:
    """Read words of a closed list of KSeF's.

    Raises:
        WrongWord: One is not in the list: wrong usage, exit status 64.
    """
    if not set(texts) <= set(known):
        raise WrongWord(option, known)
    return texts


def word_of(kind: type[W], text: str, option: str) -> W:
    """Read a word of a closed list.

    Raises:
        WrongWord: It is not in the list: wrong usage, exit status 64.
    """
    try:
        return kind(text)
    except ValueError:
        raise WrongWord(option, kind) from None
