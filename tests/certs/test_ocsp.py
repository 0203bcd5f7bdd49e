"""An OCSP response says something of one certificate, or is refused and named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import ocsp as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from certs.errors import CertificateUnreadable
from certs.errors_now import StatementRejected, Unproved
from certs.model import SealCertificate
from certs.ocsp import MAX_BYTES, ocsp_request, read_ocsp
from certs.statement import SKEW, Revoked, Source, Statement, Status
from tests import bogus_pki
from tests.bogus_pki import ec_key
from tests.certs.oddities import ECDSA_SHA256, ECDSA_SHA256_NULL
from tests.certs.paths import (
    DAY,
    HOUR,
    NOW,
    RESPONDER,
    REVOKED,
    ROOT,
    SEAL,
    UNKNOWN,
    asked,
    authority,
    leaf,
    resigned,
    responder,
    response,
    unknown_extension,
    usage,
)

SECOND = timedelta(seconds=1)
NONCE = b"n" * 32
DELEGATE = responder()
SIGNING = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])


def read(data: bytes, nonce: bytes | None = None, **other: Any) -> Statement:  # noqa: ANN401 - Asked's own
    """Read a response; the library dates responses by the real clock, so we do too."""
    return read_ocsp(data, asked(**({"now": datetime.now(UTC)} | other)), nonce=nonce)


def delegated(signer: SealCertificate = DELEGATE, **other: Any) -> bytes:  # noqa: ANN401 - response's own
    """A response by a delegated responder, with its certificate."""
    return response(signer=signer, by=ec_key(6), shown=[signer], **other)


def reason_of(data: bytes, nonce: bytes | None = None, **other: Any) -> Unproved:  # noqa: ANN401 - Asked's own
    """Say why a response is refused."""
    with pytest.raises(StatementRejected) as caught:
        read(data, nonce, **other)
    return caught.value.reason


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(response, id="by the authority itself"),
        pytest.param(lambda: response(by_name=True), id="named by its name"),
        pytest.param(delegated, id="by a delegate"),
        pytest.param(lambda: delegated(by_name=True), id="a delegate by its name"),
        pytest.param(
            lambda: response(hashed=hashes.SHA256()), id="the seal named by SHA-256"
        ),
        pytest.param(
            lambda: response(
                signer=DELEGATE, by=ec_key(6), shown=[ROOT, SEAL, DELEGATE]
            ),
            id="among other certificates",
        ),
        pytest.param(
            lambda: response(extensions=[unknown_extension(critical=False)]),
            id="with an extension that nobody needs",
        ),
    ],
)
def test_a_seal_that_the_responder_knows_is_good(data: Callable[[], bytes]) -> None:
    """Holds: RFC 6960, 4.2.2.2."""
    told = read(data())

    assert (Source.OCSP, Status.GOOD) == (told.source, told.status)
    assert (NOW - HOUR, NOW + DAY) == (told.this_update, told.next_update)


@pytest.mark.parametrize(
    ("why", "status", "reason"),
    [
        ("key_compromise", Status.REVOKED, "keyCompromise"),
        ("certificate_hold", Status.ON_HOLD, "certificateHold"),
        (None, Status.REVOKED, None),
    ],
)
def test_a_revoked_seal_is_told_with_its_reason(
    why: str | None, status: Status, reason: str | None
) -> None:
    """Since when, too."""
    told = read(response(REVOKED, since=NOW - DAY, why=why))

    assert (status, Revoked(NOW - DAY, reason)) == (told.status, told.told)


def test_what_was_revoked_later_was_good_before() -> None:
    """The instant asked about decides."""
    told = read(response(REVOKED, since=NOW - DAY), at=NOW - DAY - SECOND)

    assert (Status.GOOD, Revoked(NOW - DAY)) == (told.status, told.told)


def test_a_seal_that_the_responder_does_not_know_is_unknown() -> None:
    """That is an answer of its own, and no good one (2.2)."""
    assert Status.UNKNOWN is read(response(UNKNOWN)).status


def test_our_nonce_shows_that_the_answer_is_fresh() -> None:
    """Holds: RFC 9654."""
    nonced = response(extensions=[(x509.OCSPNonce(NONCE), False)])

    assert read(nonced, NONCE).fresh
    assert not read(nonced).fresh
    assert not read(response(), NONCE).fresh


def test_a_responder_without_nocheck_is_remarked() -> None:
    """Its own certificate could have been revoked; we did not look."""
    checked = [read(data).checked_responder for data in (response(), delegated())]
    not_checked = responder(extensions=RESPONDER[:2])

    assert [True, True] == checked
    assert not read(delegated(not_checked)).checked_responder


def test_an_answer_without_an_end_counts_for_a_day() -> None:
    """Newer word may be had at any time (4.2.2.1); yesterday's is too old."""
    assert None is read(response(until=None)).next_update
    old = response(made_at=NOW - DAY - SECOND, until=None)
    assert Unproved.STALE is reason_of(old)


