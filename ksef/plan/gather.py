"""Records of KSeF's answers become the state of a context, whoever read them. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from ksef.access.context import ContextId
from ksef.plan.actual import (
    INACTIVE,
    ContextState,
    Listed,
    Received,
    Standing,
    received_of_entity,
    standing_of_authorisation,
    standing_of_person,
    standing_of_subunit,
)
from vocabulary.identifiers import Nip

if TYPE_CHECKING:
    from ksef.access.messages_permissions import (
        AuthorisationGrant,
        EntityGrant,
        EntityRole,
        PersonGrant,
        SubordinateRole,
        SubunitGrant,
    )

M = TypeVar("M")
V = TypeVar("V", Standing, Received)

UNCLEAR: Final = "ksef.plan.record_unclear"
"""A record that names nobody: what it says is not known, so its list is not whole."""


@dataclass(frozen=True, kw_only=True)
class Records:
    """The records of each list of a context, of all its pages.

    Attributes:
        whole: The lists that were read to their end.
        unread: Why others were not: the code of an error.
        pages: How many calls each list took.
    """

    whole: frozenset[Listed]
    unread: Mapping[Listed, str] = field(default_factory=dict)
    pages: Mapping[Listed, int] = field(default_factory=dict)
    persons: "Iterable[PersonGrant]" = ()
    subunits: "Iterable[SubunitGrant]" = ()
    received: "Iterable[EntityGrant]" = ()
    roles: "Iterable[EntityRole]" = ()
    subordinates: "Iterable[SubordinateRole]" = ()
    authorisations: "Iterable[AuthorisationGrant]" = ()


def gather(context: ContextId, records: Records) -> ContextState:
    """Make the state of a context of its records; doubles of a turned page fall away.

    Nothing is raised: a record that cannot be understood makes its list unread.
    """
    unread = dict(records.unread)
    active = [each for each in records.persons if each.permission_state != INACTIVE]
    standing = [
        *_read(Listed.PERSONS, active, standing_of_person, unread),
        *_read(Listed.SUBUNITS, records.subunits, standing_of_subunit, unread),
        *_read(
            Listed.AUTHORISATIONS,
            records.authorisations,
            standing_of_authorisation,
            unread,
        ),
    ]
    received = _read(Listed.RECEIVED, records.received, received_of_entity, unread)
    below = [
        each.subordinate_entity_identifier.party() for each in records.subordinates
    ]
    return ContextState(
        context=context,
        whole=records.whole - unread.keys(),
        unread=unread,
        standing=tuple({each.id: each for each in standing}.values()),
        received=tuple({each.id: each for each in received}.values()),
        roles=frozenset(each.role for each in records.roles),
        subordinates=frozenset(each for each in below if isinstance(each, Nip)),
        pages=dict(records.pages),
    )


def _read(
    listed: Listed,
    items: Iterable[M],
    read: Callable[[M], V | None],
    unread: dict[Listed, str],
) -> list[V]:
    found = [read(item) for item in items]
    if any(each is None for each in found):
        unread.setdefault(listed, UNCLEAR)
    return [each for each in found if each is not None]
