"""A login by KSeF token: encrypted for the right key, with the right time."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors import InputRefused
from ksef.access.errors_login import KeyUnusable, LoginDenied, LoginLost
from ksef.access.ip_policy import IpPolicy
from ksef.access.login_refusals import TokenRejected
from ksef.access.messages_auth import Challenge, read_public_keys
from ksef.access.secret import Secret
from ksef.access.token_login import (
    check_token,
    choose_key,
    log_in_with_token,
)
from tests import bogus_pki
from tests.bogus_pki import BOGUS_NIP
from tests.ksef.access.desk import DROP, Clock, Desk, refusal
from tests.ksef.access.places import OFFICE, UNIT
from tests.ksef.access.test_auth_request import CHALLENGE

TEXT = f"20260101-EC-0123456789-ABCDEF0123-45|nip-{BOGUS_NIP}|{'0f' * 32}"
TOKEN = Secret(TEXT)
IN_2026 = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize("context", [OFFICE, UNIT], ids=str)
def test_a_token_logs_in(desk: Desk, client: KsefClient, context: ContextId) -> None:
    """KSeF decrypts `token|timestampMs`, and finds the time of the challenge."""
    kind = context.type.lower()
    text = f"reference|{kind}-{context.reveal()}|secret"

    session = log_in_with_token(client, context=context, token=Secret(text))

    assert [text] == desk.tokens
    assert context == session.context
    told = json.loads(desk.last("ksef_token").body)
    assert {"type": context.type, "value": context.reveal()} == told[
        "contextIdentifier"
    ]
    assert desk.encryption_key()["publicKeyId"] == told["publicKeyId"]


def test_the_token_leaves_encrypted_only(desk: Desk, client: KsefClient) -> None:
    """Neither in a body, nor in a header, nor in an address."""
    log_in_with_token(client, context=OFFICE, token=TOKEN)

    assert [] == [
        each
        for each in desk.asked
        if TEXT in f"{each.headers} {each.query}" or TEXT.encode() in each.body
    ]


def test_the_policy_goes_along(desk: Desk, client: KsefClient) -> None:
    """From elsewhere the session's tokens are worth nothing."""
    policy = IpPolicy(ranges=("192.0.2.1-192.0.2.9",))

    log_in_with_token(client, context=OFFICE, token=TOKEN, policy=policy)

    told = json.loads(desk.last("ksef_token").body)
    assert policy.as_json() == told["authorizationPolicy"]


def test_a_withdrawn_key_is_fetched_anew_once(desk: Desk, client: KsefClient) -> None:
    """21470: with a fresh challenge, as the first may be used up."""
    desk.instead["ksef_token"] = [refusal(21470)]

    log_in_with_token(client, context=OFFICE, token=TOKEN)

    assert (2, 2, 2) == (
        desk.times["public_keys"],
        desk.times["challenge"],
        desk.times["ksef_token"],
    )


def test_a_key_withdrawn_twice_is_told(desk: Desk, client: KsefClient) -> None:
    """Something else is wrong then."""
    desk.instead["ksef_token"] = [refusal(21470), refusal(21470)]

    with pytest.raises(InputRefused) as caught:
        log_in_with_token(client, context=OFFICE, token=TOKEN)

    assert (21470,) == caught.value.numbers
    assert 2 == desk.times["public_keys"]


def test_another_refusal_fetches_nothing_anew(desk: Desk, client: KsefClient) -> None:
    """A bad challenge has nothing to do with keys."""
    desk.instead["ksef_token"] = [refusal(21111)]

    with pytest.raises(InputRefused):
        log_in_with_token(client, context=OFFICE, token=TOKEN)

    assert 1 == desk.times["public_keys"]


def test_a_lost_list_of_keys_is_told(desk: Desk, client: KsefClient) -> None:
    """Nothing was encrypted, nothing was sent."""
    desk.instead["public_keys"] = [DROP]

    with pytest.raises(LoginLost) as caught:
        log_in_with_token(client, context=OFFICE, token=TOKEN)

    assert "public_keys" == caught.value.step


def test_a_rejected_token_says_why(desk: Desk, client: KsefClient) -> None:
    """450 has eight reasons, and each asks for something else."""
    desk.statuses = [{"code": 450, "details": ["Token unieważniony"]}]

    with pytest.raises(TokenRejected) as caught:
        log_in_with_token(client, context=OFFICE, token=TOKEN)

    assert "revoked" == caught.value.reason
    assert "§ 13 ust. 1 pkt 1" in caught.value.provision


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "no_token"),
        ("a b", "no_token"),
        (TEXT + "\n", "no_token"),
        ("x" * 161, "no_token"),
        ("żółw", "no_token"),
        (f"r|nip-{BOGUS_NIP[:-1]}1|s", "token_of_another"),
        (f"r|InternalId-{UNIT.reveal()}|s", "token_of_another"),
    ],
)
def test_a_token_that_cannot_log_in_sends_nothing(
    desk: Desk, client: KsefClient, text: str, rule: str
) -> None:
    """A wrong paste from the clipboard, or the token of another office."""
    with pytest.raises(LoginDenied) as caught:
        log_in_with_token(client, context=OFFICE, token=Secret(text))

    assert f"ksef.login.{rule}" == caught.value.findings[0].rule
    assert [] == desk.asked


