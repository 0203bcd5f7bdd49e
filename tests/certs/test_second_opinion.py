"""What other implementations say about our seals, and we about theirs.

xmlsec1 and xadesjs share no code with us; signxml shares lxml and `cryptography`.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509 import load_der_x509_certificate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from signxml import SignatureMethod
from signxml.algorithms import CanonicalizationMethod
from signxml.exceptions import InvalidInput, InvalidSignature
from signxml.xades import XAdESSignatureConfiguration, XAdESSigner, XAdESVerifier

from certs.errors import SignatureInvalid
from certs.rejection import Rejection
from certs.shape import read_shape
from certs.strict_xml import parse
from certs.verify import VerifiedDocument, verify_shaped, verify_xades
from tests.bogus_pki import BogusSeal, ec_seal, rsa_seal
from tests.certs.elsewhere import CSHARP, Manner, signed_elsewhere
from tests.certs.forging import EDITS, Edits, edited

SEALS = [ec_seal(), rsa_seal()]
DOCUMENT = b'<a xmlns="urn:bogus" xmlns:x="urn:x"><x:b>1</x:b><c/> &amp; 2</a>'


def xmlsec1(document: bytes, seal: BogusSeal, folder: Path) -> int:
    """Verify with the seal's certificate as the one trusted; give the exit status."""
    command = shutil.which("xmlsec1")
    if command is None:
        pytest.skip("xmlsec1: not on PATH")
    (folder / "document.xml").write_bytes(document)
    (folder / "seal.pem").write_text(seal.certificate.pem, encoding="ascii")
    ids = [
        option
        for name in (
            "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
            "http://www.w3.org/2000/09/xmldsig#:KeyInfo",
            "http://www.w3.org/2000/09/xmldsig#:Object",
        )
        for option in ("--id-attr:Id", name)
    ]
    done = subprocess.run(
        [
            command,
            "--verify",
            "--enabled-key-data",
            "x509",
            "--pubkey-cert-pem",
            str(folder / "seal.pem"),
            *ids,
            str(folder / "document.xml"),
        ],
        capture_output=True,
        check=False,
        timeout=30,
    )
    return done.returncode


def signxml(document: bytes, seal: BogusSeal) -> None:
    """Verify by signxml with the seal's certificate; raises what signxml raises."""
    config = XAdESSignatureConfiguration(
        location="./",
        expect_references=3,
        signature_methods=frozenset(SignatureMethod) - {SignatureMethod.RSA_SHA1},
    )
    XAdESVerifier().verify(
        document,
        x509_cert=load_der_x509_certificate(seal.certificate.der),
        expect_config=config,
    )


def test_xmlsec1_verifies_what_we_sign(
    document: etree._Element, seal: BogusSeal, tmp_path: Path
) -> None:
    """
    A canonical form that only we and signxml share would pass every other test.

    Holds: ADR-0023.
    """
    sealed = seal.sign(document)

    assert 0 == xmlsec1(sealed, seal, tmp_path)


@pytest.mark.parametrize(
    "document",
    [
        '<a xmlns="urn:a" xmlns:x="urn:x"><x:b xmlns:y="urn:y"/>tail</a>',
        '<x:a xmlns:x="urn:x" xmlns:ds="urn:not-ds"><b xmlns="urn:b"/></x:a>',
        '<a xmlns="urn:a" xmlns:xades="urn:other"><b xmlns=""/></a>',
        '<a b="&#9;&#10;&#13;&quot;&lt;">&#13;&gt;&amp;<![CDATA[<c>]]></a>',
        "<a/>",
    ],
)
def test_xmlsec1_verifies_under_any_name_spaces(document: str, tmp_path: Path) -> None:
    """Canonical forms differ, when they do, in what a part inherits."""
    root = etree.fromstring(document)

    signed = [(seal, seal.sign(root)) for seal in SEALS]

    assert [0, 0] == [xmlsec1(data, seal, tmp_path) for seal, data in signed]


