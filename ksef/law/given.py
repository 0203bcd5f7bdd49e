"""What a grant gives, and by which provisions, in the contexts of one office.

    grant + as whom it was made -> for each permission the rules of each era

The same for all grants of a kind, so it is worked out once for each kind.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from ksef.law.bodies import BODIES_106C, UNITS
from ksef.law.grants import EVERY_CLIENT, Context, Grant, Party, context_of
from ksef.law.links import NEVER, Eras, Links, era_of
from ksef.law.question import MayHold
from ksef.model import INVOICE_KINDS, Body, Holder, Namer, Permission

_BODY_HOLDS: Final[Mapping[Body, tuple[Holder, Namer]]] = {
    Body.ENFORCEMENT_AUTHORITY: (
        Holder.ENFORCEMENT_AUTHORITY,
        Namer.ENFORCEMENT_AUTHORITY,
    ),
    Body.BAILIFF: (Holder.BAILIFF, Namer.BAILIFF),
}


class Given:
    """The contexts of an office, and what grants in them give."""

    def __init__(self, contexts: Iterable[Context]) -> None:
        self._links = Links()
        self._contexts = {each.id: each for each in contexts}
        self._by_grant: dict[tuple[object, ...], Mapping[Permission, Eras]] = {}
        self._passed: dict[tuple[object, ...], Eras] = {}
        self._law: dict[tuple[Holder, Body, Permission], Eras] = {}

    def by_law(self, who: Party, permission: Permission, context: Party) -> Eras:
        """Give the rules by which a party holds without any grant."""
        listed = self._contexts.get(context)
        if listed is None:
            if who != context:
                return NEVER
            return self._own(Holder.TAXPAYER, Body.OTHER_TAXPAYER, permission)
        if who != listed.taxpayer:
            return NEVER
        if listed.kind in BODIES_106C:
            holder, _ = _BODY_HOLDS[listed.kind]
        else:
            holder = Holder.TAXPAYER
        return self._own(holder, listed.kind, permission)

    def as_body(self, grant: Grant) -> Namer | None:
        """Tell as which body the granting party acts, if as one.

        Nobody is the body of every client.
        """
        context = context_of(self._contexts, grant.context)
        if grant.context == EVERY_CLIENT:
            return None
        if grant.by not in {context.id, context.taxpayer}:
            return None
        if context.kind in UNITS and grant.by == context.id:
            return Namer.UNIT
        if context.kind in BODIES_106C:
            return _BODY_HOLDS[context.kind][1]
        return Namer.TAXPAYER

    def as_managers(self, grant: Grant) -> tuple[tuple[Party, Namer], ...]:
        """List where a person has to manage permissions to make a grant, and as whom.

        In the context itself, or for its taxpayer in that of the taxpayer.
        """
        if grant.context == EVERY_CLIENT:
            return ()
        context = context_of(self._contexts, grant.context)
        if context.kind in BODIES_106C:
            return ((grant.context, _BODY_HOLDS[context.kind][1]),)
        if context.kind not in UNITS:
            return ((grant.context, Namer.ADMINISTRATOR),)
        return (
            (grant.context, Namer.REPRESENTATIVE),
            (context.taxpayer, Namer.ADMINISTRATOR),
        )

    def lawfully(self, grant: Grant, namer: Namer) -> Mapping[Permission, Eras]:
        """Say what a grant gives by which rules.

        What no provision let anybody be given on the day of the grant it never gives.
        """
        given, first = self._given(grant, namer), era_of(grant.valid_from)
        if all(eras[first] for eras in given.values()):
            return given
        return {part: eras if eras[first] else NEVER for part, eras in given.items()}

    def passed(
        self,
        holder: Holder,
        context: Party,
        permission: Permission,
        first: tuple[Holder, Namer],
    ) -> Eras:
        """Give the rules by which an entity's or buyer's permission is passed on.

        Args:
            holder: What they are to whom it is passed on.
            context: Whose invoices.
            permission: What is passed on.
            first: What they are that pass it on, and by whom they were named.
        """
        kind = context_of(self._contexts, context).kind
        key = (holder, kind, permission, first)
        known = self._passed.get(key)
        if known is None:
            passing, named_by = first
            buyer = passing is Holder.BUYER
            question = MayHold(
                permission=permission,
                holder=holder,
                context=kind,
                named_by=Namer.BUYER if buyer else Namer.DESIGNATED_ENTITY,
                as_representative=False,
                entity_named_by=named_by,
            )
            known = self._passed[key] = self._links.eras(question)
        return known

    def _own(self, holder: Holder, kind: Body, permission: Permission) -> Eras:
        key = (holder, kind, permission)
        known = self._law.get(key)
        if known is None:
            question = MayHold(permission=permission, holder=holder, context=kind)
            known = self._law[key] = self._links.eras(question)
        return known

    def _given(self, grant: Grant, namer: Namer) -> Mapping[Permission, Eras]:
        """Say what a grant gives by which rules, the same for all of its kind."""
        kind = context_of(self._contexts, grant.context).kind
        key = (
            *(grant.permission, grant.holder, grant.as_representative),
            *(kind, namer),
        )
        known = self._by_grant.get(key)
        if known is None:
            known = self._by_grant[key] = {
                part: self._eras(grant, part, kind, namer) for part in parts_of(grant)
            }
        return known

    def _eras(self, grant: Grant, part: Permission, kind: Body, namer: Namer) -> Eras:
        is_manager = grant.permission is Permission.MANAGE
        question = MayHold(
            permission=part,
            holder=grant.holder,
            context=kind,
            named_by=namer,
            as_representative=grant.as_representative and is_manager,
        )
        comes_along = is_manager and part in INVOICE_KINDS
        return self._links.eras(question, by_itself=comes_along)


def parts_of(grant: Grant) -> tuple[Permission, ...]:
    """Say what a grant may give: a representative's brings the invoices along."""
    if grant.permission is Permission.MANAGE and grant.as_representative:
        return (Permission.MANAGE, *INVOICE_KINDS)
    if grant.permission is Permission.INVOICES:
        return tuple(INVOICE_KINDS)
    return (grant.permission,)
