"""The calls below /permissions/query: who may do what, and the roles of entities."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query

from jst.simulators import ksef_queries as queries
from jst.simulators import ksef_query_bodies as bodies
from jst.simulators.ksef_guard import Caller, Route, Who, guard, router_of
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_world import World

PageOffset = Annotated[int, Query(alias="pageOffset", ge=0)]
PageSize = Annotated[int, Query(alias="pageSize", ge=10, le=100)]
_READ: Final = ("CredentialsManage", "CredentialsRead")
Page = dict[str, object]


def routes(world: World) -> APIRouter:
    """Make the routes."""
    calls = _Calls(world)
    read, units = guard(world, *_READ), guard(world, *_READ, "SubunitManage")
    peppol = guard(world, *_READ, "PefInvoiceWrite")
    eu, session = guard(world, *_READ, "VatUeManage"), guard(world)
    return router_of(
        "/permissions/query",
        Route("POST", "/personal/grants", session, calls.personal),
        Route("POST", "/persons/grants", units, calls.persons),
        Route("POST", "/subunits/grants", units, calls.subunits),
        Route("POST", "/entities/grants", read, calls.entities),
        Route("GET", "/entities/roles", read, calls.roles),
        Route("POST", "/subordinate-entities/roles", units, calls.subordinates),
        Route("POST", "/authorizations/grants", peppol, calls.authorisations),
        Route("POST", "/eu-entities/grants", eu, calls.eu_entities),
    )


class _Calls:
    def __init__(self, world: World) -> None:
        self._grants = world.permissions.all
        self._registry = world.registry

    async def personal(
        self,
        who: Who,
        body: bodies.PersonalQuery | None = None,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> Page:
        rows = queries.personal(
            self._grants(),
            body or bodies.PersonalQuery(),
            subject=self._subject(who),
            context=who.context,
            is_owner=who.is_owner,
        )
        return _page("permissions", rows, offset=offset, size=size)

    async def persons(
        self,
        who: Who,
        body: bodies.PersonsQuery,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> Page:
        rows = queries.persons(
            self._grants(), body, subject=self._subject(who), context=who.context
        )
        return _page("permissions", rows, offset=offset, size=size)

    async def subunits(
        self,
        who: Who,
        body: bodies.SubunitsQuery | None = None,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> Page:
        query = body or bodies.SubunitsQuery()
        rows = queries.subunits(self._grants(), query, context=who.context)
        return _page("permissions", rows, offset=offset, size=size)

    async def entities(
        self,
        who: Who,
        body: bodies.EntitiesQuery | None = None,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> Page:
        query = body or bodies.EntitiesQuery()
        rows = queries.entities(self._grants(), query, context=who.context)
        return _page("permissions", rows, offset=offset, size=size)

    async def roles(
        self, who: Who, offset: PageOffset = 0, size: PageSize = 10
    ) -> Page:
        rows = queries.roles(self._registry.roles_of(_own_nip(who)))
        return _page("roles", rows, offset=offset, size=size)

    async def subordinates(
        self,
        who: Who,
        body: bodies.SubordinateQuery | None = None,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> Page:
        query = body or bodies.SubordinateQuery()
        rows = queries.subordinates(self._registry.below(_own_nip(who)), query)
        return _page("roles", rows, offset=offset, size=size)

    async def authorisations(
        self,
        who: Who,
        body: bodies.AuthorisationsQuery,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> Page:
        rows = queries.authorisations(self._grants(), body, context=who.context)
        return _page("authorizationGrants", rows, offset=offset, size=size)

    async def eu_entities(
        self,
        who: Who,
        body: bodies.EuQuery | None = None,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> Page:
        query = body or bodies.EuQuery()
        rows = queries.eu_entities(self._grants(), query, context=who.context)
        return _page("permissions", rows, offset=offset, size=size)

    def _subject(self, who: Caller) -> frozenset[Ident]:
        return self._registry.aliases(who.login.subject)


def _page(name: str, rows: list[dict[str, Any]], *, offset: int, size: int) -> Page:
    """Cut one page out of a list; `offset` counts pages."""
    begin = offset * size
    return {name: rows[begin : begin + size], "hasMore": len(rows) > begin + size}


def _own_nip(who: Caller) -> str:
    """Give the NIP whose roles a context shows: a unit without a NIP has none."""
    return who.context.nip if who.context.type == "Nip" else ""