@pytest.mark.parametrize("name", ["Id", "ID", "id"])
def test_a_root_with_an_id_is_sealed_and_verified_by_all(
    name: str, tmp_path: Path
) -> None:
    """Our references say "all", so an Id of the root is content like any other."""
    root = etree.fromstring(f'<a xmlns="urn:a" {name}="x"><b/></a>')

    signed = [(seal, seal.sign(root)) for seal in SEALS]

    assert [0, 0] == [xmlsec1(data, seal, tmp_path) for seal, data in signed]
    for seal, data in signed:
        signxml(data, seal)
        verify_xades(data, trusted=[seal.certificate.der])


def test_xmlsec1_refuses_what_was_changed(
    document: etree._Element, seal: BogusSeal, tmp_path: Path
) -> None:
    """An oracle that always agrees is none."""
    sealed = seal.sign(document)
    changed = sealed.replace(b">bogus<", b">bogie<")

    assert 1 == xmlsec1(changed, seal, tmp_path)


@pytest.mark.parametrize(
    "manner",
    [
        pytest.param(CSHARP, id="C# client"),
        pytest.param(Manner(v2=True), id="SigningCertificateV2"),
        pytest.param(Manner(encoding="xml"), id="enveloping XML"),
        pytest.param(Manner(encoding="base64"), id="enveloping base64"),
    ],
)
def test_xmlsec1_and_we_agree_on_other_shapes(manner: Manner, tmp_path: Path) -> None:
    """The documents that our tests sign in another manner are what they claim to be."""
    signed = [(seal, signed_elsewhere(DOCUMENT, seal, manner)) for seal in SEALS]

    assert [0, 0] == [xmlsec1(data, seal, tmp_path) for seal, data in signed]


STYLED = Manner(before=b'<?xml-stylesheet type="text/xsl" href="http://bogus/a.xsl"?>')


def shaped(data: bytes) -> VerifiedDocument:
    """Verify, as who reads documents of ePUAP does: a style sheet may stand first."""
    root = parse(data, max_bytes=100_000, style_sheet=True)
    return verify_shaped(root, read_shape(root), trusted=None, at=None)


def test_xmlsec1_and_we_agree_that_a_style_sheet_is_signed(tmp_path: Path) -> None:
    """Canonical XML has it before the root; changed or taken away, nothing holds."""
    seal = ec_seal()
    signed = signed_elsewhere(DOCUMENT, seal, STYLED)
    changed = [
        signed.replace(b"a.xsl", b"b.xsl"),
        signed.removeprefix(STYLED.before),
        STYLED.before + signed_elsewhere(DOCUMENT, seal),
        signed.replace(STYLED.before, b"<?xml-stylesheet?>"),
    ]

    assert seal.certificate == shaped(signed).signer
    assert 0 == xmlsec1(signed, seal, tmp_path)
    assert [1] * 4 == [xmlsec1(data, seal, tmp_path) for data in changed]
    for data in changed:
        with pytest.raises(SignatureInvalid) as refused:
            shaped(data)
        assert Rejection.DIGEST is refused.value.reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data.replace(b"<?xml-stylesheet", b"<?php"), Rejection.COMMENT),
        (lambda data: b"<?xml-stylesheet?>" + data, Rejection.COMMENT),
        (lambda data: b"<!-- x -->" + data, Rejection.COMMENT),
        (lambda data: data.replace(b"?>", b"?><!-- x -->", 1), Rejection.COMMENT),
        (lambda data: data + b"<?xml-stylesheet?>", Rejection.COMMENT),
    ],
    ids=["another instruction", "two", "a comment", "between", "behind"],
)
def test_nothing_else_may_stand_around_the_root(
    change: Callable[[bytes], bytes], reason: Rejection
) -> None:
    """One style sheet is what documents of offices begin with; no more is let in."""
    data = change(signed_elsewhere(DOCUMENT, ec_seal(), STYLED))

    with pytest.raises(SignatureInvalid) as refused:
        shaped(data)

    assert reason is refused.value.reason


def test_a_style_sheet_outside_of_an_enveloping_signature_is_refused() -> None:
    """The digest is of the Object inside, so nobody signed what stands before."""
    manner = Manner(encoding="xml", before=STYLED.before)
    root = parse(
        signed_elsewhere(DOCUMENT, ec_seal(), manner),
        max_bytes=100_000,
        style_sheet=True,
    )
    parts = read_shape(root, made_elsewhere=True)

    with pytest.raises(SignatureInvalid) as refused:
        verify_shaped(root, parts, trusted=None, at=None)

    assert Rejection.COVERAGE is refused.value.reason


