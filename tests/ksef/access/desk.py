"""A small KSeF on the loopback, for logins only: real HTTPS, real signatures.

It checks what a login stands on: that a document is signed and answers an open
challenge, that a token was encrypted for its key, that tokens are given once. It knows
no permissions: who may log in where is jst.simulators.ksef's to pretend. What a test
wants otherwise it puts into `instead`, by the name of the call.
"""

import base64
import json
import re
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP

from accountability.transport import Transport
from certs.model import SealCertificate
from certs.verify import verify_xades
from jst.simulators.pki import BogusCa
from ksef.access.client import KsefClient
from tests import bogus_pki

DROP: Final = "drop"
"""Close the connection without a word, after the call was heard (and counted)."""
Answer = tuple[int, Any] | tuple[int, Any, Mapping[str, str]] | str

_ROUTES: Final = (
    ("challenge", "POST", r"/auth/challenge"),
    ("xades_signature", "POST", r"/auth/xades-signature"),
    ("ksef_token", "POST", r"/auth/ksef-token"),
    ("redeem", "POST", r"/auth/token/redeem"),
    ("refresh", "POST", r"/auth/token/refresh"),
    ("sessions", "GET", r"/auth/sessions"),
    ("revoke_current_session", "DELETE", r"/auth/sessions/current"),
    ("revoke_session", "DELETE", r"/auth/sessions/([^/]+)"),
    ("public_keys", "GET", r"/security/public-key-certificates"),
    ("auth_status", "GET", r"/auth/([^/]+)"),
)


