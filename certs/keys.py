"""Anything with `sign()` is a key: a file, a token, or a person at another machine.

A key carries its certificate, and the two are compared by their public numbers
before anything is signed. RSA from 2048 bits, ECDSA on P-256 and P-384; no other.
"""

from enum import StrEnum
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from certs.errors import KeyFault, KeyRefused
from certs.model import PublicKey, SealCertificate

MIN_RSA_BITS: Final = 2048


class SignatureAlgorithm(StrEnum):
    """How a key signs; the curve decides the digest. RSA is PKCS#1 v1.5, not PSS."""

    RSA_SHA256 = "RSA_SHA256"
    ECDSA_SHA256 = "ECDSA_SHA256"
    ECDSA_SHA384 = "ECDSA_SHA384"


class SigningKey(Protocol):
    """What `certs.xades.sign` needs of a key.

    Attributes:
        proven: False in a new key; set to True by `certs.xades.sign` when the first
            signature has been verified with the certificate.
    """

    proven: bool

    @property
    def certificate(self) -> SealCertificate:
        """The certificate that goes into the signed document."""

    def public_key(self) -> PublicKey:
        """Give the public half of the key itself, not the certificate's."""

    def sign(self, data: bytes) -> bytes:
        """Hash and sign `data` as `algorithm_of(self.public_key())` says.

        Returns:
            For RSA the PKCS#1 v1.5 signature, for ECDSA the DER of (r, s).
        """


def algorithm_of(key: object) -> SignatureAlgorithm:
    """Tell how a key of this kind signs.

    Raises:
        KeyRefused: It is of another kind (`kind`), or RSA of fewer than 2048 bits
            (`too_weak`).
    """
    if isinstance(key, RSAPublicKey):
        if key.key_size < MIN_RSA_BITS:
            raise KeyRefused(KeyFault.TOO_WEAK)
        return SignatureAlgorithm.RSA_SHA256
    if isinstance(key, EllipticCurvePublicKey):
        if isinstance(key.curve, SECP256R1):
            return SignatureAlgorithm.ECDSA_SHA256
        if isinstance(key.curve, SECP384R1):
            return SignatureAlgorithm.ECDSA_SHA384
    raise KeyRefused(KeyFault.KIND)


def check_pair(public_key: PublicKey, certificate: SealCertificate) -> None:
    """Compare a key with the certificate that it is to sign under.

    Raises:
        KeyRefused: The public numbers differ (`mismatch`).
        CertificateUnreadable: The certificate's key is of an unknown kind.
    """
    # public_numbers() are equal only between keys of one kind, size and curve.
    if public_key.public_numbers() != certificate.public_key().public_numbers():
        raise KeyRefused(KeyFault.MISMATCH)
