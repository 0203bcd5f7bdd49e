"""[1] What may stand in clear in the log for ever: text without identifiers.

Pure. A clerk who types a PESEL into the wrong field must not have it logged: with dots,
dashes of any kind, spaces, full-width or circled digits, invisible characters between.
It guards against mistakes; who wants to hide a number in words will.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from vocabulary.identifiers import Identifier, IdentifierInvalid, Nip, Pesel

MAX_TEXT: Final = 500
REMOVED: Final = "[…]"

# Ten digits or more (NIP, PESEL), with up to three signs between neighbours.
_LONG_NUMBER: Final = re.compile(r"\d(?:[\W_]{0,3}\d){9,}")
_RUN: Final = re.compile(r"\d(?:[ -]?\d){9,}")
_SIGNS: Final = re.compile(r"[\W_]+")
_SOLID: Final = re.compile(r"(?<!\d)\d{10,11}(?!\d)")
# API 2.7.0, ReferenceNumber: day, kind, two groups of chance, check digits.
_KSEF_NUMBER: Final = re.compile(
    r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"-[A-Z]{2}-[0-9A-F]{10}-[0-9A-F]{10}-[0-9A-F]{2}",
    re.ASCII,
)
_MIN_SUBJECT: Final = 6
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
_BLANKS: Final = frozenset("\t\n\v\f\r")


def plain(text: str) -> str:
    """Fold look-alike digits (NFKC) and drop characters that cannot be seen."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if folded.isprintable():
        return folded
    return "".join(" " if each in _BLANKS else each for each in folded if _seen(each))


def has_control(text: str) -> bool:
    """Tell whether control or invisible characters, or halves of one, are in it."""
    # What is printable is neither; most texts are, and this runs in each question.
    return not text.isprintable() and not all(
        _seen(each) and each not in _BLANKS for each in text
    )


def letters_in(text: str) -> int:
    """Count the letters: a row of dots is no justification."""
    return sum(each.isalpha() for each in plain(text))


def has_long_number(text: str) -> bool:
    """Tell whether free text holds a number that could be an identifier."""
    return _LONG_NUMBER.search(plain(text)) is not None


def has_valid_identifier(text: str) -> bool:
    """Tell whether a NIP or PESEL with right check digits stands in the text.

    For texts that are full of digits by nature, as case numbers are.
    """
    found = plain(text)
    return any(map(_is_identifier, _RUN.findall(found) + _SOLID.findall(found)))


def hides_identifier(text: str) -> bool:
    """Tell whether a NIP or PESEL stands in the text, whatever is between its digits.

    For names and ids, in which a long number is odd; a case number is full of them.
    """
    runs = _LONG_NUMBER.findall(plain(text))
    return any(_is_identifier(_SIGNS.sub("", run)) for run in runs)


def one_hides_identifier(texts: Sequence[str]) -> bool:
    """Tell whether a NIP or PESEL stands in one of the texts, as `hides_identifier`."""
    # What is in none of them together is in none of them.
    return has_long_number(" ".join(texts)) and any(map(hides_identifier, texts))


def names_a_subject(text: str, subjects: Iterable[Identifier]) -> bool:
    """Tell whether the very number that is asked about stands in the text."""
    return one_names_a_subject((text,), subjects)


def one_names_a_subject(texts: Sequence[str], subjects: Iterable[Identifier]) -> bool:
    """Tell whether the very number that is asked about stands in one of the texts."""
    found = subjects_in(solid(" ".join(texts)), subjects)
    return bool(found) and any(n in one for one in map(solid, texts) for n in found)


def subjects_in(text: str, subjects: Iterable[Identifier]) -> list[str]:
    """Give the numbers that are asked about and stand in a text that is `solid`."""
    if len(text) < _MIN_SUBJECT:
        return []
    numbers = [solid(each.reveal().rpartition(":")[2]) for each in subjects]
    return [n for n in numbers if len(n) >= _MIN_SUBJECT and n in text]


def solid(text: str) -> str:
    """Give a text without anything between its letters and digits, in lower case."""
    return _SIGNS.sub("", plain(text)).casefold()


def scrubbed(text: str, subjects: Iterable[Identifier] = ()) -> str:
    """Give what of a refused text may be logged: cut, and without numbers."""
    if names_a_subject(text, subjects):
        return REMOVED
    return _LONG_NUMBER.sub(REMOVED, plain(text).strip())[:MAX_TEXT]


def safe_id(text: str) -> str:
    """Give an id that others made, cut, unless it holds an identifier.

    A number of exactly KSeF's form is nobody's: a group of ten hexadecimal digits may
    be a right NIP by chance (3 of 1,000 numbers), and such an operation could never be
    asked about again.
    """
    if _KSEF_NUMBER.fullmatch(text):
        return text
    return REMOVED if has_valid_identifier(text) else plain(text)[:MAX_TEXT]


def _seen(character: str) -> bool:
    """Tell what may be logged: no control, no format character, no lone surrogate."""
    return character in _BLANKS or unicodedata.category(character) not in _UNSEEN


def _is_identifier(run: str) -> bool:
    for kind in (Nip, Pesel):
        try:
            kind.parse(run)
        except IdentifierInvalid:
            continue
        return True
    return False
