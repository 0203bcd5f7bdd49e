"""KSeF certificates: who has which, how many more there may be, and their end.

They carry the identity of whoever enrolled and no rights. A name is issued exactly as
`enrollments/data` told it, and a key belongs to one subject only.
Source: facts/ksef-api.md, 4; OpenAPI 2.7.0, /certificates.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import randbits
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jst.simulators.ksef_certificate_model import (
    IN_PROGRESS,
    ISSUED,
    REJECTED,
    Enrolment,
    KsefCertificate,
)
from jst.simulators.ksef_login_model import BAD_CERTIFICATE, Verdict
from jst.simulators.ksef_names import Ident, iso, reference
from jst.simulators.ksef_problems import gone, refused
from jst.simulators.ksef_subjects import KSEF_CERTIFICATE, Signer
from jst.simulators.pki import BogusCa, key_usage
from vocabulary.clock import Clock

KEPT: Final = timedelta(days=30)
VALID_DAYS: Final = 730
LIMITS: Final = {"Nip": (300, 100), "Pesel": (12, 6), "Fingerprint": (12, 6)}


class KsefCertificates:
    """All certificates and applications of one simulator."""

    def __init__(self, ca: BogusCa, *, clock: Clock, operation_s: float) -> None:
        self._ca = ca
        self._clock = clock
        self._takes = timedelta(seconds=operation_s)
        self._issued: dict[str, KsefCertificate] = {}
        self._enrolments: dict[str, Enrolment] = {}
        self.limits = dict(LIMITS)

    def remaining(self, subject: Ident) -> dict[str, Any]:
        """Tell how many more a subject may apply for and have."""
        now = self._clock()
        applications, certificates = self.limits[subject.type]
        made = sum(1 for each in self._enrolments.values() if each.subject == subject)
        active = [each for each in self.of(subject) if each.status(now) == "Active"]
        left = (max(0, applications - made), max(0, certificates - len(active)))
        return {
            "canRequest": min(left) > 0,
            "enrollment": {"remaining": left[0], "limit": applications},
            "certificate": {"remaining": left[1], "limit": certificates},
        }

    def apply(
        self,
        subject: Ident,
        request: x509.CertificateSigningRequest,
        *,
        name: str,
        kind: str,
        valid_from: datetime | None,
    ) -> dict[str, str]:
        """Accept an application.

        Raises:
            Problem: 25006 or 25007; there are too many.
        """
        left = self.remaining(subject)
        for limit, code in (("enrollment", 25006), ("certificate", 25007)):
            if not left[limit]["remaining"]:
                raise refused(code)
        now = self._clock()
        made = Enrolment(
            reference=reference("CE", now),
            subject=subject,
            name=name,
            kind=kind,
            request=request,
            valid_from=max(valid_from or now, now),
            requested_at=now,
            due_at=now + self._takes,
        )
        self._enrolments[made.reference] = made
        return {"referenceNumber": made.reference, "timestamp": iso(now)}

    def enrolment(self, number: str, subject: frozenset[Ident]) -> dict[str, Any]:
        """Tell how an application went.

        Raises:
            Problem: 25005 for a number that is not known here, 410 after 30 days.
        """
        self.settle()
        found = self._enrolments.get(number)
        if found is None or found.subject not in subject:
            raise refused(25005)
        if self._clock() - found.requested_at > KEPT:
            raise gone()
        return found.json

    def of(self, *subject: Ident) -> Iterator[KsefCertificate]:
        """Give the certificates of a subject, the last applied for first."""
        self.settle()
        found = [each for each in self._issued.values() if each.subject in subject]
        found.sort(key=lambda each: each.requested_at, reverse=True)
        return iter(found)

    def one(self, serial: str, subject: frozenset[Ident]) -> KsefCertificate:
        """Give a certificate of a subject.

        Raises:
            Problem: 25008; there is none.
        """
        self.settle()
        found = self._issued.get(serial)
        if found is None or found.subject not in subject:
            raise refused(25008)
        return found

    def revoke(self, certificate: KsefCertificate) -> None:
        """Revoke a certificate.

        Raises:
            Problem: 25009; it is not active.
        """
        now = self._clock()
        if certificate.status(now) != "Active":
            raise refused(25009)
        certificate.revoked_at = now

    def block(self, serial: str) -> None:
        """Block a certificate, as the Ministry may."""
        self._issued[serial].is_blocked = True

    def recognise(self, signer: Signer) -> Signer:
        """Tell whose certificate it is, where we issued it.

        Raises:
            Problem: 21115; it is one that signs codes on invoices only.
        """
        found = self._found(signer)
        if found is None:
            return signer
        if found.kind != "Authentication":
            raise refused(21115)
        found.used_at = self._clock()
        return replace(signer, means=KSEF_CERTIFICATE, named=found.subject)

    def judge(self, signer: Signer) -> Verdict | None:
        """Say what is wrong with a certificate of ours; None for nothing."""
        found = self._found(signer)
        words = {
            "Revoked": "Certyfikat odwołany",
            "Expired": "Nieważny certyfikat",
            "Blocked": "Certyfikat zawieszony",
        }
        status = found.status(self._clock()) if found else "Active"
        return Verdict(BAD_CERTIFICATE, words[status]) if status in words else None

    def settle(self) -> None:
        """Decide the applications that are due."""
        now = self._clock()
        for each in self._enrolments.values():
            if each.code == IN_PROGRESS and each.due_at <= now:
                self._decide(each)

    def _decide(self, enrolment: Enrolment) -> None:
        key = enrolment.request.public_key()
        digest = _spki(key)
        if any(
            _spki(each.certificate.public_key()) == digest
            and each.subject != enrolment.subject
            for each in self._issued.values()
        ):
            enrolment.code = REJECTED
            return
        is_login = enrolment.kind == "Authentication"
        certificate = self._ca.certify(
            key,  # type: ignore[arg-type]  # RSA or EC: the request was checked
            enrolment.request.subject,
            usage=key_usage(
                digital_signature=is_login, content_commitment=not is_login
            ),
            now=enrolment.valid_from,
            days=VALID_DAYS,
            serial=randbits(62) | 1 << 62,
        )
        made = KsefCertificate(
            subject=enrolment.subject,
            name=enrolment.name,
            kind=enrolment.kind,
            certificate=certificate,
            requested_at=enrolment.requested_at,
            valid_to=certificate.not_valid_after_utc,
        )
        self._issued[made.serial] = made
        enrolment.code, enrolment.serial = ISSUED, made.serial

    def _found(self, signer: Signer) -> KsefCertificate | None:
        found = self._issued.get(f"{signer.certificate.serial_number:016X}")
        return found if found and found.certificate == signer.certificate else None


def _spki(key: object) -> bytes:
    der = key.public_bytes(  # type: ignore[attr-defined]  # every public key has it
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(der).digest()
