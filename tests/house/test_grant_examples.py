"""The grant requests that the documentation shows are judged, verdicts compared."""

import json
import re
from datetime import date

import pytest

from ksef.access.judge import judge, verdict_of
from ksef.access.judge_calls import CALLS
from ksef.access.judge_facts import OUR_FIELDS
from tests.house.blocks import blocks
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "ksef-access.md"
_RESULT = re.compile(r"^Wynik: `(\w+)` \(`([a-z._]+)`\)\.$", re.MULTILINE)
_SHOWN = [
    block.text
    for block in blocks(PAGE)
    if block.language == "json" and "endpoint" in json.loads(block.text)
]
EXAMPLES = [
    (text, *result)
    for text, result in zip(
        _SHOWN, _RESULT.findall(PAGE.read_text("utf-8")), strict=True
    )
]


@pytest.mark.parametrize(("text", "verdict", "rule"), EXAMPLES)
def test_a_verdict_that_the_page_shows_is_the_one_that_is_given(
    text: str, verdict: str, rule: str
) -> None:
    """An example that is judged otherwise is believed before the program is."""
    told = judge(json.loads(text), on=date(2026, 11, 21))

    assert verdict == verdict_of(told)
    assert rule in [each.rule for each in told]


def test_every_call_and_every_fact_stands_on_the_page() -> None:
    """What an administrator may tell the judge is found nowhere else."""
    page = PAGE.read_text("utf-8")

    assert [] == [each for each in (*CALLS, *OUR_FIELDS) if f"`{each}`" not in page]
