"""[0] Numbers of persons and entities where only references may stand. Pure.

It guards against mistakes: a number with spaces, dashes, dots or slashes, or in digits
of another script, is found as well. The numbers of orders (`0050.13.2026`) are full of
digits and none of these: dots and slashes count only where they group a number as
people do.
"""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from accountability.clear_text import plain
from vocabulary.errors import IdentifierInvalid
from vocabulary.identifiers import InternalId, Nip, Pesel

# Ten digits in a row, or what may be a fingerprint.
_BARE: Final = re.compile(r"\d{10,}|[0-9A-Fa-f]{40,}")
_RUN: Final = re.compile(r"\d+(?:[\W_]{1,3}\d+)*")
_DIGITS: Final = re.compile(r"\d+")
_LENGTHS: Final = frozenset({10, 11, 15})
_LOOSE: Final = frozenset(" -\u2010\u2011\u2012\u2013")
# NIP, PESEL and internal id, as people group them with whatever sign.
_GROUPED: Final = frozenset(
    {(3, 3, 2, 2), (3, 2, 2, 3), (2, 2, 2, 5), (6, 5), (3, 3, 2, 2, 5), (10, 5)}
)


def holds_number(text: str) -> bool:
    """Tell whether a number of a person or an entity stands in a text."""
    shown = plain(text)
    if _BARE.search(shown):
        return True
    return any(
        is_identifier(number)
        for run in _RUN.findall(shown)
        for number in _numbers_in(run)
    )


def is_identifier(text: str) -> bool:
    """Tell whether a text is a NIP, a PESEL or an internal id with right digits."""
    for kind in (Nip, Pesel, InternalId):
        try:
            kind(text)
        except IdentifierInvalid:
            continue
        return True
    return False


def _numbers_in(run: str) -> Iterator[str]:
    """Give what groups of digits beside each other make, where it may be a number."""
    groups = list(_DIGITS.finditer(run))
    for first, last in combinations(range(len(groups) + 1), 2):
        some = groups[first:last]
        digits = "".join(each.group() for each in some)
        if len(digits) not in _LENGTHS:
            continue
        sizes = tuple(len(each.group()) for each in some)
        between = _DIGITS.sub("", run[some[0].start() : some[-1].end()])
        if sizes in _GROUPED or _LOOSE.issuperset(between):
            yield digits
