"""A report as people and machines see it: what it rests on, and its first lines."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from accountability.report import Cell
from jst.cli.language import entries, say
from jst.cli.output import (
    cell,
    in_warsaw,
    new_table,
    print_json,
    print_line,
    print_pairs,
    print_table,
)
from jst.cli.report_file import new_file
from jst.cli.report_words import header, in_words, title, widths
from jst.cli.wrapper import Exit

_ON_PAPER: Final = {"unit", "justification", "personId"}
"""Columns for which a terminal is too narrow; files and `--json` have them."""
_TIMES: Final = {"at", "first", "last"}


@dataclass(slots=True, kw_only=True)
class Made:
    """One report: what it rests on, and the first of its lines.

    Attributes:
        name: Which report.
        columns: Stable names of the cells.
        entry_id: The entry that says who looked.
        made_at: When that entry was written.
        note: The checkpoint of the state that was read.
        size: Entries in that state.
        limit: How many lines are kept to be shown.
        periods: Periods whose key exists, of a search by subject.
        searched: Entries that were read; fewer than `size` for a part of the time, or
            where bodies were removed after their retention.
        lines: The first lines.
        count: How many lines there are.
    """

    name: str
    columns: tuple[str, ...]
    entry_id: str
    made_at: datetime
    note: str
    size: int
    limit: int
    periods: tuple[str, ...] = ()
    searched: int = 0
    lines: list[tuple[Cell, ...]] = field(default_factory=list)
    count: int = 0

    def take(self, cells: tuple[Cell, ...]) -> None:
        """Count a line, and keep it while there is room."""
        self.count += 1
        if len(self.lines) < self.limit:
            self.lines.append(cells)

    @property
    def root(self) -> str:
        """Root of the tree, base64: the third line of a checkpoint."""
        return self.note.split("\n")[2]


def show(made: Made, *, pdf: Path | None, as_json: bool) -> int:
    """Write the PDF, then print the report."""
    if pdf is not None:
        _print_pdf(made, pdf)
    if as_json:
        print_json(_json(made))
        return Exit.YES
    print_line(title(made.name))
    print_pairs(_statement(made))
    if made.lines:
        _print_lines(made)
    print_line(_note(made))
    return Exit.YES


def _print_lines(made: Made) -> None:
    """Print the columns that fit a terminal; times on two lines."""
    fits = [place for place, name in enumerate(made.columns) if name not in _ON_PAPER]
    names = header(made.columns)
    table = new_table(*(names[place].replace(" (", "\n(") for place in fits))
    for place, shown in enumerate(fits):
        table.columns[place].no_wrap = made.columns[shown] in _TIMES | {"index"}
    for line in made.lines:
        told = in_words(made.columns, line)
        times = {p for p in fits if made.columns[p] in _TIMES}
        table.add_row(
            *(
                cell(_text(told[p]).replace(" ", "\n" if p in times else " "))
                for p in fits
            )
        )
    print_table(table)


def _json(made: Made) -> dict[str, Any]:
    return {
        "report": made.name,
        "entry": made.entry_id,
        "checkpoint": made.note,
        "size": made.size,
        "searched": made.searched,
        "periods": list(made.periods),
        "count": made.count,
        "lines": [dict(zip(made.columns, line, strict=True)) for line in made.lines],
    }


def _statement(made: Made) -> dict[str, str]:
    """Say what the report rests on, in words."""
    told = {
        say("Sporządzono", "Made"): in_warsaw(made.made_at),
        say("Punkt kontrolny", "Checkpoint"): (
            f"{entries(made.size)}, {say('korzeń', 'root')} {made.root}"
        ),
        say("Przeszukano", "Searched"): entries(made.searched),
        say("Wpis o raporcie", "Entry of this report"): made.entry_id,
    }
    if made.name == "subject":
        told[say("Okresy z kluczem", "Periods with a key")] = ", ".join(made.periods)
    return told


def _note(made: Made) -> str:
    if made.count == 0:
        return say("Brak wierszy.", "No lines.")
    if made.count > len(made.lines):
        return say(
            f"Pokazano wierszy: {len(made.lines)} z {made.count}; reszta: --csv PLIK.",
            f"Lines shown: {len(made.lines)} of {made.count}; the rest: --csv FILE.",
        )
    return say(f"Wierszy: {made.count}.", f"Lines: {made.count}.")


def _print_pdf(made: Made, path: Path) -> None:
    """Set the report as a PDF, in a new file that only we read."""
    from documents.pdf import render_pdf  # noqa: PLC0415 - an extra

    data = render_pdf(
        "report",
        {
            "statement": list(_statement(made).items()),
            "columns": header(made.columns),
            "widths": widths(made.columns),
            "rows": [
                [_text(each) for each in in_words(made.columns, line)]
                for line in made.lines
            ],
            "note": _note(made),
        },
        title=title(made.name),
        language=say("pl", "en"),
        made_at=made.made_at,
    )
    with new_file(path) as file:
        file.write(data)


def _text(each: Cell) -> str:
    return "" if each is None else str(each)
