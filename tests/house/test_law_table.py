"""The table of provisions, the book and the act's text say the same."""

import re
from collections.abc import Iterator

import pytest

from ksef.law.book import BOOK
from ksef.law.dzu_2021_2481.act import ACT
from tests.house.law_table import LEAVES, units
from tests.house.tree import ROOT
from tests.ksef.law.cases_2025 import CASES

SOURCES = ROOT.parent / "shared" / "sources"
_PARAGRAPH = re.compile(r"§ (\d+)\. (.*)")
_SECTION = re.compile(r"(\d+[a-z]?)\. ")
_POINT = re.compile(r" {2}(\d+)\) ")
_LETTER = re.compile(r" {3}([a-z]+)\) ")


def test_the_table_and_the_book_name_the_same_provisions() -> None:
    """Neither has a provision, or a rule for it, that the other has not."""
    book: dict[str, set[str]] = {}
    for rule in BOOK:
        if rule.ref.act == ACT:
            book.setdefault(rule.ref.provision, set()).add(rule.id)

    assert book == {leaf: set(rules) for leaf, rules in LEAVES.items()}


def test_every_rule_of_the_law_has_its_table_of_cases() -> None:
    """
    A yes, a no and both midnights: tests/ksef/law/test_rules.py makes them of these.

    Holds: house style, rule 43.
    """
    assert [] == sorted({rule.id for rule in BOOK} ^ set(CASES))
    assert [] == [name for name, case in CASES.items() if case.reached == case.other]


def printed(text: str) -> Iterator[str]:
    """Name the units of the act as its text prints them."""
    paragraph = section = point = ""
    for whole in text.splitlines():
        line = whole
        if started := _PARAGRAPH.match(whole):
            paragraph, section, point = f"§ {started[1]}", "", ""
            yield paragraph
            line = started[2]
        if not paragraph or line.startswith("Załącznik"):
            continue
        if found := _SECTION.match(line):
            section, point = f" ust. {found[1]}", ""
            yield paragraph + section
        elif found := _POINT.match(line):
            point = f" pkt {found[1]}"
            yield paragraph + section + point
        elif found := _LETTER.match(line):
            yield paragraph + section + point + f" lit. {found[1]}"


def test_units_are_read_from_a_text_as_it_prints_them() -> None:
    """The reader of the text is code too: a unit that it misses is never compared."""
    text = "§ 1. A:\n\n  1) b;\n\n§ 2. 1. C:\n\n  2) d:\n\n   aa) e,\n\n1b. F.\n"

    assert [
        "§ 1",
        "§ 1 pkt 1",
        "§ 2",
        "§ 2 ust. 1",
        "§ 2 ust. 1 pkt 2",
        "§ 2 ust. 1 pkt 2 lit. aa",
        "§ 2 ust. 1b",
    ] == list(printed(text))


@pytest.mark.real
def test_the_table_has_every_unit_that_the_act_prints() -> None:
    """§§ 1-7 of the consolidated text, each ustęp, punkt and litera."""
    files = sorted(SOURCES.glob("001_*.txt"))
    if not files:
        pytest.skip("real: the folder of real public data is absent")
    found = set(printed(files[0].read_text("utf-8")))

    ours = {unit for unit in units() if unit.startswith("§") and "(" not in unit}

    assert found == ours
