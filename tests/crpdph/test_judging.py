"""Question and answer make one verdict a line, or a reason why there is none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crpdph.errors import AnswerNotUnderstood, QueryInvalid
from crpdph.judging import judge
from crpdph.messages import read_answer
from crpdph.model import Operation
from crpdph.question import Line, Question, questions
from jst.simulators.crpdph_register import company
from tests.crpdph.vectors import (
    FIRM,
    OTHER_FIRM,
    accounts,
    answer,
    listed,
    other,
    payer,
)

ASKED_ON = date(2026, 11, 20)
FIRST_HUNDRED = (
    '<status odpovedGenerovana="2026-11-20" statusCode="1" statusText="OK"/>'
)
NO_ACCOUNTS = (
    '<status odpovedGenerovana="2026-11-20" statusCode="0" bezVypisuUctu="ANO"/>'
)


def asking(*dics: str, account: str | None = None) -> Question:
    """Ask the extended operation about payers."""
    lines = tuple(Line.parse(dic, account) for dic in dics)
    return Question(Operation.ROZSIRENY, lines)


def words(question: Question, raw: bytes) -> list[str]:
    """Judge an answer, and give the words."""
    return [each.word for each in judge(question, read_answer(raw), asked_on=ASKED_ON)]


def test_beyond_the_first_hundred_nothing_is_known() -> None:
    """StatusCode 1 answers a hundred; the rest is neither found nor missing."""
    raw = answer(payer(), status=FIRST_HUNDRED)

    assert ["reliable", "unknown:beyond_the_first_100"] == words(
        asking(FIRM, OTHER_FIRM), raw
    )


def test_an_odd_verdict_is_unknown() -> None:
    """A fourth word is none of the three."""
    assert ["unknown:odd_verdict"] == words(asking(FIRM), answer(payer(verdict="X")))


def test_an_answer_without_accounts_says_nothing_of_an_account() -> None:
    """The list's flag, on an answer about a payer."""
    raw = answer(payer(), status=NO_ACCOUNTS)

    assert ["reliable/unknown:no_accounts_told"] == words(
        asking(FIRM, account="1/0100"), raw
    )


def test_the_answer_of_another_operation_is_none() -> None:
    """It would say less, or of somebody else."""
    with pytest.raises(AnswerNotUnderstood):
        words(asking(FIRM), answer(payer(), root="StatusNespolehlivyPlatce"))


def test_a_payer_that_was_not_asked_about_is_passed_over() -> None:
    """And does not take the place of the one who was."""
    raw = answer(payer(OTHER_FIRM, verdict="ANO"))

    assert ["unknown:missing"] == words(asking(FIRM), raw)


def test_who_is_twice_in_the_list_is_unknown() -> None:
    """A list that contradicts itself is no ground."""
    lines = (Line.parse(company(1)), Line.parse(company(9)))
    raw = listed([1, 1, 2])

    assert ["unknown:doubled", "unknown:not_listed"] == words(
        Question(Operation.SEZNAM, lines), raw
    )


def test_lines_of_one_payer_stay_in_one_request() -> None:
    """So that a DIC is asked about once."""
    lines = [Line.parse(company(n), f"{k + 1}/0100") for n in range(99) for k in (0, 1)]
    lines += [Line.parse(company(500), f"{k + 1}/0100") for k in range(5)]

    first, second = questions(Operation.ROZSIRENY, lines)

    assert (198, 5) == (len(first.lines), len(second.lines))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Question(Operation.ROZSIRENY, ()),
        lambda: asking(*(company(n) for n in range(101))),
        lambda: list(
            questions(
                Operation.ROZSIRENY,
                [Line.parse(FIRM, f"{n + 1}/0100") for n in range(201)],
            )
        ),
    ],
)
def test_a_request_has_its_bounds(make: Any) -> None:  # noqa: ANN401 - makes a question
    """The register answers a hundred; an entry has room for two hundred words."""
    with pytest.raises(QueryInvalid):
        make()


def test_a_kept_question_is_read_back_as_it_was() -> None:
    """With the notation in which it was typed."""
    question = asking(f"CZ {FIRM[:3]} {FIRM[3:]}", account="19-2000145399/0800")

    assert question == Question.from_bytes(question.to_bytes())


@pytest.mark.parametrize("old", [b'"operation":"get', b"crpdph-question/v1", b"<dic>9"])
def test_a_changed_question_is_no_question(old: bytes) -> None:
    """The request must be the one that the lines make."""
    data = asking(FIRM).to_bytes()

    with pytest.raises(AnswerNotUnderstood):
        Question.from_bytes(data.replace(old, old[:-1] + b"8"))


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2026-11-18", "unknown:stale"),
        ("2026-11-19", "reliable"),
        ("2026-11-21", "reliable"),
        ("2026-11-22", "unknown:stale"),
    ],
)
def test_an_answer_of_another_day_says_nothing_of_this_one(day: str, word: str) -> None:
    """A proxy, or a register that hangs, may give an old one; clocks differ by one."""
    raw = answer(payer(), status=FIRST_HUNDRED.replace('Code="1"', 'Code="0"')).replace(
        b"2026-11-20", day.encode()
    )

    assert [word] == words(asking(FIRM), raw)


def test_a_stale_list_says_nothing_either() -> None:
    """Somebody who was listed then may have been struck off since."""
    line = Line.parse(company(1))
    raw = listed([1]).replace(b"2026-11-20", b"2019-01-30")

    assert ["unknown:stale"] == words(Question(Operation.SEZNAM, (line,)), raw)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("rachunek taki jak zawsze 1", "unknown:account_not_understood"),
        ("CZ6408000000192000145399", "unknown:account_not_understood"),
        ("19-2000145399/0800", "not_published"),
        ("us-account 123", "published"),
    ],
)
def test_a_text_that_is_no_account_is_not_called_unpublished(
    text: str, word: str
) -> None:
    """It may be the published account with a typing error; equal texts still match."""
    raw = answer(payer(inner=accounts(other("US-ACCOUNT 123"))))

    assert [f"reliable/{word}"] == words(asking(FIRM, account=text), raw)


@pytest.mark.parametrize("tool", ["", "crpo-ksef 0.0.0"])
def test_a_kept_question_says_which_program_asked(tool: str) -> None:
    """Its digest is in the log, so the version is bound with the question."""
    question = replace(asking(FIRM), tool=tool)

    assert tool == Question.from_bytes(question.to_bytes()).tool
    assert asking(FIRM).tool.startswith("crpo-ksef ")


@pytest.mark.parametrize("tool", ["x" * 65, "a\u202eb", 7])
def test_a_program_s_name_that_cannot_be_printed_is_none(tool: Any) -> None:  # noqa: ANN401 - any JSON
    """It stands on a certificate."""
    with pytest.raises(AnswerNotUnderstood):
        Question.from_bytes(replace(asking(FIRM), tool=tool).to_bytes())


def test_what_is_shown_of_a_line_is_masked() -> None:
    """Lines end up in tracebacks."""
    assert FIRM not in repr(replace(asking(FIRM).lines[0], account="1/0100"))
