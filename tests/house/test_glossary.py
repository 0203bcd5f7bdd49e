"""One word per concept: names in the code keep to docs/glossary.md."""

import ast
import re
from collections import Counter

from tests.house.tree import PACKAGES, ROOT, parsed, python_files

_ROW = re.compile(r"^\| (?P<polish>[^|]+) \| `(?P<term>\w+)` \| (?P<never>[^|]*)\|$")


def _rows() -> list[re.Match[str]]:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return [row for line in text.splitlines() if (row := _ROW.match(line))]


def _snake(name: str) -> str:
    """Write a class name as its field would be: TaxAuthority -> tax_authority."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _names() -> set[str]:
    """Every class, function, argument and annotated field of the packages."""
    found: set[str] = set()
    for path in python_files(*PACKAGES):
        for node in ast.walk(parsed(path)):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    found.add(_snake(name))
                case ast.arg(arg=name) | ast.AnnAssign(target=ast.Name(id=name)):
                    found.add(_snake(name))
    return found


def test_each_term_has_one_meaning_and_each_meaning_one_term() -> None:
    """Two words for one thing are two things by the second year."""
    rows = _rows()

    assert len(rows) > 30
    assert [] == [
        text
        for column in ("polish", "term")
        for text, times in Counter(row[column] for row in rows).items()
        if times > 1
    ]


def test_no_name_uses_a_word_that_means_something_else() -> None:
    """An attorney is *pełnomocnik*, who need not be a lawyer."""
    never = {word for row in _rows() for word in re.findall(r"\w+", row["never"])}

    assert [] == sorted(
        name
        for name in _names()
        for word in never
        if re.search(rf"(?:^|_){word}s?(?:_|$)", name)
    )


def test_the_core_terms_are_names_in_the_code() -> None:
    """A glossary beside the code, and not in it, translates nothing."""
    words = {word for name in _names() for word in (name, *name.split("_"))}

    assert set() == {"mandator", "attorney", "action", "tax_authority"} - words
