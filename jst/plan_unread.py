"""[5] What a plan could not read: a line for each context, with the cause in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from jst.plan_words import LISTS, NO_REPRESENTATIVE
from ksef.plan.actual import Kind, Listed, lists_of
from ksef.plan.desired import Desired
from ksef.plan.model import Plan, Unread
from ksef.plan.places import with_internal_ids

_NO_RIGHTS: Final = frozenset(
    {
        "ksef.access.login_no_permissions",
        "ksef.access.login_no_permissions_in_unit",
    }
)
"""How KSeF refuses the login of whoever has nothing in a context (415)."""


def unread_lines(
    plan: Plan, desired: Desired, *, why: Callable[[str], str]
) -> Iterator[str]:
    """Say of each context that was not wholly read, in one line, what and why.

    Args:
        plan: The plan.
        desired: The file that it was made of.
        why: Says in words why a list was not read; gets a public code.
    """
    places = with_internal_ids(desired, plan.internal_ids).places
    appointed = _appointed(plan)
    for ref, causes in by_cause(plan.unread).items():
        context = places[ref].context if ref in places else None  # gone since
        wanted = (
            () if context is None else lists_of(context, is_office=ref == plan.office)
        )
        told = []
        for code, lists in causes.items():
            bare = code in _NO_RIGHTS and appointed is not None
            alone = bare and ref != plan.office and ref not in (appointed or ())
            cause = f"{NO_REPRESENTATIVE} [{code}]" if alone else why(code)
            named = ", ".join(LISTS[each] for each in lists)
            told.append(f"{named}: {cause}" if set(lists) < set(wanted) else cause)
        yield f"  {ref}: {'; '.join(told)}"


def by_cause(unread: Iterable[Unread]) -> Mapping[str, Mapping[str, list[Listed]]]:
    """Put together the lists of a context that have one cause, by context and code."""
    found: dict[str, dict[str, list[Listed]]] = {}
    for each in unread:
        found.setdefault(each.place, {}).setdefault(each.why, []).append(each.listed)
    return found


def _appointed(plan: Plan) -> frozenset[str] | None:
    """Give the units that have a representative in KSeF; None: that was not read."""
    if any(
        each.place == plan.office and each.listed is Listed.SUBUNITS
        for each in plan.unread
    ):
        return None
    return frozenset(
        each.key.unit
        for each in plan.lines
        if each.key.kind is Kind.REPRESENTATIVE
        and each.key.unit is not None
        and each.permission_id
    )
