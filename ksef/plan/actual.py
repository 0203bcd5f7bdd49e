"""What stands in KSeF, context by context, and how much of it was read. Pure.

    answers of ksef.access -> Standing, one permission each -> ContextState -> Actual

A list that was not read to its end says nothing of what is absent. So each list of a
context is whole, or its state is unread, with the reason; a plan never takes silence
for "no change".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from ksef.access.context import ContextId, ContextType
from ksef.access.requests import Target
from vocabulary.clock import warsaw_day
from vocabulary.identifiers import Identifier, InternalId, Nip

if TYPE_CHECKING:
    from ksef.access.messages_permissions import (
        AuthorisationGrant,
        EntityGrant,
        PersonGrant,
        SubunitGrant,
    )


class Listed(StrEnum):
    """The queries that tell the state of a context, as `ENDPOINTS` names them."""

    PERSONS = "query_persons"
    SUBUNITS = "query_subunits"
    RECEIVED = "query_entities"
    ROLES = "query_entity_roles"
    SUBORDINATES = "query_subordinate_roles"
    AUTHORISATIONS = "query_authorizations"


OF_OFFICE: Final = tuple(Listed)
OF_UNIT: Final = (Listed.PERSONS, Listed.AUTHORISATIONS, Listed.RECEIVED)
OF_INTERNAL: Final = (Listed.PERSONS,)
"""An internal unit is no taxpayer: it gives and receives no authorisations."""


def lists_of(context: ContextId, *, is_office: bool) -> tuple[Listed, ...]:
    """Say which queries have to be answered for a context to count as read."""
    if is_office:
        return OF_OFFICE
    return OF_INTERNAL if context.type is ContextType.INTERNAL_ID else OF_UNIT


class Kind(StrEnum):
    """What sort of permission it is; decides by which call it is given and revoked."""

    WORK = "work"
    INDIRECT = "indirect"
    REPRESENTATIVE = "representative"
    AUTHORISATION = "authorisation"


LISTED_IN: Final[Mapping[Kind, Listed]] = {
    Kind.WORK: Listed.PERSONS,
    Kind.INDIRECT: Listed.PERSONS,
    Kind.REPRESENTATIVE: Listed.SUBUNITS,
    Kind.AUTHORISATION: Listed.AUTHORISATIONS,
}

Client: TypeAlias = Identifier | Target
"""Whom an indirect grant serves: one client, or all of them."""

# KSeF's word for a grant that came from a ZAW-FA, and for one that no longer holds.
_SYSTEM: Final = "System"
INACTIVE: Final = "Inactive"
_EVERYBODY: Final = "AllPartners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One permission that stands in KSeF.

    Attributes:
        id: What a revocation names.
        kind: Sort of permission.
        holder: Who has it.
        permission: As the API writes it; may be new to us.
        unit: For a representative: the unit that he or she represents.
        client: For an indirect grant: whom the holder serves.
        author: Who gave it; None where KSeF does not say.
        by_zawfa: KSeF itself gave it, from a ZAW-FA.
        can_delegate: The holder may pass it on.
        since: The day it began, Europe/Warsaw.
        as_person: For a number that may be both's: it was given to a person (True) or
            to an entity and its people (False); None where KSeF does not say.
        unit_name: For a representative: the unit's name in KSeF.
        description: As whoever gave it wrote; shown by no `repr`.
    """

    id: str
    kind: Kind
    holder: Identifier
    permission: str
    unit: Identifier | None = None
    client: Client | None = None
    author: Identifier | None = None
    by_zawfa: bool = False
    can_delegate: bool = False
    since: date
    as_person: bool | None = None
    unit_name: str = ""
    description: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A permission that a client gave the entity of this context."""

    id: str
    client: Identifier
    permission: str
    can_delegate: bool
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextState:
    """What was read of one context.

    Attributes:
        whole: The lists that were read to their end.
        unread: Why the others were not: a code of an error, e.g. `ksef.access.denied`.
        standing: Permissions that hold.
        received: What clients gave this entity.
        roles: Roles of its entity.
        subordinates: NIPs of its subordinate entities.
        pages: How many calls each list took.
    """

    context: ContextId
    whole: frozenset[Listed] = frozenset()
    unread: Mapping[Listed, str] = field(default_factory=dict)
    standing: tuple[Standing, ...] = ()
    received: tuple[Received, ...] = ()
    roles: frozenset[str] = frozenset()
    subordinates: frozenset[Nip] = frozenset()
    pages: Mapping[Listed, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Actual:
    """What was read of KSeF; a context that is not here was not read."""

    contexts: tuple[ContextState, ...] = ()

    @cached_property
    def by_context(self) -> Mapping[ContextId, ContextState]:
        """The states, by context."""
        return {each.context: each for each in self.contexts}

    def of(self, context: ContextId) -> ContextState:
        """Give the state of a context; of one that is not here, that it is unread."""
        return self.by_context.get(context) or ContextState(context=context)


def standing_of_person(message: "PersonGrant") -> Standing | None:
    """Read a grant of query/persons/grants; None when it no longer holds.

    An administrator whom the parent appointed is listed here, too; `unit` is then set,
    as KSeF names the context only there.
    """
    if message.permission_state == INACTIVE or message.authorized_identifier is None:
        return None
    holder = message.authorized_identifier.party()
    if holder is None:
        return None
    client = None
    if (target := message.target_identifier) is not None:
        client = Target.ALL_PARTNERS if target.type == _EVERYBODY else target.party()
    author = message.author_identifier
    return Standing(
        id=message.id,
        kind=Kind.WORK if client is None else Kind.INDIRECT,
        holder=holder,
        permission=message.permission_scope,
        client=client,
        author=None if author is None else author.party(),
        by_zawfa=author is not None and author.type == _SYSTEM,
        can_delegate=message.can_delegate,
        since=_day(message.start_date),
        as_person=_as_person(message),
        description=message.description,
    )


def _as_person(message: "PersonGrant") -> bool | None:
    person = message.subject_person_details is not None
    entity = message.subject_entity_details is not None
    return None if person is entity else person


def standing_of_subunit(message: "SubunitGrant") -> Standing | None:
    """Read a grant of query/subunits/grants; None when it names nobody."""
    holder = message.authorized_identifier.party()
    unit = message.subunit_identifier.party()
    if holder is None or unit is None:
        return None
    author = message.author_identifier
    return Standing(
        id=message.id,
        kind=Kind.REPRESENTATIVE,
        holder=holder,
        permission=message.permission_scope,
        unit=unit,
        author=None if author is None else author.party(),
        since=_day(message.start_date),
        as_person=True,
        unit_name=message.subunit_name or "",
        description=message.description,
    )


def standing_of_authorisation(message: "AuthorisationGrant") -> Standing | None:
    """Read an authorisation that this entity gave; None when it names nobody."""
    holder = message.authorized_entity_identifier.party()
    if holder is None:
        return None
    author = message.author_identifier
    return Standing(
        id=message.id,
        kind=Kind.AUTHORISATION,
        holder=holder,
        permission=message.authorisation_scope,
        author=None if author is None else author.party(),
        since=_day(message.start_date),
        as_person=False,
        description=message.description,
    )


def received_of_entity(message: "EntityGrant") -> Received | None:
    """Read a permission that a client gave this entity; None when it names nobody."""
    client = message.context_identifier.party()
    if client is None:
        return None
    return Received(
        id=message.id,
        client=client,
        permission=message.permission_scope,
        can_delegate=message.can_delegate,
        since=_day(message.start_date),
    )


def _day(instant: datetime) -> date:
    """Give the day in Warsaw; an instant without a zone is taken as KSeF wrote it."""
    return instant.date() if instant.tzinfo is None else warsaw_day(instant)


def internal_ids_of(office: ContextState) -> Mapping[str, InternalId]:
    """Give the internal ids that KSeF has made, by the unit's name there."""
    return {
        each.unit_name: each.unit
        for each in sorted(office.standing, key=lambda one: one.id, reverse=True)
        if each.kind is Kind.REPRESENTATIVE and isinstance(each.unit, InternalId)
    }
