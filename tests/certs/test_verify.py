"""Everything that is not exactly one good seal is refused, and says why."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod
from signxml.algorithms import CanonicalizationMethod
from signxml.xades import XAdESSigner

from certs.errors import CertificateUnreadable, SignatureInvalid
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.rejection import Rejection
from certs.verify import SIGNED_IN_FUTURE, TRUST_NOT_JUDGED, verify_xades
from tests import bogus_pki
from tests.bogus_pki import ec_seal, rsa_seal
from tests.certs import forging, oddities
from tests.certs.forging import append, changed, remove, set_attribute, set_text
from vocabulary.finding import Finding

Change = Callable[[etree._Element], object]
SEAL = ec_seal().certificate
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
RSA_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"


def reason(
    data: bytes, pinned: SealCertificate = SEAL, max_bytes: int = 100_000
) -> Rejection:
    """Tell why a document is refused."""
    with pytest.raises(SignatureInvalid) as caught:
        verify_xades(data, trusted=[pinned.der], max_bytes=max_bytes)
    return caught.value.reason


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(set_text("mocodawca", "x"), Rejection.DIGEST, id="content"),
        pytest.param(
            set_attribute("sprawa", "x", "1"), Rejection.DIGEST, id="attribute"
        ),
        pytest.param(remove("mocodawca"), Rejection.DIGEST, id="less"),
        pytest.param(append("sprawa", "<x/>"), Rejection.DIGEST, id="more"),
        pytest.param(
            set_text("SigningTime", "2026-01-01T00:00:00Z"),
            Rejection.DIGEST,
            id="signing time",
        ),
        pytest.param(
            set_text("X509Certificate", f"\n{b64encode(SEAL.der).decode()}"),
            Rejection.DIGEST,
            id="certificate in other lines",
        ),
        pytest.param(
            set_text("SignatureValue", b64encode(b"x" * 64).decode()),
            Rejection.SIGNATURE,
            id="signature",
        ),
        pytest.param(
            set_text("DigestValue", "x"), Rejection.SIGNATURE, id="digest value"
        ),
        pytest.param(forging.der_coded, Rejection.SIGNATURE, id="DER-coded ECDSA"),
        pytest.param(
            set_text("SignatureValue", "!"), Rejection.SIGNATURE, id="no base64"
        ),
        pytest.param(
            set_text("SignatureValue", "QR=="), Rejection.SIGNATURE, id="spare bits"
        ),
        pytest.param(
            set_text("SignatureValue", ""), Rejection.SIGNATURE, id="no value"
        ),
        pytest.param(
            set_attribute(
                "SignatureMethod",
                "Algorithm",
                "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            ),
            Rejection.SIGNATURE,
            id="another key's method",
        ),
        pytest.param(
            set_attribute("SignatureMethod", "Algorithm", RSA_SHA1),
            Rejection.ALGORITHM,
            id="RSA-SHA1",
        ),
        pytest.param(
            set_attribute("DigestMethod", "Algorithm", SHA1),
            Rejection.ALGORITHM,
            id="SHA-1",
        ),
        pytest.param(
            set_attribute("CanonicalizationMethod", "Algorithm", EXCLUSIVE),
            Rejection.SIGNATURE,
            id="exclusive",
        ),
        pytest.param(
            set_attribute("Transform", "Algorithm", EXCLUSIVE),
            Rejection.COVERAGE,
            id="no enveloped-signature",
        ),
        pytest.param(
            set_attribute("Reference", "URI", "#x"), Rejection.COVERAGE, id="a part"
        ),
        pytest.param(
            forging.unsign_properties, Rejection.COVERAGE, id="unsigned properties"
        ),
        pytest.param(
            set_attribute("QualifyingProperties", "Target", "#x"),
            Rejection.COVERAGE,
            id="target",
        ),
        pytest.param(
            set_attribute("KeyInfo", "Id", "x"), Rejection.COVERAGE, id="KeyInfo"
        ),
        pytest.param(forging.swap_references, Rejection.SIGNATURE, id="order"),
        pytest.param(forging.wrap, Rejection.SHAPE, id="wrapping"),
        pytest.param(forging.sink, Rejection.MISPLACED, id="deeper"),
        pytest.param(forging.double, Rejection.SEVERAL_SIGNATURES, id="twice"),
        pytest.param(remove("Signature"), Rejection.NO_SIGNATURE, id="none"),
        pytest.param(remove("KeyInfo"), Rejection.SHAPE, id="no KeyInfo"),
        pytest.param(
            append("KeyInfo", f"<KeyName xmlns='{forging.DS[1:-1]}'/>"),
            Rejection.SHAPE,
            id="KeyName",
        ),
        pytest.param(
            append(
                "QualifyingProperties",
                f"<UnsignedProperties xmlns='{forging.XADES[1:-1]}'/>",
            ),
            Rejection.SHAPE,
            id="unsigned part",
        ),
        pytest.param(
            append("Signature", f"<Object xmlns='{forging.DS[1:-1]}'/>"),
            Rejection.SHAPE,
            id="second Object",
        ),
        pytest.param(
            append("DigestValue", "<x/>"), Rejection.SHAPE, id="element in a value"
        ),
        pytest.param(
            set_attribute("Object", "Encoding", "x"), Rejection.SHAPE, id="attribute+"
        ),
        pytest.param(set_text("Object", "x"), Rejection.SHAPE, id="text"),
        pytest.param(
            partial(etree.indent, space=" "), Rejection.SIGNATURE, id="pretty-printed"
        ),
        pytest.param(
            set_attribute("sprawa", "Id", "x"), Rejection.DIGEST, id="a new Id"
        ),
        pytest.param(
            lambda root: root[0].set("id", str(root[3].get("Id"))),
            Rejection.DUPLICATE_ID,
            id="the same Id",
        ),
        pytest.param(
            lambda root: root.set("{http://www.w3.org/XML/1998/namespace}lang", "pl"),
            Rejection.COVERAGE,
            id="xml:lang",
        ),
        pytest.param(
            lambda root: root[0].append(etree.Comment("x")),
            Rejection.COMMENT,
            id="comment",
        ),
        pytest.param(
            lambda root: root[0].append(etree.ProcessingInstruction("x")),
            Rejection.COMMENT,
            id="instruction",
        ),
        pytest.param(
            set_text("X509Certificate", "!"), Rejection.CERTIFICATE, id="no base64 "
        ),
        pytest.param(
            set_text("X509Certificate", "TUlJ"), Rejection.PROPERTIES, id="no DER"
        ),
        pytest.param(
            set_text("X509Certificate", b64encode(SEAL.pem.encode()).decode()),
            Rejection.PROPERTIES,
            id="PEM inside",
        ),
        pytest.param(
            set_text("X509Certificate", b64encode(oddities.null_parameters()).decode()),
            Rejection.PROPERTIES,
            id="another spelling of it",
        ),
        pytest.param(
            set_text("X509Certificate", b64encode(rsa_seal().certificate.der).decode()),
            Rejection.PROPERTIES,
            id="another certificate",
        ),
    ],
)
def test_a_changed_document_is_refused(
    signed: bytes, change: Change, why: Rejection
) -> None:
    """Each is a way in which a signed document has lied before."""
    assert why is reason(changed(signed, change))


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(lambda data: data[:-1], Rejection.NOT_XML, id="cut"),
        pytest.param(lambda _: b"", Rejection.NOT_XML, id="nothing"),
        pytest.param(lambda data: data * 100, Rejection.TOO_BIG, id="big"),
        pytest.param(
            lambda data: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + data,
            Rejection.DTD,
            id="DTD",
        ),
        pytest.param(
            lambda _: (
                b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>"
            ),
            Rejection.DTD,
            id="DTD in UTF-7",
        ),
        pytest.param(
            lambda data: data.decode().encode("utf-16"),
            Rejection.ENCODING,
            id="UTF-16",
        ),
        pytest.param(
            lambda data: data.decode().encode("utf-16-le"),
            Rejection.ENCODING,
            id="UTF-16 without a mark",
        ),
        pytest.param(
            lambda data: b"<?xml version='1.0' encoding='ISO-8859-2'?>" + data,
            Rejection.ENCODING,
            id="ISO-8859-2",
        ),
        pytest.param(lambda data: b"<!-- x -->" + data, Rejection.COMMENT, id="before"),
        pytest.param(lambda data: data + b"<?x?>", Rejection.COMMENT, id="behind"),
        pytest.param(
            lambda data: data.replace(b"<sprawa>", b"<sprawa>&lol;"),
            Rejection.NOT_XML,
            id="entity",
        ),
        pytest.param(
            lambda data: data.replace(b"<sprawa>", b"<sprawa>" + b"<a>" * 70).replace(
                b"</sprawa>", b"</a>" * 70 + b"</sprawa>"
            ),
            Rejection.TOO_COMPLEX,
            id="deep",
        ),
        pytest.param(
            lambda data: data.replace(
                b"<sprawa",
                b"<sprawa " + b" ".join(b"a%d='x'" % number for number in range(101)),
            ),
            Rejection.TOO_COMPLEX,
            id="attributes",
        ),
        pytest.param(
            lambda data: data.replace(
                b"<sprawa",
                b"<sprawa "
                + b" ".join(b"xmlns:a%d='x'" % number for number in range(201)),
            ),
            Rejection.TOO_COMPLEX,
            id="namespaces",
        ),
    ],
)
def test_bytes_that_are_no_plain_xml_are_refused(
    signed: bytes, spoil: Callable[[bytes], bytes], why: Rejection
) -> None:
    """Caps and bans come before any cryptography."""
    assert why is reason(spoil(signed))


def test_entities_are_refused_where_a_parser_left_one() -> None:
    """Signing takes an element that somebody else's parser made."""
    lax = etree.XMLParser(resolve_entities=False)
    root = etree.fromstring("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", lax)
    from certs.strict_xml import check  # noqa: PLC0415 - only this test needs it

    with pytest.raises(SignatureInvalid) as caught:
        check(root, b"<a/>")

    assert Rejection.DTD is caught.value.reason


