"""The questions that the documentation shows are asked, and their answers compared."""

import json
import re
from dataclasses import dataclass

import pytest

from ksef.law.decide import decide
from ksef.law.effective import Effective
from ksef.law.read import KINDS, read_grants, read_question
from tests.house.blocks import blocks
from tests.house.tree import ROOT

KINDS_PAGE = ROOT / "docs" / "law-questions.md"
TEN_PAGE = ROOT / "docs" / "ksef-law.md"
README = ROOT / "README.md"
_ANSWER = re.compile(r"^(?:Answer|Odpowiedź): `(\w+)` (?:by|—) (.+)\.$", re.MULTILINE)
_ROW = re.compile(r"^\| \d+\. .+ \| `(\w+)` \| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A question as a page shows it, with the answer under it."""

    text: str
    answer: str
    provision: str


def shown(name: str) -> list[Shown]:
    """Read the questions of a page, each with its answer."""
    page = ROOT / "docs" / name
    asked = [
        block.text
        for block in blocks(page)
        if block.language == "json" and "question" in json.loads(block.text)
    ]
    answers = _ANSWER.findall(page.read_text("utf-8"))
    return [
        Shown(text, answer, provision)
        for text, (answer, provision) in zip(asked, answers, strict=True)
    ]


ALL = [*shown(KINDS_PAGE.name), *shown(TEN_PAGE.name)]


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.text.strip()[:80])
def test_an_answer_that_a_page_shows_is_the_one_that_is_given(each: Shown) -> None:
    """An example that answers otherwise is believed before the program is."""
    asked = read_question(each.text)
    assert asked.on is not None

    decision = decide(asked.question, on=asked.on)

    assert each.answer == decision.answer
    assert each.provision in decision.provisions


def test_every_kind_of_question_has_an_example() -> None:
    """A kind that is not shown is found by nobody."""
    kinds = [json.loads(each.text)["question"] for each in shown(KINDS_PAGE.name)]

    assert list(KINDS) == kinds


def test_ten_questions_of_a_municipality_are_answered_twice_alike() -> None:
    """Short in the README, with their reasons in docs/ksef-law.md."""
    ten = [(each.answer, each.provision) for each in shown(TEN_PAGE.name)]

    assert 10 == len(ten)
    assert ten == _ROW.findall(README.read_text("utf-8"))


def test_the_file_of_grants_that_the_page_shows_has_its_chain() -> None:
    """Four links, of which the third is the entity."""
    [text] = [
        block.text
        for block in blocks(KINDS_PAGE)
        if block.language == "json" and "grants" in json.loads(block.text)
    ]
    file = read_grants(text)
    assert file.on is not None

    [wanted] = file.ask
    found = Effective(file.grants, contexts=file.contexts).may(
        wanted.who, wanted.permission, wanted.context, on=file.on
    )

    assert ["gmina", "dyrektor", "cuw", "księgowa"] == [
        link.who for link in found.chain
    ]
