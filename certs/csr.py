"""Ask for a certificate: PKCS#10, signed by whatever holds the new key.

The key may lie in a file or in a token; it needs no certificate yet. The name is
written in the order in which it is given, as KSeF compares it field by field.

Source: RFC 2986; string types as RFC 5280, appendix A.
"""

from collections.abc import Mapping
from typing import Final, Protocol

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.core import OctetBitString
from asn1crypto.csr import CertificationRequest, CertificationRequestInfo
from asn1crypto.keys import PublicKeyInfo
from asn1crypto.x509 import Name
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Name as X509Name
from cryptography.x509 import NameAttribute, ObjectIdentifier
from cryptography.x509.oid import NameOID

from certs.algorithms import SignatureAlgorithm
from certs.keys import algorithm_of
from certs.model import PublicKey

_NAMES: Final[Mapping[SignatureAlgorithm, str]] = {
    SignatureAlgorithm.RSA_SHA256: "sha256_rsa",
    SignatureAlgorithm.ECDSA_SHA256: "sha256_ecdsa",
    SignatureAlgorithm.ECDSA_SHA384: "sha384_ecdsa",
}


# By the words of RFC 4519 and ETSI EN 319 412-1.
_OIDS: Final[Mapping[str, ObjectIdentifier]] = {
    "common_name": NameOID.COMMON_NAME,
    "surname": NameOID.SURNAME,
    "serial_number": NameOID.SERIAL_NUMBER,
    "country_name": NameOID.COUNTRY_NAME,
    "organization_name": NameOID.ORGANIZATION_NAME,
    "given_name": NameOID.GIVEN_NAME,
    "unique_identifier": NameOID.X500_UNIQUE_IDENTIFIER,
    "organization_identifier": NameOID.ORGANIZATION_IDENTIFIER,
}


class NewKey(Protocol):
    """A key that asks for its first certificate."""

    def public_key(self) -> PublicKey:
        """Give its public half."""

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Hash and sign, as `certs.keys.SigningKey` does."""


def make_csr(name: Mapping[str, str], *, key: NewKey) -> bytes:
    """Make a request for a certificate.

    Args:
        name: The distinguished name, in order, by the words `common_name`, `surname`,
            `given_name`, `serial_number`, `country_name`, `organization_name`,
            `organization_identifier` (2.5.4.97), `unique_identifier` (2.5.4.45).
        key: The new key: RSA from 2048 bits, ECDSA on P-256 or P-384.

    Returns:
        PKCS#10 as DER.

    Raises:
        KeyRefused: The key is of another kind, or too weak.
        TokenRefused: A token did not sign.
        ValueError: A word that names no attribute, or a value that it cannot have.
    """
    public = key.public_key()
    algorithm = algorithm_of(public)
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    info = CertificationRequestInfo(
        {
            "version": "v1",
            "subject": Name.load(_name(name)),
            "subject_pk_info": PublicKeyInfo.load(spki),
            "attributes": [],
        }
    )
    signature = key.sign(info.dump(), algorithm)
    request = CertificationRequest(
        {
            "certification_request_info": info,
            "signature_algorithm": SignedDigestAlgorithm(
                {"algorithm": _NAMES[algorithm]}
            ),
            "signature": OctetBitString(signature),
        }
    )
    made: bytes = request.dump()
    return made


def _name(name: Mapping[str, str]) -> bytes:
    if unknown := name.keys() - _OIDS.keys():
        raise ValueError(f"no attributes of a name: {', '.join(sorted(unknown))}")
    return X509Name(
        [NameAttribute(_OIDS[word], value) for word, value in name.items()]
    ).public_bytes()
