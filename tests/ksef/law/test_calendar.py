"""The calendar of the law: every day has exactly one wording of each provision."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from ksef.law.book import BOOK, in_force, versions
from ksef.law.dzu_2021_2481 import act as act_2021
from ksef.law.dzu_2025_1815 import act as act_2025
from ksef.law.links import BOUNDARIES
from vocabulary.law import Rule

A_DAY = timedelta(days=1)
LAST_WALKED = date(2028, 12, 1)


def months() -> Iterator[date]:
    """Walk the first of each month from the first day of the act."""
    day = act_2021.FIRST
    while day <= LAST_WALKED:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


WALKED = sorted(
    {*months(), *BOUNDARIES, *(day - A_DAY for day in BOUNDARIES), date(2021, 12, 31)}
)


@pytest.mark.parametrize("day", WALKED, ids=str)
def test_no_provision_has_two_wordings_on_a_day(day: date) -> None:
    """
    Two wordings at once are two answers to one question.

    Holds: house style, rule 23.
    """
    counted = Counter((rule.ref.act, rule.ref.provision) for rule in in_force(day))

    assert [] == [provision for provision, times in counted.items() if times > 1]


@pytest.mark.parametrize("day", WALKED, ids=str)
def test_every_provision_between_its_days_has_a_wording(day: date) -> None:
    """A gap between two wordings is a day on which the law says nothing."""
    there = {(rule.ref.act, rule.ref.provision) for rule in in_force(day)}
    wanted = {
        (rule.ref.act, rule.ref.provision)
        for rule in BOOK
        if _begun(rule, day) and not _ended(rule, day)
    }

    assert wanted == there


def _siblings(rule: Rule) -> list[Rule]:
    return [
        each
        for each in BOOK
        if (each.ref.act, each.ref.provision) == (rule.ref.act, rule.ref.provision)
    ]


def _begun(rule: Rule, day: date) -> bool:
    return min(each.in_force_from for each in _siblings(rule)) <= day


def _ended(rule: Rule, day: date) -> bool:
    ends = [each.in_force_until for each in _siblings(rule)]
    return None not in ends and max(filter(None, ends)) <= day


@pytest.mark.parametrize("rule_id", sorted({rule.id for rule in BOOK}))
def test_the_wordings_of_a_rule_follow_each_other_without_a_gap(rule_id: str) -> None:
    """A rule that was in force is closed, and its successor begins on that day."""
    found = versions(rule_id)

    assert [] == [
        (old.in_force_until, new.in_force_from)
        for old, new in pairwise(found)
        if old.in_force_until != new.in_force_from
    ]


def test_the_days_are_those_of_the_acts() -> None:
    """Dates of the law are facts; a new one here is a new fact."""
    assert [
        "2022-01-01",
        "2023-01-01",
        "2023-09-01",
        "2026-01-01",
        "2026-02-01",
        "2026-02-10",
        "2026-02-14",
        "2027-01-01",
    ] == [str(day) for day in BOUNDARIES]


def test_the_end_of_the_act_of_2021_is_known_from_elsewhere() -> None:
    """Its successor says that it ends, and the text of that was not seen."""
    ended = [rule for rule in BOOK if rule.in_force_until == act_2021.END]

    assert {act_2021.ACT} == {rule.ref.act for rule in ended}
    assert {act_2021.REPLACED} == {rule.until_source for rule in ended}


def test_what_was_seen_and_what_was_not() -> None:
    """
    § 2 ust. 2-4 of 2022 and the whole act of 2025 are known from elsewhere.

    Holds: house style, rule 19.
    """
    unseen = {rule.ref.provision for rule in BOOK if _is_unseen(rule)}

    assert all(not rule.ref.text_seen for rule in BOOK if rule.ref.act == act_2025.ACT)
    assert {True} == {
        provision.startswith(("§ 2 ust. 2", "§ 2 ust. 3", "§ 2 ust. 4"))
        for provision in unseen - {"załącznik"}
    }


def test_a_rule_of_an_act_that_was_not_seen_links_what_was_read_instead() -> None:
    """A link to the act's own text would say that somebody compared it."""
    links = {
        ref.url
        for rule in BOOK
        for ref in (rule.ref, rule.until_source)
        if ref is not None and ref.act == act_2025.ACT
    }

    assert [] == [each for each in links if "sejm.gov.pl" in each]


def _is_unseen(rule: Rule) -> bool:
    return rule.ref.act == act_2021.ACT and not rule.ref.text_seen


def test_every_rule_speaks_both_languages() -> None:
    """An officer reads Polish; whoever embeds the toolkit may not."""
    assert [] == [rule.id for rule in BOOK if not rule.english]
