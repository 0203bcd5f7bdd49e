"""The calls below /testdata: what on the real test environment only MF's data knows.

Permissions given here are authored by `System`, as those that follow a ZAW-FA.
Source: OpenAPI 2.7.0, /testdata/*; facts/ksef-api.md, 5.
"""

from datetime import UTC, date, datetime, time
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import AfterValidator, AwareDatetime

from jst.simulators.ksef_body import AnyContextId, Body, Description, EntityId, PersonId
from jst.simulators.ksef_grant_bodies import PersonScope
from jst.simulators.ksef_guard import Route, public, router_of
from jst.simulators.ksef_names import Ident, is_identifier
from jst.simulators.ksef_permissions import Grant
from jst.simulators.ksef_roles import EntityRole, Person
from jst.simulators.ksef_world import World
from vocabulary.clock import WARSAW


def _nip(text: str) -> str:
    if not is_identifier("Nip", text):
        raise ValueError("niepoprawny NIP")
    return text


def _pesel(text: str) -> str:
    if not is_identifier("Pesel", text):
        raise ValueError("niepoprawny PESEL")
    return text


NipText = Annotated[str, AfterValidator(_nip)]
PeselText = Annotated[str, AfterValidator(_pesel)]


class _Subunit(Body):
    subject_nip: NipText
    description: Description


class _Subject(Body):
    subject_nip: NipText
    subject_type: Literal["EnforcementAuthority", "VatGroup", "JST"]
    subunits: list[_Subunit] | None = None
    description: Description
    created_date: AwareDatetime | None = None


class _SubjectRemoved(Body):
    subject_nip: NipText


class _Person(Body):
    nip: NipText
    pesel: PeselText
    is_bailiff: bool
    description: Description
    is_deceased: bool = False
    created_date: AwareDatetime | None = None


class _PersonRemoved(Body):
    nip: NipText


class _Permission(Body):
    description: Description
    permission_type: PersonScope


class _Permissions(Body):
    context_identifier: EntityId
    authorized_identifier: PersonId
    permissions: list[_Permission]


class _PermissionsRevoked(Body):
    context_identifier: EntityId
    authorized_identifier: PersonId


class _Attachment(Body):
    nip: NipText


class _AttachmentRevoked(Body):
    nip: NipText
    expected_end_date: date | None = None


class _Context(Body):
    context_identifier: AnyContextId


def routes(world: World) -> APIRouter:
    """Make the routes."""
    calls, anybody = _Calls(world), public(world)
    return router_of(
        "/testdata",
        Route("POST", "/subject", anybody, calls.add_subject),
        Route("POST", "/subject/remove", anybody, calls.remove_subject),
        Route("POST", "/person", anybody, calls.add_person),
        Route("POST", "/person/remove", anybody, calls.remove_person),
        Route("POST", "/permissions", anybody, calls.add_permissions),
        Route("POST", "/permissions/revoke", anybody, calls.remove_permissions),
        Route("POST", "/attachment", anybody, calls.add_attachment),
        Route("POST", "/attachment/revoke", anybody, calls.remove_attachment),
        Route("POST", "/context/block", anybody, calls.block),
        Route("POST", "/context/unblock", anybody, calls.unblock),
    )


class _Calls:
    def __init__(self, world: World) -> None:
        self._world = world
        self._registry = world.registry

    async def add_subject(self, body: _Subject) -> Response:
        self._registry.add_subject(
            body.subject_nip,
            body.subject_type,
            subunits=[
                (each.subject_nip, each.description) for each in body.subunits or []
            ],
            description=body.description,
            since=body.created_date or self._world.clock(),
        )
        return Response()

    async def remove_subject(self, body: _SubjectRemoved) -> Response:
        self._registry.remove_subject(body.subject_nip)
        return Response()

    async def add_person(self, body: _Person) -> Response:
        since = body.created_date or self._world.clock()
        bailiff = EntityRole(body.nip, "CourtBailiff", body.description, since)
        self._registry.add_person(
            Person(body.nip, body.pesel, body.is_deceased),
            bailiff=bailiff if body.is_bailiff else None,
        )
        return Response()

    async def remove_person(self, body: _PersonRemoved) -> Response:
        for who in self._registry.aliases(Ident("Nip", body.nip)):
            for each in self._world.permissions.all():
                if each.authorized == who:
                    self._world.permissions.remove(each.id)
        self._registry.remove_person(body.nip)
        return Response()

    async def add_permissions(self, body: _Permissions) -> Response:
        context = body.context_identifier.ident
        self._world.permissions.add(
            *(
                Grant(
                    kind="system",
                    authorized=body.authorized_identifier.ident,
                    context=context,
                    granted_in=context,
                    author=Ident("System"),
                    scope=each.permission_type,
                    description=each.description,
                    since=self._world.clock(),
                )
                for each in body.permissions
            )
        )
        return Response()

    async def remove_permissions(self, body: _PermissionsRevoked) -> Response:
        for each in self._world.permissions.in_context(body.context_identifier.ident):
            if each.authorized == body.authorized_identifier.ident:
                self._world.permissions.remove(each.id)
        return Response()

    async def add_attachment(self, body: _Attachment) -> Response:
        self._registry.attachments[body.nip] = None
        return Response()

    async def remove_attachment(self, body: _AttachmentRevoked) -> Response:
        day = body.expected_end_date
        ends = datetime.combine(day, time(), WARSAW) if day else self._world.clock()
        self._registry.attachments[body.nip] = ends.astimezone(UTC)
        return Response()

    async def block(self, body: _Context) -> Response:
        self._registry.blocked.add(body.context_identifier.ident)
        return Response()

    async def unblock(self, body: _Context) -> Response:
        self._registry.blocked.discard(body.context_identifier.ident)
        return Response()
