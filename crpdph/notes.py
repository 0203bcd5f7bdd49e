"""What is noticed while an answer is read: drift, and days. No value is repeated."""

import re
from datetime import date
from typing import Final

from crpdph.errors import AnswerNotUnderstood, NoAnswer
from crpdph.schema import ATTRIBUTES, Drift

MAX_DRIFT: Final = 20

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_SAFE_NAME = re.compile(r"[A-Za-z_][\w.-]{0,60}", re.ASCII)


class Notes:
    """Notes of one reading.

    Attributes:
        days: Every day that was read, by its text: a list has few and many times.
    """

    def __init__(self) -> None:
        self.days: dict[str, date] = {}
        self._drift: dict[Drift, None] = {}

    @property
    def drift(self) -> tuple[Drift, ...]:
        """What the table does not know, each once."""
        return tuple(self._drift)

    def note(self, what: str, name: str) -> None:
        """Note drift; a name that is none is not repeated."""
        if len(self._drift) < MAX_DRIFT:
            self._drift[Drift(what, name)] = None

    def day(self, text: str) -> date:
        """Read an xs:date; its zone, which says nothing of a day, is dropped."""
        known = self.days.get(text)
        if known is not None:
            return known
        found = _DAY.fullmatch(text)
        try:
            day = date.fromisoformat(found[1] if found else "")
        except ValueError:
            raise AnswerNotUnderstood("a value is no day", reason="bad_day") from None
        self.days[text] = day
        return day

    def unknown_element(self, name: str, *, at_top: bool) -> None:
        """Note an element; one at the top makes it no answer at all."""
        local = name.rpartition(" ")[2]
        if at_top:
            if local.lower() == "html":
                raise NoAnswer("an HTML page", reason="html")
            raise AnswerNotUnderstood("no SOAP envelope", reason="root")
        self.note("element", local if _SAFE_NAME.fullmatch(local) else "?")

    def unknown_attributes(self, element: str, attributes: dict[str, str]) -> None:
        """Note the attributes that the table does not have."""
        for name in sorted(attributes.keys() - ATTRIBUTES[element]):
            safe = name if _SAFE_NAME.fullmatch(name) else "?"
            self.note("attribute", f"{element}/{safe}")
