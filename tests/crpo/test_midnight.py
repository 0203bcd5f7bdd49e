"""Midnight in Warsaw lies between the answer and us: ask again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from accountability.action import Answered
from accountability.transport import Transport
from crpo.client import Crpo
from crpo.errors import AnswerStale
from tests.crpo.bench import Bench, a_question

# 23:59 and 00:01 of 21 November 2026 in Warsaw, which is an hour ahead of UTC.
BEFORE, AFTER = (
    datetime(2026, 11, 20, 22, 59, tzinfo=UTC),
    datetime(2026, 11, 20, 23, 1, tzinfo=UTC),
)


def a_register(bench: Bench, now: datetime) -> Crpo:
    """Make a client that takes `now` for now; nothing is sent."""
    return Crpo(
        contract=bench.contract,
        key=bench.office,
        url="https://127.0.0.1/never",
        transport=Transport(),
        clock=lambda: now,
    )


def test_an_answer_of_yesterday_is_refused_for_today(tmp_path: Path) -> None:
    """
    It is fresh by two minutes, and speaks of yesterday: no ground for today.

    Holds: "aktualne (na dzień zapytania)", API CRPO dla JST, 16.04.2024.
    """
    bench = Bench.set_up(tmp_path, now=BEFORE)
    question = a_question(asked_at=BEFORE)
    raw = bench.answer(asked=bench.asked(question), at=BEFORE, day=date(2026, 11, 20))

    with pytest.raises(AnswerStale):
        a_register(bench, AFTER).ask(question).read(raw)


def test_the_same_answer_is_read_before_midnight(tmp_path: Path) -> None:
    """A minute earlier it is today's."""
    bench = Bench.set_up(tmp_path, now=BEFORE)
    question = a_question(asked_at=BEFORE)
    raw = bench.answer(asked=bench.asked(question), at=BEFORE, day=date(2026, 11, 20))
    later = BEFORE + timedelta(seconds=59)

    assert isinstance(a_register(bench, later).ask(question).read(raw), Answered)
