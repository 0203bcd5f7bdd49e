"""The XML that may carry a seal: what signing refuses to write, verifying to read.

One set of rules for both directions, so that nothing is signed here that is refused
there. Caps come first: canonicalisation and XPath are only run on what is small.
"""

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from certs.errors import SignatureInvalid
from certs.fence import Fence
from certs.rejection import Rejection

MAX_DEPTH: Final = 64
MAX_ATTRIBUTES: Final = 100
MAX_NAMESPACES: Final = 200
DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
XADES: Final = "{http://uri.etsi.org/01903/v1.3.2#}"
_STYLE_SHEET: Final = "xml-stylesheet"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
# What may declare a name space whose URI is odd; also text that only looks like it.
_MAYBE_ODD: Final = re.compile(rb"""xmlns[^\s=]*\s*=\s*(?:"[^"&]*&|'[^'&"]*[&"])""")
# Characters that libxml2 writes unescaped into a canonical form, which is then none.
_ODD: Final = re.compile(r"""[&<"\t\n\r]""")
_UTF8: Final = frozenset({None, "UTF-8", "ASCII", "US-ASCII"})
_OPTIONS: Final = MappingProxyType[str, Any](
    {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "huge_tree": False,
        "remove_comments": False,
        "remove_pis": False,
        "strip_cdata": True,
    }
)


def parser() -> etree.XMLParser:
    """Make a parser that opens nothing, expands nothing and allows no giants."""
    return etree.XMLParser(**_OPTIONS)


def parse(data: bytes, *, max_bytes: int, style_sheet: bool = False) -> etree._Element:
    """Parse a document within the rules of this module and give its root.

    Args:
        data: The document.
        max_bytes: Its largest size.
        style_sheet: Whether one `<?xml-stylesheet?>` may stand before the root; who
            allows it has to hold it under the digest (`style_sheet_of`).

    Raises:
        SignatureInvalid: Too big, no XML 1.0 in UTF-8, a DTD, or `check` refuses.
    """
    if len(data) > max_bytes:
        raise SignatureInvalid(Rejection.TOO_BIG)
    # Before the parser sees it; below once more, for encodings that hide from this.
    if b"\0" in data or not _is_utf8(data):
        raise SignatureInvalid(Rejection.ENCODING)
    if b"<!DOCTYPE" in data:
        raise SignatureInvalid(Rejection.DTD)
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError) as odd:
        raise SignatureInvalid(Rejection.NOT_XML) from odd
    document = root.getroottree().docinfo
    if document.internalDTD is not None:
        raise SignatureInvalid(Rejection.DTD)
    encoding = document.encoding
    if (encoding and encoding.upper()) not in _UTF8 or document.xml_version != "1.0":
        raise SignatureInvalid(Rejection.ENCODING)
    check(root, data, style_sheet=style_sheet)
    return root


def style_sheet_of(root: etree._Element) -> bytes:
    """Write what stands before the root in canonical form; b"" where nothing does.

    Source: Canonical XML 1.0, clause 2.3 (processing instruction nodes).
    """
    before = root.getprevious()
    if before is None:
        return b""
    told = f" {before.text}" if before.text else ""
    return f"<?{_STYLE_SHEET}{told}?>\n".encode()


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def check(
    root: etree._Element, data: bytes, *, to_come: int = 0, style_sheet: bool = False
) -> None:
    """Check what a canonical form hides or a reference could be lost in.

    Args:
        root: Of the document.
        data: What it was parsed from, in UTF-8.
        to_come: How many name spaces a signature will still declare.
        style_sheet: As `parse` has it.

    Raises:
        SignatureInvalid: A comment or processing instruction (unsigned text),
            an entity, two equal Ids, an `xml:` attribute on the root (signers differ
            on whether a part inherits it), a name space whose URI needs escapes, or
            more depth, attributes or name spaces than allowed.
    """
    _check_name_spaces(data, MAX_NAMESPACES - to_come)
    before = root.getprevious()
    if before is not None and not (style_sheet and _is_style_sheet(before)):
        raise SignatureInvalid(Rejection.COMMENT)
    if root.getnext() is not None:
        raise SignatureInvalid(Rejection.COMMENT)
    if any(str(name).startswith(_XML) for name in root.attrib):
        raise SignatureInvalid(Rejection.COVERAGE, "xml: attribute on the root")
    nodes = list(root.iter())
    # Fewer nodes than levels cannot be too deep.
    if len(nodes) > MAX_DEPTH and root.find("/".join("*" * MAX_DEPTH)) is not None:
        raise SignatureInvalid(Rejection.TOO_COMPLEX)
    seen: set[str] = set()
    for node in nodes:
        if node.tag is etree.Entity:
            raise SignatureInvalid(Rejection.DTD)
        if not isinstance(node.tag, str):
            raise SignatureInvalid(Rejection.COMMENT)
        if attributes := node.items():
            _check_attributes(attributes, seen)


def _is_style_sheet(node: etree._Element) -> bool:
    """Tell the one instruction that documents of Polish offices begin with."""
    if not isinstance(node, etree._ProcessingInstruction):  # noqa: SLF001 - the only name that the class has
        return False
    return node.target == _STYLE_SHEET and node.getprevious() is None


def _check_name_spaces(data: bytes, most: int) -> None:
    """Look at the declarations, once the bytes say that there may be a fault in them.

    A tree does not tell a prefix that is declared again and again; the parser does.
    """
    if data.count(b"xmlns") <= most and not _MAYBE_ODD.search(data):
        return
    pull = etree.XMLPullParser(events=("start-ns",), **_OPTIONS)
    with Fence(SignatureInvalid(Rejection.NOT_XML)):
        pull.feed(data)
        pull.close()
    declared = [str(uri) for _, (_, uri) in pull.read_events()]  # type: ignore[misc]  # of `start-ns` the stubs know nothing
    if len(declared) > most:
        raise SignatureInvalid(Rejection.TOO_COMPLEX)
    if any(_ODD.search(uri) for uri in declared):
        raise SignatureInvalid(Rejection.NAMESPACE)


def _check_attributes(
    attributes: Sequence[tuple[str | bytes, str | bytes]], seen: set[str]
) -> None:
    if len(attributes) > MAX_ATTRIBUTES:
        raise SignatureInvalid(Rejection.TOO_COMPLEX)
    for name, value in attributes:
        if str(name).rpartition("}")[2].lower() == "id":
            if value in seen:
                raise SignatureInvalid(Rejection.DUPLICATE_ID)
            seen.add(str(value))
