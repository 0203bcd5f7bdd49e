"""[3] Run a login from challenge to session, whatever answers the challenge.

    challenge -> hand_in (seal, document from elsewhere, token) -> wait -> redeem

A lost or odd answer before the tokens costs a fresh challenge and a fresh signature;
from the tokens on nothing is repeated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors_login import (
    AnswerOddLogin,
    LoginDenied,
    LoginLost,
    StateFileRefused,
)
from ksef.access.login import CLOCKS_DIFFER, Login, Poll
from ksef.access.messages_auth import Challenge
from ksef.access.open_session import Session
from ksef.access.private_file import held
from vocabulary.finding import Finding, Severity

XML: Final = "application/xml; charset=utf-8"
_NOT_SAVED: Final = Finding(
    "ksef.login.not_saved",
    Severity.WARNING,
    "Sesja jest otwarta, ale pliku stanu nie udało się zapisać: po zakończeniu programu"
    " trzeba zalogować się od nowa, a tę sesję unieważnić z listy.",
    "state",
)

HandIn = Callable[[Login, Challenge], None]
"""Answers a challenge and submits the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginOptions:
    """How a login is made; the defaults are the ones for production.

    Attributes:
        poll: How to wait while KSeF checks the certificate.
        attempts: How often to begin at most, when an answer before the tokens is lost
            or odd.
        signing_skew_s: Seconds that the signature is dated back, as the Ministry's own
            client does: a time that is ahead of KSeF's clock is refused.
        verify_chain: Have the TEST environment check the certificate's chain and
            revocation, as the others always do.
        save_to: The state file; None keeps none, and a crash costs a new login.
    """

    poll: Poll = field(default_factory=Poll)
    attempts: int = 2
    signing_skew_s: float = 60.0
    verify_chain: bool = False
    save_to: Path | None = None

    @property
    def query(self) -> Mapping[str, str]:
        """What the address of a submitted document says."""
        return {"verifyCertificateChain": "true"} if self.verify_chain else {}


DEFAULTS: Final = LoginOptions()


def run_login(
    client: KsefClient,
    context: ContextId,
    hand_in: HandIn,
    *,
    options: LoginOptions,
    findings: Sequence[Finding] = (),
) -> Session:
    """Run a login; `hand_in` makes and submits the answer to each challenge.

    Raises:
        LoginLost: No answer, also after `options.attempts` fresh challenges.
        LoginRefused, LoginNotFinished, LoginUnknown, KsefRefused, AnswerOddLogin,
        LimitReached, StateFileRefused: As they say; also what `hand_in` raises.
    """
    with held(options.save_to):
        login = Login(client, context, save_to=options.save_to)
        left = options.attempts
        while True:
            left -= 1
            try:
                challenge = login.challenge()
                hand_in(login, challenge)
                break
            except (LoginLost, AnswerOddLogin):
                if left <= 0:
                    raise
        return finish(login, options.poll, findings)


def finish(login: Login, poll: Poll, findings: Sequence[Finding] = ()) -> Session:
    """Wait for a login that was submitted, redeem it, and open its session.

    Raises:
        LoginRefused, LoginNotFinished, LoginUnknown, ...: As `run_login`.
    """
    login.wait(poll)
    return redeem(login, [*findings, *_clock(login.ahead)])


def redeem(login: Login, findings: Sequence[Finding] = ()) -> Session:
    """Redeem a login that was accepted, and open its session.

    A session whose state file cannot be written is handed out all the same, as its
    tokens are given once only; a finding says so.

    Raises:
        LoginUnknown, KsefRefused, LimitReached: As `ksef.access.login.Login.redeem`.
        StateFileRefused: Nothing was asked for: the file cannot be written.
    """
    tokens = login.redeem()
    session = Session(
        login.client,
        login.saved(),
        tokens,
        findings=findings,
        warnings=login.warnings,
    )
    if login.save_to is not None:
        try:
            session.save(login.save_to)
        except StateFileRefused:
            session.findings += (_NOT_SAVED,)
    return session


def deny_errors(findings: Sequence[Finding]) -> None:
    """Return unless a check said no.

    Raises:
        LoginDenied: One did; nothing left.
    """
    if any(each.severity is Severity.ERROR for each in findings):
        raise LoginDenied(findings)


def _clock(ahead: timedelta) -> tuple[Finding, ...]:
    """Compare the clocks: the dates of signatures and of tokens hang on them."""
    if abs(ahead) <= CLOCKS_DIFFER:
        return ()
    return (
        Finding(
            "ksef.login.clocks_differ",
            Severity.WARNING,
            "Zegar tego komputera różni się od zegara KSeF o ponad 2 minuty: podpisy"
            " i terminy tokenów mogą być błędne.",
            "clock",
        ),
    )
