"""Anything with `sign()` is a key: a file (keys_file) or a token (keys_pkcs11).

A key carries its certificate, and the two are compared by their public halves
before anything is signed. RSA from 2048 bits, ECDSA on P-256 and P-384; no other.
A person who signs at another machine is no key: see certs.keys_detached.
"""

from typing import Final, Protocol, cast, runtime_checkable

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from certs.algorithms import SignatureAlgorithm
from certs.errors import KeyFault, KeyRefused
from certs.model import PublicKey, SealCertificate

MIN_RSA_BITS: Final = 2048


class SigningKey(Protocol):
    """What `certs.xades.sign` needs of a key."""

    @property
    def certificate(self) -> SealCertificate:
        """The certificate that was found with the key."""

    def public_key(self) -> PublicKey:
        """Give the public half of the key itself, not the certificate's."""

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Hash and sign `data` as `algorithm` says, one that fits the key.

        Returns:
            For RSA the signature, for ECDSA the DER of (r, s).
        """


@runtime_checkable
class RemembersProof(Protocol):
    """A key may remember that a first signature of it was verified in full.

    One that does not is verified in full each time; `certs.xades.sign` sets it.

    Attributes:
        proven: False in a new key.
    """

    proven: bool


def algorithm_of(key: object, *, pss: bool = False) -> SignatureAlgorithm:
    """Tell how a key of this kind signs; the curve decides the digest.

    Args:
        key: A public key.
        pss: Whether RSA signs with RSASSA-PSS in place of PKCS#1 v1.5; ECDSA knows
            no such choice, and stays as it is.

    Raises:
        KeyRefused: It is of another kind (`kind`), or RSA of fewer than 2048 bits
            (`too_weak`).
    """
    if isinstance(key, RSAPublicKey):
        if key.key_size < MIN_RSA_BITS:
            raise KeyRefused(KeyFault.TOO_WEAK)
        if pss:
            return SignatureAlgorithm.RSA_PSS_SHA256
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
    # Equal only between keys of one kind, size and curve.
    if public_key != certificate.public_key():
        raise KeyRefused(KeyFault.MISMATCH)


def check_key(public_key: object, certificate: SealCertificate) -> None:
    """Tell whether a key could sign under a certificate, before it has to.

    Args:
        public_key: Of the key itself.
        certificate: That it is to sign under.

    Raises:
        KeyRefused: Of a wrong kind, too weak, or not the certificate's.
        CertificateUnreadable: The certificate's key is of an unknown kind.
    """
    algorithm_of(public_key)
    check_pair(cast("PublicKey", public_key), certificate)
