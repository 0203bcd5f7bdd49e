"""What a file is when it is no certificate, so that a person can find the right one.

Asked only after reading has failed; nothing in the file is used. Sources: RFC 7468
(labels), RFC 2986 (requests), RFC 5208 and RFC 5958 (keys).
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
)
from cryptography.x509 import load_der_x509_crl, load_der_x509_csr

from certs.errors import CertificateUnreadable, Unreadable
from certs.fence import Fence
from certs.pem import as_bytes

_HTML: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_JAVA: Final = b"\xfe\xed\xfe\xed"
_STARTS: Final = MappingProxyType(
    {
        b"PuTTY-User-Key-File": Unreadable.PRIVATE_KEY,
        b"ssh-rsa ": Unreadable.BARE_PUBLIC_KEY,
        b"ecdsa-sha2-": Unreadable.BARE_PUBLIC_KEY,
        _JAVA: Unreadable.JAVA_STORE,
    }
)
_LABELS: Final = MappingProxyType(
    {
        b"CERTIFICATE REQUEST-----": Unreadable.REQUEST,
        b"PRIVATE KEY-----": Unreadable.PRIVATE_KEY,
        b"PUBLIC KEY-----": Unreadable.BARE_PUBLIC_KEY,
        b"X509 CRL-----": Unreadable.REVOCATION_LIST,
    }
)


def _private(data: bytes) -> None:
    """Load a key; a locked one asks for its password, which tells what it is."""
    try:
        load_der_private_key(data, None)
    except TypeError:
        return


_LOADERS: Final[tuple[tuple[Callable[[bytes], object], Unreadable], ...]] = (
    (load_der_x509_csr, Unreadable.REQUEST),
    (load_der_x509_crl, Unreadable.REVOCATION_LIST),
    (load_der_public_key, Unreadable.BARE_PUBLIC_KEY),
    (_private, Unreadable.PRIVATE_KEY),
)


def named(data: bytes) -> Unreadable | None:
    """Name what else `data` is; None when we do not know."""
    text = _text(data)
    if is_html(data):
        return Unreadable.HTML
    for start, kind in _STARTS.items():
        if text.startswith(start):
            return kind
    for label, kind in _LABELS.items():
        if b"-----BEGIN " in text and label in text:
            return kind
    for loader, kind in _LOADERS:
        if _loads(loader, data):
            return kind
    return None


def is_html(data: bytes) -> bool:
    """Tell whether bytes are a web page, as a server in trouble sends."""
    start = _text(data[:4096])[:1024].lower()
    return start[:32].startswith(_HTML) or b"<html" in start


def _text(data: bytes) -> bytes:
    return as_bytes(data).lstrip(b"\xef\xbb\xbf \t\r\n")


def _loads(loader: Callable[[bytes], object], data: bytes) -> bool:
    try:
        with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
            loader(data)
    except CertificateUnreadable:
        return False
    return True
