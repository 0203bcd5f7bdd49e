"""KSeF certificates in the simulator: applied for, issued, used, revoked."""

from base64 import b64decode, b64encode
from typing import Any

import pytest
from asn1crypto.csr import CertificationRequest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA3_256

from jst.simulators.ksef import KsefSimulator
from tests.jst.simulators.ksef_journey import a_request, a_token, by_token, enrol
from tests.jst.simulators.ksef_office import (
    CLERK,
    GMINA,
    NIP,
    Office,
    a_certificate,
    a_person,
    code_of,
    fingerprint_of,
)

LIMITS = "/testdata/limits/subject/certificate"


def test_an_issued_certificate_logs_its_owner_in(office: Office, gmina: Office) -> None:
    """Sign once with the seal, then work with a certificate that is only for KSeF."""
    serial, pem = enrol(gmina)

    session = office.log_in(pem, *NIP)

    [listed] = session.call("POST", "/certificates/query", {}).json()["certificates"]
    assert (serial, "Active") == (listed["certificateSerialNumber"], listed["status"])
    assert listed["lastUseDate"] is not None
    assert "InternalCertificate" == session.status()["authenticationMethod"]
    assert 200 == session.call("GET", "/permissions/query/entities/roles").status_code


def test_a_certificate_of_a_fingerprint_stands_for_it(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """The new certificate has another fingerprint, and the same subject."""
    pem = ksef.issue_nameless("guest")
    body = a_certificate(fingerprint_of(pem)) | {"permissions": ["InvoiceRead"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    guest = office.log_in(pem, *NIP, subject="certificateFingerprint")

    _, issued = enrol(guest)

    assert office.log_in(issued, *NIP).access


def test_a_certificate_for_codes_opens_nothing(office: Office, gmina: Office) -> None:
    """Offline certificates sign what is printed on invoices."""
    _, pem = enrol(gmina, kind="Offline")

    assert (400, 21115) == code_of(office.send(office.signed(pem, *NIP)))


def test_a_certificate_is_applied_for_with_a_signature_only(
    office: Office, gmina: Office
) -> None:
    """Codes 25001 and 25002 after a login by token; and it revokes none."""
    data = gmina.call("GET", "/certificates/enrollments/data").json()
    serial, _ = enrol(gmina)
    session = by_token(office, a_token(gmina, "CredentialsManage"))

    told = session.call("GET", "/certificates/enrollments/data")
    asked = session.call("POST", "/certificates/enrollments", _asked(data))
    revoked = session.call("POST", f"/certificates/{serial}/revoke", {})
    limits = session.call("GET", "/certificates/limits").json()

    assert [(400, 25001), (400, 25002)] == [code_of(told), code_of(asked)]
    assert "auth-method-not-allowed" == revoked.json()["reasonCode"]
    assert limits["canRequest"] is False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"commonName": "bogus inna nazwa"}, 25003, id="another name"),
        pytest.param({"surname": "Bogusowska"}, 25003, id="more than was told"),
        pytest.param({"countryName": None}, 25003, id="less than was told"),
    ],
)
def test_the_name_must_be_the_one_that_was_told(
    gmina: Office, change: dict[str, Any], code: int
) -> None:
    """Attribute by attribute."""
    data = gmina.call("GET", "/certificates/enrollments/data").json()

    asked = gmina.call("POST", "/certificates/enrollments", _asked(data | change))

    assert (400, code) == code_of(asked)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        pytest.param(ec.generate_private_key(ec.SECP521R1()), 25010, id="P-521"),
        pytest.param(rsa.generate_private_key(65537, 3072), 25010, id="RSA 3072"),
        pytest.param(ec.generate_private_key(ec.SECP384R1()), 25010, id="P-384"),
        pytest.param(ec.generate_private_key(ec.SECP256R1()), 202, id="P-256"),
        pytest.param(rsa.generate_private_key(65537, 2048), 202, id="RSA 2048"),
    ],
)
def test_the_key_must_be_of_a_kind_that_is_allowed(
    gmina: Office, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, code: int
) -> None:
    """RSA 2048 or P-256."""
    data = gmina.call("GET", "/certificates/enrollments/data").json()
    body = _asked(data) | {"csr": a_request(data, key)}

    answer = gmina.call("POST", "/certificates/enrollments", body)

    assert code in {answer.status_code, *_codes(answer)}


