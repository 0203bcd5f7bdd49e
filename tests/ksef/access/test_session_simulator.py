"""Logins against the simulated KSeF, which reads the facts without asking us.

Seals of RSA, P-256 and a token, a document signed elsewhere and a KSeF token, in the
context of the office and of its unit; what the simulator refuses, we name.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from accountability.transport import Transport
from certs.keys_file import FileKey, load_key
from certs.keys_pkcs11 import open_key
from jst.simulators.ksef import KsefSimulator, MovingClock
from jst.simulators.softhsm import SoftHsm
from ksef.access.auth_request import SchemaVersion, SubjectType
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors import InputRefused, KsefRefused, SessionUnusable
from ksef.access.errors_login import LoginDenied, LoginUnknown
from ksef.access.ip_policy import IpPolicy
from ksef.access.login_elsewhere import prepare, submit
from ksef.access.login_refusals import (
    CertificateRejected,
    ContextBlocked,
    NoPermissions,
    NoPermissionsInUnit,
    SubjectDeceased,
    TokenRejected,
)
from ksef.access.secret import Secret
from ksef.access.session import LoginOptions, Session, log_in, resume
from ksef.access.session_list import active_sessions, revoke_session
from ksef.access.token_login import log_in_with_token
from tests.bogus_pki import BOGUS_NIP, BogusSeal, ec_seal
from tests.certs.elsewhere import Manner, signed_elsewhere
from tests.softhsm import require_softhsm
from vocabulary.identifiers import InternalId, Nip, Pesel

GMINA = Nip.parse("9990000008")
SCHOOL = InternalId.parse("9990000008-00012")
DIRECTOR = Pesel.parse("30112206276")
OFFICE, UNIT = ContextId.of(GMINA), ContextId.of(SCHOOL)
KINDS: tuple[Literal["RSA-2048", "P-256"], ...] = ("RSA-2048", "P-256")


@pytest.fixture(name="ksef")
def _ksef(tmp_path: Path) -> Iterator[KsefSimulator]:
    """A simulated KSeF, whose time moves when a client waits."""
    clock = MovingClock(factor=0)
    with KsefSimulator.create(tmp_path / "ksef", clock=clock) as simulator:
        yield simulator


@pytest.fixture(name="client")
def _client(ksef: KsefSimulator) -> KsefClient:
    """A client of the simulator, with its clock."""
    clock = ksef.clock
    assert isinstance(clock, MovingClock)
    return KsefClient(
        ksef.url,
        transport=Transport(ca_bundle=ksef.ca_pem, total_timeout_s=20.0),
        clock=clock,
        sleep=lambda seconds: clock.advance(seconds=seconds),
    )


@pytest.fixture(name="gmina")
def _gmina(ksef: KsefSimulator) -> FileKey:
    """The seal of the gmina."""
    return load_key(ksef.issue_seal("gmina", nip=GMINA))


def enter(
    client: KsefClient,
    key: Any,  # noqa: ANN401 - any key of `certs`
    context: ContextId = OFFICE,
    **how: Any,  # noqa: ANN401 - as `log_in` takes it
) -> Session:
    """Log in with a key and its certificate."""
    return log_in(client, context=context, key=key, certificate=key.certificate, **how)


def call(
    client: KsefClient,
    method: str,
    path: str,
    body: object = None,
    session: Session | None = None,
) -> Any:  # noqa: ANN401 - JSON
    """Make a call that is not ours to test here, and let KSeF carry it out."""
    headers = {"Content-Type": "application/json"}
    if session is not None:
        headers["Authorization"] = f"Bearer {session.access_token().reveal()}"
    reply = client.transport.infrastructure(
        method,
        f"{client.base_url}{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers=headers,
    )
    assert reply.status in {200, 202, 204}, reply.body
    client.sleep(2)
    return json.loads(reply.body or b"null")


def post(
    client: KsefClient, path: str, body: object, session: Session | None = None
) -> Any:  # noqa: ANN401 - JSON
    """POST it."""
    return call(client, "POST", path, body, session)


def open_unit(client: KsefClient, gmina: FileKey, subject: Nip | Pesel) -> None:
    """Have the gmina appoint a representative of its school, in its own context."""
    kind = "Nip" if isinstance(subject, Nip) else "Pesel"
    body = {
        "subjectIdentifier": {"type": kind, "value": subject.reveal()},
        "contextIdentifier": {"type": "InternalId", "value": SCHOOL.reveal()},
        "description": "bogus: representative",
        "subunitName": "Bogus szkoła",
        "subjectDetails": {
            "subjectDetailsType": "PersonByIdentifier",
            "personById": {"firstName": "Bogusia", "lastName": "Bogus"},
        },
    }
    post(client, "/permissions/subunits/grants", body, enter(client, gmina))


@pytest.mark.parametrize("version", list(SchemaVersion))
@pytest.mark.parametrize("kind", KINDS)
def test_a_seal_logs_in_as_the_owner(
    ksef: KsefSimulator,
    client: KsefClient,
    kind: Literal["RSA-2048", "P-256"],
    version: SchemaVersion,
) -> None:
    """The NIP of the seal is that of the context, so nothing need be granted."""
    key = load_key(ksef.issue_seal("gmina", nip=GMINA, kind=kind))

    session = enter(client, key, version=version)

    assert session.whoami().is_owner
    assert () == session.findings
    assert OFFICE == session.whoami().context


@pytest.mark.parametrize("kind", KINDS)
def test_a_seal_logs_in_to_a_unit_once_it_was_appointed(
    ksef: KsefSimulator, client: KsefClient, kind: Literal["RSA-2048", "P-256"]
) -> None:
    """415 before, since an owner's rights do not go over; a session afterwards."""
    key = load_key(ksef.issue_seal("gmina", nip=GMINA, kind=kind))
    with pytest.raises(NoPermissionsInUnit):
        enter(client, key, UNIT)

    open_unit(client, key, GMINA)
    session = enter(client, key, UNIT)

    assert ("CredentialsManage",) == session.whoami().rights
    assert not session.whoami().is_owner


