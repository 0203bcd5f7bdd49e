"""Verify a sealed document and give what was signed, or raise.

    bytes -> 1 strict XML -> 2 shape -> 3 certificate -> 4 trust -> 5 signature
          -> 6 digests -> 7 time -> what was signed

Promises
    - Any bytes end in VerifiedDocument or in SignatureInvalid.
    - What is returned was parsed again from the very octets whose digest was signed,
      without the signature. Use nothing else of the document.
    - Exactly one signature, at the expected place, over the whole document, of one of
      the shapes of certs.shape. Other shapes are refused, not interpreted.
    - The signer's certificate is the one that the signed properties name by digest, and
      its key made the signature.

Whether an answer fits a question, and how old it may be, is the caller's; so are the
chain and revocation of the certificate (docs/limitations.md).
Why so: docs/adr/0023-own-xades.md. Source: XML Signature 1.1, clause 3.2; ETSI EN 319
102-1, clause 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from lxml import etree

from certs.algorithms import check_value
from certs.errors import CertificateUnreadable, KeyRefused, SignatureInvalid, Unreadable
from certs.fence import Fence
from certs.key_value import check_key_value
from certs.keys import algorithm_of
from certs.load import load
from certs.model import PublicKey, SealCertificate
from certs.nodes import decoded, refuse
from certs.properties import signer_names, signing_time_of
from certs.references import Reference
from certs.rejection import Rejection
from certs.shape import Parts, read_shape
from certs.strict_xml import parse, parser, style_sheet_of
from vocabulary.finding import Finding, Severity

MAX_BYTES: Final = 1024 * 1024
# How far another clock may be ahead of ours.
MAX_AHEAD: Final = timedelta(minutes=5)
TRUST_NOT_JUDGED: Final = Finding(
    "certs.verify.trust_not_judged",
    Severity.WARNING,
    "Nie oceniono, czy podpisującemu wolno ufać: każdy mógł tak podpisać.",
    "trusted",
)
UNSIGNED_PROPERTIES: Final = Finding(
    "certs.verify.unsigned_properties",
    Severity.INFO,
    "Podpis ma właściwości dodane po podpisaniu (np. znacznik czasu); nie czytano ich.",
    "UnsignedProperties",
)
SIGNED_IN_FUTURE: Final = Finding(
    "certs.verify.signing_time_in_future",
    Severity.WARNING,
    "Podpis podaje czas, który jeszcze nie nadszedł; zegar był zły albo czas zmyślono.",
    "SigningTime",
)


@dataclass(frozen=True, slots=True)
class VerifiedDocument:
    """What a seal covers, and whose seal it is.

    Attributes:
        element: Root of the signed document, without its signature.
        signer: Certificate of the signer; trusted only if `trusted` was given.
        signing_time: As the signer states it, UTC; nobody else vouches for it.
        findings: What was not judged or not read; often nothing.
    """

    element: etree._Element = field(repr=False)
    signer: SealCertificate
    signing_time: datetime
    findings: tuple[Finding, ...] = ()


def verify_xades(
    document: bytes,
    *,
    trusted: Sequence[bytes] | None,
    at: datetime | None = None,
    now: datetime | None = None,
    max_bytes: int = MAX_BYTES,
) -> VerifiedDocument:
    """Verify an enveloped XAdES signature.

    Args:
        document: The document as it came.
        trusted: Certificates (DER or PEM) that may have signed; the signer's is
            compared with them byte for byte, so an authority in the list lets nobody
            in. None judges the cryptography and the binding to the certificate
            inside KeyInfo, not trust, and a finding says so.
        at: An aware instant at which the certificate must be valid; None for the
            signing time that the document states.
        now: The aware instant of the check: a finding tells of a signing time more
            than five minutes after it. None does not ask.
        max_bytes: Size of `document` above which nothing is parsed.

    Raises:
        SignatureInvalid: For every document that does not prove itself.
        CertificateUnreadable: `trusted` holds something else than certificates.
        ValueError: `at` or `now` has no zone.
    """
    root = parse(document, max_bytes=max_bytes)
    return verify_shaped(root, read_shape(root), trusted=trusted, at=at, now=now)


def verify_shaped(
    root: etree._Element,
    parts: Parts,
    *,
    trusted: Sequence[bytes] | None,
    at: datetime | None,
    now: datetime | None = None,
) -> VerifiedDocument:
    """Run steps 3 to 7; `root` is used up.

    Raises:
        SignatureInvalid: As `verify_xades` says.
        ValueError: As `verify_xades` says.
    """
    for name, instant in (("at", at), ("now", now)):
        if instant is not None and instant.utcoffset() is None:
            raise ValueError(f"`{name}` must be aware: it has no zone")
    # 3 certificate
    signer, key = _signer(parts)

    # 4 trust
    if trusted is not None:
        _check_trust(signer, trusted)

    # 5 signature
    _check_signature(parts, key)

    # 6 digests: SignedInfo is what the signer wrote, and now so is the rest.
    element = _check_digests(root, parts)

    # 7 time
    signing_time = signing_time_of(parts.properties)
    _check_time(signer, at or signing_time)
    findings = [TRUST_NOT_JUDGED] if trusted is None else []
    if now is not None and signing_time - now > MAX_AHEAD:
        findings.append(SIGNED_IN_FUTURE)
    if parts.has_unsigned:
        findings.append(UNSIGNED_PROPERTIES)
    return VerifiedDocument(element, signer, signing_time, tuple(findings))


def octets(node: etree._Element, *, exclusive: bool = False) -> bytes:
    """Write a node in canonical form, with the name spaces that it stands in.

    Raises:
        SignatureInvalid: It has no canonical form (a relative name-space URI).
    """
    with Fence(SignatureInvalid(Rejection.NOT_XML)):
        if node.getparent() is not None:
            # lxml writes `xmlns=""` into the canonical form of a part that inherits
            # its default name space from between it and the root; not into plain XML.
            alone = etree.tostring(node, encoding="utf-8", with_tail=False)
            node = etree.fromstring(alone, parser())
        return etree.tostring(
            node, method="c14n", exclusive=exclusive, with_comments=False
        )


def _signer(parts: Parts) -> tuple[SealCertificate, PublicKey]:
    """Find the certificate of KeyInfo that the signed properties name."""
    names = signer_names(parts.properties)
    named = [
        der for der in parts.certificates if all(each.is_of(der) for each in names)
    ]
    if not named:
        refuse(Rejection.PROPERTIES)
    signer, key = _read(named[0])
    if any(each.serial not in {None, signer.serial_text} for each in names):
        refuse(Rejection.PROPERTIES)
    for value in parts.key_values:
        check_key_value(value, key)
    return signer, key


@lru_cache(maxsize=32)
def _read(der: bytes) -> tuple[SealCertificate, PublicKey]:
    """Read a certificate and its key; the same few come again and again."""
    try:
        found = load(der)
        key = found[0].public_key()
        algorithm_of(key)
    except CertificateUnreadable as odd:
        is_key = odd.reason is Unreadable.PUBLIC_KEY
        reason = Rejection.KEY if is_key else Rejection.CERTIFICATE
        raise SignatureInvalid(reason) from odd
    except KeyRefused as weak:
        raise SignatureInvalid(Rejection.KEY) from weak
    # `load` also reads other wrappings; here only DER is one.
    if [each.der for each in found] != [der]:
        refuse(Rejection.CERTIFICATE)
    return found[0], key


def _check_trust(signer: SealCertificate, trusted: Sequence[bytes]) -> None:
    if not any(signer.der == each or signer in load(each) for each in trusted):
        refuse(Rejection.NOT_ADMITTED)


def _check_signature(parts: Parts, key: PublicKey) -> None:
    signed = octets(parts.signature[0], exclusive=parts.exclusive)
    with Fence(SignatureInvalid(Rejection.SIGNATURE)):
        check_value(key, parts.algorithm, parts.value, signed)


def _check_time(signer: SealCertificate, at: datetime) -> None:
    if not signer.valid_at(at):
        refuse(Rejection.CERTIFICATE_TIME)


def _check_digests(root: etree._Element, parts: Parts) -> etree._Element:
    """Hold every reference against its octets, and give the document out of its own."""
    for node, reference in parts.others:
        _check_digest(octets(node, exclusive=reference.exclusive), reference)
    how, data = parts.document, parts.data
    if data is None:
        _take_out(parts.signature, root)
        signed = style_sheet_of(root) + octets(root, exclusive=how.exclusive)
    elif root.getprevious() is not None:
        refuse(Rejection.COVERAGE)  # what stands before it is under no digest
    else:
        signed = decoded(data) if how.base64 else octets(data, exclusive=how.exclusive)
    _check_digest(signed, how)
    if how.base64:
        return parse(signed, max_bytes=MAX_BYTES)
    with Fence(SignatureInvalid(Rejection.NOT_XML)):
        element = etree.fromstring(signed, parser())
    return element if data is None else _only_child(element)


def _check_digest(signed: bytes, reference: Reference) -> None:
    if not reference.digest.is_of(signed):
        refuse(Rejection.DIGEST)


def _take_out(signature: etree._Element, root: etree._Element) -> None:
    """Remove the signature and nothing else: the text behind it stays."""
    before, tail = signature.getprevious(), signature.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        root.text = (root.text or "") + tail
    root.remove(signature)


def _only_child(data: etree._Element) -> etree._Element:
    if len(data) != 1 or (data.text or "").strip() or (data[0].tail or "").strip():
        refuse(Rejection.SHAPE)
    return data[0]