@pytest.mark.parametrize("name", ["at", "now"])
def test_an_instant_without_a_zone_is_refused_by_name(signed: bytes, name: str) -> None:
    """A caller's slip must not look like a document's fault, or like nothing."""
    how: dict[str, Any] = {name: datetime(2026, 11, 20, 12)}  # noqa: DTZ001 - the slip

    with pytest.raises(ValueError, match=f"`{name}` must be aware"):
        verify_xades(signed, trusted=None, **how)


@pytest.mark.parametrize(
    ("ahead_s", "findings"),
    [(-60, ()), (300, ()), (301, (SIGNED_IN_FUTURE,))],
    ids=["past", "another clock", "future"],
)
def test_a_signing_time_that_is_yet_to_come_is_told(
    document: etree._Element, ahead_s: int, findings: tuple[Finding, ...]
) -> None:
    """Clocks differ by minutes; more is a broken clock, or a lie."""
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    when = noon + timedelta(seconds=ahead_s)
    signed = ec_seal().sign(document, signing_time=when)

    told = verify_xades(signed, trusted=[SEAL.der], now=noon)
    unasked = verify_xades(signed, trusted=[SEAL.der])

    assert (findings, ()) == (told.findings, unasked.findings)


@pytest.mark.parametrize(
    "text",
    [
        "xmlns=&quot;a&amp;amp;b&quot; xmlns:x='a&amp;b'",
        "xmlns " * 300,
        'xmlns="a&amp;b"',
    ],
    ids=["quoted", "many", "plain"],
)
def test_text_that_looks_like_a_name_space_is_text(text: str) -> None:
    """A letter may quote XML."""
    root = etree.fromstring(f"<list>{text}</list>")

    verified = verify_xades(ec_seal().sign(root), trusted=[SEAL.der])

    assert root.text == verified.element.text


