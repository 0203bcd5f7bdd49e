"""A seal that is put on elsewhere: write what must be signed, bring it back signed.

    document -> 1 to_sign -> (SimplySign, Szafir, podpis.gov.pl) -> 2 bring_back

The person takes the file that `to_sign` wrote to the program of their provider and asks
for XAdES, enveloped or enveloping. What comes back is believed only when it is one good
signature over exactly that document, by the certificate that was agreed.

What may differ from our own signatures: where the signature stands, its canonical form,
its properties, time stamps (unread, and a finding says so). What may not: the document.
"""

from datetime import datetime

from lxml import etree

from certs.errors import SigningRefused, Unsignable
from certs.nodes import refuse
from certs.rejection import Rejection
from certs.shape import read_shape
from certs.strict_xml import DS, XADES, parse
from certs.verify import MAX_BYTES, VerifiedDocument, octets, verify_shaped
from certs.xades import fit

# A document inside base64 inside XML, with a chain and time stamps.
MAX_SIGNED_BYTES = 4 * MAX_BYTES


def to_sign(element: etree._Element) -> bytes:
    """Write a document in Canonical XML 1.0, as it must be signed elsewhere.

    Raises:
        SigningRefused: It could not be verified when it comes back.
    """
    document, _ = fit(element)
    if len(document) > MAX_BYTES:
        raise SigningRefused(Unsignable.TOO_BIG)
    return document


def bring_back(
    signed: bytes,
    *,
    document: bytes,
    signer: bytes,
    now: datetime | None = None,
) -> VerifiedDocument:
    """Take back what was signed elsewhere.

    Args:
        signed: The file that the other program wrote.
        document: What `to_sign` gave.
        signer: The certificate (PEM or DER) that was to sign.
        now: As for `certs.verify.verify_xades`.

    Returns:
        What was verified; `signed` itself is what may be sent now.

    Raises:
        SignatureInvalid: It is no good signature, by somebody else (`not_admitted`),
            or of another document (`other_document`).
        CertificateUnreadable: `signer` is no certificate.
    """
    root = parse(signed, max_bytes=MAX_SIGNED_BYTES)
    is_around = root.tag == f"{DS}Signature"
    parts = read_shape(root, made_elsewhere=True)
    verified = verify_shaped(root, parts, trusted=[signer], at=None, now=now)
    agreed = parse(document, max_bytes=MAX_BYTES)
    if not _is_same(verified.element, agreed, is_inside=is_around):
        refuse(Rejection.OTHER_DOCUMENT)
    return verified


def _is_same(
    element: etree._Element, document: etree._Element, *, is_inside: bool
) -> bool:
    """Compare documents, of which the first may stand inside an envelope.

    There it inherits name spaces of the envelope, which exclusive C14N leaves out; its
    own must mean the same at every node, also where no tag uses them. Without an
    envelope it may declare no more than ours, but for those of the signature.
    """
    if octets(element, exclusive=True) != octets(document, exclusive=True):
        return False
    for theirs, ours in zip(element.iter(), document.iter(), strict=True):
        if not ours.nsmap.items() <= theirs.nsmap.items():
            return False
        more = theirs.nsmap.items() - ours.nsmap.items()
        if not is_inside and not {f"{{{uri}}}" for _, uri in more} <= {DS, XADES}:
            return False
    return True
