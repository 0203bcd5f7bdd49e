"""A login by seal, from the challenge to a session that ends."""

import pickle
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509 import load_der_x509_certificate
from lxml import etree

from accountability.errors import NotUnderIntent
from certs.errors import KeyFault, KeyRefused
from certs.keys_pkcs11 import open_key
from jst.simulators.softhsm import SoftHsm
from ksef.access.auth_request import SchemaVersion, SubjectType
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors import InputRefused, SessionUnusable, TooManyRequests
from ksef.access.errors_login import (
    AnswerOddLogin,
    ClockWrong,
    LoginDenied,
    LoginLost,
    LoginNotFinished,
    LoginUnknown,
)
from ksef.access.ip_policy import IpPolicy
from ksef.access.login import Login
from ksef.access.login_refusals import NoPermissions, NoPermissionsInUnit
from ksef.access.session import LoginOptions, Poll, Session, log_in
from ksef.access.session_states import OrderIllegal, State
from tests.bogus_pki import BogusSeal, ec_key, ec_seal, rsa_key, rsa_seal, seal
from tests.ksef.access.desk import DROP, Answer, Clock, Desk, refusal
from tests.ksef.access.places import OFFICE, PEPPOL, UNIT, VAT_UE
from tests.softhsm import token_with_seals

SEALS = [pytest.param(rsa_seal(), id="RSA"), pytest.param(ec_seal(), id="P-256")]


def enter(client: KsefClient, held: BogusSeal | None = None, **how: Any) -> Session:  # noqa: ANN401 - as `log_in` takes it
    """Log in with a bogus seal, where a test does not say otherwise."""
    held = held or ec_seal()
    told = {"context": OFFICE, "key": held.key, "certificate": held.certificate, **how}
    return log_in(client, **told)


def text_of(document: bytes, name: str) -> str | None:
    """Find the text of an element in a request that was sent."""
    return etree.fromstring(document).findtext(f".//{{*}}{name}")


@pytest.mark.parametrize("held", SEALS)
@pytest.mark.parametrize("context", [OFFICE, UNIT, VAT_UE, PEPPOL], ids=str)
def test_a_seal_logs_in_to_every_kind_of_context(
    desk: Desk, client: KsefClient, held: BogusSeal, context: ContextId
) -> None:
    """Peers refuse all but a NIP here; a municipality works in its units."""
    session = enter(client, held, context=context)

    assert context.reveal() == text_of(desk.documents[0], context.type)
    assert held.certificate == desk.signers[0]
    assert context == session.context
    assert session.access_token().reveal().count(".") == 2


def test_a_key_of_cryptography_logs_in(desk: Desk, client: KsefClient) -> None:
    """Whoever embeds us has the key as an object; nothing is exported for us."""
    held = ec_seal()

    enter(
        client,
        key=held.private,
        certificate=load_der_x509_certificate(held.certificate.der),
    )

    assert held.certificate == desk.signers[0]


def test_a_seal_in_pem_logs_in(desk: Desk, client: KsefClient) -> None:
    """Certificates come as files."""
    enter(client, certificate=ec_seal().certificate.pem.encode())

    assert ec_seal().certificate == desk.signers[0]


@pytest.fixture(name="token", scope="module")
def _token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftHsm]:
    """A token with the bogus seals."""
    yield from token_with_seals(tmp_path_factory.mktemp("token"))


@pytest.mark.parametrize("label", ["rsa", "p-256"])
def test_a_seal_on_a_token_logs_in(
    desk: Desk, client: KsefClient, token: SoftHsm, label: str
) -> None:
    """A qualified seal lives in a token, and never leaves it."""
    with open_key(token.place, label=label, pin=token.read_pin) as key:
        enter(client, key=key, certificate=key.certificate)

        assert key.certificate == desk.signers[0]


