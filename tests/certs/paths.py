"""Authorities, paths, revocation lists and OCSP responses for tests; all bogus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PSS
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from certs.der import nodes, root
from certs.load import load_leaf
from certs.model import SealCertificate
from certs.statement import Asked
from tests import bogus_pki
from tests.bogus_pki import PrivateKey, ec_key
from tests.certs.oddities import ECDSA_SHA256

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROOT_NAME = bogus_pki.name(("2.5.4.6", "PL"), ("2.5.4.3", "Bogus korzeń"))
MIDDLE_NAME = bogus_pki.name(("2.5.4.6", "PL"), ("2.5.4.3", "Bogus pośredni"))
OTHER_NAME = bogus_pki.name(("2.5.4.3", "Bogus kto inny"))
SERIAL = 0xBC0B06
CRL_URL, OTHER_URL = "http://ca.example/1.crl", "http://ca.example/2.crl"


def usage(*names: str) -> x509.KeyUsage:
    """Key usage with these bits."""
    bits = {
        name: name in names
        for name in (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        )
    }
    return x509.KeyUsage(**bits)


AUTHORITY = (
    (x509.BasicConstraints(ca=True, path_length=None), True),
    (usage("key_cert_sign", "crl_sign"), True),
)


def authority(
    key: PrivateKey | None = None,
    *,
    name: x509.Name = ROOT_NAME,
    issuer: x509.Name = ROOT_NAME,
    by: PrivateKey | None = None,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = AUTHORITY,
    **dates: datetime,
) -> SealCertificate:
    """An authority; the root with `ec_key(0)` unless told otherwise."""
    return bogus_pki.certificate(
        key or ec_key(0),
        subject=name,
        issuer=issuer,
        issuer_key=by or ec_key(0),
        serial=7,
        ca=None,
        extensions=extensions,
        **dates,
    )


def middle(**other: Any) -> SealCertificate:  # noqa: ANN401 - authority's own
    """An authority below the root; its key is `ec_key(5)`."""
    return authority(ec_key(5), name=MIDDLE_NAME, by=ec_key(0), **other)


def leaf(
    *extra: tuple[x509.ExtensionType, bool],
    issuer: x509.Name = ROOT_NAME,
    by: PrivateKey | None = None,
    **other: Any,  # noqa: ANN401 - certificate's own
) -> SealCertificate:
    """A seal as Polish providers issue it: nonRepudiation only."""
    points = x509.CRLDistributionPoints(
        [x509.DistributionPoint([_uri(CRL_URL)], None, None, None)]
    )
    policies = x509.CertificatePolicies(
        [x509.PolicyInformation(x509.ObjectIdentifier("1.2.616.1.1"), None)]
    )
    return bogus_pki.certificate(
        bogus_pki.ec_key(),
        subject=bogus_pki.seal_name(),
        issuer=issuer,
        issuer_key=by or ec_key(0),
        serial=SERIAL,
        ca=None,
        extensions=[
            (usage("content_commitment"), True),
            (points, False),
            (policies, True),
            *extra,
        ],
        **other,
    )


def resigned(
    certificate: SealCertificate,
    patch: Callable[[bytes], bytes],
    *,
    algorithm: bytes = ECDSA_SHA256,
) -> SealCertificate:
    """A certificate with a patched body, under a signature of the root that fits."""
    return load_leaf(_signed(certificate.der, patch, algorithm))


def endless_crl() -> bytes:
    """A list that does not say until when it holds."""

    def without_end(body: bytes) -> bytes:
        fields = [each.der for each in nodes(body)]
        return b"".join(fields[:4] + fields[5:])

    return _signed(crl(), without_end, ECDSA_SHA256)


def _signed(der: bytes, patch: Callable[[bytes], bytes], algorithm: bytes) -> bytes:
    [body, *_] = root(der)
    signed = _tlv(0x30, patch(body.content))
    signature = ec_key(0).sign(signed, ECDSA(hashes.SHA256()))
    return _tlv(0x30, signed + algorithm + _tlv(0x03, b"\0" + signature))


def _tlv(tag: int, content: bytes) -> bytes:
    """One value with the shortest length, as DER asks."""
    size = len(content)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    length = octets if size < 128 else bytes([0x80 | len(octets)]) + octets
    return bytes([tag]) + length + content


def _uri(address: str) -> x509.UniformResourceIdentifier:
    return x509.UniformResourceIdentifier(address)


# ECDSA signs anew each time: what is compared must be one and the same.
ROOT, MIDDLE, SEAL = authority(), middle(), leaf()


def unknown_extension(*, critical: bool) -> tuple[x509.ExtensionType, bool]:
    """An extension that nobody knows."""
    kind = x509.ObjectIdentifier("1.2.3.4.5")
    return x509.UnrecognizedExtension(kind, b"\x05\x00"), critical


def asked(**other: Any) -> Asked:  # noqa: ANN401 - Asked's own
    """Was the seal of the root revoked by now?"""
    question = Asked(certificate=SEAL, issuer=ROOT, at=NOW, now=NOW)
    return replace(question, **other)


@dataclass(frozen=True)
class Entry:
    """One entry of a list."""

    at: datetime = NOW - DAY
    serial: int = SERIAL
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = ()


def reason(name: str) -> tuple[x509.ExtensionType, bool]:
    """The reason of an entry."""
    return x509.CRLReason(x509.ReasonFlags[name]), False


def crl(
    *entries: Entry,
    name: x509.Name = ROOT_NAME,
    by: PrivateKey | None = None,
    made_at: datetime = NOW - HOUR,
    until: datetime = NOW + DAY,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
    padding: PSS | None = None,
    numbered: bool = True,
) -> bytes:
    """A revocation list of the root, as DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(name)
        .last_update(made_at)
        .next_update(until)
    )
    if numbered:
        builder = builder.add_extension(x509.CRLNumber(4711), critical=False)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    for entry in entries:
        revoked = (
            x509.RevokedCertificateBuilder()
            .serial_number(entry.serial)
            .revocation_date(entry.at)
        )
        for extension, critical in entry.extensions:
            revoked = revoked.add_extension(extension, critical=critical)
        builder = builder.add_revoked_certificate(revoked.build())
    signed = builder.sign(by or ec_key(0), hashes.SHA256(), rsa_padding=padding)
    return signed.public_bytes(Encoding.DER)