def test_the_request_must_be_one(gmina: Office) -> None:
    """Codes 25004 for what is none or is not signed, 25011 for the algorithm."""
    data = gmina.call("GET", "/certificates/enrollments/data").json()
    key = ec.generate_private_key(ec.SECP256R1())
    right = a_request(data, key)
    forged = b64encode(right.encode()[:-8] + b"AAAAAAAA").decode()
    other = a_request(data, key, algorithm=SHA3_256())
    der = b64decode(right)
    unsigned = b64encode(der[:-1] + bytes([der[-1] ^ 1])).decode()
    mixed = CertificationRequest.load(der)
    mixed["signature_algorithm"]["algorithm"] = "sha256_rsa"
    another_kind = b64encode(mixed.dump()).decode()

    answers = [
        gmina.call("POST", "/certificates/enrollments", _asked(data) | {"csr": each})
        for each in ("ą", "Qk9HVVM=", forged, unsigned, another_kind, other)
    ]

    assert [25004, 25004, 25004, 25004, 25004, 25011] == [
        code_of(each)[1] for each in answers
    ]


def test_there_is_an_end_to_applications_and_certificates(gmina: Office) -> None:
    """Codes 25006 and 25007."""
    _, _ = enrol(gmina)
    data = gmina.call("GET", "/certificates/enrollments/data").json()
    kind = {"subjectIdentifierType": "Nip"}
    gmina.call("POST", LIMITS, kind | {"enrollment": {"maxEnrollments": 1}})
    first = gmina.call("POST", "/certificates/enrollments", _asked(data))
    gmina.call("DELETE", LIMITS)
    gmina.call("POST", LIMITS, kind | {"certificate": {"maxCertificates": 1}})
    second = gmina.call("POST", "/certificates/enrollments", _asked(data))

    assert [(400, 25006), (400, 25007)] == [code_of(first), code_of(second)]
    told = gmina.call("GET", "/certificates/limits").json()
    assert (False, 0) == (told["canRequest"], told["certificate"]["remaining"])


