"""The web application of the simulated KSeF: routes, errors, warnings."""

import logging
from traceback import extract_tb
from typing import Final, cast

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

_BAD_REQUEST: Final = 400
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
    errors = _Errors(world)
    app.add_exception_handler(Problem, errors.refused)
    app.add_exception_handler(RequestValidationError, errors.invalid)
    app.add_exception_handler(HTTPException, errors.elsewhere)
    app.middleware("http")(_Around(world, errors))
    return Spoiler(app, world.faults)


class _Errors:
    """Writes every refusal in the form that was asked for."""

    def __init__(self, world: World) -> None:
        self._world = world

    def answer(self, request: Request, problem: Problem) -> Response:
        wanted = request.headers.get("x-error-format", "") == "problem-details"
        kind, body = problem.body(
            path=request.url.path, now=self._world.clock(), as_problem=wanted
        )
        return JSONResponse(
            body, problem.status, headers=problem.headers, media_type=kind
        )

    async def refused(self, request: Request, problem: Exception) -> Response:
        return self.answer(request, cast("Problem", problem))

    async def invalid(self, request: Request, wrong: Exception) -> Response:
        listed = cast("RequestValidationError", wrong).errors()
        told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in listed]
        return self.answer(request, refused(21405, *told))

    async def elsewhere(self, request: Request, odd: Exception) -> Response:
        status = cast("HTTPException", odd).status_code
        if status == _BAD_REQUEST:
            problem = refused(21405, "body: nie jest tekstem w UTF-8")
        else:
            problem = Problem(status, "Nie ma takiej operacji.")
        return self.answer(request, problem)


class _Around:
    """Stands around every call: its size, our own faults, counts and warnings."""

    def __init__(self, world: World, errors: _Errors) -> None:
        self._world = world
        self._errors = errors

    async def __call__(
        self, request: Request, call_next: RequestResponseEndpoint
    ) -> Response:
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            problem = Problem(413, "Żądanie jest za duże.")
            return self._errors.answer(request, problem)
        try:
            response = await call_next(request)
        except Exception as broken:  # noqa: BLE001 - becomes a 500
            # The text of an error could quote a request: its place is told only.
            place = extract_tb(broken.__traceback__)[-1]
            where = {"place": place.name, "line": place.lineno}
            fault = {"error": type(broken).__name__, **where}
            _LOG.error("simulator-fault", extra=fault)
            response = self._errors.answer(request, Problem(500, "Nieznany błąd."))
        self._world.received[endpoint_of(request)] += 1
        warning = request.headers.get("x-test-system-warning") or self._world.warning
        if warning:
            response.headers["X-System-Warning"] = warning
        return response
