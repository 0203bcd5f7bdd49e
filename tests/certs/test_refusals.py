"""One fault a document, one step that sees it: nothing is refused twice or by luck.

Each document here is signed anew after its fault was put in, so that all other steps
are content. Where a step can be taken out of the way, the document then passes: it was
that step, and no other, that refused it.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import FrameType, TracebackType
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from certs import strict_xml, verify
from certs.errors import SignatureInvalid
from certs.rejection import Rejection
from certs.verify import verify_xades
from tests import bogus_pki
from tests.bogus_pki import BogusSeal, ec_seal, rsa_seal
from tests.certs import elsewhere, forging
from tests.certs.elsewhere import CSHARP, Manner, signed_elsewhere

DOCUMENT = b'<pytanie xmlns="urn:bogus"><sprawa>1</sprawa><sprawa>2</sprawa></pytanie>'
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"
NONE = b64encode(bytes(32)).decode()
STEPS = (
    "parse",
    "read_shape",
    "_signer",
    "_check_trust",
    "_check_signature",
    "_check_digests",
    "signing_time_of",
    "_check_time",
)


@dataclass(frozen=True)
class Vector:
    """A document with one fault, who refuses it, and with which word."""

    name: str
    document: bytes
    step: str
    reason: Rejection
    trusted: tuple[BogusSeal, ...] = (ec_seal(),)
    at: datetime | None = None

    def verify(self) -> verify.VerifiedDocument:
        """Verify as the office would."""
        trusted = [each.certificate.der for each in self.trusted]
        return verify_xades(self.document, trusted=trusted, at=self.at)


def made(
    name: str, step: str, reason: Rejection, old: str, new: str, *, count: int = -1
) -> Vector:
    """A document whose signature was made with one text replaced."""

    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    manner = replace(CSHARP, spoil=spoil)
    return Vector(name, signed_elsewhere(DOCUMENT, ec_seal(), manner), step, reason)


def holding(name: str, reason: Rejection, document: str) -> Vector:
    """A well-signed document with content that no canonical form protects."""
    data = signed_elsewhere(document.encode(), ec_seal())
    return Vector(name, data, "parse", reason)


def after(
    name: str, step: str, reason: Rejection, change: Callable[[etree._Element], object]
) -> Vector:
    """A good document that was changed after it was signed."""
    good = signed_elsewhere(DOCUMENT, ec_seal())
    return Vector(name, forging.changed(good, change), step, reason)


def under(der: bytes) -> BogusSeal:
    """The bogus seal, with these bytes in the place of its certificate."""
    seal = ec_seal()
    return replace(seal, certificate=replace(seal.certificate, der=der))


def ed25519() -> bytes:
    """A certificate whose key is of a kind that is not read."""
    key = Ed25519PrivateKey.generate()
    name = bogus_pki.seal_name()
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = (
        builder.public_key(key.public_key())
        .serial_number(ec_seal().certificate.serial)
        .not_valid_before(bogus_pki.NOT_BEFORE)
        .not_valid_after(bogus_pki.NOT_AFTER)
        .sign(key, None)
    )
    return made.public_bytes(Encoding.DER)


SHORT = bogus_pki.seal(not_after=datetime(2026, 11, 20, tzinfo=UTC))
WEAK = BogusSeal(
    bogus_pki.rsa_key(9, 1024),
    bogus_pki.certificate(bogus_pki.rsa_key(9, 1024), subject=bogus_pki.seal_name()),
    ec_seal().issuer,
)
CLASSIC = f'<Transform Algorithm="{elsewhere.ENVELOPED}"/>'
SHAPE, PROPERTIES = Rejection.SHAPE, Rejection.PROPERTIES
COVERAGE, UNSUPPORTED = Rejection.COVERAGE, Rejection.UNSUPPORTED_TRANSFORM

VECTORS = [
    # 1 strict XML
    holding("a comment", Rejection.COMMENT, "<a><b>1<!-- x -->2</b></a>"),
    holding("an instruction", Rejection.COMMENT, "<a><?x y?></a>"),
    holding("two equal ids", Rejection.DUPLICATE_ID, '<a><b Id="x"/><c id="x"/></a>'),
    holding("an escaped name space", Rejection.NAMESPACE, '<a xmlns:x="urn:u&amp;v"/>'),
    holding("xml:lang on the root", COVERAGE, '<a xml:lang="pl"><b/></a>'),
    holding("depth", Rejection.TOO_COMPLEX, "<a>" * 70 + "</a>" * 70),
    Vector(
        "DTD",
        b"<!DOCTYPE pytanie>" + signed_elsewhere(DOCUMENT, ec_seal()),
        "parse",
        Rejection.DTD,
    ),
    # 2 shape
    after(
        "no signature", "read_shape", Rejection.NO_SIGNATURE, lambda r: r.remove(r[-1])
    ),
    after("two signatures", "read_shape", Rejection.SEVERAL_SIGNATURES, forging.double),
    after("a signature elsewhere", "read_shape", Rejection.MISPLACED, forging.sink),
    after("signature wrapping", "read_shape", SHAPE, forging.wrap),
    made(
        "unsigned SignedProperties",
        "read_shape",
        COVERAGE,
        'URI="#SignedProperties" Type="http://uri.etsi.org/01903#SignedProperties"',
        'URI="#KeyInfo"',
    ),
    made(
        "a part of the document", "read_shape", COVERAGE, 'URI=""', 'URI="#xpointer(/)"'
    ),
    made("no enveloped-signature", "read_shape", COVERAGE, CLASSIC, ""),
    made("a transform too many", "read_shape", COVERAGE, CLASSIC, CLASSIC * 2),
    made(
        "XSLT",
        "read_shape",
        UNSUPPORTED,
        CLASSIC,
        f'<Transform Algorithm="{XSLT}"/>{CLASSIC}',
    ),
    made(
        "an XPath of its own",
        "read_shape",
        UNSUPPORTED,
        CLASSIC,
        f'<Transform Algorithm="{elsewhere.XPATH}"><XPath>not(self::sprawa)</XPath>'
        "</Transform>",
    ),
    made(
        "an XPath of two",
        "read_shape",
        UNSUPPORTED,
        CLASSIC,
        f'<Transform Algorithm="{elsewhere.XPATH}"><XPath/><XPath/></Transform>',
    ),
    made(
        "an endless chain",
        "read_shape",
        SHAPE,
        "<X509Data>",
        "<X509Data>" + "<X509Certificate>AAAA</X509Certificate>" * 10,
    ),
    made(
        "a list of prefixes",
        "read_shape",
        UNSUPPORTED,
        f'<Transform Algorithm="{elsewhere.EXCLUSIVE}"/>',
        f'<Transform Algorithm="{elsewhere.EXCLUSIVE}"><InclusiveNamespaces xmlns="'
        f'{elsewhere.EXCLUSIVE}" PrefixList="x"/></Transform>',
    ),
    made("RSA-SHA1", "read_shape", Rejection.ALGORITHM, "#ecdsa-sha256", "#ecdsa-sha1"),
    made(
        "digests by SHA-1",
        "read_shape",
        Rejection.ALGORITHM,
        elsewhere.SHA256_URI,
        SHA1,
        count=1,
    ),
    made(
        "an unknown canonical form",
        "read_shape",
        Rejection.ALGORITHM,
        f'Method Algorithm="{elsewhere.C14N}"',
        'Method Algorithm="urn:bogus"',
    ),
    made("KeyName", "read_shape", SHAPE, "<KeyInfo>", "<KeyInfo><KeyName/>"),
    made(
        "unsigned properties",
        "read_shape",
        SHAPE,
        "</xades:QualifyingProperties>",
        "<xades:UnsignedProperties/></xades:QualifyingProperties>",
    ),
    made(
        "properties of another signature",
        "read_shape",
        COVERAGE,
        'Target="#Signature"',
        'Target="#other"',
    ),
    # 3 certificate
    made(
        "a certificate that the properties do not name",
        "_signer",
        PROPERTIES,
        b64encode(ec_seal().certificate.sha256).decode(),
        NONE,
    ),
    made(
        "another serial number",
        "_signer",
        PROPERTIES,
        ec_seal().certificate.serial_text,
        "1",
    ),
    made(
        "a certificate named by SHA-1",
        "_signer",
        Rejection.ALGORITHM,
        f'CertDigest><DigestMethod Algorithm="{elsewhere.SHA256_URI}"',
        f'CertDigest><DigestMethod Algorithm="{SHA1}"',
    ),
    made(
        "no certificate named",
        "_signer",
        PROPERTIES,
        "xades:SigningCertificate>",
        "xades:SomethingElse>",
    ),
    made(
        "KeyValue of another key",
        "_signer",
        Rejection.KEY_VALUE,
        "<KeyInfo>",
        f"<KeyInfo>{elsewhere.key_value(bogus_pki.ec_key(2))}",
    ),
    *[
        Vector(
            name,
            signed_elsewhere(DOCUMENT, under(der)),
            "_signer",
            reason,
        )
        for name, der, reason in (
            ("no DER", b"0\x03x", Rejection.CERTIFICATE),
            ("PEM", ec_seal().certificate.pem.encode(), Rejection.CERTIFICATE),
            ("an Ed25519 key", ed25519(), Rejection.KEY),
        )
    ],
    Vector(
        "a weak key",
        signed_elsewhere(DOCUMENT, WEAK),
        "_signer",
        Rejection.KEY,
        (WEAK,),
    ),
    # 4 trust
    Vector(
        "somebody else",
        signed_elsewhere(DOCUMENT, rsa_seal()),
        "_check_trust",
        Rejection.NOT_ADMITTED,
    ),
    Vector(
        "somebody of the same issuer",
        signed_elsewhere(DOCUMENT, bogus_pki.seal(serial=2)),
        "_check_trust",
        Rejection.NOT_ADMITTED,
    ),
    # 5 signature
    after(
        "another value",
        "_check_signature",
        Rejection.SIGNATURE,
        forging.set_text("SignatureValue", b64encode(b"x" * 64).decode()),
    ),
    after("ECDSA in DER", "_check_signature", Rejection.SIGNATURE, forging.der_coded),
    Vector(
        "another key of the same name",
        signed_elsewhere(
            DOCUMENT,
            replace(ec_seal(), private=bogus_pki.ec_key(2)),
        ),
        "_check_signature",
        Rejection.SIGNATURE,
    ),
    # 6 digests
    after(
        "changed content",
        "_check_digests",
        Rejection.DIGEST,
        forging.set_text("sprawa", "3"),
    ),
    after(
        "a changed signing time",
        "_check_digests",
        Rejection.DIGEST,
        forging.set_text("SigningTime", "2026-01-01T00:00:00Z"),
    ),
    # 7 time
    made("no zone", "signing_time_of", PROPERTIES, "+00:00<", "<"),
    Vector(
        "a certificate that had ended",
        signed_elsewhere(DOCUMENT, SHORT),
        "_check_time",
        Rejection.CERTIFICATE_TIME,
        (SHORT,),
    ),
    Vector(
        "a certificate that has ended since",
        signed_elsewhere(DOCUMENT, ec_seal()),
        "_check_time",
        Rejection.CERTIFICATE_TIME,
        at=datetime(2061, 1, 1, tzinfo=UTC),
    ),
]


def frames(trace: TracebackType | None) -> list[FrameType]:
    """The frames of a traceback, outermost first."""
    found = []
    while trace is not None:
        found.append(trace.tb_frame)
        trace = trace.tb_next
    return found


def signed_by_ec(*_: object) -> tuple[Any, Any]:
    """Step 3, out of the way."""
    return ec_seal().certificate, ec_seal().key.public_key()


def signed_by_weak(*_: object) -> tuple[Any, Any]:
    """Step 3, out of the way, for a key too short."""
    return WEAK.certificate, WEAK.private.public_key()


def at_noon(*_: object) -> datetime:
    """Step 7, out of the way."""
    return datetime(2026, 11, 20, 12, tzinfo=UTC)


def not_judged(root: object = None, *_: object, **__: object) -> object:
    """A step that judges nothing."""
    return root


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_a_fault_is_refused_by_its_step(vector: Vector) -> None:
    """The word tells the person at the desk what to look for."""
    with pytest.raises(SignatureInvalid) as caught:
        vector.verify()

    called = [frame.f_code.co_name for frame in frames(caught.value.__traceback__)]
    assert vector.reason is caught.value.reason
    assert vector.step == next(name for name in called if name in STEPS)


@pytest.mark.parametrize(
    "vector",
    [each for each in VECTORS if each.step not in {"parse", "read_shape"}],
    ids=lambda vector: vector.name,
)
def test_without_its_step_the_document_passes(
    vector: Vector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A fault that two steps see is one that nobody knows to be covered.

    Holds: house style, "each rejected by exactly one step".
    """
    step = {
        "_signer": signed_by_weak if "weak" in vector.name else signed_by_ec,
        "signing_time_of": at_noon,
    }.get(vector.step, not_judged)
    monkeypatch.setattr(verify, vector.step, step)

    assert vector.verify() is not None


