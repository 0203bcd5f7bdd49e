"""The shapes of a signature that we read, each part of it accounted for.

    Signature            child of the root, or the root itself around a data Object
      SignedInfo         references: the document, SignedProperties, perhaps KeyInfo
      SignatureValue
      KeyInfo            X509Certificates, and perhaps the key once more as KeyValue
      Object             QualifyingProperties with SignedProperties

Signature, KeyInfo, Object and QualifyingProperties may stand under no digest, so every
element and attribute in them is one that is listed here; between them only blanks. What
stands inside SignedProperties is signed, and judged by certs.verify.

Two shapes are known by name: ours (three references, C14N 1.0) and that of the
Ministry's C# client (two references, exclusive C14N with transforms).
Source: XML Signature 1.1 (W3C, 2013); ETSI EN 319 132-1, clause 5.
"""

import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from certs.algorithms import CANONICAL, METHODS, SignatureAlgorithm
from certs.nodes import children, decoded, only, refuse
from certs.references import Reference, read_references
from certs.rejection import Rejection
from certs.strict_xml import DS, XADES

MAX_CERTIFICATES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the later steps need of a signature whose shape is right.

    Attributes:
        signature: The `ds:Signature`.
        exclusive: Whether SignedInfo is canonicalised exclusively.
        algorithm: How it was signed.
        value: SignatureValue.
        certificates: The DER of each in KeyInfo; nothing is known of them yet.
        key_values: Each KeyValue of KeyInfo, to be held against the certificate.
        properties: SignedProperties.
        data: The Object around the document, where the signature is enveloping.
        document: The reference of the document.
        others: The other nodes under a digest, with their references.
        has_unsigned: Whether there are unsigned properties, which nobody reads.
    """

    signature: etree._Element
    exclusive: bool
    algorithm: SignatureAlgorithm
    value: bytes
    certificates: tuple[bytes, ...]
    key_values: tuple[etree._Element, ...]
    properties: etree._Element
    data: etree._Element | None
    document: Reference
    others: tuple[tuple[etree._Element, Reference], ...]
    has_unsigned: bool


def read_shape(root: etree._Element, *, made_elsewhere: bool = False) -> Parts:
    """Find the signature of a document and hold it against the shapes.

    Args:
        root: Of the whole document.
        made_elsewhere: Whether the signature may be the root, around the document, and
            UnsignedProperties (time stamps) are let pass, unread.

    Raises:
        SignatureInvalid: None, several, elsewhere, or of another shape.
    """
    is_around = made_elsewhere and root.tag == f"{DS}Signature"
    signature = _only_signature(root, parent=None if is_around else root)
    info, value, key_info, *objects = children(signature, "Id")
    tags = [each.tag for each in (info, value, key_info)]
    if tags != [f"{DS}SignedInfo", f"{DS}SignatureValue", f"{DS}KeyInfo"]:
        refuse(Rejection.SHAPE)
    if len(objects) != (2 if is_around else 1):
        refuse(Rejection.SHAPE)
    properties, has_unsigned = _properties(signature, objects, unsigned=made_elsewhere)
    data = next((each for each in objects if properties not in each.iter()), None)
    only(value, may="Id")
    method, exclusive, references = _signed_info(info)
    document, others = read_references(references, properties, key_info, data)
    if method not in METHODS:
        refuse(Rejection.ALGORITHM)
    return Parts(
        signature=signature,
        exclusive=exclusive,
        algorithm=METHODS[method],
        value=_base64(value, Rejection.SIGNATURE),
        certificates=_certificates(key_info),
        key_values=tuple(key_info.iterfind(f"{DS}KeyValue")),
        properties=properties,
        data=data,
        document=document,
        others=others,
        has_unsigned=has_unsigned,
    )


def _only_signature(
    root: etree._Element, *, parent: etree._Element | None
) -> etree._Element:
    found = list(root.iter(f"{DS}Signature"))
    if not found:
        refuse(Rejection.NO_SIGNATURE)
    if len(found) > 1:
        refuse(Rejection.SEVERAL_SIGNATURES)
    if found[0].getparent() is not parent:
        refuse(Rejection.MISPLACED)
    if len(found[0]) < 4:  # noqa: PLR2004 - the four that are listed above
        refuse(Rejection.SHAPE)
    return found[0]


def _properties(
    signature: etree._Element, objects: Sequence[etree._Element], *, unsigned: bool
) -> tuple[etree._Element, bool]:
    """Find SignedProperties in the one Object that holds QualifyingProperties."""
    wanted = f"{XADES}QualifyingProperties"
    holders = [each for each in objects if [child.tag for child in each] == [wanted]]
    if len(holders) != 1:
        refuse(Rejection.SHAPE)
    for each in objects:
        may = "Id" if each in holders else "Id MimeType Encoding"
        only(each, may=may, is_leaf=False)
    [qualifying] = children(holders[0], "", "Id")
    signed, *rest = children(qualifying, "Target", "Id")
    if signed.tag != f"{XADES}SignedProperties" or "Id" not in signed.attrib:
        refuse(Rejection.SHAPE)
    if rest and (
        not unsigned or [each.tag for each in rest] != [f"{XADES}UnsignedProperties"]
    ):
        refuse(Rejection.SHAPE)
    if qualifying.get("Target") != f"#{signature.get('Id')}":
        refuse(Rejection.COVERAGE)
    return signed, bool(rest)


def _signed_info(info: etree._Element) -> tuple[str, bool, list[etree._Element]]:
    c14n, method, *references = children(info, "", "Id", least=2)
    only(c14n, "Algorithm")
    only(method, "Algorithm")
    tags = [each.tag for each in (c14n, method)]
    if tags != [f"{DS}CanonicalizationMethod", f"{DS}SignatureMethod"]:
        refuse(Rejection.SHAPE)
    name = c14n.get("Algorithm", "")
    if name not in CANONICAL:
        refuse(Rejection.ALGORITHM)
    return method.get("Algorithm", ""), CANONICAL[name], references


def _certificates(key_info: etree._Element) -> tuple[bytes, ...]:
    found = []
    for data in children(key_info, "", "Id"):
        if data.tag == f"{DS}KeyValue":
            continue
        if data.tag != f"{DS}X509Data":
            refuse(Rejection.SHAPE)
        for each in children(data, ""):
            if each.tag != f"{DS}X509Certificate":
                refuse(Rejection.SHAPE)
            only(each)
            found.append(_base64(each, Rejection.CERTIFICATE))
    if len(found) > MAX_CERTIFICATES:
        refuse(Rejection.SHAPE)
    return tuple(found)


def _base64(node: etree._Element, reason: Rejection) -> bytes:
    raw, text = decoded(node, reason), (node.text or "").encode()
    # One value, one spelling: spare bits at the end must be zero.
    if binascii.b2a_base64(raw, newline=False) != b"".join(text.split()):
        refuse(reason)
    return raw
