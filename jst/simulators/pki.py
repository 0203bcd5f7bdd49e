"""Throwaway keys and certificates for a simulator: every name says `bogus`.

P-256, valid for some weeks. The seals have the shape of a qualified seal (country,
organisation, organizationIdentifier, non-repudiation) and none of its standing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from certs.model import PublicKey
from documents.whole import new_file

VALID_DAYS: Final = 45
_SKEW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def certificate_pem(self) -> bytes:
        """The certificate, for everybody."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def pem(self) -> bytes:
        """The key and the certificate; the key is not encrypted."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return key + self.certificate_pem

    def save(self, path: Path) -> Path:
        """Write key and certificate to a new file that only its owner may read."""
        with new_file(path) as file:
            file.write(self.pem)
        return path


@dataclass(frozen=True, slots=True)
class BogusCa:
    """An authority that nobody should trust outside one folder."""

    own: Issued

    @classmethod
    def create(cls, *, now: datetime, days: int = VALID_DAYS) -> Self:
        """Make a new self-signed authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("bogus simulator CA", "VATPL-0000000000")
        builder = _builder(name, name, key.public_key(), now=now, days=days)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        ).add_extension(key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        return cls(Issued(builder.sign(key, hashes.SHA256()), key))

    @classmethod
    def found(cls, folder: Path, *, now: datetime) -> Self:
        """Make a new one with its TLS certificate, in an empty or missing folder."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        ca = cls.create(now=now)
        ca.own.save(folder / "ca.pem")
        (folder / "ca.crt.pem").write_bytes(ca.own.certificate_pem)
        ca.issue_tls(now=now).save(folder / "tls.pem")
        return ca

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `own.save` wrote."""
        data = path.read_bytes()
        key = serialization.load_pem_private_key(data, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("the authority's key is not the one we write")
        return cls(Issued(x509.load_pem_x509_certificate(data), key))

    def issue_tls(self, *, now: datetime) -> Issued:
        """Issue a server certificate for the loopback."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("localhost")]
        builder = (
            self._leaf(
                _name("bogus simulator TLS", None),
                key.public_key(),
                now=now,
                days=VALID_DAYS,
            )
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(key_usage(digital_signature=True), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
            )
        )
        return Issued(builder.sign(self.own.key, hashes.SHA256()), key)

    def issue_seal(
        self,
        common_name: str,
        *,
        organization_identifier: str,
        now: datetime,
        days: int = VALID_DAYS,
        extensions: Sequence[x509.ExtensionType] = (),
    ) -> Issued:
        """Issue a seal, e.g. of `VATPL-` and a NIP; `extensions` come uncritical."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self.certify_seal(
            key.public_key(),
            common_name,
            organization_identifier=organization_identifier,
            now=now,
            days=days,
            extensions=extensions,
        )
        return Issued(made, key)

    def certify_seal(
        self,
        key: PublicKey,
        common_name: str,
        *,
        organization_identifier: str,
        now: datetime,
        days: int = VALID_DAYS,
        extensions: Sequence[x509.ExtensionType] = (),
    ) -> x509.Certificate:
        """Issue a seal for a key that was made elsewhere, e.g. on a token."""
        name = _name(f"bogus {common_name}", organization_identifier)
        return self.certify(
            key,
            name,
            usage=key_usage(content_commitment=True),
            now=now,
            days=days,
            extensions=extensions,
        )

    def certify(
        self,
        key: PublicKey,
        name: x509.Name,
        *,
        usage: x509.KeyUsage,
        now: datetime,
        days: int = VALID_DAYS,
        extensions: Sequence[x509.ExtensionType] = (),
        serial: int | None = None,
    ) -> x509.Certificate:
        """Issue a certificate of any name; `extensions` come uncritical."""
        builder = self._leaf(name, key, now=now, days=days, serial=serial)
        builder = builder.add_extension(usage, critical=True)
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(self.own.key, hashes.SHA256())

    def issue_responder(self, *, now: datetime) -> Issued:
        """Issue the certificate of an OCSP responder (RFC 6960, 4.2.2.2)."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("bogus simulator OCSP", None)
        builder = (
            self._leaf(name, key.public_key(), now=now, days=VALID_DAYS)
            .add_extension(key_usage(digital_signature=True), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=True
            )
            .add_extension(x509.OCSPNoCheck(), critical=False)
        )
        return Issued(builder.sign(self.own.key, hashes.SHA256()), key)

    def _leaf(
        self,
        name: x509.Name,
        key: PublicKey,
        *,
        now: datetime,
        days: int,
        serial: int | None = None,
    ) -> x509.CertificateBuilder:
        own = self.own
        issuer = own.certificate.subject
        builder = _builder(name, issuer, key, now=now, days=days, serial=serial)
        return builder.add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        ).add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(own.key.public_key()),
            critical=False,
        )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: PublicKey,
    *,
    now: datetime,
    days: int,
    serial: int | None = None,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common_name: str, organization_identifier: str | None) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bogus, symulator (żaden urząd)"),
    ]
    if organization_identifier is not None:
        oid = NameOID.ORGANIZATION_IDENTIFIER
        parts.append(x509.NameAttribute(oid, organization_identifier))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name))
    return x509.Name(parts)


def key_usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_encipherment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    """Name what a key may be used for; the rest it may not."""
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=key_encipherment,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
