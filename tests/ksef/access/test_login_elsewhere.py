"""A login that is signed at another machine, and what may come back from there."""

import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from certs.errors import KeyFault, KeyRefused, SignatureInvalid
from certs.keys_file import PrivateKey
from certs.rejection import Rejection
from ksef.access.auth_request import SubjectType
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors_login import (
    ClockWrong,
    LoginDenied,
    LoginLost,
    StateFault,
    StateFileRefused,
)
from ksef.access.login_elsewhere import Prepared, prepare, submit
from ksef.access.session import LoginOptions
from ksef.access.session_states import State
from tests.bogus_pki import (
    BOGUS_NIP,
    BogusSeal,
    ec_key,
    ec_seal,
    rsa_key,
    rsa_seal,
    seal,
)
from tests.certs.elsewhere import CSHARP, Manner, signed_elsewhere
from tests.ksef.access.desk import DROP, Clock, Desk
from tests.ksef.access.places import OFFICE, UNIT

MINUTE = timedelta(minutes=1)
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"


def prepared(
    client: KsefClient, context: ContextId = OFFICE, held: BogusSeal | None = None
) -> Prepared:
    """Prepare a login with a bogus seal."""
    return prepare(client, context=context, certificate=(held or ec_seal()).certificate)


def sign_there(waiting: Prepared, held: BogusSeal | None = None) -> bytes:
    """Sign as the Ministry's own client does: exclusive C14N, older properties."""
    return signed_elsewhere(waiting.document, held or ec_seal(), CSHARP)


@pytest.mark.parametrize("context", [OFFICE, UNIT], ids=str)
@pytest.mark.parametrize("held", [rsa_seal(), ec_seal()], ids=["RSA", "P-256"])
def test_a_document_signed_elsewhere_logs_in(
    desk: Desk, client: KsefClient, context: ContextId, held: BogusSeal
) -> None:
    """It goes out as it came back, to the byte."""
    waiting = prepared(client, context, held)
    signed = sign_there(waiting, held)
    desk.instead["xades_signature"] = [desk.started(challenge_of(waiting))]

    session = submit(client, signed, waiting)

    assert signed == desk.last("xades_signature").body
    assert context == session.context
    assert 1 == desk.times["challenge"]


def challenge_of(waiting: Prepared) -> str:
    """Find the challenge in a document that waits."""
    return str(etree.fromstring(waiting.document).findtext("{*}Challenge"))


def test_a_prepared_login_waits_in_a_file(
    desk: Desk, client: KsefClient, tmp_path: Path
) -> None:
    """Signing may take a walk to another room."""
    path = tmp_path / "own" / "prepared.json"
    waiting = prepared(client)
    waiting.save(path)
    again = Prepared.load(path)
    desk.instead["xades_signature"] = [desk.started(challenge_of(waiting))]

    assert waiting == again
    assert 0o600 == path.stat().st_mode & 0o777
    assert State.OPEN is submit(client, sign_there(again), again).state


def test_no_repr_names_whose_it_is(client: KsefClient) -> None:
    """It lies in tracebacks."""
    assert BOGUS_NIP not in repr(prepared(client))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"kind": "ksef-prepared-login"', '"kind": "ksef-session"'),
        ('"document": "', '"document": "§'),
        ('"signer": "M', '"signer": "N'),
        ('"signer": "', '"signer": "§'),
        ('"subject": "certificateSubject"', '"subject": "me"'),
        ('"type": "Nip"', '"type": "Nap"'),
        ('"expires_at": "', '"expires_at": "x'),
        ('"challenged_at": "', '"challenged_at": "x'),
    ],
)
def test_a_damaged_file_is_refused(
    client: KsefClient, tmp_path: Path, old: str, new: str
) -> None:
    """Nothing of it is signed or sent."""
    path = tmp_path / "prepared.json"
    tmp_path.chmod(0o700)
    prepared(client).save(path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))

    with pytest.raises(StateFileRefused) as caught:
        Prepared.load(path)

    assert StateFault.BROKEN is caught.value.reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["base_url", "context", "subject", "document", "signer"]),
    value=st.none() | st.integers() | st.text(max_size=9) | st.just({"type": "Nip"}),
)
def test_any_field_ends_in_a_prepared_login_or_in_our_error(
    tmp_path: Path, name: str, value: object
) -> None:
    """A file may hold anything."""
    path = tmp_path / "prepared.json"
    tmp_path.chmod(0o700)
    waiting = Prepared(
        base_url="https://127.0.0.1/v2",
        context=OFFICE,
        subject=SubjectType.CERTIFICATE_SUBJECT,
        document=b"<x/>",
        signer=ec_seal().certificate,
        challenged_at=datetime(2060, 1, 1, tzinfo=UTC),
        expires_at=datetime(2060, 1, 1, tzinfo=UTC),
    )
    waiting.save(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))

    with contextlib.suppress(StateFileRefused):
        Prepared.load(path)


def refused(desk: Desk, client: KsefClient, signed: bytes, waiting: Prepared) -> str:
    """Tell why a signed file is not handed in."""
    before = desk.times["xades_signature"]
    with pytest.raises(SignatureInvalid) as caught:
        submit(client, signed, waiting)
    assert before == desk.times["xades_signature"]
    return caught.value.reason