def part(**other: Any) -> tuple[x509.ExtensionType, bool]:  # noqa: ANN401 - the extension's
    """An issuingDistributionPoint, critical as the RFC asks."""
    told: dict[str, Any] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**(told | other)), True


def at(address: str) -> list[x509.GeneralName]:
    """One address, as a distribution point names itself."""
    return [_uri(address)]


RESPONDER = (
    (usage("digital_signature"), True),
    (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False),
    (x509.OCSPNoCheck(), False),
)


def responder(
    *,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = RESPONDER,
    by: PrivateKey | None = None,
    **other: Any,  # noqa: ANN401 - certificate's own
) -> SealCertificate:
    """A delegated responder of the root; its key is `ec_key(6)`."""
    return bogus_pki.certificate(
        ec_key(6),
        subject=OTHER_NAME,
        issuer=ROOT_NAME,
        issuer_key=by or ec_key(0),
        serial=9,
        ca=None,
        extensions=extensions,
        **other,
    )


GOOD = ocsp.OCSPCertStatus.GOOD
REVOKED = ocsp.OCSPCertStatus.REVOKED
UNKNOWN = ocsp.OCSPCertStatus.UNKNOWN


def response(  # noqa: PLR0913 - a response has that many parts
    status: ocsp.OCSPCertStatus = GOOD,
    *,
    since: datetime | None = None,
    why: str | None = None,
    about: SealCertificate | None = None,
    issuer: SealCertificate | None = None,
    hashed: hashes.HashAlgorithm | None = None,
    signer: SealCertificate | None = None,
    by: PrivateKey | None = None,
    shown: Sequence[SealCertificate] = (),
    by_name: bool = False,
    made_at: datetime = NOW - HOUR,
    until: datetime | None = NOW + DAY,
    extensions: Sequence[tuple[x509.ExtensionType, bool]] = (),
) -> bytes:
    """An OCSP response of the root itself, or of a signer, as DER.

    `producedAt` is the real present: the library asks nobody.
    """
    found = x509.load_der_x509_certificate
    named = ocsp.OCSPResponderEncoding.NAME if by_name else None
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            found((about or SEAL).der),
            found((issuer or ROOT).der),
            hashed or hashes.SHA1(),  # noqa: S303 - names an issuer, proves nothing
            status,
            made_at,
            until,
            since,
            x509.ReasonFlags[why] if why else None,
        )
        .responder_id(
            named or ocsp.OCSPResponderEncoding.HASH,
            found((signer or ROOT).der),
        )
    )
    if shown:
        builder = builder.certificates([found(each.der) for each in shown])
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    signed = builder.sign(by or ec_key(0), hashes.SHA256())
    return signed.public_bytes(Encoding.DER)
