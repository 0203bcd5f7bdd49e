"""From what is wanted and what stands to a plan. Pure; the order of input is nothing.

    places -> wants, held -> each permission weighed -> steps, troubles, calls -> Plan

Promises
    - A list that was not read to its end never counts as "no change", nor as "absent".
    - Nothing is granted that the regulation or the API refuses; it is told why.
    - What came by ZAW-FA, and what holders unknown to the file have, is told and left
      alone, the latter unless the file says otherwise.
    - The same file, state and day make the same plan, to the byte.

Source: Dz.U. 2025 poz. 1815 through `ksef.access.judge` (text not seen).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from ksef.plan.actual import Actual, Listed
from ksef.plan.cost import calls_of, costs_of, lasting
from ksef.plan.desired import Desired
from ksef.plan.held import Held, held_of, unread_in
from ksef.plan.judged import delegations_of
from ksef.plan.model import Group, HeldSeal, Key, Line, Owner, Plan, Why
from ksef.plan.orphans import orphans_of
from ksef.plan.places import is_own_taxpayer, locate
from ksef.plan.steps import in_order
from ksef.plan.wants import wants_of
from ksef.plan.weigh import Weighed, Weigher
from vocabulary.identifiers import Nip

__all__ = ["plan"]


def plan(desired: Desired, actual: Actual, *, on: date) -> Plan:
    """Say what is to be done so that KSeF has what the file wants on a day.

    Args:
        desired: The file, checked (`ksef.plan.checks`).
        actual: What was read of KSeF; a context that is not there was not read.
        on: The day, Europe/Warsaw.

    Returns:
        The plan; `exit_code` tells whether there is anything to do, and whether all
        was read. A file and a state that agree make one without steps.
    """
    located = locate(desired, actual)
    known = located.desired
    wants, held = wants_of(known, on), held_of(known, actual)
    weigher = Weigher(
        desired=known,
        wants=wants,
        held=held,
        orphans=dict(_orphans(known, held, on)),
        delegated=delegations_of(known, wants, held),
        proposals=located.proposals,
        on=on,
    )
    keys = sorted({*wants, *held.by_key}, key=_by_key)
    weighed = [each for key in keys for each in weigher.weigh(key)]
    singles = [each.single for each in weighed if each.single is not None]
    steps, names = in_order(singles)
    lines = [_with_step(each, names) for each in weighed]
    calls = list(calls_of(steps, located, actual, office=desired.office.ref))
    return Plan(
        office=desired.office.ref,
        on=on,
        lines=tuple(sorted(lines, key=_by_group)),
        steps=steps,
        unlisted=tuple(sorted(_unlisted(known, held))),
        unread=tuple(unread_in(held, known, located.proposed_here)),
        internal_ids=dict(sorted(located.internal_ids.items())),
        proposals=tuple(sorted(located.proposals)),
        owners=tuple(_owners(known, on)),
        costs=tuple(costs_of(calls, on)),
        at_least_s=int(lasting(calls, on).total_seconds()),
    )


def _with_step(weighed: Weighed, names: Mapping[str, str]) -> Line:
    """Name in a line the step that it became part of."""
    if weighed.single is None:
        return weighed.line
    return replace(weighed.line, step=names[weighed.single.step.id])


def _orphans(desired: Desired, held: Held, on: date) -> Iterator[tuple[str, Why]]:
    for ref, state in held.states.items():
        entity = desired.places[ref].identifier
        if entity is not None:
            yield from orphans_of(state, entity, on)


def _unlisted(desired: Desired, held: Held) -> Iterator[str]:
    """Name the units with a NIP of their own that KSeF does not know as subordinate."""
    office = held.states[desired.office.ref]
    if Listed.SUBORDINATES not in office.whole:
        return
    for unit in desired.units:
        own_nip = isinstance(unit.identifier, Nip) and not is_own_taxpayer(unit)
        if own_nip and unit.identifier not in office.subordinates:
            yield unit.ref


def _owners(desired: Desired, on: date) -> Iterator[Owner]:
    """Say who acts as the owner: of every NIP, somebody does, and no list shows it."""
    units = [each for each in desired.units if not is_own_taxpayer(each)]
    for place in (desired.office, *sorted(units, key=lambda each: each.ref)):
        if not isinstance(place.identifier, Nip):
            continue
        holders = [
            HeldSeal.of(each)
            for each in desired.holders
            if each.where == place.ref and each.holds_on(on)
        ]
        holders.sort(key=lambda each: (each.who, each.means, each.serial))
        yield Owner(place=place.ref, holders=tuple(holders))


def _by_key(key: Key) -> tuple[str, ...]:
    return (
        key.place,
        key.kind,
        key.who,
        key.unit or "",
        key.client or "",
        key.permission,
    )


_ORDER = {group: number for number, group in enumerate(Group)}


def _by_group(line: Line) -> tuple[int, tuple[str, ...], str]:
    return (_ORDER[line.group], _by_key(line.key), line.permission_id)
