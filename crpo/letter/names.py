"""[1] Names of persons: when two ways of writing are one person. Pure.

Office, form and certificate write the same person in their own ways: capitals, a second
first name or none, a hyphen or a blank in a surname of two words.
"""

import re
import unicodedata
from typing import Final

_BETWEEN: Final = re.compile(r"[\s\u2010-\u2013-]+")
_TITLE: Final = re.compile(
    "dr|mgr|inż|hab|prof|lic|mec|adw|płk|ppłk|gen|ks", re.IGNORECASE
)


def has_title(name: str) -> bool:
    """Tell whether a name holds a title, an initial or a comma: certificates do not."""
    return bool(set(".,") & set(name)) or any(map(_TITLE.fullmatch, name.split()))


def same_person(given: str, surname: str, other: str, other_surname: str) -> bool:
    """Compare two persons by first names and surnames.

    Surnames have the same words. Of the first names, the first one is the same, and
    whoever writes fewer of them leaves out the rest.
    """
    return words(surname) == words(other_surname) and _same_given(
        words(given), words(other)
    )


def names_person(name: str, given: str, surname: str) -> bool:
    """Tell whether a name on one line, surname first or last, is that person."""
    held, last = words(name), words(surname)
    count = len(last)
    return (held[-count:] == last and _same_given(held[:-count], words(given))) or (
        held[:count] == last and _same_given(held[count:], words(given))
    )


def folded(text: str) -> str:
    """Write a text so that capitals, blanks and ways of encoding make no other one."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def words(name: str) -> tuple[str, ...]:
    """Split a name into its words, so that spelling makes no other person."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return tuple(each for each in _BETWEEN.split(plain) if each)


def _same_given(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other or one[0] != other[0]:
        return False
    fewer, more = sorted((set(one), set(other)), key=len)
    return fewer <= more
