"""A small client of the simulated KSeF, written from the OpenAPI and nothing of ours.

It says nothing about how a client should behave: it sends what a test tells it to.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from lxml import etree

from certs.keys_file import load_key
from certs.xades import sign
from jst.simulators.ksef import KsefSimulator, MovingClock
from vocabulary.identifiers import InternalId, Nip, Pesel

GMINA = Nip.parse("9990000008")
SCHOOL = InternalId.parse("9990000008-00012")
OTHER_NIP = Nip.parse("9990000020")
DIRECTOR = Pesel.parse("99723100025")
CLERK = Pesel.parse("99723100032")
JOINT = "9990000008-CZ12345678"
FINGERPRINT = "A" * 64
NIP = ("Nip", GMINA.reveal())
OTHER = ("Nip", OTHER_NIP.reveal())
PERSONS = "/permissions/persons/grants"
ENTITIES = "/permissions/entities/grants"
INDIRECT = "/permissions/indirect/grants"
SUBUNITS = "/permissions/subunits/grants"
AUTHORIZATIONS = "/permissions/authorizations/grants"
EU_ADMINISTRATION = "/permissions/eu-entities/administration/grants"
EU = "/permissions/eu-entities/grants"
PROBLEM = {"X-Error-Format": "problem-details"}
REQUEST = (
    '<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/{version}">'
    "<Challenge>{challenge}</Challenge>"
    "<ContextIdentifier><{kind}>{value}</{kind}></ContextIdentifier>"
    "<SubjectIdentifierType>{subject}</SubjectIdentifierType>{policy}"
    "</AuthTokenRequest>"
)


@dataclass
class Office:
    """Somebody who calls the simulator.

    Attributes:
        ksef: The simulator.
        http: What sends; its owner closes it.
        access: Access token of the session, once there is one.
        refresh: Its refresh token.
        login: Reference number of the login.
        seen: Every answer, also of the sessions made from here.
    """

    ksef: KsefSimulator
    http: requests.Session
    access: str = ""
    refresh: str = ""
    login: str = ""
    authentication: str = ""
    seen: list[requests.Response] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, object] | None = None,
    ) -> requests.Response:
        """Send one request and give the answer, whatever it is."""
        bearer = self.access if token is None else token
        sent = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        data = body
        if isinstance(body, dict):
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        elif body is not None:
            sent["Content-Type"] = "application/xml"
        answer = self.http.request(
            method,
            self.ksef.url + path,
            data=data,  # type: ignore[arg-type]  # bytes or None
            params={name: str(value) for name, value in (query or {}).items()},
            headers=sent | self.headers | (headers or {}),
            verify=str(self.ksef.ca_pem),
            allow_redirects=False,
            timeout=10,
        )
        self.seen.append(answer)
        return answer

    def pass_time(self, seconds: float = 1.0) -> None:
        """Move the simulator's clock."""
        assert isinstance(self.ksef.clock, MovingClock)
        self.ksef.clock.advance(seconds=seconds)

    def challenge(self) -> dict[str, Any]:
        """Ask for a challenge."""
        told: dict[str, Any] = self.call("POST", "/auth/challenge").json()
        return told

    def signed(self, key: Path, kind: str, value: str, **about: str) -> bytes:
        """Write and sign a request for a context."""
        text = REQUEST.format(
            version=about.get("version", "2.1"),
            challenge=about.get("challenge") or self.challenge()["challenge"],
            kind=kind,
            value=value,
            subject=about.get("subject", "certificateSubject"),
            policy=about.get("policy", ""),
        )
        signer = load_key(key)
        return sign(
            etree.fromstring(text.encode()),
            key=signer,
            certificate=signer.certificate,
            signing_time=self.ksef.clock(),
        )

    def send(self, document: bytes, **query: object) -> requests.Response:
        """Send a signed request."""
        answer = self.call("POST", "/auth/xades-signature", document, query=query)
        if answer.ok:
            self.login = answer.json()["referenceNumber"]
            self.authentication = answer.json()["authenticationToken"]["token"]
        return answer

    def status(self) -> dict[str, Any]:
        """Ask how the login went."""
        answer = self.call("GET", f"/auth/{self.login}", token=self.authentication)
        told: dict[str, Any] = answer.json()
        return told

    def ends_as(self, document: bytes, **query: object) -> tuple[int, str]:
        """Send a signed request and tell how the login ends: code and detail."""
        assert 202 == self.send(document, **query).status_code
        self.pass_time()
        status = self.status()["status"]
        return status["code"], status.get("details", [""])[0]

    def redeem(self) -> requests.Response:
        """Take the tokens of the login."""
        answer = self.call("POST", "/auth/token/redeem", token=self.authentication)
        if answer.ok:
            self.access = answer.json()["accessToken"]["token"]
            self.refresh = answer.json()["refreshToken"]["token"]
        return answer

    def log_in(self, key: Path, kind: str, value: str, **about: str) -> "Office":
        """Log in and give the session."""
        one = Office(self.ksef, self.http, seen=self.seen, headers=self.headers)
        assert 202 == one.send(one.signed(key, kind, value, **about)).status_code
        self.pass_time()
        assert 200 == one.status()["status"]["code"], one.status()
        assert one.redeem().ok
        return one

    def change(self, method: str, path: str, body: object = None) -> int:
        """Ask for a change and give the code of the operation when it is over."""
        answer = self.call(method, path, body)
        assert 202 == answer.status_code, answer.text
        self.pass_time()
        number = answer.json()["referenceNumber"]
        done = self.call("GET", f"/permissions/operations/{number}").json()
        return int(done["status"]["code"])

    def query(
        self, name: str, body: object = None, query: dict[str, object] | None = None
    ) -> Any:  # noqa: ANN401 - JSON
        """Ask a query and give its answer."""
        answer = self.call(
            "POST", f"/permissions/query/{name}", body or {}, query=query
        )
        assert 200 == answer.status_code, answer.text
        return answer.json()


