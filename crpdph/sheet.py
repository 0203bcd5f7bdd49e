"""[1] A sheet of payers: foreign bytes in, checked lines out. Pure.

    dic;account            or, for watching,    dic;account;pay
    CZ90000019;19-.../0800                      CZ90000019;19-.../0800;yes

Without a header each line is a DIC, with an account after `;` if one is asked about.
Every line is read before anything is said; what is wrong is told by line and column,
and repeats no cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crpdph.errors import AccountInvalid, SheetInvalid
from crpdph.question import Line
from crpdph.watch import Vendor
from documents.table import Record, TableInvalid, read_table
from vocabulary.errors import IdentifierInvalid
from vocabulary.finding import Finding, error

MAX_LINES: Final = 100_000
CHECK_COLUMNS: Final = ("dic", "account")
WATCH_COLUMNS: Final = ("dic", "account", "pay")
_YES: Final = {
    "yes": True,
    "tak": True,
    "1": True,
    "no": False,
    "nie": False,
    "": False,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet, and on which line of the file it stands."""

    at: int
    vendor: Vendor

    @property
    def line(self) -> Line:
        """What it asks."""
        return self.vendor.line


def read_sheet(data: bytes, *, with_pay: bool = False) -> tuple[Row, ...]:
    """Read a whole sheet.

    Args:
        data: UTF-8; a table with a header, or lines without one.
        with_pay: The table has a column `pay` and must have its header.

    Raises:
        TableInvalid: It is no table of this shape.
        SheetInvalid: With what is wrong in which line; nothing was asked.
    """
    records = _records(data, with_pay=with_pay)
    if not 1 <= len(records) <= MAX_LINES:
        raise SheetInvalid(
            [error("crpdph.sheet.lines", "", "Arkusz ma od 1 do 100000 wierszy z DIČ.")]
        )
    wrong = [finding for record in records for finding in _check(record)]
    if wrong:
        raise SheetInvalid(wrong)
    return tuple(
        Row(record.line, Vendor(_line(record), _YES[record.cells["pay"].lower()]))
        for record in records
    )


def _records(data: bytes, *, with_pay: bool) -> list[Record]:
    first = data.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0].lower()
    if with_pay or b"pay" in first:
        return read_table(data, WATCH_COLUMNS)
    if b"dic" in first:
        columns = CHECK_COLUMNS if b"account" in first else ("dic",)
        found = read_table(data, columns)
        return [Record(r.line, {"account": "", "pay": "", **r.cells}) for r in found]
    try:
        found = read_table(b"dic;account\n" + _padded(data), CHECK_COLUMNS)
    except TableInvalid as odd:  # its lines are counted with our header
        line = odd.line and max(1, odd.line - 1)
        raise TableInvalid(odd.reason, line) from None
    return [Record(r.line - 1, {"pay": "", **r.cells}) for r in found]


def _padded(data: bytes) -> bytes:
    """Give each bare line its empty second cell."""
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return b"\n".join(
        line if b";" in line or not line.strip() else line + b";" for line in lines
    )


def _check(record: Record) -> Iterator[Finding]:
    where = f"wiersz {record.line}: "
    try:
        _line(record)
    except IdentifierInvalid as wrong:
        yield error(
            "crpdph.sheet.dic",
            f"{where}dic",
            f"To nie jest poprawny DIČ: {wrong.polish}.",
        )
    except AccountInvalid:
        yield error(
            "crpdph.sheet.account", f"{where}account", "To nie jest numer rachunku."
        )
    if record.cells["pay"].lower() not in _YES:
        yield error(
            "crpdph.sheet.pay", f"{where}pay", "W kolumnie pay stoi tak albo nie."
        )


def _line(record: Record) -> Line:
    return Line.parse(record.cells["dic"], record.cells["account"] or None)