def test_an_answer_after_the_end_needs_an_archive() -> None:
    """Holds: RFC 6960, 4.4.4; ETSI EN 319 411-2 has providers keep what has ended."""
    seal = leaf(not_after=NOW - 2 * DAY)
    plain = response(about=seal)

    assert Unproved.AFTER_EXPIRY is reason_of(plain, certificate=seal)
    assert Status.GOOD is read(archived(plain, NOW - 9 * DAY), certificate=seal).status


def test_a_critical_extension_of_the_single_answer_is_refused() -> None:
    """It may say that the answer holds only for some (4.2.2.3)."""
    told = archived(response(), NOW - DAY, critical=True)

    assert Unproved.CRITICAL is reason_of(told)


def archived(data: bytes, since: datetime, *, critical: bool = False) -> bytes:
    """The same response with an archiveCutoff, signed by the root again."""
    whole = asn1.OCSPResponse.load(data)
    basic = whole["response_bytes"]["response"].parsed
    body = basic["tbs_response_data"]
    single = body["responses"][0]
    single["single_extensions"] = [
        {"extn_id": "archive_cutoff", "critical": critical, "extn_value": since}
    ]
    signed = body.dump(force=True)
    basic["signature"] = ec_key(0).sign(signed, ECDSA(hashes.SHA256()))
    return whole_of(whole, basic)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(lambda: b"", Unproved.UNREADABLE, id="nothing"),
        pytest.param(lambda: SEAL.der, Unproved.UNREADABLE, id="a certificate"),
        pytest.param(lambda: b"<html>", Unproved.HTML, id="a web page"),
        pytest.param(lambda: bytes(MAX_BYTES + 1), Unproved.TOO_BIG, id="too big"),
        pytest.param(
            lambda: refused(ocsp.OCSPResponseStatus.TRY_LATER),
            Unproved.TRY_LATER,
            id="try later",
        ),
        pytest.param(
            lambda: refused(ocsp.OCSPResponseStatus.UNAUTHORIZED),
            Unproved.UNAUTHORIZED,
            id="not for us",
        ),
        pytest.param(
            lambda: refused(ocsp.OCSPResponseStatus.INTERNAL_ERROR),
            Unproved.REFUSED,
            id="out of order",
        ),
        pytest.param(
            lambda: response().replace(
                b"\x2b\x06\x01\x05\x05\x07\x30\x01\x01",
                b"\x2b\x06\x01\x05\x05\x07\x30\x01\x09",
            ),
            Unproved.UNREADABLE,
            id="a response of another kind",
        ),
        pytest.param(
            lambda: response(about=bogus_pki.ec_seal().certificate),
            Unproved.OTHER_CERTIFICATE,
            id="another certificate",
        ),
        pytest.param(
            lambda: response(issuer=authority(ec_key(8), by=ec_key(8))),
            Unproved.OTHER_CERTIFICATE,
            id="that serial number of another key",
        ),
        pytest.param(
            lambda: response(hashed=hashes.SHA224()),
            Unproved.OTHER_CERTIFICATE,
            id="named by a hash that nobody uses",
        ),
        pytest.param(
            lambda: response(
                signer=authority(ec_key(9), by=ec_key(9)), by=ec_key(9), by_name=True
            ),
            Unproved.SIGNATURE,
            id="another key under that name",
        ),
        pytest.param(
            lambda: response(signer=DELEGATE, by=ec_key(6)),
            Unproved.SIGNER,
            id="a delegate that is not shown",
        ),
        pytest.param(
            lambda: delegated(responder(by=ec_key(9))),
            Unproved.SIGNER,
            id="a delegate of somebody else",
        ),
        pytest.param(
            lambda: delegated(responder(extensions=RESPONDER[:1])),
            Unproved.NOT_FOR_THIS,
            id="a certificate that is no responder's",
        ),
        pytest.param(
            lambda: delegated(
                responder(extensions=[(usage("key_agreement"), True), (SIGNING, False)])
            ),
            Unproved.NOT_FOR_THIS,
            id="a key that signs nothing",
        ),
        pytest.param(
            lambda: delegated(
                responder(extensions=[*RESPONDER, unknown_extension(critical=True)])
            ),
            Unproved.NOT_FOR_THIS,
            id="a delegate with a critical extension",
        ),
        pytest.param(
            lambda: delegated(responder(not_after=NOW - 300 * DAY)),
            Unproved.SIGNER_EXPIRED,
            id="a delegate that has ended",
        ),
        pytest.param(
            lambda: response(made_at=NOW - 9 * DAY, until=NOW - SECOND),
            Unproved.STALE,
            id="stale",
        ),
        pytest.param(
            lambda: response(extensions=[unknown_extension(critical=True)]),
            Unproved.CRITICAL,
            id="a critical extension",
        ),
        pytest.param(
            lambda: response(REVOKED, since=NOW - DAY, why="remove_from_crl"),
            Unproved.ENTRY,
            id="removed, which only changes say",
        ),
    ],
)
def test_what_proves_nothing_is_refused_and_named(
    data: Callable[[], bytes], why: Unproved
) -> None:
    """Holds: RFC 6960, 3.2."""
    assert why is reason_of(data())


