"""Days of Polish law, and instants as the log writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocabulary.clock import (
    iso_utc,
    parse_iso_utc,
    system_clock,
    warsaw_day,
    warsaw_time,
)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        pytest.param(
            datetime(2026, 1, 31, 22, 59, 59, 999_999, UTC),
            date(2026, 1, 31),
            id="the last instant of a winter day",
        ),
        pytest.param(
            datetime(2026, 1, 31, 23, 0, tzinfo=UTC),
            date(2026, 2, 1),
            id="midnight in winter is 23:00 UTC",
        ),
        pytest.param(
            datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC),
            date(2026, 6, 30),
            id="the last second of a summer day",
        ),
        pytest.param(
            datetime(2026, 6, 30, 22, 0, tzinfo=UTC),
            date(2026, 7, 1),
            id="midnight in summer is 22:00 UTC",
        ),
        pytest.param(
            datetime(2026, 7, 1, 3, 0, tzinfo=timezone(timedelta(hours=9))),
            date(2026, 6, 30),
            id="the host's own zone does not matter",
        ),
    ],
)
def test_a_day_of_polish_law_ends_at_midnight_in_warsaw(
    instant: datetime, day: date
) -> None:
    """A provision that ends on 1 February must not hold an hour longer in UTC."""
    assert day == warsaw_day(instant)


def test_the_last_instant_there_is_has_a_time_and_a_day() -> None:
    """Warsaw is in the year 10000 by then; a forged entry must not stop a list."""
    last = datetime.max.replace(tzinfo=UTC)
    assert (last, last.date()) == (warsaw_time(last), warsaw_day(last))


@pytest.mark.parametrize("function", [warsaw_day, iso_utc])
def test_an_instant_without_a_zone_is_refused(
    function: Callable[[datetime], object],
) -> None:
    """A naive instant means another day on another host."""
    with pytest.raises(ValueError, match="without a zone"):
        function(datetime(2026, 1, 31, 12, 0))  # noqa: DTZ001 - the point of the test


def test_instants_are_written_in_utc_with_six_digits() -> None:
    """Entries sort as text only if every instant has the same width."""
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))

    assert "2026-07-01T10:00:00.000000Z" == iso_utc(summer)


@given(instant=st.datetimes())
def test_what_was_written_is_read_back(instant: datetime) -> None:
    """A receipt is compared with the log byte by byte."""
    aware = instant.replace(tzinfo=UTC)

    assert aware == parse_iso_utc(iso_utc(aware))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-07-01",
        "2026-07-01T10:00:00",
        "2026-07-01T10:00:00Z",
        "2026-07-01T10:00:00.1Z",
        "2026-07-01 10:00:00.000000Z",
        "2026-07-01T10:00:00.000000+00:00",
        "2026-07-01T10:00:00.000000+02:00",
    ],
)
def test_other_forms_are_refused(text: str) -> None:
    """Reading two forms would mean writing two forms sooner or later."""
    with pytest.raises(
        ValueError, match=r"Invalid isoformat|is written as|without a zone"
    ):
        parse_iso_utc(text)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    """Everything that takes a clock relies on it."""
    assert UTC == system_clock().tzinfo
