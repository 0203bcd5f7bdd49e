"""KSeF's own certificates: limits, data, request, issue, list, revoke.

A KSeF certificate says who somebody is, and nothing of what he may do: it logs in to
any context in which its subject holds a permission. One for the office is issued only
after a login with the office's seal. The key is made and kept by us; KSeF gets a
request for a certificate (PKCS#10), whose name must be what KSeF told.

Source: API 2.7.0, /certificates.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar, Unpack

from accountability.action import Answered, Performed
from accountability.clear_text import hides_identifier
from accountability.transport import HttpReply
from ksef.access.acting import Acting, run
from ksef.access.body_text import body_bytes
from ksef.access.endpoints import ENDPOINTS
from ksef.access.errors import RequestInvalid
from ksef.access.exchange import Call, Replies
from ksef.access.filters import without_none
from ksef.access.pages import Found, Listing, by_number, pages
from ksef.access.parties import Json
from ksef.access.paths import reference_number, serial_number
from ksef.access.transcript import Question
from vocabulary.clock import iso_utc
from vocabulary.identifiers import Identifier

if TYPE_CHECKING:
    from ksef.access.messages_certificates import (
        CertificateInfo,
        CertificateLimits,
        EnrollmentData,
        EnrollmentStatus,
        IssuedCertificate,
    )

T = TypeVar("T")

FIELDS: Final = ("certificate", "subject")
PAGE_SIZE: Final = 50
MOST_AT_ONCE: Final = 10
_NAME: Final = re.compile(r"[a-zA-Z0-9_\- ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]{5,100}")


class CertificateType(StrEnum):
    """What a certificate is for."""

    AUTHENTICATION = "Authentication"
    OFFLINE = "Offline"


class RevocationReason(StrEnum):
    """Why a certificate is revoked."""

    UNSPECIFIED = "Unspecified"
    SUPERSEDED = "Superseded"
    KEY_COMPROMISE = "KeyCompromise"


def limits(**acting: Unpack[Acting]) -> Performed["CertificateLimits"]:
    """GET /certificates/limits: how many may still be asked for."""

    def read(replies: Replies) -> Answered["CertificateLimits"]:
        from ksef.access.messages_certificates import CertificateLimits  # noqa: PLC0415 - lazy

        return _answered(CertificateLimits.read(_body(replies)))

    return _do("certificate_limits", read, acting)


def enrollment_data(**acting: Unpack[Acting]) -> Performed["EnrollmentData"]:
    """GET /certificates/enrollments/data: the name that a request must have.

    Raises:
        InputRefused: 25001, after a login with a token.
    """

    def read(replies: Replies) -> Answered["EnrollmentData"]:
        from ksef.access.messages_certificates import EnrollmentData  # noqa: PLC0415 - lazy

        return _answered(EnrollmentData.read(_body(replies)))

    return _do("enrollment_data", read, acting)


def enroll(
    csr: bytes,
    *,
    name: str,
    kind: CertificateType = CertificateType.AUTHENTICATION,
    valid_from: datetime | None = None,
    **acting: Unpack[Acting],
) -> Performed[str]:
    """POST /certificates/enrollments: ask for a certificate; gives the reference.

    Args:
        csr: PKCS#10 as DER (`certs.csr.make_csr`).
        name: What it is called in KSeF, 5 to 100 characters.
        kind: What it is for.
        valid_from: Aware; None: from its issue.
        acting: See `Acting`.

    Raises:
        RequestInvalid: The name is none; nothing left.
        InputRefused: 25002 to 25004, 25006, 25007, 25010, 25011.
        OutcomeUnknown: It may have been asked for: list the certificates.
    """
    check_name(name)
    body: Json = {
        "certificateName": name,
        "certificateType": kind.value,
        "csr": b64encode(csr).decode(),
    }
    if valid_from is not None:
        body["validFrom"] = iso_utc(valid_from)

    def read(replies: Replies) -> Answered[str]:
        from ksef.access.messages import Accepted  # noqa: PLC0415 - lazy

        reference = Accepted.read(_body(replies)).reference_number
        return _answered(reference, reference)

    return _do("enroll", read, acting, body=body)


def check_name(name: str) -> None:
    """Return when a certificate may be called so: API 2.7.0, certificateName.

    Raises:
        RequestInvalid: It may not, or holds a NIP or PESEL; nothing left.
    """
    if not _NAME.fullmatch(name) or hides_identifier(name):
        raise RequestInvalid(
            "name",
            "has 5 to 100 letters, digits, spaces, - and _; no NIP or PESEL",
            polish="nazwa ma 5-100 liter, cyfr, spacji oraz - i _, bez NIP i PESEL",
        )


def enrollment(
    reference: str, **acting: Unpack[Acting]
) -> Performed["EnrollmentStatus"]:
    """GET /certificates/enrollments/{referenceNumber}: how a request stands."""
    path = {"referenceNumber": reference_number(reference)}

    def read(replies: Replies) -> Answered["EnrollmentStatus"]:
        from ksef.access.messages_certificates import EnrollmentStatus  # noqa: PLC0415 - lazy

        return _answered(EnrollmentStatus.read(_body(replies)), reference)

    return _do("enrollment", read, acting, path=path)


def retrieve(
    serials: tuple[str, ...], **acting: Unpack[Acting]
) -> Performed[tuple["IssuedCertificate", ...]]:
    """POST /certificates/retrieve: up to ten certificates by serial number.

    Raises:
        RequestInvalid: None, or more than ten; nothing left.
    """
    if not 1 <= len(serials) <= MOST_AT_ONCE:
        raise RequestInvalid("certificateSerialNumbers", "has 1 to 10")
    body: Json = {
        "certificateSerialNumbers": [serial_number("serial", s) for s in serials]
    }

    def read(replies: Replies) -> Answered[tuple["IssuedCertificate", ...]]:
        from ksef.access.messages_certificates import IssuedCertificates  # noqa: PLC0415 - lazy

        found = IssuedCertificates.read(_body(replies)).certificates
        return Answered(
            answer=found, count=len(found), persons=(), fields=FIELDS, message_id=""
        )

    return _do("certificates_retrieve", read, acting, body=body)


def listed(
    *,
    serial: str | None = None,
    name: str | None = None,
    kind: CertificateType | None = None,
    status: str | None = None,
    expires_after: datetime | None = None,
    **acting: Unpack[Acting],
) -> Iterator[Performed[Found["CertificateInfo"]]]:
    """POST /certificates/query: our certificates, by pages.

    Args:
        serial: Its number, in 16 digits 0-9, A-F.
        name: A part of what it is called in KSeF.
        kind: What it is for.
        status: `Active`, `Blocked`, `Revoked` or `Expired`.
        expires_after: Aware; those that live longer.
        acting: See `Acting`.

    Raises:
        RequestInvalid: The serial number is none; nothing left.
    """
    from ksef.access.messages_certificates import CertificatesPage  # noqa: PLC0415 - lazy

    body = without_none(
        {
            "certificateSerialNumber": serial and serial_number("serial", serial),
            "name": name,
            "type": kind and kind.value,
            "status": status,
            "expiresAfter": expires_after and iso_utc(expires_after),
        }
    )
    listing = Listing(
        endpoint=ENDPOINTS["certificates_query"],
        body=body_bytes(body),
        subjects=(),
        read=CertificatesPage.read,
        persons=_persons,
        fields=FIELDS,
        at=lambda at: by_number(at, size=PAGE_SIZE),
    )
    return pages(listing, **acting)


def revoke(
    serial: str,
    reason: RevocationReason = RevocationReason.UNSPECIFIED,
    **acting: Unpack[Acting],
) -> Performed[str]:
    """POST /certificates/{serial}/revoke; gives the serial back.

    Sessions that it has opened live on to the end of their access token.

    Raises:
        InputRefused: 25008 unknown, 25009 revoked, blocked or expired already.
    """
    path = {"certificateSerialNumber": serial_number("serial", serial)}
    return _do(
        "certificate_revoke",
        lambda _: _answered(serial, serial),
        acting,
        path=path,
        body={"revocationReason": reason.value},
    )


def _do(
    name: str,
    read: Callable[[Replies], Answered[T]],
    acting: Acting,
    *,
    path: dict[str, str] | None = None,
    body: Json | None = None,
) -> Performed[T]:
    endpoint = ENDPOINTS[name]
    question = Question(
        endpoint=name,
        context=acting["session"].context.type,
        path=path or {},
        body=None if body is None else body_bytes(body),
    )
    call = Call(endpoint=endpoint, question=question, subjects=(), read=read)
    return run(call, **acting)


def _body(replies: Replies) -> bytes:
    first: HttpReply = replies[0][1]
    return first.body


def _answered(answer: T, message_id: str = "") -> Answered[T]:
    return Answered(
        answer=answer, count=1, persons=(), fields=FIELDS, message_id=message_id
    )


def _persons(item: "CertificateInfo") -> Iterator[Identifier]:
    subject = item.subject_identifier
    if subject is not None and (party := subject.party()) is not None:
        yield party
