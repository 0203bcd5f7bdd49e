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
