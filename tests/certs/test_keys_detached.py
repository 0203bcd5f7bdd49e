"""A document that is signed elsewhere comes back as the one that was sent, or not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from certs.errors import (
    CertificateUnreadable,
    SignatureInvalid,
    SigningRefused,
    Unsignable,
)
from certs.keys_detached import bring_back, to_sign
from certs.rejection import Rejection
from certs.verify import MAX_BYTES, UNSIGNED_PROPERTIES, verify_xades
from tests.bogus_pki import ec_seal, rsa_seal
from tests.certs import elsewhere
from tests.certs.elsewhere import CSHARP, Manner, signed_elsewhere
from tests.certs.forging import EDITS, Edits, edited

STAMPED = Manner(unsigned="<xades:UnsignedProperties><x/></xades:UnsignedProperties>")


def with_prefix(text: str) -> str:
    """Name the prefix at the top too: lxml drops the second name of a name space."""
    return text.replace("<Signature ", f'<Signature xmlns:ds="{elsewhere.DS}" ', 1)


XPATH = Manner(
    spoil=with_prefix,
    transforms=(
        f'<Transform Algorithm="{elsewhere.XPATH}"><XPath>'
        "not(ancestor-or-self::ds:Signature)</XPath></Transform>"
        f'<Transform Algorithm="{elsewhere.EXCLUSIVE}"/>'
    ),
)
FILTER = Manner(
    spoil=with_prefix,
    transforms=(
        '<Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><f:XPath'
        ' xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract"'
        ">/descendant::ds:Signature</f:XPath></Transform>"
        f'<Transform Algorithm="{elsewhere.EXCLUSIVE}"/>'
    ),
)
ENVELOPE = Manner(
    encoding="xml",
    spoil=lambda text: text.replace("<Signature ", '<Signature xmlns:q="urn:q" ', 1),
)
MANNERS = [
    pytest.param(CSHARP, id="enveloped"),
    pytest.param(Manner(v2=True, chain=True), id="with a chain"),
    pytest.param(STAMPED, id="with a time stamp"),
    pytest.param(XPATH, id="by XPath"),
    pytest.param(FILTER, id="by XPath filter 2"),
    pytest.param(Manner(encoding="xml"), id="enveloping XML"),
    pytest.param(ENVELOPE, id="enveloping XML with name spaces"),
    pytest.param(Manner(encoding="base64"), id="enveloping base64"),
]
SEAL = ec_seal()
SIGNER = SEAL.certificate.der


def reason(signed: bytes, document: bytes, signer: bytes = SIGNER) -> Rejection:
    """Tell why what came back is refused."""
    with pytest.raises(SignatureInvalid) as caught:
        bring_back(signed, document=document, signer=signer)
    return caught.value.reason


@pytest.mark.parametrize("manner", MANNERS)
def test_what_was_signed_elsewhere_comes_back(
    document: etree._Element, manner: Manner
) -> None:
    """Programs of providers differ in where they put the signature, and how."""
    data = to_sign(document)

    verified = bring_back(
        signed_elsewhere(data, SEAL, manner), document=data, signer=SIGNER
    )

    assert data == etree.tostring(verified.element, method="c14n")
    assert SEAL.certificate == verified.signer


def test_time_stamps_are_not_read_and_this_is_said(document: etree._Element) -> None:
    """They are under no signature of the signer; here they pass, elsewhere not."""
    data = to_sign(document)
    signed = signed_elsewhere(data, SEAL, STAMPED)

    verified = bring_back(signed, document=data, signer=SIGNER)

    assert (UNSIGNED_PROPERTIES,) == verified.findings
    with pytest.raises(SignatureInvalid):
        verify_xades(signed, trusted=[SIGNER])


@pytest.mark.parametrize("manner", MANNERS)
def test_another_document_is_refused(document: etree._Element, manner: Manner) -> None:
    """A person picks the wrong file, or is given one."""
    data = to_sign(document)
    other = signed_elsewhere(data.replace(b"bogus<", b"bogie<"), SEAL, manner)

    assert Rejection.OTHER_DOCUMENT is reason(other, data)


@pytest.mark.parametrize("manner", MANNERS)
def test_another_signer_is_refused(document: etree._Element, manner: Manner) -> None:
    """A personal signature in place of the office's seal."""
    data = to_sign(document)

    assert Rejection.NOT_ADMITTED is reason(
        signed_elsewhere(data, rsa_seal(), manner), data
    )


