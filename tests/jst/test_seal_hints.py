"""What a person is told to do when a key or a token refuses fits what has happened."""

import pytest

from certs.errors import KeyFault, KeyRefused, SigningRefused, Unsignable
from certs.token_errors import TokenFault, TokenRefused
from jst.cli.error_words import hint_of
from jst.cli.seal_hints import SEAL_HINTS

Fault = KeyRefused | TokenRefused | SigningRefused
FAULTS: list[Fault] = [
    *(KeyRefused(each) for each in KeyFault),
    *(TokenRefused(each) for each in TokenFault),
    *(SigningRefused(each) for each in Unsignable),
]
# What a hint must speak of, so that no reason gets another's.
ABOUT = {
    ("certs.key_refused", "file"): "ścieżkę",
    ("certs.key_refused", "readable_by_others"): "chmod 600",
    ("certs.key_refused", "too_big"): "1 MiB",
    ("certs.key_refused", "no_key"): "klucz prywatny",
    ("certs.key_refused", "several_keys"): "tylko klucz pieczęci",
    ("certs.key_refused", "unreadable"): "Wyeksportuj",
    ("certs.key_refused", "passphrase"): "hasło",
    ("certs.key_refused", "key_derivation"): "iteracji",
    ("certs.key_refused", "kind"): "P-256",
    ("certs.key_refused", "too_weak"): "2048",
    ("certs.key_refused", "mismatch"): "do tego klucza",
    ("certs.token_refused", "library"): "hsm",
    ("certs.token_refused", "module"): "bibliotek",
    ("certs.token_refused", "no_token"): "Włóż",
    ("certs.token_refused", "several_tokens"): "--token",
    ("certs.token_refused", "pin_missing"): "--pin-file",
    ("certs.token_refused", "pin"): "nie próbuj",
    ("certs.token_refused", "pin_locked"): "PUK",
    ("certs.token_refused", "pin_not_set"): "Nadaj",
    ("certs.token_refused", "pin_expired"): "Zmień PIN",
    ("certs.token_refused", "no_key"): "nazwę klucza",
    ("certs.token_refused", "several_keys"): "--key-label",
    ("certs.token_refused", "no_certificate"): "--certificate",
    ("certs.token_refused", "no_public_key"): "klucz publiczny",
    ("certs.token_refused", "mechanism"): "--pss",
    ("certs.token_refused", "removed"): "Włóż",
    ("certs.token_refused", "closed"): "ponownie",
    ("certs.token_refused", "other_process"): "ponownie",
    ("certs.token_refused", "failed"): "dostawcy",
    ("certs.signing_refused", "certificate_time"): "zegar",
    ("certs.signing_refused", "already_signed"): "bez podpisu",
    ("certs.signing_refused", "content"): "docs/limitations.md",
    ("certs.signing_refused", "too_big"): "Podziel",
}


def test_every_reason_has_a_hint_and_every_hint_a_reason() -> None:
    """A reason that is added later must not fall back to another's advice."""
    reasons = {(each.code, str(each.reason)) for each in FAULTS}

    assert reasons == set(SEAL_HINTS)
    assert reasons == set(ABOUT)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: f"{each.code}-{each.reason}")
def test_a_hint_speaks_of_what_has_happened(fault: Fault) -> None:
    """A wrong passphrase is not cured by the mode of a file."""
    hint = hint_of(fault)

    assert ABOUT[(fault.code, str(fault.reason))] in hint
    assert ("chmod" in hint) is (fault.reason == "readable_by_others")
    assert ("nie próbuj" in hint) is (fault.reason == "pin")


def test_a_hint_is_english_where_english_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both languages say the same of the same reason."""
    monkeypatch.setenv("JST_LANG", "en")

    said = [hint_of(each) for each in FAULTS]

    assert all(each.isascii() for each in said)
    assert "chmod 600" in said[1]
