"""Whether a seal was revoked by an instant, from all that is at hand; part of *now*.

    1 files -> 2 OCSP responders -> 3 lists, if no responder settled it -> 4 the word

The gravest statement that proves itself wins: revoked, on hold, good, unknown. What
proves nothing is named and changes nothing; when nothing is left, there is no answer,
and whether that stops anybody (hard fail) or not (soft fail) is the caller's to say.

Source: RFC 5280, section 6.3; RFC 6960, section 2.2; ETSI EN 319 102-1, 5.2.5.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Final

from certs import crl, ocsp
from certs.errors import CertificateUnreadable
from certs.errors_now import StatementRejected
from certs.fetch import Fetch, reachable
from certs.statement import Asked, Source, Statement, Status
from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding, Severity

_GRAVITY: Final = (Status.REVOKED, Status.ON_HOLD, Status.GOOD, Status.UNKNOWN)
_CLAUSE: Final = MappingProxyType(
    {Source.CRL: "RFC 5280, 6.3", Source.OCSP: "RFC 6960, 3.2"}
)
_SAID: Final = MappingProxyType(
    {
        Status.REVOKED: (Severity.ERROR, "Certyfikat jest unieważniony."),
        Status.ON_HOLD: (Severity.ERROR, "Certyfikat jest zawieszony."),
        Status.UNKNOWN: (Severity.WARNING, "Serwer OCSP nie zna tego certyfikatu."),
        Status.NO_ANSWER: (
            Severity.WARNING,
            "Nie wiadomo, czy certyfikat unieważniono: brak wiarygodnej odpowiedzi.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Revocation:
    """A word about revocation, and what it rests on.

    Attributes:
        status: The word, as of the instant asked about.
        statement: The statement that decided; None where none did.
        findings: What was found, the deciding word first.
    """

    status: Status
    statement: Statement | None
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Heard:
    """What was heard so far: statements that prove themselves, and remarks."""

    statements: list[Statement] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)

    def take(self, source: Source, read: Callable[[], Statement]) -> bool:
        """Hear one source; tell whether it settled the question."""
        try:
            told = read()
        except StatementRejected as rejected:
            self._remark(source, str(rejected.reason), rejected.polish)
            return False
        except ToolkitError as lost:
            self._remark(source, "not_fetched", f"nie udało się pobrać ({lost.code})")
            return False
        self.statements.append(told)
        return told.status is not Status.UNKNOWN

    def _remark(self, source: Source, rule: str, polish: str) -> None:
        self.remarks.append(
            Finding(
                f"certs.revocation.{rule}",
                Severity.WARNING,
                f"{source.name} nie liczy się: {polish}.",
                clause=_CLAUSE[source],
            )
        )


def judge_revocation(
    asked: Asked,
    *,
    crls: Sequence[bytes] = (),
    responses: Sequence[bytes] = (),
    fetch: Fetch | None = None,
) -> Revocation:
    """Say whether a certificate was revoked by an instant.

    Args:
        asked: Which certificate, of which issuer, and when.
        crls: Revocation lists, as they were handed over.
        responses: OCSP responses, likewise.
        fetch: Asks the responders, and gets the lists, that the certificate names;
            three addresses of each at most. None asks nobody.
    """
    if not (crls or responses or fetch):
        return not_checked()
    heard = _Heard()
    # 1 files
    for data in responses:
        heard.take(Source.OCSP, partial(ocsp.read_ocsp, data, asked))
    for data in crls:
        heard.take(Source.CRL, partial(crl.read_crl, data, asked))
    # 2 responders, 3 lists
    if fetch is not None:
        _go_online(asked, heard, fetch)
    # 4 the word
    return _judged(asked, heard)


def not_checked() -> Revocation:
    """Say that nobody asked."""
    return Revocation(Status.NOT_CHECKED, None, ())


def no_issuer() -> Revocation:
    """Say that nothing can be verified, since nobody knows the issuer's key."""
    remark = Finding(
        "certs.revocation.no_issuer",
        Severity.WARNING,
        "Bez certyfikatu wystawcy nie można sprawdzić listy CRL ani odpowiedzi OCSP.",
        clause=_CLAUSE[Source.CRL],
    )
    return Revocation(Status.NO_ANSWER, None, (*_word(Status.NO_ANSWER), remark))


def _go_online(asked: Asked, heard: _Heard, fetch: Fetch) -> None:
    try:
        extensions = asked.certificate.extensions
    except CertificateUnreadable:
        return
    for address in reachable(extensions.ocsp):
        if heard.take(Source.OCSP, partial(_ask, address, asked, fetch)):
            return
    for address in reachable(extensions.crl):
        if heard.take(Source.CRL, partial(_get, address, asked, fetch)):
            return


def _ask(address: str, asked: Asked, fetch: Fetch) -> Statement:
    nonce = secrets.token_bytes(ocsp.NONCE_BYTES)
    got = fetch(
        address,
        max_bytes=ocsp.MAX_BYTES,
        data=ocsp.ocsp_request(asked.certificate, asked.issuer, nonce=nonce),
        content_type=ocsp.REQUEST_TYPE,
        signed=True,
    )
    return ocsp.read_ocsp(got, asked, nonce=nonce)


def _get(address: str, asked: Asked, fetch: Fetch) -> Statement:
    return crl.read_crl(fetch(address, max_bytes=crl.MAX_BYTES, signed=True), asked)


def _judged(asked: Asked, heard: _Heard) -> Revocation:
    if not heard.statements:
        found = (*_word(Status.NO_ANSWER), *heard.remarks)
        return Revocation(Status.NO_ANSWER, None, found)
    told = min(heard.statements, key=lambda each: _GRAVITY.index(each.status))
    statuses = {each.status for each in heard.statements}
    doubts = _word(Status.UNKNOWN) if Status.UNKNOWN in statuses - {told.status} else ()
    return Revocation(
        told.status,
        told,
        (
            *_word(told.status, told.source),
            *_remarks(told, asked),
            *doubts,
            *heard.remarks,
        ),
    )


def _remarks(statement: Statement, asked: Asked) -> Iterable[Finding]:
    """Say what else a person should know of the deciding statement."""
    clause, told = _CLAUSE[statement.source], statement.told
    if told is not None and told.since > asked.at:
        yield Finding(
            "certs.revocation.later",
            Severity.WARNING,
            "Unieważniono go później niż w dniu, o który pytasz.",
            clause=clause,
        )
    if told and told.invalid_since and told.invalid_since <= asked.at:
        yield Finding(
            "certs.revocation.invalid_since",
            Severity.WARNING,
            "Wystawca podaje, że klucz mógł być ujawniony już wcześniej.",
            clause="RFC 5280, 5.3.2",
        )
    if not statement.checked_responder:
        yield Finding(
            "certs.revocation.responder_not_checked",
            Severity.INFO,
            "Unieważnienia certyfikatu serwera OCSP nie sprawdzono.",
            clause="RFC 6960, 4.2.2.2.1",
        )


def _word(status: Status, source: Source = Source.OCSP) -> tuple[Finding, ...]:
    """Say a word that somebody must act on; a good one needs no finding."""
    if status not in _SAID:
        return ()
    severity, polish = _SAID[status]
    rule = f"certs.revocation.{status.name.lower()}"
    return (Finding(rule, severity, polish, clause=_CLAUSE[source]),)
