"""[5] A plan as lines for people and as JSON for programs; no identifier in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final

from pydantic.alias_generators import to_camel

from jst.plan_leavers import words_of
from jst.plan_unread import unread_lines
from jst.plan_words import (
    GROUPS,
    KINDS,
    LEFT,
    NIP_2,
    NO_LIMIT,
    NOBODY,
    OWNER_NOTE,
    WHYS,
)
from ksef.plan.desired import Desired
from ksef.plan.file import digest_of
from ksef.plan.model import EVERY_CLIENT, Group, Line, Owner, Plan, Why
from ksef.plan.returning import returning
from ksef.plan.words import MEANS

# Those that somebody must act on come first, what needs nothing last.
_ORDER: Final = (
    Group.UNREAD,
    Group.IMPOSSIBLE,
    Group.UNLISTED,
    Group.UNKNOWN,
    Group.ORPHANED,
    Group.EXPIRED,
    Group.REVOKE,
    Group.GRANT,
    Group.NOT_YET,
    Group.UNTOUCHED,
)


def lines_of(
    plan: Plan, desired: Desired, *, why: Callable[[str], str], whole: bool = False
) -> Iterator[str]:
    """Show a plan in Polish.

    Args:
        plan: The plan.
        desired: The file that it was made of, for the names of units.
        why: Says in words why a list was not read; gets a public code.
        whole: Also list what stays as it is.
    """
    yield f"Plan uprawnień KSeF na {plan.on}: {desired.office.name}"
    if plan.unread:
        yield "\nNie odczytano, więc plan nie jest pełny:"
        yield from unread_lines(plan, desired, why=why)
    for group in _ORDER:
        lines = plan.grouped[group]
        if not lines:
            continue
        quiet = group is Group.UNTOUCHED and not whole
        yield f"\n{GROUPS[group]} ({len(lines)})" + ("" if quiet else ":")
        if not quiet:
            yield from _rows(lines)
    yield from _notes(plan, desired)
    yield from _warnings(plan)
    if gone := returning(plan.steps, desired, plan.left, made_at=plan.made_at):
        yield f"\n{LEFT}"
        yield from (f"  {words_of(each)[0]}" for each in gone)
    stages = Counter(each.stage for each in plan.steps)
    yield (
        f"\nKroki: {len(plan.steps)} (etap 1, urząd: {stages[1]}; etap 2, jednostki:"
        f" {stages[2]}), wywołania KSeF: {plan.calls}, co najmniej"
        f" {plan.minutes_at_least} min przy limitach KSeF"
    )
    yield f"Autor: {plan.author}; zatwierdza inna osoba"
    yield f"Skrót planu (SHA-256): {digest_of(plan)}"


def json_of(plan: Plan) -> dict[str, object]:
    """Give a plan as JSON: English, camelCase, stable."""
    return {
        "office": plan.office,
        "on": plan.on.isoformat(),
        "digest": digest_of(plan),
        "author": plan.author,
        "madeAt": plan.made_at and plan.made_at.isoformat(),
        "left": {who: each.at.isoformat() for who, each in plan.left.items()},
        "exitCode": plan.exit_code,
        "groups": {
            group.value: [_plain(each) for each in lines]
            for group, lines in plan.grouped.items()
        },
        "steps": _plain(plan.steps),
        "unlisted": _plain(plan.unlisted),
        "unread": _plain(plan.unread),
        "internalIds": dict(plan.internal_ids),
        "proposals": _plain(plan.proposals),
        "owners": _plain(plan.owners),
        "costs": _plain(plan.costs),
        "calls": plan.calls,
        "minutesAtLeast": plan.minutes_at_least,
    }


def _notes(plan: Plan, desired: Desired) -> Iterator[str]:
    """Show what no permission tells: roles, new numbers, owners."""
    if plan.unlisted:
        yield f"\nJednostki z własnym NIP poza wykazem ról KSeF ({len(plan.unlisted)}):"
    for ref in plan.unlisted:
        yield f"  {_named(ref, desired)}: {NIP_2}"
    if plan.internal_ids:
        yield "\nIdentyfikatory wewnętrzne (po NIP urzędu):"
    for ref, digits in plan.internal_ids.items():
        proposal = " - propozycja" if ref in plan.proposals else ""
        yield f"  {_named(ref, desired)}: -{digits}{proposal}"
    yield "\nPoza wykazem: właściciel"
    yield f"  {OWNER_NOTE}"
    for owner in plan.owners:
        yield f"  {owner.place}: {_owner(owner)}"


def _named(ref: str, desired: Desired) -> str:
    """Name a unit; one that has left the file since has no name there."""
    place = desired.places.get(ref)
    return ref if place is None else f"{ref}, {place.name}"


def _warnings(plan: Plan) -> Iterator[str]:
    """Show what a check says of a step without stopping it."""
    warned = [each for each in plan.steps if each.warnings]
    if warned:
        yield "\nUwagi do kroków:"
    for step in warned:
        yield f"  {step.place} | {step.who} | {', '.join(step.permissions)}"
        for each in step.warnings:
            yield f"      {each}"


def _rows(lines: Iterable[Line]) -> Iterator[str]:
    """Show the lines of a group; what differs in the permission alone is one row."""

    def alike(line: Line) -> tuple[str, ...]:
        key = line.key
        return (
            key.place,
            key.who,
            KINDS[key.kind],
            key.unit or "",
            key.client or "",
            *_about(line),
        )

    for what, same in groupby(sorted(lines, key=alike), key=alike):
        place, who, kind, unit, client, *rest = what
        named = ", ".join(sorted(each.key.permission for each in same))
        where = f"{place}, jednostka {unit}" if unit else place
        how = f" [{kind}]" if kind else ""
        for_whom = f", klient: {_client(client)}" if client else ""
        yield f"  {where} | {who}{for_whom} | {named}{how}"
        for each in rest:
            yield f"      {each}"


def _about(line: Line) -> tuple[str, ...]:
    """Say in one line each why, since and until when, by which entry and provision."""
    # A check that says the same in a sentence of its own says it better.
    said = line.why is Why.NOT_SUBORDINATE and line.says
    told = [WHYS[line.why]] if line.why is not None and not said else []
    if line.starts is not None:
        told.append(f"od {line.starts} {_until(line.ends)}")
    if line.entries:
        told.append("wpis " + ", ".join(line.entries))
    return tuple(each for each in ("; ".join(told), line.says, line.provision) if each)


def _until(ends: date | None) -> str:
    return NO_LIMIT if ends is None else f"do {ends} (wyłącznie)"


def _client(ref: str) -> str:
    return "każdy" if ref == EVERY_CLIENT else ref


def _owner(owner: Owner) -> str:
    return (
        "; ".join(
            f"{MEANS[each.means]}: {each.who}"
            + (f", certyfikat {each.serial}" if each.serial else "")
            + f", {_until(each.ends)}"
            for each in owner.holders
        )
        or NOBODY
    )


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {
            to_camel(each.name): _plain(getattr(value, each.name))
            for each in fields(value)
        }
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
