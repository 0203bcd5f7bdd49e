"""[5] A table in and out as CSV, for people with a spreadsheet and bytes of others.

Out: UTF-8 with BOM, `;`, every cell quoted, CRLF (RFC 4180), mode 0600, there whole or
not at all. A cell that a spreadsheet would run as a formula, or take for a number and
spoil (a PESEL that begins with 0, 26 digits of an account), gets an apostrophe in
front; opened with another separator than `;`, no guard of ours can help.
In: nothing is guessed but the separator, and such an apostrophe is taken off again;
whatever is odd is refused with its line.

Source: RFC 4180; OWASP, "CSV Injection".
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Final, Protocol

from documents.draft import new_text
from vocabulary.errors import ToolkitError

MAX_BYTES: Final = 16 * 1_048_576
MAX_COLUMNS: Final = 64
MAX_FIELD: Final = 4_000

Cell = str | int | None

# What may stand before a formula and still lets a spreadsheet see it.
_PASSED_OVER: Final = " \u00a0\u200b\ufeff'\"`\n\v\f"
_STARTS: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
# Identifiers, codes and parts of hashes that spreadsheets take for numbers: they drop
# the zeros in front, and all digits behind the fifteenth.
_NUMBER: Final = re.compile(r"\s*(0\d+|\d{10,}|\d+[eE]\d+)\s*", re.ASCII)


class TableFault(StrEnum):
    """Why bytes are no table of ours; the value is a stable word."""

    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    NUL = "nul"
    EMPTY = "empty"
    HEADER = "header"
    COLUMNS = "columns"
    FIELD = "field"
    LONG = "long"
    QUOTES = "quotes"


_IN_POLISH: Final = {
    TableFault.TOO_LARGE: "plik jest za duży",
    TableFault.NOT_UTF8: (
        "plik nie jest w UTF-8 (być może Windows-1250); zapisz go jako"
        " „CSV UTF-8 (rozdzielany przecinkami)”"
    ),
    TableFault.NUL: "plik zawiera znaki NUL; to nie jest tekst w UTF-8",
    TableFault.EMPTY: "plik jest pusty",
    TableFault.HEADER: "pierwszy wiersz nie zawiera wymaganych nazw kolumn",
    TableFault.COLUMNS: "wiersz ma inną liczbę pól niż nagłówek",
    TableFault.FIELD: "pole zawiera znaki sterujące",
    TableFault.LONG: (
        "pole ma więcej niż 4000 znaków; może brakuje cudzysłowu, który je zamyka"
    ),
    TableFault.QUOTES: "cudzysłowy w wierszu nie pasują do siebie",
}


class TableInvalid(ToolkitError, ValueError):
    """Bytes are no table of the shape that is read here; nothing of it was used.

    Attributes:
        reason: Why not, in one word.
        line: The line of the file, from 1, or None for the whole of it.
    """

    code = "documents.table_invalid"
    hint = "Zapisz arkusz jako CSV UTF-8 ze średnikami i z wymaganym nagłówkiem."

    def __init__(self, reason: TableFault, line: int | None = None) -> None:
        where = "" if line is None else f", line {line}"
        super().__init__(f"no table of this shape: {reason}{where}")
        self.reason = reason
        self.line = line

    @property
    def polish(self) -> str:
        """Say the reason in Polish; nothing of the file is repeated."""
        where = "" if self.line is None else f" (wiersz {self.line})"
        return _IN_POLISH[self.reason] + where


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table that was read.

    Attributes:
        line: The line of the file on which it ends, from 1.
        cells: Column name -> text, without blanks around it.
    """

    line: int
    cells: dict[str, str]

    def __repr__(self) -> str:
        return f"Record(line={self.line})"