@pytest.mark.parametrize("version", list(SchemaVersion))
def test_the_request_says_version_subject_and_addresses(
    desk: Desk, client: KsefClient, version: SchemaVersion
) -> None:
    """2.1 is the default; 2.0 is still accepted by KSeF."""
    enter(
        client,
        version=version,
        subject=SubjectType.CERTIFICATE_FINGERPRINT,
        policy=IpPolicy(addresses=("192.0.2.1",), masks=("198.51.100.0/24",)),
    )

    document = desk.documents[0]
    assert etree.fromstring(document).tag == (
        f"{{http://ksef.mf.gov.pl/auth/token/{version}}}AuthTokenRequest"
    )
    assert "certificateFingerprint" == text_of(document, "SubjectIdentifierType")
    assert "192.0.2.1" == text_of(document, "Ip4Address")
    assert "198.51.100.0/24" == text_of(document, "Ip4Mask")


def test_the_signature_is_dated_back_as_the_ministrys_client_does(
    desk: Desk, client: KsefClient, clock: Clock
) -> None:
    """A time that is ahead of KSeF's clock would be refused as 9105."""
    enter(client)

    at = text_of(desk.documents[0], "SigningTime")
    assert f"{clock.now - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}" == at


def test_the_chain_is_checked_on_request(desk: Desk, client: KsefClient) -> None:
    """The test environment does it only when it is asked to."""
    enter(client, options=LoginOptions(verify_chain=True))

    assert {"verifyCertificateChain": ["true"]} == desk.last("xades_signature").query


def test_a_login_is_waited_for_with_growing_pauses(
    desk: Desk, client: KsefClient, clock: Clock
) -> None:
    """OCSP takes its time, and KSeF counts questions."""
    desk.statuses = [{"code": 100}] * 5 + [{"code": 200}]

    enter(client, options=LoginOptions(poll=Poll(longest_s=3.0)))

    assert [0.5, 1.0, 2.0, 3.0, 3.0] == clock.slept
    assert 6 == desk.times["auth_status"]


def test_a_login_that_lasts_too_long_is_not_finished(
    desk: Desk, client: KsefClient
) -> None:
    """It is neither yes nor no: the state file goes on from here."""
    desk.statuses = [{"code": 100}] * 99

    with pytest.raises(LoginNotFinished) as caught:
        enter(client, options=LoginOptions(poll=Poll(total_s=4.0)))

    assert caught.value.reference.startswith("20260101-AU-")
    assert 0 == desk.times["redeem"]


def test_a_limit_is_waited_for(desk: Desk, client: KsefClient, clock: Clock) -> None:
    """KSeF says how long; the login goes on behind it."""
    desk.instead["auth_status"] = [(429, {}, {"Retry-After": "30"})]

    enter(client)

    assert [30.0] == clock.slept


def test_a_limit_that_is_too_long_leaves_the_login_unfinished(
    desk: Desk, client: KsefClient, clock: Clock
) -> None:
    """Half an hour nobody sits there for; the state file goes on then."""
    desk.instead["auth_status"] = [(429, {}, {"Retry-After": "1800"})]

    with pytest.raises(LoginNotFinished):
        enter(client)

    assert [] == clock.slept


@pytest.mark.parametrize(
    ("context", "kind", "word"),
    [(OFFICE, NoPermissions, "ZAW-FA"), (UNIT, NoPermissionsInUnit, "wyznacza")],
)
def test_without_permissions_the_next_step_depends_on_the_context(
    desk: Desk,
    client: KsefClient,
    context: ContextId,
    kind: type[NoPermissions | NoPermissionsInUnit],
    word: str,
) -> None:
    """415 in the office's own context and in a unit's mean two different errands."""
    desk.statuses = [{"code": 415, "details": ["Brak przypisanych uprawnień"]}]

    with pytest.raises(kind) as caught:
        enter(client, context=context)

    assert word in caught.value.hint
    assert "Dz.U. 2025 poz. 1815" in caught.value.provision
    assert 0 == desk.times["redeem"]


