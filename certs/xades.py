"""Put a seal under an XML document: enveloped XAdES-BASELINE-B.

    document, key -> 1 is it fit -> 2 digests -> 3 sign -> 4 check -> signed bytes

Promises
    - C14N 1.0, SHA-256, no KeyValue, RSA PKCS#1 v1.5 (or PSS) or ECDSA as r||s: what
      KSeF, signxml, xmlsec1 and xadesjs read as well as we do.
    - Nothing is signed under a certificate that is not the key's, or not valid then.
    - The first signature of each key is verified as a stranger would verify it, with
      the certificate inside KeyInfo, before it is handed out; of every later one the
      value is held against the certificate's key.

The bytes must go out as they are: indenting them breaks the seal.
Why so: docs/adr/0016-own-xades.md. Source: ETSI EN 319 132-1, clause 6.3 (level B-B).
"""

import hashlib
from base64 import b64encode
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree

from certs.algorithms import (
    C14N,
    SHA256_URI,
    SignatureAlgorithm,
    check_value,
    raw_ecdsa,
)
from certs.errors import (
    SelfCheckFailed,
    SignatureInvalid,
    SigningRefused,
    Unsignable,
)
from certs.fence import Fence
from certs.keys import RemembersProof, SigningKey, algorithm_of, check_pair
from certs.keys_file import FileKey, PrivateKey
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.references import ENVELOPED, SIGNED_PROPERTIES
from certs.strict_xml import DS, XADES, check, parser
from certs.verify import octets, verify_xades
from vocabulary.clock import system_clock

_DIGEST: Final = (
    f'<ds:DigestMethod Algorithm="{SHA256_URI}"/><ds:DigestValue>%s</ds:DigestValue>'
)
_CANONICAL: Final = f'<ds:Transform Algorithm="{C14N}"/>'
# Filled in: Id, method, the document's digest, certificate, time, its digest.
_SIGNATURE: Final = (
    f'<ds:Signature xmlns:ds="{DS[1:-1]}" Id="{{id}}"><ds:SignedInfo>'
    f'<ds:CanonicalizationMethod Algorithm="{C14N}"/>'
    '<ds:SignatureMethod Algorithm="{method}"/>'
    '<ds:Reference Id="{id}-document" URI=""><ds:Transforms>'
    f'<ds:Transform Algorithm="{ENVELOPED}"/>{_CANONICAL}</ds:Transforms>'
    f"{_DIGEST % '{document}'}</ds:Reference>"
    f'<ds:Reference Type="{SIGNED_PROPERTIES}" URI="#{{id}}-properties">'
    f"<ds:Transforms>{_CANONICAL}</ds:Transforms>{_DIGEST % ''}</ds:Reference>"
    f'<ds:Reference URI="#{{id}}-key"><ds:Transforms>{_CANONICAL}</ds:Transforms>'
    f"{_DIGEST % ''}</ds:Reference></ds:SignedInfo><ds:SignatureValue/>"
    '<ds:KeyInfo Id="{id}-key"><ds:X509Data><ds:X509Certificate>{certificate}'
    "</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object>"
    f'<xades:QualifyingProperties xmlns:xades="{XADES[1:-1]}" Target="#{{id}}">'
    '<xades:SignedProperties Id="{id}-properties"><xades:SignedSignatureProperties>'
    "<xades:SigningTime>{time}</xades:SigningTime><xades:SigningCertificateV2>"
    f"<xades:Cert><xades:CertDigest>{_DIGEST % '{named}'}</xades:CertDigest>"
    "</xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>"
    '<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#{id}'
    '-document"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>'
    "</xades:SignedDataObjectProperties></xades:SignedProperties>"
    "</xades:QualifyingProperties></ds:Object></ds:Signature>"
)


