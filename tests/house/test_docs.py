"""What the code can do stands in the documentation, and the other way round."""

import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from tests.house import code, generated
from tests.house.tree import ROOT, here

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
_CODE = re.compile(r"[a-z]+(\.[a-z0-9_]+)+")


def test_the_pages_made_from_the_code_are_up_to_date() -> None:
    """
    An operator searches these pages for a code or a command; run `make generated`.

    In a process of its own: help is worded when its module is first imported, and
    another test may have done that in English.
    Holds: house style, rules 50 and 53.
    """
    checked = subprocess.run(
        [sys.executable, "-m", "tests.house.generated", "--check"],
        cwd=ROOT,
        env=os.environ | {"JST_LANG": "pl"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (checked.returncode, checked.stderr)


def test_every_error_has_a_code_of_its_own() -> None:
    """A code that two errors share sends the operator to the wrong page."""
    counted = Counter(found.code for found in code.errors())

    assert [] == [name for name, times in counted.items() if times > 1]


def test_every_error_has_a_dotted_code_and_a_sentence() -> None:
    """The code says where to look; the docstring says what has happened."""
    errors = code.errors()

    assert [] == [found.code for found in errors if not _CODE.fullmatch(found.code)]
    assert [] == [found.__name__ for found in errors if not found.__doc__]


def test_every_rule_id_means_one_thing() -> None:
    """Versions of a provision may share an id, but never a day."""
    rules = code.rules()

    assert [] == [
        first.id
        for first, second in pairwise(rules)
        if first.id == second.id and first.in_force_on(second.in_force_from)
    ]


def test_every_setting_says_what_it_is_and_its_unit() -> None:
    """A number without a unit is set wrong by a factor of a thousand."""
    fields = {
        name: field
        for section in code.settings().values()
        for name, field in section.items()
    }

    assert [] == [name for name, field in fields.items() if not field.description]
    assert [] == [
        name
        for name, field in fields.items()
        if name.endswith(("_s", "_bytes")) and not field.json_schema_extra
    ]


def test_every_exit_status_is_documented() -> None:
    """Scripts of an office branch on them."""
    page = generated.pages().get(DOCS / "cli.md", "")

    assert [] == [
        status for status in code.exit_statuses() if f"\n| {status} |" not in page
    ]


def test_every_page_says_who_reads_it_and_stands_in_the_index() -> None:
    """The reader is an officer or clerk, an operator, or a developer."""
    index = (DOCS / "index.md").read_text("utf-8")

    assert ["index.md"] == [
        page.name for page in PAGES if f"({page.name})" not in index
    ]
    assert [] == [page.name for page in PAGES if not _names_its_reader(page)]


def _names_its_reader(page: Path) -> bool:
    """Look for `For ...` or `Dla ...` in the first lines under the title."""
    return any(
        line.startswith(("For ", "Dla "))
        for line in page.read_text("utf-8").splitlines()[:6]
    )


def test_every_link_between_pages_leads_somewhere() -> None:
    """The site is built strictly, but the README is read outside it."""
    links = [
        (page, target)
        for page in [*PAGES, *sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("adr/*.md"))]
        for target in _links(page.read_text("utf-8"))
    ]

    assert [] == [
        f"{here(page)}: {target}"
        for page, target in links
        if not (page.parent / target.partition("#")[0]).exists()
    ]


def _links(text: str) -> list[str]:
    """Find the targets of relative links."""
    targets = [part.partition(")")[0] for part in text.split("](")[1:]]
    return [target for target in targets if target and ":" not in target]
