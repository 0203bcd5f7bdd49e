"""A key that is written out beside the certificate: KeyValue, as signxml adds it.

It proves nothing, and no signature is checked with it; it may only repeat the key of
the certificate. One that differs is refused, since another reader may believe it.
Source: XML Signature 1.1, clause 4.5.2 (RSAKeyValue, ECKeyValue with a named curve).
"""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree

from certs.model import PublicKey
from certs.nodes import children, decoded, only, refuse
from certs.rejection import Rejection
from certs.strict_xml import DS

_DS11: Final = "{http://www.w3.org/2009/xmldsig11#}"
_CURVES: Final = {
    "secp256r1": "urn:oid:1.2.840.10045.3.1.7",
    "secp384r1": "urn:oid:1.3.132.0.34",
}


def check_key_value(node: etree._Element, key: PublicKey) -> None:
    """Return when a KeyValue is that of a key.

    Raises:
        SignatureInvalid: It is another (`key_value`), or of another shape (`shape`).
    """
    [value, *more] = children(node, "")
    if more:
        refuse(Rejection.SHAPE)
    is_rsa = value.tag == f"{DS}RSAKeyValue"
    said = _rsa(value) if is_rsa else _ec(value)
    if said != _written(key):
        refuse(Rejection.KEY_VALUE)


def _written(key: PublicKey) -> tuple[object, object]:
    """Give modulus and exponent, or curve and point."""
    if isinstance(key, RSAPublicKey):
        numbers = key.public_numbers()
        return numbers.n, numbers.e
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _CURVES[key.curve.name], point


def _rsa(value: etree._Element) -> tuple[int, int]:
    modulus, exponent = _two(value, f"{DS}Modulus", f"{DS}Exponent")
    only(modulus)
    return int.from_bytes(decoded(modulus)), int.from_bytes(decoded(exponent))


def _ec(value: etree._Element) -> tuple[str, bytes]:
    if value.tag != f"{_DS11}ECKeyValue":
        refuse(Rejection.SHAPE)
    curve, point = _two(value, f"{_DS11}NamedCurve", f"{_DS11}PublicKey")
    only(curve, "URI")
    return curve.get("URI", ""), decoded(point)


def _two(
    value: etree._Element, first: str, second: str
) -> tuple[etree._Element, etree._Element]:
    found = children(value, "")
    if [each.tag for each in found] != [first, second]:
        refuse(Rejection.SHAPE)
    only(found[1])
    return found[0], found[1]
