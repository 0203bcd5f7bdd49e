"""A report on the screen, or as JSON."""

from collections.abc import Sequence
from typing import Final

from jst.cli.output import print_json, print_line, print_pairs
from jst.cli.report_made import Made, beside, how_many, in_full, statement
from jst.cli.report_words import header, in_words, title
from jst.cli.rows import print_rows
from jst.cli.wrapper import Exit

_ON_PAPER: Final = {"unit", "justification", "personId"}
"""Columns for which a terminal is too narrow; files and `--json` have them."""
_BELOW: Final = {
    "result": "kind",
    "purpose": "case",
    "last": "first",
    "details": "case",
    "standing": "result",
}
"""Which column stands below which, where the report has both."""


def show(made: Made, *, as_json: bool) -> int:
    """Print the report: what it rests on, and its first lines."""
    if as_json:
        print_json(in_full(made))
        return _exit(made)
    print_line(title(made.name, of_one=made.only is not None))
    print_pairs(statement(made))
    if made.lines:
        told = [in_words(made.columns, line) for line in made.lines]
        rows = [["" if it is None else str(it) for it in line] for line in told]
        print_rows(header(made.columns), rows, _stacks(made.columns))
    print_line(how_many(made))
    if made.files:
        print_pairs(beside(made))
    return _exit(made)


def _exit(made: Made) -> int:
    """A report on a log that lacks bodies unexplained is a finding."""
    return Exit.NO if made.missing.unallowed_count else Exit.YES


def _stacks(columns: Sequence[str]) -> list[list[int]]:
    """Put the fields into the columns of a table that fits a terminal."""
    stacks: dict[str, list[int]] = {}
    for place, name in enumerate(columns):
        if name in _ON_PAPER:
            continue
        below = _BELOW.get(name)
        while below is not None and below not in stacks:
            below = _BELOW.get(below)
        stacks.setdefault(below or name, []).append(place)
    return list(stacks.values())