@pytest.mark.parametrize(
    "vector",
    [each for each in VECTORS if each.step == "parse" and each.name != "DTD"],
    ids=lambda vector: vector.name,
)
def test_without_the_strictness_about_xml_the_document_passes(
    vector: Vector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a canonical form hides is seen by nobody later."""
    monkeypatch.setattr(strict_xml, "check", not_judged)

    assert vector.verify() is not None


def test_every_word_of_refusal_about_a_whole_document_has_a_vector() -> None:
    """A reason that no document brings about is dead, or untested."""
    elsewhere_tested = {
        Rejection.TOO_BIG,
        Rejection.NOT_XML,
        Rejection.ENCODING,
        Rejection.OTHER_DOCUMENT,
    }

    assert set(Rejection) == elsewhere_tested | {each.reason for each in VECTORS}


def test_the_same_documents_without_a_fault_pass() -> None:
    """Else each vector above might be refused for another reason."""
    manners = [
        CSHARP,
        Manner(v2=True),
        Manner(chain=True),
        Manner(time=at_noon().isoformat()),
    ]
    verified = [
        verify_xades(
            signed_elsewhere(DOCUMENT, seal, manner),
            trusted=[seal.certificate.der],
        )
        for manner in manners
        for seal in (ec_seal(), rsa_seal())
    ]

    assert [ec_seal().certificate, rsa_seal().certificate] * 4 == [
        each.signer for each in verified
    ]
    assert {DOCUMENT} == {
        etree.tostring(each.element, method="c14n") for each in verified
    }
