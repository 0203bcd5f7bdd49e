"""KSeF tokens: made once and shown once, limited to rights of whoever made them.

    Pending -> Active -> Revoking -> Revoked

Of its text only the digest is kept. What a token may do at a login is what it was made
for and its author still may; that the author's loss counts is our reading.
Source: facts/ksef-api.md, 4; OpenAPI 2.7.0, /tokens.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Final

from jst.simulators.ksef_login_model import BAD_TOKEN, Verdict
from jst.simulators.ksef_names import Ident, iso, reference
from vocabulary.clock import Clock

CONTEXTS: Final = {"Nip": "nip", "InternalId": "internalId"}


@dataclass(slots=True, kw_only=True)
class KsefToken:
    """One token.

    Attributes:
        reference: Its reference number.
        author: Who made it.
        context: To which it opens the door.
        permissions: That were asked for.
        description: Of the token.
        digest: SHA-256 of its text.
        created_at: Aware.
        active_at: From when it may be used.
        used_at: When it was last used.
        revoked_at: When it was revoked.
        gone_at: When the revocation is over.
    """

    reference: str
    author: Ident
    context: Ident
    permissions: tuple[str, ...]
    description: str = field(repr=False)
    digest: bytes = field(repr=False)
    created_at: datetime
    active_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    gone_at: datetime | None = None

    def status(self, now: datetime) -> str:
        """Tell the status as the API names it."""
        if self.gone_at is not None:
            return "Revoked" if now >= self.gone_at else "Revoking"
        return "Active" if now >= self.active_at else "Pending"

    def json(self, now: datetime) -> dict[str, Any]:
        """The token as a list has it."""
        return {
            "referenceNumber": self.reference,
            "authorIdentifier": self.author.json,
            "contextIdentifier": self.context.json,
            "description": self.description,
            "requestedPermissions": list(self.permissions),
            "dateCreated": iso(self.created_at),
            "lastUseDate": self.used_at and iso(self.used_at),
            "status": self.status(now),
            "statusDetails": None,
        }


class KsefTokens:
    """All KSeF tokens of one simulator."""

    def __init__(self, *, clock: Clock, operation_s: float) -> None:
        self._clock = clock
        self._takes = timedelta(seconds=operation_s)
        self._tokens: dict[str, KsefToken] = {}

    def make(
        self,
        author: Ident,
        context: Ident,
        *,
        permissions: tuple[str, ...],
        description: str,
    ) -> dict[str, str]:
        """Make a token; its text is in the answer and nowhere else."""
        now = self._clock()
        number = reference("KT", now)
        text = f"{number}|{CONTEXTS[context.type]}-{context.value}|{token_hex(32)}"
        self._tokens[number] = KsefToken(
            reference=number,
            author=author,
            context=context,
            permissions=permissions,
            description=description,
            digest=hashlib.sha256(text.encode()).digest(),
            created_at=now,
            active_at=now + self._takes,
        )
        return {"referenceNumber": number, "token": text}

    def revoke(self, token: KsefToken) -> None:
        """Revoke a token; it can no longer be used from now on."""
        if token.revoked_at is None:
            token.revoked_at = self._clock()
            token.gone_at = token.revoked_at + self._takes

    def find(self, text: str) -> KsefToken | None:
        """Give the token of this text."""
        digest = hashlib.sha256(text.encode()).digest()
        return next((each for each in self._all() if each.digest == digest), None)

    def in_context(self, context: Ident) -> list[KsefToken]:
        """Give the tokens of a context, newest first."""
        found = [each for each in self._all() if each.context == context]
        return sorted(found, key=lambda each: each.created_at, reverse=True)

    def judge(self, token: KsefToken, context: Ident) -> Verdict | None:
        """Say why a token opens no session in this context; None for nothing."""
        status = token.status(self._clock())
        if status in {"Revoking", "Revoked"}:
            return Verdict(BAD_TOKEN, "Token unieważniony")
        if status == "Pending":
            return Verdict(BAD_TOKEN, "Token nieaktywny")
        if token.context != context:
            where = f"{context.type}: {context.value}"
            return Verdict(BAD_TOKEN, f"Token nie może być użyty w kontekście {where}")
        return None

    def _all(self) -> Iterator[KsefToken]:
        return iter(self._tokens.values())
