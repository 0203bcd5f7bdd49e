"""Put a seal under an XML document: enveloped XAdES-BASELINE-B.

    document, key -> 1 is it fit -> 2 digests -> 3 sign -> 4 check -> signed bytes

Promises
    - C14N 1.0, SHA-256, no KeyValue, RSA PKCS#1 v1.5 (or PSS) or ECDSA as r||s: what
      KSeF, signxml, xmlsec1 and xadesjs read as well as we do.
    - Nothing is signed under a certificate that is not the key's, or not valid then.
    - The first signature of each key is verified as a stranger would verify it, with
      the certificate inside KeyInfo, before it is handed out; of every later one the
      value is held against the certificate's key. A key of `cryptography` is known
      again in the same process by its certificate.
    - The key is not asked for a signature that would make the document too big.

The bytes must go out as they are: indenting them breaks the seal.
Why so: docs/adr/0023-own-xades.md. Source: ETSI EN 319 132-1, clause 6.3 (level B-B).
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from lxml import etree

from certs.algorithms import (
    C14N,
    SHA256_URI,
    check_value,
    raw_ecdsa,
)
from certs.errors import SelfCheckFailed, SignatureInvalid, SigningRefused, Unsignable
from certs.fence import Fence
from certs.keys import RemembersProof, SigningKey, algorithm_of, check_pair
from certs.keys_file import FileKey, PrivateKey
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.references import ENVELOPED, SIGNED_PROPERTIES
from certs.strict_xml import DS, XADES, check, parser
from certs.verify import MAX_BYTES, octets, verify_xades
from vocabulary.clock import system_clock

# Canonical XML 1.0, clause 2.3, "Attribute Nodes".
_ESCAPES: Final = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        '"': "&quot;",
        "\t": "&#x9;",
        "\n": "&#xA;",
        "\r": "&#xD;",
    }
)
# Written in canonical form, so that the octets of a digest are the text itself. Each
# part begins with `{scope}`: the name spaces it stands in, where it stands alone.
_DIGEST: Final = (
    f'<ds:DigestMethod Algorithm="{SHA256_URI}"></ds:DigestMethod>'
    "<ds:DigestValue>{}</ds:DigestValue>"
)
_CANONICAL: Final = f'<ds:Transform Algorithm="{C14N}"></ds:Transform>'
_INFO: Final = (
    "<ds:SignedInfo{scope}>"
    f'<ds:CanonicalizationMethod Algorithm="{C14N}"></ds:CanonicalizationMethod>'
    '<ds:SignatureMethod Algorithm="{method}"></ds:SignatureMethod>'
    '<ds:Reference Id="{id}-document" URI=""><ds:Transforms>'
    f'<ds:Transform Algorithm="{ENVELOPED}"></ds:Transform>{_CANONICAL}'
    f"</ds:Transforms>{_DIGEST.format('{document}')}</ds:Reference>"
    f'<ds:Reference Type="{SIGNED_PROPERTIES}" URI="#{{id}}-properties">'
    f"<ds:Transforms>{_CANONICAL}</ds:Transforms>{_DIGEST.format('{properties}')}"
    '</ds:Reference><ds:Reference URI="#{id}-key"><ds:Transforms>'
    f"{_CANONICAL}</ds:Transforms>{_DIGEST.format('{key_info}')}</ds:Reference>"
    "</ds:SignedInfo>"
)
_KEY_INFO: Final = (
    '<ds:KeyInfo{scope} Id="{id}-key"><ds:X509Data><ds:X509Certificate>{certificate}'
    "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
)
_PROPERTIES: Final = (
    '<xades:SignedProperties{scope} Id="{id}-properties">'
    "<xades:SignedSignatureProperties><xades:SigningTime>{time}</xades:SigningTime>"
    "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
    f"{_DIGEST.format('{named}')}</xades:CertDigest></xades:Cert>"
    "</xades:SigningCertificateV2></xades:SignedSignatureProperties>"
    "<xades:SignedDataObjectProperties>"
    '<xades:DataObjectFormat ObjectReference="#{id}-document">'
    "<xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat>"
    "</xades:SignedDataObjectProperties></xades:SignedProperties>"
)
_SIGNATURE: Final = (
    f'<ds:Signature xmlns:ds="{DS[1:-1]}" Id="{{id}}">{{info}}'
    "<ds:SignatureValue>{value}</ds:SignatureValue>{key_info}<ds:Object>"
    f'<xades:QualifyingProperties xmlns:xades="{XADES[1:-1]}" Target="#{{id}}">'
    "{properties}</xades:QualifyingProperties></ds:Object></ds:Signature>"
)

# Certificates (SHA-256) whose key has passed the whole check in this process.
_PROVEN: Final[set[bytes]] = set()
_MAX_PROVEN: Final = 64


def sign(
    element: etree._Element,
    *,
    key: SigningKey | PrivateKey,
    certificate: SealCertificate | Certificate | bytes,
    signing_time: datetime | None = None,
    pss: bool = False,
    max_bytes: int = MAX_BYTES,
) -> bytes:
    """Seal a document and give the sealed copy as UTF-8; `element` stays as it is.

    The `ds:Signature` becomes the last child of the root and covers the whole
    document, whose root may carry no `xml:` attribute (docs/limitations.md).

    Args:
        element: The root; the text behind it is not taken along.
        key: A `certs.keys.SigningKey`, or a private key of `cryptography`.
        certificate: Of the key; also as `cryptography` has it, as PEM or DER.
        signing_time: Aware; written in whole seconds, UTC. None for now. Clocks differ:
            the setting `crpo.signing_skew_s` takes a minute off, as the Ministry's own
            client does.
        pss: Sign with RSASSA-PSS in place of PKCS#1 v1.5; ECDSA ignores it.
        max_bytes: Of the sealed document; by default what `verify_xades` reads.

    Raises:
        KeyRefused: The key is of a wrong kind, or not the certificate's.
        CertificateUnreadable: `certificate` is none, or has another kind of key.
        SigningRefused: The document or the certificate is not fit for it.
        TokenRefused: A token did not sign.
        SelfCheckFailed: The key signed something that does not verify.
        ValueError: `signing_time` has no zone.
    """
    if signing_time is not None and signing_time.utcoffset() is None:
        raise ValueError("`signing_time` must be aware: it has no zone")
    # 1 is it fit
    leaf = as_leaf(certificate)
    is_bare = isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey)
    if isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        key = FileKey(key, leaf)
        key.proven = leaf.sha256 in _PROVEN
    public_key = key.public_key()
    algorithm = algorithm_of(public_key, pss=pss)
    check_pair(public_key, leaf)
    signed_at = (signing_time or system_clock()).astimezone(UTC)
    if not leaf.valid_at(signed_at.replace(microsecond=0)):
        raise SigningRefused(Unsignable.CERTIFICATE_TIME)
    document, scope = fit(element)

    # 2 digests
    told = {
        # No document holds an Id made of its own digest.
        "id": f"seal-{hashlib.sha256(document).hexdigest()[:32]}",
        "method": algorithm.uri,
        "certificate": b64encode(leaf.der).decode(),
        "time": f"{signed_at:%Y-%m-%dT%H:%M:%SZ}",
        "named": b64encode(leaf.sha256).decode(),
        "document": _sha256(document),
    }
    alone = _written({**scope, "ds": DS[1:-1]})
    told["key_info"] = _sha256(_KEY_INFO.format(scope=alone, **told).encode())
    of_properties = _written({**scope, "ds": DS[1:-1], "xades": XADES[1:-1]})
    properties = _PROPERTIES.format(scope=of_properties, **told)
    told["properties"] = _sha256(properties.encode())

    frame = _SIGNATURE.format(
        id=told["id"],
        info=_INFO.format(scope="", **told),
        value="{value}",
        key_info=_KEY_INFO.format(scope="", **told),
        properties=_PROPERTIES.format(scope="", **told),
    )
    # A value in base64 is never longer than half the bits of its key.
    if len(document) + len(frame) + public_key.key_size // 2 > max_bytes:
        raise SigningRefused(Unsignable.TOO_BIG)

    # 3 sign
    signed = _INFO.format(scope=alone, **told).encode()
    raw = key.sign(signed, algorithm)
    if algorithm.startswith("ECDSA"):
        with Fence(SelfCheckFailed("the key gave no ECDSA signature")):
            raw = raw_ecdsa(raw, public_key)
    # Nothing else in the frame holds braces: it is names, hex and base64.
    signature = frame.format(value=b64encode(raw).decode())
    # A canonical form ends with the end tag of its root, and so with its last `</`.
    end = document.rindex(b"</")
    sealed = document[:end] + signature.encode() + document[end:]

    # 4 check
    if getattr(key, "proven", False):
        with Fence(SelfCheckFailed("the signature does not verify")):
            check_value(public_key, algorithm, raw, signed)
    else:
        _prove(key, sealed, leaf)
        if is_bare:
            _remember(leaf.sha256)
    return sealed


def as_leaf(certificate: SealCertificate | Certificate | bytes) -> SealCertificate:
    """Read a certificate in whichever form it was given.

    Raises:
        CertificateUnreadable: It is none.
    """
    if isinstance(certificate, Certificate):
        certificate = certificate.public_bytes(Encoding.DER)
    return load_leaf(certificate) if isinstance(certificate, bytes) else certificate


def _prove(key: SigningKey, sealed: bytes, certificate: SealCertificate) -> None:
    """Verify as a stranger would, and let the key remember that it passed."""
    try:
        verify_xades(sealed, trusted=[certificate.der], max_bytes=len(sealed))
    except SignatureInvalid as wrong:
        raise SelfCheckFailed("the first signature does not verify") from wrong
    if isinstance(key, RemembersProof):
        key.proven = True


def _remember(certificate: bytes) -> None:
    """Remember a proof; `check_pair` ties the digest of a certificate to one key."""
    if len(_PROVEN) >= _MAX_PROVEN:
        _PROVEN.clear()
    _PROVEN.add(certificate)


def fit(element: etree._Element) -> tuple[bytes, Mapping[str | None, str]]:
    """Write a document that can be signed and verified; refuse any other.

    Returns:
        Its canonical form, and the name spaces that its root declares.

    Raises:
        SigningRefused: It is signed already, or it holds what `certs.strict_xml`
            refuses.
    """
    try:
        # In UTF-8, since ASCII cannot write a name with a letter of Polish in it.
        copy = etree.tostring(element, encoding="utf-8", with_tail=False)
        root = etree.fromstring(copy, parser())
        check(root, copy, to_come=_SIGNATURE.count("xmlns:"))
        document = octets(root)
    except etree.XMLSyntaxError as unfit:
        raise SigningRefused(Unsignable.CONTENT) from unfit
    except SignatureInvalid as unfit:
        raise SigningRefused(Unsignable.CONTENT, unfit.reason) from unfit
    if root.tag == f"{DS}Signature" or root.find(f".//{DS}Signature") is not None:
        raise SigningRefused(Unsignable.ALREADY_SIGNED)
    return document, root.nsmap


def _written(scope: Mapping[str | None, str]) -> str:
    """Write name spaces as a canonical form has them: by prefix, the default first."""
    return "".join(
        f' xmlns{prefix and ":"}{prefix}="{uri.translate(_ESCAPES)}"'
        for prefix, uri in sorted((name or "", uri) for name, uri in scope.items())
    )


def _sha256(data: bytes) -> str:
    return b64encode(hashlib.sha256(data).digest()).decode()
