"""Whom the tax administration knows: roles of entities, links of persons, blocks.

None of it is made through the API of KSeF; the test-data endpoints put it here.
Source: OpenAPI 2.7.0, /testdata/*; facts/ksef-api.md, 3.4 and 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_problems import refused

PARENTS: Final = {
    "JST": ("LocalGovernmentUnit", "LocalGovernmentSubUnit"),
    "VatGroup": ("VatGroupUnit", "VatGroupSubUnit"),
    "EnforcementAuthority": ("EnforcementAuthority", None),
}
MAY_ENFORCE: Final = frozenset({"EnforcementAuthority", "CourtBailiff"})


@dataclass(frozen=True, slots=True)
class EntityRole:
    """One role of an entity.

    Attributes:
        nip: Of the entity.
        role: As the API names it.
        description: Of the role.
        since: Aware.
        parent: NIP of the entity above, for a role that has one.
    """

    nip: str = field(repr=False)
    role: str
    description: str
    since: datetime
    parent: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class Person:
    """A natural person who is a taxpayer: the link between a NIP and a PESEL."""

    nip: str = field(repr=False)
    pesel: str = field(repr=False)
    is_deceased: bool = False


class Registry:
    """Roles, persons and blocked contexts."""

    def __init__(self) -> None:
        self._roles: list[EntityRole] = []
        self._persons: dict[str, Person] = {}
        self.blocked: set[Ident] = set()
        self.attachments: dict[str, datetime | None] = {}

    def add_subject(
        self,
        nip: str,
        kind: str,
        *,
        subunits: list[tuple[str, str]],
        description: str,
        since: datetime,
    ) -> None:
        """Give an entity the role of its kind, and its subunits theirs.

        Raises:
            Problem: 30001; it has a role already.
        """
        if any(True for _ in self.roles_of(nip)):
            raise refused(30001)
        role, below = PARENTS[kind]
        self._roles.append(EntityRole(nip, role, description, since))
        if below:
            self._roles.extend(
                EntityRole(each, below, told, since, parent=nip)
                for each, told in subunits
            )

    def remove_subject(self, nip: str) -> None:
        """Take an entity's roles away, and those of its subunits."""
        self._roles = [
            each for each in self._roles if nip not in {each.nip, each.parent}
        ]

    def add_person(self, person: Person, *, bailiff: EntityRole | None) -> None:
        """Link a person's numbers.

        Raises:
            Problem: 30001; the NIP is a person's already.
        """
        if person.nip in self._persons:
            raise refused(30001)
        self._persons[person.nip] = person
        if bailiff:
            self._roles.append(bailiff)

    def remove_person(self, nip: str) -> None:
        """Forget a person and the roles of that NIP."""
        self._persons.pop(nip, None)
        self._roles = [each for each in self._roles if each.nip != nip]

    def roles_of(self, nip: str) -> Iterator[EntityRole]:
        """Give the roles of an entity, in the order they were given."""
        return (each for each in self._roles if each.nip == nip)

    def below(self, nip: str) -> Iterator[EntityRole]:
        """Give the roles of the entities under this one."""
        return (each for each in self._roles if each.parent == nip)

    def has_role(self, nip: str, *roles: str) -> bool:
        """Tell whether an entity has one of the roles."""
        return any(each.role in roles for each in self.roles_of(nip))

    def is_below(self, nip: str, parent: str) -> bool:
        """Tell whether an entity stands under another one."""
        return any(each.nip == nip for each in self.below(parent))

    def aliases(self, who: Ident) -> frozenset[Ident]:
        """Give all identifiers of the same subject: a NIP and its linked PESEL."""
        for person in self._persons.values():
            both = frozenset({Ident("Nip", person.nip), Ident("Pesel", person.pesel)})
            if who in both:
                return both
        return frozenset({who})

    def is_deceased(self, who: Ident) -> bool:
        """Tell whether the subject is a person who has died."""
        known = self.aliases(who)
        return any(
            each.is_deceased and Ident("Nip", each.nip) in known
            for each in self._persons.values()
        )