def a_person(pesel: Pesel = CLERK) -> dict[str, Any]:
    """Say whom a grant is for."""
    named = {"firstName": "Bogusia", "lastName": "Bogusowska"}
    return {
        "subjectIdentifier": {"type": "Pesel", "value": pesel.reveal()},
        "description": "Bogus: uprawnienie na próbę",
        "subjectDetails": {
            "subjectDetailsType": "PersonByIdentifier",
            "personById": named,
        },
    }


def an_entity(nip: Nip = OTHER_NIP) -> dict[str, Any]:
    """Say which entity a grant is for."""
    return {
        "subjectIdentifier": {"type": "Nip", "value": nip.reveal()},
        "description": "Bogus: uprawnienie na próbę",
        "subjectDetails": {"fullName": "Bogusowo, biuro rachunkowe"},
    }


def a_certificate(fingerprint: str) -> dict[str, Any]:
    """Say which certificate a grant is for."""
    document = {"type": "bogus", "number": "BOGUS 1", "country": "CZ"}
    return {
        "subjectIdentifier": {"type": "Fingerprint", "value": fingerprint},
        "description": "Bogus: uprawnienie na próbę",
        "subjectDetails": {
            "subjectDetailsType": "PersonByFingerprintWithoutIdentifier",
            "personByFpNoId": {
                "firstName": "Bogusia",
                "lastName": "Bogusowska",
                "birthDate": "2299-12-31",
                "idDocument": document,
            },
        },
    }


def for_unit(kind: str, value: str) -> dict[str, Any]:
    """Ask to make the director the administrator of a unit."""
    return a_person(DIRECTOR) | {
        "contextIdentifier": {"type": kind, "value": value},
        "subunitName": "Bogus: jednostka",
    }


def for_joint(value: str = JOINT) -> dict[str, Any]:
    """Ask to make a certificate the administrator of an entity of another state."""
    return a_certificate(FINGERPRINT) | {
        "contextIdentifier": {"type": "NipVatUe", "value": value},
        "euEntityName": "Bogus s.r.o., Praha",
        "euEntityDetails": {"fullName": "Bogus s.r.o.", "address": "Praha"},
    }


def after_zawfa(office: Office) -> None:
    """Make the clerk an administrator, as a ZAW-FA does."""
    answer = office.call(
        "POST",
        "/testdata/permissions",
        {
            "contextIdentifier": {"type": "Nip", "value": GMINA.reveal()},
            "authorizedIdentifier": {"type": "Pesel", "value": CLERK.reveal()},
            "permissions": [
                {"permissionType": "CredentialsManage", "description": "Bogus: ZAW-FA"}
            ],
        },
    )
    assert answer.ok, answer.text


def fingerprint_of(pem: Path) -> str:
    """Compute what identifies a certificate, as KSeF writes it."""
    return load_key(pem).certificate.sha256.hex().upper()


def code_of(answer: requests.Response) -> tuple[int, int]:
    """Read status and code of a refusal, in the older form."""
    [told] = answer.json()["exception"]["exceptionDetailList"]
    return answer.status_code, told["exceptionCode"]


def in_context() -> dict[str, str]:
    """Ask who may work here."""
    return {"queryType": "PermissionsInCurrentContext"}
