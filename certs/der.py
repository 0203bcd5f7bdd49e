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
_MAX_OID_OCTETS: Final = 64
_SHORT: Final = 127
# issuerUniqueID, subjectUniqueID, extensions (RFC 5280, 4.1).
_OPTIONAL: Final = ((CONTEXT, 1), (CONTEXT, 2), (CONTEXT, 3))


class Node(NamedTuple):
    """One ASN.1 value.

    Attributes:
        class_: 0 universal, 2 context-specific.
        tag: Its number.
        content: What it holds, without its header.
        der: The whole value.
        is_constructed: Whether its content is values again.
    """

    class_: int
    tag: int
    content: bytes
    der: bytes
    is_constructed: bool


def nodes(content: bytes) -> Iterator[Node]:
    """Give the values that stand one after another in `content`."""
    while content:
        class_, method, tag, header, body, trailer = parse(content)
        whole = header + body + trailer
        yield Node(class_, tag, body, whole, bool(method))
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
    """Read an object identifier; ValueError when the node is none.

    Long ones are refused: reading takes time by the square of their length.
    """
    if (node.class_, node.tag) != (UNIVERSAL, OID):
        raise ValueError("not an object identifier")
    if not 0 < len(node.content) <= _MAX_OID_OCTETS or node.content[-1] & 0x80:
        raise ValueError("an object identifier that is empty, cut or too long")
    return str(ObjectIdentifier.load(node.der).dotted)


def whole_number(node: Node) -> int:
    """Read an INTEGER; ValueError when the node is none."""
    if (node.class_, node.tag) != (UNIVERSAL, INTEGER):
        raise ValueError("not a whole number")
    return int.from_bytes(node.content, "big", signed=True)


def is_der(data: bytes) -> bool:
    """Tell whether every length is written as DER has it: definite, and shortest.

    False also for tags above 30, which certificates do not have.
    """
    unread = [data]
    try:
        while unread:
            for node in nodes(unread.pop()):
                size = len(node.content)
                more = (size.bit_length() + 7) // 8 if size > _SHORT else 0
                if len(node.der) != 2 + more + size:
                    return False
                if node.is_constructed:
                    unread.append(node.content)
    except ValueError:
        return False
    return True


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
    tagged = {(each.class_, each.tag): each for each in fields[6:]}
    if not tagged.keys() <= set(_OPTIONAL) or len(tagged) < len(fields[6:]):
        raise ValueError("a part that certificates do not have, or have once")
    if extensions := tagged.get((CONTEXT, 3)):
        named["extensions"] = extensions
    return named