class Rows(Protocol):
    """What a table takes, row by row."""

    def __call__(self, row: Sequence[Cell]) -> None:
        """Add one row; ValueError when it is not as wide as the header."""
        ...


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run, or take for a number.

    Blanks and quotes in front do not hide a formula. Numbers are those of ten digits or
    more, those that begin with 0, and `12e5`: no amounts, but names of persons and
    things. Control characters, which no cell needs, are replaced; a line break within a
    cell stays.
    """
    shown = "".join(
        c if c in "\t\r\n" or c.isprintable() or c.isspace() else "\ufffd" for c in text
    )
    risky = shown.lstrip(_PASSED_OVER).startswith(_STARTS)
    return f"'{shown}" if risky or _NUMBER.fullmatch(shown) else shown


@contextmanager
def new_table(
    path: Path, header: Sequence[str], *, also: Callable[[bytes], object] | None = None
) -> Iterator[Rows]:
    """Write a table to a new file that only we read; yields what takes its rows.

    The rows go to a draft beside it (`documents.draft`): when anything fails before the
    end, nothing is left; after a kill the next run for this file takes the draft over.

    Args:
        path: The file.
        header: Names of the columns.
        also: Is given every byte of the file, in order; to hash it.

    Raises:
        FileExistsError: There is a file of this name; it is never overwritten.
        BlockingIOError: Another process is writing this file now.
        OSError: The folder, or its disk, does not take it.
    """
    start = _line(header, len(header))
    with new_text(path, starts_with=f"\ufeff{start}") as write:

        def put(text: str) -> None:
            write(text)
            if also is not None:
                also(text.encode())

        put(f"\ufeff{start}")
        yield lambda row: put(_line(row, len(header)))


def write_table(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write all rows to a new file; see `new_table`."""
    with new_table(path, header) as add:
        for row in rows:
            add(row)


def read_table(data: bytes, columns: Sequence[str]) -> list[Record]:
    """Read a table that has exactly these columns, in any order.

    Args:
        data: UTF-8 with or without BOM; `;` or `,` between fields; the first line
            names the columns, in letters of either case.
        columns: The names, in lower case.

    Returns:
        Its records without the empty ones.

    Raises:
        TableInvalid: With the reason and the line; the bytes are not repeated.
    """
    if len(data) > MAX_BYTES:
        raise TableInvalid(TableFault.TOO_LARGE)
    if b"\0" in data:
        raise TableInvalid(TableFault.NUL)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableInvalid(TableFault.NOT_UTF8) from None
    if not text.strip():
        raise TableInvalid(TableFault.EMPTY)
    separator = ";" if ";" in text.lstrip().partition("\n")[0] else ","
    records = _records(text, separator)
    _, header = next(records, (1, []))
    names = [name.lower() for name in header]
    if sorted(names) != sorted(columns):
        raise TableInvalid(TableFault.HEADER, 1)
    found = []
    for line, fields in records:
        if len(fields) != len(names):
            raise TableInvalid(TableFault.COLUMNS, line)
        found.append(Record(line, dict(zip(names, fields, strict=True))))
    return found


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line and fields of each record that is not empty."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for fields in lines:
            if len(fields) > MAX_COLUMNS:
                raise TableInvalid(TableFault.COLUMNS, lines.line_num)
            bare = [_unguarded(field.strip()) for field in fields]
            if any(len(field) > MAX_FIELD for field in bare):
                raise TableInvalid(TableFault.LONG, lines.line_num)
            if any(_is_odd(field) for field in bare):
                raise TableInvalid(TableFault.FIELD, lines.line_num)
            if any(bare):
                yield lines.line_num, bare
    except csv.Error as wrong:
        # The reader has a cap of its own, and one class for all that it refuses.
        long = "field limit" in str(wrong)
        fault = TableFault.LONG if long else TableFault.QUOTES
        raise TableInvalid(fault, lines.line_num) from None


def _unguarded(field: str) -> str:
    """Take off the apostrophe that `guarded` puts before a number; else keep all."""
    number = field.removeprefix("'").strip()
    return number if _NUMBER.fullmatch(number) else field


def _is_odd(field: str) -> bool:
    """Tell a field that holds controls; odd blanks may stand in it."""
    shown = "".join(c for c in field if c not in "\u00a0\u202f\u2007")
    return not shown.isprintable()


def _line(row: Sequence[Cell], width: int) -> str:
    """Write one record, with its line end."""
    if len(row) != width:
        raise ValueError("a row as wide as the header is expected")
    line = StringIO(newline="")
    writer = csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_written(cell) for cell in row])
    return line.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, int) else guarded(cell)
