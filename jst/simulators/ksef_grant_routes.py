"""The calls below /permissions that change: grants, revocations, their operations."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path

from jst.simulators.ksef_faults import KsefFault
from jst.simulators.ksef_grant_bodies import (
    AuthorisationsGrant,
    EntitiesGrant,
    EuAdministrationGrant,
    EuGrant,
    IndirectGrant,
    PersonsGrant,
    SubunitsGrant,
)
from jst.simulators.ksef_granting import AnyGrant
from jst.simulators.ksef_guard import Caller, Route, Who, guard, router_of
from jst.simulators.ksef_names import iso
from jst.simulators.ksef_permissions import CANCELLED, UNKNOWN
from jst.simulators.ksef_world import World

Reference = Annotated[str, Path(alias="referenceNumber")]
PermissionId = Annotated[str, Path(alias="permissionId", min_length=36, max_length=36)]
_MANAGE: Final = ("CredentialsManage",)
_ANY_MANAGE: Final = ("CredentialsManage", "VatUeManage", "SubunitManage")
_BROKEN: Final = {
    KsefFault.OPERATION_500: UNKNOWN,
    KsefFault.OPERATION_550: CANCELLED,
}


def routes(world: World) -> APIRouter:
    """Make the routes."""
    calls = _Calls(world)
    manage = guard(world, *_MANAGE)
    read = guard(world, "CredentialsManage", "CredentialsRead")
    units, eu = guard(world, "SubunitManage"), guard(world, "VatUeManage")
    any_manage, session = guard(world, *_ANY_MANAGE), guard(world)
    administration = "/eu-entities/administration/grants"
    authorisation = "/authorizations/grants/{permissionId}"
    return router_of(
        "/permissions",
        Route("POST", "/persons/grants", manage, calls.persons, 202),
        Route("POST", "/entities/grants", manage, calls.entities, 202),
        Route("POST", "/authorizations/grants", manage, calls.authorisations, 202),
        Route("POST", "/indirect/grants", manage, calls.indirect, 202),
        Route("POST", "/subunits/grants", units, calls.subunits, 202),
        Route("POST", administration, manage, calls.eu_administration, 202),
        Route("POST", "/eu-entities/grants", eu, calls.eu, 202),
        Route("DELETE", "/common/grants/{permissionId}", any_manage, calls.revoke, 202),
        Route("DELETE", authorisation, manage, calls.revoke_authorisation, 202),
        Route("GET", "/operations/{referenceNumber}", session, calls.operation),
        Route("GET", "/attachments/status", read, calls.attachments),
    )


class _Calls:
    def __init__(self, world: World) -> None:
        self._world = world

    async def persons(self, body: PersonsGrant, who: Who) -> dict[str, str]:
        return self._grant(who, body)

    async def entities(self, body: EntitiesGrant, who: Who) -> dict[str, str]:
        return self._grant(who, body)

    async def authorisations(
        self, body: AuthorisationsGrant, who: Who
    ) -> dict[str, str]:
        return self._grant(who, body)

    async def indirect(self, body: IndirectGrant, who: Who) -> dict[str, str]:
        return self._grant(who, body)

    async def subunits(self, body: SubunitsGrant, who: Who) -> dict[str, str]:
        return self._grant(who, body, "SubunitManage")

    async def eu_administration(
        self, body: EuAdministrationGrant, who: Who
    ) -> dict[str, str]:
        return self._grant(who, body)

    async def eu(self, body: EuGrant, who: Who) -> dict[str, str]:
        return self._grant(who, body, "VatUeManage")

    async def revoke(self, number: PermissionId, who: Who) -> dict[str, str]:
        return self._revoke(who, number, authorisation=False)

    async def revoke_authorisation(
        self, number: PermissionId, who: Who
    ) -> dict[str, str]:
        return self._revoke(who, number, authorisation=True)

    async def operation(self, number: Reference, who: Who) -> dict[str, Any]:
        return self._world.permissions.operation(number, who.context)

    async def attachments(self, who: Who) -> dict[str, Any]:
        known = self._world.registry.attachments
        ends = known.get(who.context.nip)
        is_over = ends is not None and ends <= self._world.clock()
        allowed = who.context.nip in known and not is_over
        return {"isAttachmentAllowed": allowed, "revokedDate": ends and iso(ends)}

    def _grant(self, who: Caller, body: AnyGrant, *needs: str) -> dict[str, str]:
        again = who.fault is KsefFault.DUPLICATE

        def run() -> int:
            return self._world.granting.grant(
                who.asker, body, needs=needs or _MANAGE, again=again
            )

        return self._submit(who, run)

    def _revoke(
        self, who: Caller, number: str, *, authorisation: bool
    ) -> dict[str, str]:
        def run() -> int:
            return self._world.granting.revoke(
                who.asker, number, authorisation=authorisation
            )

        return self._submit(who, run)

    def _submit(self, who: Caller, run: Callable[[], int]) -> dict[str, str]:
        broken = _BROKEN.get(who.fault) if who.fault else None
        if broken is not None:
            number = self._world.permissions.submit(who.context, lambda: broken)
        else:
            number = self._world.permissions.submit(who.context, run)
        return {"referenceNumber": number}