def test_verify_xades_lets_no_style_sheet_pass() -> None:
    """What we exchange with registers has none; only a letter brought back may."""
    with pytest.raises(SignatureInvalid) as refused:
        verify_xades(signed_elsewhere(DOCUMENT, ec_seal(), STYLED), trusted=None)

    assert Rejection.COMMENT is refused.value.reason


def test_signxml_verifies_what_we_sign(
    document: etree._Element, seal: BogusSeal
) -> None:
    """Against the XAdES schemas too; PSS included, which xmlsec1 of today is not."""
    signxml(seal.sign(document), seal)
    signxml(seal.sign(document, pss=True), seal)


def by_signxml(document: etree._Element, seal: BogusSeal, **how: Any) -> bytes:  # noqa: ANN401 - as signxml takes it
    """Sign as other Python clients of KSeF do, with the method of the key."""
    is_ec = isinstance(seal.private, EllipticCurvePrivateKey)
    method = SignatureMethod.ECDSA_SHA256 if is_ec else SignatureMethod.RSA_SHA256
    c14n = how.pop("c14n_algorithm", CanonicalizationMethod.CANONICAL_XML_1_1)
    signer = XAdESSigner(signature_algorithm=method, c14n_algorithm=c14n)
    data = signer.sign(document, key=seal.private, cert=seal.certificate.pem, **how)
    return etree.tostring(data)


def test_we_verify_what_signxml_signs_with_its_defaults(
    document: etree._Element, seal: BogusSeal
) -> None:
    """C14N 1.1 and a KeyValue beside the certificate; only the method is the key's."""
    data = by_signxml(document, seal)

    verified = verify_xades(data, trusted=[seal.certificate.der])

    assert b"KeyValue" in data
    assert seal.certificate == verified.signer


def test_we_verify_what_signxml_signs_as_we_do(
    document: etree._Element, seal: BogusSeal
) -> None:
    """The recipe that all verifiers read: C14N 1.0, and no KeyValue."""
    data = by_signxml(
        document,
        seal,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
        always_add_key_value=False,
    )

    assert seal.certificate == verify_xades(data, trusted=None).signer


OURS = [seal.sign(etree.fromstring(DOCUMENT)) for seal in SEALS]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.sampled_from([0, 1]), EDITS)
def test_what_we_accept_signxml_accepts(index: int, edits: Edits) -> None:
    """
    A verifier of our own must never believe more than one in wide use.

    Holds: ADR-0023.
    """
    data = edited(OURS[index], edits)
    trusted = [SEALS[index].certificate.der]
    try:
        verify_xades(data, trusted=trusted)
    except SignatureInvalid:
        return
    try:
        signxml(data, SEALS[index])
    except (InvalidSignature, InvalidInput, ValueError) as refused:
        raise AssertionError(data) from refused


def xadesjs(document: bytes, folder: Path) -> str:
    """Verify by xadesjs on node, with the certificate inside KeyInfo."""
    node = shutil.which("node")
    found = node and subprocess.run(
        [node, "-e", "require.resolve('xadesjs')"], capture_output=True, check=False
    )
    if not found or found.returncode:
        pytest.skip("xadesjs: not installed for node")
    file = folder / "document.xml"
    file.write_bytes(document)
    done = subprocess.run(
        [str(node), str(Path(__file__).parent / "xadesjs_verify.js"), str(file)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    return done.stdout.strip() or done.stderr


def test_xadesjs_verifies_what_we_sign(
    document: etree._Element, seal: BogusSeal, tmp_path: Path
) -> None:
    """An implementation in another language, with its own canonical form."""
    assert "true" == xadesjs(seal.sign(document), tmp_path)


def test_xadesjs_refuses_what_was_changed(
    document: etree._Element, seal: BogusSeal, tmp_path: Path
) -> None:
    """An oracle that always agrees is none."""
    changed = seal.sign(document).replace(b">bogus<", b">bogie<")

    assert "true" != xadesjs(changed, tmp_path)
