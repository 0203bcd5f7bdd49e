"""What a login of the simulated KSeF is, and how it may end.

Source: OpenAPI 2.7.0, AuthenticationOperationStatusResponse.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from jst.simulators.ksef_ips import IpPolicy
from jst.simulators.ksef_names import Ident, iso
from jst.simulators.ksef_rights import NOTHING, Rights
from jst.simulators.ksef_subjects import Means, Signer

IN_PROGRESS, OK, NO_RIGHTS, REVOKED = 100, 200, 415, 425
BAD_TOKEN, BAD_CERTIFICATE, DECEASED, BLOCKED = 450, 460, 470, 480
_FAILED: Final = "Uwierzytelnianie zakończone niepowodzeniem"
STATUS: Final = {
    IN_PROGRESS: "Uwierzytelnianie w toku",
    OK: "Uwierzytelnianie zakończone sukcesem",
    NO_RIGHTS: _FAILED,
    REVOKED: "Uwierzytelnienie unieważnione",
    BAD_TOKEN: f"{_FAILED} z powodu błędnego tokenu",
    BAD_CERTIFICATE: f"{_FAILED} z powodu błędu certyfikatu",
    DECEASED: _FAILED,
    BLOCKED: "Uwierzytelnienie zablokowane",
    500: "Nieznany błąd",
    550: "Operacja została anulowana przez system",
}
DETAIL: Final = {
    NO_RIGHTS: "Brak przypisanych uprawnień",
    REVOKED: "Uwierzytelnienie i powiązane refresh tokeny zostały unieważnione przez"
    " użytkownika",
    DECEASED: "Próba wykorzystania metod autoryzacyjnych osoby zmarłej",
    BLOCKED: "Podejrzenie incydentu bezpieczeństwa. Skontaktuj się z Ministerstwem"
    " Finansów przez formularz zgłoszeniowy.",
    550: "Przetwarzanie zostało przerwane z przyczyn wewnętrznych systemu."
    " Spróbuj ponownie",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a login ends."""

    code: int
    detail: str = ""


@dataclass(slots=True, kw_only=True)
class Login:
    """One login and, once it is decided well, its session.

    Attributes:
        reference: Its reference number.
        context: In which the session works.
        subject: Who logged in; of a token, its author.
        means: By what.
        policy: From where its tokens may be used.
        started_at: Aware.
        due_at: When it is decided.
        judge: Says what is wrong with the certificate or the token, if anything is.
        limit: Permissions that a token is limited to; None for all of the subject's.
        token: Reference number of the KSeF token that was used.
        signer: Whose certificate signed; None after a token.
        verdict: How it ended.
        rights: Of the session, computed when it was decided.
        redeemed: Whether its tokens were given out.
        refreshed_at: When the last access token was made.
        refresh_until: Until when the refresh token holds.
    """

    reference: str
    context: Ident
    subject: Ident
    means: Means
    policy: IpPolicy | None
    started_at: datetime
    due_at: datetime
    judge: Callable[[], Verdict | None] = field(repr=False)
    limit: frozenset[str] | None = None
    token: str | None = None
    signer: Signer | None = None
    verdict: Verdict = Verdict(IN_PROGRESS)
    rights: Rights = NOTHING
    redeemed: bool = False
    refreshed_at: datetime | None = None
    refresh_until: datetime | None = None

    @property
    def json(self) -> dict[str, Any]:
        """The status of the login as an answer has it."""
        detail = self.verdict.detail or DETAIL.get(self.verdict.code)
        status: dict[str, Any] = {
            "code": self.verdict.code,
            "description": STATUS[self.verdict.code],
        }
        if detail:
            status["details"] = [detail]
        return {
            "startDate": iso(self.started_at),
            **self.means.json,
            "status": status,
            "isTokenRedeemed": self.redeemed,
            "lastTokenRefreshDate": self.refreshed_at and iso(self.refreshed_at),
            "refreshTokenValidUntil": self.refresh_until and iso(self.refresh_until),
        }
