"""What the office wants in KSeF: units, people, and who may do what until when. Pure.

    permissions.toml (jst.plan_file) -> Desired -> wants, one permission each

Everybody is known by a reference, e.g. `a.kowalska`; the clear numbers stand in the
protected people file and, here, masked. Days are half-open, [from, until), of
Europe/Warsaw. KSeF itself knows no end of a permission: whoever runs the plan does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias, cast

from ksef.access import parties
from ksef.access.context import ContextId
from ksef.access.details import Named
from ksef.model import Body
from ksef.plan.errors import OfficeWithoutNip
from vocabulary.identifiers import Nip

NO_END: Final = date.max


class Unknown(StrEnum):
    """What happens to a permission in KSeF whose holder the file does not know."""

    REPORT = "report"
    REVOKE = "revoke"


class SealMeans(StrEnum):
    """With what somebody acts as the owner of a context, who stands in no list."""

    SEAL = "seal"
    ENTITY_CERTIFICATE = "entity_certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A natural person, from the protected people file.

    Attributes:
        ref: How the plan names him or her.
        identifier: NIP, PESEL or the fingerprint of a certificate.
        details: The name, as KSeF asks for it.
        staff: Id in people.toml, whose credentials are the person's; as `ref`, where
            the office says nothing else.
    """

    ref: str
    identifier: parties.Person
    details: Named = field(repr=False)
    staff: str = ""

    @property
    def staff_id(self) -> str:
        """The id in people.toml, if there is one."""
        return self.staff or self.ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Another entity, e.g. an accounting office, from the protected people file."""

    ref: str
    identifier: Nip
    full_name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The office, or one of its units: a context of KSeF.

    Attributes:
        ref: How the plan names it.
        kind: Which body it is; decides what the regulation lets it do.
        name: As it stands in KSeF (subunitName), 5 to 256 characters.
        identifier: Its own NIP; an internal id, which is a proposal until KSeF
            has made it; None: none yet, the plan proposes one.
        credential: Name in credentials.toml of what logs in to its context.
    """

    ref: str
    kind: Body
    name: str
    identifier: parties.Unit | None = None
    credential: str | None = None

    @property
    def context(self) -> ContextId | None:
        """The context; None while it has no identifier."""
        return None if self.identifier is None else ContextId.of(self.identifier)


Who: TypeAlias = Person | Entity | Place
"""A holder; a unit with a NIP of its own may hold, too: an accounting centre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One grant of the file: whom, where, which permissions, for how long, and why.

    Attributes:
        id: How the office names it; stands in the ledger.
        who: Reference of a person, an entity or a unit.
        where: Reference of the office or a unit.
        permissions: As the API writes them, each once.
        valid_from: First day.
        valid_until: First day on which it no longer holds; None: no end.
        reason: Why; stays in KSeF, with the basis, as the description.
        basis: Number of the zarządzenie or of the authorisation.
        client: For what an entity gives its person: whom the person serves.
        can_delegate: An entity may pass it on to its people.
        as_representative: The person represents the unit, and is appointed from the
            office's context.
        bundle: The named role that the permissions come from, or empty.
    """

    id: str
    who: str
    where: str
    permissions: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None
    reason: str
    basis: str
    client: str | None = None
    can_delegate: bool = False
    as_representative: bool = False
    bundle: str = ""

    @property
    def ends(self) -> date:
        """The first day on which it no longer holds."""
        return self.valid_until or NO_END


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """Somebody who stands in: has, for a time, what another person has.

    Attributes:
        stands_for: The person; every entry of his or hers that holds on a day of the
            deputy's time is taken over, from when both have begun.
        where: Only in these places; empty: in all.
        outlasts: The deputy keeps it to the end of his time, also where the entry ends
            before: the person leaves, and the deputy stays.
    """

    id: str
    who: str
    stands_for: str
    valid_from: date
    valid_until: date
    reason: str
    basis: str
    where: tuple[str, ...] = ()
    outlasts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SealHolder:
    """Who holds a seal or an entity certificate, and so acts as the owner.

    Attributes:
        where: The context whose owner it makes.
        who: Reference of the person who holds it.
        serial: Serial number of the certificate as the office writes it, or empty.
    """

    where: str
    who: str
    means: SealMeans
    valid_from: date
    valid_until: date | None = None
    serial: str = ""

    def holds_on(self, day: date) -> bool:
        """Tell whether it is with that person on a day (Europe/Warsaw)."""
        return self.valid_from <= day < (self.valid_until or NO_END)


@dataclass(frozen=True, kw_only=True)
class Desired:
    """The whole file, read and checked (`ksef.plan.checks`).

    Attributes:
        unknown: What happens to permissions of holders whom the file does not know.
    """

    office: Place
    units: tuple[Place, ...] = ()
    persons: tuple[Person, ...] = ()
    entities: tuple[Entity, ...] = ()
    entries: tuple[Entry, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    holders: tuple[SealHolder, ...] = ()
    unknown: Unknown = Unknown.REPORT

    def __post_init__(self) -> None:
        if not isinstance(self.office.identifier, Nip):
            raise OfficeWithoutNip

    @property
    def nip(self) -> Nip:
        """The office's NIP, in whose context the first stage works."""
        return cast("Nip", self.office.identifier)  # checked when made

    @property
    def context(self) -> ContextId:
        """The office's context."""
        return ContextId.of(self.nip)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Office and units, by reference."""
        return {each.ref: each for each in (self.office, *self.units)}

    @cached_property
    def parties(self) -> Mapping[str, Who]:
        """Whoever can hold something, by reference."""
        listed: tuple[Who, ...] = (*self.persons, *self.entities)
        return {**self.places, **{each.ref: each for each in listed}}


def entries_of(desired: Desired) -> tuple[Entry, ...]:
    """Give every entry, and those that deputies take over, as entries of their own.

    A deputy's entry is named `deputy/entry`. It begins when both have begun, and ends
    with the first of them, or with the deputy's time where that outlasts. Sorted by id.
    """
    made = list(desired.entries)
    for deputy in desired.deputies:
        for entry in desired.entries:
            if entry.who != deputy.stands_for:
                continue
            if deputy.where and entry.where not in deputy.where:
                continue
            if entry.valid_from < deputy.valid_until and deputy.valid_from < entry.ends:
                made.append(_taken_over(entry, deputy))
    return tuple(sorted(made, key=lambda each: each.id))


def _taken_over(entry: Entry, deputy: Deputy) -> Entry:
    return Entry(
        id=f"{deputy.id}/{entry.id}",
        who=deputy.who,
        where=entry.where,
        permissions=entry.permissions,
        valid_from=max(deputy.valid_from, entry.valid_from),
        valid_until=deputy.valid_until
        if deputy.outlasts
        else min(deputy.valid_until, entry.ends),
        reason=deputy.reason,
        basis=deputy.basis,
        client=entry.client,
        can_delegate=entry.can_delegate,
        as_representative=entry.as_representative,
        bundle=entry.bundle,
    )
