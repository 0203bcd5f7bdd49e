"""How many calls a plan takes, and how long the limits of KSeF make them last.

KSeF counts each call apart for every context. A change is one call, at least one poll
of its operation, and afterwards the context's lists are read again as proof.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from accountability.rates import Window
from ksef.access.context import ContextId
from ksef.access.endpoints import ENDPOINTS
from ksef.access.limits import terms_on
from ksef.plan.actual import Actual, lists_of
from ksef.plan.model import Cost, Step
from ksef.plan.places import Located


def costs_of(
    steps: Iterable[Step], located: Located, actual: Actual, *, office: str, on: date
) -> Iterator[Cost]:
    """Count the calls of each place and endpoint, sorted."""
    counted: Counter[tuple[str, str]] = Counter()
    for step in steps:
        counted[step.place, step.endpoint] += 1
        counted[step.place, "operation"] += 1
    for ref in sorted({place for place, _ in counted}):
        identifier = located.places[ref].identifier
        if identifier is None:
            continue
        context = ContextId.of(identifier)
        pages = actual.of(context).pages
        for listed in lists_of(context, is_office=ref == office):
            counted[ref, listed.value] += max(1, pages.get(listed, 1))
    for (place, endpoint), calls in sorted(counted.items()):
        windows = terms_on(on, ENDPOINTS[endpoint].limited).windows
        yield Cost(
            place=place,
            endpoint=endpoint,
            calls=calls,
            at_least_s=int(shortest(calls, windows).total_seconds()),
        )


def shortest(calls: int, windows: Iterable[Window]) -> timedelta:
    """Give the shortest time in which sliding windows let so many calls begin."""
    left, lasts = max(0, calls - 1), timedelta()
    for window in sorted(windows, key=lambda each: each.length, reverse=True):
        full, left = divmod(left, window.limit)
        lasts += full * window.length
    return lasts