def test_another_document_is_not_handed_in(desk: Desk, client: KsefClient) -> None:
    """A file of yesterday, or of another context."""
    waiting = prepared(client)

    assert Rejection.OTHER_DOCUMENT == refused(
        desk, client, sign_there(prepared(client, UNIT)), waiting
    )


def test_another_signer_is_not_handed_in(desk: Desk, client: KsefClient) -> None:
    """A personal signature in place of the seal would log in somebody else."""
    waiting = prepared(client)

    assert Rejection.NOT_ADMITTED == refused(
        desk, client, sign_there(waiting, rsa_seal()), waiting
    )


def test_the_unsigned_document_is_not_handed_in(desk: Desk, client: KsefClient) -> None:
    """The wrong one of two files: 9102 at KSeF, after a call."""
    waiting = prepared(client)

    assert Rejection.NO_SIGNATURE == refused(desk, client, waiting.document, waiting)


def test_sha_1_is_not_handed_in(desk: Desk, client: KsefClient) -> None:
    """KSeF's test server lets it pass, production answers 9105."""
    waiting = prepared(client)
    old = Manner(
        spoil=lambda text: text.replace(
            "http://www.w3.org/2001/04/xmlenc#sha256", SHA1, 1
        )
    )
    signed = signed_elsewhere(waiting.document, ec_seal(), old)

    assert Rejection.ALGORITHM == refused(desk, client, signed, waiting)


def test_a_challenge_that_grew_old_is_not_handed_in(
    desk: Desk, client: KsefClient, clock: Clock
) -> None:
    """KSeF would answer 21111."""
    waiting = prepared(client)
    clock.now += timedelta(minutes=10)

    with pytest.raises(LoginDenied) as caught:
        submit(client, sign_there(waiting), waiting)

    assert ["ksef.login.challenge_old"] == [each.rule for each in caught.value.findings]
    assert 0 == desk.times["xades_signature"]


def test_a_document_of_another_server_is_not_handed_in(
    desk: Desk, client: KsefClient
) -> None:
    """A challenge of the test server means nothing in production."""
    waiting = prepared(client)
    other = KsefClient("https://127.0.0.1:1/v2", transport=client.transport)

    with pytest.raises(LoginDenied) as caught:
        submit(other, sign_there(waiting), waiting)

    assert ["ksef.login.other_server"] == [each.rule for each in caught.value.findings]
    assert 0 == desk.times["xades_signature"]


def test_a_seal_that_cannot_log_in_is_told_before_anybody_signs(
    desk: Desk, client: KsefClient
) -> None:
    """A walk to another room for nothing."""
    held = seal(not_after=client.clock() - timedelta(days=1))

    with pytest.raises(LoginDenied):
        prepare(client, context=OFFICE, certificate=held.certificate)

    assert [] == desk.asked


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        pytest.param(ec_key(1, "secp521r1"), KeyFault.KIND, id="P-521"),
        pytest.param(rsa_key(1, 1024), KeyFault.TOO_WEAK, id="RSA-1024"),
    ],
)
def test_a_key_of_another_kind_is_told_before_anybody_signs(
    desk: Desk, client: KsefClient, key: PrivateKey, reason: KeyFault
) -> None:
    """What it signs would not be taken back; so no challenge is fetched for it."""
    odd = seal(key)

    with pytest.raises(KeyRefused) as caught:
        prepare(client, context=OFFICE, certificate=odd.certificate)

    assert reason is caught.value.reason
    assert [] == desk.asked


@pytest.mark.parametrize("hours", [1, 24])
def test_a_clock_that_is_ahead_is_named_first(
    desk: Desk, client: KsefClient, clock: Clock, tmp_path: Path, hours: int
) -> None:
    """As for a seal that signs here; the file remembers what KSeF's clock said."""
    path = tmp_path / "own" / "prepared.json"
    client.clock = lambda: clock() + timedelta(hours=hours)
    prepared(client).save(path)
    waiting = Prepared.load(path)
    desk.instead["xades_signature"] = [desk.started(challenge_of(waiting))]

    with pytest.raises(ClockWrong):
        submit(client, sign_there(waiting), waiting)


def test_clocks_that_differ_are_told(desk: Desk, client: KsefClient) -> None:
    """A finding of the session, as for a seal that signs here."""
    waiting = replace(prepared(client), challenged_at=client.clock() - 3 * MINUTE)
    desk.instead["xades_signature"] = [desk.started(challenge_of(waiting))]

    session = submit(client, sign_there(waiting), waiting)

    assert "ksef.login.clocks_differ" in [each.rule for each in session.findings]


def test_a_fingerprint_can_be_prepared_for(client: KsefClient) -> None:
    """For a seal without a NIP it is the only way."""
    waiting = prepare(
        client,
        context=OFFICE,
        certificate=ec_seal().certificate,
        subject=SubjectType.CERTIFICATE_FINGERPRINT,
    )

    assert b"certificateFingerprint" in waiting.document


def test_a_lost_answer_is_told_and_nothing_begins_anew(
    desk: Desk, client: KsefClient, tmp_path: Path
) -> None:
    """Nobody here could sign a fresh challenge."""
    waiting = prepared(client)
    desk.instead["xades_signature"] = [DROP]
    options = LoginOptions(save_to=tmp_path / "own" / "state.json")

    with pytest.raises(LoginLost):
        submit(client, sign_there(waiting), waiting, options=options)

    assert 1 == desk.times["challenge"]
