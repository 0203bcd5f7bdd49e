"""A server on the loopback, with TLS or without, that says what a test tells it to.

It knows no HTTP: it reads one request, counts it, and runs the test's script, so that
it can drip, fall silent or break off at any byte. The certificate is its own authority.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Script = Callable[[socket.socket, threading.Event], None]


@dataclass
class Loopback:
    """Where the server listens, whom to trust for it, and what it was sent."""

    url: str
    ca_bundle: Path
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0


def says(*pieces: bytes, pause_s: float = 0.0) -> Script:
    """Send the pieces one by one, each after a pause; stop when the test is over."""

    def script(connection: socket.socket, over: threading.Event) -> None:
        for piece in pieces:
            over.wait(pause_s)
            connection.sendall(piece)

    return script


def stays_silent(connection: socket.socket, over: threading.Event) -> None:
    """Accept the request and say nothing until the test is over."""
    del connection
    over.wait(30)


def http(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """Write a whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextlib.contextmanager
def serving(folder: Path, script: Script, *, tls: bool = True) -> Iterator[Loopback]:
    """Serve `script` on an ephemeral port until the context ends."""
    certificate = _make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    scheme = "https" if tls else "http"
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        world = Loopback(url=f"{scheme}://127.0.0.1:{port}/ask", ca_bundle=certificate)
        thread = threading.Thread(
            target=_serve,
            args=(listener, context if tls else None, script, world, over),
            daemon=True,
        )
        thread.start()
        try:
            yield world
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _serve(
    listener: socket.socket,
    context: ssl.SSLContext | None,
    script: Script,
    world: Loopback,
    over: threading.Event,
) -> None:
    while not over.is_set():
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        world.connections += 1
        # A client that hangs up early is what several tests are about.
        with (
            contextlib.suppress(OSError),
            _wrapped(plain, context) as connection,
        ):
            world.requests.append(_read_request(connection))
            script(connection, over)


def _wrapped(plain: socket.socket, context: ssl.SSLContext | None) -> socket.socket:
    return context.wrap_socket(plain, server_side=True) if context else plain


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = sum(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += _received(connection)
    return head + b"\r\n\r\n" + body


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionResetError("the client has hung up")
    return data


def _make_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    # Of two authorities with one name, OpenSSL would take either for the other.
    said = f"bogus loopback {uuid4()}"
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, said)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=2))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "bogus-loopback.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
