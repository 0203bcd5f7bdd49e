"""How many calls an apply takes, and how long the limits of KSeF make them last.

KSeF counts each call apart for every context. An apply reads every context again that
the plan has seen, does one step after the other, each one call and at least one poll of
its operation, and reads again the contexts in which it had something to do. It waits
where it stands: contexts do not take turns.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from accountability.rates import Window
from ksef.access.endpoints import ENDPOINTS
from ksef.access.limits import terms_on
from ksef.plan.actual import Actual, lists_of
from ksef.plan.model import Cost, Step
from ksef.plan.places import Located


class Call(NamedTuple):
    """One call: in whose context, and which, as `ENDPOINTS` names it."""

    place: str
    endpoint: str


def calls_of(
    steps: Sequence[Step], located: Located, actual: Actual, *, office: str
) -> Iterator[Call]:
    """Give the calls of an apply in their order; none where there is nothing to do."""
    if not steps:
        return
    seen = [
        ref
        for ref, place in located.places.items()
        if place.context is not None and actual.of(place.context).whole
    ]
    units = sorted({*seen} - {office})
    for ref in (office, *units):
        yield from _reading(ref, located, actual, office)
    for step in steps:
        yield Call(step.place, step.endpoint)
        yield Call(step.place, "operation")
    for ref in (office, *sorted({step.place for step in steps} - {office})):
        yield from _reading(ref, located, actual, office)


def costs_of(calls: Iterable[Call], on: date) -> Iterator[Cost]:
    """Count the calls of each place and endpoint, sorted."""
    for call, times in sorted(Counter(calls).items()):
        yield Cost(
            place=call.place,
            endpoint=call.endpoint,
            calls=times,
            at_least_s=int(shortest(times, _windows(call, on)).total_seconds()),
        )


def lasting(calls: Iterable[Call], on: date) -> timedelta:
    """Give the shortest time in which the limits let these calls begin, one by one."""
    now = timedelta()
    begun: dict[Call, list[timedelta]] = defaultdict(list)
    for call in calls:
        before = begun[call]
        waits = [
            before[-window.limit] + window.length
            for window in _windows(call, on)
            if len(before) >= window.limit
        ]
        now = max([now, *waits])
        before.append(now)
    return now


def shortest(calls: int, windows: Iterable[Window]) -> timedelta:
    """Give the shortest time in which sliding windows let so many calls begin."""
    left, lasts = max(0, calls - 1), timedelta()
    for window in sorted(windows, key=lambda each: each.length, reverse=True):
        full, left = divmod(left, window.limit)
        lasts += full * window.length
    return lasts


def _reading(ref: str, located: Located, actual: Actual, office: str) -> Iterator[Call]:
    context = located.places[ref].context
    if context is None:
        return
    pages = actual.of(context).pages
    for listed in lists_of(context, is_office=ref == office):
        for _ in range(max(1, pages.get(listed, 1))):
            yield Call(ref, listed.value)


def _windows(call: Call, on: date) -> Sequence[Window]:
    return terms_on(on, ENDPOINTS[call.endpoint].limited).windows
