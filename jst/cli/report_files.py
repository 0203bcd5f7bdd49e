"""The files of one report: CSV, JSON Lines and PDF, each whole or not there.

Each ends with what the report rests on, so that no second file can be lost: the CSV
below an empty row, where a spreadsheet's table is over; the JSON Lines on the last
line, which is no entry: it begins with `statement`, entries begin with `v`. The PDF has
the first lines, and names the other files by their SHA-256. All come, or none.
Why so: ADR-0020 (a report's file says what it rests on), ADR-0034 (of any length).
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from accountability.report import Line
from documents.pdf import render_pdf, require_library
from documents.table import new_table
from documents.whole import new_file
from jst.cli.language import say
from jst.cli.output import not_written
from jst.cli.report_made import (
    File,
    Made,
    beside,
    how_many,
    rests_on,
    statement,
)
from jst.cli.report_words import header, in_words, title, widths
from ledger.reader import Reader

Take = Callable[[Line], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where a report goes besides the screen."""

    csv: Path | None
    jsonl: Path | None
    pdf: Path | None

    @property
    def paths(self) -> list[Path]:
        """Those that are wanted."""
        return [each for each in (self.csv, self.jsonl, self.pdf) if each is not None]

    def require_possible(self) -> None:
        """Pass when none of them exists, and a PDF can be made if one is wanted.

        Raises:
            OutputRefused: A file exists, or its folder does not.
            LibraryMissing: The extra `documents` is not installed.
        """
        for path in self.paths:
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
        placed: list[Path] = []
        with _all_or_none(placed), ExitStack() as files:
            parts = []
            for path, kind in (
                (self.csv, _csv),
                (self.jsonl, _json_lines),
                (self.pdf, _paper),  # ends last, as it names the others
            ):
                if path is not None:
                    files.push(partial(_note, placed, path))
                    parts.append(files.enter_context(kind(path, made, reader)))

            def take(line: Line) -> None:
                for part in parts:
                    part.take(line)

            yield take
            for part in parts:
                made.files.append(part.finish())


@dataclass(frozen=True, slots=True)
class _Part:
    """A file on the way: what takes the lines, and what writes its end."""

    take: Take
    finish: Callable[[], File]


@contextmanager
def _csv(path: Path, made: Made, _: Reader) -> Iterator[_Part]:
    names, sha256 = header(made.columns), hashlib.sha256()
    with _named(path, new_table(path, names, also=sha256.update)) as add:

        def take(line: Line) -> None:
            if line.cells is not None:
                with _refusing(path):
                    add(in_words(made.columns, line.cells))

        def finish() -> File:
            for row in (
                [],
                [title(made.name, of_one=made.only is not None)],
                *map(list, statement(made).items()),
            ):
                with _refusing(path):
                    add(row + [""] * (len(names) - len(row)))
            return File("csv", sha256.hexdigest())

        yield _Part(take, finish)


@contextmanager
def _json_lines(path: Path, made: Made, reader: Reader) -> Iterator[_Part]:
    # A byte for each entry of the log: several lines may rest on the same one.
    cited = bytearray(made.size)

    def take(line: Line) -> None:
        for index in line.entries:
            cited[index] = True

    with _named(path, new_file(path)) as file:

        def finish() -> File:
            sha256 = hashlib.sha256()
            for line in _cited(cited, made, reader):
                sha256.update(line)
                with _refusing(path):
                    file.write(line)
            return File("jsonl", sha256.hexdigest())

        yield _Part(take, finish)


def _cited(cited: bytearray, made: Made, reader: Reader) -> Iterator[bytes]:
    """Give the entries that are marked, and what the report rests on, as lines."""
    at = cited.find(True)
    while at >= 0:
        yield reader.entry(at) + b"\n"
        at = cited.find(True, at + 1)
    said = {"statement": rests_on(made) | {"entries": cited.count(True)}}
    yield json.dumps(said, ensure_ascii=False).encode() + b"\n"


@contextmanager
def _paper(path: Path, made: Made, _: Reader) -> Iterator[_Part]:
    with _named(path, new_file(path)) as file:

        def finish() -> File:
            data = _pdf(made)
            with _refusing(path):
                file.write(data)
            return File("pdf", hashlib.sha256(data).hexdigest())

        yield _Part(lambda _: None, finish)


def _pdf(made: Made) -> bytes:
    told = [in_words(made.columns, line) for line in made.lines]
    data = {
        "statement": list({**statement(made), **beside(made)}.items()),
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
def _all_or_none(placed: Sequence[Path]) -> Iterator[None]:
    """Take the files that are there away again when a later one does not come."""
    try:
        yield
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise


def _note(placed: list[Path], path: Path, failed: object, *_: object) -> None:
    """Note a file that is there, as nothing failed before its end."""
    if failed is None:
        placed.append(path)


@contextmanager
def _named(path: Path, file: AbstractContextManager[T]) -> Iterator[T]:
    """Open and close a file; what goes wrong with it, not within, is said of it."""
    within: OSError | None = None
    try:
        with file as opened:
            try:
                yield opened
            except OSError as failed:
                within = failed
                raise
    except OSError as refused:
        if refused is within:
            raise
        raise not_written(path, refused) from None


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say of a file that its folder or disk does not take it."""
    try:
        yield
    except OSError as refused:
        raise not_written(path, refused) from None
