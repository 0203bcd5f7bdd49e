"""One walk through every call of the simulated KSeF, each of them answered well."""

from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.hashes import SHA3_256, SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from jst.simulators.ksef_csr import ATTRIBUTES
from jst.simulators.ksef_identities import Identity
from tests.jst.simulators.ksef_office import (
    CLERK,
    DIRECTOR,
    GMINA,
    OTHER_NIP,
    SCHOOL,
    Office,
    a_certificate,
    a_person,
    an_entity,
    fingerprint_of,
    in_context,
)

NIP = ("Nip", GMINA.reveal())
JOINT = "9990000008-CZ12345678"
FINGERPRINT = "certificateFingerprint"


def encrypted(office: Office, text: str, *, stamp: object = None) -> dict[str, Any]:
    """Write a login by token, for a challenge that was just given out."""
    key = office.call("GET", "/security/public-key-certificates").json()[0]
    public = x509.load_der_x509_certificate(b64decode(key["certificate"])).public_key()
    assert isinstance(public, rsa.RSAPublicKey)
    given = office.challenge()
    clear = f"{text}|{stamp or given['timestampMs']}".encode()
    sealed = public.encrypt(clear, OAEP(MGF1(SHA256()), SHA256(), None))
    return {
        "challenge": given["challenge"],
        "contextIdentifier": {"type": "Nip", "value": GMINA.reveal()},
        "encryptedToken": b64encode(sealed).decode(),
        "publicKeyId": key["publicKeyId"],
    }


def a_token(session: Office, *permissions: str) -> str:
    """Make a KSeF token and wait until it is active."""
    body = {"permissions": list(permissions), "description": "Bogus: token"}
    answer = session.call("POST", "/tokens", body)
    assert 202 == answer.status_code, answer.text
    session.pass_time()
    text: str = answer.json()["token"]
    return text


def send_token(office: Office, body: dict[str, Any]) -> requests.Response:
    """Send a login by token."""
    answer = office.call("POST", "/auth/ksef-token", body, token="")
    if answer.ok:
        office.login = answer.json()["referenceNumber"]
        office.authentication = answer.json()["authenticationToken"]["token"]
    return answer


def by_token(office: Office, text: str) -> Office:
    """Log in by a token."""
    one = Office(office.ksef, office.http, seen=office.seen)
    assert 202 == send_token(one, encrypted(office, text)).status_code
    one.pass_time()
    assert one.redeem().ok
    return one


def a_request(
    data: dict[str, Any],
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    *,
    algorithm: SHA256 | SHA3_256 | None = None,
) -> str:
    """Write a certificate request for the data that KSeF told."""
    name = x509.Name(
        [
            x509.NameAttribute(ATTRIBUTES[each], value)
            for each, value in data.items()
            if value
        ]
    )
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    made = builder.sign(key, algorithm or SHA256())
    return b64encode(made.public_bytes(Encoding.DER)).decode()


def enrol(session: Office, *, kind: str = "Authentication") -> tuple[str, Path]:
    """Get a KSeF certificate; gives its serial number, and a file with its key."""
    data = session.call("GET", "/certificates/enrollments/data").json()
    key = ec.generate_private_key(ec.SECP256R1())
    body = {
        "certificateName": "bogus certyfikat",
        "certificateType": kind,
        "csr": a_request(data, key),
    }
    number = session.call("POST", "/certificates/enrollments", body).json()
    session.pass_time()
    path = f"/certificates/enrollments/{number['referenceNumber']}"
    serial: str = session.call("GET", path).json()["certificateSerialNumber"]
    wanted = {"certificateSerialNumbers": [serial]}
    [one] = session.call("POST", "/certificates/retrieve", wanted).json()[
        "certificates"
    ]
    certificate = x509.load_der_x509_certificate(b64decode(one["certificate"]))
    pem = Identity(key, certificate).save(session.ksef.folder / f"ksef-{serial}.pem")
    return serial, pem


def walk(office: Office, seal: Path, nameless: Path) -> None:
    """Call everything once, and be answered well."""
    _test_data(office)
    gmina = office.log_in(seal, *NIP)
    _grants(gmina, fingerprint_of(nameless))
    _queries(gmina)
    eu = office.log_in(nameless, "NipVatUe", JOINT, subject=FINGERPRINT)
    body = a_certificate("B" * 64) | {"permissions": ["InvoiceRead"]}
    assert 200 == eu.change("POST", "/permissions/eu-entities/grants", body)
    eu.query("eu-entities/grants")
    _revocations(gmina)
    _tokens(office, gmina)
    _certificates(office, gmina)
    _limits(gmina)
    gmina.call("POST", "/auth/token/refresh", token=gmina.refresh)
    other = office.log_in(seal, *NIP)
    gmina.call("GET", "/auth/sessions")
    gmina.call("DELETE", f"/auth/sessions/{other.login}")
    gmina.call("DELETE", "/auth/sessions/current")
    _test_data_gone(office)