@pytest.mark.parametrize("call", ["challenge", "xades_signature"])
@pytest.mark.parametrize("answer", [DROP, (503, {})], ids=["dropped", "503"])
def test_a_lost_answer_before_the_tokens_begins_anew(
    desk: Desk, client: KsefClient, call: str, answer: Answer
) -> None:
    """A fresh challenge and a fresh signature; the same document never goes twice."""
    desk.instead[call] = [answer]

    enter(client)

    bodies = [each.body for each in desk.asked if each.name == "xades_signature"]
    assert 2 == desk.times["challenge"]
    assert len(set(bodies)) == len(bodies)
    assert 1 == desk.times["redeem"]


@pytest.mark.parametrize("call", ["challenge", "xades_signature"])
def test_an_answer_lost_twice_is_told(
    desk: Desk, client: KsefClient, call: str
) -> None:
    """A person decides whether to go on; nothing was opened."""
    desk.instead[call] = [DROP, DROP]

    with pytest.raises(LoginLost) as caught:
        enter(client)

    assert call == caught.value.step
    assert 0 == desk.times["redeem"]


def test_a_lost_status_is_asked_for_again(desk: Desk, client: KsefClient) -> None:
    """Asking how far it is changes nothing."""
    desk.instead["auth_status"] = [DROP, (500, b"<html>")]

    enter(client)

    assert 3 == desk.times["auth_status"]


@pytest.mark.parametrize(
    "answer",
    [DROP, (503, {}), (200, b"{"), (200, {"accessToken": {"token": "x"}})],
    ids=["dropped", "503", "cut", "without tokens"],
)
def test_lost_tokens_are_unknown_and_never_asked_for_again(
    desk: Desk, client: KsefClient, answer: Answer
) -> None:
    """KSeF gives them once; a second call could only hide what happened."""
    desk.instead["redeem"] = [answer]

    with pytest.raises(LoginUnknown) as caught:
        enter(client)

    assert 1 == desk.times["redeem"]
    assert caught.value.reference.startswith("20260101-AU-")


def test_tokens_that_were_given_before_end_the_login(
    desk: Desk, client: KsefClient
) -> None:
    """21301: somebody has them, and it is not this process."""
    desk.instead["redeem"] = [refusal(21301)]

    with pytest.raises(InputRefused) as caught:
        enter(client)

    assert (21301,) == caught.value.numbers
    assert "odebrano" in caught.value.polish


def test_a_limit_at_the_tokens_loses_nothing(
    desk: Desk, client: KsefClient, tmp_path: Path
) -> None:
    """KSeF did nothing, so the state file still says that they can be fetched."""
    desk.instead["redeem"] = [(429, {}, {"Retry-After": "7"})]
    path = tmp_path / "own" / "state.json"

    with pytest.raises(TooManyRequests):
        enter(client, options=LoginOptions(save_to=path))

    assert f'"{State.ACCEPTED}"' in path.read_text()


@pytest.mark.parametrize("number", [9101, 9102, 9103, 9105, 21115, 21117, 21401, 21406])
def test_a_refused_document_says_what_to_check(
    desk: Desk, client: KsefClient, number: int
) -> None:
    """KSeF gives a number and no reason; each is tried once only."""
    desk.instead["xades_signature"] = [refusal(number)]

    with pytest.raises(InputRefused) as caught:
        enter(client)

    assert (number,) == caught.value.numbers
    assert caught.value.polish
    assert caught.value.hint
    assert 1 == desk.times["xades_signature"]


