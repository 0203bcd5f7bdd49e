"""Read a revocation list and find one certificate in it: bytes in, statement out.

    bytes -> 1 cap, DER -> 2 whose, which kind -> 3 signature -> 4 age -> 5 the entry

Lists that speak of others' certificates (indirect), of changes only (delta), or of
some certificates or reasons only, are refused and named: absence from them proves
nothing. Any bytes end in a Statement or in StatementRejected.

Source: RFC 5280, sections 5 and 6.3.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from asn1crypto.core import GeneralizedTime
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID as Oid

from certs.der import root
from certs.errors_now import StatementRejected, Unproved
from certs.model import name_of
from certs.other_files import is_html
from certs.path import same_name
from certs.signed_by import check_signature
from certs.statement import (
    Asked,
    Source,
    Statement,
    Status,
    check_age,
    fenced,
    may,
    status_at,
)

MAX_BYTES: Final = 16 * 1024 * 1024
_EXPIRED_CERTS: Final = "2.5.29.60"
_UNDERSTOOD: Final = frozenset({Oid.ISSUING_DISTRIBUTION_POINT, Oid.CRL_NUMBER})


def read_crl(data: bytes, asked: Asked) -> Statement:
    """Verify a revocation list and say what it says of the certificate.

    Args:
        data: DER or PEM, as published; at most 16 MiB.
        asked: Which certificate, of which issuer, and when.

    Raises:
        StatementRejected: It is no list, or proves nothing about the certificate.
    """
    # 1 cap, DER
    if len(data) > MAX_BYTES:
        raise StatementRejected(Unproved.TOO_BIG)
    if is_html(data):
        raise StatementRejected(Unproved.HTML)
    with fenced(Unproved.UNREADABLE):
        is_pem = data.lstrip().startswith(b"-----")
        crl = (x509.load_pem_x509_crl if is_pem else x509.load_der_x509_crl)(data)
        # 2 whose, which kind
        _check_scope(crl, asked)
        # 3 signature
        _check_signature(crl, asked)
        # 4 age
        entry = crl.get_revoked_certificate_by_serial_number(asked.certificate.serial)
        until = crl.next_update_utc
        if until is None:
            raise StatementRejected(Unproved.NO_END)
        check_age(
            asked,
            crl.last_update_utc,
            until,
            good=entry is None,
            kept_since=_kept_since(crl),
        )
        # 5 the entry
        return _statement(crl, entry, asked)


def _kept_since(crl: x509.CertificateRevocationList) -> datetime | None:
    """Read expiredCertsOnCRL (X.509, 9.5.2.8)."""
    for extension in crl.extensions:
        if extension.oid.dotted_string == _EXPIRED_CERTS:
            der = extension.value.public_bytes()
            told: datetime = GeneralizedTime.load(der, strict=True).native
            return told.astimezone(UTC)
    return None


def _details(entry: x509.RevokedCertificate) -> tuple[str | None, datetime | None]:
    """Read why, and since when the key was doubtful (5.3.1, 5.3.2)."""
    reason, invalid = None, None
    for extension in entry.extensions:
        match extension.value:
            case x509.CRLReason(reason=flag):
                reason = flag.value
            case x509.InvalidityDate():
                invalid = extension.value.invalidity_date_utc
            case x509.CertificateIssuer():
                raise StatementRejected(Unproved.INDIRECT)
            case _ if extension.critical:
                raise StatementRejected(Unproved.CRITICAL)
    return reason, invalid


def _check_scope(crl: x509.CertificateRevocationList, asked: Asked) -> None:
    if not same_name(name_of(crl.issuer), asked.certificate.issuer):
        raise StatementRejected(Unproved.OTHER_ISSUER)
    for extension in crl.extensions:
        if extension.oid == Oid.DELTA_CRL_INDICATOR:
            raise StatementRejected(Unproved.DELTA)
        if isinstance(extension.value, x509.IssuingDistributionPoint):
            _check_part(extension.value, asked)
        elif extension.critical and extension.oid not in _UNDERSTOOD:
            raise StatementRejected(Unproved.CRITICAL)


def _check_part(part: x509.IssuingDistributionPoint, asked: Asked) -> None:
    """Refuse a list that does not cover the certificate for every reason (6.3.3 b)."""
    if part.indirect_crl:
        raise StatementRejected(Unproved.INDIRECT)
    extensions = asked.certificate.extensions
    other_kind = (
        part.only_contains_user_certs if extensions.ca else part.only_contains_ca_certs
    )
    points = {
        each.value
        for each in part.full_name or ()
        if isinstance(each, x509.UniformResourceIdentifier)
    }
    elsewhere = part.relative_name or (
        part.full_name and points.isdisjoint(extensions.crl)
    )
    if (
        other_kind
        or part.only_contains_attribute_certs
        or part.only_some_reasons
        or elsewhere
    ):
        raise StatementRejected(Unproved.PARTIAL)


def _check_signature(crl: x509.CertificateRevocationList, asked: Asked) -> None:
    if not may(asked.issuer.extensions, "cRLSign"):
        raise StatementRejected(Unproved.NOT_FOR_THIS)
    with fenced(Unproved.SIGNATURE):
        der = crl.public_bytes(Encoding.DER)
        body, algorithm, signature = root(der)
        check_signature(body, algorithm, signature, asked.issuer.public_key())


def _statement(
    crl: x509.CertificateRevocationList,
    entry: x509.RevokedCertificate | None,
    asked: Asked,
) -> Statement:
    number = None
    with suppress(x509.ExtensionNotFound):
        number = crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    if entry is None:
        status, since, reason, invalid = Status.GOOD, None, None, None
    else:
        since = entry.revocation_date_utc
        reason, invalid = _details(entry)
        status = status_at(asked, since, reason)
    return Statement(
        source=Source.CRL,
        status=status,
        this_update=crl.last_update_utc,
        next_update=crl.next_update_utc,
        since=since,
        reason=reason,
        invalid_since=invalid,
        number=number,
    )
