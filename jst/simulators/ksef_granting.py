"""What each of the seven grants and both revocations does when its time has come.

    430  the context lacks the role, or is of another kind
    410  the identifiers do not belong together
    440  no live right of the client to pass on
    450  not for this identifier or its kind
    420  who asked no longer holds the right

Which code the Ministry gives in which case is documented by name only; this mapping is
ours (docs/limitations.md). Source: facts/ksef-api.md, 3.2, 3.3 and 3.5.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from jst.simulators.ksef_grant_bodies import (
    AuthorisationsGrant,
    EntitiesGrant,
    EuAdministrationGrant,
    EuGrant,
    IndirectGrant,
    PersonsGrant,
    SubunitsGrant,
)
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_permissions import (
    DONE,
    FAILED,
    INCONSISTENT,
    NOT_HELD,
    WRONG_CONTEXT,
    WRONG_KIND,
    WRONG_RELATION,
    Grant,
    Permissions,
)
from jst.simulators.ksef_rights import delegates, rights_of
from jst.simulators.ksef_roles import MAY_ENFORCE, Registry
from vocabulary.clock import Clock

AnyGrant = (
    PersonsGrant
    | EntitiesGrant
    | AuthorisationsGrant
    | IndirectGrant
    | SubunitsGrant
    | EuAdministrationGrant
    | EuGrant
)
_EU_ADMINISTRATOR = ("VatUeManage", "InvoiceWrite", "InvoiceRead", "Introspection")
_MAY_REVOKE = {
    "subunits": {"CredentialsManage", "SubunitManage"},
    "eu": {"VatUeManage"},
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a change, in which context."""

    subject: Ident
    context: Ident


