"""The calls that tell and change limits: of requests, sessions and certificates.

Of the thirteen groups of requests the simulator holds one, `other`; the rest is told
and not held, as no invoice goes through it.
Source: OpenAPI 2.7.0, /rate-limits, /limits/*, /testdata/limits/*.
"""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from jst.simulators.ksef_body import Body
from jst.simulators.ksef_certificates import LIMITS
from jst.simulators.ksef_guard import Route, Who, guard, router_of
from jst.simulators.ksef_limits import OTHER
from jst.simulators.ksef_world import World

_ELSEWHERE: Final = {
    "onlineSession": (10, 30, 120),
    "batchSession": (10, 20, 60),
    "invoiceSend": (10, 30, 180),
    "invoiceStatus": (30, 120, 1200),
    "sessionList": (5, 10, 60),
    "sessionInvoiceList": (10, 20, 200),
    "sessionMisc": (10, 120, 1200),
    "invoiceMetadata": (8, 16, 20),
    "invoiceExport": (8, 16, 20),
    "invoiceExportStatus": (10, 60, 600),
    "invoiceDownload": (8, 16, 64),
    "collectiveIdentifier": (10, 60, 120),
}
_SESSION: Final = {
    "maxInvoiceSizeInMB": 1,
    "maxInvoiceWithAttachmentSizeInMB": 3,
    "maxInvoices": 10_000,
}


class _Values(Body):
    per_second: int
    per_minute: int
    per_hour: int


class _Groups(Body):
    other: _Values


class _RateLimits(Body):
    rate_limits: _Groups


class _Enrolment(Body):
    max_enrollments: Annotated[int, Field(ge=0)] | None = None


class _Certificate(Body):
    max_certificates: Annotated[int, Field(ge=0)] | None = None


class _SubjectLimits(Body):
    subject_identifier_type: Literal["Nip", "Pesel", "Fingerprint"] = "Nip"
    enrollment: _Enrolment | None = None
    certificate: _Certificate | None = None


def routes(world: World) -> APIRouter:
    """Make the routes."""
    calls, session = _Calls(world), guard(world)
    certificate = "/testdata/limits/subject/certificate"
    return router_of(
        "",
        Route("GET", "/rate-limits", session, calls.rates),
        Route("GET", "/limits/context", session, calls.of_context),
        Route("GET", "/limits/subject", session, calls.of_subject),
        Route("POST", "/testdata/rate-limits", session, calls.set_rates),
        Route("DELETE", "/testdata/rate-limits", session, calls.reset_rates),
        Route("POST", "/testdata/rate-limits/production", session, calls.reset_rates),
        Route("POST", certificate, session, calls.set_certificates),
        Route("DELETE", certificate, session, calls.reset_certificates),
    )


class _Calls:
    def __init__(self, world: World) -> None:
        self._world = world

    async def rates(self) -> dict[str, Any]:
        groups = {**_ELSEWHERE, "other": self._world.limits.other}
        names = ("perSecond", "perMinute", "perHour")
        return {
            group: dict(zip(names, values, strict=True))
            for group, values in groups.items()
        }

    async def of_context(self) -> dict[str, Any]:
        return {"onlineSession": _SESSION, "batchSession": _SESSION}

    async def of_subject(self, who: Who) -> dict[str, Any]:
        kind = who.login.subject.type
        enrolments, certificates = self._world.certificates.limits[kind]
        return {
            "enrollment": {"maxEnrollments": enrolments},
            "certificate": {"maxCertificates": certificates},
        }

    async def set_rates(self, body: _RateLimits) -> Response:
        other = body.rate_limits.other
        limits = (other.per_second, other.per_minute, other.per_hour)
        self._world.limits.other = limits
        return Response()

    async def reset_rates(self) -> Response:
        self._world.limits.other = OTHER
        return Response()

    async def set_certificates(self, body: _SubjectLimits) -> Response:
        kind = body.subject_identifier_type
        enrolments, certificates = self._world.certificates.limits[kind]
        if body.enrollment and body.enrollment.max_enrollments is not None:
            enrolments = body.enrollment.max_enrollments
        if body.certificate and body.certificate.max_certificates is not None:
            certificates = body.certificate.max_certificates
        self._world.certificates.limits[kind] = (enrolments, certificates)
        return Response()

    async def reset_certificates(self) -> Response:
        self._world.certificates.limits = dict(LIMITS)
        return Response()
