"""Text that holds certificates: PEM as people paste it, and base64 without its frame.

Read: LF, CRLF and CR, indentation, a byte-order mark, UTF-16 (Notepad's "Unicode"),
text around the blocks, several blocks, and the bare base64 that XML and letters carry.
"""

import binascii
from collections.abc import Iterator
from typing import Final, NamedTuple

from certs.errors import CertificateUnreadable, Unreadable

_BEGIN, _END, _DASHES = b"-----BEGIN ", b"-----END ", b"-----"
_BLANKS: Final = b" \t\r\n\v\f"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


class Block(NamedTuple):
    """One PEM block.

    Attributes:
        label: What its BEGIN line says, e.g. `CERTIFICATE`.
        body: What stands between the two lines.
    """

    label: bytes
    body: bytes

    @property
    def text(self) -> bytes:
        """The block again, without indentation and with LF line ends."""
        lines = (line.strip(_BLANKS) for line in self.body.splitlines())
        frame = b"-----%b " + self.label + b"-----\n"
        return frame % b"BEGIN" + b"\n".join(lines) + b"\n" + frame % b"END"


def as_bytes(data: bytes) -> bytes:
    """Turn UTF-16 text into bytes that can be searched; leave the rest alone."""
    if not data.startswith(_UTF16):
        return data
    return data.decode("utf-16", "replace").encode("utf-8", "replace")


def blocks(data: bytes) -> Iterator[Block]:
    """Give the PEM blocks in their order.

    Raises:
        CertificateUnreadable: A block has no end, or ends as something else.
    """
    start = data.find(_BEGIN)
    while start >= 0:
        label_at = start + len(_BEGIN)
        body_at = data.find(_DASHES, label_at)
        label = data[label_at:body_at]
        end_line = _END + label + _DASHES
        end = data.find(end_line, body_at) if body_at > 0 else -1
        following = data.find(_BEGIN, label_at)
        if end < 0 or 0 <= following < end:
            raise CertificateUnreadable(Unreadable.BROKEN_PEM)
        yield Block(label, data[body_at + len(_DASHES) : end])
        start = following


def decode(text: bytes) -> bytes:
    """Decode base64 with blanks in it and nothing else.

    Raises:
        CertificateUnreadable: A character that does not belong, or bad padding.
    """
    try:
        return binascii.a2b_base64(text.translate(None, _BLANKS), strict_mode=True)
    except binascii.Error as odd:
        raise CertificateUnreadable(Unreadable.BROKEN_PEM) from odd
