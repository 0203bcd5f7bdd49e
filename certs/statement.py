"""What a verified statement says of one certificate: the shape that CRL and OCSP share.

An instant asked about lies in the past or is now. A statement speaks for it when it
was made later (it then knows of every revocation before), or is still in force then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from certs.errors_now import StatementRejected, Unproved
from certs.fence import Fence
from certs.model import SealCertificate

SKEW: Final = timedelta(minutes=5)


class Source(StrEnum):
    """Where a statement comes from."""

    CRL = "crl"
    OCSP = "ocsp"


class Status(StrEnum):
    """What is known about the revocation of a certificate."""

    GOOD = "good"
    REVOKED = "revoked"
    ON_HOLD = "onHold"
    UNKNOWN = "unknown"
    NO_ANSWER = "noAnswer"
    NOT_CHECKED = "notChecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: was this certificate, of this issuer, revoked by this instant?

    Attributes:
        certificate: The seal.
        issuer: Who issued it, by name and key.
        at: The instant; a revocation at or before it counts.
        now: The clock, which is later than `at`, or the same.
    """

    certificate: SealCertificate
    issuer: SealCertificate
    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    """A revocation, or a hold, as it is told.

    Attributes:
        since: From when, UTC.
        reason: Why, as RFC 5280, 5.3.1 names it; None where nothing is said.
        invalid_since: When the key may have been compromised, if that is told.
    """

    since: datetime
    reason: str | None = None
    invalid_since: datetime | None = None

    @property
    def is_final(self) -> bool:
        """It can never be taken back; only a hold can (RFC 5280, 5.3.1)."""
        return self.reason != "certificateHold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement whose signature, signer, subject and age were verified.

    Attributes:
        source: CRL or OCSP.
        status: As of the instant asked about: `good` also when revoked later.
        this_update: When it was known to be true, UTC.
        next_update: Until when the next is promised, UTC; None where OCSP has none.
        told: The revocation that it tells of, also when later than asked; or None.
        number: The list's cRLNumber; None for OCSP.
        checked_responder: For OCSP, that the responder's own certificate needs no
            check of its revocation: it is the issuer's, or says `nocheck`.
        fresh: The response answers our very request, as its nonce shows.
    """

    source: Source
    status: Status
    this_update: datetime
    next_update: datetime | None
    told: Revoked | None = None
    number: int | None = None
    checked_responder: bool = True
    fresh: bool = False


def fenced(reason: Unproved) -> Fence:
    """Make a fence that turns whatever happens inside it into one rejection."""
    return Fence(StatementRejected(reason), passing=StatementRejected)


def check_age(
    asked: Asked,
    this_update: datetime,
    next_update: datetime,
    *,
    told: Revoked | None,
    kept_since: datetime | None = None,
) -> None:
    """Return when a statement of this age speaks for the instant asked about.

    A revocation that is final is true for ever. That nothing is known against a
    certificate means little after its end, when revocations are often forgotten.

    Args:
        asked: The question.
        this_update: When it was made.
        next_update: Until when it holds.
        told: The revocation that it tells of, if any.
        kept_since: Revocations are kept of all certificates that ended after this
            instant (expiredCertsOnCRL; archiveCutoff, RFC 6960, 4.4.4).

    Raises:
        StatementRejected: It is from the future, stale, or made after the end.
    """
    if this_update > asked.now + SKEW:
        raise StatementRejected(Unproved.FUTURE)
    if next_update < asked.at and not (told and told.is_final):
        raise StatementRejected(Unproved.STALE)
    ended = asked.certificate.not_after
    is_kept = kept_since is not None and kept_since <= ended
    if told is None and this_update > ended and not is_kept:
        raise StatementRejected(Unproved.AFTER_EXPIRY)


def status_at(asked: Asked, told: Revoked | None) -> Status:
    """Say what a revocation, or none, means for the instant asked about.

    Raises:
        StatementRejected: The reason is one that only a list of changes may give.
    """
    if told is None:
        return Status.GOOD
    if told.reason == "removeFromCRL":
        raise StatementRejected(Unproved.ENTRY)
    if told.since > asked.at:
        return Status.GOOD
    return Status.REVOKED if told.is_final else Status.ON_HOLD
