"""A seal judged in three separate words: what it claims, what a list says, now.

    claims          the certificate's own word, which proves nothing
    trusted list    certs.trust
    now             whether the day lies in its validity

Not here: the rest of *now*, chain and revocation (certs.now).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from certs.errors import CertificateUnreadable, TrustedListRejected, Unreadable
from certs.fence import Fence
from certs.model import SealCertificate
from certs.profiles import (
    crpo_seal,
    en_319_412_1,
    en_319_412_2,
    en_319_412_3,
    en_319_412_5,
    ksef_seal,
    rfc5280,
)
from certs.profiles.clause import Clause, findings_of
from certs.trust import Judgement, judge
from certs.trusted_list import TrustedList
from vocabulary.clock import WARSAW, warsaw_day
from vocabulary.finding import Finding
from vocabulary.identifiers import Nip

_ANY: Final = (
    *rfc5280.CLAUSES,
    *en_319_412_1.CLAUSES,
    *en_319_412_2.CLAUSES,
    *en_319_412_3.CLAUSES,
    *en_319_412_5.CLAUSES,
)
_SEAL: Final = (*_ANY, en_319_412_5.COMPLIANCE)
# ETSI EN 319 411-2, 5.3: QCP-l and QCP-l-qscd.
_LEGAL_PERSON: Final = frozenset({"0.4.0.194112.1.1", "0.4.0.194112.1.3"})


class Purpose(StrEnum):
    """What the seal is wanted for."""

    CRPO = "crpo"
    KSEF = "ksef"
    SEAL = "seal"


_CLAUSES: Final = MappingProxyType(
    {
        Purpose.CRPO: (*_SEAL, *crpo_seal.CLAUSES),
        Purpose.KSEF: (*_ANY, *ksef_seal.CLAUSES),
        Purpose.SEAL: _SEAL,
    }
)


def clauses_of(purpose: Purpose, office: Nip | None = None) -> tuple[Clause, ...]:
    """Give every clause that is asked for a purpose, by an office of this NIP."""
    if purpose is Purpose.KSEF:
        return (*_CLAUSES[purpose], *ksef_seal.nip_clauses(office))
    return _CLAUSES[purpose]


class Kind(StrEnum):
    """What a certificate claims to be."""

    SEAL = "eseal"
    SIGNATURE = "esign"
    OTHER = "other"


class Validity(StrEnum):
    """Where a day lies to a certificate's validity."""

    VALID = "valid"
    NOT_YET = "notYetValid"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Judged:
    """The three words, and all that was found on the way.

    Attributes:
        kind: What it claims to be.
        listed: What the list says.
        validity: At the `moment` of the day asked about.
        needs_list: Whether it is fit only when a list calls it a qualified seal; KSeF
            also takes what it issued itself, which no list tells.
        findings: Of reading, of the clauses, of the list.
    """

    kind: Kind
    listed: Judgement
    validity: Validity
    needs_list: bool
    findings: tuple[Finding, ...]


def judge_seal(
    certificate: SealCertificate,
    trusted_list: TrustedList | TrustedListRejected | None,
    *,
    purpose: Purpose,
    on: date,
    accept_stale: bool = False,
    now: datetime | None = None,
    office: Nip | None = None,
) -> Judged:
    """Judge a certificate for a purpose on a day in Europe/Warsaw.

    Args:
        certificate: The seal.
        trusted_list: A verified list, or None where there is none.
        purpose: What the seal is wanted for.
        on: The day.
        accept_stale: As for `certs.trust.judge`.
        now: The clock, aware; the moment of today that counts. None: noon does.
        office: The office's own NIP, where it is known: KSeF looks for the gmina's.

    Raises:
        CertificateUnreadable: A part of it is broken.
    """
    listed = judge(certificate, trusted_list, on=on, accept_stale=accept_stale)
    with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
        asked = findings_of(clauses_of(purpose, office), certificate)
        return Judged(
            kind=kind_of(certificate),
            listed=listed,
            validity=validity_on(certificate, on, now),
            needs_list=purpose is not Purpose.KSEF or certificate.claims_qualified,
            findings=(*certificate.findings, *asked, *listed.findings),
        )


def kind_of(certificate: SealCertificate) -> Kind:
    """Tell what a certificate claims to be: its QcType, else its policies and names."""
    extensions = certificate.extensions
    types = extensions.qc.types if extensions.qc else ()
    if types:
        [kind, *others] = types
        is_known = not others and kind in {Kind.SEAL, Kind.SIGNATURE}
        return Kind(kind) if is_known else Kind.OTHER
    if certificate.subject.names_a_person:
        return Kind.SIGNATURE
    is_legal = not _LEGAL_PERSON.isdisjoint(extensions.policies)
    return Kind.SEAL if is_legal else Kind.OTHER


def validity_on(
    certificate: SealCertificate, on: date, now: datetime | None = None
) -> Validity:
    """Tell whether a certificate is valid at the `moment` of a day in Warsaw."""
    instant = moment(on, now)
    if instant < certificate.not_before:
        return Validity.NOT_YET
    return Validity.VALID if certificate.valid_at(instant) else Validity.EXPIRED


def moment(on: date, now: datetime | None) -> datetime:
    """Give the instant at which a day in Warsaw is judged: now if it is today, or noon.

    Args:
        on: The day.
        now: The clock, aware, or None.
    """
    if now is not None and warsaw_day(now) == on:
        return now
    return datetime.combine(on, time(12), WARSAW).astimezone(UTC)