def test_a_seal_that_is_not_valid_sends_nothing(desk: Desk, client: KsefClient) -> None:
    """KSeF would take the document, and answer 460 a while later."""
    old = seal(not_after=client.clock() - timedelta(days=1))

    with pytest.raises(LoginDenied) as caught:
        enter(client, old)

    assert ["ksef.login.certificate_not_valid"] == [
        each.rule for each in caught.value.findings
    ]
    assert [] == desk.asked


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        pytest.param(rsa_seal().key, KeyFault.MISMATCH, id="another certificate's"),
        pytest.param(ec_key(3), KeyFault.MISMATCH, id="of the same kind"),
        pytest.param(ec_key(1, "secp521r1"), KeyFault.KIND, id="P-521"),
        pytest.param(rsa_key(1, 1024), KeyFault.TOO_WEAK, id="RSA-1024"),
        pytest.param(Ed25519PrivateKey.generate(), KeyFault.KIND, id="Ed25519"),
    ],
)
def test_a_key_that_cannot_sign_fetches_no_challenge(
    desk: Desk, client: KsefClient, key: object, reason: KeyFault
) -> None:
    """The wrong file of two: told before KSeF hears of the office."""
    with pytest.raises(KeyRefused) as caught:
        enter(client, key=key)

    assert reason is caught.value.reason
    assert [] == desk.asked


def test_an_odd_challenge_is_not_signed(desk: Desk, client: KsefClient) -> None:
    """What stands in a signed document must be what was described."""
    desk.instead["challenge"] = [(200, {"challenge": "<x/>", "timestampMs": 1})] * 2

    with pytest.raises(AnswerOddLogin) as caught:
        enter(client)

    assert "challenge" == caught.value.field


def test_clocks_that_differ_are_told(desk: Desk, client: KsefClient) -> None:
    """Signatures of a wrong time are refused, and nobody says why."""
    desk.clock = Clock(desk.clock.now - timedelta(minutes=3))

    assert ["ksef.login.clocks_differ"] == [
        each.rule for each in enter(client).findings
    ]


def test_what_ksef_warns_of_is_kept(desk: Desk, client: KsefClient) -> None:
    """A warning today is a refusal next month; its text stays out, its code is told."""
    desk.headers = {"X-System-Warning": "[sig-001]: text 1234563218 | [x-2]: more"}

    assert ("sig-001", "x-2") == enter(client).warnings


def test_a_token_is_refreshed_before_it_ends(
    desk: Desk, client: KsefClient, clock: Clock
) -> None:
    """A token that ends while a call is on its way is no token."""
    session = enter(client)
    first = session.access_token()
    clock.now += timedelta(minutes=14, seconds=1)

    assert first != session.access_token()
    assert 1 == desk.times["refresh"]
    assert 1 == desk.times["redeem"]


def test_a_token_is_kept_while_it_is_good(desk: Desk, client: KsefClient) -> None:
    """A refresh more is a call more."""
    session = enter(client)

    assert session.access_token() == session.access_token()
    assert 0 == desk.times["refresh"]