@pytest.mark.parametrize(
    ("manner", "old", "new", "why"),
    [
        pytest.param("xml", "bogus<", "bogie<", Rejection.DIGEST, id="content"),
        pytest.param(
            "base64", "PHB5", "PHB4", Rejection.DIGEST, id="content in base64"
        ),
        pytest.param("base64", "PHB5", "!!!!", Rejection.SHAPE, id="no base64"),
        pytest.param(
            "xml", 'Id="data"', 'Id="x"', Rejection.COVERAGE, id="not covered"
        ),
        pytest.param(
            "xml", "</Object><Object>", "</Object>", Rejection.NOT_XML, id="cut"
        ),
        pytest.param(
            "xml",
            "</Signature>",
            "<Object/></Signature>",
            Rejection.SHAPE,
            id="one Object more",
        ),
    ],
)
def test_a_changed_envelope_is_refused(
    document: etree._Element, manner: str, old: str, new: str, why: Rejection
) -> None:
    """Around a document there is more room to lie than inside it."""
    data = to_sign(document)
    signed = signed_elsewhere(data, SEAL, Manner(encoding=manner)).decode()
    assert old in signed

    assert why is reason(signed.replace(old, new, 1).encode(), data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("</Object><Object>", "<x/></Object><Object>", id="two documents"),
        pytest.param("</Object><Object>", "x</Object><Object>", id="text behind"),
        pytest.param('Encoding="x"', 'Other="x"', id="a foreign attribute"),
    ],
)
def test_an_envelope_holds_one_document_and_nothing_else(
    document: etree._Element, old: str, new: str
) -> None:
    """Signed so: the digest is right, and the shape is not."""
    data = to_sign(document)
    encoding = "base64" if "Encoding" in old else "xml"

    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    manner = replace(CSHARP, encoding=encoding, spoil=spoil)
    assert Rejection.SHAPE is reason(signed_elsewhere(data, SEAL, manner), data)


def test_an_enveloping_signature_is_nothing_where_one_must_lie_inside(
    document: etree._Element,
) -> None:
    """A register's answer has its place for a signature."""
    signed = signed_elsewhere(to_sign(document), SEAL, Manner(encoding="xml"))

    with pytest.raises(SignatureInvalid) as caught:
        verify_xades(signed, trusted=[SIGNER])

    assert Rejection.MISPLACED is caught.value.reason


@pytest.mark.parametrize(
    ("sent", "came"),
    [
        ('<a xmlns:x="urn:1" b="x:c"/>', '<a xmlns:x="urn:2" b="x:c"/>'),
        ('<a><b xmlns:x="urn:1">x:c</b></a>', "<a><b>x:c</b></a>"),
    ],
)
def test_a_name_space_that_only_content_uses_is_compared_too(
    sent: str, came: str
) -> None:
    """`xsi:type` and the like name types in content; exclusive C14N forgets them."""
    data = to_sign(etree.fromstring(sent))

    assert Rejection.OTHER_DOCUMENT is reason(
        signed_elsewhere(came.encode(), SEAL), data
    )


def test_a_name_space_that_was_added_is_refused_where_nothing_needs_it() -> None:
    """Inside its own document a provider adds a signature, and nothing else."""
    data = to_sign(etree.fromstring("<a><b/></a>"))
    came = SEAL.sign(etree.fromstring('<a><b xmlns:x="urn:other"/></a>'))

    assert Rejection.OTHER_DOCUMENT is reason(came, data)


def test_the_name_spaces_of_a_signature_may_stand_on_the_root() -> None:
    """Some programs declare theirs there."""
    data = to_sign(etree.fromstring("<a><b/></a>"))
    root = f'<a xmlns:ds="{elsewhere.DS}" xmlns:q="{elsewhere.XADES}"><b/></a>'
    came = SEAL.sign(etree.fromstring(root))

    verified = bring_back(came, document=data, signer=SIGNER)

    assert SEAL.certificate == verified.signer


def test_what_is_too_big_to_come_back_is_not_sent() -> None:
    """A canonical form can be longer than the file."""
    root = etree.Element("a")
    root.text = ">" * (MAX_BYTES // 4)

    with pytest.raises(SigningRefused) as caught:
        to_sign(root)

    assert Unsignable.TOO_BIG is caught.value.reason


def test_a_document_that_could_not_come_back_is_not_sent() -> None:
    """Better before a person has typed a PIN."""
    with pytest.raises(SigningRefused) as caught:
        to_sign(etree.fromstring("<a><!-- x --></a>"))

    assert Unsignable.CONTENT is caught.value.reason


def test_the_agreed_signer_must_be_a_certificate(document: etree._Element) -> None:
    """A wrong file here would be somebody's accident."""
    data = to_sign(document)

    with pytest.raises(CertificateUnreadable):
        bring_back(signed_elsewhere(data, SEAL), document=data, signer=b"x")


ENVELOPES = [
    signed_elsewhere(b"<a><b>1</b></a>", SEAL, Manner(encoding=encoding))
    for encoding in ("xml", "base64")
]


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(ENVELOPES), EDITS)
def test_any_change_of_an_envelope_is_refused_or_says_the_same(
    envelope: bytes, edits: Edits
) -> None:
    """Bytes are put in, taken out and replaced anywhere."""
    data = edited(envelope, edits)
    try:
        verified = bring_back(data, document=b"<a><b>1</b></a>", signer=SIGNER)
    except SignatureInvalid:
        return

    assert b"<a><b>1</b></a>" == etree.tostring(verified.element, method="c14n")
