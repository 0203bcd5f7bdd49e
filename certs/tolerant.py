"""The second reader: certificates that `cryptography` refuses, read by asn1crypto.

Seals in use need it: ECDSA signatures with NULL parameters (the Ministry's own, of
2025), postalAddress in a name (PWPW, Autenti), T61String, PrintableString with `@`.
For a certificate that both can read, both give the same values (a test holds it).

Imported only when the first reader has refused. Raises whatever it likes: callers
stand behind `certs.fence`.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import load_der_public_key

from certs.der import (
    SEQUENCE,
    SET,
    Node,
    dotted,
    inside,
    nodes,
    parts_of,
    root,
)
from certs.errors import CertificateUnreadable, Unreadable
from certs.fence import Fence
from certs.model import SealCertificate
from certs.names import STRING_TYPES, Attribute, Name
from certs.oddity import Oddity
from certs.texts import text_of


def read(der: bytes) -> SealCertificate:
    """Read a certificate from its DER; anything after its end is refused."""
    body = Certificate.load(der, strict=True)["tbs_certificate"]
    _first, _last = inside(parts_of(der)["validity"], SEQUENCE)
    # Read now and thrown away, so that it cannot fail when somebody asks.
    _name(body["subject"].dump())
    validity = body["validity"]
    return SealCertificate(
        der=der,
        serial=_whole(body["serial_number"].native),
        issuer=_name(body["issuer"].dump()),
        not_before=_instant(validity["not_before"].native),
        not_after=_instant(validity["not_after"].native),
    )


def without_trailing(der: bytes) -> bytes | None:
    """Give the first ASN.1 value of `der` when bytes follow it, else None."""
    whole = next(nodes(der)).der
    return whole if len(whole) < len(der) else None


def with_remark(certificate: SealCertificate) -> SealCertificate:
    """Remark on a certificate that bytes followed it in its file."""
    return replace(certificate, remarks=(Oddity.TRAILING_BYTES,))


def subject(der: bytes) -> Name:
    """Give the subject, which the first reader leaves unread until it is asked for."""
    with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
        body = Certificate.load(der, strict=True)["tbs_certificate"]
        return _name(body["subject"].dump())


def is_ca(der: bytes) -> bool:
    """Tell whether basicConstraints says CA; no such extension means no."""
    with Fence(CertificateUnreadable(Unreadable.BROKEN_DER)):
        return bool(Certificate.load(der, strict=True).ca)


def public_key(der: bytes) -> Any:  # noqa: ANN401 - the caller checks its type
    """Give the public key as `cryptography` knows it, whatever surrounds it."""
    body = Certificate.load(der, strict=True)["tbs_certificate"]
    return load_der_public_key(body["subject_public_key_info"].dump())


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a serial number is a whole number")
    return value


def _instant(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError("a date outside years 1 to 9999")
    return value.astimezone(UTC)


def _name(der: bytes) -> Name:
    rdns = tuple(tuple(map(_attribute, inside(rdn, SET))) for rdn in root(der))
    if not all(rdns):
        raise ValueError("a part of a name without any attribute")
    return Name(rdns)


def _attribute(node: Node) -> Attribute:
    kind, value = inside(node, SEQUENCE)
    text = text_of(value)
    if text is None:
        return Attribute(dotted(kind), value.der)
    return Attribute(dotted(kind), text, STRING_TYPES[value.tag])
