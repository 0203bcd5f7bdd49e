"""What the file wants on a day: every entry by permission, joined where equal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final, cast

from ksef.plan.actual import Kind
from ksef.plan.desired import Desired, Entry, entries_of
from ksef.plan.model import Key

MANAGES: Final = "CredentialsManage"
AUTHORISATIONS: Final = frozenset({"SelfInvoicing", "RRInvoicing", "TaxRepresentative"})
"""Given to an entity, one a call; a Peppol provider is none of ours."""


class Timing(StrEnum):
    """Whether a want holds on the day."""

    NOW = "now"
    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A permission that the file speaks of.

    Attributes:
        timing: Whether it holds on the day.
        entry: The entry that decides: of those that hold, the one that ends last.
        entries: Ids of all that name it, with the same timing.
        can_delegate: One of them lets the holder pass it on.
        ended: Of what is wanted later: the same permission as it was wanted before.
    """

    key: Key
    timing: Timing
    entry: Entry
    entries: tuple[str, ...]
    can_delegate: bool
    ended: "Want | None" = None


def wants_of(desired: Desired, on: date) -> Mapping[Key, Want]:
    """Give what the file wants, by key; in no order that the file's could change."""
    listed = sorted(_each(desired), key=lambda each: (repr(each[0]), each[1].id))
    return {
        key: _joined(key, [entry for _, entry in same], on)
        for key, same in groupby(listed, key=lambda each: each[0])
    }


def kind_of(entry: Entry, permission: str) -> Kind:
    """Say which sort of permission an entry gives."""
    if entry.as_representative:
        return Kind.REPRESENTATIVE
    if entry.client is not None:
        return Kind.INDIRECT
    return Kind.AUTHORISATION if permission in AUTHORISATIONS else Kind.WORK


def _each(desired: Desired) -> Iterator[tuple[Key, Entry]]:
    for entry in entries_of(desired):
        for permission in entry.permissions:
            kind = kind_of(entry, permission)
            appointed = kind is Kind.REPRESENTATIVE
            key = Key(
                place=desired.office.ref if appointed else entry.where,
                kind=kind,
                who=entry.who,
                permission=permission,
                unit=entry.where if appointed else None,
                client=entry.client,
            )
            yield key, entry


def _joined(key: Key, entries: list[Entry], on: date) -> Want:
    now = [each for each in entries if each.valid_from <= on < each.ends]
    past = [each for each in entries if each.ends <= on]
    future = [each for each in entries if on < each.valid_from]
    if now:
        return _want(key, Timing.NOW, _last(now), now)
    ended = _want(key, Timing.PAST, _last(past), past) if past else None
    if not future:
        return cast("Want", ended)  # whatever is neither now nor later has been
    first = min(future, key=lambda each: (each.valid_from, each.id))
    return replace(_want(key, Timing.FUTURE, first, future), ended=ended)


def _want(key: Key, timing: Timing, entry: Entry, same: list[Entry]) -> Want:
    return Want(
        key=key,
        timing=timing,
        entry=entry,
        entries=tuple(sorted(each.id for each in same)),
        can_delegate=any(each.can_delegate for each in same),
    )


def _last(entries: Iterable[Entry]) -> Entry:
    """Give the entry that ends last; of equals, the first by its id."""
    by_id = sorted(entries, key=lambda each: each.id)
    return max(by_id, key=lambda each: each.ends)
