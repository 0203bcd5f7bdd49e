"""The quarterly review: for each unit a sheet, one line per person to confirm. Pure.

    plan -> what stands in KSeF -> sheets -> CSV, PDF -> decisions by line -> Reviewed

A sheet shows what was read, also what the plan will take away or does not know. A line
has an id of what it says, so that a decision counts for that and nothing else.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from documents.table import Record, TableInvalid, read_table
from ksef.plan.actual import Kind
from ksef.plan.desired import Desired, Entity, Person, Place
from ksef.plan.errors import ReviewInvalid
from ksef.plan.file import digest_of
from ksef.plan.model import Group, Line, Plan

COLUMNS: Final = (
    "arkusz",
    "wiersz",
    "jednostka",
    "osoba",
    "nazwa",
    "uprawnienia",
    "od",
    "do",
    "wpisy",
    "stan",
    "decyzja",
    "uwagi",
)
_DECISION: Final = "decyzja"
_ID_CHARS: Final = 12
_MAX_REMARK: Final = 500


class Decision(StrEnum):
    """What the head of a unit says of a line; the value is what stands in the sheet."""

    KEEP = "tak"
    WITHDRAW = "nie"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """All that one party has in one unit.

    Attributes:
        id: Of what the line says; another permission makes another id.
        who: Reference, or a mask where the file does not know the holder.
        name: As the people file has it; empty where it does not.
        permissions: Sorted; marked where somebody represents, or serves a client.
        since: The oldest of them began then.
        ends: The first of them ends then; None: none has an end.
        entries: Ids of the entries of the file behind them.
        groups: What the plan says of them.
    """

    id: str
    who: str
    name: str = field(repr=False)
    permissions: tuple[str, ...]
    since: date | None
    ends: date | None
    entries: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The sheet of one unit, or of the office.

    Attributes:
        id: Of the plan and the unit that it was made of.
        whole: Everything was read; else the sheet says that it is not complete.
    """

    id: str
    place: Place
    on: date
    lines: tuple[ReviewLine, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One line decided.

    Attributes:
        remark: What the head of the unit wrote; shown by no `repr`.
    """

    sheet: str
    line: ReviewLine
    place: str
    decision: Decision
    remark: str = field(default="", repr=False)


def sheets_of(plan: Plan, desired: Desired) -> tuple[Sheet, ...]:
    """Make a sheet for the office and for each unit in which anybody has anything."""
    held: dict[str, dict[str, list[Line]]] = {}
    for line in plan.lines:
        if line.permission_id:
            place = line.key.unit or line.key.place
            held.setdefault(place, {}).setdefault(line.key.who, []).append(line)
    unread = {each.place for each in plan.unread}
    digest = digest_of(plan)
    return tuple(
        Sheet(
            id=_id(digest, ref),
            place=desired.places[ref],
            on=plan.on,
            lines=tuple(
                _line(who, lines, desired) for who, lines in sorted(people.items())
            ),
            whole=not unread & {ref, plan.office},
        )
        for ref, people in sorted(held.items())
        if ref in desired.places
    )


def rows_of(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """Give the rows of a sheet's CSV, for `COLUMNS`; decision and remark are empty."""
    for line in sheet.lines:
        yield (
            sheet.id,
            line.id,
            sheet.place.ref,
            line.who,
            line.name,
            ", ".join(line.permissions),
            "" if line.since is None else line.since.isoformat(),
            "" if line.ends is None else line.ends.isoformat(),
            ", ".join(line.entries),
            ", ".join(line.groups),
            "",
            "",
        )


def read_review(data: bytes, sheets: Iterable[Sheet]) -> tuple[Reviewed, ...]:
    """Read a confirmed sheet back.

    Args:
        data: The CSV, as a spreadsheet saved it.
        sheets: Those that were made, by which its lines are known again.

    Returns:
        Every line of each sheet that occurs in it, decided.

    Raises:
        ReviewInvalid: It is no such table; a line is not ours, occurs twice, is missing
            or has no decision. Nothing of it counts then.
    """
    try:
        records = read_table(data, COLUMNS)
    except TableInvalid as odd:
        raise ReviewInvalid(odd.reason.value, odd.line) from odd
    known = {
        (sheet.id, line.id): (sheet, line) for sheet in sheets for line in sheet.lines
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


def _decided(record: Record, sheet: Sheet, line: ReviewLine) -> Reviewed:
    try:
        decision = Decision(record.cells[_DECISION].casefold())
    except ValueError:
        raise ReviewInvalid("decision", record.line) from None
    return Reviewed(
        sheet=sheet.id,
        line=line,
        place=sheet.place.ref,
        decision=decision,
        remark=record.cells["uwagi"][:_MAX_REMARK],
    )


def _line(who: str, lines: list[Line], desired: Desired) -> ReviewLine:
    permissions = tuple(sorted({_permission(each) for each in lines}))
    ends = [each.ends for each in lines if each.ends is not None]
    since = [each.since for each in lines if each.since is not None]
    ids = sorted(each.permission_id for each in lines)
    return ReviewLine(
        id=_id(who, *permissions, *ids),
        who=who,
        name=name_of(who, desired),
        permissions=permissions,
        since=min(since, default=None),
        ends=min(ends, default=None),
        entries=tuple(sorted({entry for each in lines for entry in each.entries})),
        groups=tuple(sorted({each.group for each in lines})),
    )


def name_of(ref: str, desired: Desired) -> str:
    """Give the name behind a reference; empty where the file does not know it."""
    who = desired.parties.get(ref)
    if isinstance(who, Entity):
        return who.full_name
    if isinstance(who, Person):
        return f"{who.details.first_name} {who.details.last_name}"
    return "" if who is None else who.name


def _permission(line: Line) -> str:
    key = line.key
    if key.client is not None:
        return f"{key.permission} (klient: {key.client})"
    appointed = key.kind is Kind.REPRESENTATIVE
    return f"{key.permission} (przedstawiciel)" if appointed else key.permission


def _id(*parts: str) -> str:
    said = json.dumps(parts, ensure_ascii=False).encode()
    return hashlib.sha256(said).hexdigest()[:_ID_CHARS]
