"""[5] A review sheet and the register of units as PDF, through documents."""

from datetime import datetime
from typing import Final

from documents.pdf import render_pdf
from ksef.plan.model import Group
from ksef.plan.register import ROLE, Register, UnitRow
from ksef.plan.review import ReviewLine, Sheet
from ksef.plan.words import STATES, meaning_of

_QUARTERS: Final = ("I", "II", "III", "IV")


def review_pdf(sheet: Sheet, *, office: str, made_at: datetime) -> bytes:
    """Set the review sheet of one unit; the same sheet and instant, the same bytes.

    Args:
        sheet: What is to be confirmed.
        office: The office's name.
        made_at: When, an aware instant.

    Raises:
        LibraryMissing: The extra `documents` is not installed.
        DocumentNotMade: A letter in a name that the fonts do not have.
    """
    quarter = _QUARTERS[(sheet.on.month - 1) // 3]
    title = f"Przegląd uprawnień w KSeF: {sheet.place.name}"
    return render_pdf(
        "ksef_review",
        {
            "office": office,
            "unit": sheet.place.name,
            "quarter": f"{quarter} kwartał {sheet.on.year}",
            "on": sheet.on.isoformat(),
            "sheet": sheet.id,
            "whole": sheet.whole,
            "rows": [
                {
                    "who": line.name or "osoba spoza pliku",
                    "ref": line.who,
                    "permissions": [
                        {"name": each, "means": meaning_of(each)}
                        for each in line.permissions
                    ],
                    "since": "" if line.since is None else line.since.isoformat(),
                    "ends": _ends(line),
                    "entries": ", ".join(line.entries),
                    "says": ""
                    if line.group in {None, Group.UNTOUCHED}
                    else STATES[line.group],
                }
                for line in sheet.lines
            ],
        },
        title=title,
        language="pl",
        made_at=made_at,
    )


def register_pdf(register: Register, *, made_at: datetime) -> bytes:
    """Set the register of units with the notice to suppliers; as `review_pdf`."""
    return render_pdf(
        "ksef_units",
        {
            "office": register.office,
            "nip": register.nip,
            "on": register.on.isoformat(),
            "role": ROLE,
            "complete": register.complete,
            "units": [[row.name, row.kind, _mark(row)] for row in register.units],
            "taxpayers": [
                [row.name, row.kind, f"NIP {row.identifier}"]
                for row in register.taxpayers
            ],
        },
        title=f"Wykaz jednostek i ich oznaczeń w KSeF: {register.office}",
        language="pl",
        made_at=made_at,
    )


def _mark(row: UnitRow) -> str:
    """Give what a supplier writes; a number that KSeF does not know yet is not told."""
    if row.usable:
        return f"{row.by} {row.identifier}"
    if not row.seen:
        return "do sprawdzenia w KSeF"
    return "IDWew w przygotowaniu" if row.by != "NIP" else "zgłoszona do KSeF"


def _ends(line: ReviewLine) -> str:
    """Say the last day of what the file wants; of what it does not want, nothing."""
    if line.last_day is not None:
        return line.last_day.isoformat()
    return "bez końca" if line.entries else ""
