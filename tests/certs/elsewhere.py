"""Documents in other shapes than ours, signed well: as other programs sign.

Written here from the published description of each shape, on lxml and cryptography,
without `certs.xades`. What `certs.verify` may not find out by asking its own author.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree

from tests.bogus_pki import BogusSeal, PrivateKey

DS = "http://www.w3.org/2000/09/xmldsig#"
DS11 = "http://www.w3.org/2009/xmldsig11#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{DS}enveloped-signature"
SHA256_URI = "http://www.w3.org/2001/04/xmlenc#sha256"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
Change = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a program signs; the default is the Ministry's C# client of KSeF.

    Attributes:
        transforms: Of the document, as XML.
        properties: What follows SigningTime.
        time: Of signing; .NET writes seven digits.
        unsigned: What follows SignedProperties.
        encoding: Of the Object around the document: `xml` or `base64`; "" where the
            signature lies inside the document.
        before: A style sheet before the root.
        spoil: Changes the template of the signature before it is signed.
    """

    transforms: str = (
        f'<Transform Algorithm="{ENVELOPED}"/><Transform Algorithm="{EXCLUSIVE}"/>'
    )
    time: str = "2026-11-20T11:59:00.1234567+00:00"
    v2: bool = False
    unsigned: str = ""
    encoding: str = ""
    chain: bool = False
    before: bytes = b""
    spoil: Change = str


CSHARP = Manner()


def signed_elsewhere(
    document: bytes, seal: BogusSeal, manner: Manner = CSHARP
) -> bytes:
    """Sign a document in a manner; the bytes that the other program would write."""
    signature = etree.fromstring(manner.spoil(_template(document, seal, manner)))
    if manner.encoding:
        root = signature
    else:
        root = etree.fromstring(document)
        root.append(signature)
    data = signature.find(f"{{{DS}}}Object[@Id='data']")
    info = signature[0]
    for reference in info.iter(f"{{{DS}}}Reference"):
        if reference.get("Type"):
            properties = signature.find(f".//{{{XADES}}}SignedProperties")
            octets = _exclusive(properties)
        elif data is None:
            ahead = manner.before + b"\n" if manner.before else b""
            octets = ahead + _exclusive(etree.fromstring(document))
        else:
            octets = document if manner.encoding == "base64" else _exclusive(data)
        value = reference.find(f"{{{DS}}}DigestValue")
        assert value is not None
        value.text = b64encode(hashlib.sha256(octets).digest()).decode()
    # .NET leaves SignedInfo inclusive; name spaces of the root reach into it.
    octets = _inclusive(info)
    signature[1].text = b64encode(_value(seal, octets)).decode()
    return manner.before + etree.tostring(root)


def key_value(private: PrivateKey) -> str:
    """Write the public half of a key as KeyValue."""
    public = private.public_key()
    if isinstance(public, EllipticCurvePublicKey):
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        oid = {256: "1.2.840.10045.3.1.7", 384: "1.3.132.0.34"}[public.key_size]
        return (
            f'<KeyValue xmlns="{DS}"><ECKeyValue xmlns="{DS11}"><NamedCurve URI="urn:'
            f'oid:{oid}"/><PublicKey>{b64encode(point).decode()}</PublicKey>'
            "</ECKeyValue></KeyValue>"
        )
    numbers = public.public_numbers()
    modulus = b64encode(numbers.n.to_bytes(public.key_size // 8)).decode()
    exponent = b64encode(numbers.e.to_bytes(3)).decode()
    return (
        f'<KeyValue xmlns="{DS}"><RSAKeyValue><Modulus>{modulus}</Modulus>'
        f"<Exponent>{exponent}</Exponent></RSAKeyValue></KeyValue>"
    )


def _value(seal: BogusSeal, octets: bytes) -> bytes:
    key = seal.private
    if isinstance(key, EllipticCurvePrivateKey):
        r, s = decode_dss_signature(key.sign(octets, ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return key.sign(octets, PKCS1v15(), SHA256())


def _inclusive(info: etree._Element) -> bytes:
    """Canonicalise as the root of a text of its own: lxml errs about parts."""
    return etree.tostring(
        etree.fromstring(etree.tostring(info)), method="c14n", with_comments=False
    )


def _exclusive(node: etree._Element | None) -> bytes:
    assert node is not None
    alone = etree.fromstring(etree.tostring(node))
    return etree.tostring(alone, method="c14n", exclusive=True, with_comments=False)


def _template(document: bytes, seal: BogusSeal, manner: Manner) -> str:
    is_ec = isinstance(seal.private, EllipticCurvePrivateKey)
    method = f"{MORE}{'ecdsa' if is_ec else 'rsa'}-sha256"
    digest = f'<DigestMethod Algorithm="{SHA256_URI}"/><DigestValue/>'
    exclusive = f'<Transform Algorithm="{EXCLUSIVE}"/>'
    certificates = [seal.certificate, *([seal.issuer] if manner.chain else [])]
    written = "".join(
        f"<X509Certificate>{b64encode(each.der).decode()}</X509Certificate>"
        for each in certificates[::-1]
    )
    transforms, data, uri = manner.transforms, "", ""
    if manner.encoding == "base64":
        transforms = f'<Transform Algorithm="{DS}base64"/>'
        data = f'<Object Id="data" Encoding="x">{b64encode(document).decode()}</Object>'
    elif manner.encoding:
        transforms = exclusive
        data = f'<Object Id="data">{document.decode()}</Object>'
    if data:
        uri = "#data"
    return (
        f'<Signature Id="Signature" xmlns="{DS}"><SignedInfo>'
        f'<CanonicalizationMethod Algorithm="{C14N}"/>'
        f'<SignatureMethod Algorithm="{method}"/>'
        f'<Reference URI="{uri}"><Transforms>{transforms}</Transforms>{digest}'
        f'</Reference><Reference URI="#SignedProperties" Type="{XADES[:-8]}'
        f'#SignedProperties"><Transforms>{exclusive}</Transforms>{digest}</Reference>'
        "</SignedInfo><SignatureValue/><KeyInfo><X509Data>"
        f"{written}</X509Data></KeyInfo>{data}<Object>"
        f'<xades:QualifyingProperties Target="#Signature" xmlns:xades="{XADES}">'
        '<xades:SignedProperties Id="SignedProperties">'
        "<xades:SignedSignatureProperties>"
        f"<xades:SigningTime>{manner.time}</xades:SigningTime>"
        f"{_named(seal, v2=manner.v2)}</xades:SignedSignatureProperties>"
        f"</xades:SignedProperties>{manner.unsigned}</xades:QualifyingProperties>"
        "</Object></Signature>"
    )


def _named(seal: BogusSeal, *, v2: bool) -> str:
    digest = b64encode(seal.certificate.sha256).decode()
    cert = (
        f'<xades:CertDigest><DigestMethod Algorithm="{SHA256_URI}"/>'
        f"<DigestValue>{digest}</DigestValue></xades:CertDigest>"
    )
    if v2:
        return (
            f"<xades:SigningCertificateV2><xades:Cert>{cert}</xades:Cert>"
            "</xades:SigningCertificateV2>"
        )
    serial = (
        "<xades:IssuerSerial><X509IssuerName>CN=Bogus Centrum Kwalifikowane, O=Bogus"
        " Zaufanie Sp. z o.o., C=PL</X509IssuerName><X509SerialNumber>"
        f"{seal.certificate.serial_text}</X509SerialNumber></xades:IssuerSerial>"
    )
    return (
        f"<xades:SigningCertificate><xades:Cert>{cert}{serial}</xades:Cert>"
        "</xades:SigningCertificate>"
    )
