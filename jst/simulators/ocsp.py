"""A throwaway authority that answers for its one seal: OCSP and CRL on the loopback.

    with OcspSimulator(folder) as authority:
        authority.seal, authority.issuer      # files; the addresses are in the seal
        authority.mode = Mode.REVOKED

What it says, and what it does wrong, is one word. Plain http, as real authorities
have it: responses and lists are signed. Nobody should trust it outside one folder.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access

from jst.simulators.https import Reply
from jst.simulators.pki import BogusCa, Issued
from jst.simulators.served import Serving
from vocabulary.clock import system_clock

OCSP_PATH, CRL_PATH, ISSUER_PATH = "/ocsp", "/ca.crl", "/ca.cer"
IDENTIFIER: Final = "VATPL-0000000000"
_HUGE_BYTES: Final = 20 * 1024 * 1024
# QcCompliance and QcType eseal: it claims what a seal claims, and is nothing.
_CLAIMS: Final = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"),
    bytes.fromhex("301f3008060604008e4601013013060604008e4601063009060704008e46010602"),
)
_DAY, _AGO = timedelta(days=1), timedelta(minutes=30)


class Mode(StrEnum):
    """What the authority says, or does wrong; the value is the command line's word."""

    GOOD = "good"
    REVOKED = "revoked"
    ON_HOLD = "on-hold"
    UNKNOWN = "unknown"  # the list says nothing: it goes without the responder's word
    TRY_LATER = "try-later"
    STALE = "stale"  # a week old, for a day
    WRONG_SIGNER = "wrong-signer"  # another authority of the same name
    WRONG_CERTIFICATE_ID = "wrong-certificate-id"  # speaks of another certificate
    SILENT = "silent"
    HTML = "html"
    HUGE = "huge"


_REVOKED: Final[Mapping[Mode, x509.ReasonFlags]] = MappingProxyType(
    {
        Mode.REVOKED: x509.ReasonFlags.key_compromise,
        Mode.ON_HOLD: x509.ReasonFlags.certificate_hold,
    }
)


class OcspSimulator(Serving):
    """One authority in one folder; a context manager while it serves.

    Attributes:
        issuer: PEM file with the authority's certificate.
        seal: PEM file with the seal's certificate, once it serves.
        mode: What to say next.
        lists: Serve a list too; else every GET of it is 404.
        asked: How often each path was asked for.
    """

    def __init__(
        self,
        folder: Path,
        *,
        identifier: str = IDENTIFIER,
        port: int = 0,
    ) -> None:
        """Make the authority's keys; nothing is served before the context is entered.

        Args:
            folder: An existing folder that holds nothing of that name.
            identifier: organizationIdentifier of the seal.
            port: TCP port on 127.0.0.1; 0 lets the system choose one.
        """
        self.issuer, self.seal = folder / "issuer.crt.pem", folder / "seal.crt.pem"
        self.mode = Mode.GOOD
        self.lists = True
        self.asked: Counter[str] = Counter()
        self._identifier = identifier
        super().__init__(
            self._reply, certificate=None, path="", port=port, gets=self._give
        )
        now = system_clock()
        self._ca, self._other = BogusCa.create(now=now), BogusCa.create(now=now)
        self._responder = self._ca.issue_responder(now=now)
        self._sealed: Issued | None = None
        self.issuer.write_bytes(self._ca.own.certificate_pem)

    def __enter__(self) -> Self:
        super().__enter__()
        self._sealed = self._ca.issue_seal(
            "seal",
            organization_identifier=self._identifier,
            now=system_clock(),
            extensions=[*self._addresses(), _CLAIMS],
        )
        self.seal.write_bytes(self._sealed.certificate_pem)
        return self

    def _addresses(self) -> list[x509.ExtensionType]:
        def at(path: str) -> x509.UniformResourceIdentifier:
            return x509.UniformResourceIdentifier(self.url + path)

        return [
            x509.AuthorityInformationAccess(
                [
                    x509.AccessDescription(Access.OCSP, at(OCSP_PATH)),
                    x509.AccessDescription(Access.CA_ISSUERS, at(ISSUER_PATH)),
                ]
            ),
            x509.CRLDistributionPoints(
                [x509.DistributionPoint([at(CRL_PATH)], None, None, None)]
            ),
        ]

    def _reply(self, path: str, question: bytes) -> Reply:
        self.asked[path] += 1
        if path != OCSP_PATH:
            return Reply(status=404)
        if (odd := self._odd()) is not None:
            return odd
        return Reply(
            body=self._response(question), content_type="application/ocsp-response"
        )

    def _give(self, path: str, _body: bytes) -> Reply:
        self.asked[path] += 1
        if path == ISSUER_PATH:
            der = self._ca.own.certificate.public_bytes(Encoding.DER)
            return Reply(body=der, content_type="application/pkix-cert")
        if path != CRL_PATH or not self.lists:
            return Reply(status=404)
        if (odd := self._odd()) is not None:
            return odd
        return Reply(body=self._list(), content_type="application/pkix-crl")

    def _odd(self) -> Reply | None:
        """Give what is neither a response nor a list, where the mode asks for it."""
        match self.mode:
            case Mode.SILENT:
                return Reply(never=True)
            case Mode.HTML:
                body = b"<!DOCTYPE html><html><body>Przerwa techniczna</body></html>"
                return Reply(body=body, content_type="text/html; charset=utf-8")
            case Mode.HUGE:
                return Reply(body=bytes(_HUGE_BYTES))
            case _:
                return None

    def _response(self, question: bytes) -> bytes:
        if self.mode is Mode.TRY_LATER:
            return _unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER)
        try:
            request = ocsp.load_der_ocsp_request(question)
        except ValueError:
            return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        made_at, until = self._window()
        is_revoked = self.mode in _REVOKED
        status = ocsp.OCSPCertStatus.GOOD
        if self.mode is Mode.UNKNOWN:
            status = ocsp.OCSPCertStatus.UNKNOWN
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            request.issuer_name_hash,
            request.issuer_key_hash,
            request.serial_number + (self.mode is Mode.WRONG_CERTIFICATE_ID),
            request.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if is_revoked else status,
            made_at,
            until,
            made_at - _AGO if is_revoked else None,
            _REVOKED.get(self.mode),
        )
        for each in request.extensions:
            if isinstance(each.value, x509.OCSPNonce):
                builder = builder.add_extension(each.value, critical=False)
        signer = self._responder
        if self.mode is Mode.WRONG_SIGNER:
            signer = self._other.issue_responder(now=made_at)
        return (
            builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate)
            .certificates([signer.certificate])
            .sign(signer.key, hashes.SHA256())
            .public_bytes(Encoding.DER)
        )

    def _list(self) -> bytes:
        made_at, until = self._window()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._ca.own.certificate.subject)
            .last_update(made_at)
            .next_update(until)
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        if self.mode in _REVOKED and self._sealed is not None:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(self._sealed.certificate.serial_number)
                .revocation_date(made_at - _AGO)
                .add_extension(x509.CRLReason(_REVOKED[self.mode]), critical=False)
                .build()
            )
        ca = self._other if self.mode is Mode.WRONG_SIGNER else self._ca
        signed = builder.sign(ca.own.key, hashes.SHA256())
        return signed.public_bytes(Encoding.DER)

    def _window(self) -> tuple[datetime, datetime]:
        now = system_clock()
        made_at = now - 7 * _DAY if self.mode is Mode.STALE else now
        return made_at, made_at + _DAY


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    response = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
    return response.public_bytes(Encoding.DER)
