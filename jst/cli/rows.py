"""Rows for people: a table whose words stay whole, or where none fits, blocks."""

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from documents.text import printable
from jst.cli.output import cell, new_table, print_line, print_pairs, print_table

ELSEWHERE: Final = 80
"""Columns of what is no terminal."""
_GAP: Final = 2
_EDGES: Final = 2
_LONG: Final = 20
_PIECES: Final = re.compile(r"[^.]*\.+|[^.]+")

Row = Sequence[str]


def print_rows(
    names: Row, rows: Sequence[Row], stacks: Sequence[Sequence[int]]
) -> None:
    """Print rows below their names.

    Args:
        names: One a field.
        rows: As many texts each.
        stacks: The fields that stand in each column of the table, one below the other.
    """
    shown: list[list[Row]] = [
        [_stacked(row, stack) for stack in stacks] for row in rows
    ]
    head: list[Row] = [[names[place] for place in stack] for stack in stacks]
    available = shutil.get_terminal_size().columns if sys.stdout.isatty() else ELSEWHERE
    widths = fitting([head, *shown], available)
    if widths is None:
        order = [place for stack in stacks for place in stack]
        for row in rows:
            print_line()
            print_pairs({names[place]: _safe(row[place]) for place in order})
        print_line()
        return
    titles, *told = (
        [wrapped("\n".join(it), width) for it, width in zip(row, widths, strict=True)]
        for row in [head, *shown]
    )
    table = new_table(*titles)
    for cells in told:
        table.add_row(*map(cell, cells))
    print_table(table)


def _safe(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))


def _stacked(row: Row, stack: Sequence[int]) -> list[str]:
    """Give the texts of one column; a stroke keeps the place of one that is empty."""
    return [row[place] or ("—" if len(stack) > 1 else "") for place in stack]


def fitting(rows: Sequence[Sequence[Row]], available: int) -> list[int] | None:
    """Give the width of each column so that no word breaks; None: too narrow for it."""
    columns = [
        [text for stack in column for text in stack]
        for column in zip(*rows, strict=True)
    ]
    wide = [max(map(len, column)) for column in columns]
    need = [max(len(p) for text in c for _, p in _pieces(text)) for c in columns]
    room = available - _EDGES - _GAP * (len(columns) - 1)
    if sum(need) > room:
        return None
    while sum(wide) > room:
        spare = [one - other for one, other in zip(wide, need, strict=True)]
        wide[spare.index(max(spare))] -= 1
    return wide


def wrapped(text: str, width: int) -> str:
    """Break lines between words; a long word also after its dots."""
    lines = []
    for line in text.split("\n"):
        lines.append("")
        for glue, piece in _pieces(line):
            if lines[-1] and len(lines[-1]) + len(glue) + len(piece) > width:
                lines.append("")
            lines[-1] += (glue if lines[-1] else "") + piece
    return "\n".join(lines)


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """Give what must not be broken, each with what joins it to the one before."""
    yield "", ""
    for word in line.split():
        pieces = _PIECES.findall(word) if len(word) > _LONG else [word]
        for place, piece in enumerate(pieces):
            yield "" if place else " ", piece
