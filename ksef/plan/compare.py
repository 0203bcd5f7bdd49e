"""A plan against one made later: what moved meanwhile, and what has come true. Pure.

    plan, fresh plan, steps done -> permissions that changed by another hand
    plan, end plan, steps done   -> permissions that are not as the plan wanted them

Compared is list by list: of a list that the plan had not read, it says nothing, and no
step rests on it. A list on which a step rests that is still to be done is read again,
or the step is not sent.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from ksef.plan.actual import LISTED_IN, Listed, lists_of
from ksef.plan.desired import Desired
from ksef.plan.model import Act, Group, Key, Line, Plan, Step, Unread
from ksef.plan.places import is_apart

_STANDS = frozenset({Group.UNTOUCHED, Group.ORPHANED})
_WANTED: Final = _STANDS | {Group.GRANT}
_NUMBER: Final = re.compile(r" \([0-9]+\)\Z")
"""What tells strangers of one mask apart; it depends on which places were read."""


def places_read(plan: Plan, desired: Desired) -> frozenset[str]:
    """Give the places of which the plan has seen at least one list.

    Args:
        plan: The plan.
        desired: The file, with the internal ids of the plan (`with_internal_ids`).
    """
    dark, office = _dark(plan), desired.office.ref
    seen = {office}
    for ref, place in desired.places.items():
        if place.context is None or ref in plan.proposals or is_apart(place, desired):
            continue
        lists = lists_of(place.context, is_office=ref == office)
        if any((ref, each) not in dark for each in lists):
            seen.add(ref)
    return frozenset(seen)


def unread_since(
    plan: Plan, fresh: Plan, done: Collection[str], places: Collection[str]
) -> tuple[Unread, ...]:
    """Give the lists that have to be read again and were not.

    Those are the lists of some places that the plan had read, and, whatever the plan
    says of them, those on which its steps rest that are not done.
    """
    before, unborn = _dark(plan), set(plan.proposals)
    needed = {_list_of(each) for each in plan.steps if each.id not in done}
    return tuple(
        each
        for each in fresh.unread
        if (at := (each.place, each.listed)) in needed
        or (each.place in places and at not in before and each.place not in unborn)
    )


def moved_since(
    plan: Plan, fresh: Plan, done: Collection[str], places: Collection[str]
) -> tuple[Key, ...]:
    """Give the permissions that are not as the plan saw them, and not by its steps.

    A step may change what is said of a permission that it leaves alone: a client lets
    an entity pass permissions on, and what was orphaned is so no more. So once a step
    is done, a permission that stands, and that no step takes, is compared by its id.
    So are strangers of one mask always.

    Args:
        plan: What was approved.
        fresh: Made of the same file, of KSeF as it is now.
        done: Ids of the steps of the plan that have been done.
        places: Where to look; the later plan has to have read them.

    Returns:
        Their keys, in an order of their own; none: the plan may go on.
    """
    before, after = _both(plan, fresh, done, places)
    if done:
        ids = {_standing(each) for each in before} & {_standing(each) for each in after}
        before = [_by_id(each, ids) for each in before]
        after = [_by_id(each, ids) for each in after]
    return tuple(sorted({each.key for each in {*before} ^ {*after}}, key=repr))


def changed_since(
    plan: Plan, fresh: Plan, done: Collection[str], places: Collection[str]
) -> tuple[Key, ...]:
    """Give those of `moved_since` that KSeF itself shows otherwise.

    What is left of them is judged otherwise: by the files, the day, the role list.
    """
    before, after = _both(plan, fresh, done, places)
    found = [
        {
            (each.key, each.permission_id, each.since)
            for each in lines
            if each.permission_id
        }
        for lines in (before, after)
    ]
    return tuple(sorted({key for key, *_ in found[0] ^ found[1]}, key=repr))


def not_read(plan: Plan, end: Plan, done: Collection[str]) -> tuple[Key, ...]:
    """Give the permissions of done steps whose list could not be read afterwards."""
    unread = _dark(end)
    return tuple(
        each.key
        for each in plan.lines
        if each.step in done and _list_of(each.key) in unread
    )


def not_shown(plan: Plan, end: Plan, done: Collection[str]) -> tuple[Key, ...]:
    """Give the permissions of done steps that KSeF does not show as it should.

    Args:
        plan: What was approved.
        end: Made of KSeF as it was read afterwards.
        done: Ids of the steps that were done.

    Returns:
        Their keys, without those whose list was not read (`not_read`), and those that
        stand and are wanted no more (`not_wanted`); none of all three: everything that
        was done is proved.
    """
    unwanted = {*not_wanted(plan, end, done)}
    acts = {each.id: each.act for each in plan.steps}
    stands = {each.key for each in end.lines if each.group in _STANDS}
    listed = {each.permission_id for each in end.lines}
    unread = _dark(end)
    wrong = []
    for line in plan.lines:
        if line.step not in done or _list_of(line.key) in unread:
            continue
        if acts[line.step] is Act.GRANT:
            shown = line.key in stands or line.key in unwanted
        else:
            shown = line.permission_id not in listed
        if not shown:
            wrong.append(line.key)
    return tuple(wrong)


def not_wanted(plan: Plan, end: Plan, done: Collection[str]) -> tuple[Key, ...]:
    """Give what done steps have granted, and KSeF shows, and the file wants no more."""
    granted = {each.id for each in plan.steps if each.act is Act.GRANT} & {*done}
    wanted = {each.key for each in end.lines if each.group in _WANTED}
    listed = {each.key for each in end.lines if each.permission_id} - wanted
    return tuple(
        each.key for each in plan.lines if each.step in granted and each.key in listed
    )


def _both(
    plan: Plan, fresh: Plan, done: Collection[str], places: Collection[str]
) -> tuple[list[Line], list[Line]]:
    """Give what is to be compared: without what the done steps have changed."""
    touched = {_touched(_bare(each)) for each in plan.lines if each.step in done}
    return (
        list(_seen(plan.lines, plan, touched, places)),
        list(_seen(fresh.lines, plan, touched, places)),
    )


def _bare(line: Line) -> Line:
    """Leave a stranger the mask alone: the permission's id tells two of them apart."""
    key = line.key
    if not any(map(_is_mask, (key.who, key.unit, key.client))):
        return line
    return replace(
        line,
        key=replace(
            key,
            who=_NUMBER.sub("", key.who),
            unit=None if key.unit is None else _NUMBER.sub("", key.unit),
            client=None if key.client is None else _NUMBER.sub("", key.client),
        ),
    )


