"""[1] Can the letter be set, or does a value hold a letter that no font here has? Pure.

Only setting it tells; which value it is, is told by the letters that fonts of Latin
writing do not have.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from crpo.errors import LetterInvalid
from crpo.letter.findings import error
from crpo.letter.model import OfficeFile
from documents.errors import DocumentNotMade
from vocabulary.finding import Finding

# Latin with its additions, punctuation, currencies: what office texts are written in.
_USUAL: Final = re.compile(r"[\u0020-\u024f\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf]*")

Files = dict[str, bytes]


def set_letter(office: OfficeFile, make: Callable[[], Files]) -> Files:
    """Make the files of a letter.

    Args:
        office: As typed.
        make: Sets the documents.

    Raises:
        LetterInvalid: One cannot be set; each value that may be why is named.
        LibraryMissing: The extra `documents` is not installed.
    """
    try:
        return make()
    except DocumentNotMade:
        found = tuple(_odd(office)) or (_not_set(""),)
        raise LetterInvalid(found) from None


def _odd(office: OfficeFile) -> Iterator[Finding]:
    texts = dict(office.fields)
    texts |= {f"seal.{n}.name": each.name for n, each in enumerate(office.seals, 1)}
    for field, text in texts.items():
        if not _USUAL.fullmatch(text):
            yield _not_set(field)


def _not_set(field: str) -> Finding:
    return error(
        "crpo.letter.not_set",
        "Pisma nie da się złożyć: jest w nim znak, którego nie mają czcionki programu"
        " (np. emoji).",
        field,
    )
