"""When the register may be asked, and which day its data are of. Pure.

    23:59:50 ........ 00:10 new data ... 00:10:30     closed every night
    Sunday 03:00 .................. Sunday 04:00      closed for maintenance

All in Europe/Prague, by the wall clock: on the Sunday when summer time begins, 03:00
follows 01:59:59 at once; when it ends, 02:00 comes twice and 03:00 once. The margins
of 10 and 30 s around the told 23:59:59 and 00:10:00 are ours: clocks differ.

Source: official page, version 41.39.1 (nights 0:00-0:10, Sundays 3:00-4:00); the
service's own statusText says 23:59:59 - 00:10:00.
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

PRAGUE: Final = ZoneInfo("Europe/Prague")

NEW_DATA: Final = time(0, 10)
NIGHT_FROM: Final = time(23, 59, 50)
NIGHT_UNTIL: Final = time(0, 10, 30)
SUNDAY_FROM: Final = time(3)
SUNDAY_UNTIL: Final = time(4)
_SUNDAY: Final = 6
_DAY: Final = timedelta(days=1)


def opens_at(instant: datetime) -> datetime | None:
    """Say when the register may be asked again; None: it may be asked now.

    Args:
        instant: An aware instant.

    Returns:
        An aware instant of Europe/Prague, later than `instant`.
    """
    here = _in_prague(instant)
    if here.time() >= NIGHT_FROM:
        return _at(here.date() + _DAY, NIGHT_UNTIL)
    if here.time() < NIGHT_UNTIL:
        return _at(here.date(), NIGHT_UNTIL)
    if here.weekday() == _SUNDAY and SUNDAY_FROM <= here.time() < SUNDAY_UNTIL:
        return _at(here.date(), SUNDAY_UNTIL)
    return None


def register_day(instant: datetime) -> date:
    """Say of which day the register's data are: a new day begins at 00:10 in Prague."""
    here = _in_prague(instant)
    return here.date() if here.time() >= NEW_DATA else here.date() - _DAY


def next_night_ends(instant: datetime) -> datetime:
    """Say when to ask again after the register has said that it is closed."""
    opening = opens_at(instant)
    if opening is not None:
        return opening
    here = _in_prague(instant)
    return _at(here.date() + _DAY, NIGHT_UNTIL)


def in_prague(instant: datetime) -> str:
    """Write an instant as people in Prague read it, to the second."""
    return f"{_in_prague(instant):%Y-%m-%d %H:%M:%S}"


def _in_prague(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone has no time in Prague")
    return instant.astimezone(PRAGUE)


def _at(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, tzinfo=PRAGUE)
