"""How long what was asked stays readable: two years, or longer for some cases.

Pure. A *period* is a month and a retention class, `2026-11.standard`; its key is made
for the class of the case. Years count from the end of the month, Europe/Warsaw.

Source: § 20 ust. 4 KRI (Dz.U. 2024 poz. 773): logs are kept for the time that separate
law sets, otherwise two years. Categories of cases are the office's own (JRWA).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.entry import decode_entry

STANDARD: Final = "standard"
KEY_MADE: Final = "period-key-made"
HOLD_PREFIX: Final = "hold-"
"""Of the class of keys that keep a case under legal hold (accountability.holds)."""
MIN_YEARS: Final = 2
"""What § 20 ust. 4 KRI sets where no other law does; settings only raise it."""
MAX_YEARS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionClass:
    """Cases whose look-ups are kept longer than others.

    Attributes:
        name: Lower-case letters and digits; part of the names of its periods.
        years: At least MIN_YEARS.
        cases: Regular expression that a whole case number fits.
    """

    name: str
    years: int
    cases: str


@dataclass(frozen=True, slots=True)
class Retention:
    """The office's retention: the standard years, and classes that raise them.

    Attributes:
        years: Of every case that no class names.
        classes: Looked through in order; the first that fits counts.
    """

    years: int = MIN_YEARS
    classes: tuple[RetentionClass, ...] = ()

    def __post_init__(self) -> None:
        if min([self.years, *(each.years for each in self.classes)]) < MIN_YEARS:
            raise ValueError(f"retention is at least {MIN_YEARS} years")

    def class_of(self, case: str) -> str:
        """Name the retention class of a case."""
        for each in self.classes:
            if re.fullmatch(each.cases, case):
                return each.name
        return STANDARD

    def years_of(self, name: str) -> int:
        """Give the years of a class; one that is no longer set has the standard."""
        named = {each.name: each.years for each in self.classes}
        return named.get(name, self.years)

    def ends_on(self, period: str, promised_years: int = MIN_YEARS) -> date:
        """Give the first day on which a period is past its retention.

        Args:
            period: Its name.
            promised_years: What its first entry said; settings never fall below it.
        """
        month, _, name = period.partition(".")
        year, number = int(month[:4]), int(month[5:])
        years = max(self.years_of(name), promised_years)
        return date(year + years + number // 12, number % 12 + 1, 1)


def is_hold(period: str) -> bool:
    """Tell whether it names the key of a legal hold, and no month of look-ups."""
    return period.partition(".")[2].startswith(HOLD_PREFIX)


def promised(rows: Iterable[tuple[int, bytes]]) -> dict[str, int]:
    """Read from `period-key-made` entries how long each period was to be kept."""
    years: dict[str, int] = {}
    for _, body in rows:
        # Quicker than to decode each.
        entry = decode_entry(body) if KEY_MADE.encode() in body else {}
        if entry.get("event") == KEY_MADE:
            said = entry.get("retention_years")
            period = str(entry.get("period"))
            years[period] = said if type(said) is int else MIN_YEARS
    return years