def test_a_representative_logs_in_with_her_own_signature(
    ksef: KsefSimulator, client: KsefClient, gmina: FileKey
) -> None:
    """A director of a school has no seal."""
    director = load_key(ksef.issue_person("director", number=DIRECTOR))
    open_unit(client, gmina, DIRECTOR)

    session = enter(client, director, UNIT)

    assert ["ksef.login.person"] == [each.rule for each in session.findings]
    assert UNIT == session.whoami().context


@pytest.mark.parametrize("context", [OFFICE, UNIT], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_a_seal_on_a_token_logs_in(
    ksef: KsefSimulator,
    client: KsefClient,
    gmina: FileKey,
    tmp_path: Path,
    kind: str,
    context: ContextId,
) -> None:
    """The key was made on the token, and never was anywhere else."""
    require_softhsm()
    open_unit(client, gmina, GMINA)
    with SoftHsm.create(tmp_path / "token") as token:
        public_key = token.generate("seal", kind)
        token.store("seal", ksef.certify_seal(public_key, "token", nip=GMINA))
        with open_key(token.place, label="seal", pin=token.read_pin) as key:
            assert context == enter(client, key, context).whoami().context


@pytest.mark.parametrize("context", [OFFICE, UNIT], ids=str)
def test_a_document_signed_elsewhere_logs_in(
    client: KsefClient, gmina: FileKey, context: ContextId, tmp_path: Path
) -> None:
    """Prepared here, signed by another program, submitted here."""
    open_unit(client, gmina, GMINA)
    held = BogusSeal(gmina._private, gmina.certificate, gmina.certificate)
    waiting = prepare(client, context=context, certificate=gmina.certificate)
    manner = Manner(time=f"{client.clock():%Y-%m-%dT%H:%M:%SZ}")
    options = LoginOptions(save_to=tmp_path / "own" / "state.json")

    session = submit(
        client,
        signed_elsewhere(waiting.document, held, manner),
        waiting,
        options=options,
    )

    assert context == session.whoami().context


def test_a_challenge_is_used_up_by_one_document(
    client: KsefClient, gmina: FileKey
) -> None:
    """21111: handing it in twice is refused, and says what to do."""
    held = BogusSeal(gmina._private, gmina.certificate, gmina.certificate)
    waiting = prepare(client, context=OFFICE, certificate=gmina.certificate)
    manner = Manner(time=f"{client.clock():%Y-%m-%dT%H:%M:%SZ}")
    signed = signed_elsewhere(waiting.document, held, manner)
    submit(client, signed, waiting)

    with pytest.raises(InputRefused) as caught:
        submit(client, signed, waiting)

    assert (21111,) == caught.value.numbers


def test_a_certificate_without_a_number_logs_in_by_its_fingerprint(
    ksef: KsefSimulator, client: KsefClient
) -> None:
    """Permissions stand with the fingerprint; ZAW-FA has put them there."""
    key = load_key(ksef.issue_nameless("nameless"))
    body = {
        "contextIdentifier": {"type": "Nip", "value": GMINA.reveal()},
        "authorizedIdentifier": {
            "type": "Fingerprint",
            "value": key.certificate.sha256.hex().upper(),
        },
        "permissions": [
            {"permissionType": "InvoiceRead", "description": "bogus ZAW-FA"}
        ],
    }
    post(client, "/testdata/permissions", body)

    session = enter(client, key, subject=SubjectType.CERTIFICATE_FINGERPRINT)

    assert ("InvoiceRead",) == session.whoami().rights


def test_a_seal_of_nobody_in_this_context_is_refused(
    ksef: KsefSimulator, client: KsefClient
) -> None:
    """415: its hint leads to ZAW-FA; we warned of another NIP before."""
    key = load_key(ksef.issue_seal("other", nip=Nip.parse("9990000020")))

    with pytest.raises(NoPermissions) as caught:
        enter(client, key)

    assert "ZAW-FA" in caught.value.hint


def test_a_blocked_context_is_refused(client: KsefClient, gmina: FileKey) -> None:
    """480: nothing that a program could mend."""
    body = {"contextIdentifier": {"type": "Nip", "value": GMINA.reveal()}}
    post(client, "/testdata/context/block", body)

    with pytest.raises(ContextBlocked):
        enter(client, gmina)


def test_a_deceased_person_is_refused(ksef: KsefSimulator, client: KsefClient) -> None:
    """470: somebody uses her signature."""
    body = {
        "nip": "9990000020",
        "pesel": DIRECTOR.reveal(),
        "isBailiff": False,
        "isDeceased": True,
        "description": "bogus",
    }
    post(client, "/testdata/person", body)
    key = load_key(ksef.issue_person("late", number=DIRECTOR))

    with pytest.raises(SubjectDeceased):
        enter(client, key, ContextId.parse("Nip", "9990000020"))


def test_a_policy_that_leaves_us_out_is_felt_at_the_first_call(
    client: KsefClient, gmina: FileKey
) -> None:
    """The login succeeds; what is bound to another address is its token."""
    session = enter(client, gmina, policy=IpPolicy(addresses=("192.0.2.1",)))

    with pytest.raises(KsefRefused) as caught:
        list(active_sessions(session))

    assert "ip-not-allowed" == caught.value.word


def test_a_policy_that_lets_us_in_changes_nothing(
    client: KsefClient, gmina: FileKey
) -> None:
    """All three parts of it are understood on the other side."""
    policy = IpPolicy(
        addresses=("192.0.2.1",),
        ranges=("192.0.2.1-192.0.2.9",),
        masks=("127.0.0.0/8",),
    )

    session = enter(client, gmina, policy=policy)

    assert [session.reference] == [each.reference for each in active_sessions(session)]


def test_a_session_is_refreshed_resumed_and_closed(
    ksef: KsefSimulator, client: KsefClient, gmina: FileKey, tmp_path: Path
) -> None:
    """A day in the life of one login; the tokens are fetched once."""
    path = tmp_path / "own" / "state.json"
    enter(client, gmina, options=LoginOptions(save_to=path))
    client.sleep(3600)

    session = resume(client, path)
    first = session.access_token()
    session.close()

    assert "." in first.reveal()
    assert 1 == ksef.received["POST /auth/token/redeem"]
    assert 1 == ksef.received["POST /auth/token/refresh"]
    with pytest.raises(SessionUnusable):
        resume(client, path)


def test_a_session_that_was_revoked_cannot_be_refreshed(
    client: KsefClient, gmina: FileKey
) -> None:
    """From the list of sessions, by its number."""
    mine, other = enter(client, gmina), enter(client, gmina)
    revoke_session(mine, other.reference)

    with pytest.raises(SessionUnusable):
        other.refresh()

    assert [mine.reference] == [each.reference for each in active_sessions(mine)]


def test_all_pages_of_sessions_are_read(client: KsefClient, gmina: FileKey) -> None:
    """The simulator cuts at what we ask for; the token leads on."""
    sessions = [enter(client, gmina) for _ in range(3)]

    found = {each.reference for each in active_sessions(sessions[0])}

    assert {each.reference for each in sessions} == found


def test_lost_tokens_are_unknown_and_a_new_login_can_revoke_them(
    ksef: KsefSimulator, client: KsefClient, gmina: FileKey
) -> None:
    """KSeF has given them, the answer never came; the session stands in the list."""
    ksef.faults.next("drop-after-accept", on="/auth/token/redeem")
    with pytest.raises(LoginUnknown) as caught:
        enter(client, gmina)

    session = enter(client, gmina)
    found = {each.reference: each for each in active_sessions(session)}
    revoke_session(session, caught.value.reference)

    assert found[caught.value.reference].is_redeemed
    assert 2 == ksef.received["POST /auth/token/redeem"]


@pytest.mark.parametrize("path", ["/auth/challenge", "/auth/xades-signature"])
@pytest.mark.parametrize("fault", ["drop-after-accept", "http-503", "http-500", "cut"])
def test_a_fault_before_the_tokens_ends_in_one_session(
    ksef: KsefSimulator, client: KsefClient, gmina: FileKey, path: str, fault: str
) -> None:
    """A fresh challenge, a fresh signature, one session."""
    ksef.faults.next(fault, on=path)

    assert enter(client, gmina).whoami().is_owner
    assert 1 == ksef.received["POST /auth/token/redeem"]


def test_warnings_are_kept(
    ksef: KsefSimulator, client: KsefClient, gmina: FileKey
) -> None:
    """sig-001 today is 9105 tomorrow."""
    ksef.faults.next("warning", on="/auth/xades-signature")

    assert ("sig-001",) == enter(client, gmina).warnings


def test_fields_that_nobody_knows_are_left_alone(
    ksef: KsefSimulator, client: KsefClient, gmina: FileKey
) -> None:
    """The Ministry adds some each month."""
    for path in ("challenge", "xades-signature", "token/redeem"):
        ksef.faults.next("drift", on=f"/auth/{path}")

    assert enter(client, gmina).whoami().is_owner


def test_a_session_ends_after_its_week(client: KsefClient, gmina: FileKey) -> None:
    """Both sides say the same last instant."""
    session = enter(client, gmina)
    client.sleep(timedelta(days=7).total_seconds() + 1)

    with pytest.raises(SessionUnusable):
        session.access_token()


def make_token(client: KsefClient, session: Session) -> tuple[str, Secret]:
    """Have KSeF make a token, with its number; it is active after a moment."""
    body = {"permissions": ["CredentialsManage"], "description": "bogus token"}
    made = post(client, "/tokens", body, session)
    return made["referenceNumber"], Secret(made["token"])


@pytest.mark.parametrize("context", [OFFICE, UNIT], ids=str)
def test_a_ksef_token_logs_in(
    client: KsefClient, gmina: FileKey, context: ContextId
) -> None:
    """Decrypted there, with the time of the challenge, in its own context."""
    open_unit(client, gmina, GMINA)
    _, token = make_token(client, enter(client, gmina, context))

    session = log_in_with_token(client, context=context, token=token)

    assert context == session.whoami().context
    assert ("CredentialsManage",) == session.whoami().rights
    assert not session.whoami().is_owner


def test_a_token_of_another_context_is_stopped_here(
    ksef: KsefSimulator, client: KsefClient, gmina: FileKey
) -> None:
    """The form of a token tells; nothing was sent."""
    open_unit(client, gmina, GMINA)
    _, token = make_token(client, enter(client, gmina))

    with pytest.raises(LoginDenied):
        log_in_with_token(client, context=UNIT, token=token)

    assert 0 == ksef.received["POST /auth/ksef-token"]


def test_a_revoked_token_is_refused(client: KsefClient, gmina: FileKey) -> None:
    """450, and the reason in a word."""
    session = enter(client, gmina)
    number, token = make_token(client, session)
    call(client, "DELETE", f"/tokens/{number}", session=session)

    with pytest.raises(TokenRejected) as caught:
        log_in_with_token(client, context=OFFICE, token=token)

    assert "revoked" == caught.value.reason


def test_a_token_that_nobody_made_is_refused(client: KsefClient) -> None:
    """450 again, for another reason."""
    with pytest.raises(TokenRejected) as caught:
        log_in_with_token(client, context=OFFICE, token=Secret("bogus"))

    assert "token" == caught.value.reason


def test_a_certificate_of_a_stranger_is_refused_where_chains_are_checked(
    client: KsefClient,
) -> None:
    """460: as on DEMO and in production; the test environment asks on request."""
    held = ec_seal()

    with pytest.raises(CertificateRejected) as caught:
        enter(
            client,
            held.key,
            ContextId.parse("Nip", BOGUS_NIP),
            options=LoginOptions(verify_chain=True),
        )

    assert caught.value.reason in {"untrusted", "chain"}


NAMES = {
    "commonName": NameOID.COMMON_NAME,
    "countryName": NameOID.COUNTRY_NAME,
    "organizationName": NameOID.ORGANIZATION_NAME,
    "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER,
}


def test_a_ksef_certificate_logs_in(client: KsefClient, gmina: FileKey) -> None:
    """Enrolled once with the seal, which then stays in its safe; the same owner."""
    session = enter(client, gmina)
    data = call(client, "GET", "/certificates/enrollments/data", session=session)
    held = {oid: data[name] for name, oid in NAMES.items() if data.get(name)}
    own = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in held.items()])
    csr = x509.CertificateSigningRequestBuilder(subject).sign(own, hashes.SHA256())
    body = {
        "certificateName": "bogus login",
        "certificateType": "Authentication",
        "csr": b64encode(csr.public_bytes(Encoding.DER)).decode(),
    }
    number = post(client, "/certificates/enrollments", body, session)["referenceNumber"]
    made = call(client, "GET", f"/certificates/enrollments/{number}", session=session)
    wanted = {"certificateSerialNumbers": [made["certificateSerialNumber"]]}
    [found] = post(client, "/certificates/retrieve", wanted, session)["certificates"]

    with_it = log_in(
        client,
        context=OFFICE,
        key=own,
        certificate=b64decode(found["certificate"]),
        options=LoginOptions(verify_chain=True),
    )

    assert with_it.whoami().is_owner
    assert "Certificate" in with_it.whoami().method