def test_a_megabyte_that_looks_like_one_name_space_is_read_once() -> None:
    """Looking for odd URIs takes time by the length, not by its square (minutes)."""
    root = etree.Element("list")
    root.text = "xmlns='" + '"' * 1_000_000

    verified = verify_xades(ec_seal().sign(root), trusted=[SEAL.der])

    assert root.text == verified.element.text


def test_a_name_space_written_with_an_entity_that_needs_none_is_read() -> None:
    """`&#x61;` is an `a`, and the canonical form says so."""
    signed = ec_seal().sign(etree.fromstring('<list xmlns:x="urn:a"/>'))
    written = signed.replace(b'"urn:a"', b'"urn:&#x61;"')

    assert SEAL == verify_xades(written, trusted=[SEAL.der]).signer


def test_a_prefix_that_is_declared_again_and_again_is_too_much() -> None:
    """A tree shows it once, but canonicalising looks at each."""
    signed = ec_seal().sign(etree.fromstring("<list><b/></list>"))
    many = signed.replace(b"<b></b>", b'<b xmlns:x="urn:x"></b>' * 250)

    assert Rejection.TOO_COMPLEX is reason(many)


def test_blanks_outside_the_root_are_no_change(signed: bytes) -> None:
    """Editors end a file with a newline, and Windows begins it with a mark."""
    data = b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\r\n" + signed + b"\n"

    assert SEAL == verify_xades(data, trusted=[SEAL.der]).signer


