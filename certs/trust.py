"""What a trusted list says of a certificate on a day: the second of three words.

    1 the service whose key issued it -> 2 its status -> 3 qualifiers -> 4 the word

A certificate's own claim never makes it qualified; only a verified list does, and a
list that is past its next update is said to be so. Why so: ADR-0015.

Source: ETSI TS 119 615 V1.2.1, clause 4.4 (qualified certificates), in the part that
seals need: services of type CA/QC, statuses since 2016-07-01.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from certs.criteria import CriteriaUnknown
from certs.errors import CertificateUnreadable, TrustedListRejected
from certs.extensions import Extensions
from certs.model import SealCertificate
from certs.signed_by import check_signed_by
from certs.trusted_list import Service, ServiceStatus, TrustedList
from vocabulary.clock import WARSAW
from vocabulary.finding import Finding, Severity

_TYPES: Final = MappingProxyType(
    {"QCForESeal": "eseal", "QCForESig": "esign", "QCForWSA": "web"}
)
_PURPOSES: Final = MappingProxyType(
    {
        "eseal": "ForeSeals",
        "esign": "ForeSignatures",
        "web": "ForWebSiteAuthentication",
    }
)


class Verdict(StrEnum):
    """What a list says."""

    QUALIFIED_SEAL = "qualifiedSeal"
    QUALIFIED_SIGNATURE = "qualifiedSignature"
    NOT_QUALIFIED = "notQualified"
    CANNOT_TELL = "cannotTell"


class _Why(StrEnum):
    """What the verdict rests on; the value ends the code `certs.trust.…`."""

    NO_LIST = "no_list"
    STALE = "list_stale"
    ISSUER_NOT_LISTED = "issuer_not_listed"
    NOT_GRANTED = "service_not_granted"
    EXCLUDED = "excluded_by_list"
    NO_CLAIM = "no_qc_compliance"
    UNKNOWN_CRITERION = "unknown_criterion"
    SEVERAL_TYPES = "several_types"
    PURPOSE = "service_not_for_purpose"
    SEAL = "qualified_seal"
    SIGNATURE = "qualified_signature"
    WEB = "qualified_web"


_SAID: Final = MappingProxyType(
    {
        _Why.NO_LIST: (
            Verdict.CANNOT_TELL,
            "Bez listy zaufania nie wiadomo, czy certyfikat jest kwalifikowany.",
        ),
        _Why.STALE: (
            Verdict.CANNOT_TELL,
            "Lista zaufania jest tego dnia przeterminowana; nie zna nowszych zmian.",
        ),
        _Why.ISSUER_NOT_LISTED: (
            Verdict.NOT_QUALIFIED,
            "Żaden klucz z listy zaufania nie wystawił tego certyfikatu.",
        ),
        _Why.NOT_GRANTED: (
            Verdict.NOT_QUALIFIED,
            "Usługa wystawcy nie była kwalifikowana tego dnia lub przy wystawieniu.",
        ),
        _Why.EXCLUDED: (
            Verdict.NOT_QUALIFIED,
            "Lista zaufania wyłącza takie certyfikaty z kwalifikowanych.",
        ),
        _Why.NO_CLAIM: (
            Verdict.NOT_QUALIFIED,
            "Ani certyfikat, ani lista nie mówią, że jest kwalifikowany.",
        ),
        _Why.UNKNOWN_CRITERION: (
            Verdict.CANNOT_TELL,
            "Lista zaufania używa warunku, którego program nie zna.",
        ),
        _Why.SEVERAL_TYPES: (
            Verdict.CANNOT_TELL,
            "Certyfikat lub lista wskazuje kilka rodzajów naraz.",
        ),
        _Why.PURPOSE: (
            Verdict.NOT_QUALIFIED,
            "Usługa wystawcy nie obejmuje na liście certyfikatów tego rodzaju.",
        ),
        _Why.SEAL: (
            Verdict.QUALIFIED_SEAL,
            "Według listy to kwalifikowany certyfikat pieczęci elektronicznej.",
        ),
        _Why.SIGNATURE: (
            Verdict.QUALIFIED_SIGNATURE,
            "Według listy to kwalifikowany certyfikat podpisu, nie pieczęci.",
        ),
        _Why.WEB: (
            Verdict.NOT_QUALIFIED,
            "Według listy to certyfikat witryny, nie pieczęci ani podpisu.",
        ),
    }
)
_WORDS: Final = MappingProxyType(
    {"eseal": _Why.SEAL, "esign": _Why.SIGNATURE, "web": _Why.WEB}
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A word, and why.

    Attributes:
        verdict: The word.
        findings: What it rests on, the deciding one last.
        trusted_list: The list that was asked; None without one.
        age_days: Days from the issue of the list to the day asked about.
        is_stale: Whether the list had promised a newer one by that day.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    trusted_list: TrustedList | None = None
    age_days: int | None = None
    is_stale: bool = False


def judge(
    certificate: SealCertificate,
    trusted_list: TrustedList | TrustedListRejected | None,
    *,
    on: date,
    accept_stale: bool = False,
) -> Judgement:
    """Say what a list says of a certificate on a day in Europe/Warsaw.

    Args:
        certificate: The leaf.
        trusted_list: A verified list, why there is none to rely on, or None.
        on: The day; statuses count as they are when it ends.
        accept_stale: Give the word of a list that promised its next update for an
            earlier day, with a warning, instead of `cannotTell`.

    Raises:
        CertificateUnreadable: The certificate's extensions are broken.
    """
    if trusted_list is None:
        return Judgement(Verdict.CANNOT_TELL, (_finding(_Why.NO_LIST),))
    if isinstance(trusted_list, TrustedListRejected):
        return Judgement(Verdict.CANNOT_TELL, (_rejected(trusted_list),))
    age, is_stale = trusted_list.age_days(on), trusted_list.is_stale(on)
    found = [_Why.STALE] if is_stale else []
    if accept_stale or not is_stale:
        found.append(_why(certificate, trusted_list, on))
    verdict = _SAID[found[-1]][0]
    if is_stale and found[-1] is _Why.ISSUER_NOT_LISTED:
        # A newer list may know the issuer.
        verdict = Verdict.CANNOT_TELL
    findings = tuple(_finding(each) for each in found)
    return Judgement(verdict, findings, trusted_list, age, is_stale)


def _rejected(why: TrustedListRejected) -> Finding:
    return Finding(
        "certs.trust.list_rejected",
        Severity.WARNING,
        f"Listy zaufania nie użyto: {why.polish}.",
        clause="ETSI TS 119 612, 5.7",
    )


def _why(certificate: SealCertificate, trusted_list: TrustedList, on: date) -> _Why:
    # 1 the service
    service = _issuing(certificate, trusted_list)
    if service is None:
        return _Why.ISSUER_NOT_LISTED
    # 2 its status, on the day and when it issued
    status = service.status_at(datetime.combine(on, time.max, WARSAW))
    issuing = service.status_at(certificate.not_before)
    if not (_is_granted(status) and _is_granted(issuing)) or status is None:
        return _Why.NOT_GRANTED
    # 3 qualifiers
    try:
        return _word(certificate.extensions, status)
    except CriteriaUnknown:
        return _Why.UNKNOWN_CRITERION


def _issuing(certificate: SealCertificate, trusted_list: TrustedList) -> Service | None:
    for service in trusted_list.services:
        for key in service.keys:
            try:
                check_signed_by(certificate.der, key)
            except CertificateUnreadable:
                continue
            return service
    return None


def _is_granted(status: ServiceStatus | None) -> bool:
    return status is not None and status.status == "granted"


def _word(extensions: Extensions, status: ServiceStatus) -> _Why:
    hits = [q for q in status.qualifications if q.criteria.hold(extensions)]
    qualifiers = frozenset[str]().union(*(each.qualifiers for each in hits))
    if "NotQualified" in qualifiers:
        return _Why.EXCLUDED
    qc = extensions.qc
    if "QCStatement" not in qualifiers and not (qc and qc.compliance):
        return _Why.NO_CLAIM
    # The list overrules the certificate; a claim without a type means a signature.
    listed = {kind for name, kind in _TYPES.items() if name in qualifiers}
    types = listed or set((qc and qc.types) or ("esign",))
    if len(types) > 1 or not types <= _WORDS.keys():
        return _Why.SEVERAL_TYPES
    [kind] = types
    if status.purposes and _PURPOSES[kind] not in status.purposes:
        return _Why.PURPOSE
    # 4 the word
    return _WORDS[kind]


def _finding(why: _Why) -> Finding:
    verdict, polish = _SAID[why]
    is_good = verdict in {Verdict.QUALIFIED_SEAL, Verdict.QUALIFIED_SIGNATURE}
    return Finding(
        f"certs.trust.{why}",
        Severity.INFO if is_good else Severity.WARNING,
        polish,
        clause="ETSI TS 119 615, 4.4",
    )
