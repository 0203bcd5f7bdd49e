"""The calls below /permissions/query: who may do what, and the roles of entities."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query

from jst.simulators import ksef_queries as queries
from jst.simulators import ksef_query_bodies as bodies
from jst.simulators.ksef_guard import Caller, Route, Who, guard, router_of
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_world import World

_READ: Final = ("CredentialsManage", "CredentialsRead")
_Answer = dict[str, object]
_Cut = Callable[[str, list[dict[str, Any]]], _Answer]


async def _page(
    offset: Annotated[int, Query(alias="pageOffset", ge=0)] = 0,
    size: Annotated[int, Query(alias="pageSize", ge=10, le=100)] = 10,
) -> _Cut:
    """Give what cuts the asked page out of a list; `offset` counts pages."""
    begin, end = offset * size, offset * size + size
    return lambda name, rows: {name: rows[begin:end], "hasMore": len(rows) > end}


Page = Annotated[_Cut, Depends(_page)]


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
        self, who: Who, page: Page, body: bodies.PersonalQuery | None = None
    ) -> _Answer:
        rows = queries.personal(
            self._grants(),
            body or bodies.PersonalQuery(),
            subject=self._subject(who),
            context=who.context,
            is_owner=who.is_owner,
        )
        return page("permissions", rows)

    async def persons(self, who: Who, page: Page, body: bodies.PersonsQuery) -> _Answer:
        rows = queries.persons(
            self._grants(), body, subject=self._subject(who), context=who.context
        )
        return page("permissions", rows)

    async def subunits(
        self, who: Who, page: Page, body: bodies.SubunitsQuery | None = None
    ) -> _Answer:
        query = body or bodies.SubunitsQuery()
        rows = queries.subunits(self._grants(), query, context=who.context)
        return page("permissions", rows)

    async def entities(
        self, who: Who, page: Page, body: bodies.EntitiesQuery | None = None
    ) -> _Answer:
        query = body or bodies.EntitiesQuery()
        rows = queries.entities(self._grants(), query, context=who.context)
        return page("permissions", rows)

    async def roles(self, who: Who, page: Page) -> _Answer:
        rows = queries.roles(self._registry.roles_of(_own_nip(who)))
        return page("roles", rows)

    async def subordinates(
        self, who: Who, page: Page, body: bodies.SubordinateQuery | None = None
    ) -> _Answer:
        query = body or bodies.SubordinateQuery()
        rows = queries.subordinates(self._registry.below(_own_nip(who)), query)
        return page("roles", rows)

    async def authorisations(
        self, who: Who, page: Page, body: bodies.AuthorisationsQuery
    ) -> _Answer:
        rows = queries.authorisations(self._grants(), body, context=who.context)
        return page("authorizationGrants", rows)

    async def eu_entities(
        self, who: Who, page: Page, body: bodies.EuQuery | None = None
    ) -> _Answer:
        query = body or bodies.EuQuery()
        rows = queries.eu_entities(self._grants(), query, context=who.context)
        return page("permissions", rows)

    def _subject(self, who: Caller) -> frozenset[Ident]:
        return self._registry.aliases(who.login.subject)


def _own_nip(who: Caller) -> str:
    """Give the NIP whose roles a context shows: a unit without a NIP has none."""
    return who.context.nip if who.context.type == "Nip" else ""