@pytest.mark.parametrize("method", ["RSA_SHA384", "RSA_SHA512"])
def test_stronger_digests_are_read(document: etree._Element, method: str) -> None:
    """The register may sign with them; we write SHA-256."""
    signer = XAdESSigner(
        signature_algorithm=SignatureMethod[method],
        digest_algorithm=DigestAlgorithm.SHA512,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    data = signer.sign(
        document,
        key=bogus_pki.rsa_key(),
        cert=rsa_seal().certificate.pem,
        always_add_key_value=False,
    )

    signer = rsa_seal().certificate
    verified = verify_xades(etree.tostring(data), trusted=[signer.der])

    assert signer == verified.signer


@pytest.mark.parametrize("method", ["rsa-sha1", "rsa-sha224", "hmac-sha256"])
def test_other_methods_are_refused(document: etree._Element, method: str) -> None:
    """SHA-1 and SHA-224 are too weak; HMAC is no signature."""
    data = rsa_seal().sign(document)
    other = f"http://www.w3.org/2001/04/xmldsig-more#{method}"
    spoiled = changed(data, set_attribute("SignatureMethod", "Algorithm", other))

    assert Rejection.ALGORITHM is reason(spoiled, rsa_seal().certificate)


def test_a_method_of_another_kind_of_key_is_no_signature(
    document: etree._Element,
) -> None:
    """An RSA key is not asked whether it made an ECDSA signature."""
    ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
    spoiled = changed(
        rsa_seal().sign(document), set_attribute("SignatureMethod", "Algorithm", ecdsa)
    )

    assert Rejection.SIGNATURE is reason(spoiled, rsa_seal().certificate)


def test_a_weak_key_is_refused_even_when_pinned(document: etree._Element) -> None:
    """Whoever pinned it may not have looked."""
    weak = bogus_pki.rsa_key(9, 1024)
    certificate = bogus_pki.certificate(weak, subject=bogus_pki.seal_name())
    signer = XAdESSigner(
        signature_algorithm=SignatureMethod.RSA_SHA256,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    data = signer.sign(
        document, key=weak, cert=certificate.pem, always_add_key_value=False
    )

    assert Rejection.KEY is reason(etree.tostring(data), certificate)


def test_the_same_key_under_another_certificate_is_not_the_pinned_one(
    document: etree._Element,
) -> None:
    """A renewed certificate keeps its key; signxml alone would accept it.

    Holds: ADR-0023.
    """
    renewed = bogus_pki.seal(serial=0x0B07)
    data = renewed.sign(document)

    assert Rejection.NOT_ADMITTED is reason(data)
    both = [SEAL.der, renewed.certificate.der]
    assert renewed.certificate == verify_xades(data, trusted=both).signer


def test_without_trust_it_says_that_trust_was_not_judged(signed: bytes) -> None:
    """The caller may compare registered attributes instead, as the Head of KAS does."""
    verified = verify_xades(signed, trusted=None)

    assert SEAL == verified.signer
    assert [TRUST_NOT_JUDGED] == list(verified.findings)
    assert () == verify_xades(signed, trusted=[SEAL.der]).findings


def test_trust_is_given_as_der_or_pem_and_never_by_an_authority(signed: bytes) -> None:
    """Everybody with a seal of the same provider would be let in."""
    issuer, other = ec_seal().issuer, rsa_seal().certificate
    pem = (other.pem + SEAL.pem).encode()

    assert SEAL == verify_xades(signed, trusted=[issuer.der, pem]).signer
    for nobody in ([], [issuer.der], [other.pem.encode()]):
        with pytest.raises(SignatureInvalid) as caught:
            verify_xades(signed, trusted=nobody)
        assert Rejection.NOT_ADMITTED is caught.value.reason
    with pytest.raises(CertificateUnreadable):
        verify_xades(signed, trusted=[b"no certificate"])


def test_the_certificate_is_judged_at_the_moment_asked_for(
    document: etree._Element,
) -> None:
    """An answer kept for years is judged at its signing, a fresh one now."""
    seal = bogus_pki.seal(not_after=datetime(2026, 12, 31, tzinfo=UTC))
    then = datetime(2026, 11, 20, tzinfo=UTC)
    data = seal.sign(document, signing_time=then)

    pinned = [seal.certificate.der]
    assert then == verify_xades(data, trusted=pinned).signing_time
    with pytest.raises(SignatureInvalid) as caught:
        verify_xades(data, trusted=pinned, at=datetime(2027, 1, 1, tzinfo=UTC))
    assert Rejection.CERTIFICATE_TIME is caught.value.reason


def signed_with(
    document: etree._Element, annotate: Callable[..., None], index: int
) -> bytes:
    """Sign with one signed property made otherwise."""
    signer = XAdESSigner(
        signature_algorithm=SignatureMethod.ECDSA_SHA256,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    signer.signed_signature_properties_annotators[index] = annotate
    data = signer.sign(
        document, key=ec_seal().private, cert=SEAL.pem, always_add_key_value=False
    )
    return etree.tostring(data)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T12:00:00",
        "2026-13-20T12:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "dziś",
        "",
    ],
)
def test_a_signing_time_without_meaning_is_refused(
    document: etree._Element, text: str
) -> None:
    """A time without a zone could be any of three."""

    def annotate(node: etree._Element, **_: object) -> None:
        etree.SubElement(node, f"{forging.XADES}SigningTime").text = text

    assert Rejection.PROPERTIES is reason(signed_with(document, annotate, 0))


def test_a_broken_certificate_with_the_pinned_bytes_cannot_exist() -> None:
    """Pinning compares bytes, so an odd certificate is only equal to itself."""
    assert load_leaf(oddities.null_parameters()) != SEAL
