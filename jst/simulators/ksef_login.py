"""Logins of the simulated KSeF: from the challenge to the tokens of a session.

    challenge -> signed request or encrypted token -> 100 -> decided -> redeemed once

Everything that the caller must not learn before is decided when the login is due:
rights (415), certificate (460), token (450), person (470), context (480).
Source: facts/ksef-api.md, 2.1, 2.4 and 2.6.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from jst.simulators.ksef_auth_document import read_request
from jst.simulators.ksef_jwt import LIFETIMES, Tokens, TokenType
from jst.simulators.ksef_login_model import (
    BAD_TOKEN,
    BLOCKED,
    DECEASED,
    IN_PROGRESS,
    NO_RIGHTS,
    OK,
    REVOKED,
    Login,
    Verdict,
)
from jst.simulators.ksef_names import Ident, iso, reference
from jst.simulators.ksef_permissions import Permissions
from jst.simulators.ksef_problems import gone, refused
from jst.simulators.ksef_rights import Rights, rights_of
from jst.simulators.ksef_roles import Registry
from jst.simulators.ksef_subjects import KSEF_CERTIFICATE, Signer, read_signer
from vocabulary.clock import Clock

CHALLENGE_VALID: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=7)


class Logins:
    """All logins of one simulator.

    Attributes:
        login_s: Seconds of its clock that a decision takes.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        login_s: float,
        tokens: Tokens,
        registry: Registry,
        permissions: Permissions,
    ) -> None:
        self.login_s = login_s
        self._clock = clock
        self._tokens = tokens
        self._registry = registry
        self._permissions = permissions
        self._challenges: dict[str, datetime] = {}
        self._logins: dict[str, Login] = {}

    def challenge(self, address: str) -> dict[str, object]:
        """Give out a challenge that holds for ten minutes."""
        now = self._clock()
        made = reference("CR", now)
        self._challenges[made] = now
        return {
            "challenge": made,
            "timestamp": iso(now),
            "timestampMs": _milliseconds(now),
            "clientIp": address,
        }

    def spend(self, challenge: str) -> datetime:
        """Use a challenge up and tell when it was given out.

        Raises:
            Problem: 21111; never given out, used, or too old.
        """
        given = self._challenges.pop(challenge, None)
        if given is None or self._clock() - given > CHALLENGE_VALID:
            raise refused(21111)
        return given

    def by_signature(
        self,
        document: bytes,
        *,
        recognise: Callable[[Signer], Signer],
        judge: Callable[[Signer], Verdict | None],
    ) -> dict[str, object]:
        """Accept a signed AuthTokenRequest.

        Args:
            document: As it came.
            recognise: Tells whose certificate it is, where we issued it.
            judge: Says when the login is due what is wrong with the certificate.

        Raises:
            Problem: 400 with the code of what is wrong.
        """
        asked = read_request(document)
        signer = recognise(read_signer(asked.signer_der))
        subject = _subject(signer, asked.context, by_fingerprint=asked.by_fingerprint)
        self.spend(asked.challenge)
        return self.accept(
            context=asked.context,
            subject=subject,
            means=signer.means,
            policy=asked.policy,
            signer=signer,
            judge=lambda: judge(signer),
        )

    def accept(self, **about: Any) -> dict[str, object]:  # noqa: ANN401 - the fields of Login
        """Begin a login and give its reference number and authentication token."""
        now = self._clock()
        login = Login(
            reference=reference("AU", now),
            started_at=now,
            due_at=now + timedelta(seconds=self.login_s),
            **about,
        )
        self._logins[login.reference] = login
        token = self._tokens.issue(
            TokenType.AUTHENTICATION, {"arn": login.reference, **_context(login)}
        )
        return {"referenceNumber": login.reference, "authenticationToken": token}

    def find(self, number: str) -> Login:
        """Give a login, decided if it is due.

        Raises:
            Problem: 21304 for a number that is not known, 410 after seven days.
        """
        found = self._logins.get(number)
        if found is None:
            raise refused(21304, "Operacja uwierzytelniania nie została znaleziona.")
        now = self._clock()
        if now - found.started_at > KEPT:
            raise gone()
        if found.verdict.code == IN_PROGRESS and found.due_at <= now:
            self._decide(found)
        return found

    def redeem(self, number: str) -> dict[str, object]:
        """Give out the tokens of a login, once.

        Raises:
            Problem: 21301; they were given out, or the login did not end well.
        """
        login = self.find(number)
        self._check_usable(login, "pobranie tokenów")
        if login.redeemed:
            raise refused(21301, "Tokeny dla operacji zostały już pobrane.")
        login.redeemed = True
        login.refresh_until = self._clock() + LIFETIMES[TokenType.REFRESH]
        claims = {"arn": login.reference, **_context(login)}
        return {
            "accessToken": self._access(login),
            "refreshToken": self._tokens.issue(TokenType.REFRESH, claims),
        }

    def refresh(self, number: str) -> dict[str, object]:
        """Make a new access token, with the rights of this moment.

        Raises:
            Problem: 21301; the session was revoked.
        """
        login = self.find(number)
        self._check_usable(login, "odświeżenie tokenu dostępowego")
        login.rights = self._rights(login)
        login.refreshed_at = self._clock()
        return {"accessToken": self._access(login)}

    def revoke(self, login: Login) -> None:
        """End a session: its refresh token is worth nothing from now on."""
        login.verdict = Verdict(REVOKED)

    def sessions(self, subject: Ident, context: Ident) -> Iterator[Login]:
        """Give the active sessions of a subject in a context, newest first."""
        now = self._clock()
        mine = self._registry.aliases(subject)
        return (
            each
            for each in sorted(
                self._logins.values(), key=lambda each: each.started_at, reverse=True
            )
            if each.context == context
            and each.subject in mine
            and each.verdict.code == OK
            and each.refresh_until is not None
            and each.refresh_until > now
        )

    def _decide(self, login: Login) -> None:
        self._permissions.settle()
        login.verdict = self._verdict(login)

    def _verdict(self, login: Login) -> Verdict:
        if login.context in self._registry.blocked:
            return Verdict(BLOCKED)
        if wrong := login.judge():
            return wrong
        if self._registry.is_deceased(login.subject):
            return Verdict(DECEASED)
        login.rights = self._rights(login)
        return Verdict(OK if login.rights.effective else NO_RIGHTS)

    def _rights(self, login: Login) -> Rights:
        rights = rights_of(
            self._registry.aliases(login.subject),
            login.context,
            self._permissions.all(),
        )
        if login.limit is None:
            return rights
        return Rights(is_owner=False, granted=rights.effective & login.limit)

    def _check_usable(self, login: Login, what: str) -> None:
        if login.verdict.code != OK:
            code = login.verdict.code
            raise refused(
                21301, f"Status uwierzytelniania ({code}) nie pozwala na {what}."
            )
        if self._registry.is_deceased(login.subject):
            raise refused(21308)
        if (wrong := login.judge()) and wrong.code == BAD_TOKEN:
            raise refused(21301, "Token KSeF został unieważniony.")

    def _access(self, login: Login) -> dict[str, str]:
        roles = self._registry.roles_of(login.context.nip)
        return self._tokens.issue(
            TokenType.ACCESS,
            {
                "arn": login.reference,
                **_context(login),
                "aum": login.means.legacy,
                "sud": {"subjectIdentifier": login.subject.json},
                "per": login.rights.present,
                "pec": ["VatUeManage"] if login.rights.is_owner else [],
                "rol": sorted({each.role for each in roles}),
                "pep": sorted(login.rights.effective),
            },
        )


def _subject(signer: Signer, context: Ident, *, by_fingerprint: bool) -> Ident:
    if signer.means is KSEF_CERTIFICATE and signer.named:
        return signer.named
    if by_fingerprint:
        return signer.fingerprint
    if context.type == "NipVatUe":
        raise refused(21117, "Kontekst NipVatUe wymaga certificateFingerprint.")
    if signer.named is None:
        raise refused(21406, "Certyfikat nie zawiera identyfikatora podmiotu.")
    is_peppol = signer.named.type == "PeppolId"
    if is_peppol != (context.type == "PeppolId"):
        raise refused(21117)
    return signer.named


def _context(login: Login) -> dict[str, str | None]:
    return {"cit": login.context.type, "civ": login.context.value}


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
