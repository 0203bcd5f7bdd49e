"""What stands in KSeF, in the words of the file: by the same keys as what is wanted."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ksef.access.requests import Target
from ksef.plan.actual import (
    Actual,
    ContextState,
    Kind,
    Listed,
    Standing,
    lists_of,
)
from ksef.plan.desired import Desired, Entity, Person, Place
from ksef.plan.model import EVERY_CLIENT, Key, Unread, Why
from ksef.plan.places import is_apart, is_own_taxpayer
from vocabulary.identifiers import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that stands in the contexts of the file.

    Attributes:
        by_key: Oldest first; more than one is a double.
        states: By reference of the place; only of places that the plan can reach.
        representatives: Units with whoever represents them, as KSeF has it.
    """

    by_key: Mapping[Key, tuple[Standing, ...]]
    states: Mapping[str, ContextState]
    representatives: frozenset[tuple[str, str]]

    def is_whole(self, place: str, listed: Listed) -> bool:
        """Tell whether a list of a place was read to its end."""
        state = self.states.get(place)
        return state is not None and listed in state.whole


def held_of(desired: Desired, actual: Actual) -> Held:
    """Put what was read under the keys of the file.

    Args:
        desired: With the identifiers that `ksef.plan.places` found.
        actual: What was read.
    """
    names: dict[Identifier, str] = {
        each.identifier: ref
        for ref, each in desired.parties.items()
        if each.identifier is not None
    }
    states = {
        ref: actual.of(place.context)
        for ref, place in desired.places.items()
        if place.context is not None and not is_apart(place, desired)
    }
    appointed = {
        each.id: each
        for each in states[desired.office.ref].standing
        if each.kind is Kind.REPRESENTATIVE
    }
    names |= _strangers(states.values(), names)
    found: dict[Key, list[Standing]] = {}
    for ref, state in states.items():
        for standing in _own(ref, state, desired, appointed):
            key = _key(ref, standing, names)
            if _is_another(standing, desired.parties.get(key.who)):
                key = replace(key, who=_apart(key.who, standing))
            found.setdefault(key, []).append(standing)
    return Held(
        by_key={
            key: tuple(sorted(same, key=lambda each: (each.since, each.id)))
            for key, same in found.items()
        },
        states=states,
        representatives=frozenset(
            (names[each.unit], names[each.holder])
            for each in appointed.values()
            if each.unit is not None
        ),
    )


def unread_in(
    held: Held, desired: Desired, unmade: Collection[str]
) -> Iterator[Unread]:
    """Name every list that was not read, and the units of which nobody knows a number.

    Args:
        held: What was read.
        desired: With the identifiers that `ksef.plan.places` found.
        unmade: Units of a new number of ours: KSeF has no context of them to read.
    """
    office = desired.office.ref
    for ref, state in sorted(held.states.items()):
        if ref in unmade:
            continue
        for listed in lists_of(state.context, is_office=ref == office):
            if listed not in state.whole:
                why = state.unread.get(listed, Why.NOT_READ.value)
                yield Unread(place=ref, listed=listed, why=why)
    for unit in sorted(desired.units, key=lambda each: each.ref):
        if unit.identifier is None and not is_own_taxpayer(unit):
            why = Why.NOT_READ.value
            yield Unread(place=unit.ref, listed=Listed.PERSONS, why=why)


def _own(
    ref: str,
    state: ContextState,
    desired: Desired,
    appointed: Mapping[str, Standing],
) -> Iterator[Standing]:
    """Give what stands in a context, without what was appointed from the office's.

    A unit's list shows its representative, too; it is revoked where it was given.
    """
    if ref == desired.office.ref:
        yield from state.standing
        return
    for each in state.standing:
        if each.id not in appointed:
            yield each


def _key(ref: str, standing: Standing, names: Mapping[Identifier, str]) -> Key:
    client = standing.client
    return Key(
        place=ref,
        kind=standing.kind,
        who=names[standing.holder],
        permission=standing.permission,
        unit=None if standing.unit is None else names[standing.unit],
        client=None
        if client is None
        else EVERY_CLIENT
        if isinstance(client, Target)
        else names[client],
    )


def _strangers(
    states: Iterable[ContextState], names: Mapping[Identifier, str]
) -> dict[Identifier, str]:
    """Name those whom the file does not know: by mask, told apart where it is shared.

    The first keeps the bare mask, so that whoever comes later renames nobody.
    """
    standing = [each for state in states for each in state.standing]
    standing.sort(key=lambda each: (each.since, each.id))
    taken: Counter[str] = Counter()
    found: dict[Identifier, str] = {}
    for each in standing:
        for party in (each.holder, each.unit, each.client):
            if party is None or isinstance(party, Target):
                continue
            if party in names or party in found:
                continue
            mask = f"{party.kind} {party.masked}"
            taken[mask] += 1
            found[party] = mask if taken[mask] == 1 else f"{mask} ({taken[mask]})"
    return found


def _is_another(standing: Standing, known: Person | Entity | Place | None) -> bool:
    """Tell whether a number of the file was given as that of the other sort.

    A NIP may be a person's who does business, and a firm's of the same person: KSeF
    asks the firm's people, where it was given to the firm.
    """
    if known is None or standing.as_person is None:
        return False
    return standing.as_person is not isinstance(known, Person)


def _apart(ref: str, standing: Standing) -> str:
    """Name a holder by whose number it is, and by the sort as which KSeF knows it."""
    return f"{ref} ({'osoba' if standing.as_person else 'podmiot'})"
