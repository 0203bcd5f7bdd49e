"""Objects, texts and their lengths, as KSeF counts them; nothing of them is repeated.

A name of a field is told only where it can be no identifier: letters, and few of them.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from itertools import islice
from typing import Any, Final

from ksef.access.body_text import TELLABLE, halved
from ksef.access.judge_finding import Judged, error, warning

MAX_TOLD: Final = 20
"""Of so many unknown fields of one object something is said."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def joined(at: str, name: str) -> str:
    """Write where a field stands: `subjectDetails.personById.firstName`."""
    return f"{at}.{name}" if at else name


def nearest(word: str, known: Collection[str]) -> str:
    """Find the known word that was probably meant, or give an empty text."""
    if len(word) > 60:  # noqa: PLR2004 - no word of the API is half as long
        return ""
    same = [each for each in known if each.casefold() == word.casefold()]
    found = same or get_close_matches(word, known, n=1, cutoff=0.8)
    return found[0] if found else ""


def a_day(text: object) -> date | None:
    """Read a day that exists, written `2026-02-01` and not otherwise."""
    if isinstance(text, str) and _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    return None


def meant(word: object, known: Collection[str]) -> tuple[str, str]:
    """Tell in Polish and English which known word was probably meant, if any."""
    near = nearest(word, known) if isinstance(word, str) else ""
    return (f" Najbliższe: {near}.", f" Nearest: {near}.") if near else ("", "")


def an_object(value: object, at: str) -> Mapping[str, Any] | Judged:
    """Take a JSON object, or say that it is missing or none."""
    if value is None:
        return missing_field(at)
    if not isinstance(value, Mapping):
        return error(
            "ksef.grant.not_an_object",
            at,
            "Tu ma stać obiekt JSON, w nawiasach { }.",
            english="A JSON object belongs here, in braces { }.",
        )
    return value


def missing_field(at: str) -> Judged:
    """Say that a required field is absent."""
    return error(
        "ksef.grant.missing_field",
        at,
        "Brakuje pola, którego KSeF wymaga.",
        english="A field is absent that KSeF requires.",
    )


def unknown_fields(
    told: Mapping[str, Any], known: Sequence[str], at: str = ""
) -> Iterator[Judged]:
    """Tell the fields that KSeF would ignore, and which known one each resembles."""
    others = [each for each in told if each not in known]
    for name in others[:MAX_TOLD]:
        near, nearby = meant(name, known)
        shown = TELLABLE.fullmatch(name)
        yield warning(
            "ksef.grant.unknown_field",
            joined(at, name) if shown else at,
            f"KSeF nie zna takiego pola i je pominie.{near}",
            english=f"KSeF knows no such field and will ignore it.{nearby}",
        )


def not_utf8(told: Mapping[str, Any]) -> Iterator[Judged]:
    """Tell the texts that UTF-8 cannot hold: KSeF could not be sent them."""
    places = dict.fromkeys(islice(halved(told), MAX_TOLD))
    for at in places:
        yield error(
            "ksef.grant.not_utf8",
            at,
            "Tekst ma połówkę znaku (surogat), której UTF-8 nie zapisze; wpisz go od"
            " nowa.",
            english="The text has half of a surrogate pair, which UTF-8 cannot hold;"
            " type it anew.",
        )


def a_text(value: object, at: str, least: int, most: int) -> Iterator[Judged]:
    """Judge a required text by its length in UTF-16 units, as .NET counts it."""
    if value is None:
        yield missing_field(at)
        return
    if not isinstance(value, str):
        yield error(
            "ksef.grant.not_a_text",
            at,
            "Tu ma stać tekst, w cudzysłowie.",
            english="A text belongs here, in quotation marks.",
        )
        return
    count = len(value.encode("utf-16-le", "surrogatepass")) // 2
    if not least <= count <= most:
        yield error(
            "ksef.grant.length",
            at,
            f"Tekst ma mieć od {least} do {most} znaków, a ma {count}.",
            english=f"The text has to have {least} to {most} characters, not {count}.",
        )
    elif not value.strip():
        yield warning(
            "ksef.grant.blank",
            at,
            "Tekst jest pusty albo z samych spacji i nikomu nic nie powie.",
            english="The text is empty, or nothing but spaces: it tells nothing.",
        )
    if _CONTROL.search(value):
        yield warning(
            "ksef.grant.control",
            at,
            "Tekst ma znaki sterujące (np. koniec wiersza albo NUL): nie widać ich.",
            english="The text has control characters, e.g. a line's end or a NUL.",
        )
