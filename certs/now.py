"""The third word, *now*: the chain and revocation of a seal on a day, together.

The dates of the seal itself are `certs.judging.validity_on`. Nobody knows tomorrow's
revocations, so a day to come is asked about as of now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from certs.chain import Chain, build_chain
from certs.fetch import Fetch
from certs.judging import moment
from certs.model import SealCertificate
from certs.revocation import Revocation, judge_revocation, no_issuer, not_checked
from certs.statement import Asked
from vocabulary.clock import WARSAW
from vocabulary.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What there is to judge with; all of it may be somebody else's, and is checked.

    Attributes:
        anchors: Certificates of the trusted list's services.
        pool: Certificates that may stand between.
        crls: Revocation lists.
        responses: OCSP responses.
        fetch: Asks the addresses that stand in the certificates; None asks nobody.
    """

    anchors: Sequence[SealCertificate] = ()
    pool: Sequence[SealCertificate] = ()
    crls: Sequence[bytes] = ()
    responses: Sequence[bytes] = ()
    fetch: Fetch | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """What is known of a seal beside its own dates.

    Attributes:
        chain: Who vouches for it, at the `certs.judging.moment` of the day.
        revocation: Whether it was revoked by the end of the day, or by now.
        revocation_at: Which instant that is, UTC.
    """

    chain: Chain
    revocation: Revocation
    revocation_at: datetime

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found of both."""
        between = self.chain.path[1:-1]
        unchecked = (_AUTHORITIES,) if between and self.revocation.statement else ()
        return (*self.chain.findings, *self.revocation.findings, *unchecked)


_AUTHORITIES = Finding(
    "certs.revocation.authorities_not_checked",
    Severity.INFO,
    "Unieważnienia certyfikatów pośrednich w łańcuchu nie sprawdzono.",
    clause="RFC 5280, 6.1.3 (a)(3)",
)


def judge_now(
    leaf: SealCertificate, material: Material, *, on: date, now: datetime
) -> Now:
    """Judge chain and revocation of a seal for a day in Europe/Warsaw.

    Args:
        leaf: The seal.
        material: What there is to judge with.
        on: The day.
        now: The clock, aware.
    """
    chain = build_chain(
        leaf,
        at=moment(on, now),
        anchors=material.anchors,
        pool=material.pool,
        fetch=material.fetch,
    )
    at = min(now, datetime.combine(on, time.max, WARSAW))
    return Now(chain, _revocation(chain, material, at=at, now=now), at)


def _revocation(
    chain: Chain, material: Material, *, at: datetime, now: datetime
) -> Revocation:
    if chain.issuer is None:
        is_asked = material.crls or material.responses or material.fetch
        return no_issuer() if is_asked else not_checked()
    return judge_revocation(
        Asked(certificate=chain.path[0], issuer=chain.issuer, at=at, now=now),
        crls=material.crls,
        responses=material.responses,
        fetch=material.fetch,
    )
