"""Each rule has its yes and its no, on both sides of both of its midnights."""

from datetime import date, timedelta

import pytest

from ksef.law.book import BOOK
from ksef.law.decide import decide
from tests.ksef.law.cases_2025 import CASES
from vocabulary.law import Rule

A_DAY = timedelta(days=1)
WORDINGS = [
    pytest.param(rule, id=f"{rule.id}-{rule.in_force_from}")
    for rule in BOOK
    if rule.id in CASES
]
ENDING = [
    pytest.param(rule, rule.in_force_until, id=f"{rule.id}-{rule.in_force_until}")
    for rule in BOOK
    if rule.id in CASES and rule.in_force_until is not None
]


def bites(rule: Rule, on: date) -> bool:
    """Tell whether this wording decides its own question on a day."""
    case = CASES[rule.id]
    return case.bites(rule, decide(case.reached, on=on, followed=case.followed))


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    """
    A rule that no question reaches is a sentence, not a rule.

    Holds: house style, rule 43.
    """
    assert {rule.id for rule in BOOK} == set(CASES)


@pytest.mark.parametrize("rule", WORDINGS)
def test_a_rule_decides_what_it_reaches(rule: Rule) -> None:
    """Its yes: the answer that the provision gives, with the rule behind it."""
    case = CASES[rule.id]
    decision = decide(case.reached, on=rule.in_force_from, followed=case.followed)

    assert case.answer is decision.answer
    assert case.bites(rule, decision)
    assert rule.id in decision.rules
    assert f"{rule.ref.provision}, {rule.ref.act}" in decision.provisions


@pytest.mark.parametrize("rule", WORDINGS)
def test_a_rule_does_not_decide_what_it_does_not_reach(rule: Rule) -> None:
    """Its no: the nearest question that a hasty reader would put under it."""
    case = CASES[rule.id]
    decision = decide(case.other, on=rule.in_force_from, followed=case.followed)

    assert not case.bites(rule, decision)


@pytest.mark.parametrize("rule", WORDINGS)
def test_a_rule_decides_from_its_first_day(rule: Rule) -> None:
    """The day before and the first day."""
    first = rule.in_force_from

    assert (False, True) == (bites(rule, first - A_DAY), bites(rule, first))


@pytest.mark.parametrize(("rule", "until"), ENDING)
def test_a_rule_decides_until_its_last_day(rule: Rule, until: date) -> None:
    """The last day and the day after."""
    assert (True, False) == (bites(rule, until - A_DAY), bites(rule, until))
