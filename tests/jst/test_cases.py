"""The case book: a file, or the person's own declaration."""

from pathlib import Path

import pytest

from accountability.model import CaseStanding, DeclaredCases
from jst.cases import load_cases
from jst.errors import CasesInvalid

BOOK = """
[[case]]
number = "FK.3120.1.2026"
assigned = ["z.niebyla"]

[[case]]
number = "FK.3120.2.2026"
assigned = ["z.niebyla"]
open = false

[[case]]
number = "FK.3120.3.2026"
assigned = ["x.nikt"]
"""


@pytest.mark.parametrize(
    ("number", "standing"),
    [
        ("FK.3120.1.2026", CaseStanding.ASSIGNED),
        (" FK.3120.1.2026 ", CaseStanding.ASSIGNED),
        ("FK.3120.2.2026", CaseStanding.CLOSED),
        ("FK.3120.3.2026", CaseStanding.NOT_ASSIGNED),
        ("FK.3120.4.2026", CaseStanding.NOT_FOUND),
    ],
)
def test_a_book_says_how_a_case_stands(
    number: str, standing: CaseStanding, tmp_path: Path
) -> None:
    """A question for somebody else's case is denied before it leaves."""
    (tmp_path / "cases.toml").write_text(BOOK)

    book = load_cases(tmp_path / "cases.toml")

    assert standing is book.standing(number, "z.niebyla")


def test_without_a_book_the_person_declares(tmp_path: Path) -> None:
    """The log then says `declared`, so that nobody takes it for a check."""
    book = load_cases(tmp_path / "cases.toml")

    assert isinstance(book, DeclaredCases)


@pytest.mark.parametrize(
    "text",
    ["[[case]]\nnumber = 1\n", "[[case]]\nnumero = 'x'\n", "[[case", BOOK + BOOK],
)
def test_a_book_that_cannot_be_understood_admits_no_case(
    text: str, tmp_path: Path
) -> None:
    """Falling back to declarations would switch a check off by a typo."""
    (tmp_path / "cases.toml").write_text(text)

    with pytest.raises(CasesInvalid):
        load_cases(tmp_path / "cases.toml")
