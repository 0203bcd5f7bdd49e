"""The certificates of a PKCS#7: the "p7b" that Windows exports, or a signature's.

Only the container is opened here, so that an odd certificate in it is read as it
would be alone. Source: RFC 5652, sections 3 and 5.1.
"""

from certs.der import CONTEXT, SEQUENCE, dotted, inside, root

_SIGNED_DATA = "1.2.840.113549.1.7.2"


def certificates_of(data: bytes) -> list[bytes]:
    """Give the DER of each certificate, in the order of the file.

    Raises:
        ValueError: It is no signed data.
    """
    kind, content = root(data)
    if dotted(kind) != _SIGNED_DATA:
        raise ValueError("a PKCS#7 of another kind")
    [signed] = inside(content, 0, CONTEXT)
    return [
        each.der
        for part in inside(signed, SEQUENCE)
        if (part.class_, part.tag) == (CONTEXT, 0)
        for each in inside(part, 0, CONTEXT)
    ]