class Granting:
    """Carries changes of permissions out."""

    def __init__(
        self, *, clock: Clock, permissions: Permissions, registry: Registry
    ) -> None:
        self._clock = clock
        self._permissions = permissions
        self._registry = registry
        self._made_by: dict[type[AnyGrant], Callable[..., list[Grant] | int]] = {
            PersonsGrant: self._persons,
            EntitiesGrant: self._entities,
            AuthorisationsGrant: self._authorisations,
            IndirectGrant: self._indirect,
            SubunitsGrant: self._subunits,
            EuAdministrationGrant: self._eu_administration,
            EuGrant: self._eu,
        }

    def grant(
        self, asker: Asker, body: AnyGrant, *, needs: Iterable[str], again: bool = False
    ) -> int:
        """Carry a grant out and give the status of the operation.

        Args:
            asker: Who asks.
            body: What for.
            needs: Permissions of which the asker must still hold one.
            again: Whether to store it twice, as a register that goes wrong does.
        """
        if not self._holds(asker, needs):
            return NOT_HELD
        made = self._made_by[type(body)](asker, body)
        if isinstance(made, int):
            return made
        status = self._permissions.add(*made)
        if again:
            self._permissions.add(*made, again=True)
        return status

    def revoke(self, asker: Asker, grant_id: str, *, authorisation: bool) -> int:
        """Carry a revocation out and give the status of the operation."""
        found = self._permissions.find(grant_id)
        if found is None or authorisation != (found.kind == "authorizations"):
            return FAILED
        if asker.context not in {found.context, found.granted_in}:
            return INCONSISTENT
        may = _MAY_REVOKE.get(found.kind, {"CredentialsManage"})
        if found.kind == "eu_administration" and asker.context == found.context:
            may = {"VatUeManage"}
        if not self._holds(asker, may):
            return NOT_HELD
        self._permissions.remove(grant_id)
        return DONE

    def _holds(self, asker: Asker, needs: Iterable[str]) -> bool:
        subject = self._registry.aliases(asker.subject)
        rights = rights_of(subject, asker.context, self._permissions.all())
        return not rights.effective.isdisjoint(needs)

    def _persons(self, asker: Asker, body: PersonsGrant) -> list[Grant] | int:
        scopes = set(body.permissions)
        nip = asker.context.nip
        if "EnforcementOperations" in scopes and not (
            asker.context.type == "Nip" and self._registry.has_role(nip, *MAY_ENFORCE)
        ):
            return WRONG_CONTEXT
        if "SubunitManage" in scopes and asker.context.type != "Nip":
            return WRONG_CONTEXT
        made = self._made("persons", asker, body)
        return [replace(made, scope=each) for each in body.permissions]

    def _entities(self, asker: Asker, body: EntitiesGrant) -> list[Grant] | int:
        if body.subject_identifier.ident == asker.context:
            return WRONG_KIND
        made = self._made("entities", asker, body)
        return [
            replace(made, scope=each.type, can_delegate=each.can_delegate)
            for each in body.permissions
        ]

    def _authorisations(
        self, asker: Asker, body: AuthorisationsGrant
    ) -> list[Grant] | int:
        if asker.context.type != "Nip":
            return WRONG_CONTEXT
        is_peppol = body.subject_identifier.type == "PeppolId"
        if is_peppol != (body.permission == "PefInvoicing"):
            return WRONG_KIND
        if body.subject_identifier.ident == asker.context:
            return WRONG_KIND
        made = self._made("authorizations", asker, body)
        return [replace(made, scope=body.permission)]

    def _indirect(self, asker: Asker, body: IndirectGrant) -> list[Grant] | int:
        if asker.context.type != "Nip":
            return WRONG_CONTEXT
        target = body.target_identifier.ident if body.target_identifier else None
        # Any permission that may be passed on is enough to name the client.
        if target and target.type != "AllPartners":
            grants = self._permissions.all()
            if not delegates(grants, client=target, to=asker.context):
                return WRONG_RELATION
        made = replace(self._made("indirect", asker, body), target=target)
        return [replace(made, scope=each) for each in body.permissions]

    def _subunits(self, asker: Asker, body: SubunitsGrant) -> list[Grant] | int:
        # SubunitManage is held in the context of a NIP only.
        unit = body.context_identifier.ident
        if unit.type == "InternalId":
            if unit.nip != asker.context.nip:
                return INCONSISTENT
        else:
            nip = asker.context.nip
            if not self._registry.has_role(nip, "LocalGovernmentUnit", "VatGroupUnit"):
                return WRONG_CONTEXT
            if not self._registry.is_below(unit.nip, nip):
                return INCONSISTENT
        made = self._made("subunits", asker, body)
        named = made.details | {"subunitName": body.subunit_name}
        scope = "CredentialsManage"
        return [replace(made, context=unit, scope=scope, details=named)]

    def _eu_administration(
        self, asker: Asker, body: EuAdministrationGrant
    ) -> list[Grant] | int:
        if asker.context.type != "Nip":
            return WRONG_CONTEXT
        context = body.context_identifier.ident
        if context.nip != asker.context.nip:
            return INCONSISTENT
        made = self._made("eu_administration", asker, body)
        details = made.details | {
            "euEntityName": body.eu_entity_name,
            "euEntityDetails": body.eu_entity_details.shown,
        }
        made = replace(made, context=context, details=details)
        return [replace(made, scope=each) for each in _EU_ADMINISTRATOR]

    def _eu(self, asker: Asker, body: EuGrant) -> list[Grant]:
        # VatUeManage is held in a joint context only, by its administrator.
        about = next(
            each.details
            for each in self._permissions.in_context(asker.context)
            if each.kind == "eu_administration"
        )
        made = self._made("eu", asker, body)
        kept = {each: about[each] for each in ("euEntityName", "euEntityDetails")}
        made = replace(made, details=made.details | kept)
        return [replace(made, scope=each) for each in body.permissions]

    def _made(self, kind: str, asker: Asker, body: AnyGrant) -> Grant:
        """Make the grant that the special ones differ from."""
        return Grant(
            kind=kind,
            authorized=body.subject_identifier.ident,
            context=asker.context,
            granted_in=asker.context,
            author=asker.subject,
            scope="",
            description=body.description,
            since=self._clock(),
            details=body.subject_details.shown,
        )
