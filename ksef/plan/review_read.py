"""A confirmed sheet read back: every cell of it as it was made, but for two. Pure.

Decision and remark are the head's; whatever else differs, he or she may have confirmed
something else than what would be logged. A spreadsheet may write a day in its own way,
and keep or drop the apostrophe that guards a cell: that is no difference.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

from documents.table import Record, TableInvalid, guarded, read_table
from ksef.plan.errors import ReviewInvalid
from ksef.plan.review import COLUMNS, Decision, Reviewed, ReviewLine, Sheet, rows_of

_DECISION: Final = "decyzja"
_REMARK: Final = "uwagi"
_DAYS: Final = frozenset({"od", "do"})
# As spreadsheets in Poland write a day.
_DAY: Final = re.compile(
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})[-./](?P<m2>\d{1,2})[-./](?P<y2>\d{4})",
    re.ASCII,
)


def read_review(data: bytes, sheets: Iterable[Sheet]) -> tuple[Reviewed, ...]:
    """Read a confirmed sheet back.

    Args:
        data: The CSV, as a spreadsheet saved it.
        sheets: Those that were made, by which its lines are known again.

    Returns:
        Every line of each sheet that occurs in it, decided.

    Raises:
        ReviewInvalid: It is no such table; a line is not ours, is not as it was made,
            occurs twice, is missing or has no decision. Nothing of it counts then.
    """
    try:
        records = read_table(data, COLUMNS)
    except TableInvalid as odd:
        raise ReviewInvalid(odd.reason.value, odd.line) from odd
    known = {
        (sheet.id, line.id): (sheet, line, dict(zip(COLUMNS, row, strict=True)))
        for sheet in sheets
        for line, row in zip(sheet.lines, rows_of(sheet), strict=True)
    }
    decided: dict[tuple[str, str], Reviewed] = {}
    for record in records:
        key = (record.cells["arkusz"], record.cells["wiersz"])
        if key not in known:
            raise ReviewInvalid("line", record.line)
        if key in decided:
            raise ReviewInvalid("twice", record.line)
        decided[key] = _decided(record, *known[key])
    begun = {sheet for sheet, _ in decided}
    if any(key not in decided for key in known if key[0] in begun) or not decided:
        raise ReviewInvalid("missing")
    return tuple(decided[key] for key in known if key in decided)


def _decided(
    record: Record, sheet: Sheet, line: ReviewLine, made: dict[str, str]
) -> Reviewed:
    for column in COLUMNS:
        if column in {_DECISION, _REMARK}:
            continue
        if _bare(column, record.cells[column]) != _bare(column, guarded(made[column])):
            raise ReviewInvalid("changed", record.line)
    try:
        decision = Decision(record.cells[_DECISION].casefold())
    except ValueError:
        raise ReviewInvalid("decision", record.line) from None
    return Reviewed(
        sheet=sheet.id,
        line=line,
        place=sheet.place.ref,
        decision=decision,
    )


def _bare(column: str, text: str) -> str:
    """Take from a cell what a spreadsheet may have done to it, and nothing else."""
    bare = unicodedata.normalize("NFC", text).strip().removeprefix("'")
    bare = " ".join(bare.split())
    found = _DAY.fullmatch(bare) if column in _DAYS else None
    if found is None:
        return bare
    year, month, day = (
        int(found[name] or found[f"{name}2"]) for name in ("y", "m", "d")
    )
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return bare
