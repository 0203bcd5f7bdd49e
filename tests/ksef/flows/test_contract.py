"""Every request of the client and its answer, as agreed: by us and by the Ministry.

The simulator's side, with refusals: tests/jst/simulators/test_ksef_openapi.py.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from accountability.model import Purpose
from certs.csr import make_csr
from certs.keys_file import load_key
from ksef.access import certificates, filters, permissions, queries, tokens
from ksef.access.attachments import attachments
from ksef.access.auth_request import SubjectType
from ksef.access.client import KsefClient
from ksef.access.context import ContextId, ContextType
from ksef.access.details import (
    EntityOfFingerprint,
    PersonName,
    PersonOfFingerprint,
    PersonWithoutNumber,
)
from ksef.access.endpoints import ENDPOINTS
from ksef.access.fingerprint import Fingerprint
from ksef.access.ip_policy import IpPolicy
from ksef.access.open_session import Session
from ksef.access.pages import collect
from ksef.access.requests import (
    Grant,
    GrantAtEuEntity,
    GrantIndirect,
    GrantInSubunit,
    GrantOfAuthorisation,
    GrantOfEuAdministration,
    GrantToEntity,
    GrantToPerson,
    Passing,
    Target,
)
from ksef.access.session import log_in
from ksef.access.session_list import active_sessions, revoke_session
from ksef.access.token_login import log_in_with_token
from tests.house.tree import ROOT
from tests.jst.simulators.openapi import OpenApi
from tests.ksef.flows.conftest import (
    CLERK,
    GMINA,
    HEAD,
    SCHOOL,
    UNIT,
    Gmina,
    no_sleep,
)
from tests.ksef.flows.recording import RecordingTransport, endpoint_of, faults
from tests.ksef.flows.test_certificates import BareKey

NAME = PersonName(first_name="Bogusia", last_name="Zmyślona")
JOINT = ContextId.parse(ContextType.NIP_VAT_UE, f"{GMINA.reveal()}-CZ12345678")
OFFICE = ContextId.of(GMINA)
HERE = IpPolicy(addresses=("127.0.0.1",), masks=("127.0.0.0/24",))
STRANGER = PersonWithoutNumber(
    first_name="Bogusia",
    last_name="Zmyślona",
    birth_date=date(1980, 1, 31),
    document_type="bogus",
    document_number="BOGUS 1",
    document_country="CZ",
)


@pytest.fixture(name="transport")
def _transport(gmina: Gmina) -> RecordingTransport:
    """What the gmina's client sends over from now on."""
    made = RecordingTransport(base=gmina.ksef.url, ca_bundle=gmina.ksef.ca_pem)
    gmina.client = KsefClient(gmina.ksef.url, transport=made, sleep=no_sleep)
    return made


@pytest.fixture(name="openapi", scope="module")
def _openapi() -> OpenApi:
    """The Ministry's description of the API; never copied."""
    path = ROOT.parent / "shared" / "real" / "ksef" / "openapi-2.7.0.json"
    if not path.is_file():
        pytest.skip("real: the folder of real public data is absent")
    return OpenApi(path)


def grants(nameless: Fingerprint) -> tuple[Grant, ...]:
    """Write grants of six kinds, to every form of person; the seventh needs them."""
    said: dict[str, Any] = {"description": "Bogus: na próbę"}
    scope: dict[str, Any] = {"permissions": ("InvoiceRead", "CredentialsManage")}
    by_number = PersonOfFingerprint(
        first_name="Bogusia", last_name="Zmyślona", identifier=CLERK
    )
    office: dict[str, Any] = {
        "subject": SCHOOL,
        "full_name": "Bogus: centrum usług",
        **said,
    }
    return (
        GrantToPerson(subject=CLERK, details=NAME, **scope, **said),
        GrantToPerson(
            subject=Fingerprint("B" * 64), details=by_number, **scope, **said
        ),
        GrantToPerson(subject=Fingerprint("C" * 64), details=STRANGER, **scope, **said),
        GrantToEntity(permissions=(Passing(permission="InvoiceRead"),), **office),
        GrantOfAuthorisation(permission="SelfInvoicing", **office),
        GrantIndirect(
            subject=CLERK,
            target=Target.ALL_PARTNERS,
            permissions=("InvoiceRead",),
            details=NAME,
            **said,
        ),
        GrantInSubunit(
            subject=HEAD, unit=UNIT, unit_name="Bogus: szkoła", details=NAME, **said
        ),
        GrantOfEuAdministration(
            subject=nameless,
            context=JOINT,
            name="Bogus s.r.o.",
            address="Praha",
            details=STRANGER,
            **said,
        ),
    )


