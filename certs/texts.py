"""The text of a value in a name, whatever string type its issuer chose.

Source: ITU-T X.680, section 41, and what issuers make of it: T61String is UTF-8 in
practice, else Latin-1, as Windows reads it.
"""

from typing import Final

from certs.der import T61_STRING, UNIVERSAL, Node
from certs.names import STRING_TYPES

# UTF-8 covers the ASCII types as well.
_ENCODINGS: Final = {28: "utf-32-be", 30: "utf-16-be"}


def text_of(node: Node) -> str | None:
    """Read the text of a value; None when it is none, or broken."""
    if node.class_ != UNIVERSAL or node.tag not in STRING_TYPES:
        return None
    if node.is_constructed:  # BER: a text in pieces, each with a header of its own
        return None
    try:
        return node.content.decode(_ENCODINGS.get(node.tag, "utf-8"))
    except UnicodeDecodeError:
        return node.content.decode("latin-1") if node.tag == T61_STRING else None
