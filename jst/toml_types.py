"""[0] Values of a TOML file that are what they look like: no `1.0` for 1, no blanks."""

from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Strict
from pydantic_core import PydanticCustomError

from accountability.clear_text import has_control


def _shown(text: str) -> str:
    if has_control(text):
        raise PydanticCustomError("text_control", "control characters in a text")
    if not text.strip():
        raise PydanticCustomError("text_blank", "nothing but blanks")
    return text


def _whole(value: object) -> object:
    if type(value) is not int:  # a bool is an int, and 1.0 equals 1
        raise PydanticCustomError("int_type", "a whole number is expected")
    return value


Shown = Annotated[str, AfterValidator(_shown)]
"""Text on one line that people see: no control or invisible characters, not blank."""

Day = Annotated[date, Strict()]
"""A day as TOML writes it: no text, no time of day."""

Flag = Annotated[bool, Strict()]
"""true or false, not a text that sounds like it."""

WHOLE: Final = BeforeValidator(_whole)
"""For a number that is a number: neither `true` nor `1.0`."""
