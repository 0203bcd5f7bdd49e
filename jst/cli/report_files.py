"""The files of one report: CSV, JSON Lines and PDF, each whole or not there.

Each ends with what the report rests on, so that no second file can be lost: the CSV
below an empty row, where a spreadsheet's table is over; the JSON Lines on the last
line, which is no entry: it begins with `statement`, entries begin with `v`.
Why so: ADR-0020 (a report's file says what it rests on).
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from accountability.report import Line
from documents.pdf import render_pdf, require_library
from documents.table import new_table
from documents.whole import new_file
from jst.cli.language import say
from jst.cli.output import not_written
from jst.cli.report_made import Made, how_many, rests_on, statement
from jst.cli.report_words import header, in_words, title, widths
from ledger.reader import Reader

Take = Callable[[Line], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where a report goes besides the screen."""

    csv: Path | None
    jsonl: Path | None
    pdf: Path | None

    def require_possible(self) -> None:
        """Pass when none of them exists, and a PDF can be made if one is wanted.

        Raises:
            OutputRefused: A file exists, or its folder does not.
            LibraryMissing: The extra `documents` is not installed.
        """
        for path in (self.csv, self.jsonl, self.pdf):
            if path is None:
                continue
            if os.path.lexists(path):
                raise not_written(path, FileExistsError())
            if not path.parent.is_dir():
                raise not_written(path, FileNotFoundError(2, "no such folder"))
        if self.pdf is not None:
            require_library()

    @contextmanager
    def take(self, made: Made, reader: Reader) -> Iterator[Take]:
        """Yield what takes the lines; the files appear when the block ends well.

        Raises:
            OutputRefused: A folder or disk does not take a file.
            DocumentNotMade: The PDF could not be set; then no file is there.
        """
        with ExitStack() as files:
            takers = [
                files.enter_context(kind(path, made, reader))
                for path, kind in (
                    (self.csv, _csv),
                    (self.jsonl, _json_lines),
                    (self.pdf, _paper),  # ends first, as most can go wrong with it
                )
                if path is not None
            ]

            def take(line: Line) -> None:
                for each in takers:
                    each(line)

            yield take


@contextmanager
def _csv(path: Path, made: Made, _: Reader) -> Iterator[Take]:
    names = header(made.columns)
    with _refusing(path), new_table(path, names) as add:

        def take(line: Line) -> None:
            if line.cells is not None:
                with _refusing(path):
                    add(in_words(made.columns, line.cells))

        yield take
        for row in (
            [],
            [title(made.name, of_one=made.only is not None)],
            *map(list, statement(made).items()),
        ):
            add(row + [""] * (len(names) - len(row)))


@contextmanager
def _json_lines(path: Path, made: Made, reader: Reader) -> Iterator[Take]:
    # A byte for each entry of the log: several lines may rest on the same one.
    cited = bytearray(made.size)

    def take(line: Line) -> None:
        for index in line.entries:
            cited[index] = True

    with _refusing(path), new_file(path) as file:
        yield take
        at = cited.find(True)
        while at >= 0:
            file.write(reader.entry(at) + b"\n")
            at = cited.find(True, at + 1)
        said = {"statement": rests_on(made) | {"entries": cited.count(True)}}
        file.write(json.dumps(said, ensure_ascii=False).encode() + b"\n")


@contextmanager
def _paper(path: Path, made: Made, _: Reader) -> Iterator[Take]:
    with _refusing(path), new_file(path) as file:
        yield lambda _: None
        file.write(_pdf(made))


def _pdf(made: Made) -> bytes:
    told = [in_words(made.columns, line) for line in made.lines]
    data = {
        "statement": list(statement(made).items()),
        "columns": header(made.columns),
        "widths": widths(made.columns),
        "rows": [["" if it is None else str(it) for it in line] for line in told],
        "note": how_many(made),
        "signed": made.note,
        "signed_title": say("Podpisany punkt kontrolny", "The signed checkpoint"),
    }
    return render_pdf(
        "report",
        data,
        title=title(made.name, of_one=made.only is not None),
        language=say("pl", "en"),
        made_at=made.made_at,
    )


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say of a file that its folder or disk does not take it."""
    try:
        yield
    except OSError as refused:
        raise not_written(path, refused) from None
