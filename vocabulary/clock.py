"""What a clock is: a function without arguments that gives an aware instant in UTC.

Clocks are constructor arguments everywhere, so that a test can hold them still.
A *day* of Polish law is a calendar day in Europe/Warsaw, whatever the host's zone.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

WARSAW = ZoneInfo("Europe/Warsaw")

# One instant has one text, as texts are hashed; Python reads many more forms.
_ISO = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{6}Z", re.ASCII)


def system_clock() -> datetime:
    """Tell the host's time as an aware instant in UTC."""
    return datetime.now(UTC)


def warsaw_time(instant: datetime) -> datetime:
    """Give an aware `instant` by the clock of Europe/Warsaw.

    The last hours of the year 9999 in UTC are beyond what `datetime` can hold there:
    they come back as they are, since one odd instant must not stop a whole list.
    """
    try:
        return instant.astimezone(WARSAW)
    except OverflowError:
        return instant


def warsaw_day(instant: datetime) -> date:
    """Tell the calendar day in Europe/Warsaw on which an aware `instant` lies."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone lies on no known day")
    return warsaw_time(instant).date()


def iso_utc(instant: datetime) -> str:
    """Write an aware instant as `2026-11-20T10:15:30.123456Z` (always six digits)."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone cannot be written in UTC")
    in_utc = instant.astimezone(UTC).replace(tzinfo=None)
    return f"{in_utc.isoformat(timespec='microseconds')}Z"


def parse_iso_utc(text: str) -> datetime:
    """Read what `iso_utc` wrote; ValueError for anything else."""
    if not _ISO.fullmatch(text):
        raise ValueError("an instant is written as 2026-11-20T10:15:30.123456Z")
    return datetime.fromisoformat(text)