def _touched(line: Line) -> tuple[Key, str]:
    key = line.key
    masked = any(map(_is_mask, (key.who, key.unit, key.client)))
    return (key, line.permission_id if masked else "")


def _is_mask(name: str | None) -> bool:
    """Tell the name of a stranger: a reference of the file has no space."""
    return name is not None and " " in name


def _standing(line: Line) -> tuple[Key, str]:
    return (line.key, line.permission_id)


def _by_id(line: Line, ids: Collection[tuple[Key, str]]) -> Line:
    """Leave of a permission that stands before and after what KSeF says of it."""
    if line.step or not line.permission_id or _standing(line) not in ids:
        return line
    return Line(
        group=Group.UNTOUCHED,
        key=line.key,
        since=line.since,
        permission_id=line.permission_id,
    )


def _seen(
    lines: Iterable[Line],
    plan: Plan,
    touched: set[tuple[Key, str]],
    places: Collection[str],
) -> Iterator[Line]:
    dark, unborn = _dark(plan), set(plan.proposals)
    for line in map(_bare, lines):
        key = line.key
        known = key.place not in unborn and _list_of(key) not in dark
        if known and key.place in places and _touched(line) not in touched:
            yield line


def _dark(plan: Plan) -> set[tuple[str, Listed]]:
    return {(each.place, each.listed) for each in plan.unread}


def _list_of(about: Key | Step) -> tuple[str, Listed]:
    """Name the list, and its place, in which KSeF shows a permission."""
    return (about.place, LISTED_IN[about.kind])
