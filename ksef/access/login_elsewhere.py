"""[3] Log in with a seal at another machine: prepare, sign there, submit here.

    1 prepare -> (SimplySign, Szafir, podpis.gov.pl) -> 2 submit -> Session

What comes back is believed only when it is one good signature, of SHA-256 or better,
over exactly the document that was prepared, by the certificate that was agreed
(certs.keys_detached). A challenge lives ten minutes: so long is there to sign.

`Prepared` may wait in a file that is ours alone; it holds no token, and names the
context in clear.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.x509 import Certificate

from certs.errors import CertificateUnreadable
from certs.keys import algorithm_of
from certs.keys_detached import bring_back, to_sign
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.xades import as_leaf
from ksef.access.auth_request import (
    AuthRequest,
    SchemaVersion,
    SubjectType,
    check_context,
)
from ksef.access.client import KsefClient
from ksef.access.context import ContextId
from ksef.access.errors_login import (
    AnswerOddLogin,
    StateFault,
    StateFileRefused,
)
from ksef.access.ip_policy import IpPolicy
from ksef.access.json_fields import context_of, instant_of, text_of
from ksef.access.login import CHALLENGE_LIVES, Login
from ksef.access.login_run import DEFAULTS, XML, LoginOptions, deny_errors, finish
from ksef.access.open_session import Session
from ksef.access.parties import typed
from ksef.access.private_file import held, read_own, write_own
from ksef.access.seal_checks import check_certificate
from vocabulary.clock import iso_utc
from vocabulary.finding import Finding, Severity

KIND: Final = "ksef-prepared-login"
VERSION: Final = 2
_MAX_TEXT: Final = 131_072


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document that waits to be signed elsewhere; its `repr` names nobody.

    Attributes:
        base_url: The server whose challenge it answers.
        context: Where the session is to work.
        subject: How KSeF is to know the signer.
        document: What must be signed, in canonical form: to be handed on unchanged.
        signer: The certificate that must sign.
        challenged_at: When KSeF gave the challenge, by its clock, UTC.
        expires_at: When the challenge dies, by our clock, UTC.
    """

    base_url: str
    context: ContextId
    subject: SubjectType
    document: bytes = field(repr=False)
    signer: SealCertificate = field(repr=False)
    challenged_at: datetime
    expires_at: datetime

    @property
    def ahead(self) -> timedelta:
        """By how much our clock was ahead of KSeF's."""
        return self.expires_at - CHALLENGE_LIVES - self.challenged_at

    def save(self, path: Path) -> None:
        """Write it to a file that is ours alone.

        Raises:
            StateFileRefused: It cannot be written safely.
        """
        told = {
            "kind": KIND,
            "version": VERSION,
            "base_url": self.base_url,
            "context": typed(self.context),
            "subject": self.subject,
            "document": b64encode(self.document).decode(),
            "signer": b64encode(self.signer.der).decode(),
            "challenged_at": iso_utc(self.challenged_at),
            "expires_at": iso_utc(self.expires_at),
        }
        write_own(path, KIND, told)

    @classmethod
    def load(cls, path: Path) -> "Prepared":
        """Read what `save` wrote.

        Raises:
            StateFileRefused: See its `reason`.
        """
        told = read_own(path, KIND, VERSION)
        try:
            return cls(
                base_url=text_of(told, "base_url"),
                context=context_of(told, "context"),
                subject=SubjectType(text_of(told, "subject")),
                document=_decoded(text_of(told, "document", limit=_MAX_TEXT)),
                signer=load_leaf(_decoded(text_of(told, "signer", limit=_MAX_TEXT))),
                challenged_at=instant_of(told, "challenged_at"),
                expires_at=instant_of(told, "expires_at"),
            )
        except (AnswerOddLogin, CertificateUnreadable, ValueError):
            raise StateFileRefused(StateFault.BROKEN, path) from None


def prepare(
    client: KsefClient,
    *,
    context: ContextId,
    certificate: SealCertificate | Certificate | bytes,
    subject: SubjectType = SubjectType.CERTIFICATE_SUBJECT,
    policy: IpPolicy | None = None,
    version: SchemaVersion = SchemaVersion.V2_1,
) -> Prepared:
    """Ask for a challenge, and make the document that answers it when it is signed.

    Args:
        client: How to reach KSeF.
        context: Where the session is to work.
        certificate: Of whoever will sign; another signature is refused in `submit`.
        subject: As for `ksef.access.session.log_in`.
        policy: The same.
        version: The same.

    Raises:
        LoginDenied, AuthRequestInvalid: Nothing left.
        KeyRefused: The certificate's key is of a kind that KSeF is not signed with by
            us, or too weak; nothing left.
        CertificateUnreadable: It is none, or its key is of an unknown kind.
        LoginLost, KsefRefused, AnswerOddLogin, LimitReached: As `log_in`.
    """
    signer = as_leaf(certificate)
    algorithm_of(signer.public_key())
    now = client.clock()
    deny_errors(check_certificate(signer, context=context, subject=subject, at=now))
    check_context(context)
    challenge = Login(client, context).challenge()
    request = AuthRequest(
        challenge=challenge.text,
        context=context,
        subject=subject,
        policy=policy,
        version=version,
    )
    return Prepared(
        base_url=client.base_url,
        context=context,
        subject=subject,
        document=to_sign(request.as_element()),
        signer=signer,
        challenged_at=challenge.at,
        expires_at=now + CHALLENGE_LIVES,
    )


def submit(
    client: KsefClient,
    signed: bytes,
    prepared: Prepared,
    *,
    options: LoginOptions = DEFAULTS,
) -> Session:
    """Check what was signed elsewhere, hand it in, and open the session.

    Args:
        client: How to reach the server that `prepared` was made with.
        signed: The file that the other program wrote; it goes out as it is.
        prepared: What was to be signed.
        options: As for `log_in`; nothing is begun anew, as nothing can be signed here.

    Raises:
        LoginDenied: The challenge is too old, or of another server; nothing left.
        SignatureInvalid: It is no good signature of this document by this signer.
        ClockWrong: Our clock is so far ahead of KSeF's that its tokens look expired.
        LoginRefused, LoginLost, LoginNotFinished, LoginUnknown, KsefRefused,
        AnswerOddLogin, LimitReached, StateFileRefused: As `log_in`.
    """
    now = client.clock()
    deny_errors(_stale(client, prepared, now))
    verified = bring_back(
        signed, document=prepared.document, signer=prepared.signer.der, now=now
    )
    findings = check_certificate(
        verified.signer, context=prepared.context, subject=prepared.subject, at=now
    )
    deny_errors(findings)
    with held(options.save_to):
        login = Login.prepared(
            client, prepared.context, ahead=prepared.ahead, save_to=options.save_to
        )
        login.submit(
            "xades_signature", body=signed, content_type=XML, query=options.query
        )
        return finish(login, options.poll, [*findings, *verified.findings])


def _stale(
    client: KsefClient, prepared: Prepared, now: datetime
) -> tuple[Finding, ...]:
    if client.base_url != prepared.base_url:
        return (
            Finding(
                "ksef.login.other_server",
                Severity.ERROR,
                "Dokument przygotowano dla innego serwera KSeF.",
                "server",
            ),
        )
    if now >= prepared.expires_at:
        return (
            Finding(
                "ksef.login.challenge_old",
                Severity.ERROR,
                "Od pobrania wyzwania minęło 10 minut: przygotuj i podpisz dokument od"
                " nowa.",
                "challenge",
            ),
        )
    return ()


def _decoded(text: str) -> bytes:
    """Read base64; ValueError for anything else."""
    return b64decode(text, validate=True)
