"""What a session's token says about itself, for a person to read. Proves nothing.

The claims are undocumented, and the signature of the token is not ours to check: the
server alone decides what a session may do. So they are shown, and never asked before
a call. Lists come as JSON lists, as JSON inside a text, or as words with commas; names
come short (`cit`) or long (`context-identifier-type`); whatever is unknown is counted
by its name and left alone.

Source: CIRFMF/ksef-client-csharp, PersonTokenService (ce49441); ksef-api #665, #838;
example of a token in OpenAPI 2.7.0.
"""

import binascii
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from ksef.access.context import ContextId, ContextInvalid
from ksef.access.errors import KsefAccessError
from ksef.access.secret import Secret

MAX_TOKEN_CHARS: Final = 65_536
_MAX_WORDS: Final = 200
_MAX_WORD_CHARS: Final = 64
_PARTS: Final = 3
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("typ", "token-type"),
    "context_type": ("cit", "context-identifier-type"),
    "context_value": ("civ", "context-identifier-value"),
    "method": ("aum", "authentication-method"),
    "reference": ("arn", "authentication-reference-number"),
    "subject": ("sud", "subject-details"),
    "permissions": ("per", "permissions"),
    "excluded": ("pec", "permissions-excluded"),
    "roles": ("rol", "roles"),
    "effective": ("pep", "permissions-effective"),
    "ip_policy": ("ipp", "ip-address-policy"),
    "ip": ("iop", "ip-address"),
    "issuer": ("iss",),
    "audience": ("aud",),
    "issued_at": ("iat",),
    "expires_at": ("exp",),
}
_KNOWN: Final = frozenset(name for names in _NAMES.values() for name in names)


class ClaimsUnreadable(KsefAccessError):
    """A token holds no claims that can be shown; it may be good all the same.

    Attributes:
        reason: Why not, in one word; no part of the token is in the error.
    """

    code = "ksef.access.claims_unreadable"
    hint = "Token może działać mimo to: o prawach rozstrzyga KSeF, nie treść tokena."

    def __init__(self, reason: str) -> None:
        super().__init__(f"no claims: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a token says; every field may be absent, and none is authority.

    Attributes:
        kind: `ContextToken`, `RefreshToken`, ...
        context: Where the session works; None where it is told in no known way.
        method: How the login was made, e.g. `QualifiedSeal`.
        reference: Number of the login.
        permissions: Granted in the context; `excluded` and `effective` beside them.
        roles: `Owner` and the like.
        issued_at: Aware instant, UTC.
        expires_at: The same; until then the token works, also if rights change.
        has_ip_policy: The token is bound to addresses.
        unknown: Names of claims that we do not know, not their values.
    """

    kind: str = ""
    context: ContextId | None = None
    method: str = ""
    reference: str = ""
    permissions: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    effective: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    issuer: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    has_ip_policy: bool = False
    unknown: tuple[str, ...] = field(default=())

    @property
    def is_owner(self) -> bool:
        """Whether the token says that the session is the owner's (właściciel).

        Seen among roles and among permissions; documented in neither place.
        """
        return "Owner" in {*self.roles, *self.permissions, *self.effective}

    @property
    def rights(self) -> tuple[str, ...]:
        """What it says is effective, else what is granted without what is excluded."""
        if self.effective:
            return self.effective
        return tuple(each for each in self.permissions if each not in self.excluded)


def read_claims(token: Secret) -> Claims:
    """Read the claims of a JWT without checking its signature.

    Raises:
        ClaimsUnreadable: It is none, or no object of JSON is inside.
    """
    told = _payload(token.reveal())
    found = {
        ours: next((told[name] for name in names if name in told), None)
        for ours, names in _NAMES.items()
    }
    return Claims(
        kind=_word(found["kind"]),
        context=_context(found["context_type"], found["context_value"]),
        method=_word(found["method"]),
        reference=_word(found["reference"]),
        permissions=_words(found["permissions"]),
        excluded=_words(found["excluded"]),
        effective=_words(found["effective"]),
        roles=_words(found["roles"]),
        issuer=_word(found["issuer"]),
        issued_at=_instant(found["issued_at"]),
        expires_at=_instant(found["expires_at"]),
        has_ip_policy=bool(found["ip_policy"]),
        unknown=tuple(sorted(_word(name) for name in told if name not in _KNOWN)),
    )


def _payload(token: str) -> Mapping[str, object]:
    if len(token) > MAX_TOKEN_CHARS:
        raise ClaimsUnreadable("too_long")
    parts = token.split(".")
    if len(parts) != _PARTS:
        raise ClaimsUnreadable("no_jwt")
    body = parts[1]
    try:
        # `from None` below: the error of a parser quotes what it could not read.
        data = urlsafe_b64decode(body.encode("ascii") + b"=" * (-len(body) % 4))
        told = json.loads(data)
    except (binascii.Error, ValueError, RecursionError):
        raise ClaimsUnreadable("broken") from None
    if not isinstance(told, dict):
        raise ClaimsUnreadable("no_object")
    return told


def _word(value: object) -> str:
    """Take a short text as it stands; of all else nothing is shown."""
    if isinstance(value, str) and len(value) <= _MAX_WORD_CHARS:
        return value if value.isprintable() else ""
    return ""


def _words(value: object) -> tuple[str, ...]:
    """Read a list, a list inside a text, or words with commas."""
    if isinstance(value, str):
        value = _list_in(value)
    if not isinstance(value, list):
        return ()
    words = (_word(each).strip() for each in value[:_MAX_WORDS])
    return tuple(word for word in words if word)


def _list_in(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text.split(",")


def _context(kind: object, value: object) -> ContextId | None:
    if not (isinstance(kind, str) and isinstance(value, str)):
        return None
    try:
        return ContextId.parse(kind, value)
    except ContextInvalid:
        return None


def _instant(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
