"""Indirect grants that KSeF shows as Active though their chain is broken.

client -> (canDelegate) -> entity -> person: revoking the middle ends the right, and the
person's own grant still says Active. `ksef.law.effective` finds these.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from ksef.access.requests import Target
from ksef.law.effective import Effective, Grant, Standing
from ksef.law.grants import EVERY_CLIENT
from ksef.law.standing import Why as Broken
from ksef.model import LEGAL_KIND, Holder, SystemPermission
from ksef.plan.actual import ContextState, Kind, Listed
from ksef.plan.actual import Standing as Held
from ksef.plan.model import Why
from vocabulary.identifiers import Identifier

_TOLD: Final[Mapping[Broken, Why]] = {
    Broken.LINK_GONE: Why.LINK_GONE,
    Broken.NO_POWER: Why.LINK_GONE,  # no client has given the entity anything
    Broken.NO_DELEGATION: Why.NO_DELEGATION,
}


def orphans_of(
    state: ContextState, entity: Identifier, on: date
) -> Iterator[tuple[str, Why]]:
    """Name the indirect grants of an entity that no client's grant carries.

    Args:
        state: Of the entity's context; nothing is said unless what clients gave it
            was read whole.
        entity: Whose context it is.
        on: The day, Europe/Warsaw.

    Yields:
        KSeF's id of the grant, and which link is missing.
    """
    if Listed.RECEIVED not in state.whole:
        return
    passed = [each for each in state.standing if _known(each)]
    if not passed:
        return
    effective = Effective(_grants(state, passed, entity))
    clients = {each.client for each in state.received}
    for held in passed:
        asked = clients if isinstance(held.client, Target) else {held.client}
        kind = LEGAL_KIND[SystemPermission(held.permission)]
        answers = [
            effective.may(held.holder, kind, client, on=on)
            for client in asked
            if client is not None
        ]
        if any(answers):
            continue
        if (why := _why(held.id, answers)) is not None:
            yield held.id, why


def _known(held: Held) -> bool:
    return held.kind is Kind.INDIRECT and any(
        held.permission == each.value for each in LEGAL_KIND
    )


def _grants(
    state: ContextState, passed: list[Held], entity: Identifier
) -> Iterator[Grant]:
    for first in state.received:
        kind = next((k for p, k in LEGAL_KIND.items() if p == first.permission), None)
        if kind is not None:
            yield Grant(
                id=f"received {first.id}",
                who=entity,
                holder=Holder.ENTITY,
                permission=kind,
                context=first.client,
                by=first.client,
                valid_from=first.since,
                can_delegate=first.can_delegate,
            )
    for held in passed:
        client = EVERY_CLIENT if isinstance(held.client, Target) else held.client
        yield Grant(
            id=held.id,
            who=held.holder,
            holder=Holder.NATURAL_PERSON,
            permission=LEGAL_KIND[SystemPermission(held.permission)],
            context=client or EVERY_CLIENT,
            by=entity,
            valid_from=held.since,
        )


def _why(grant: str, answers: list[Standing]) -> Why | None:
    """Say which link is missing; nobody who passes anything on is one, too."""
    if not answers:
        return Why.LINK_GONE
    told = [b.why for each in answers for b in each.broken if b.grant == grant]
    return next((_TOLD[why] for why in told if why in _TOLD), None)
