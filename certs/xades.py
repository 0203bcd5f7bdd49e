"""Put a seal under an XML document: enveloped XAdES-BASELINE-B.

    document, key -> 1 is it fit -> 2 sign -> 3 first time: verify it -> signed document

Promises
    - C14N 1.0, no KeyValue, RSA PKCS#1 v1.5 or raw ECDSA: what KSeF, xmlsec1 and
      xadesjs read as well as we do.
    - Nothing is signed under a certificate that is not the key's, or not valid now.
    - The first signature of each key is verified, with the certificate inside it,
      before it is handed out.

The signed document must go out as it is: indenting it breaks the seal.
Why so: docs/adr/0007-xades-with-signxml.md.
"""

from functools import partial
from typing import Any

from cryptography.x509 import load_der_x509_certificate
from lxml import etree

from certs.errors import (
    SelfCheckFailed,
    SignatureRejected,
    SigningRefused,
    Unsignable,
)
from certs.fence import Fence
from certs.keys import SigningKey, algorithm_of, check_pair
from certs.quiet import mute_signxml
from certs.strict_xml import DS, XADES, check
from certs.verify import verify
from vocabulary.clock import Clock, system_clock


def sign(
    element: etree._Element, key: SigningKey, *, clock: Clock = system_clock
) -> etree._Element:
    """Seal a document and give the sealed copy; `element` itself stays as it is.

    The `ds:Signature` becomes the last child of the root and covers the whole
    document, whose root may carry no `Id` or `ID` and no `xml:` attribute.

    Args:
        element: The root; the text behind it is not taken along.
        key: Signs, and brings the certificate.
        clock: Tells SigningTime (whole seconds, UTC) and whether the certificate is
            valid now.

    Raises:
        SigningRefused: The document or the certificate is not fit for it.
        KeyRefused: The key is of a wrong kind, or not the certificate's.
        SelfCheckFailed: The key signed something that does not verify.
    """
    # 1 is it fit
    public_key = key.public_key()
    algorithm = algorithm_of(public_key)
    signed_at = clock().replace(microsecond=0)
    root = _fit(element)
    if not key.certificate.valid_at(signed_at):
        raise SigningRefused(Unsignable.CERTIFICATE_TIME)
    with Fence(SigningRefused(Unsignable.CERTIFICATE)):
        leaf = load_der_x509_certificate(key.certificate.der)
    if not key.proven:
        check_pair(public_key, key.certificate)

    # 2 sign
    # The slow half of the imports, and only who signs pays for it.
    from signxml import SignatureMethod  # noqa: PLC0415 - as above
    from signxml.algorithms import CanonicalizationMethod  # noqa: PLC0415 - as above
    from signxml.xades import XAdESSigner  # noqa: PLC0415 - as above

    mute_signxml()
    signer = XAdESSigner(
        signature_algorithm=SignatureMethod[algorithm],
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    # signxml asks the host's clock; its list of annotators is there to be changed.
    annotators = signer.signed_signature_properties_annotators
    annotators[0] = partial(_signing_time, text=f"{signed_at:%Y-%m-%dT%H:%M:%SZ}")
    signed: etree._Element = signer.sign(
        root, key=_ForSignxml(key), cert=[leaf], always_add_key_value=False
    )

    # 3 first time: verify it
    if not key.proven:
        try:
            verify(etree.tostring(signed), pinned=[key.certificate])
        except SignatureRejected as wrong:
            raise SelfCheckFailed("the first signature does not verify") from wrong
        key.proven = True
    return signed


class _ForSignxml:
    """A key in the shape that signxml calls: `sign()` with hints, and `key_size`."""

    __slots__ = ("_sign", "key_size")

    def __init__(self, key: SigningKey) -> None:
        self._sign = key.sign
        self.key_size = key.public_key().key_size

    def sign(self, data: bytes, **_hints: object) -> bytes:
        return self._sign(data)


def _fit(element: etree._Element) -> etree._Element:
    root = element
    if element.tail or element.getparent() is not None:
        # signxml would take the tail along; alone, the element is as good as a copy.
        root = etree.fromstring(etree.tostring(element, with_tail=False))
    try:
        check(root)
    except SignatureRejected as unfit:
        raise SigningRefused(Unsignable.CONTENT, unfit.reason) from unfit
    if root.tag == f"{DS}Signature" or root.find(f".//{DS}Signature") is not None:
        raise SigningRefused(Unsignable.ALREADY_SIGNED)
    # signxml would refer to the root by it, and `URI=""` says "all" more plainly.
    if "Id" in root.attrib or "ID" in root.attrib:
        raise SigningRefused(Unsignable.ROOT_ID)
    return root


def _signing_time(properties: etree._Element, *, text: str, **_rest: Any) -> None:  # noqa: ANN401 - signxml's own objects
    etree.SubElement(properties, f"{XADES}SigningTime").text = text
