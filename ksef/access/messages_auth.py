"""The answers of a login: bytes in, frozen values out; unknown fields are left alone.

    bytes -> 1 JSON object -> 2 the fields we use, of their kind -> value

Promises
    - Any bytes end in a value or in `AnswerOddLogin`; nothing of them is in the error.
    - Tokens come out as `Secret`, certificates as bytes that nobody has judged yet.

Plain data classes: five small answers need no validation library, whose import costs
more than a login (house style: what is imported often stays light).
Source: OpenAPI 2.7.0, paths /auth/... and /security/public-key-certificates.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from ksef.access.auth_request import AuthRequestInvalid, check_challenge
from ksef.access.errors_login import AnswerOddLogin
from ksef.access.json_fields import (
    instant_of,
    is_header_value,
    json_in,
    object_in,
    text_of,
    value_of,
)
from ksef.access.secret import Secret

# A longer number is none of the Ministry's codes, and could be a person's.
_MAX_CODE: Final = 99_999
REFERENCE: Final = re.compile(r"[0-9A-Za-z-]{36}", re.ASCII)
_MAX_ITEMS: Final = 1000
_MAX_TOKEN: Final = 65_536


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a login begins with.

    Attributes:
        text: Goes into the signed document.
        at: KSeF's clock when it was made; it is valid for ten minutes from then.
        at_ms: The same as KSeF writes it, in milliseconds since 1970.
    """

    text: str
    at: datetime
    at_ms: int


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """One token and its last instant, UTC."""

    token: Secret
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Started:
    """A login that KSeF has taken up: its number, and the token to ask about it."""

    reference: str
    token: TokenInfo


