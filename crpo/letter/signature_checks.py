"""[5] A signed letter brought back: is it ours, who signed it, and may she? Pure.

    bytes -> 1 container -> 2 signature -> 3 content -> 4 signer -> a verdict

Promises
    - `accepted` is said only of what a verified signature covers, by a certificate that
      a trusted list calls qualified and an issuer not revoked, of the named head.
    - A reason to refuse counts even where the signature could not be verified; nothing
      unverified ever speaks for a letter.
    - Any bytes end in a verdict.

What the signature library of certs reads is what can be accepted: `_verified` is the
one place that asks it. Revocation is judged as of the end of the day of signing.
"""

import hashlib
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from lxml import etree

from certs.errors import CertificateUnreadable, SignatureInvalid
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.now import Material
from certs.rejection import Rejection
from certs.shape import read_shape
from certs.strict_xml import DS, parse, parser
from certs.verify import verify_shaped
from crpo.letter import content_checks, signer_status
from crpo.letter.content_checks import check_content
from crpo.letter.findings import error, warning
from crpo.letter.package import Package
from crpo.letter.seal_checks import AnyList
from crpo.letter.signer_checks import check_signer
from crpo.letter.signer_status import check_listed, check_revoked
from vocabulary.finding import Finding, stops

MAX_BYTES: Final = 16 * 1_048_576
_AHEAD: Final = timedelta(minutes=10)
# The signature is false, or there is none. Every other reason is a shape that is not
# read here, of which nothing can be told.
_FALSE: Final = frozenset(
    {
        Rejection.DIGEST,
        Rejection.SIGNATURE,
        Rejection.CERTIFICATE_TIME,
        Rejection.KEY,
        Rejection.DUPLICATE_ID,
    }
)
_UNTOLD: Final = frozenset(
    {
        "crpo.letter.container",
        "crpo.letter.signature_not_read",
    }
    | content_checks.UNTOLD
    | signer_status.UNTOLD
)
_CONTAINERS: Final = (
    (b"%PDF", "plik PDF (podpis PAdES)"),
    (b"PK\x03\x04", "kontener ZIP (podpis ASiC)"),
    (b"0", "plik CMS (podpis CAdES, .p7m, .p7s)"),
)


class Verdict(StrEnum):
    """What is to be thought of a signed letter."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANNOT_TELL = "cannotTell"


@dataclass(frozen=True, slots=True)
class Attached:
    """What was found of a signed file.

    Attributes:
        verdict: The word.
        findings: Why; an ERROR refuses.
        signed_at: As the signer states it, UTC; None where nothing was verified.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Signed:
    """What a verified signature covers, and whose it is."""

    element: etree._Element
    signer: SealCertificate
    signed_at: datetime


def judge_signed(
    data: bytes,
    package: Package,
    trusted_list: AnyList,
    *,
    material: Material,
    now: datetime,
) -> Attached:
    """Judge a signed file against the letter that was prepared.

    Args:
        data: The file as it came back.
        package: The letter.
        trusted_list: A verified list, why there is none, or None.
        material: What chain and revocation of the signer are judged with.
        now: An aware instant; a signature from the future is refused.

    Source: podatki.gov.pl, API CRPO dla JST: a valid qualified signature of the head.
    """
    # 1 container
    if hashlib.sha256(data).hexdigest() in package.digests.values():
        return _verdict(
            [
                error(
                    "crpo.letter.not_signed",
                    "To przygotowany plik, jeszcze niepodpisany.",
                    "signature",
                )
            ]
        )
    root = _xml(data)
    if root is None:
        return _not_xml(data)
    if root.find(f".//{DS}Signature") is None and root.tag != f"{DS}Signature":
        return _verdict(
            [error("crpo.letter.not_signed", "Plik nie jest podpisany.", "signature")]
        )
    findings: list[Finding] = []
    # 2 signature
    signed = _verified(data)
    if isinstance(signed, Finding):
        findings.append(signed)
        findings += check_content(root, package)
        findings += _claimed_signer(root, package)
        return _verdict(findings)
    # 3 content
    findings += check_content(signed.element, package)
    # 4 signer
    findings += check_signer(root, signed.signer, package)
    findings += _time(signed.signed_at, package, now)
    signer, signed_at = signed.signer, signed.signed_at
    findings += check_listed(signer, signed_at, trusted_list)
    findings += check_revoked(signer, signed_at, material, now=now)
    return _verdict(findings, signed.signed_at)


def _verified(data: bytes) -> _Signed | Finding:
    """Ask certs to verify; give what was signed, or why nothing was.

    The only place that knows which verifier there is.
    """
    try:
        root = parse(data, max_bytes=MAX_BYTES, style_sheet=True)
        parts = read_shape(root, made_elsewhere=True)
        found = verify_shaped(root, parts, trusted=None, at=None)
    except SignatureInvalid as rejected:
        if rejected.reason in _FALSE:
            return error(
                "crpo.letter.signature_false",
                f"Podpis jest nieważny: {rejected.polish}.",
                "signature",
            )
        return warning(
            "crpo.letter.signature_not_read",
            f"Tego podpisu program nie umie sprawdzić: {rejected.polish}.",
            "signature",
        )
    return _Signed(found.element, found.signer, found.signing_time)


def _xml(data: bytes) -> etree._Element | None:
    """Parse what may be a document of ePUAP, whose processing instructions we allow."""
    if len(data) > MAX_BYTES or b"<!DOCTYPE" in data:
        return None
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if root.getroottree().docinfo.internalDTD is None else None


def _not_xml(data: bytes) -> Attached:
    for start, name in _CONTAINERS:
        if data.startswith(start) and len(data) <= MAX_BYTES:
            return _verdict(
                [
                    warning(
                        "crpo.letter.container",
                        f"To {name}; program sprawdza tylko XAdES, więc nie wiadomo.",
                        "signature",
                    )
                ]
            )
    return _verdict(
        [
            error(
                "crpo.letter.not_signed",
                "To nie jest podpisany dokument XML.",
                "signature",
            )
        ]
    )


def _claimed_signer(root: etree._Element, package: Package) -> Iterator[Finding]:
    """Say what stands against the certificate in an unverified signature."""
    bodies = list(root.iter(f"{DS}X509Certificate"))
    try:
        claimed = load_leaf(b64decode(bodies[0].text or "")) if bodies else None
    except (CertificateUnreadable, ValueError):
        claimed = None
    alone = claimed if len(bodies) == 1 else None
    yield from check_signer(root, alone, package)


def _time(signed_at: datetime, package: Package, now: datetime) -> Iterator[Finding]:
    if signed_at > now + _AHEAD:
        yield error(
            "crpo.letter.signed_in_future", "Podpis ma datę z przyszłości.", "signature"
        )
    elif signed_at < package.prepared_at - _AHEAD:
        yield error(
            "crpo.letter.signed_before",
            "Podpis jest starszy niż przygotowane pismo.",
            "signature",
        )


def _verdict(findings: list[Finding], signed_at: datetime | None = None) -> Attached:
    if stops(findings):
        word = Verdict.REFUSED
    elif any(each.rule in _UNTOLD for each in findings):
        word = Verdict.CANNOT_TELL
    else:
        word = Verdict.ACCEPTED
    return Attached(word, tuple(findings), signed_at)
