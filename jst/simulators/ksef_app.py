"""The web application of the simulated KSeF: routes, errors, warnings."""

import logging
from traceback import extract_tb
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.types import ASGIApp

from jst.simulators import (
    ksef_auth_routes,
    ksef_certificate_routes,
    ksef_grant_routes,
    ksef_limit_routes,
    ksef_query_routes,
    ksef_testdata,
    ksef_token_routes,
)
from jst.simulators.ksef_faults import Spoiler
from jst.simulators.ksef_guard import endpoint_of
from jst.simulators.ksef_problems import Problem, refused
from jst.simulators.ksef_world import World

MAX_BODY_BYTES: Final = 1024 * 1024
_LOG = logging.getLogger(__name__)


def make_app(world: World) -> ASGIApp:
    """Make the application around what a simulator knows."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for router in (
        ksef_auth_routes.routes(world),
        ksef_grant_routes.routes(world),
        ksef_query_routes.routes(world),
        ksef_testdata.routes(world),
        ksef_token_routes.routes(world),
        ksef_token_routes.key_routes(world),
        ksef_certificate_routes.routes(world),
        ksef_limit_routes.routes(world),
    ):
        app.include_router(router)

    def answer(request: Request, problem: Problem) -> Response:
        wanted = request.headers.get("x-error-format", "") == "problem-details"
        kind, body = problem.body(
            path=request.url.path, now=world.clock(), as_problem=wanted
        )
        return JSONResponse(
            body, problem.status, headers=problem.headers, media_type=kind
        )

    @app.exception_handler(Problem)
    async def refuse(request: Request, problem: Problem) -> Response:
        return answer(request, problem)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, wrong: RequestValidationError) -> Response:
        told = [
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
            for each in wrong.errors()
        ]
        return answer(request, refused(21405, *told))

    @app.exception_handler(HTTPException)
    async def elsewhere(request: Request, odd: HTTPException) -> Response:
        return answer(request, Problem(odd.status_code, "Nie ma takiej operacji."))

    @app.middleware("http")
    async def around(request: Request, call_next: RequestResponseEndpoint) -> Response:
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            return answer(request, Problem(413, "Żądanie jest za duże."))
        try:
            response = await call_next(request)
        except Exception as broken:  # noqa: BLE001 - becomes a 500
            # The text of an error could quote a request: its place is told only.
            place = extract_tb(broken.__traceback__)[-1]
            kind = type(broken).__name__
            _LOG.exception(
                "%s at %s:%s", kind, place.name, place.lineno, exc_info=False
            )
            response = answer(request, Problem(500, "Nieznany błąd."))
        world.received[endpoint_of(request)] += 1
        warning = request.headers.get("x-test-system-warning") or world.warning
        if warning:
            response.headers["X-System-Warning"] = warning
        return response

    return Spoiler(app, world.faults)
