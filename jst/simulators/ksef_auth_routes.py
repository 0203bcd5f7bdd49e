"""The calls below /auth: challenge, login, status, tokens, sessions."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response

from jst.simulators.ksef_guard import (
    Address,
    Route,
    Who,
    bearer,
    guard,
    public,
    router_of,
)
from jst.simulators.ksef_jwt import TokenType
from jst.simulators.ksef_login_model import Verdict
from jst.simulators.ksef_problems import not_yours, refused
from jst.simulators.ksef_subjects import Signer
from jst.simulators.ksef_token_login import TokenLogin, log_in
from jst.simulators.ksef_world import World

PageSize = Annotated[int, Query(alias="pageSize", ge=10, le=100)]
Reference = Annotated[str, Path(alias="referenceNumber")]
Continuation = Annotated[str | None, Header(alias="x-continuation-token")]
VerifyChain = Annotated[bool, Query(alias="verifyCertificateChain")]


def routes(world: World) -> APIRouter:
    """Make the routes."""
    calls = _Calls(world)
    anybody, session = public(world), guard(world)
    either = guard(world, kinds=(TokenType.ACCESS, TokenType.REFRESH))
    return router_of(
        "/auth",
        Route("POST", "/challenge", anybody, calls.challenge),
        Route("POST", "/xades-signature", anybody, calls.xades_signature, 202),
        Route("POST", "/ksef-token", anybody, calls.ksef_token, 202),
        Route("POST", "/token/redeem", anybody, calls.redeem),
        Route("POST", "/token/refresh", anybody, calls.refresh),
        Route("GET", "/sessions", session, calls.sessions),
        Route("DELETE", "/sessions/current", either, calls.revoke_current, 204),
        Route("DELETE", "/sessions/{referenceNumber}", session, calls.revoke, 204),
        Route("GET", "/{referenceNumber}", anybody, calls.status),
    )


class _Calls:
    def __init__(self, world: World) -> None:
        self._world = world
        self._logins = world.logins

    async def challenge(self, address: Address) -> dict[str, object]:
        return self._logins.challenge(address)

    async def xades_signature(
        self,
        request: Request,
        verify: VerifyChain = False,  # noqa: FBT002 - a parameter of the query
    ) -> dict[str, object]:
        chain = verify or self._world.terms.checks_chain

        def judge(signer: Signer) -> Verdict | None:
            trust, certificates = self._world.trust, self._world.certificates
            return trust.judge(signer, chain=chain) or certificates.judge(signer)

        return self._logins.by_signature(
            await request.body(),
            recognise=self._world.certificates.recognise,
            judge=judge,
        )

    async def ksef_token(self, body: TokenLogin) -> dict[str, object]:
        return log_in(self._world, body)

    async def status(self, request: Request, number: Reference) -> dict[str, Any]:
        kind = TokenType.AUTHENTICATION
        claims = bearer(self._world, request, kind, may_be_over=True)
        # What is no longer kept is told as such also to a token that is over.
        found = self._logins.find(number)
        if claims["arn"] != number:
            raise not_yours()
        bearer(self._world, request, kind)
        return found.json

    async def redeem(self, request: Request) -> dict[str, object]:
        claims = bearer(self._world, request, TokenType.AUTHENTICATION)
        return self._logins.redeem(claims["arn"])

    async def refresh(self, request: Request) -> dict[str, object]:
        claims = bearer(self._world, request, TokenType.REFRESH)
        return self._logins.refresh(claims["arn"])

    async def sessions(
        self, who: Who, size: PageSize = 10, token: Continuation = None
    ) -> dict[str, object]:
        found = [
            {
                **each.json,
                "referenceNumber": each.reference,
                "isCurrent": each is who.login,
            }
            for each in self._logins.sessions(who.login.subject, who.context)
        ]
        return continued("items", found, token, size)

    async def revoke_current(self, who: Who) -> Response:
        self._logins.revoke(who.login)
        return Response(status_code=204)

    async def revoke(self, number: Reference, who: Who) -> Response:
        mine = self._logins.sessions(who.login.subject, who.context)
        found = [each for each in mine if each.reference == number]
        if not found:
            raise not_yours()
        self._logins.revoke(found[0])
        return Response(status_code=204)


def continued(
    name: str, rows: list[dict[str, Any]], token: str | None, size: int
) -> dict[str, object]:
    """Cut the page of a list that a continuation token names.

    Raises:
        Problem: 21418; the token is none of ours.
    """
    begin = 0
    if token:
        if not token.isascii() or not token.isdigit():
            raise refused(21418)
        begin = int(token)
    end = begin + size
    following = f"{end:08}" if len(rows) > end else None
    return {"continuationToken": following, name: rows[begin:end]}
