"""The algorithms of XML signatures that we write and read; every other is refused.

    canonical form   C14N 1.0 and 1.1, exclusive C14N, each with and without comments
    digest           SHA-256, SHA-384, SHA-512
    signature        RSA PKCS#1 v1.5, RSASSA-PSS, ECDSA as r||s, over the same digests

C14N 1.0 and 1.1 differ only in `xml:` attributes that a part inherits, and in comments
lies what "with comments" adds: `certs.strict_xml` lets neither into a document, so two
forms are left, inclusive and exclusive. SHA-1 is absent on purpose.

Sources: XML Signature 1.1 (W3C, 2013), RFC 9231 (URIs, and the parameters of PSS).
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import (
    SHA256,
    SHA384,
    SHA512,
    HashAlgorithm,
)

from certs.model import PublicKey

_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_PSS: Final = "http://www.w3.org/2007/05/xmldsig-more#"
_C14N11: Final = "http://www.w3.org/2006/12/xml-c14n11"
_EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"

C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
SHA256_URI: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
CANONICAL: Final = MappingProxyType(
    {
        C14N: False,
        f"{C14N}#WithComments": False,
        _C14N11: False,
        f"{_C14N11}#WithComments": False,
        _EXCLUSIVE: True,
        f"{_EXCLUSIVE}WithComments": True,
    }
)
"""Whether a canonical form is the exclusive one, by its URI."""
DIGESTS: Final = MappingProxyType(
    {
        SHA256_URI: "sha256",
        f"{_MORE}sha384": "sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    }
)
"""Names for `hashlib`, by URI."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as it stands in a document.

    Attributes:
        name: For `hashlib`.
        text: Base64, with whatever blanks are in it.
    """

    name: str
    text: str

    def is_of(self, octets: bytes) -> bool:
        """Tell whether it is the digest of these octets."""
        digest = hashlib.new(self.name, octets).digest()
        return b"".join(self.text.encode().split()) == b64encode(digest)


class SignatureAlgorithm(StrEnum):
    """How a key signs; the first three and RSA_PSS_SHA256 are what we write."""

    RSA_SHA256 = "RSA_SHA256"
    ECDSA_SHA256 = "ECDSA_SHA256"
    ECDSA_SHA384 = "ECDSA_SHA384"
    RSA_PSS_SHA256 = "RSA_PSS_SHA256"
    RSA_SHA384 = "RSA_SHA384"
    RSA_SHA512 = "RSA_SHA512"
    RSA_PSS_SHA384 = "RSA_PSS_SHA384"
    RSA_PSS_SHA512 = "RSA_PSS_SHA512"
    ECDSA_SHA512 = "ECDSA_SHA512"

    @property
    def hash(self) -> HashAlgorithm:
        """The digest that is signed."""
        return _HASHES[self.rpartition("_")[2]]

    @property
    def uri(self) -> str:
        """The name of the method in an XML signature."""
        if self.startswith("RSA_PSS"):
            return f"{_PSS}sha{self[-3:]}-rsa-MGF1"
        return f"{_MORE}{self.lower().replace('_', '-')}"

    @property
    def padding(self) -> PKCS1v15 | PSS:
        """The padding of RSA; the salt of PSS is as long as its digest (RFC 9231)."""
        if self.startswith("RSA_PSS"):
            return PSS(MGF1(self.hash), self.hash.digest_size)
        return PKCS1v15()


_HASHES: Final = MappingProxyType(
    {"SHA256": SHA256(), "SHA384": SHA384(), "SHA512": SHA512()}
)
METHODS: Final = MappingProxyType({each.uri: each for each in SignatureAlgorithm})
"""The methods that are read, by URI."""


def raw_ecdsa(der: bytes, key: PublicKey) -> bytes:
    """Write an ECDSA signature as XML wants it: r||s, each as long as the curve's."""
    octets = _octets(key)
    return b"".join(part.to_bytes(octets, "big") for part in decode_dss_signature(der))


def der_ecdsa(raw: bytes) -> bytes:
    """Write r||s as the DER that keys and certificates use."""
    half = len(raw) // 2
    r, s = (int.from_bytes(part, "big") for part in (raw[:half], raw[half:]))
    return encode_dss_signature(r, s)


def check_value(
    key: PublicKey, algorithm: SignatureAlgorithm, value: bytes, signed: bytes
) -> None:
    """Return when `value` is the key's signature over the octets `signed`.

    Raises:
        InvalidSignature: It is not; also for a key of another kind, and for ECDSA in
            DER, whose length is not the curve's.
    """
    if isinstance(key, RSAPublicKey):
        if not algorithm.startswith("RSA"):
            raise InvalidSignature
        key.verify(value, signed, algorithm.padding, algorithm.hash)
        return
    if not algorithm.startswith("ECDSA") or len(value) != 2 * _octets(key):
        raise InvalidSignature
    key.verify(der_ecdsa(value), signed, ECDSA(algorithm.hash))


def _octets(key: PublicKey) -> int:
    return (key.key_size + 7) // 8
