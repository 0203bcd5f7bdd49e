"""The calls below /tokens, and the list of public keys."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator

from jst.simulators.ksef_auth_routes import Continuation, PageSize, continued
from jst.simulators.ksef_body import Body, Description, once
from jst.simulators.ksef_grant_bodies import PersonScope
from jst.simulators.ksef_guard import Caller, Route, Who, guard, public, router_of
from jst.simulators.ksef_problems import forbidden, not_yours, refused
from jst.simulators.ksef_tokens import CONTEXTS, KsefToken
from jst.simulators.ksef_world import World

Reference = Annotated[str, Path(alias="referenceNumber")]
Status = Literal["Pending", "Active", "Revoking", "Revoked", "Failed"]
Part = Annotated[str | None, Query(min_length=3)]
AuthorPart = Annotated[str | None, Query(min_length=3, alias="authorIdentifier")]
AuthorType = Annotated[
    Literal["Nip", "Pesel", "Fingerprint"] | None, Query(alias="authorIdentifierType")
]


class TokenRequest(Body):
    """What POST /tokens is sent."""

    permissions: Annotated[list[PersonScope], AfterValidator(once)]
    description: Description


def routes(world: World) -> APIRouter:
    """Make the routes."""
    calls, session = _Calls(world), guard(world)
    return router_of(
        "/tokens",
        Route("POST", "", session, calls.make, 202),
        Route("GET", "", session, calls.list_all),
        Route("GET", "/{referenceNumber}", session, calls.show),
        Route("DELETE", "/{referenceNumber}", session, calls.revoke, 204),
    )


def key_routes(world: World) -> APIRouter:
    """Make the route of the public keys."""

    async def listed() -> list[dict[str, object]]:
        return world.keys.listed()

    route = Route("GET", "/public-key-certificates", public(world), listed)
    return router_of("/security", route)


class _Calls:
    def __init__(self, world: World) -> None:
        self._world = world
        self._tokens = world.ksef_tokens

    async def make(self, body: TokenRequest, who: Who) -> dict[str, str]:
        if who.is_token:
            raise forbidden(
                "auth-method-not-allowed",
                "Ta operacja nie jest dostępna dla użytej metody uwierzytelnienia.",
                authenticationMethodCategory="Token",
            )
        if who.context.type not in CONTEXTS:
            allowed = ", ".join(CONTEXTS)
            raise refused(26002, f"Obecny: {who.context.type}; dozwolone: {allowed}.")
        if missing := sorted(set(body.permissions) - who.rights):
            raise refused(26001, f"Brakujące uprawnienia: {', '.join(missing)}.")
        return self._tokens.make(
            who.login.subject,
            who.context,
            permissions=tuple(body.permissions),
            description=body.description,
        )

    async def list_all(
        self,
        who: Who,
        status: Annotated[list[Status] | None, Query()] = None,
        description: Part = None,
        author: AuthorPart = None,
        kind: AuthorType = None,
        size: PageSize = 10,
        token: Continuation = None,
    ) -> dict[str, object]:
        now = self._world.clock()
        found = [
            each.json(now)
            for each in self._visible(who, "CredentialsManage", "CredentialsRead")
            if (not status or each.status(now) in status)
            and (description or "").lower() in each.description.lower()
            and (author or "").lower() in (each.author.value or "").lower()
            and kind in {None, each.author.type}
        ]
        return continued("tokens", found, token, size)

    async def show(self, number: Reference, who: Who) -> dict[str, object]:
        mine = self._visible(who, "CredentialsManage", "CredentialsRead")
        return _one(mine, number).json(self._world.clock())

    async def revoke(self, number: Reference, who: Who) -> Response:
        self._tokens.revoke(_one(self._visible(who, "CredentialsManage"), number))
        return Response(status_code=204)

    def _visible(self, who: Caller, *needs: str) -> list[KsefToken]:
        """Give all tokens of the context, or only one's own."""
        found = self._tokens.in_context(who.context)
        if not who.rights.isdisjoint(needs):
            return found
        if who.is_token:
            return [each for each in found if each.reference == who.login.token]
        mine = self._world.registry.aliases(who.login.subject)
        return [each for each in found if each.author in mine]


def _one(tokens: list[KsefToken], number: str) -> KsefToken:
    for each in tokens:
        if each.reference == number:
            return each
    raise not_yours()
