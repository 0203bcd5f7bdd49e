"""[1] The sheet of a batch: foreign bytes in, lines with checked identifiers out. Pure.

    kind;identifier;case;purpose;justification
    nip;9990000014;FK.3120.7.2026;doreczenie;

`kind` is `nip`, `pesel` or `foreign`, and is never guessed. Every line is read before
anything is said; what is wrong is told by line and column, and repeats no cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from accountability.model import Purpose
from crpo.errors import BatchInvalid
from documents.table import Record, read_table
from vocabulary.finding import Finding, error
from vocabulary.identifiers import IdentifierInvalid, MandatorId, parse_mandator

COLUMNS: Final = ("kind", "identifier", "case", "purpose", "justification")
MAX_LINES: Final = 20_000
_SHORT: Final = re.compile(r"\d{9,10}", re.ASCII)
_EXPONENT: Final = re.compile(r"\d([.,]\d*)?[eE]\+?\d+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question of a sheet.

    Attributes:
        number: Which question of the sheet it is, from 1.
        at: On which line of the file it stands, from 1.
        mandator: Whom it is about.
        case: Number of the case it is for (znak sprawy).
        purpose: Why.
        justification: Free text; may be empty where the purpose says enough.
    """

    number: int
    at: int
    mandator: MandatorId
    case: str
    purpose: Purpose
    justification: str

    def pointed(self, finding: Finding) -> Finding:
        """Say in a finding on which line it was found."""
        return replace(finding, field=f"wiersz {self.at}: {finding.field or ''}")

    def text(self) -> tuple[str, ...]:
        """What makes it this question, for the batch's id; in clear."""
        return (
            self.mandator.kind,
            self.mandator.reveal(),
            self.case,
            self.purpose,
            self.justification,
        )


def read_sheet(data: bytes) -> tuple[Line, ...]:
    """Read a whole sheet.

    Raises:
        TableInvalid: It is no table with these columns.
        BatchInvalid: With what is wrong in which line; nothing was asked.
    """
    records = read_table(data, COLUMNS)
    if not 1 <= len(records) <= MAX_LINES:
        raise BatchInvalid(
            [
                error(
                    "crpo.batch.lines",
                    "",
                    "Wsad ma od 1 do 20000 wierszy z zapytaniami.",
                )
            ]
        )
    wrong = [finding for record in records for finding in _check(record)]
    if wrong:
        raise BatchInvalid(wrong)
    lines = tuple(
        Line(
            number=number,
            at=record.line,
            mandator=_mandator(record),
            case=record.cells["case"],
            purpose=Purpose(record.cells["purpose"]),
            justification=record.cells["justification"],
        )
        for number, record in enumerate(records, start=1)
    )
    if wrong := list(_twice(lines)):
        raise BatchInvalid(wrong)
    return lines


def _check(record: Record) -> Iterator[Finding]:
    where = f"wiersz {record.line}: "
    try:
        _mandator(record)
    except IdentifierInvalid as wrong:
        yield error(
            "crpo.batch.identifier",
            f"{where}identifier",
            "To nie jest poprawny identyfikator tego rodzaju:"
            f" {wrong.polish}.{_advice(record)}",
        )
    if record.cells["purpose"] not in set(Purpose):
        yield error(
            "crpo.batch.purpose",
            f"{where}purpose",
            "Cel to pelnomocnictwo-w-sprawie, doreczenie albo inna-sprawa.",
        )
    if not record.cells["case"]:
        yield error("crpo.batch.case", f"{where}case", "Brak znaku sprawy.")


def _advice(record: Record) -> str:
    """Say what a spreadsheet does to numbers, where it seems to have done it."""
    kind, text = record.cells["kind"].lower(), record.cells["identifier"]
    if _EXPONENT.fullmatch(text) or (kind == "pesel" and _SHORT.fullmatch(text)):
        return (
            " Arkusz mógł zmienić numer (obciąć zero na początku, zapisać go jako"
            " 1E+10): nadaj kolumnie format „Tekst” i wpisz go ponownie."
        )
    return ""


def _twice(lines: tuple[Line, ...]) -> Iterator[Finding]:
    """Find questions that stand there twice: one person, one case, one purpose."""
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        if (key := line.text()[:4]) in seen:
            yield error(
                "crpo.batch.twice",
                f"wiersz {line.at}: identifier",
                "To samo zapytanie stoi w pliku drugi raz.",
            )
        seen.add(key)


def _mandator(record: Record) -> MandatorId:
    return parse_mandator(record.cells["kind"].lower(), record.cells["identifier"])