@dataclass
class Clock:
    """A clock that moves when somebody sleeps, and when a test says so."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Asked:
    """One call as it came."""

    name: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes


def refusal(*numbers: int) -> Answer:
    """A 400 with numbers of the Ministry, as problem details."""
    errors = [{"code": each, "description": "bogus"} for each in numbers]
    return 400, {"title": "Bad Request", "status": 400, "errors": errors}


def jwt(**claims: object) -> str:
    """A token with claims that nobody signed; the desk trusts its own list instead."""
    parts = ({"alg": "none"}, claims, {"bogus": 1})
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=")
        for each in parts
    )


class Desk:
    """What the server knows and does; `asked` holds all that came."""

    def __init__(self, clock: Clock) -> None:
        """Begin without any login."""
        self.clock = clock
        self.asked: list[Asked] = []
        self.instead: dict[str, list[Answer]] = {}
        self.statuses: list[dict[str, Any]] = []
        self.headers: dict[str, str] = {}
        self.claims: dict[str, object] = {"typ": "ContextToken", "rol": ["Owner"]}
        self.key = bogus_pki.rsa_key(7)
        self.challenges: dict[str, int] = {}
        self.tokens: list[str] = []
        self.issued: list[str] = []
        self.redeemed: set[str] = set()
        self.signers: list[SealCertificate] = []
        self.documents: list[bytes] = []
        self.sessions: list[dict[str, Any]] = []
        self.watch: Callable[[str], object] = str
        self._count = 0

    @property
    def times(self) -> Counter[str]:
        """How often each call came."""
        return Counter(each.name for each in self.asked)

    def last(self, name: str) -> Asked:
        """The last call of a name."""
        return [each for each in self.asked if each.name == name][-1]

    def encryption_key(self, **changed: object) -> dict[str, object]:
        """One entry of the list of keys, as the Ministry would give it."""
        certificate = bogus_pki.certificate(
            self.key, subject=bogus_pki.name(("2.5.4.3", "Bogus KSeF"))
        )
        spki = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return {
            "certificate": base64.b64encode(certificate.der).decode(),
            "certificateId": base64.b64encode(certificate.sha256).decode(),
            "publicKeyId": _digest(spki),
            "validFrom": (self.clock.now - timedelta(days=9)).isoformat(),
            "validTo": (self.clock.now + timedelta(days=9)).isoformat(),
            "usage": ["KsefTokenEncryption"],
            **changed,
        }

    def answer(self, asked: Asked, argument: str) -> Answer:
        """Do what a call asks for, or what the test wants instead."""
        self.asked.append(asked)
        self.watch(asked.name)
        if waiting := self.instead.get(asked.name):
            return waiting.pop(0)
        does: Callable[[Asked, str], Answer] = getattr(self, f"_{asked.name}")
        return does(asked, argument)

    def _challenge(self, asked: Asked, argument: str) -> Answer:
        del asked, argument
        self._count += 1
        text = f"20260101-CR-{self._count:010X}-ABCDEF0123-45"
        at_ms = int(self.clock.now.timestamp() * 1000)
        self.challenges[text] = at_ms
        at = f"{datetime.fromtimestamp(at_ms / 1000, UTC).replace(tzinfo=None)}0+00:00"
        return 200, {
            "challenge": text,
            "timestamp": at,
            "timestampMs": at_ms,
            "clientIp": "127.0.0.1",
        }

    def _xades_signature(self, asked: Asked, argument: str) -> Answer:
        del argument
        verified = verify_xades(asked.body, trusted=None)
        self.signers.append(verified.signer)
        self.documents.append(asked.body)
        return self.started(str(verified.element.findtext("{*}Challenge")))

    def _ksef_token(self, asked: Asked, argument: str) -> Answer:
        del argument
        told = json.loads(asked.body)
        padding = OAEP(MGF1(hashes.SHA256()), hashes.SHA256(), None)
        plain = self.key.decrypt(base64.b64decode(told["encryptedToken"]), padding)
        token, _, at_ms = plain.decode().rpartition("|")
        assert int(at_ms) == self.challenges[told["challenge"]]
        self.tokens.append(token)
        return self.started(told["challenge"])

    def started(self, challenge: str) -> Answer:
        """Take up a login that answers an open challenge."""
        if self.challenges.pop(challenge, None) is None:
            return refusal(21111)
        self._count += 1
        token = self._token("operation", timedelta(minutes=45))
        reference = f"20260101-AU-{self._count:010X}-ABCDEF0123-45"
        return 202, {"referenceNumber": reference, "authenticationToken": token}

    def _auth_status(self, asked: Asked, argument: str) -> Answer:
        del asked, argument
        status = self.statuses.pop(0) if self.statuses else {"code": 200}
        return 200, {
            "startDate": "2026-01-01T10:00:00.1234567+00:00",
            "authenticationMethodInfo": {"code": "xades.qualified-seal"},
            "status": {"description": "bogus", **status},
        }

    def _redeem(self, asked: Asked, argument: str) -> Answer:
        del argument
        bearer = asked.headers["authorization"]
        if bearer in self.redeemed:
            return refusal(21301)
        self.redeemed.add(bearer)
        return 200, {
            "accessToken": self._token("access", timedelta(minutes=15)),
            "refreshToken": self._token("refresh", timedelta(days=7)),
        }

    def _refresh(self, asked: Asked, argument: str) -> Answer:
        del asked, argument
        return 200, {"accessToken": self._token("access", timedelta(minutes=15))}

    def _sessions(self, asked: Asked, argument: str) -> Answer:
        del argument
        start = int(asked.headers.get("x-continuation-token", "0"))
        more = start + 2 < len(self.sessions)
        after = {"continuationToken": str(start + 2)} if more else {}
        return 200, {"items": self.sessions[start : start + 2], **after}

    def _revoke_current_session(self, asked: Asked, argument: str) -> Answer:
        del asked, argument
        return 204, None

    def _revoke_session(self, asked: Asked, argument: str) -> Answer:
        del asked
        known = any(each["referenceNumber"] == argument for each in self.sessions)
        return (204, None) if known else (404, {})

    def _public_keys(self, asked: Asked, argument: str) -> Answer:
        del asked, argument
        return 200, [self.encryption_key()]

    def _token(self, name: str, lives: timedelta) -> dict[str, str]:
        self._count += 1
        token = jwt(**self.claims, use=name, n=self._count)
        self.issued.append(token)
        return {"token": token, "validUntil": (self.clock.now + lives).isoformat()}


def _digest(data: bytes) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return base64.b64encode(digest.finalize()).decode()


@contextmanager
def serving(folder: Path, clock: Clock) -> Iterator[tuple[Desk, KsefClient]]:
    """Serve a desk, and give a client that trusts its certificate."""
    desk = Desk(clock)
    authority = BogusCa.create(now=datetime.now(UTC))
    bundle = folder / "bogus-ca.pem"
    bundle.write_bytes(authority.own.certificate_pem)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(
        authority.issue_tls(now=datetime.now(UTC)).save(folder / "bogus-tls.pem")
    )

    class Handler(_Handler):
        world = desk

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        transport = Transport(ca_bundle=bundle, total_timeout_s=20.0)
        url = f"https://127.0.0.1:{server.server_address[1]}/v2"
        try:
            yield (
                desk,
                KsefClient(url, transport=transport, clock=clock, sleep=clock.sleep),
            )
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    world: Desk

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        path = parts.path.removeprefix("/v2")
        name, found = next(
            (name, match)
            for name, method, pattern in _ROUTES
            if method == self.command and (match := re.fullmatch(pattern, path))
        )
        headers = {key.lower(): value for key, value in self.headers.items()}
        asked = Asked(name, parse_qs(parts.query), headers, body)
        answer = self.world.answer(asked, "".join(found.groups()))
        if isinstance(answer, str):  # DROP
            self.close_connection = True
            return
        status, told, *more = answer
        data = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(int(status))
        for key, value in {**self.world.headers, **dict(*more)}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(0 if told is None else len(data)))
        self.end_headers()
        self.wfile.write(b"" if told is None else data)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the base's names

    def log_message(self, *args: object) -> None:
        """Say nothing."""
