"""How a text of others is shown: nothing in it that is obeyed instead of read."""

import re
from collections.abc import Iterable


def printable(text: str) -> str:
    """Replace what cannot be seen, would turn the writing round, or rules a terminal.

    A line break is such a character too: give one line at a time.
    """
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def printable_rows(rows: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Give labels with texts that are printable, as templates take them."""
    return [[label, printable(text)] for label, text in rows]


def in_groups(digest: str) -> str:
    """Cut a digest into groups of 16, so that a line can break between them."""
    return " ".join(re.findall(r".{1,16}", digest))
