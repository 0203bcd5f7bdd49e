"""When the register is open, and which day its data are of; both ends of each hour."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpdph.calendar import (
    PRAGUE,
    in_prague,
    next_night_ends,
    opens_at,
    register_day,
)


def at(text: str, fold: int = 0) -> datetime:
    """Read a wall time of Prague."""
    return datetime.fromisoformat(text).replace(tzinfo=PRAGUE, fold=fold)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-20T23:59:49", None),
        ("2026-11-20T23:59:50", "2026-11-21T00:10:30"),
        ("2026-11-20T23:59:59", "2026-11-21T00:10:30"),
        ("2026-11-21T00:00:00", "2026-11-21T00:10:30"),
        ("2026-11-21T00:10:00", "2026-11-21T00:10:30"),
        ("2026-11-21T00:10:29.999999", "2026-11-21T00:10:30"),
        ("2026-11-21T00:10:30", None),
        ("2026-12-31T23:59:59", "2027-01-01T00:10:30"),
        ("2026-11-22T02:59:59", None),
        ("2026-11-22T03:00:00", "2026-11-22T04:00:00"),
        ("2026-11-22T03:59:59.999999", "2026-11-22T04:00:00"),
        ("2026-11-22T04:00:00", None),
        ("2026-11-21T03:30:00", None),
    ],
)
def test_it_is_closed_every_night_and_on_sunday_mornings(
    now: str, opens: str | None
) -> None:
    """A question to a closed register is a question for nothing, and counted."""
    assert (at(opens) if opens else None) == opens_at(at(now))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param(
            datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), None, id="01:59:59 CET"
        ),
        pytest.param(
            datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
            datetime(2027, 3, 28, 2, 0, tzinfo=UTC),
            id="03:00 CEST, at once after 01:59:59",
        ),
        pytest.param(
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC), None, id="02:30 for the 1st time"
        ),
        pytest.param(
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC), None, id="02:30 for the 2nd time"
        ),
        pytest.param(
            datetime(2026, 10, 25, 2, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 3, 0, tzinfo=UTC),
            id="03:00 CET, once",
        ),
    ],
)
def test_both_changes_of_the_clock_are_sundays(
    now: datetime, opens: datetime | None
) -> None:
    """Fixed offsets would be wrong on exactly these two nights."""
    assert opens == opens_at(now)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-21T00:09:59.999999", date(2026, 11, 20)),
        ("2026-11-21T00:10:00", date(2026, 11, 21)),
        ("2026-11-21T23:59:59", date(2026, 11, 21)),
    ],
)
def test_a_register_day_begins_at_ten_past_midnight(now: str, day: date) -> None:
    """What is cached ends when the data change, not after 24 hours."""
    assert day == register_day(at(now))


def test_the_register_that_says_closed_is_asked_after_the_night() -> None:
    """Its clock may run ahead of ours: then the next night is meant."""
    assert at("2026-11-21T00:10:30") == next_night_ends(at("2026-11-21T00:05:00"))
    assert at("2026-11-22T00:10:30") == next_night_ends(at("2026-11-21T12:00:00"))


@given(st.datetimes(datetime(2013, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - made aware below
def test_the_register_opens_later_and_is_open_then(moment: datetime) -> None:
    """Whoever waits until then may ask."""
    instant = moment.replace(tzinfo=UTC)
    opening = opens_at(instant)

    assert opening is None or instant < opening <= instant + timedelta(
        hours=1, minutes=1
    )
    assert opening is None or opens_at(opening) is None


def test_an_instant_without_a_zone_is_refused() -> None:
    """Nobody knows when that is in Prague."""
    with pytest.raises(ValueError, match="zone"):
        opens_at(datetime(2026, 11, 21))  # noqa: DTZ001 - the point


def test_an_instant_is_written_as_in_prague() -> None:
    """For evidence that a Czech tax office reads."""
    assert "2026-11-21 00:05:00" == in_prague(datetime(2026, 11, 20, 23, 5, tzinfo=UTC))
