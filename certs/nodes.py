"""Reading a signature node by node: nothing in it that was not asked for."""

from typing import NoReturn

from lxml import etree

from certs.errors import CertificateUnreadable, SignatureInvalid
from certs.pem import decode
from certs.rejection import Rejection


def children(
    node: etree._Element, must: str, may: str = "", *, least: int = 1
) -> list[etree._Element]:
    """Give the children of a node that holds elements, blanks and nothing else."""
    only(node, must, may, is_leaf=False)
    found = list(node)
    text = "".join(filter(None, [node.text, *[child.tail for child in found]]))
    if text.strip(" \t\r\n") or len(found) < least:
        refuse(Rejection.SHAPE)
    return found


def only(
    node: etree._Element, must: str = "", may: str = "", *, is_leaf: bool = True
) -> None:
    """Hold a node against the attributes it must and may have.

    A leaf holds no element either.
    """
    names = [str(name) for name in node.keys()]  # noqa: SIM118 - no mapping
    if " ".join(names) != must:  # most have exactly what they must
        required = set(must.split())
        if not required <= set(names) <= required | set(may.split()):
            refuse(Rejection.SHAPE)
    if is_leaf and len(node):
        refuse(Rejection.SHAPE)


def decoded(node: etree._Element, reason: Rejection = Rejection.SHAPE) -> bytes:
    """Decode the base64 text of a node; what is none is refused, for this reason."""
    try:
        return decode((node.text or "").encode())
    except CertificateUnreadable as odd:
        raise SignatureInvalid(reason) from odd


def refuse(reason: Rejection) -> NoReturn:
    """Raise SignatureInvalid."""
    raise SignatureInvalid(reason)
