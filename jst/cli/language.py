"""In which language people are spoken to: Polish, or English with JST_LANG=en."""

import os
from typing import Final

ENGLISH: Final = "en"


def say(polish: str, english: str) -> str:
    """Choose one of the two; anything but JST_LANG=en is Polish."""
    return english if os.environ.get("JST_LANG") == ENGLISH else polish


def powers(count: int) -> str:
    """Count general powers of attorney in words: 1 pełnomocnictwo, 2 pełnomocnictwa."""
    forms = ("pełnomocnictwo", "pełnomocnictwa", "pełnomocnictw")
    english = "power of attorney" if count == 1 else "powers of attorney"
    return say(f"{count} {_form(count, *forms)}", f"{count} {english}")


def entries(count: int) -> str:
    """Count entries of the log in words: 1 wpis, 2 wpisy, 5 wpisów."""
    english = "entry" if count == 1 else "entries"
    return say(
        f"{count} {_form(count, 'wpis', 'wpisy', 'wpisów')}", f"{count} {english}"
    )


def _form(count: int, one: str, few: str, many: str) -> str:
    tens, units = count % 100, count % 10
    if count == 1:
        return one
    if units in {2, 3, 4} and tens not in {12, 13, 14}:
        return few
    return many
