"""Judge a certificate request against the data that its applicant was given.

    25004 format or signature   25010 key   25011 algorithm   25003 the name differs

Source: OpenAPI 2.7.0, POST /certificates/enrollments.
"""

import binascii
from base64 import b64decode
from collections import Counter
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from jst.simulators.ksef_names import Ident
from jst.simulators.ksef_problems import refused
from jst.simulators.ksef_subjects import Signer

ATTRIBUTES: Final = {
    "commonName": NameOID.COMMON_NAME,
    "countryName": NameOID.COUNTRY_NAME,
    "givenName": NameOID.GIVEN_NAME,
    "surname": NameOID.SURNAME,
    "serialNumber": NameOID.SERIAL_NUMBER,
    "uniqueIdentifier": NameOID.X500_UNIQUE_IDENTIFIER,
    "organizationName": NameOID.ORGANIZATION_NAME,
    "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER,
}
_HASHES: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})
_RSA_BITS: Final = 2048


def data_for(signer: Signer, subject: Ident) -> dict[str, str | None]:
    """Give the name that a certificate for this subject must have."""
    name = signer.certificate.subject
    found = {each: name.get_attributes_for_oid(oid) for each, oid in ATTRIBUTES.items()}
    told = {
        each: str(values[0].value) if values else None for each, values in found.items()
    }
    if subject.type == "Fingerprint":
        told["uniqueIdentifier"] = subject.value
    return told


def read_request(
    text: str, data: dict[str, str | None]
) -> x509.CertificateSigningRequest:
    """Read a request in base64 of DER and hold it against the data.

    Raises:
        Problem: 25003, 25004, 25010 or 25011.
    """
    try:
        request = x509.load_der_x509_csr(b64decode(text, validate=True))
        key = request.public_key()
        algorithm = request.signature_hash_algorithm
        name = Counter((each.oid, each.value) for each in request.subject)
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as odd:
        raise refused(25004) from odd
    is_rsa = isinstance(key, rsa.RSAPublicKey) and key.key_size == _RSA_BITS
    is_ec = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1"
    if not (is_rsa or is_ec):
        raise refused(25010)
    if algorithm is None or algorithm.name not in _HASHES:
        raise refused(25011)
    if not _is_signed(request):
        raise refused(25004)
    expected = Counter(
        (ATTRIBUTES[each], value) for each, value in data.items() if value
    )
    if name != expected:
        raise refused(25003)
    return request


def _is_signed(request: x509.CertificateSigningRequest) -> bool:
    try:
        return request.is_signature_valid
    except (ValueError, UnsupportedAlgorithm):
        return False
