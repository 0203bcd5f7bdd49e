"""Whether a key has signed a certificate, also one that `cryptography` does not load.

Which list entry, or which authority, issued a seal is settled by the key alone:
several authorities of one provider carry the same name.

Algorithms: RSA PKCS#1 v1.5, RSASSA-PSS (one hash for all, RFC 4055) and ECDSA, with
SHA-256, SHA-384 or SHA-512 (ETSI TS 119 312). SHA-1 is not read; such a certificate is
signed by nobody.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from asn1crypto.algos import RSASSAPSSParams
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import (
    MGF1,
    PSS,
    AsymmetricPadding,
    PKCS1v15,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import (
    SHA256,
    SHA384,
    SHA512,
    HashAlgorithm,
)

from certs.der import SEQUENCE, Node, dotted, inside, root
from certs.errors import CertificateUnreadable, Unreadable
from certs.fence import Fence
from certs.model import PublicKey

_RSA: Final[Mapping[str, HashAlgorithm]] = MappingProxyType(
    {
        "1.2.840.113549.1.1.11": SHA256(),
        "1.2.840.113549.1.1.12": SHA384(),
        "1.2.840.113549.1.1.13": SHA512(),
    }
)
_ECDSA: Final[Mapping[str, HashAlgorithm]] = MappingProxyType(
    {
        "1.2.840.10045.4.3.2": SHA256(),
        "1.2.840.10045.4.3.3": SHA384(),
        "1.2.840.10045.4.3.4": SHA512(),
    }
)
_PSS: Final = "1.2.840.113549.1.1.10"
_HASHES: Final[Mapping[str, HashAlgorithm]] = MappingProxyType(
    {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
)


def check_signed_by(certificate: bytes, key: PublicKey) -> None:
    """Return when `key` signed the certificate of this DER.

    Raises:
        CertificateUnreadable: It did not, by an algorithm that we read.
    """
    with Fence(CertificateUnreadable(Unreadable.NOT_SIGNED_BY)):
        body, algorithm, signature = root(certificate)
        check_signature(body, algorithm, signature, key)


def check_signature(
    signed: Node, algorithm: Node, signature: Node, key: PublicKey
) -> None:
    """Return when `key` signed the bytes of `signed`; callers stand behind a fence.

    Args:
        signed: The body of a certificate, a revocation list or an OCSP response.
        algorithm: Its AlgorithmIdentifier.
        signature: Its BIT STRING.
        key: The one that should have signed.

    Raises:
        Exception: It did not, or not by an algorithm that we read.
    """
    kind, *parameters = inside(algorithm, SEQUENCE)
    oid = dotted(kind)
    # The first octet of a BIT STRING counts its unused bits.
    octets = signature.content[1:]
    if isinstance(key, RSAPublicKey):
        key.verify(octets, signed.der, *_rsa(oid, parameters))
    else:
        key.verify(octets, signed.der, ECDSA(_ECDSA[oid]))


def _rsa(oid: str, parameters: list[Node]) -> tuple[AsymmetricPadding, HashAlgorithm]:
    if oid != _PSS:
        return PKCS1v15(), _RSA[oid]
    read = RSASSAPSSParams.load(parameters[0].der, strict=True)
    name = read["hash_algorithm"]["algorithm"].native
    mask = read["mask_gen_algorithm"]
    if mask["parameters"]["algorithm"].native != name:
        raise ValueError("two hashes in one signature")
    return PSS(MGF1(_HASHES[name]), read["salt_length"].native), _HASHES[name]
