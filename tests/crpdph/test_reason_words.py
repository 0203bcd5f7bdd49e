"""Why something is unknown, in words: none of ours is left out in any language."""

import re
from pathlib import Path

import pytest

import crpdph
from accountability.errors import (
    AnswerTooLarge,
    AuthoritiesUnusable,
    HttpStatus,
    RedirectRefused,
    TimedOut,
    TooManyPersons,
    Unreachable,
)
from crpdph import asking, judging
from crpdph.certificate import Language
from crpdph.errors import (
    AnswerNotUnderstood,
    NoAnswer,
    RegisterClosed,
    RegisterUnavailable,
)
from crpdph.reason_words import DETAILS, REASONS, reason_said

FOLDER = Path(crpdph.__file__).parent
CODES = {
    asking.CLOSED_NOW,
    asking.LIMIT_REACHED,
    asking.STOPPED,
    judging.MISSING,
    judging.DOUBLED,
    judging.BEYOND,
    judging.ODD_WORD,
    judging.NO_ACCOUNTS_TOLD,
    judging.NOT_UNDERSTOOD,
    judging.STALE,
    "not_listed",
    AnswerTooLarge.code,
    AuthoritiesUnusable.code,
    HttpStatus.code,
    RedirectRefused.code,
    TimedOut.code,
    TooManyPersons.code,
    Unreachable.code,
    NoAnswer.code,
    RegisterClosed.code,
    RegisterUnavailable.code,
    AnswerNotUnderstood.code,
}


def raised() -> set[str]:
    """Find the words that a reading of an answer ends in."""
    source = "".join(
        (FOLDER / name).read_text("utf-8")
        for name in ("messages.py", "reading.py", "notes.py", "judging.py")
    )
    return set(re.findall(r'reason="([a-z_]+)"', source)) - {"http_status"}


def test_each_reason_has_words() -> None:
    """A code is for the log; a clerk, or a Czech tax office, reads words."""
    assert set(REASONS) == CODES


def test_each_word_more_has_words() -> None:
    """`answer` is said only of what came with another status."""
    assert raised() | {"answer"} == set(DETAILS)


@pytest.mark.parametrize("language", list(Language))
def test_a_reason_of_nobodys_is_said_as_it_is(language: Language) -> None:
    """An error that nobody foresaw names its class, and is no empty row."""
    assert "RuntimeError" == reason_said("RuntimeError", "", language)


def test_a_status_is_told_as_such() -> None:
    """A bare number would be a riddle."""
    said = reason_said("transport.http_status", "503", "pl")

    assert "serwer odpowiedział błędem HTTP (HTTP 503)" == said
