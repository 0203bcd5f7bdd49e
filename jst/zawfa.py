"""[1] A file with a ZAW-FA, its certificates read and judged, and all its findings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from certs.errors import TrustedListRejected
from certs.load import read_certificates
from certs.model import SealCertificate
from certs.trusted_list import TrustedList
from jst.zawfa_file import ZawfaFile
from ksef.zawfa.certificate import judge_filer_seal, with_certificate
from ksef.zawfa.checks import check
from ksef.zawfa.checks_parts import check_change
from ksef.zawfa.checks_route import check_today
from ksef.zawfa.model import Notice
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding


@dataclass(frozen=True, slots=True)
class Prepared:
    """One notice with everything that was found about it."""

    notice: Notice
    findings: tuple[Finding, ...]


def prepare(
    file: ZawfaFile,
    *,
    read: Callable[[Path], bytes],
    trusted_list: TrustedList | TrustedListRejected | None,
    now: datetime,
) -> tuple[Prepared, ...]:
    """Read the certificates that a file names, and check its notices.

    Args:
        file: As it was read.
        read: Gives the bytes of a file that it names.
        trusted_list: The verified Polish list, where there is one.
        now: The clock, aware.

    Raises:
        CertificateUnreadable: A file that it names is no certificate.
    """
    own = _certificate(file.certificate, read)
    seal = _certificate(file.seal_certificate, read)
    alone = len(file.notices) == 1
    together = () if alone else tuple(check_change(*file.notices))
    return tuple(
        _prepared(
            notice,
            own if alone or notice.takes_unique_data else None,
            seal,
            trusted_list,
            now,
            together,
        )
        for notice in file.notices
    )


def _certificate(
    path: Path | None, read: Callable[[Path], bytes]
) -> SealCertificate | None:
    return None if path is None else read_certificates(read(path)).leaf


def _prepared(
    notice: Notice,
    own: SealCertificate | None,
    seal: SealCertificate | None,
    trusted_list: TrustedList | TrustedListRejected | None,
    now: datetime,
    told: tuple[Finding, ...],
) -> Prepared:
    if own is not None:
        notice, differs = with_certificate(notice, own)
        told = (*told, *differs)
    if seal is not None:
        judged = judge_filer_seal(
            seal, notice.filer.nip, trusted_list, on=notice.filing_on, now=now
        )
        told = (*told, *judged.findings)
        filer = replace(notice.filer, can_authenticate=judged.can_authenticate)
        notice = replace(notice, filer=filer)
    told = (*told, *check_today(notice, warsaw_day(now)))
    return Prepared(notice, check(notice, more=told))
