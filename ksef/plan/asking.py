"""The exact request of a step: from references to identifiers, at the last moment."""

from dataclasses import dataclass
from typing import assert_never

from ksef.access.context import ContextId
from ksef.access.parties import Unit
from ksef.access.requests import (
    Grant,
    GrantIndirect,
    GrantInSubunit,
    GrantOfAuthorisation,
    GrantToEntity,
    GrantToPerson,
    Passing,
    Target,
)
from ksef.plan.actual import Kind
from ksef.plan.desired import Desired, Entity, Person, Place
from ksef.plan.errors import PlanUnreadable
from ksef.plan.model import EVERY_CLIENT, Act, Plan, Step
from ksef.plan.places import with_internal_ids
from vocabulary.identifiers import Identifier, Nip


@dataclass(frozen=True)
class Asking:
    """Turns the steps of a plan into requests; see `asking_of`."""

    desired: Desired

    def context(self, step: Step) -> ContextId:
        """Give the context in which a step works.

        Raises:
            PlanUnreadable: The file has no such place, or none with an identifier.
        """
        return ContextId.of(self._unit(step.place))

    def request(self, step: Step) -> Grant:
        """Give what a step asks KSeF to grant.

        Raises:
            PlanUnreadable: It grants nothing, or names somebody whom the file lacks.
        """
        if step.act is not Act.GRANT:
            raise PlanUnreadable("act")
        match step.kind:
            case Kind.WORK:
                return self._work(step)
            case Kind.INDIRECT:
                person = self._person(step.who)
                return GrantIndirect(
                    subject=person.identifier,
                    target=self._client(step.client),
                    permissions=step.permissions,
                    description=step.description,
                    details=person.details,
                )
            case Kind.REPRESENTATIVE:
                person, unit = self._person(step.who), self._place(step.unit or "")
                return GrantInSubunit(
                    subject=person.identifier,
                    unit=self._unit(unit.ref),
                    description=step.description,
                    details=person.details,
                    unit_name=None if isinstance(unit.identifier, Nip) else unit.name,
                )
            case Kind.AUTHORISATION:
                nip, name = self._entity(step.who)
                return GrantOfAuthorisation(
                    subject=nip,
                    permission=step.permissions[0],
                    description=step.description,
                    full_name=name,
                )
            case _:
                assert_never(step.kind)

    def subjects(self, step: Step) -> tuple[Identifier, ...]:
        """Give whom a step is about, for the ledger; nobody where only KSeF knows."""
        if step.act is Act.GRANT:
            return self.request(step).subjects
        holder = self.desired.parties.get(step.who)
        identifier = None if holder is None else holder.identifier
        return () if identifier is None else (identifier,)

    def _work(self, step: Step) -> Grant:
        who = self.desired.parties.get(step.who)
        if isinstance(who, Person):
            return GrantToPerson(
                subject=who.identifier,
                permissions=step.permissions,
                description=step.description,
                details=who.details,
            )
        nip, name = self._entity(step.who)
        return GrantToEntity(
            subject=nip,
            permissions=tuple(
                Passing(permission=each, can_delegate=each in step.delegable)
                for each in step.permissions
            ),
            description=step.description,
            full_name=name,
        )

    def _person(self, ref: str) -> Person:
        found = self.desired.parties.get(ref)
        if not isinstance(found, Person):
            raise PlanUnreadable("who")
        return found

    def _entity(self, ref: str) -> tuple[Nip, str]:
        found = self.desired.parties.get(ref)
        if isinstance(found, Entity):
            return found.identifier, found.full_name
        if isinstance(found, Place) and isinstance(found.identifier, Nip):
            return found.identifier, found.name
        raise PlanUnreadable("who")

    def _place(self, ref: str) -> Place:
        found = self.desired.places.get(ref)
        if found is None:
            raise PlanUnreadable("place")
        return found

    def _unit(self, ref: str) -> Unit:
        identifier = self._place(ref).identifier
        if identifier is None:
            raise PlanUnreadable("place")
        return identifier

    def _client(self, ref: str | None) -> Unit | Target:
        if ref == EVERY_CLIENT:
            return Target.ALL_PARTNERS
        found = self.desired.parties.get(ref or "")
        if isinstance(found, Entity):
            return found.identifier
        if isinstance(found, Place) and found.identifier is not None:
            return found.identifier
        raise PlanUnreadable("client")


def asking_of(plan: Plan, desired: Desired) -> Asking:
    """Make what turns the steps of a plan into requests.

    Raises:
        PlanUnreadable: The plan's internal ids are none of this office's.
    """
    try:
        return Asking(with_internal_ids(desired, plan.internal_ids))
    except ValueError:
        raise PlanUnreadable("internalIds") from None
