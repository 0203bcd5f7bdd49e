"""Whether a path of certificates holds at an instant: RFC 5280, section 6.1; pure.

    anchor -> authorities -> leaf: 1 extensions, 2 names, 3 dates, 4 issuer, 5 signature

Somebody else vouches for the anchor's name and key (6.1.1 d), so its dates do not
count; the trusted list gives its services statuses instead. It must be an authority.

Policies: any policy will do (6.1.1 c, e, f, g), as the trusted list's criteria decide
what they are worth; so certificatePolicies may be critical, as every Polish provider
has it, while policyConstraints that are critical refuse. Name constraints refuse.
Why not cryptography's verifier: ADR-0017.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from certs.der import parts_of
from certs.errors import CertificateUnreadable, CertsError
from certs.errors_now import Broken, PathRefused
from certs.extensions import (
    BASIC_CONSTRAINTS,
    EXTENDED_USAGE,
    KEY_USAGE,
    POLICIES,
    Extensions,
)
from certs.fence import Fence
from certs.model import SealCertificate
from certs.names import Name
from certs.signed_by import check_signed_by

MIN_RSA_BITS: Final = 2048
NAME_CONSTRAINTS: Final = "2.5.29.30"
# Without a required policy, mappings and inhibitAnyPolicy change nothing.
_UNDERSTOOD: Final = frozenset(
    {
        BASIC_CONSTRAINTS,
        EXTENDED_USAGE,
        KEY_USAGE,
        POLICIES,
        "2.5.29.33",  # policyMappings
        "2.5.29.54",  # inhibitAnyPolicy
    }
)
# What decides; when it cannot be read, nothing is decided.
_NEEDED: Final = frozenset({BASIC_CONSTRAINTS, EXTENDED_USAGE, KEY_USAGE})


def check_path(path: Sequence[SealCertificate], at: datetime) -> None:
    """Return when a path holds at an instant.

    Args:
        path: Leaf first, anchor last; at least these two.
        at: An aware instant.

    Raises:
        PathRefused: It does not, with the first reason, seen from the anchor.
    """
    for depth in range(len(path) - 2, -1, -1):
        with Fence(PathRefused(Broken.UNREADABLE, depth), passing=PathRefused):
            _check(path, depth, at)


def _check(path: Sequence[SealCertificate], depth: int, at: datetime) -> None:
    certificate, issuer = path[depth], path[depth + 1]
    extensions = certificate.extensions
    # 1 extensions
    _check_extensions(extensions, depth)
    # 2 names
    if not same_name(certificate.issuer, issuer.subject):
        raise PathRefused(Broken.NAME, depth)
    # 3 dates
    if at < certificate.not_before:
        raise PathRefused(Broken.NOT_YET, depth)
    if not certificate.valid_at(at):
        raise PathRefused(Broken.EXPIRED, depth)
    # 4 issuer: may it issue, with so many authorities below it?
    _check_issuer(issuer, depth + 1, below=path[1 : depth + 1])
    # 5 signature
    parts = parts_of(certificate.der)
    if parts["signature"].der != parts["outer"].der:
        raise PathRefused(Broken.ALGORITHMS, depth)
    try:
        check_signed_by(certificate.der, issuer.public_key())
    except CertificateUnreadable as forged:
        raise PathRefused(Broken.SIGNATURE, depth) from forged


def _check_extensions(extensions: Extensions, depth: int) -> None:
    counted = Counter(kind for kind, _ in extensions.present)
    if any(times > 1 for times in counted.values()):
        raise PathRefused(Broken.TWICE, depth)
    if NAME_CONSTRAINTS in counted:
        raise PathRefused(Broken.NAME_CONSTRAINTS, depth)
    critical = {kind for kind, is_critical in extensions.present if is_critical}
    if not critical <= _UNDERSTOOD:
        raise PathRefused(Broken.CRITICAL, depth)
    if not (critical | _NEEDED).isdisjoint(extensions.broken):
        raise PathRefused(Broken.EXTENSION, depth)


def _check_issuer(
    issuer: SealCertificate, depth: int, *, below: Sequence[SealCertificate]
) -> None:
    extensions = issuer.extensions
    if not extensions.ca:
        raise PathRefused(Broken.NO_AUTHORITY, depth)
    if not extensions.may("keyCertSign"):
        raise PathRefused(Broken.KEY_USAGE, depth)
    counted = sum(not same_name(each.issuer, each.subject) for each in below)
    if extensions.path_length is not None and counted > extensions.path_length:
        raise PathRefused(Broken.PATH_LENGTH, depth)
    key = issuer.public_key()
    if isinstance(key, RSAPublicKey) and key.key_size < MIN_RSA_BITS:
        raise PathRefused(Broken.WEAK_KEY, depth)


def is_issued_by(certificate: SealCertificate, issuer: SealCertificate) -> bool:
    """Tell whether a name and a key fit; `check_path` gives the verdict."""
    try:
        if not same_name(certificate.issuer, issuer.subject):
            return False
        check_signed_by(certificate.der, issuer.public_key())
    except CertsError:
        return False
    return True


def same_name(one: Name, other: Name) -> bool:
    """Compare two names as RFC 5280, section 7.1 does: case and spaces aside."""
    return _plain(one) == _plain(other)


def _plain(name: Name) -> list[list[tuple[str, str]]]:
    return [
        sorted((each.oid, _folded(each.value)) for each in rdn) for rdn in name.rdns
    ]


def _folded(value: str | bytes) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())