def test_threads_refresh_once(desk: Desk, client: KsefClient, clock: Clock) -> None:
    """A gateway shares one session."""
    session = enter(client)
    clock.now += timedelta(minutes=15)
    threads = [threading.Thread(target=session.access_token) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert 1 == desk.times["refresh"]


def test_a_lost_refresh_may_be_asked_again(
    desk: Desk, client: KsefClient, clock: Clock
) -> None:
    """It is one more token; nothing is used up."""
    session = enter(client)
    clock.now += timedelta(minutes=15)
    desk.instead["refresh"] = [DROP]

    with pytest.raises(LoginLost):
        session.access_token()

    assert session.access_token().reveal()
    assert State.OPEN is session.state


def test_a_token_that_is_distrusted_is_refreshed_once(
    desk: Desk, client: KsefClient
) -> None:
    """KSeF did not accept it, though it looks good here; then it is trusted again."""
    session = enter(client)
    session.distrust()
    asked = desk.times["refresh"]
    session.access_token()
    session.access_token()

    assert (0, 1) == (asked, desk.times["refresh"])


@pytest.mark.parametrize("code", [101, 199])
def test_a_login_under_way_is_waited_for(
    desk: Desk, client: KsefClient, code: int
) -> None:
    """Any number below 200: it is no end."""
    desk.statuses = [{"code": code}]

    assert State.OPEN is enter(client).state


@pytest.mark.parametrize("code", [300, 44051401359, -1])
def test_a_status_that_nobody_described_is_no_refusal(
    desk: Desk, client: KsefClient, code: int
) -> None:
    """No session, and no "no" either; the number may be anybody's."""
    desk.statuses = [{"code": code}]
    with pytest.raises(AnswerOddLogin) as odd:
        enter(client)

    assert str(code) not in repr(odd.value)


@pytest.mark.parametrize("hours", [1, 24])
def test_a_clock_that_is_ahead_is_named_first(
    desk: Desk, client: KsefClient, clock: Clock, hours: int
) -> None:
    """Its tokens look expired before they are used: that is our clock's fault."""
    right, client.clock = client.clock, lambda: clock() + timedelta(hours=hours)
    with pytest.raises(ClockWrong):
        enter(client)
    client.clock = right

    assert State.OPEN is enter(client).state
    assert desk.times["redeem"] == 1


@pytest.mark.parametrize("answer", [(401, {}), refusal(21301)], ids=["401", "21301"])
def test_a_session_that_was_revoked_has_ended(
    desk: Desk, client: KsefClient, answer: Answer
) -> None:
    """Somebody closed it from the list of sessions."""
    session = enter(client)
    desk.instead["refresh"] = [answer]

    with pytest.raises(SessionUnusable):
        session.refresh()

    assert State.EXPIRED is session.state
    with pytest.raises(OrderIllegal):
        session.access_token()


def test_a_session_ends_with_its_refresh_token(
    desk: Desk, client: KsefClient, clock: Clock
) -> None:
    """After a week there is nothing to send; it says so itself."""
    session = enter(client)
    assert timedelta(days=7) == session.ends_at - clock.now
    clock.now = session.ends_at

    with pytest.raises(SessionUnusable):
        session.access_token()

    assert 0 == desk.times["refresh"]


def test_a_closed_session_gives_no_more_tokens(desk: Desk, client: KsefClient) -> None:
    """Illegal orders raise before anything leaves."""
    session = enter(client)
    session.close()

    with pytest.raises(OrderIllegal):
        session.access_token()
    with pytest.raises(OrderIllegal):
        session.close()
    assert State.CLOSED is session.state
    assert 1 == desk.times["revoke_current_session"]


def test_a_lost_close_may_be_repeated(desk: Desk, client: KsefClient) -> None:
    """Closing twice does no more than once."""
    session = enter(client)
    desk.instead["revoke_current_session"] = [DROP]

    with pytest.raises(LoginLost):
        session.close()
    session.close()

    assert State.CLOSED is session.state


def test_a_session_and_its_login_show_no_secret(client: KsefClient) -> None:
    """They lie in tracebacks, and a pickle is a token at rest."""
    session = enter(client)
    token = session.access_token().reveal()
    shown = f"{session!r} {Login(client, OFFICE)!r} {vars(session)}"

    assert token not in shown
    assert OFFICE.reveal() not in shown
    with pytest.raises(TypeError):
        pickle.dumps(session)


def test_a_server_without_https_is_never_asked(desk: Desk, client: KsefClient) -> None:
    """A wrong address in the settings is no lost answer."""
    plain = KsefClient("http://127.0.0.1/v2", transport=client.transport)

    with pytest.raises(NotUnderIntent):
        enter(plain)

    assert [] == desk.asked


def test_whoami_shows_what_the_token_says(desk: Desk, client: KsefClient) -> None:
    """An owner stands in no list of permissions; only the token tells."""
    desk.claims = {"typ": "ContextToken", "per": '["InvoiceRead"]', "rol": ["Owner"]}

    claims = enter(client).whoami()

    assert claims.is_owner
    assert ("InvoiceRead",) == claims.rights
