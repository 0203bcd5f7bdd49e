"""Any bytes end in a document or in SignatureInvalid; no change is believed."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from certs.errors import SignatureInvalid
from certs.verify import VerifiedDocument, verify_xades
from tests.bogus_pki import ec_seal, rsa_seal
from tests.certs.forging import EDITS, Edits, edited

BODY = etree.fromstring('<a xmlns="urn:bogus" b="1"><c>ż 1 &amp; 2</c><d/><d>x</d></a>')
SEALS = [ec_seal(), rsa_seal()]
PINNED = [seal.certificate.der for seal in SEALS]
DOCUMENTS = [seal.sign(BODY) for seal in SEALS]
VERIFIED = [verify_xades(document, trusted=PINNED) for document in DOCUMENTS]


def meaning(verified: VerifiedDocument) -> tuple[object, ...]:
    """Everything that a caller takes from a verified document."""
    canonical = etree.tostring(verified.element, method="c14n")
    return canonical, verified.signer, verified.signing_time


def same_or_refused(data: bytes, index: int) -> bool:
    """Hold a changed document against the good one it was made from."""
    try:
        verified = verify_xades(data, trusted=PINNED)
    except SignatureInvalid:
        return True
    return meaning(VERIFIED[index]) == meaning(verified)


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(st.sampled_from([0, 1]), EDITS)
def test_a_document_with_other_bytes_says_the_same_or_nothing(
    index: int, edits: Edits
) -> None:
    """Bytes are put in, taken out and replaced anywhere."""
    assert same_or_refused(edited(DOCUMENTS[index], edits), index)


def test_a_flipped_bit_in_any_byte_is_harmless() -> None:
    """Every byte of a short document, once."""
    data = DOCUMENTS[0]

    believed = [
        at
        for at in range(len(data))
        if not same_or_refused(
            data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], index=0
        )
    ]

    assert [] == believed


@st.composite
def rebuilt(draw: st.DrawFn) -> tuple[bytes, int]:
    """A good document whose elements were moved, copied, removed or renamed."""
    index = draw(st.sampled_from([0, 1]))
    root = etree.fromstring(DOCUMENTS[index])
    for _ in range(draw(st.integers(1, 3))):
        nodes = list(root.iter())[1:]
        if not nodes:
            break
        node, target = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        parent = node.getparent()
        assert parent is not None
        deed = draw(st.sampled_from(["remove", "copy", "move", "rename", "set", "id"]))
        if deed == "remove":
            parent.remove(node)
        elif deed == "copy":
            target.append(etree.fromstring(etree.tostring(node, with_tail=False)))
        elif deed == "move" and node not in {target, *target.iterancestors()}:
            target.insert(0, node)
        elif deed == "rename":
            node.tag = target.tag
        elif deed == "set":
            node.text = draw(st.sampled_from(["", " ", "x", target.text or ""]))
        else:
            node.set("Id", target.get("Id", "x"))
    return etree.tostring(root), index


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(rebuilt())
def test_a_rebuilt_document_says_the_same_or_nothing(made: tuple[bytes, int]) -> None:
    """Signature wrapping in all its forms is a matter of moving elements."""
    assert same_or_refused(*made)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode)))
def test_any_bytes_end_in_a_refusal(data: bytes) -> None:
    """What the network sends is not even XML at times."""
    assert same_or_refused(data, 0)
