"""The quarterly review: for each unit a sheet, one line per person to confirm. Pure.

    plan -> what stands in KSeF -> sheets -> CSV, PDF -> ksef.plan.review_read

A sheet shows what was read, also what the plan will take away or does not know; of a
unit that was not read, that it was not. A line has an id of what it says, so that a
decision counts for that and nothing else. The office's sheet has the owners of every
context, too: KSeF shows them in no list.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from ksef.plan.actual import Kind
from ksef.plan.desired import Desired, Entity, Person, Place
from ksef.plan.file import digest_of
from ksef.plan.model import Group, Line, Plan
from ksef.plan.places import is_own_taxpayer
from ksef.plan.words import MEANS, STATES, meaning_of

COLUMNS: Final = (
    "arkusz",
    "wiersz",
    "jednostka",
    "osoba",
    "nazwa",
    "uprawnienia",
    "znaczenie",
    "od",
    "do",
    "wpisy",
    "stan",
    "decyzja",
    "uwagi",
)
_ID_CHARS: Final = 12


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
        permissions: Sorted; marked where somebody represents, serves a client, or
            acts as the owner.
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
        lines: None of a unit of which nothing was read: it stays to be reviewed.
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
    """Make a sheet for the office and each unit with anything, or not wholly read."""
    held: dict[str, dict[str, list[Line]]] = {}
    for line in plan.lines:
        if line.permission_id:
            place = line.key.unit or line.key.place
            held.setdefault(place, {}).setdefault(line.key.who, []).append(line)
    unread = {each.place for each in plan.unread}
    dark = {
        ref
        for ref, place in desired.places.items()
        if unread & {ref, plan.office} and not _is_apart(place, plan.office)
    }
    owners = _owners(plan)
    if owners:
        held.setdefault(plan.office, {})
    digest = digest_of(plan)
    return tuple(
        Sheet(
            id=_id(digest, ref),
            place=desired.places[ref],
            on=plan.on,
            lines=tuple(
                _lines(held.get(ref, {}), desired, owners if ref == plan.office else {})
            ),
            whole=ref not in dark,
        )
        for ref in sorted({*held, *dark})
        if ref in desired.places
    )


def _is_apart(place: Place, office: str) -> bool:
    """Tell whether a unit of the file is one that no plan of the office reads."""
    return place.ref != office and is_own_taxpayer(place)


def rows_of(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """Give the rows of a sheet's CSV, for `COLUMNS`; decision and remark are empty.

    A head reads them: the unit stands by its name, the state in Polish.
    """
    for line in sheet.lines:
        yield (
            sheet.id,
            line.id,
            sheet.place.name,
            line.who,
            line.name,
            ", ".join(line.permissions),
            ", ".join(filter(None, map(meaning_of, line.permissions))),
            "" if line.since is None else line.since.isoformat(),
            "" if line.ends is None else line.ends.isoformat(),
            ", ".join(line.entries),
            ", ".join(STATES[each] for each in line.groups),
            "",
            "",
        )


class _Owned(NamedTuple):
    said: str
    ends: date | None


def _owners(plan: Plan) -> Mapping[str, list[_Owned]]:
    """Give who acts as an owner, by the holder."""
    found: dict[str, list[_Owned]] = {}
    for owner in plan.owners:
        for each in owner.holders:
            serial = f" nr {each.serial}" if each.serial else ""
            said = f"właściciel {owner.place}: {MEANS[each.means]}{serial}"
            found.setdefault(each.who, []).append(_Owned(said, each.ends))
    return found


def _lines(
    people: Mapping[str, list[Line]],
    desired: Desired,
    owners: Mapping[str, list[_Owned]],
) -> Iterator[ReviewLine]:
    for who in sorted({*people, *owners}):
        yield _line(who, people.get(who, []), owners.get(who, []), desired)


def _line(
    who: str, lines: list[Line], owned: list[_Owned], desired: Desired
) -> ReviewLine:
    permissions = tuple(
        sorted({*map(_permission, lines), *(each.said for each in owned)})
    )
    limits = (*(each.ends for each in lines), *(each.ends for each in owned))
    ends = [each for each in limits if each is not None]
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
