"""What a KSeF certificate and an application for one are.

Source: OpenAPI 2.7.0, CertificateListItem and CertificateEnrollmentStatusResponse.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from jst.simulators.ksef_names import Ident, iso

IN_PROGRESS, ISSUED, REJECTED = 100, 200, 400
STATUS: Final = {
    IN_PROGRESS: "Wniosek przyjęty do realizacji",
    ISSUED: "Wniosek obsłużony (certyfikat wygenerowany)",
    REJECTED: "Wniosek odrzucony",
}
_TAKEN: Final = "Klucz publiczny został już certyfikowany przez inny podmiot."


@dataclass(slots=True, kw_only=True)
class KsefCertificate:
    """One certificate that was issued.

    Attributes:
        subject: Whom it identifies.
        name: That its owner gave it.
        kind: `Authentication` or `Offline`.
        certificate: As issued.
        requested_at: Aware.
        valid_to: When it ends; may be shortened.
        is_blocked: Whether it was blocked.
        revoked_at: When it was revoked.
        used_at: When somebody last logged in with it.
    """

    subject: Ident
    name: str
    kind: str
    certificate: x509.Certificate = field(repr=False)
    requested_at: datetime
    valid_to: datetime
    is_blocked: bool = False
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    @property
    def serial(self) -> str:
        """The serial number, 16 upper-case hex digits."""
        return f"{self.certificate.serial_number:016X}"

    @property
    def der(self) -> bytes:
        """The certificate as DER."""
        return self.certificate.public_bytes(Encoding.DER)

    def status(self, now: datetime) -> str:
        """Tell the status as the API names it."""
        if self.revoked_at is not None:
            return "Revoked"
        if now >= self.valid_to:
            return "Expired"
        return "Blocked" if self.is_blocked else "Active"

    def json(self, now: datetime) -> dict[str, Any]:
        """The certificate as a list has it."""
        common_name = self.certificate.subject.get_attributes_for_oid(
            x509.NameOID.COMMON_NAME
        )
        return {
            "certificateSerialNumber": self.serial,
            "name": self.name,
            "type": self.kind,
            "commonName": common_name[0].value,
            "status": self.status(now),
            "subjectIdentifier": self.subject.json,
            "validFrom": iso(self.certificate.not_valid_before_utc),
            "validTo": iso(self.valid_to),
            "lastUseDate": self.used_at and iso(self.used_at),
            "requestDate": iso(self.requested_at),
        }


@dataclass(slots=True, kw_only=True)
class Enrolment:
    """One application for a certificate.

    Attributes:
        reference: Its reference number.
        subject: Who applied.
        asked: What for: name, kind and the key's certificate request.
        valid_from: From when it is to hold.
        requested_at: Aware.
        due_at: When it is decided.
        code: 100, then 200 or 400.
        serial: Of the certificate.
    """

    reference: str
    subject: Ident
    name: str
    kind: str
    request: x509.CertificateSigningRequest = field(repr=False)
    valid_from: datetime
    requested_at: datetime
    due_at: datetime
    code: int = IN_PROGRESS
    serial: str | None = None

    @property
    def json(self) -> dict[str, Any]:
        """The status as an answer has it."""
        status: dict[str, Any] = {
            "code": self.code,
            "description": STATUS[self.code],
        }
        if self.code == REJECTED:
            status["details"] = [_TAKEN]
        return {
            "requestDate": iso(self.requested_at),
            "status": status,
            "certificateSerialNumber": self.serial,
        }