@pytest.mark.parametrize("text", ["opaque", "a|b|c", "a|nip|c", "a|other-1|c"])
def test_a_token_of_another_form_is_let_through(text: str) -> None:
    """The form is known by one example; KSeF decides."""
    assert () == check_token(Secret(text), context=OFFICE, now=IN_2026)


def test_the_last_day_of_tokens_is_told_when_it_has_passed() -> None:
    """§ 13 ust. 1 pkt 1, Dz.U. 2025 poz. 1815, as notes tell it: a warning, no stop."""
    after = IN_2026 + timedelta(minutes=1)

    [found] = check_token(TOKEN, context=OFFICE, now=after)

    assert () == check_token(TOKEN, context=OFFICE, now=IN_2026)
    assert "ksef.login.tokens_ended" == found.rule
    assert found.ref is not None
    assert not found.ref.text_seen


@given(st.text(max_size=200))
def test_any_text_is_judged_and_never_repeated(text: str) -> None:
    """Whatever was pasted, it may be a secret."""
    found = check_token(Secret(text), context=OFFICE, now=IN_2026)

    assert len(text) < 8 or text not in repr(found)


def keys(*entries: dict[str, object]) -> Any:  # noqa: ANN401 - as the reader gives it
    """Read a list of keys."""
    return read_public_keys(json.dumps(list(entries)).encode())


@pytest.fixture(name="alone")
def _alone(clock: Clock) -> Desk:
    """A desk that nobody calls, for its list of keys."""
    return Desk(clock)


def test_the_key_that_is_valid_latest_is_chosen(alone: Desk, clock: Clock) -> None:
    """The Ministry publishes the next key before it withdraws the last."""
    old = alone.encryption_key()
    alone.key = bogus_pki.rsa_key(8)
    start = (clock.now - timedelta(days=1)).isoformat()
    new = alone.encryption_key(validFrom=start)

    assert new["publicKeyId"] == choose_key(keys(old, new), clock.now).key_id
    assert new["publicKeyId"] == choose_key(keys(new, old), clock.now).key_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"usage": ["SymmetricKeyEncryption"]},
        {"usage": []},
        {"validFrom": "2090-01-01T00:00:00Z"},
        {"validTo": "2020-01-01T00:00:00Z"},
        {"publicKeyId": "x"},
        {"certificateId": "x"},
        {"certificate": base64.b64encode(b"no certificate").decode()},
    ],
)
def test_a_key_that_is_not_to_be_used_is_passed_over(
    alone: Desk, clock: Clock, wrong: dict[str, object]
) -> None:
    """The next one of the list may do; without one nothing is encrypted."""
    good = alone.encryption_key(validFrom="2021-01-01T00:00:00Z")
    bad = alone.encryption_key(**wrong)

    assert good["publicKeyId"] == choose_key(keys(bad, good), clock.now).key_id
    with pytest.raises(KeyUnusable):
        choose_key(keys(bad), clock.now)


@pytest.mark.parametrize(
    "key", [bogus_pki.ec_key(), bogus_pki.rsa_key(9, 1024)], ids=["EC", "RSA-1024"]
)
def test_a_key_of_another_kind_is_passed_over(
    clock: Clock, key: bogus_pki.PrivateKey
) -> None:
    """RSA-OAEP needs RSA, and 1024 bits hide nothing."""
    subject = bogus_pki.name(("2.5.4.3", "Bogus KSeF"))
    odd = bogus_pki.certificate(key, subject=subject).der
    entry = {
        **Desk(clock).encryption_key(),
        "certificate": base64.b64encode(odd).decode(),
    }

    with pytest.raises(KeyUnusable):
        choose_key(keys(entry), clock.now)


def test_encrypting_twice_gives_two_texts(alone: Desk, clock: Clock) -> None:
    """Whoever compares what went over the wire learns nothing from it."""
    key = choose_key(keys(alone.encryption_key()), clock.now)
    challenge = Challenge(CHALLENGE, clock.now, 1)

    assert key.encrypt(TOKEN, challenge) != key.encrypt(TOKEN, challenge)
