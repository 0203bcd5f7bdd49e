"""Verify a sealed document and give what was signed, or raise.

    bytes -> 1 strict XML -> 2 shape -> 3 certificate -> 4 trust -> 5 signxml -> 6 bind

Promises
    - Any bytes end in Verified or in SignatureRejected.
    - What is returned is what signxml has verified, parsed again from its canonical
      form, without the signature. Use nothing else of the document.
    - Exactly one signature, a child of the root, over the whole document, of exactly
      the shape that certs.xades writes. Other shapes are refused, not interpreted.
    - The certificate inside KeyInfo *is* the trusted one, byte for byte, and is the
      one that the signed properties name. (signxml compares neither.)

Whether an answer fits a question, and how old it may be, is the caller's.
Why so: docs/adr/0007-xades-with-signxml.md.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cryptography.x509 import Certificate, load_der_x509_certificate
from lxml import etree

from certs.errors import (
    CertificateUnreadable,
    KeyRefused,
    Rejection,
    SignatureRejected,
)
from certs.fence import Fence
from certs.keys import algorithm_of
from certs.load import load
from certs.model import SealCertificate
from certs.quiet import mute_signxml
from certs.shape import DIGESTS, Parts, read_shape
from certs.strict_xml import DS, XADES, parse, parser

if TYPE_CHECKING:
    from signxml import VerifyResult

MAX_BYTES: Final = 1024 * 1024
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a seal covers, and whose seal it is.

    Attributes:
        element: Root of the signed document, without its signature.
        certificate: Of the signer, as trusted by the caller.
        signing_time: As the signer states it, UTC; nobody else vouches for it.
    """

    element: etree._Element = field(repr=False)
    certificate: SealCertificate
    signing_time: datetime


def verify(
    data: bytes,
    *,
    pinned: Sequence[SealCertificate] | None = None,
    admit: Callable[[SealCertificate], bool] | None = None,
    at: datetime | None = None,
    max_bytes: int = MAX_BYTES,
) -> Verified:
    """Verify an enveloped XAdES signature against certificates known beforehand.

    Args:
        data: The document as it came.
        pinned: Certificates that may have signed; compared byte for byte. Or else:
        admit: Says whether the signer's certificate is trusted. It is asked before
            the signature is checked, and may be asked by anybody's document.
        at: An aware instant at which the certificate must be valid; None for the
            signing time that the document states.
        max_bytes: Size of `data` above which nothing is parsed.

    Raises:
        SignatureRejected: For every document that does not prove itself.
        TypeError: Not exactly one of `pinned` and `admit` was given.
    """
    if (pinned is None) == (admit is None):
        raise TypeError("give either pinned= or admit=")
    # 1 strict XML, 2 shape
    root = parse(data, max_bytes=max_bytes)
    parts = read_shape(root)

    # 3 certificate
    certificate = _certificate(parts.certificate)
    with Fence(SignatureRejected(Rejection.CERTIFICATE)):
        signer = load_der_x509_certificate(certificate.der)

    # 4 trust
    trusted = (
        certificate in pinned if pinned is not None else _asked(admit, certificate)
    )
    if not trusted:
        raise SignatureRejected(Rejection.NOT_ADMITTED)
    try:
        algorithm_of(certificate.public_key())
    except (KeyRefused, CertificateUnreadable) as odd:
        raise SignatureRejected(Rejection.KEY) from odd

    # 5 signxml
    document, properties = _signed(root, signer, parts)

    # 6 bind
    _check_named(properties, certificate)
    signing_time = _signing_time(properties)
    if not certificate.valid_at(at or signing_time):
        raise SignatureRejected(Rejection.CERTIFICATE_TIME)
    return Verified(document, certificate, signing_time)


def _asked(
    admit: Callable[[SealCertificate], bool] | None, certificate: SealCertificate
) -> bool:
    return admit is not None and admit(certificate)


def _certificate(der: bytes) -> SealCertificate:
    try:
        found = load(der)
    except CertificateUnreadable as odd:
        raise SignatureRejected(Rejection.CERTIFICATE) from odd
    # `load` also reads other wrappings; here only DER is one.
    if [each.der for each in found] != [der]:
        raise SignatureRejected(Rejection.CERTIFICATE)
    return found[0]


def _signed(
    root: etree._Element, signer: Certificate, parts: Parts
) -> tuple[etree._Element, etree._Element]:
    """Let signxml verify; give the document and the signed properties it verified."""
    # Importing signxml costs more than everything else here.
    from signxml import (  # noqa: PLC0415 - as above
        DigestAlgorithm,
        SignatureMethod,
    )
    from signxml.algorithms import CanonicalizationMethod  # noqa: PLC0415 - as above
    from signxml.exceptions import InvalidDigest  # noqa: PLC0415 - as above
    from signxml.xades import (  # noqa: PLC0415 - as above
        XAdESSignatureConfiguration,
        XAdESVerifier,
    )

    mute_signxml()
    config = XAdESSignatureConfiguration(
        location="./",
        expect_references=3,
        signature_methods=frozenset({SignatureMethod[parts.method]}),
        digest_algorithms=frozenset(DigestAlgorithm(uri) for uri in DIGESTS),
        # The validity is judged in step 6, against the time the caller wants.
        verification_time=signer.not_valid_before_utc,
        # signxml would take 1.1, while a missing transform means 1.0.
        default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    with Fence(SignatureRejected(Rejection.SIGNATURE)):
        try:
            results: list[VerifyResult] = XAdESVerifier().verify(
                root,
                x509_cert=signer,
                parser=parser(),
                expect_config=config,
                validate_schema=False,
            )
        except InvalidDigest as changed:
            raise SignatureRejected(Rejection.DIGEST) from changed
        # The order of the references was checked with the shape.
        document, properties, _key_info = (each.signed_xml for each in results)
        return document, properties


def _check_named(properties: etree._Element, certificate: SealCertificate) -> None:
    """Hold the signed properties' certificate digest against the certificate."""
    method = properties.find(f".//{XADES}CertDigest/{DS}DigestMethod")
    value = properties.findtext(f".//{XADES}CertDigest/{DS}DigestValue", "")
    name = DIGESTS[method.get("Algorithm", "")] if method is not None else "sha256"
    digest = hashlib.new(name, certificate.der).digest()
    if b"".join(value.encode().split()) != b64encode(digest):
        raise SignatureRejected(Rejection.PROPERTIES)


def _signing_time(properties: etree._Element) -> datetime:
    text = properties.findtext(f".//{XADES}SigningTime", "")
    if not _TIME.fullmatch(text):
        raise SignatureRejected(Rejection.PROPERTIES)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as odd:
        raise SignatureRejected(Rejection.PROPERTIES) from odd