@dataclass(frozen=True, slots=True)
class LoginStatus:
    """How far a login is.

    Attributes:
        code: 100 while it lasts, 200 when it succeeded, else a refusal.
        details: KSeF's own words, which may name an identifier: not for logs.
        method: Code of how the login was made, e.g. `xades.qualified-seal`.
    """

    code: int
    details: tuple[str, ...] = field(default=(), repr=False)
    method: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login gives, once."""

    access: TokenInfo
    refresh: TokenInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveSession:
    """One session in the list of sessions.

    Attributes:
        reference: By which it is revoked.
        is_current: Whether it is the one that asks.
        started_at: UTC.
        method: As `LoginStatus.method`.
        status: As `LoginStatus.code`.
        is_redeemed: Whether its tokens were fetched; None where it is not told.
        refresh_until: Until when it can be refreshed; None where it is not told.
    """

    reference: str
    is_current: bool
    started_at: datetime
    method: str
    status: int
    is_redeemed: bool | None
    refresh_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeyEntry:
    """A certificate to encrypt for, as told; not judged yet.

    Attributes:
        der: The certificate.
        certificate_id: Base64 of the SHA-256 of `der`, as told.
        key_id: Base64 of the SHA-256 of its SubjectPublicKeyInfo, as told.
        valid_from: UTC.
        valid_until: UTC, `validTo` of the answer.
        usage: E.g. `KsefTokenEncryption`; unknown words are kept.
    """

    der: bytes = field(repr=False)
    certificate_id: str
    key_id: str
    valid_from: datetime
    valid_until: datetime
    usage: tuple[str, ...]


def read_challenge(body: bytes) -> Challenge:
    """Read the answer to `challenge`.

    Raises:
        AnswerOddLogin: It is none.
    """
    told = object_in(body)
    text = text_of(told, "challenge")
    at_ms = value_of(told, "timestampMs", int)
    try:
        check_challenge(text)
    except AuthRequestInvalid:
        raise AnswerOddLogin("challenge") from None
    try:
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise AnswerOddLogin("timestampMs") from None
    return Challenge(text, at, at_ms)


def read_started(body: bytes) -> Started:
    """Read the answer to `xades_signature` or `ksef_token`.

    Raises:
        AnswerOddLogin: It is none.
    """
    told = object_in(body)
    return Started(_reference(told), _token(told, "authenticationToken"))


def read_status(body: bytes) -> LoginStatus:
    """Read the answer to `auth_status`.

    Raises:
        AnswerOddLogin: It is none.
    """
    told = object_in(body)
    return _status(told)


def read_tokens(body: bytes) -> Tokens:
    """Read the answer to `redeem`.

    Raises:
        AnswerOddLogin: It is none.
    """
    told = object_in(body)
    return Tokens(_token(told, "accessToken"), _token(told, "refreshToken"))


def read_refreshed(body: bytes) -> TokenInfo:
    """Read the answer to `refresh`.

    Raises:
        AnswerOddLogin: It is none.
    """
    return _token(object_in(body), "accessToken")


def read_sessions(body: bytes) -> tuple[tuple[ActiveSession, ...], str | None]:
    """Read one page of `sessions`, and the token of the next one; None: no more.

    Raises:
        AnswerOddLogin: It is none.
    """
    told = object_in(body)
    items = value_of(told, "items", list)
    if len(items) > _MAX_ITEMS:
        raise AnswerOddLogin("items")
    after = told.get("continuationToken")
    if after is not None and not (isinstance(after, str) and is_header_value(after)):
        raise AnswerOddLogin("continuationToken")
    return tuple(_session(each) for each in items), after or None


def read_public_keys(body: bytes) -> tuple[PublicKeyEntry, ...]:
    """Read the answer to `public_keys`.

    Raises:
        AnswerOddLogin: It is none.
    """
    told = json_in(body)
    if not isinstance(told, list) or len(told) > _MAX_ITEMS:
        raise AnswerOddLogin("body")
    return tuple(_public_key(each) for each in told)


def _session(told: object) -> ActiveSession:
    if not isinstance(told, dict):
        raise AnswerOddLogin("items")
    status = _status(told)
    redeemed, until = told.get("isTokenRedeemed"), told.get("refreshTokenValidUntil")
    return ActiveSession(
        reference=_reference(told),
        is_current=told.get("isCurrent") is True,
        started_at=instant_of(told, "startDate"),
        method=status.method,
        status=status.code,
        is_redeemed=redeemed if isinstance(redeemed, bool) else None,
        refresh_until=None
        if until is None
        else instant_of(told, "refreshTokenValidUntil"),
    )


def _public_key(told: object) -> PublicKeyEntry:
    if not isinstance(told, dict):
        raise AnswerOddLogin("body")
    usage = value_of(told, "usage", list)
    try:
        der = b64decode(text_of(told, "certificate", limit=_MAX_TOKEN), validate=True)
    except (binascii.Error, ValueError):
        raise AnswerOddLogin("certificate") from None
    return PublicKeyEntry(
        der=der,
        certificate_id=text_of(told, "certificateId"),
        key_id=text_of(told, "publicKeyId"),
        valid_from=instant_of(told, "validFrom"),
        valid_until=instant_of(told, "validTo"),
        usage=tuple(each for each in usage if isinstance(each, str)),
    )


def _status(told: Mapping[str, object]) -> LoginStatus:
    status = value_of(told, "status", dict)
    code = value_of(status, "code", int)
    if not 0 <= code <= _MAX_CODE:
        raise AnswerOddLogin("code")
    details = status.get("details")
    texts = details if isinstance(details, list) else []
    info = told.get("authenticationMethodInfo")
    method = info.get("code") if isinstance(info, dict) else None
    return LoginStatus(
        code=code,
        details=tuple(each for each in texts if isinstance(each, str)),
        method=method if isinstance(method, str) else "",
    )


def _token(told: Mapping[str, object], name: str) -> TokenInfo:
    info = value_of(told, name, dict)
    token = text_of(info, "token", limit=_MAX_TOKEN)
    if not is_header_value(token):
        raise AnswerOddLogin("token")
    return TokenInfo(Secret(token), instant_of(info, "validUntil"))


def _reference(told: Mapping[str, object]) -> str:
    """Read a number that later stands in a path: nothing in it may lead elsewhere."""
    text = text_of(told, "referenceNumber")
    if not REFERENCE.fullmatch(text):
        raise AnswerOddLogin("referenceNumber")
    return text
