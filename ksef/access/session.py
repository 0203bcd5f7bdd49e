"""[3] Log in to KSeF with a seal or a KSeF certificate, and take a session up again.

    1 checks -> 2 challenge -> 3 sign -> 4 submit -> 5 wait -> 6 redeem -> Session

Promises
    - What KSeF would certainly refuse is refused here, before anything leaves (1).
    - The key signs a document that was made here, of a challenge that is used once.
    - A login is no action (design, section 3): it asks about nobody.

Signing at another machine: login_elsewhere. With a KSeF token: token_login. The steps
stand in ksef.access.login, their order in ksef.access.session_states.
Source: ksef-docs, uwierzytelnianie.md and auth/podpis-xades.md (d92d285).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from cryptography.x509 import Certificate

from certs.keys import SigningKey, check_key
from certs.keys_file import PrivateKey
from certs.model import SealCertificate
from certs.xades import as_leaf, sign
from ksef.access.auth_request import (
    AuthRequest,
    SchemaVersion,
    SubjectType,
    check_context,
)
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors import SessionUnusable
from ksef.access.errors_login import LoginRefused
from ksef.access.ip_policy import IpPolicy
from ksef.access.login import Login, Poll
from ksef.access.login_run import (
    DEFAULTS,
    XML,
    LoginOptions,
    deny_errors,
    finish,
    redeem,
    run_login,
)
from ksef.access.messages_auth import Challenge
from ksef.access.open_session import Session, session_of
from ksef.access.private_file import held
from ksef.access.seal_checks import check_certificate
from ksef.access.session_states import State
from ksef.access.state import read_state

__all__ = ["LoginOptions", "Poll", "Session", "log_in", "resume"]


def log_in(
    client: KsefClient,
    *,
    context: ContextId,
    key: SigningKey | PrivateKey,
    certificate: SealCertificate | Certificate | bytes,
    subject: SubjectType = SubjectType.CERTIFICATE_SUBJECT,
    policy: IpPolicy | None = None,
    version: SchemaVersion = SchemaVersion.V2_1,
    options: LoginOptions = DEFAULTS,
) -> Session:
    """Log in to a context with a key of `certs`, whichever it is.

    Args:
        client: How to reach KSeF.
        context: Where the session is to work; any of the four kinds.
        key: Of a file, of a token, or a private key of `cryptography`.
        certificate: The key's own: a seal, a KSeF certificate, a person's signature.
        subject: How KSeF is to know it; a certificate without NIP and PESEL logs in by
            its fingerprint, to which permissions must have been granted.
        policy: From which addresses the session may be used.
        version: Of the Ministry's schema.
        options: The rest.

    Returns:
        The open session; its `findings` say what our checks had to remark.

    Raises:
        LoginDenied: Our checks say no; nothing left.
        AuthRequestInvalid: The context breaks the schema; nothing left.
        KeyRefused: The key cannot sign so, or is not the certificate's; nothing left.
        SigningRefused, TokenRefused, SelfCheckFailed: `certs` did not sign.
        LoginRefused: KSeF said no; the class says why and what to do.
        LoginLost, LoginNotFinished, LoginUnknown: What is known is in each.
        KsefRefused, AnswerOddLogin, LimitReached, AuthoritiesUnusable,
        StateFileRefused: As they say.
    """
    leaf = as_leaf(certificate)
    check_key(key.public_key(), leaf)
    findings = check_certificate(
        leaf, context=context, subject=subject, at=_dated(client, options)
    )
    deny_errors(findings)
    check_context(context)

    def hand_in(login: Login, challenge: Challenge) -> None:
        request = AuthRequest(
            challenge=challenge.text,
            context=context,
            subject=subject,
            policy=policy,
            version=version,
        )
        document = sign(
            request.as_element(),
            key=key,
            certificate=leaf,
            signing_time=_dated(client, options),
        )
        login.submit(
            "xades_signature", body=document, content_type=XML, query=options.query
        )

    try:
        return run_login(client, context, hand_in, options=options, findings=findings)
    except LoginRefused as no:
        no.findings = tuple(findings)
        raise


def resume(client: KsefClient, path: Path, *, poll: Poll = DEFAULTS.poll) -> Session:
    """Take up a login or a session where its state file says it stands.

    Raises:
        LoginUnknown: The tokens were asked for, and nobody knows whether they came.
        SessionUnusable: It has expired, was closed or refused: log in again.
        StateFileRefused: The file is not to be trusted, or of another server.
        LoginRefused, LoginNotFinished, KsefRefused, AnswerOddLogin: As `log_in`.
    """
    read_state(path, base_url=client.base_url)  # before a lock is made beside it
    with held(path):
        saved = read_state(path, base_url=client.base_url)
        if saved.state is State.OPEN:
            return session_of(client, saved, path)
        go_on = _GO_ON.get(saved.state)
        if go_on is None:
            raise SessionUnusable(f"the login of this file is {saved.state}")
        return go_on(Login.resumed(client, saved, path), poll)


def _dated(client: KsefClient, options: LoginOptions) -> datetime:
    return client.clock() - timedelta(seconds=options.signing_skew_s)


def _lost(login: Login, poll: Poll) -> Session:
    del poll
    raise login.lose()


def _known_as_lost(login: Login, poll: Poll) -> Session:
    del poll
    raise login.unknown()


def _accepted(login: Login, poll: Poll) -> Session:
    del poll
    return redeem(login)


_GO_ON: Final[Mapping[State, Callable[[Login, Poll], Session]]] = MappingProxyType(
    {
        State.SUBMITTED: finish,
        State.ACCEPTED: _accepted,
        State.REDEEMING: _lost,
        State.UNKNOWN: _known_as_lost,
    }
)
"""How a login goes on from where its file says it stands; from others it cannot."""
