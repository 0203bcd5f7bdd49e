"""The quarterly review: for each unit a sheet, a line a person to confirm. Pure.

    plan -> what stands in KSeF -> sheets -> CSV, PDF -> ksef.plan.review_read

A sheet shows what was read, also what the plan will take away or does not know; of a
unit that was not read, that it was not. What stays and what goes of one person are
lines of their own, so that one word never decides both. A line has an id of what it
says, so that a decision counts for that and nothing else. The office's sheet has the
owners of every context, too, whom KSeF shows in no list, and what stands in units that
the file does not know: nobody else would see it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from ksef.plan.actual import Kind
from ksef.plan.desired import Desired, Entity, Person, Place
from ksef.plan.file import digest_of
from ksef.plan.ids import id_of
from ksef.plan.model import Group, Line, Plan
from ksef.plan.places import is_apart
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
    """What one party has in one unit, in one state.

    Attributes:
        id: Of what the line says; another permission makes another id.
        who: Reference, or a mask where the file does not know the holder.
        name: As the people file has it; empty where it does not.
        permissions: Sorted; marked where somebody represents, serves a client, acts
            as the owner, or has it in a unit that the file does not know.
        since: The oldest of them began then.
        ends: The first day on which not all of them hold; None: none has an end.
        entries: Ids of the entries of the file behind them.
        group: What the plan says of them; None: an owner, of whom it says nothing.
    """

    id: str
    who: str
    name: str = field(repr=False)
    permissions: tuple[str, ...]
    since: date | None
    ends: date | None
    entries: tuple[str, ...]
    group: Group | None

    @property
    def last_day(self) -> date | None:
        """The last day on which all of them hold, as a head of a unit reads `do`."""
        return None if self.ends is None else self.ends - timedelta(days=1)


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
    """One line decided; what the head has written beside it stays in the file."""

    sheet: str
    line: ReviewLine
    place: str
    decision: Decision


def sheets_of(plan: Plan, desired: Desired) -> tuple[Sheet, ...]:
    """Make a sheet for the office and each unit with anything, or not wholly read."""
    office, held = desired.office.ref, dict[str, dict[str, list[Line]]]()
    for line in plan.lines:
        if line.permission_id:
            at = _unit_of(line) if _unit_of(line) in desired.places else office
            held.setdefault(at, {}).setdefault(line.key.who, []).append(line)
    unread = {each.place for each in plan.unread}
    dark = {
        ref
        for ref, place in desired.places.items()
        if unread & {ref, plan.office} and not is_apart(place, desired)
    }
    if unread_elsewhere(plan, desired):
        dark.add(office)
    owners = _owners(plan)
    if owners:
        held.setdefault(office, {})
    digest = digest_of(plan)
    return tuple(
        Sheet(
            id=_id(digest, ref),
            place=desired.places[ref],
            on=plan.on,
            lines=tuple(
                _lines(held.get(ref, {}), desired, owners if ref == office else {})
            ),
            whole=ref not in dark,
        )
        for ref in sorted({*held, *dark})
    )


def unread_elsewhere(plan: Plan, desired: Desired) -> tuple[str, ...]:
    """Name the units that the plan had not read, and that have left the file since."""
    unread = {each.place for each in plan.unread} - {plan.office}
    return tuple(sorted(unread - desired.places.keys()))


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
            "" if line.last_day is None else line.last_day.isoformat(),
            ", ".join(line.entries),
            "" if line.group is None else STATES[line.group],
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
        for group in Group:
            lines = [each for each in people.get(who, ()) if each.group is group]
            if lines:
                yield _line(who, group, lines, desired)
        if who in owners:
            yield _owner_line(who, owners[who], desired)


def _line(who: str, group: Group, lines: list[Line], desired: Desired) -> ReviewLine:
    permissions = tuple(sorted({_permission(each, desired) for each in lines}))
    ends = [each.ends for each in lines if each.ends is not None]
    since = [each.since for each in lines if each.since is not None]
    ids = sorted(each.permission_id for each in lines)
    return ReviewLine(
        id=_id(who, group.value, *permissions, *ids),
        who=who,
        name=name_of(who, desired),
        permissions=permissions,
        since=min(since, default=None),
        ends=min(ends, default=None),
        entries=tuple(sorted({entry for each in lines for entry in each.entries})),
        group=group,
    )


def _owner_line(who: str, owned: list[_Owned], desired: Desired) -> ReviewLine:
    said = tuple(sorted({each.said for each in owned}))
    ends = [each.ends for each in owned if each.ends is not None]
    return ReviewLine(
        id=_id(who, *said),
        who=who,
        name=name_of(who, desired),
        permissions=said,
        since=None,
        ends=min(ends, default=None),
        entries=(),
        group=None,
    )


def name_of(ref: str, desired: Desired) -> str:
    """Give the name behind a reference; empty where the file does not know it."""
    who = desired.parties.get(ref)
    if isinstance(who, Entity):
        return who.full_name
    if isinstance(who, Person):
        return f"{who.details.first_name} {who.details.last_name}"
    return "" if who is None else who.name


def _unit_of(line: Line) -> str:
    """Name the unit whose head is to confirm a permission."""
    return line.key.unit or line.key.place


def _permission(line: Line, desired: Desired) -> str:
    key, unit = line.key, _unit_of(line)
    told = []
    if key.client is not None:
        told.append(f"klient: {key.client}")
    elif key.kind is Kind.REPRESENTATIVE:
        told.append("przedstawiciel")
    if unit not in desired.places:
        told.append(f"jednostka spoza pliku: {unit}")
    return f"{key.permission} ({', '.join(told)})" if told else key.permission


def _id(*parts: str) -> str:
    return id_of(parts, _ID_CHARS)
