"""The answers about KSeF's own certificates (API 2.7.0, /certificates)."""

from datetime import datetime

from pydantic import Base64Bytes, Field

from ksef.access.messages import ForeignId, Message, NumberedPage, StatusInfo


class Allowance(Message):
    """How many more, of how many."""

    remaining: int
    limit: int


class CertificateLimits(Message):
    """What may still be enrolled."""

    can_request: bool
    enrollment: Allowance
    certificate: Allowance


class EnrollmentData(Message):
    """The distinguished name that a request for a certificate must have, exactly."""

    common_name: str = Field(repr=False)
    country_name: str
    given_name: str | None = Field(default=None, repr=False)
    surname: str | None = Field(default=None, repr=False)
    serial_number: str | None = Field(default=None, repr=False)
    unique_identifier: str | None = Field(default=None, repr=False)
    organization_name: str | None = Field(default=None, repr=False)
    organization_identifier: str | None = Field(default=None, repr=False)

    @property
    def name(self) -> dict[str, str]:
        """The name as `certs.csr.make_csr` takes it, without what is absent."""
        parts = {each: getattr(self, each) for each in type(self).model_fields}
        return {each: value for each, value in parts.items() if value is not None}


class EnrollmentStatus(Message):
    """How a request for a certificate stands."""

    request_date: datetime
    status: StatusInfo
    certificate_serial_number: str | None = None


class IssuedCertificate(Message):
    """A certificate as it was issued.

    Attributes:
        der: The certificate itself.
    """

    der: Base64Bytes = Field(alias="certificate", repr=False)
    certificate_name: str = ""
    certificate_serial_number: str
    certificate_type: str


class IssuedCertificates(Message):
    """The certificates asked for, as far as they are ours."""

    certificates: tuple[IssuedCertificate, ...]


class CertificateInfo(Message):
    """What KSeF tells of one of our certificates.

    Attributes:
        status: Active, Blocked, Revoked, Expired, or what is new.
    """

    certificate_serial_number: str
    name: str = ""
    type: str
    common_name: str = Field(default="", repr=False)
    status: str
    subject_identifier: ForeignId | None = None
    valid_from: datetime
    valid_to: datetime
    last_use_date: datetime | None = None
    request_date: datetime | None = None


class CertificatesPage(NumberedPage):
    """A page of certificates."""

    items: tuple[CertificateInfo, ...] = Field(alias="certificates")
