"""Who calls, and whether this caller may: runs before every call of the simulated KSeF.

    401 token -> 403 address -> 429 limit -> 403 permissions

Rights are those that stand in the access token, so they last until it ends.
Source: facts/ksef-api.md, 2.1, 2.6 and 3.6.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from jst.simulators.ksef_faults import KsefFault
from jst.simulators.ksef_granting import Asker
from jst.simulators.ksef_jwt import TokenType
from jst.simulators.ksef_login_model import Login
from jst.simulators.ksef_names import PREFIX, Ident
from jst.simulators.ksef_problems import forbidden, unauthorized
from jst.simulators.ksef_world import World


@dataclass(frozen=True, slots=True)
class Caller:
    """A call that was let in.

    Attributes:
        login: Of its session.
        rights: Permissions that its access token carries.
        is_owner: Whether it carries ownership.
        fault: What is to go wrong with this call.
    """

    login: Login
    rights: frozenset[str]
    is_owner: bool
    fault: KsefFault | None

    @property
    def context(self) -> Ident:
        """In which the session works."""
        return self.login.context

    @property
    def asker(self) -> Asker:
        """Who asks for a change."""
        return Asker(self.login.subject, self.login.context)

    @property
    def is_token(self) -> bool:
        """Whether a KSeF token logged in."""
        return self.login.token is not None


Check = Callable[[Request], Awaitable[None]]
"""A dependency of FastAPI: lets a call in, or raises Problem."""


async def caller_of(request: Request) -> Caller:
    """Give the caller that a guard let in."""
    let_in: Caller = request.state.caller
    return let_in


async def address_of(request: Request) -> str:
    """Tell from which address a call came."""
    return _address(request)


Who = Annotated[Caller, Depends(caller_of)]
Address = Annotated[str, Depends(address_of)]


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the API.

    Attributes:
        method: HTTP method.
        path: As documented, below the prefix of its router.
        check: Runs before it.
        call: Answers it.
        status: Of a good answer.
    """

    method: str
    path: str
    check: Check
    call: Callable[..., Awaitable[object]]
    status: int = 200


def router_of(prefix: str, *routes: Route) -> APIRouter:
    """Make the router of some calls; `prefix` is the part that their paths share."""
    router = APIRouter()
    for each in routes:
        router.add_api_route(
            f"{PREFIX}{prefix}{each.path}",
            each.call,
            methods=[each.method],
            status_code=each.status,
            dependencies=[Depends(each.check)],
            response_model=None,
        )
    return router


def guard(
    world: World, *needs: str, kinds: tuple[TokenType, ...] = (TokenType.ACCESS,)
) -> Check:
    """Make the check before an endpoint.

    Args:
        world: The simulator.
        needs: Permissions of which one is enough; none: a session is.
        kinds: Which tokens open it.
    """

    async def let(request: Request) -> None:
        claims = bearer(world, request, *kinds)
        login = world.logins.find(claims["arn"])
        address = _address(request)
        if login.policy and not login.policy.allows(address):
            raise forbidden(
                "ip-not-allowed",
                "Żądanie pochodzi z adresu IP innego niż wskazany podczas"
                " uwierzytelnienia.",
                clientIp=address,
            )
        world.limits.count(
            endpoint_of(request), context=f"{login.context.value}", address=address
        )
        present = claims.get("per", [])
        rights = frozenset(claims.get("pep", []))
        if needs and rights.isdisjoint(needs):
            raise forbidden(
                "missing-permissions",
                "Brak wymaganych uprawnień do wykonania operacji w bieżącym"
                " kontekście.",
                requiredAnyOfPermissions=list(needs),
                presentPermissions=present,
            )
        fault = request.state.fault
        request.state.caller = Caller(login, rights, "Owner" in present, fault)

    return let


def public(world: World) -> Check:
    """Make the check before an endpoint that needs no session."""

    async def let(request: Request) -> None:
        address = _address(request)
        world.limits.count_public(endpoint_of(request), address=address)

    return let


def bearer(
    world: World, request: Request, *kinds: TokenType, may_be_over: bool = False
) -> dict[str, Any]:
    """Read the token of a call.

    Raises:
        Problem: 401.
    """
    if request.state.fault is KsefFault.EXPIRED:
        raise unauthorized()
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise unauthorized()
    return world.tokens.read(token.strip(), *kinds, may_be_over=may_be_over)


def _address(request: Request) -> str:
    return request.client.host if request.client else "127.0.0.1"


def endpoint_of(request: Request) -> str:
    """Name the endpoint as documented, e.g. `GET /auth/{referenceNumber}`."""
    route = request.scope.get("route")
    path = route.path.removeprefix(PREFIX) if route else "?"
    return f"{request.method} {path}"
