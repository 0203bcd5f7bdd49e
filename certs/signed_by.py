"""Whether a key has signed a certificate, also one that `cryptography` does not load.

Which list entry, or which authority, issued a seal is settled by the key alone:
several authorities of one provider carry the same name.

Algorithms: RSA PKCS#1 v1.5 and ECDSA, both with SHA-256, SHA-384 or SHA-512 (ETSI TS
119 312). RSASSA-PSS and SHA-1 are not read; such a certificate is signed by nobody.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import (
    SHA256,
    SHA384,
    SHA512,
    HashAlgorithm,
)

from certs.der import SEQUENCE, dotted, inside, root
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


def check_signed_by(certificate: bytes, key: PublicKey) -> None:
    """Return when `key` signed the certificate of this DER.

    Raises:
        CertificateUnreadable: It did not, by an algorithm that we read.
    """
    with Fence(CertificateUnreadable(Unreadable.NOT_SIGNED_BY)):
        body, algorithm, signature = root(certificate)
        oid = dotted(inside(algorithm, SEQUENCE)[0])
        # The first octet of a BIT STRING counts its unused bits.
        octets = signature.content[1:]
        if isinstance(key, RSAPublicKey):
            key.verify(octets, body.der, PKCS1v15(), _RSA[oid])
        else:
            key.verify(octets, body.der, ECDSA(_ECDSA[oid]))
