"""[3] Log in with a KSeF token: encrypted for KSeF, with the time of its challenge.

    keys -> 1 choose -> challenge -> 2 encrypt `token|timestampMs` -> submit -> ...

Promises
    - The token leaves encrypted only (RSA-OAEP, SHA-256, MGF1 with SHA-256), for a key
      of usage KsefTokenEncryption that is valid now, the one that is valid latest.
    - A key whose ids are not the digests of what came with it is not used.
    - KSeF knows no such key any more (21470): the list is fetched anew, once.

Tokens end with 2026: § 13 ust. 1 pkt 1, Dz.U. 2025 poz. 1815, of which we saw no text.
Source: ksef-docs, bezpieczenstwo/klucze-publiczne-do-szyfrowania.md (d92d285).
"""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certs.errors import CertificateUnreadable
from certs.keys import MIN_RSA_BITS
from certs.load import load_leaf
from ksef.access.asking import ask
from ksef.access.auth_request import check_context
from ksef.access.client import KsefClient
from ksef.access.context import ContextId, ContextType
from ksef.access.errors import InputRefused
from ksef.access.errors_login import KeyUnusable
from ksef.access.ip_policy import IpPolicy
from ksef.access.login import Login
from ksef.access.login_run import DEFAULTS, LoginOptions, deny_errors, run_login
from ksef.access.messages_auth import (
    Challenge,
    PublicKeyEntry,
    read_public_keys,
)
from ksef.access.open_session import Session
from ksef.access.parties import typed
from ksef.access.secret import Secret
from ksef.law.dzu_2025_1815.act import TOKENS_END
from ksef.law.dzu_2025_1815.means import TOKEN
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding, Severity

USAGE: Final = "KsefTokenEncryption"
MAX_TOKEN_CHARS: Final = 160
_KEY_UNKNOWN: Final = 21470
_TOKEN: Final = re.compile(r"[!-~]+", re.ASCII)
_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """A key to encrypt tokens for, judged; its id goes along with what it encrypted."""

    key_id: str
    public_key: RSAPublicKey = field(repr=False)

    def encrypt(self, token: Secret, challenge: Challenge) -> str:
        """Encrypt a token with the time of its challenge; base64."""
        plain = f"{token.reveal()}|{challenge.at_ms}".encode("ascii")
        padding = OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=None)
        return b64encode(self.public_key.encrypt(plain, padding)).decode("ascii")


def choose_key(entries: Iterable[PublicKeyEntry], now: datetime) -> EncryptionKey:
    """Choose the key to encrypt tokens for.

    Args:
        entries: KSeF's list.
        now: The aware instant.

    Raises:
        KeyUnusable: None is of the right usage, valid now, RSA from 2048 bits, and
            what its ids say.
    """
    valid = [
        entry
        for entry in entries
        if USAGE in entry.usage and entry.valid_from <= now <= entry.valid_until
    ]
    for entry in sorted(valid, key=lambda each: each.valid_from, reverse=True):
        key = _key_of(entry)
        if key is not None:
            return key
    raise KeyUnusable("no key of the list can encrypt a token now")


def log_in_with_token(
    client: KsefClient,
    *,
    context: ContextId,
    token: Secret,
    policy: IpPolicy | None = None,
    options: LoginOptions = DEFAULTS,
) -> Session:
    """Log in to a context with a KSeF token.

    Args:
        client: How to reach KSeF.
        context: In which the token was made.
        token: As KSeF gave it, once.
        policy: From which addresses the session may be used.
        options: As for `ksef.access.session.log_in`.

    Raises:
        LoginDenied: It is no token, or one of another context; nothing left.
        KeyUnusable: There is no key to encrypt it for.
        LoginRefused: KSeF said no; `reason` says what is wrong with the token.
        LoginLost, LoginNotFinished, LoginUnknown, KsefRefused, AnswerOddLogin,
        LimitReached, StateFileRefused: As `log_in`.
    """
    findings = check_token(token, context=context, now=client.clock())
    deny_errors(findings)
    check_context(context)
    keys = [_fetch_key(client)]

    def hand_in(login: Login, challenge: Challenge) -> None:
        try:
            _submit(login, challenge, keys[-1], token, policy)
        except InputRefused as refused:
            if _KEY_UNKNOWN not in refused.numbers or len(keys) > 1:
                raise
            keys.append(_fetch_key(client))
            _submit(login, login.challenge(), keys[-1], token, policy)

    return run_login(client, context, hand_in, options=options, findings=findings)


def check_token(
    token: Secret, *, context: ContextId, now: datetime
) -> tuple[Finding, ...]:
    """[1] Judge a token before it is used: its form, its context, the law's last day.

    A token reads `reference|nip-1234563218|secret`; one of another form is let through,
    as the form is shown by an example only.
    """
    text = token.reveal()
    if len(text) > MAX_TOKEN_CHARS or not _TOKEN.fullmatch(text):
        return (
            Finding(
                "ksef.login.no_token",
                Severity.ERROR,
                "To nie jest token KSeF: jest pusty, za długi albo zawiera odstępy"
                " lub inne niedozwolone znaki.",
                "token",
            ),
        )
    found = []
    parts = text.split("|")
    if len(parts) == _PARTS and _is_of_another(parts[1], context):
        found.append(
            Finding(
                "ksef.login.token_of_another",
                Severity.ERROR,
                "Token wydano w innym kontekście niż ten, do którego się logujesz.",
                "context",
            )
        )
    if warsaw_day(now) >= TOKENS_END:
        found.append(
            Finding(
                "ksef.login.tokens_ended",
                Severity.WARNING,
                "Według znanych nam omówień rozporządzenia tokenem można się było"
                " uwierzytelniać do 31 grudnia 2026 r.; używaj pieczęci albo"
                " certyfikatu KSeF.",
                "token",
                ref=TOKEN.ref,
            )
        )
    return tuple(found)


def _is_of_another(written: str, context: ContextId) -> bool:
    kind, hyphen, value = written.partition("-")
    known = {each.lower() for each in ContextType}
    if not hyphen or kind.lower() not in known:
        return False
    return (kind.lower(), value) != (context.type.lower(), context.reveal())


def _fetch_key(client: KsefClient) -> EncryptionKey:
    entries = read_public_keys(ask(client, "public_keys").body)
    return choose_key(entries, client.clock())


def _submit(
    login: Login,
    challenge: Challenge,
    key: EncryptionKey,
    token: Secret,
    policy: IpPolicy | None,
) -> None:
    told: dict[str, object] = {
        "challenge": challenge.text,
        "contextIdentifier": typed(login.context),
        "encryptedToken": key.encrypt(token, challenge),
        "publicKeyId": key.key_id,
    }
    if policy is not None:
        told["authorizationPolicy"] = policy.as_json()
    login.submit("ksef_token", body=json.dumps(told).encode("ascii"))


def _key_of(entry: PublicKeyEntry) -> EncryptionKey | None:
    """Read and judge one key; None for one that is not to be used."""
    try:
        key = load_leaf(entry.der).public_key()
    except CertificateUnreadable:
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_RSA_BITS:
        return None
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    told = (entry.certificate_id, entry.key_id)
    if told != (_digest(entry.der), _digest(spki)):
        return None
    return EncryptionKey(entry.key_id, key)


def _digest(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode("ascii")
