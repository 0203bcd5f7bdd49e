"""The calls below /certificates, and the one that shortens a certificate for a test."""

from base64 import b64encode
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime, Field, StringConstraints

from jst.simulators.ksef_body import Body
from jst.simulators.ksef_csr import data_for, read_request
from jst.simulators.ksef_guard import Caller, Route, Who, guard, router_of
from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_problems import forbidden, refused
from jst.simulators.ksef_world import World

Reference = Annotated[str, Path(alias="referenceNumber")]
SerialText = Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{16}$")]
Serial = Annotated[
    str, Path(alias="certificateSerialNumber", pattern=r"^[0-9A-F]{16}$")
]
ShortSerial = Annotated[str, Path(alias="serialNumber", pattern=r"^[0-9A-F]{16}$")]
PageOffset = Annotated[int, Query(alias="pageOffset", ge=0)]
PageSize = Annotated[int, Query(alias="pageSize", ge=10, le=50)]
Kind = Literal["Authentication", "Offline"]
Name = Annotated[
    str,
    StringConstraints(
        min_length=5,
        max_length=100,
        pattern=r"^[a-zA-Z0-9_\- ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]+$",
    ),
]


class Application(Body):
    """What POST /certificates/enrollments is sent."""

    certificate_name: Name
    certificate_type: Kind
    csr: str
    valid_from: AwareDatetime | None = None


class Wanted(Body):
    """Which certificates to give."""

    certificate_serial_numbers: Annotated[
        list[SerialText], Field(min_length=1, max_length=10)
    ]


class Filter(Body):
    """Which certificates to list."""

    certificate_serial_number: SerialText | None = None
    name: str | None = None
    type: Kind | None = None
    status: Literal["Active", "Blocked", "Revoked", "Expired"] | None = None
    expires_after: AwareDatetime | None = None


class Revocation(Body):
    """Why a certificate is revoked."""

    revocation_reason: Literal["Unspecified", "Superseded", "KeyCompromise"] | None = (
        None
    )


class Shortened(Body):
    """When a certificate is to end."""

    valid_to: AwareDatetime


def routes(world: World) -> APIRouter:
    """Make the routes."""
    calls, session = _Calls(world), guard(world)
    revoke = "/certificates/{certificateSerialNumber}/revoke"
    enrolment = "/certificates/enrollments/{referenceNumber}"
    shorten = "/testdata/certificates/{serialNumber}"
    return router_of(
        "",
        Route("GET", "/certificates/limits", session, calls.limits),
        Route("GET", "/certificates/enrollments/data", session, calls.data),
        Route("POST", "/certificates/enrollments", session, calls.enrol, 202),
        Route("GET", enrolment, session, calls.enrolment),
        Route("POST", "/certificates/retrieve", session, calls.retrieve),
        Route("POST", "/certificates/query", session, calls.query),
        Route("POST", revoke, session, calls.revoke, 204),
        Route("PUT", shorten, session, calls.shorten),
    )


class _Calls:
    def __init__(self, world: World) -> None:
        self._world = world
        self._certificates = world.certificates

    async def limits(self, who: Who) -> dict[str, Any]:
        told = self._certificates.remaining(who.login.subject)
        return told | {"canRequest": told["canRequest"] and not who.is_token}

    async def data(self, who: Who) -> dict[str, str | None]:
        return _data(who, 25001)

    async def enrol(self, body: Application, who: Who) -> dict[str, str]:
        data = _data(who, 25002)
        return self._certificates.apply(
            who.login.subject,
            read_request(body.csr, data),
            name=body.certificate_name,
            kind=body.certificate_type,
            valid_from=body.valid_from,
        )

    async def enrolment(self, number: Reference, who: Who) -> dict[str, Any]:
        return self._certificates.enrolment(number, self._subject(who))

    async def retrieve(self, body: Wanted, who: Who) -> dict[str, object]:
        wanted = set(body.certificate_serial_numbers)
        found = [
            {
                "certificate": b64encode(each.der).decode(),
                "certificateName": each.name,
                "certificateSerialNumber": each.serial,
                "certificateType": each.kind,
            }
            for each in self._certificates.of(*self._subject(who))
            if each.serial in wanted
        ]
        return {"certificates": found}

    async def query(
        self,
        who: Who,
        body: Filter | None = None,
        offset: PageOffset = 0,
        size: PageSize = 10,
    ) -> dict[str, object]:
        asked, now = body or Filter(), self._world.clock()
        found = [
            each.json(now)
            for each in self._certificates.of(*self._subject(who))
            if asked.certificate_serial_number in {None, each.serial}
            and (asked.name or "") in each.name
            and asked.type in {None, each.kind}
            and asked.status in {None, each.status(now)}
            and (asked.expires_after is None or each.valid_to > asked.expires_after)
        ]
        begin = offset * size
        shown = found[begin : begin + size]
        return {"certificates": shown, "hasMore": len(found) > begin + size}

    async def revoke(
        self, serial: Serial, who: Who, body: Revocation | None = None
    ) -> Response:
        del body  # the reason changes nothing that anybody can ask for
        if who.is_token:
            raise forbidden(
                "auth-method-not-allowed",
                "Ta operacja nie jest dostępna dla użytej metody uwierzytelnienia.",
                authenticationMethodCategory="Token",
            )
        found = self._certificates.one(serial, self._subject(who))
        self._certificates.revoke(found)
        return Response(status_code=204)

    async def shorten(self, serial: ShortSerial, body: Shortened, who: Who) -> Response:
        found = self._certificates.one(serial, self._subject(who))
        if body.valid_to > found.valid_to:
            raise refused(21405, "validTo jest późniejsze niż obecne.")
        found.valid_to = body.valid_to
        return Response()

    def _subject(self, who: Caller) -> frozenset[Ident]:
        return self._world.registry.aliases(who.login.subject)


def _data(who: Caller, code: int) -> dict[str, str | None]:
    signer = who.login.signer
    if signer is None:
        raise refused(code)
    return data_for(signer, who.login.subject)
