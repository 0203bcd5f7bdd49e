"""Read a revocation list and find one certificate in it: bytes in, statement out.

    bytes -> 1 cap, DER -> 2 whose, which kind -> 3 signature -> 4 the entry -> 5 age

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
    Revoked,
    Source,
    Statement,
    check_age,
    fenced,
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
        # 4 the entry
        told = _entry(crl, asked.certificate.serial)
        # 5 age
        until = crl.next_update_utc
        if until is None:
            raise StatementRejected(Unproved.NO_END)
        made_at = crl.last_update_utc
        check_age(asked, made_at, until, told=told, kept_since=_kept_since(crl))
        return Statement(
            source=Source.CRL,
            status=status_at(asked, told),
            this_update=made_at,
            next_update=until,
            told=told,
            number=_number(crl),
        )


def _entry(crl: x509.CertificateRevocationList, serial: int) -> Revoked | None:
    """Give what the list says of a serial number; twice is refused, not chosen from."""
    if crl.get_revoked_certificate_by_serial_number(serial) is None:
        return None
    [entry] = [each for each in crl if each.serial_number == serial]
    return _told(entry)


def _kept_since(crl: x509.CertificateRevocationList) -> datetime | None:
    """Read expiredCertsOnCRL (X.509, 9.5.2.8)."""
    for extension in crl.extensions:
        if extension.oid.dotted_string == _EXPIRED_CERTS:
            der = extension.value.public_bytes()
            told: datetime = GeneralizedTime.load(der, strict=True).native
            return told.astimezone(UTC)
    return None


def _number(crl: x509.CertificateRevocationList) -> int | None:
    with suppress(x509.ExtensionNotFound):
        return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    return None


def _told(entry: x509.RevokedCertificate) -> Revoked:
    """Read since when, why, and since when the key was doubtful (5.3)."""
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
    return Revoked(entry.revocation_date_utc, reason, invalid)


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
    if not asked.issuer.extensions.may("cRLSign"):
        raise StatementRejected(Unproved.NOT_FOR_THIS)
    with fenced(Unproved.SIGNATURE):
        der = crl.public_bytes(Encoding.DER)
        body, algorithm, signature = root(der)
        check_signature(body, algorithm, signature, asked.issuer.public_key())
