"""[3] Read the contexts of a plan, each by the credential named for it.

    office's context -> which units KSeF has made -> each unit's context -> Actual

A context that cannot be entered, and a list that breaks off, is kept as unread, with
the code of the error: the others are read all the same. What concerns our own side (a
person who may not ask, a log that does not take the entry) stops everything.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from accountability.action import Performed
from accountability.errors import (
    LimitReached,
    OutcomeUnknown,
    RegisterRefused,
)
from jst.ksef_contexts import UNREACHED
from jst.patience import patiently
from ksef.access import queries
from ksef.access.acting import Acting
from ksef.access.context import ContextId
from ksef.access.pages import FIRST, Found
from ksef.plan.actual import Actual, ContextState, Listed, lists_of
from ksef.plan.desired import Desired, Place
from ksef.plan.gather import Records, gather
from ksef.plan.places import is_own_taxpayer, locate

T = TypeVar("T")


class Entering(Protocol):
    """How contexts are entered: `jst.ksef_contexts.Contexts`."""

    def to_read(self, place: Place) -> Acting:
        """Log in to the context of a place, and say who acts there and why."""

    def in_session(self, place: Place, act: Callable[[], T]) -> T:
        """Do something in a context; where its session has ended, log in anew."""


NO_CREDENTIAL: Final = "ksef.plan.no_credential"
_LONGEST_PAUSE_S: Final = 600.0
NOT_DONE: Final = (*UNREACHED, LimitReached, OutcomeUnknown, RegisterRefused)
"""Why a question or a change got no answer that counts; the next one is tried."""
_ASKS: Final[Mapping[Listed, Callable[..., Iterator[Performed[Found[Any]]]]]] = {
    Listed.PERSONS: queries.persons,
    Listed.SUBUNITS: queries.subunits,
    Listed.RECEIVED: queries.entities,
    Listed.ROLES: queries.roles,
    Listed.SUBORDINATES: queries.subordinates,
    Listed.AUTHORISATIONS: queries.authorisations,
}


def read_actual(
    desired: Desired,
    contexts: Entering,
    *,
    told: Callable[[str], None],
    places: Collection[str] | None = None,
) -> Actual:
    """Read every context of the file that the office can reach.

    Args:
        desired: The file.
        contexts: How they are entered; an error of KSeF, of a key or of
            credentials.toml makes the context unread.
        told: Hears the reference of each place before it is read: for progress.
        places: Only these, and the office; None: all.

    Raises:
        ActionDenied, AuditUnavailable, LimitsUnavailable: Of our own side.
    """
    told(desired.office.ref)
    office = _read(desired.office, desired.context, contexts, is_office=True)
    located = locate(desired, Actual(contexts=(office,)))
    states = [office]
    for unit in sorted(desired.units, key=lambda each: each.ref):
        place = located.places[unit.ref]
        unborn = unit.ref in located.proposed_here
        if places is not None and unit.ref not in places:
            continue
        if place.context is None or is_own_taxpayer(unit) or unborn:
            continue
        told(unit.ref)
        states.append(_read(place, place.context, contexts, is_office=False))
    return Actual(contexts=tuple(states))


@dataclass
class _Lists:
    whole: set[Listed] = field(default_factory=set)
    unread: dict[Listed, str] = field(default_factory=dict)
    pages: dict[Listed, int] = field(default_factory=dict)
    items: dict[Listed, list[Any]] = field(default_factory=dict)


def _read(
    place: Place, context: ContextId, contexts: Entering, *, is_office: bool
) -> ContextState:
    wanted = lists_of(context, is_office=is_office)
    if place.credential is None:
        return ContextState(
            context=context, unread=dict.fromkeys(wanted, NO_CREDENTIAL)
        )
    try:
        contexts.to_read(place)
    except NOT_DONE as refused:
        return ContextState(context=context, unread=dict.fromkeys(wanted, refused.code))
    lists = _Lists()
    for listed in wanted:
        _ask(listed, place, contexts, lists)
    found = lists.items
    return gather(
        context,
        Records(
            whole=frozenset(lists.whole),
            unread=lists.unread,
            pages=lists.pages,
            persons=found.get(Listed.PERSONS, ()),
            subunits=found.get(Listed.SUBUNITS, ()),
            received=found.get(Listed.RECEIVED, ()),
            roles=found.get(Listed.ROLES, ()),
            subordinates=found.get(Listed.SUBORDINATES, ()),
            authorisations=found.get(Listed.AUTHORISATIONS, ()),
        ),
    )


def _ask(listed: Listed, place: Place, contexts: Entering, lists: _Lists) -> None:
    """Read one list; what the limits put off is read as soon as they let us."""
    items = lists.items.setdefault(listed, [])
    lists.pages[listed] = 0
    client, start = contexts.to_read(place)["session"].client, FIRST

    def read_on() -> None:
        nonlocal start
        for done in _ASKS[listed](start=start, **contexts.to_read(place)):
            items.extend(done.answer.items)
            lists.pages[listed] += 1
            start = done.answer.next_page or start

    try:
        patiently(
            partial(contexts.in_session, place, read_on),
            clock=client.clock,
            sleep=client.sleep,
            longest_s=_LONGEST_PAUSE_S,
        )
    except NOT_DONE as refused:
        lists.unread[listed] = refused.code
    else:
        lists.whole.add(listed)
