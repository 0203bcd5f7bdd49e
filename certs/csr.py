"""Ask for a certificate: PKCS#10, signed by whatever holds the new key.

The key may lie in a file or in a token; it needs no certificate yet. The name is
written in the order in which it is given, as KSeF compares it field by field.

Source: RFC 2986; string types as RFC 5280, appendix A (X.520), without its bounds.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import ClassVar, Final, Protocol

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.core import (
    Any,
    OctetBitString,
    PrintableString,
    Sequence,
    SequenceOf,
    SetOf,
    UTF8String,
)
from asn1crypto.core import ObjectIdentifier as Oid
from asn1crypto.csr import CertificationRequest, CertificationRequestInfo
from asn1crypto.keys import PublicKeyInfo
from asn1crypto.x509 import Name
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ObjectIdentifier
from cryptography.x509.oid import NameOID

from certs.algorithms import SignatureAlgorithm
from certs.keys import algorithm_of
from certs.model import PublicKey
from certs.name_errors import NameFault, NameRefused

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
# Sense alone: names of registers are longer than the 64 characters of RFC 5280, and who
# issues the certificate has told the name and wants it as it is.
_MOST: Final = 32_768
_IS_PRINTABLE: Final = frozenset({"country_name", "serial_number"})
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_PRINTABLE: Final = re.compile(r"[A-Za-z0-9 '()+,\-./:=?]*")


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
        NameRefused: The name is empty, a word names no attribute, or a value is empty,
            too long, or has a character that it cannot have.
    """
    for word, value in name.items():
        _check(word, value)
    if not name:
        raise NameRefused(NameFault.NO_ATTRIBUTES)
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


def _check(word: str, value: str) -> None:
    """Return when an attribute can have a value.

    Raises:
        NameRefused: It cannot; the value is not repeated.
    """
    if word not in _OIDS:
        raise NameRefused(NameFault.UNKNOWN_ATTRIBUTE)
    if not value.strip():
        raise NameRefused(NameFault.EMPTY, word)
    if len(value) > _MOST:
        raise NameRefused(NameFault.TOO_LONG, word)
    if word == "country_name" and not _COUNTRY.fullmatch(value):
        raise NameRefused(NameFault.COUNTRY, word)
    # A PrintableString has less than a UTF8String, which has no half of a pair.
    plain = _PRINTABLE.fullmatch(value) if word == "serial_number" else True
    if not plain or any(_is_control(each) for each in value):
        raise NameRefused(NameFault.CHARACTER, word)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def _name(name: Mapping[str, str]) -> bytes:
    """Write the name: of bounds in characters, where `cryptography` counts octets."""
    parts = [
        [{"type": _OIDS[word].dotted_string, "value": _text(word, value)}]
        for word, value in name.items()
    ]
    written: bytes = _Name(parts).dump()
    return written


def _text(word: str, value: str) -> PrintableString | UTF8String:
    return PrintableString(value) if word in _IS_PRINTABLE else UTF8String(value)


class _Attribute(Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields: ClassVar = [("type", Oid), ("value", Any)]


class _Part(SetOf):  # type: ignore[misc]  # as above
    _child_spec = _Attribute


class _Name(SequenceOf):  # type: ignore[misc]  # as above
    _child_spec = _Part