def ask_everything(gmina: Gmina, session: Session) -> None:
    """Ask every query, the one of persons by each of its filters."""
    acting = gmina.acting(session, purpose=Purpose.PERMISSION_REVIEW)
    for wanted in (
        filters.ALL_PERSONS,
        filters.PersonsFilter(holder=CLERK, state=filters.State.ACTIVE),
        filters.PersonsFilter(author=GMINA, permissions=("InvoiceRead",)),
        filters.PersonsFilter(author=filters.System.SYSTEM),
        filters.PersonsFilter(context=UNIT),
        filters.PersonsFilter(
            scope=filters.Scope.GIVEN_HERE, target=Target.ALL_PARTNERS
        ),
    ):
        list(queries.persons(wanted, **acting))
    for listing in (
        queries.own(**acting),
        queries.own(context=GMINA, **acting),
        queries.subunits(**acting),
        queries.subunits(unit=UNIT, **acting),
        queries.entities(**acting),
        queries.roles(**acting),
        queries.subordinates(**acting),
        queries.subordinates(unit=SCHOOL, **acting),
        queries.authorisations(authorised=SCHOOL, **acting),
        queries.authorisations(filters.Direction.RECEIVED, **acting),
        queries.eu_entities(**acting),
    ):
        list(listing)
    attachments(**acting)


def take_back(gmina: Gmina, session: Session) -> None:
    """Revoke one grant of each of both kinds."""
    acting = gmina.acting(session)
    one, *_ = collect(queries.persons(**acting), key=lambda each: each.id)
    permissions.revoke_common(one.id, (CLERK,), **acting)
    [other] = collect(queries.authorisations(**acting), key=lambda each: each.id)
    permissions.revoke_authorisation(other.id, (SCHOOL,), **acting)


def use_tokens(gmina: Gmina, session: Session) -> None:
    """Make a token, log in with it, list by status, revoke."""
    acting = gmina.acting(session, purpose=Purpose.CREDENTIALS)
    made = tokens.create(("CredentialsRead",), "Bogus: przegląd", **acting).answer
    log_in_with_token(gmina.client, context=OFFICE, token=made.value, policy=HERE)
    list(tokens.listed(**acting))
    list(tokens.listed(statuses=("Active", "Revoked"), **acting))
    tokens.status(made.reference, **acting)
    tokens.revoke(made.reference, **acting)


def use_certificates(gmina: Gmina, session: Session) -> None:
    """Enrol, retrieve, list, revoke."""
    acting = gmina.acting(session, purpose=Purpose.CREDENTIALS)
    certificates.limits(**acting)
    name = certificates.enrollment_data(**acting).answer.name
    csr = make_csr(name, key=BareKey(ec.generate_private_key(ec.SECP256R1())))
    number = certificates.enroll(csr, name="Bogus 1", **acting).answer
    serial = certificates.enrollment(number, **acting).answer.certificate_serial_number
    certificates.retrieve((serial or "",), **acting)
    list(certificates.listed(status="Active", **acting))
    certificates.revoke(
        serial or "", certificates.RevocationReason.SUPERSEDED, **acting
    )


def use_sessions(gmina: Gmina, session: Session) -> None:
    """Refresh, list, end another session and the own one."""
    session.refresh()
    other = gmina.log_in()
    list(active_sessions(session))
    revoke_session(session, other.reference)
    session.close()


def walk(gmina: Gmina) -> None:
    """Make every call of the table through the library, as an office would."""
    foreign = load_key(gmina.ksef.issue_nameless("cz"))
    fingerprint = Fingerprint(foreign.certificate.sha256.hex())
    session = log_in(
        gmina.client,
        context=OFFICE,
        key=(seal := load_key(gmina.seal)),
        certificate=seal.certificate,
        policy=HERE,
    )
    for each in grants(fingerprint):
        permissions.grant(each, **gmina.acting(session))
    ask_everything(gmina, session)
    abroad = log_in(
        gmina.client,
        context=JOINT,
        key=foreign,
        certificate=foreign.certificate,
        subject=SubjectType.CERTIFICATE_FINGERPRINT,
    )
    permissions.grant(
        GrantAtEuEntity(
            subject=Fingerprint("D" * 64),
            permissions=("InvoiceRead",),
            description="Bogus: na próbę",
            details=EntityOfFingerprint(full_name="Bogus s.r.o.", address="Praha"),
        ),
        **gmina.acting(abroad),
    )
    take_back(gmina, session)
    use_tokens(gmina, session)
    use_certificates(gmina, session)
    use_sessions(gmina, session)


def test_every_call_and_answer_is_as_our_table_has_it(
    gmina: Gmina, transport: RecordingTransport
) -> None:
    """All forty, none left out: names of every member, both ways."""
    walk(gmina)

    assert set(ENDPOINTS) == {endpoint_of(each).name for each in transport.seen}
    assert [] == [fault for each in transport.seen for fault in faults(each)]


@pytest.mark.real
def test_every_call_and_answer_is_as_the_ministry_describes(
    gmina: Gmina, transport: RecordingTransport, openapi: OpenApi
) -> None:
    """Types, lengths, patterns and enumerations: the official OpenAPI 2.7.0."""
    walk(gmina)

    assert [] == [fault for each in transport.seen for fault in openapi.faults(each)]


def test_what_is_off_the_table_is_seen(
    gmina: Gmina, transport: RecordingTransport
) -> None:
    """A check that cannot fail holds nothing."""
    gmina.log_in()
    [one, *_] = transport.seen
    other = replace(one, query={"page": ["1"]}, body=b"{}", answer=b'{"x": 1}')
    told = {fault.partition(": ")[2] for fault in faults(other)}

    assert [] == faults(one)
    assert {
        "query: page is not agreed",
        "answers: x is not agreed",
        "answers: challenge is missing",
        "answers: timestamp is missing",
        "answers: timestampMs is missing",
        "answers: clientIp is missing",
    } == told
