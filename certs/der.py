"""The bare ASN.1 of a certificate: values one after another, nothing interpreted.

For whoever needs to see how a value was written, which parsers throw away: its string
type, the order of a SET, the text of a date. Raises ValueError for what is no DER;
callers stand behind `certs.fence` or say what is broken.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from asn1crypto.core import ObjectIdentifier
from asn1crypto.parser import parse

UNIVERSAL, CONTEXT = 0, 2
BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, OID = 1, 2, 3, 4, 6
SEQUENCE, SET, UTC_TIME, GENERALIZED_TIME = 16, 17, 23, 24
T61_STRING: Final = 20


class Node(NamedTuple):
    """One ASN.1 value.

    Attributes:
        class_: 0 universal, 2 context-specific.
        tag: Its number.
        content: What it holds, without its header.
        der: The whole value.
    """

    class_: int
    tag: int
    content: bytes
    der: bytes


def nodes(content: bytes) -> Iterator[Node]:
    """Give the values that stand one after another in `content`."""
    while content:
        class_, _method, tag, header, body, trailer = parse(content)
        whole = header + body + trailer
        yield Node(class_, tag, body, whole)
        content = content[len(whole) :]


def inside(node: Node, tag: int, class_: int = UNIVERSAL) -> list[Node]:
    """Give the values inside a node that must have this tag.

    Raises:
        ValueError: It has another tag, or its content is no DER.
    """
    if (node.class_, node.tag) != (class_, tag):
        raise ValueError("another tag than the one expected")
    return list(nodes(node.content))


def root(der: bytes, tag: int = SEQUENCE) -> list[Node]:
    """Give what is inside the only value of `der`; ValueError as for `inside`."""
    [only] = nodes(der)
    return inside(only, tag)


def dotted(node: Node) -> str:
    """Read an object identifier; ValueError when the node is none."""
    if (node.class_, node.tag) != (UNIVERSAL, OID):
        raise ValueError("not an object identifier")
    return str(ObjectIdentifier.load(node.der).dotted)


def whole_number(node: Node) -> int:
    """Read an INTEGER; ValueError when the node is none."""
    if (node.class_, node.tag) != (UNIVERSAL, INTEGER):
        raise ValueError("not a whole number")
    return int.from_bytes(node.content, "big", signed=True)


def parts_of(certificate: bytes) -> dict[str, Node]:
    """Give the parts of a certificate's body by the names of RFC 5280, section 4.1.

    `version` and `extensions` are absent where the certificate has none.

    Raises:
        ValueError: It is built otherwise.
    """
    body, outer, _signature = root(certificate)
    fields = inside(body, SEQUENCE)
    named = {"outer": outer}
    if (fields[0].class_, fields[0].tag) == (CONTEXT, 0):
        named["version"] = fields.pop(0)
    names = ("serial", "signature", "issuer", "validity", "subject", "key")
    named |= dict(zip(names, fields[:6], strict=True))
    tagged = [each for each in fields[6:] if (each.class_, each.tag) == (CONTEXT, 3)]
    return named | dict(zip(["extensions"], tagged, strict=False))