def test_a_person_may_have_fewer(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """Twelve applications and six certificates for a PESEL."""
    body = a_person() | {"permissions": ["InvoiceRead"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)

    told = clerk.call("GET", "/certificates/limits").json()

    assert (12, 6) == (told["enrollment"]["limit"], told["certificate"]["limit"])


def test_a_key_belongs_to_one_subject(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """The application of the second is rejected."""
    body = a_person() | {"permissions": ["InvoiceRead"]}
    gmina.change("POST", "/permissions/persons/grants", body)
    clerk = office.log_in(ksef.issue_person("clerk", number=CLERK), *NIP)
    key = ec.generate_private_key(ec.SECP256R1())

    ended = [_applied(session, key) for session in (gmina, clerk, gmina)]

    assert [200, 400, 200] == [each["status"]["code"] for each in ended]
    assert "inny podmiot" in ended[1]["status"]["details"][0]


def test_a_revoked_certificate_opens_nothing(office: Office, gmina: Office) -> None:
    """460; and it is revoked once."""
    serial, pem = enrol(gmina)
    signed = office.signed(pem, *NIP)

    first = gmina.call("POST", f"/certificates/{serial}/revoke", {})
    again = gmina.call("POST", f"/certificates/{serial}/revoke")

    assert 204 == first.status_code
    assert (400, 25009) == code_of(again)
    assert (460, "Certyfikat odwołany") == office.ends_as(signed)
    assert ["Revoked"] == _states(gmina)


def test_a_certificate_may_end_sooner_but_not_later(
    office: Office, gmina: Office
) -> None:
    """A test of expiry need not wait two years."""
    serial, pem = enrol(gmina)
    path = f"/testdata/certificates/{serial}"
    signed = office.signed(pem, *NIP)

    later = gmina.call("PUT", path, {"validTo": "2299-01-01T00:00:00Z"})
    sooner = gmina.call("PUT", path, {"validTo": "2020-01-01T00:00:00Z"})

    assert (400, 21405) == code_of(later)
    assert 200 == sooner.status_code
    assert (460, "Nieważny certyfikat") == office.ends_as(signed)
    assert ["Expired"] == _states(gmina)


def test_a_blocked_certificate_opens_nothing(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """The Ministry may do that."""
    serial, pem = enrol(gmina)
    signed = office.signed(pem, *NIP)
    ksef.world.certificates.block(serial)

    assert (460, "Certyfikat zawieszony") == office.ends_as(signed)
    assert ["Blocked"] == _states(gmina)


def test_certificates_are_found_by_what_is_known_of_them(gmina: Office) -> None:
    """Serial number, a part of the name, kind, state, end."""
    serial, _ = enrol(gmina)

    def found(**asked: str) -> int:
        answer = gmina.call("POST", "/certificates/query", asked)
        return len(answer.json()["certificates"])

    assert 1 == found(
        certificateSerialNumber=serial,
        name="certyf",
        type="Authentication",
        status="Active",
        expiresAfter="2020-01-01T00:00:00Z",
    )
    assert 0 == found(name="other")
    assert 0 == found(type="Offline")
    assert 0 == found(expiresAfter="2299-01-01T00:00:00Z")


def test_what_is_not_there_or_not_ones_own_is_told(gmina: Office) -> None:
    """Codes 25005 and 25008; retrieve gives what there is."""
    wanted = {"certificateSerialNumbers": ["0123456789ABCDEF"]}

    number = gmina.call("GET", "/certificates/enrollments/bogus")
    revoked = gmina.call("POST", "/certificates/0123456789ABCDEF/revoke")
    retrieved = gmina.call("POST", "/certificates/retrieve", wanted).json()

    assert [(400, 25005), (400, 25008)] == [code_of(number), code_of(revoked)]
    assert [] == retrieved["certificates"]


def test_an_application_is_kept_for_thirty_days(
    ksef: KsefSimulator, office: Office, gmina: Office
) -> None:
    """410 then."""
    data = gmina.call("GET", "/certificates/enrollments/data").json()
    made = gmina.call("POST", "/certificates/enrollments", _asked(data)).json()
    path = f"/certificates/enrollments/{made['referenceNumber']}"
    at_once = gmina.call("GET", path).json()["status"]["code"]
    gmina.pass_time(31 * 86_400)
    later = office.log_in(ksef.issue_seal("later", nip=GMINA), *NIP)

    assert (100, 410) == (at_once, later.call("GET", path).status_code)


def _asked(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "certificateName": "bogus certyfikat",
        "certificateType": "Authentication",
        "csr": a_request(data, ec.generate_private_key(ec.SECP256R1())),
    }


def _applied(session: Office, key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    data = session.call("GET", "/certificates/enrollments/data").json()
    body = _asked(data) | {"csr": a_request(data, key)}
    made = session.call("POST", "/certificates/enrollments", body).json()
    session.pass_time()
    path = f"/certificates/enrollments/{made['referenceNumber']}"
    told: dict[str, Any] = session.call("GET", path).json()
    return told


def _states(session: Office) -> list[str]:
    told = session.call("POST", "/certificates/query", {}).json()
    return [each["status"] for each in told["certificates"]]


def _codes(answer: Any) -> list[int]:  # noqa: ANN401 - any answer
    return [] if answer.ok else [code_of(answer)[1]]
