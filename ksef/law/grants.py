"""Grants, as an office keeps or reads them: who was given what, by whom, for how long.

Who a party is, is the caller's key: a masked identifier (`vocabulary.identifiers`) or a
name of the office's own. Days are half-open, `[valid_from, valid_until)`; a grant that
is revoked does not hold on the day of its revocation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from ksef.errors import GrantsInvalid
from ksef.law.bodies import UNITS
from ksef.model import Body, Holder, Permission
from vocabulary.masked import Identifier

Party: TypeAlias = str | Identifier

EVERY_CLIENT: Final = "*"
"""As a context: everybody who has named the entity that grants."""

HOLDERS: Final = frozenset({Holder.NATURAL_PERSON, Holder.ENTITY, Holder.BUYER})
"""Who can be given a permission; the others hold theirs by law."""

BY_LAW: Final = frozenset(Holder) - HOLDERS - {Holder.UNIT}
"""Who holds by law and is given nothing; a unit does neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One permission given to one party in one context.

    Attributes:
        id: The caller's own, e.g. KSeF's `permissionId`.
        who: Who is given it; `holder` says what they are.
        context: Whose invoices; `EVERY_CLIENT` for what an entity gives its person.
        by: Who gives it: the taxpayer, a unit, a person who manages permissions there,
            or an entity or buyer that was given them, whoever of its people entered it.
        can_delegate: An entity may pass it on to its own people.
        as_representative: The person represents the unit that `context` is; it counts
            for the permission to manage.
    """

    id: str
    who: Party
    holder: Holder
    permission: Permission
    context: Party
    by: Party
    valid_from: date
    valid_until: date | None = None
    revoked_on: date | None = None
    can_delegate: bool = False
    as_representative: bool = False

    def __post_init__(self) -> None:
        if self.holder not in HOLDERS:
            raise GrantsInvalid("holder", "holds by law and is given nothing")
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise GrantsInvalid("validUntil", "is not after validFrom")

    @property
    def ends(self) -> date:
        """The first day on which it does not hold any more."""
        return min(self.valid_until or date.max, self.revoked_on or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What kind of body a context is, and whose unit.

    Attributes:
        parent: The JST, VAT group or taxpayer whose unit it is; only for units.
    """

    id: Party
    kind: Body
    parent: Party | None = None

    def __post_init__(self) -> None:
        if (self.kind in UNITS) is not (self.parent is not None):
            raise GrantsInvalid("parent", "is given for a unit, and for nothing else")

    @property
    def taxpayer(self) -> Party:
        """Who the taxpayer of this context is."""
        return self.id if self.parent is None else self.parent


def check_office(grants: Sequence[Grant], contexts: Sequence[Context]) -> None:
    """Refuse ids that occur twice, and a unit whose parent is a unit itself.

    Raises:
        GrantsInvalid: One of these; `field` says which.
    """
    for name, ids in (
        ("grants.id", [each.id for each in grants]),
        ("contexts.id", [each.id for each in contexts]),
    ):
        if len(set(ids)) < len(ids):
            raise GrantsInvalid(name, "occurs twice")
    units = {each.id for each in contexts if each.parent is not None}
    if any(each.parent in units for each in contexts):
        raise GrantsInvalid("parent", "is a taxpayer, and no unit")


def context_of(contexts: Mapping[Party, Context], party: Party) -> Context:
    """Give the context of a party; an unlisted one is a taxpayer like any other."""
    return contexts.get(party) or Context(id=party, kind=Body.OTHER_TAXPAYER)
