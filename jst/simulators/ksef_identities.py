"""Throwaway identities for the simulated KSeF: seals, persons, nameless certificates.

Their shapes are those of qualified certificates; every name says `bogus`, and no
authority but the simulator's own stands behind them.
Source: facts/ksef-api.md, 2.4.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from certs.model import PublicKey
from documents.whole import new_file
from jst.simulators.ksef_names import Ident
from jst.simulators.pki import BogusCa, key_usage

KeyKind = Literal["P-256", "RSA-2048"]
_PERSON: Final = {"Pesel": "PNOPL", "Nip": "TINPL"}


@dataclass(frozen=True, slots=True)
class Identity:
    """A key with the certificate of somebody who does not exist."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    def save(self, path: Path) -> Path:
        """Write both to a new file that only its owner may read."""
        text = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ) + self.certificate.public_bytes(serialization.Encoding.PEM)
        with new_file(path) as file:
            file.write(text)
        return path


def new_key(kind: KeyKind) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey:
    """Make a key of one of the two kinds that everybody uses."""
    if kind == "P-256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def seal_name(common_name: str, nip: str) -> x509.Name:
    """Name an entity as its qualified seal does."""
    return _name(
        (NameOID.COUNTRY_NAME, "PL"),
        (NameOID.ORGANIZATION_NAME, "Gmina Bogusowo (bogus)"),
        (NameOID.ORGANIZATION_IDENTIFIER, f"VATPL-{nip}"),
        (NameOID.COMMON_NAME, f"bogus {common_name}"),
    )


def person_name(first: str, last: str, who: Ident) -> x509.Name:
    """Name a person as a qualified signature does."""
    return _name(
        (NameOID.COUNTRY_NAME, "PL"),
        (NameOID.GIVEN_NAME, first),
        (NameOID.SURNAME, last),
        (NameOID.SERIAL_NUMBER, f"{_PERSON[who.type]}-{who.value}"),
        (NameOID.COMMON_NAME, f"bogus {first} {last}"),
    )


def nameless(common_name: str) -> x509.Name:
    """Name somebody without any number: only the fingerprint tells who it is."""
    return _name(
        (NameOID.COUNTRY_NAME, "PL"), (NameOID.COMMON_NAME, f"bogus {common_name}")
    )


def certify(
    ca: BogusCa, key: PublicKey, name: x509.Name, *, now: datetime
) -> x509.Certificate:
    """Issue a certificate that may sign."""
    usage = key_usage(content_commitment=True)
    return ca.certify(key, name, usage=usage, now=now)


def identity(
    ca: BogusCa, name: x509.Name, *, now: datetime, kind: KeyKind = "P-256"
) -> Identity:
    """Make a key and issue its certificate."""
    key = new_key(kind)
    return Identity(key, certify(ca, key.public_key(), name, now=now))


def _name(*parts: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])
