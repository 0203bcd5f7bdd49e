"""Throwaway authorities, keys and certificates for tests; every name says bogus.

Keys are made once per process, since RSA keys are slow to make. Nothing here is
secret, and nothing here is valid for anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from lxml import etree

from certs.keys_file import FileKey
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.xades import sign

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
NOT_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2060, 1, 1, tzinfo=UTC)
# The NIP of textbooks: its check digit is right, and it stands for nobody.
BOGUS_NIP = "1234563218"


@dataclass(frozen=True, slots=True)
class BogusSeal:
    """A seal key with its certificate, and the certificate of who issued it."""

    private: PrivateKey
    certificate: SealCertificate
    issuer: SealCertificate

    @property
    def key(self) -> FileKey:
        """A new key object each time, so none has signed before."""
        return FileKey(self.private, self.certificate)

    def sign(self, document: etree._Element, **how: Any) -> bytes:  # noqa: ANN401 - as `certs.xades.sign` takes it
        """Seal a document."""
        return sign(document, key=self.key, certificate=self.certificate, **how)

    def pem(self, password: bytes | None = None) -> bytes:
        """The private key and its certificate in one PEM text."""
        return private_pem(self.private, password) + self.certificate.pem.encode()

    def write(self, folder: Path, name: str = "bogus-seal.pem") -> Path:
        """Write `pem()` to a file that only its owner may read."""
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(self.pem())
        return path

    def pkcs12(self, password: bytes | None = None) -> bytes:
        """Key, certificate and issuer in one PKCS#12."""
        return pkcs12.serialize_key_and_certificates(
            b"bogus seal",
            self.private,
            x509.load_der_x509_certificate(self.certificate.der),
            [x509.load_der_x509_certificate(self.issuer.der)],
            _lock(password),
        )


@cache
def rsa_key(number: int = 1, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The RSA key of this number; the same one all through the run."""
    del number
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(number: int = 1, curve: str = "secp256r1") -> ec.EllipticCurvePrivateKey:
    """The ECDSA key of this number; the same one all through the run."""
    del number
    curves = {each.name: each for each in (ec.SECP256R1(), ec.SECP384R1())}
    return ec.generate_private_key(curves.get(curve, ec.SECP521R1()))


def name(*pairs: tuple[str, str]) -> x509.Name:
    """A name in the order given; the types are dotted."""
    return x509.Name(
        [
            x509.NameAttribute(x509.ObjectIdentifier(oid), value, _validate=False)
            for oid, value in pairs
        ]
    )


ISSUER = name(
    ("2.5.4.97", f"VATPL-{BOGUS_NIP}"),
    ("2.5.4.6", "PL"),
    ("2.5.4.10", "Bogus Zaufanie Sp. z o.o."),
    ("2.5.4.3", "Bogus Centrum Kwalifikowane"),
)


def seal_name(
    common_name: str = "Bogus Urząd Gminy", nip: str = BOGUS_NIP
) -> x509.Name:
    """The subject of a municipal seal, with a comma inside its organisation."""
    return name(
        ("2.5.4.6", "PL"),
        ("2.5.4.10", "Gmina Bogus, Urząd Gminy"),
        ("2.5.4.3", common_name),
        ("2.5.4.97", f"VATPL-{nip}"),
    )


def certificate(  # noqa: PLR0913 - a certificate has that many parts
    private: PrivateKey,
    *,
    subject: x509.Name,
    issuer: x509.Name = ISSUER,
    issuer_key: PrivateKey | None = None,
    serial: int = 0xBC00_0000_0000_0000_0000_0000_0000_0000_0B06,
    not_before: datetime = NOT_BEFORE,
    not_after: datetime = NOT_AFTER,
    ca: bool | None = False,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
) -> SealCertificate:
    """Make one certificate; self-signed where no issuer's key is given.

    `ca=None` leaves basicConstraints out, as old certificates do.
    """
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(private.public_key())
        .serial_number(serial)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
    )
    if ca is not None:
        constraints = x509.BasicConstraints(ca=ca, path_length=None)
        builder = builder.add_extension(constraints, critical=True)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    signed = builder.sign(issuer_key or private, hashes.SHA256())
    return load_leaf(signed.public_bytes(Encoding.DER))


@cache
def authority() -> SealCertificate:
    """The bogus authority that issues every bogus seal; its key is `ec_key(0)`."""
    return certificate(ec_key(0), subject=ISSUER, serial=1, ca=True)


def signing_usage(*, digital_signature: bool = False) -> x509.KeyUsage:
    """The key usage of a seal: nonRepudiation, and digitalSignature when asked for."""
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def seal(
    private: PrivateKey | None = None,
    *,
    common_name: str = "Bogus Urząd Gminy",
    nip: str = BOGUS_NIP,
    serial: int = 0xBC00_0000_0000_0000_0000_0000_0000_0000_0B06,
    not_before: datetime = NOT_BEFORE,
    not_after: datetime = NOT_AFTER,
) -> BogusSeal:
    """A seal as a Polish provider would issue it (nonRepudiation only).

    Args:
        private: Its key; P-256 unless given, since that is quick to make.
        common_name: Of the subject.
        nip: Goes into organizationIdentifier as `VATPL-`.
        serial: 18 octets with the top bit set, like real ones.
        not_before: First instant of validity.
        not_after: Last instant of validity.
    """
    key = private or ec_key()
    usage = signing_usage()
    made = certificate(
        key,
        subject=seal_name(common_name, nip),
        issuer_key=ec_key(0),
        serial=serial,
        not_before=not_before,
        not_after=not_after,
        extensions=[(usage, True)],
    )
    return BogusSeal(key, made, authority())


@cache
def rsa_seal() -> BogusSeal:
    """An RSA-2048 seal; the same one all through the run."""
    return seal(rsa_key())


@cache
def ec_seal() -> BogusSeal:
    """A P-256 seal; the same one all through the run."""
    return seal(ec_key())


def private_pem(private: PrivateKey, password: bytes | None = None) -> bytes:
    """A private key as PKCS#8 PEM, locked if there is a password."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, _lock(password))


def _lock(password: bytes | None) -> KeySerializationEncryption:
    return BestAvailableEncryption(password) if password else NoEncryption()
