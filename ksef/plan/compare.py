"""A plan against one made later: what moved meanwhile, and what has come true. Pure.

    plan, fresh plan, steps done -> permissions that changed by another hand
    plan, end plan, steps done   -> permissions that are not as the plan wanted them

Lists that the plan had not read are left out: it says nothing of them, and none of its
steps rests on them.
"""

from collections.abc import Collection, Iterable, Iterator

from ksef.plan.actual import LISTED_IN, Listed
from ksef.plan.model import Act, Group, Key, Line, Plan, Unread

_STANDS = frozenset({Group.UNTOUCHED, Group.ORPHANED})
_HAD_IT = frozenset({Group.REVOKE, Group.EXPIRED, Group.UNKNOWN, Group.ORPHANED})


def places_read(plan: Plan) -> frozenset[str]:
    """Give the places of which the plan has seen at least one list."""
    dark = {place for place, _ in _dark(plan)} | set(plan.proposals)
    return frozenset(each.key.place for each in plan.lines) - dark | {plan.office}


def unread_since(
    plan: Plan, fresh: Plan, places: Collection[str]
) -> tuple[Unread, ...]:
    """Give the lists of some places that the plan had read, and the later one not."""
    before, unborn = _dark(plan), set(plan.proposals)
    return tuple(
        each
        for each in fresh.unread
        if each.place in places
        and _place(each) not in before
        and each.place not in unborn
    )


def moved_since(
    plan: Plan, fresh: Plan, done: Collection[str], places: Collection[str]
) -> tuple[Key, ...]:
    """Give the permissions that are not as the plan saw them, and not by its steps.

    Args:
        plan: What was approved.
        fresh: Made of the same file, of KSeF as it is now.
        done: Ids of the steps of the plan that have been done.
        places: Where to look; the later plan has to have read them.

    Returns:
        Their keys, sorted as the plan's lines are; none: the plan may go on.
    """
    touched = {each.key for each in plan.lines if each.step in done}
    before = set(_seen(plan.lines, plan, touched, places))
    after = set(_seen(fresh.lines, plan, touched, places))
    return tuple(sorted({each.key for each in before ^ after}, key=repr))


def not_shown(plan: Plan, end: Plan, done: Collection[str]) -> tuple[Key, ...]:
    """Give the permissions of done steps that KSeF does not show as wanted.

    Args:
        plan: What was approved.
        end: Made of KSeF as it was read afterwards.
        done: Ids of the steps that were done.

    Returns:
        Their keys; none: everything that was done is proved.
    """
    acts = {each.id: each.act for each in plan.steps}
    stands = {each.key for each in end.lines if each.group in _STANDS}
    listed = {each.permission_id for each in end.lines if each.group in _HAD_IT}
    unread = {_place(each) for each in end.unread}
    wrong = []
    for line in plan.lines:
        if line.step not in done:
            continue
        if acts[line.step] is Act.GRANT:
            shown = line.key in stands
        else:
            read = (line.key.place, LISTED_IN[line.key.kind]) not in unread
            shown = read and line.permission_id not in listed
        if not shown:
            wrong.append(line.key)
    return tuple(wrong)


def _seen(
    lines: Iterable[Line], plan: Plan, touched: set[Key], places: Collection[str]
) -> Iterator[Line]:
    dark, unborn = _dark(plan), set(plan.proposals)
    for line in lines:
        key = line.key
        known = key.place not in unborn and (key.place, LISTED_IN[key.kind]) not in dark
        if known and key.place in places and key not in touched:
            yield line


def _dark(plan: Plan) -> set[tuple[str, Listed]]:
    return {_place(each) for each in plan.unread}


def _place(unread: Unread) -> tuple[str, Listed]:
    return (unread.place, unread.listed)