def refused(status: ocsp.OCSPResponseStatus) -> bytes:
    """A response that is none."""
    built = ocsp.OCSPResponseBuilder.build_unsuccessful(status)
    return built.public_bytes(Encoding.DER)


def test_a_response_to_another_request_is_refused() -> None:
    """Somebody replays what he once heard."""
    replayed = response(extensions=[(x509.OCSPNonce(b"other" * 4), False)])

    assert Unproved.NONCE is reason_of(replayed, NONCE)


def test_a_response_from_the_future_is_refused() -> None:
    """Its clock or ours is wrong, and nobody knows which."""
    made = response()

    assert Unproved.FUTURE is reason_of(made, now=datetime.now(UTC) - 2 * SKEW)


def test_a_delegate_that_ended_since_is_refused() -> None:
    """Whoever has its old key could date a response as he likes."""
    signer = responder(not_after=datetime.now(UTC) + HOUR)
    made = delegated(signer)

    told = reason_of(made, at=NOW + 999 * DAY, now=NOW + 999 * DAY)

    assert Unproved.SIGNER_EXPIRED is told


def test_a_status_from_the_future_is_refused() -> None:
    """The same for the status itself, which may be older than the response."""
    ahead = response(made_at=datetime.now(UTC) + DAY, until=None)

    assert Unproved.FUTURE is reason_of(ahead)


def test_a_responder_that_the_strict_reader_refuses_is_read() -> None:
    """Its certificate has NULL parameters, as those of KSeF's authority had."""
    odd = resigned(
        DELEGATE,
        lambda body: body.replace(ECDSA_SHA256, ECDSA_SHA256_NULL),
        algorithm=ECDSA_SHA256_NULL,
    )
    swapped = with_certificate(delegated(), odd)

    assert Status.GOOD is read(swapped).status


def test_a_certificate_in_the_response_that_nobody_reads_is_passed_over() -> None:
    """It is not the signer's, or else the signer is not found."""
    whole = asn1.OCSPResponse.load(response())
    basic = whole["response_bytes"]["response"].parsed
    basic["certs"] = [asn1.Certificate.load(SEAL.der)]
    data = whole_of(whole, basic).replace(SEAL.der[4:20], b"\xff" * 16)

    assert Status.GOOD is read(data).status


def with_certificate(data: bytes, shown: SealCertificate) -> bytes:
    """The same response with another certificate beside it, which nothing signs."""
    whole = asn1.OCSPResponse.load(data)
    basic = whole["response_bytes"]["response"].parsed
    basic["certs"] = [asn1.Certificate.load(shown.der)]
    return whole_of(whole, basic)


def whole_of(whole: asn1.OCSPResponse, basic: asn1.BasicOCSPResponse) -> bytes:
    """Put a changed inside into its response."""
    whole["response_bytes"]["response"] = basic
    return bytes(whole.dump(force=True))


def test_a_request_names_the_seal_and_holds_the_nonce() -> None:
    """By SHA-1, which every responder reads; it names, and proves nothing."""
    request = ocsp.load_der_ocsp_request(ocsp_request(SEAL, ROOT, nonce=NONCE))

    assert SEAL.serial == request.serial_number
    assert "sha1" == request.hash_algorithm.name
    [held] = [each.value for each in request.extensions]
    assert x509.OCSPNonce(NONCE) == held


def test_nobody_is_asked_about_a_number_that_cannot_be_asked() -> None:
    """A negative serial number has no place in a request of ours."""
    odd = bogus_pki.ec_seal().certificate
    negative = SealCertificate(
        der=odd.der,
        serial=-1,
        issuer=odd.issuer,
        not_before=odd.not_before,
        not_after=odd.not_after,
    )
    with pytest.raises(CertificateUnreadable):
        ocsp_request(negative, ROOT, nonce=NONCE)