def sign(
    element: etree._Element,
    *,
    key: SigningKey | PrivateKey,
    certificate: SealCertificate | bytes,
    signing_time: datetime | None = None,
    pss: bool = False,
) -> bytes:
    """Seal a document and give the sealed copy as UTF-8; `element` stays as it is.

    The `ds:Signature` becomes the last child of the root and covers the whole
    document, whose root may carry no `Id` or `ID` and no `xml:` attribute.

    Args:
        element: The root; the text behind it is not taken along.
        key: A `certs.keys.SigningKey`, or a private key of `cryptography`.
        certificate: Of the key; also as PEM or DER.
        signing_time: Aware; written in whole seconds, UTC. None for now. Clocks differ:
            the setting `crpo.signing_skew_s` takes a minute off, as the Ministry's own
            client does.
        pss: Sign with RSASSA-PSS in place of PKCS#1 v1.5; ECDSA ignores it.

    Raises:
        KeyRefused: The key is of a wrong kind, or not the certificate's.
        CertificateUnreadable: `certificate` is none, or has another kind of key.
        SigningRefused: The document or the certificate is not fit for it.
        TokenRefused: A token did not sign.
        SelfCheckFailed: The key signed something that does not verify.
    """
    # 1 is it fit
    leaf = load_leaf(certificate) if isinstance(certificate, bytes) else certificate
    if isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        key = FileKey(key, leaf)
    public_key = key.public_key()
    algorithm = algorithm_of(public_key, pss=pss)
    check_pair(public_key, leaf)
    signed_at = (signing_time or system_clock()).astimezone(UTC)
    if not leaf.valid_at(signed_at.replace(microsecond=0)):
        raise SigningRefused(Unsignable.CERTIFICATE_TIME)
    root = fit(element)

    # 2 digests
    signature = _unsigned(root, leaf, algorithm, signed_at)
    info, value, key_info, holder = signature
    _, _, _, of_properties, of_key_info = info
    of_properties[-1].text = _sha256(octets(holder[0][0]))
    of_key_info[-1].text = _sha256(octets(key_info))

    # 3 sign
    signed = octets(info)
    raw = key.sign(signed, algorithm)
    if algorithm.startswith("ECDSA"):
        with Fence(SelfCheckFailed("the key gave no ECDSA signature")):
            raw = raw_ecdsa(raw, public_key)
    value.text = b64encode(raw).decode()
    sealed = etree.tostring(root, encoding="utf-8")

    # 4 check
    if getattr(key, "proven", False):
        with Fence(SelfCheckFailed("the signature does not verify")):
            check_value(public_key, algorithm, raw, signed)
    else:
        _prove(key, sealed, leaf)
    return sealed


def _prove(key: SigningKey, sealed: bytes, certificate: SealCertificate) -> None:
    """Verify as a stranger would, and let the key remember that it passed."""
    try:
        verify_xades(sealed, trusted=[certificate.der], max_bytes=len(sealed))
    except SignatureInvalid as wrong:
        raise SelfCheckFailed("the first signature does not verify") from wrong
    if isinstance(key, RemembersProof):
        key.proven = True


def fit(element: etree._Element) -> etree._Element:
    """Copy a document that can be signed and verified; refuse any other.

    Raises:
        SigningRefused: It is signed already, its root has an Id, or it holds what
            `certs.strict_xml` refuses.
    """
    try:
        root = etree.fromstring(etree.tostring(element, with_tail=False), parser())
        check(root)
    except etree.XMLSyntaxError as unfit:
        raise SigningRefused(Unsignable.CONTENT) from unfit
    except SignatureInvalid as unfit:
        raise SigningRefused(Unsignable.CONTENT, unfit.reason) from unfit
    if root.tag == f"{DS}Signature" or root.find(f".//{DS}Signature") is not None:
        raise SigningRefused(Unsignable.ALREADY_SIGNED)
    # Others would refer to the root by it, and `URI=""` says "all" more plainly.
    if "Id" in root.attrib or "ID" in root.attrib:
        raise SigningRefused(Unsignable.ROOT_ID)
    return root


def _unsigned(
    root: etree._Element,
    certificate: SealCertificate,
    algorithm: SignatureAlgorithm,
    signed_at: datetime,
) -> etree._Element:
    """Put everything but two digests and the value under the document."""
    document = hashlib.sha256(octets(root)).digest()
    text = _SIGNATURE.format(
        # No document holds an Id made of its own digest.
        id=f"seal-{document.hex()[:32]}",
        method=algorithm.uri,
        document=b64encode(document).decode(),
        certificate=b64encode(certificate.der).decode(),
        time=f"{signed_at:%Y-%m-%dT%H:%M:%SZ}",
        named=b64encode(certificate.sha256).decode(),
    )
    signature = etree.fromstring(text)
    root.append(signature)
    return signature


def _sha256(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode()
