"""The one shape of a signature that we write, and therefore read.

    Signature            child of the root; nothing in it but what is listed here
      SignedInfo         C14N 1.0; three references: all, SignedProperties, KeyInfo
      SignatureValue
      KeyInfo            one X509Certificate; no KeyValue
      Object             QualifyingProperties with SignedProperties, nothing unsigned

Signature, Object and QualifyingProperties themselves are under no digest, so every
element, attribute and blank in them is accounted for: an element that is not listed,
a text between elements, an unknown attribute, each ends in SignatureRejected.
"""

import binascii
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NoReturn

from lxml import etree

from certs.errors import CertificateUnreadable, Rejection, SignatureRejected
from certs.pem import decode
from certs.strict_xml import DS, XADES

C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
SIGNED_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
# Digest and signature methods; SHA-1, PSS and HMAC are absent, so they are refused.
DIGESTS: Final = MappingProxyType(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    }
)
METHODS: Final = MappingProxyType(
    {
        f"http://www.w3.org/2001/04/xmldsig-more#{name.lower().replace('_', '-')}": name
        for name in (
            "RSA_SHA256",
            "RSA_SHA384",
            "RSA_SHA512",
            "ECDSA_SHA256",
            "ECDSA_SHA384",
        )
    }
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Attributes an element must and may have, and the children it must have."""

    children: tuple[str, ...] = ()
    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


def _one(*children: str, must: str = "", may: str = "") -> _Shape:
    return _Shape(children, frozenset(must.split()), frozenset(may.split()))


# Every element of the signature by its tag; DigestMethod and DigestValue recur.
_ALGORITHM: Final = _one(must="Algorithm")
_REFERENCE: Final = f"{DS}Reference"
_DIGEST: Final = (f"{DS}DigestMethod", f"{DS}DigestValue")
_SHAPES: Final = MappingProxyType(
    {
        f"{DS}Signature": _one(
            f"{DS}SignedInfo",
            f"{DS}SignatureValue",
            f"{DS}KeyInfo",
            f"{DS}Object",
            must="Id",
        ),
        f"{DS}SignedInfo": _one(
            f"{DS}CanonicalizationMethod",
            f"{DS}SignatureMethod",
            *[_REFERENCE] * 3,
        ),
        f"{DS}CanonicalizationMethod": _ALGORITHM,
        f"{DS}SignatureMethod": _ALGORITHM,
        f"{DS}Transforms": _one(*[f"{DS}Transform"] * 2),
        f"{DS}Transform": _ALGORITHM,
        f"{DS}DigestMethod": _ALGORITHM,
        f"{DS}DigestValue": _one(),
        f"{DS}SignatureValue": _one(),
        f"{DS}KeyInfo": _one(f"{DS}X509Data", must="Id"),
        f"{DS}X509Data": _one(f"{DS}X509Certificate"),
        f"{DS}X509Certificate": _one(),
        f"{DS}Object": _one(f"{XADES}QualifyingProperties"),
        f"{XADES}QualifyingProperties": _one(f"{XADES}SignedProperties", must="Target"),
        f"{XADES}SignedProperties": _one(
            f"{XADES}SignedSignatureProperties",
            f"{XADES}SignedDataObjectProperties",
            must="Id",
        ),
        f"{XADES}SignedSignatureProperties": _one(
            f"{XADES}SigningTime", f"{XADES}SigningCertificateV2"
        ),
        f"{XADES}SigningTime": _one(),
        f"{XADES}SigningCertificateV2": _one(f"{XADES}Cert"),
        f"{XADES}Cert": _one(f"{XADES}CertDigest"),
        f"{XADES}CertDigest": _one(*_DIGEST),
        f"{XADES}SignedDataObjectProperties": _one(f"{XADES}DataObjectFormat"),
        f"{XADES}DataObjectFormat": _one(
            f"{XADES}Description", f"{XADES}MimeType", must="ObjectReference"
        ),
        f"{XADES}Description": _one(),
        f"{XADES}MimeType": _one(),
    }
)
_WHOLE: Final = _one(f"{DS}Transforms", *_DIGEST, must="URI", may="Id")
_PROPERTIES: Final = _one(*_DIGEST, must="URI Type")
_KEY_INFO: Final = _one(*_DIGEST, must="URI")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the later steps need of a signature whose shape is right.

    Attributes:
        method: The name of the signature method, one of METHODS.
        certificate: The DER inside KeyInfo; nothing is known of it yet.
    """

    method: str
    certificate: bytes


def read_shape(root: etree._Element) -> Parts:
    """Find the signature of a document and hold it against the one shape.

    Raises:
        SignatureRejected: None, several, elsewhere, or of another shape.
    """
    signature = _only_signature(root)
    info, value, key_info, object_ = _children(signature)
    c14n, method, whole, properties, key_reference = _children(info)
    for reference, shape in (
        (whole, _WHOLE),
        (properties, _PROPERTIES),
        (key_reference, _KEY_INFO),
    ):
        _hold(reference, shape)
    for node in signature.iter():
        _hold(node, _SHAPES.get(str(node.tag)))
    [qualifying] = object_
    [signed_properties] = qualifying

    # What each reference covers, and how.
    transforms = [each.get("Algorithm") for each in whole[0]]
    _same(("", [ENVELOPED, C14N]), (whole.get("URI"), transforms))
    _same(SIGNED_PROPERTIES, properties.get("Type"))
    _same(f"#{signed_properties.get('Id')}", properties.get("URI"))
    _same(f"#{key_info.get('Id')}", key_reference.get("URI"))
    _same(f"#{signature.get('Id')}", qualifying.get("Target"))

    # By which algorithms.
    name = METHODS.get(method.get("Algorithm", ""))
    if name is None or c14n.get("Algorithm") != C14N:
        _refuse(Rejection.ALGORITHM)
    for digest in signature.iter(f"{DS}DigestMethod"):
        if digest.get("Algorithm") not in DIGESTS:
            _refuse(Rejection.ALGORITHM)
    _base64(value, Rejection.SIGNATURE)
    return Parts(name, _base64(key_info[0][0], Rejection.CERTIFICATE))


def _only_signature(root: etree._Element) -> etree._Element:
    found = list(root.iter(f"{DS}Signature"))
    if not found:
        _refuse(Rejection.NO_SIGNATURE)
    if len(found) > 1:
        _refuse(Rejection.SEVERAL_SIGNATURES)
    if found[0].getparent() is not root:
        _refuse(Rejection.MISPLACED)
    return found[0]


def _children(node: etree._Element) -> list[etree._Element]:
    _hold(node, _SHAPES[str(node.tag)])
    return list(node)


def _hold(node: etree._Element, shape: _Shape | None) -> None:
    if node.tag == _REFERENCE and shape is None:
        return  # held one by one, since the three differ
    if shape is None or tuple(child.tag for child in node) != shape.children:
        _refuse(Rejection.SHAPE)
    names = {str(name) for name in node.attrib}
    if not shape.must <= names <= shape.must | shape.may:
        _refuse(Rejection.SHAPE)
    if shape.children and (node.text or any(child.tail for child in node)):
        _refuse(Rejection.SHAPE)


def _same(expected: object, actual: object) -> None:
    if expected != actual:
        _refuse(Rejection.COVERAGE)


def _base64(node: etree._Element, reason: Rejection) -> bytes:
    text = (node.text or "").encode()
    try:
        raw = decode(text)
    except CertificateUnreadable as odd:
        raise SignatureRejected(reason) from odd
    # One value, one spelling: spare bits at the end must be zero.
    if binascii.b2a_base64(raw, newline=False) != b"".join(text.split()):
        _refuse(reason)
    return raw


def _refuse(reason: Rejection) -> NoReturn:
    raise SignatureRejected(reason)
