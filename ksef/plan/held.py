"""What stands in KSeF, in the words of the file: by the same keys as what is wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ksef.access.requests import Target
from ksef.plan.actual import Actual, ContextState, Kind, Listed, Standing
from ksef.plan.desired import Desired, Entity, Person, Place
from ksef.plan.model import EVERY_CLIENT, Key, Unread, Why
from ksef.plan.places import is_own_taxpayer
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
        if place.context is not None
        and (ref == desired.office.ref or not is_own_taxpayer(place))
    }
    appointed = {
        each.id: each
        for each in states[desired.office.ref].standing
        if each.kind is Kind.REPRESENTATIVE
    }
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
            (_name(each.unit, names), _name(each.holder, names))
            for each in appointed.values()
            if each.unit is not None
        ),
    )


def nowhere_in(desired: Desired) -> Iterator[Unread]:
    """Name the units of which nobody has read whether KSeF has a number."""
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
        who=_name(standing.holder, names),
        permission=standing.permission,
        unit=None if standing.unit is None else _name(standing.unit, names),
        client=None
        if client is None
        else EVERY_CLIENT
        if isinstance(client, Target)
        else _name(client, names),
    )


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


def _name(party: Identifier, names: Mapping[Identifier, str]) -> str:
    """Give the reference of a party; of one that the file does not know, its mask."""
    return names.get(party) or f"{party.kind} {party.masked}"
