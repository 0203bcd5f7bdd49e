"""[1] What a certificate says for a ZAW-FA: its unique data, and whether it logs in.

KSeF finds the NIP or PESEL of a signature in serialNumber, that of a seal in
organizationIdentifier; a certificate without them is known by its SHA-256 alone.

Source: ksef-docs, auth/podpis-xades.md at d92d285.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from certs.errors import CertificateUnreadable, TrustedListRejected, Unreadable
from certs.fence import Fence
from certs.judging import (
    Judged,
    Kind,
    Purpose,
    Validity,
    judge_seal,
    kind_of,
    validity_on,
)
from certs.model import SealCertificate
from certs.trust import Verdict
from certs.trusted_list import TrustedList
from ksef.model import ZawFaPurpose
from ksef.zawfa.model import NipGiven, Notice, UniqueData, fingerprint_of
from ksef.zawfa.provisions import error
from vocabulary.finding import Finding, Severity

_SERIAL_NUMBER: Final = "2.5.4.5"
_PERSONAL_ID: Final = re.compile(
    r"(PNOPL|PESEL).*?[0-9]{11}|(TINPL|NIP).*?[0-9]{10}", re.ASCII
)
_KEY: Final = "seal"
_SOURCE: Final = "ksef-docs, auth/podpis-xades.md"
_NOT_QUALIFIED: Final = frozenset({Verdict.NOT_QUALIFIED, Verdict.QUALIFIED_SIGNATURE})


@dataclass(frozen=True, slots=True)
class SealJudged:
    """What is known of the filer's seal.

    Attributes:
        can_authenticate: Whether the filer can log in to KSeF with it.
        findings: Why, for the person who prepares the notice.
    """

    can_authenticate: bool
    findings: tuple[Finding, ...]


def with_certificate(
    notice: Notice, certificate: SealCertificate
) -> tuple[Notice, tuple[Finding, ...]]:
    """Take the unique data from a certificate, and say what does not fit it.

    Raises:
        CertificateUnreadable: A part of it is broken.
    """
    data = unique_data(certificate)
    found = tuple(_misfits(notice, certificate, data))
    return replace(notice, unique_data=data), found


def _misfits(
    notice: Notice, certificate: SealCertificate, data: UniqueData
) -> Iterator[Finding]:
    """Compare a certificate with the digest that was written, the purpose, the day."""
    written = notice.unique_data
    if written and fingerprint_of(written.fingerprint) != data.fingerprint:
        yield error(
            "zawfa.fingerprint_differs",
            "fingerprint",
            "Podany skrót nie jest skrótem podanego certyfikatu.",
        )
    with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
        kind = kind_of(certificate)
        validity = validity_on(certificate, notice.filing_on)
    is_seal = notice.purpose is ZawFaPurpose.REPORT_SEAL
    if kind is (Kind.SIGNATURE if is_seal else Kind.SEAL):
        wanted, other = ("pieczęci", "podpisu") if is_seal else ("podpisu", "pieczęci")
        yield error(
            "zawfa.certificate_kind",
            "fingerprint",
            f"Potrzebny jest certyfikat {wanted}, a podano certyfikat {other}.",
        )
    if validity is Validity.EXPIRED:
        yield error(
            "zawfa.certificate_expired",
            "fingerprint",
            "W dniu złożenia certyfikat będzie już nieważny; zgłoś nowy.",
        )


def unique_data(certificate: SealCertificate) -> UniqueData:
    """Give the SHA-256 of a certificate, and whether KSeF finds a number in it."""
    serials = certificate.subject.values(_SERIAL_NUMBER)
    has_id = certificate.nip is not None or any(
        _PERSONAL_ID.search(str(each)) for each in serials
    )
    return UniqueData(fingerprint=certificate.sha256.hex().upper(), has_id=has_id)


def judge_filer_seal(
    certificate: SealCertificate,
    nip: NipGiven,
    trusted_list: TrustedList | TrustedListRejected | None,
    *,
    on: date,
    now: datetime | None = None,
) -> SealJudged:
    """Say whether a seal lets the filer into KSeF, so that no ZAW-FA is needed.

    Chain and revocation are not looked at: a seal that seems fit is to be tried first.

    Args:
        certificate: Of the seal.
        nip: The filer's.
        trusted_list: The verified Polish list, where there is one.
        on: The day of filing.
        now: The clock, as for `certs.judging.judge_seal`.

    Raises:
        CertificateUnreadable: A part of it is broken.
    """
    judged = judge_seal(certificate, trusted_list, purpose=Purpose.KSEF, on=on, now=now)
    against = tuple(_against(judged, certificate, nip))
    if against:
        return SealJudged(can_authenticate=False, findings=against)
    listed = judged.listed.verdict is Verdict.QUALIFIED_SEAL
    proof = "lista zaufania to potwierdza" if listed else "listy zaufania nie użyto"
    fits = Finding(
        "zawfa.seal_fits",
        Severity.INFO,
        f"Pieczęć zawiera NIP podmiotu, jest ważna i nadaje się do KSeF ({proof};"
        " unieważnienia nie sprawdzono).",
        _KEY,
        clause=_SOURCE,
    )
    return SealJudged(can_authenticate=True, findings=(fits,))


def _against(
    judged: Judged, certificate: SealCertificate, nip: NipGiven
) -> Iterator[Finding]:
    """Say why the filer cannot log in with it."""
    if judged.kind is not Kind.SEAL:
        yield _no("zawfa.seal_kind", "Ten certyfikat nie jest certyfikatem pieczęci.")
    if judged.validity is not Validity.VALID:
        yield _no("zawfa.seal_validity", "W dniu złożenia pieczęć nie jest ważna.")
    if judged.listed.verdict in _NOT_QUALIFIED:
        yield _no(
            "zawfa.seal_not_qualified",
            "Według listy zaufania to nie jest kwalifikowana pieczęć.",
        )
    if certificate.nip is None:
        yield _no(
            "zawfa.seal_without_nip",
            "W pieczęci nie ma NIP; jej dane unikalne można zgłosić w ZAW-FA.",
        )
    elif certificate.nip != nip:
        yield _no("zawfa.seal_other_nip", "W pieczęci jest NIP innego podmiotu.")
    for each in judged.findings:
        if each.severity is Severity.ERROR:
            yield Finding(
                each.rule,
                Severity.INFO,
                each.message,
                _KEY,
                clause=each.clause or _SOURCE,
            )


def _no(code: str, text: str) -> Finding:
    return Finding(code, Severity.INFO, text, _KEY, clause=_SOURCE)
