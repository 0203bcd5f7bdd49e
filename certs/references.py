"""What the references of a signature cover, and in which form.

    SignedInfo -> 1 each reference -> 2 its target -> 3 its transforms -> what it is of

A transform that is not known is refused as `unsupported_transform` and never skipped: a
verifier that skips one says "the digest is wrong" of a document that is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from certs.algorithms import C14N, CANONICAL, DIGESTS, Digest
from certs.nodes import children, only, refuse
from certs.rejection import Rejection
from certs.strict_xml import DS

ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
BASE64: Final = "http://www.w3.org/2000/09/xmldsig#base64"
SIGNED_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"
# The same as `enveloped-signature` where there is one signature: tag, text, attributes.
_XPATHS: Final[Mapping[str, tuple[str, str, list[tuple[str, str]]]]] = MappingProxyType(
    {
        "http://www.w3.org/TR/1999/REC-xpath-19991116": (
            f"{DS}XPath",
            "not(ancestor-or-self::{}:Signature)",
            [],
        ),
        "http://www.w3.org/2002/06/xmldsig-filter2": (
            "{http://www.w3.org/2002/06/xmldsig-filter2}XPath",
            "/descendant::{}:Signature",
            [("Filter", "subtract")],
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference of SignedInfo.

    Attributes:
        exclusive: Whether the canonical form is the exclusive one.
        base64: Whether the octets are what the base64 text of the node says.
        digest: Of the octets.
    """

    exclusive: bool
    base64: bool
    digest: Digest


def read_references(
    references: Sequence[etree._Element],
    properties: etree._Element,
    key_info: etree._Element,
    data: etree._Element | None,
) -> tuple[Reference, tuple[tuple[etree._Element, Reference], ...]]:
    """Say what each reference covers.

    Args:
        references: The nodes after SignatureMethod.
        properties: SignedProperties, which must be covered.
        key_info: KeyInfo, which may be.
        data: The Object around the document; None where the signature lies inside it.

    Returns:
        The reference of the document, which must be covered, and the others.

    Raises:
        SignatureInvalid: One covers something else, or twice, or in a way not known.
    """
    named = {
        f"#{node.get('Id')}": node
        for node in (properties, key_info, data)
        if node is not None and "Id" in node.attrib
    }
    document = []
    others: dict[etree._Element, Reference] = {}
    for each in references:
        uri = each.get("URI", "#")
        target = named.get(uri)
        is_document = uri == "" if data is None else target is data
        if (target is None and not is_document) or target in others:
            refuse(Rejection.COVERAGE)
        if (each.get("Type") == SIGNED_PROPERTIES) is not (target is properties):
            refuse(Rejection.COVERAGE)
        read = _reference(each, is_document=is_document)
        if is_document or target is None:
            document.append(read)
        else:
            others[target] = read
    if len(document) != 1 or properties not in others:
        refuse(Rejection.COVERAGE)
    return document[0], tuple(others.items())


def _reference(node: etree._Element, *, is_document: bool) -> Reference:
    if node.tag != f"{DS}Reference":
        refuse(Rejection.SHAPE)
    *transforms, method, value = children(node, "URI", "Id Type", least=2)
    tags = [each.tag for each in (*transforms, method, value)]
    wanted = [f"{DS}Transforms"] * len(transforms)
    if tags != [*wanted, f"{DS}DigestMethod", f"{DS}DigestValue"] or len(wanted) > 1:
        refuse(Rejection.SHAPE)
    only(method, "Algorithm")
    only(value)
    digest = DIGESTS.get(method.get("Algorithm", ""))
    if digest is None:
        refuse(Rejection.ALGORITHM)
    names = [_transform(each) for part in transforms for each in children(part, "")]
    is_base64 = False
    if is_document and node.get("URI") == "":
        if names[:1] != [ENVELOPED]:
            refuse(Rejection.COVERAGE)
        names = names[1:]
    elif is_document and names == [BASE64]:
        is_base64, names = True, []
    # What is left may only say in which canonical form the octets are.
    if len(names) > 1 or (names and names[0] not in CANONICAL):
        refuse(Rejection.COVERAGE)
    exclusive = CANONICAL[(names or [C14N])[0]]
    return Reference(exclusive, is_base64, Digest(digest, value.text or ""))


def _transform(node: etree._Element) -> str:
    """Name a transform; the ways to leave the signature out have one name."""
    name = node.get("Algorithm", "")
    if node.tag != f"{DS}Transform":
        refuse(Rejection.SHAPE)
    if name in _XPATHS and _leaves_signature_out(node, name):
        return ENVELOPED
    if name not in {ENVELOPED, BASE64, *CANONICAL} or len(node):
        refuse(Rejection.UNSUPPORTED_TRANSFORM)
    only(node, "Algorithm")
    return name


def _leaves_signature_out(node: etree._Element, name: str) -> bool:
    """Tell whether an XPath says what `enveloped-signature` says, word for word."""
    tag, text, attributes = _XPATHS[name]
    if [child.tag for child in node] != [tag] or node[0].items() != attributes:
        return False
    prefixes = [key for key, uri in node[0].nsmap.items() if f"{{{uri}}}" == DS]
    said = (node[0].text or "").strip()
    return not len(node[0]) and said in {text.format(each) for each in prefixes}
