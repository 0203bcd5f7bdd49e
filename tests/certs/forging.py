"""What an attacker, a proxy or a clumsy tool does to a sealed document."""

from base64 import b64decode, b64encode
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import strategies as st
from lxml import etree

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"


def changed(document: bytes, change: Callable[[etree._Element], object]) -> bytes:
    """The document after a change of its tree."""
    root = etree.fromstring(document)
    change(root)
    return etree.tostring(root)


def first(root: etree._Element, tag: str) -> etree._Element:
    """The first element of this tag, in any namespace."""
    found = root.find(f".//{{*}}{tag}")
    assert found is not None
    return found


def set_text(tag: str, text: str) -> Callable[[etree._Element], None]:
    """Replace the text of the first such element."""

    def change(root: etree._Element) -> None:
        first(root, tag).text = text

    return change


def set_attribute(tag: str, name: str, value: str) -> Callable[[etree._Element], None]:
    """Set an attribute of the first such element."""

    def change(root: etree._Element) -> None:
        first(root, tag).set(name, value)

    return change


def append(tag: str, xml: str) -> Callable[[etree._Element], None]:
    """Put one more child into the first such element."""

    def change(root: etree._Element) -> None:
        first(root, tag).append(etree.fromstring(xml))

    return change


def remove(tag: str) -> Callable[[etree._Element], None]:
    """Take the first such element out."""

    def change(root: etree._Element) -> None:
        node = first(root, tag)
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)

    return change


def wrap(root: etree._Element) -> None:
    """Signature wrapping: a new body, the signed one hidden behind the signature."""
    signature = first(root, "Signature")
    old = etree.SubElement(signature[3], "hidden")
    old.extend([node for node in root if node is not signature])
    etree.SubElement(root, "mocodawca").text = "inny"


def sink(root: etree._Element) -> None:
    """Move the signature one level down."""
    etree.SubElement(root, "koperta").append(first(root, "Signature"))


def double(root: etree._Element) -> None:
    """Put the signature in twice."""
    copy = etree.fromstring(etree.tostring(first(root, "Signature")))
    for node in copy.iter():
        node.attrib.pop("Id", "")
    root.append(copy)


def unsign_properties(root: etree._Element) -> None:
    """Let the reference to SignedProperties point at KeyInfo."""
    references = root.findall(f".//{DS}Reference")
    references[1].set("URI", str(references[2].get("URI")))


def swap_references(root: etree._Element) -> None:
    """Change the order of the second and third reference."""
    info = first(root, "SignedInfo")
    info.append(info[3])


def der_coded(root: etree._Element) -> None:
    """Write the ECDSA signature as DER, as many tools wrongly do."""
    node = first(root, "SignatureValue")
    raw = b64decode(node.text or "")
    numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    node.text = b64encode(encode_dss_signature(*numbers)).decode()


Edits = list[tuple[float, bytes, int]]
EDITS: st.SearchStrategy[Edits] = st.lists(
    st.tuples(st.floats(0, 0.999), st.binary(max_size=2), st.integers(0, 2)),
    min_size=1,
    max_size=3,
)
"""Where (as a part of the whole), what is put in, and how many bytes are taken out."""


def edited(data: bytes, edits: Edits) -> bytes:
    """The document after bytes were put in, taken out and replaced anywhere."""
    for where, new, gone in edits:
        at = int(where * len(data))
        data = data[:at] + new + data[at + gone :]
    return data