def _test_data(office: Office) -> None:
    about = {"contextIdentifier": {"type": "Nip", "value": GMINA.reveal()}}
    bogus = {"description": "Bogus: na próbę"}
    unit = bogus | {"subjectNip": OTHER_NIP.reveal()}
    office.call(
        "POST",
        "/testdata/subject",
        bogus
        | {"subjectNip": GMINA.reveal(), "subjectType": "JST", "subunits": [unit]},
    )
    person = {"nip": "1234563218", "pesel": CLERK.reveal(), "isBailiff": True}
    office.call("POST", "/testdata/person", bogus | person)
    office.call(
        "POST",
        "/testdata/permissions",
        about
        | {
            "authorizedIdentifier": {"type": "Pesel", "value": CLERK.reveal()},
            "permissions": [bogus | {"permissionType": "CredentialsManage"}],
        },
    )
    office.call("POST", "/testdata/attachment", {"nip": GMINA.reveal()})
    office.call("POST", "/testdata/context/block", about)
    office.call("POST", "/testdata/context/unblock", about)


def _test_data_gone(office: Office) -> None:
    about = {"contextIdentifier": {"type": "Nip", "value": GMINA.reveal()}}
    who = {"authorizedIdentifier": {"type": "Pesel", "value": CLERK.reveal()}}
    office.call("POST", "/testdata/permissions/revoke", about | who)
    ends = {"nip": GMINA.reveal(), "expectedEndDate": "2299-12-31"}
    office.call("POST", "/testdata/attachment/revoke", ends)
    office.call("POST", "/testdata/person/remove", {"nip": "1234563218"})
    office.call("POST", "/testdata/subject/remove", {"subjectNip": GMINA.reveal()})


def _grants(gmina: Office, fingerprint: str) -> None:
    unit = {
        "contextIdentifier": {"type": "InternalId", "value": SCHOOL.reveal()},
        "subunitName": "Bogus: szkoła",
    }
    joint = {
        "contextIdentifier": {"type": "NipVatUe", "value": JOINT},
        "euEntityName": "Bogus s.r.o., Praha",
        "euEntityDetails": {"fullName": "Bogus s.r.o.", "address": "Praha"},
    }
    may_pass = [{"type": "InvoiceRead", "canDelegate": True}]
    scopes = {"permissions": ["InvoiceRead"]}
    for name, body in (
        ("persons", a_person() | scopes),
        ("persons", a_certificate("C" * 64) | scopes),
        ("entities", an_entity() | {"permissions": may_pass}),
        ("authorizations", an_entity() | {"permission": "SelfInvoicing"}),
        ("indirect", a_person() | scopes),
        ("subunits", a_person(DIRECTOR) | unit),
        ("eu-entities/administration", a_certificate(fingerprint) | joint),
    ):
        assert 200 == gmina.change("POST", f"/permissions/{name}/grants", body)


def _queries(gmina: Office) -> None:
    gmina.query("personal/grants")
    gmina.query("persons/grants", in_context())
    mine = {"queryType": "PermissionsGrantedInCurrentContext"}
    gmina.query("persons/grants", mine, query={"pageOffset": 0, "pageSize": 100})
    gmina.query("subunits/grants")
    gmina.query("entities/grants")
    gmina.query("authorizations/grants", {"queryType": "Granted"})
    gmina.query("eu-entities/grants")
    gmina.query("subordinate-entities/roles")
    gmina.call("GET", "/permissions/query/entities/roles")
    gmina.call("GET", "/permissions/attachments/status")


def _revocations(gmina: Office) -> None:
    [one, *_] = gmina.query("persons/grants", in_context())["permissions"]
    assert 200 == gmina.change("DELETE", f"/permissions/common/grants/{one['id']}")
    [other] = gmina.query("authorizations/grants", {"queryType": "Granted"})[
        "authorizationGrants"
    ]
    path = f"/permissions/authorizations/grants/{other['id']}"
    assert 200 == gmina.change("DELETE", path)


def _tokens(office: Office, gmina: Office) -> None:
    text = a_token(gmina, "CredentialsRead")
    session = by_token(office, text)
    [one] = session.call("GET", "/tokens").json()["tokens"]
    session.call("GET", f"/tokens/{one['referenceNumber']}")
    gmina.call("DELETE", f"/tokens/{one['referenceNumber']}")


def _certificates(office: Office, gmina: Office) -> None:
    gmina.call("GET", "/certificates/limits")
    serial, pem = enrol(gmina)
    office.log_in(pem, *NIP)
    gmina.call("POST", "/certificates/query", {})
    tomorrow = gmina.ksef.clock() + timedelta(days=1)
    sooner = {"validTo": tomorrow.isoformat()}
    gmina.call("PUT", f"/testdata/certificates/{serial}", sooner)
    why = {"revocationReason": "Superseded"}
    gmina.call("POST", f"/certificates/{serial}/revoke", why)


def _limits(gmina: Office) -> None:
    rates = gmina.call("GET", "/rate-limits").json()
    gmina.call("POST", "/testdata/rate-limits", {"rateLimits": rates})
    gmina.call("POST", "/testdata/rate-limits/production")
    gmina.call("DELETE", "/testdata/rate-limits")
    gmina.call("GET", "/limits/context")
    gmina.call("GET", "/limits/subject")
    path = "/testdata/limits/subject/certificate"
    body = {
        "subjectIdentifierType": "Nip",
        "enrollment": {"maxEnrollments": 5},
        "certificate": {"maxCertificates": 5},
    }
    gmina.call("POST", path, body)
    gmina.call("DELETE", path)
