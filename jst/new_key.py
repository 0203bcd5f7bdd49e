"""[0] A new key in a file: EC P-256, which the Ministry recommends."""

from typing import TYPE_CHECKING

from certs.algorithms import SignatureAlgorithm
from certs.model import PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


class NewFileKey:
    """A key that has no certificate yet (a `certs.csr.NewKey`)."""

    __slots__ = ("_private",)

    def __init__(self, private: "EllipticCurvePrivateKey") -> None:
        self._private = private

    @classmethod
    def make(cls) -> "NewFileKey":
        """Make one."""
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - lazy

        return cls(ec.generate_private_key(ec.SECP256R1()))

    def public_key(self) -> PublicKey:
        """Give its public half."""
        return self._private.public_key()

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign as `certs.keys_file.FileKey` does."""
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA  # noqa: PLC0415 - lazy

        return self._private.sign(data, ECDSA(algorithm.hash))

    def pem(self) -> bytes:
        """Write the private key, for a file that is ours alone."""
        from cryptography.hazmat.primitives import serialization as how  # noqa: PLC0415 - lazy

        return self._private.private_bytes(
            how.Encoding.PEM, how.PrivateFormat.PKCS8, how.NoEncryption()
        )

    def __repr__(self) -> str:
        return "NewFileKey(P-256)"


def key_in(data: bytes) -> NewFileKey | None:
    """Find the EC key that a PEM file without a passphrase begins with, if any."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - lazy
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey  # noqa: PLC0415 - lazy
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - lazy

    try:
        found = load_pem_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return NewFileKey(found) if isinstance(found, EllipticCurvePrivateKey) else None


def pem_beside(key: bytes, certificate: bytes) -> bytes | None:
    """Write a certificate (DER) as PEM; None when it is of another key than that.

    Args:
        key: PEM of the key that it must be of; empty: any, as the key lies on a token.
        certificate: As KSeF gave it.
    """
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - lazy
    from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415 - lazy

    issued = load_der_x509_certificate(certificate)
    ours = key_in(key) if key else None
    if ours is not None and issued.public_key() != ours.public_key():
        return None
    return issued.public_bytes(Encoding.PEM)
