"""What a certificate says about itself."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from certs.errors import (
    CertificateUnreadable,
    KeyFault,
    KeyRefused,
    SignatureInvalid,
    Unreadable,
)
from certs.fence import Fence
from certs.load import load_leaf
from certs.model import OrganizationIdentifier, OrganizationScheme
from certs.rejection import Rejection
from tests import bogus_pki
from tests.bogus_pki import authority, ec_seal

SEAL = ec_seal().certificate


def test_the_serial_goes_out_in_decimal() -> None:
    """The letter asks for it, and 18 octets do not fit in a sheet's number."""
    assert "16377109755170926369565293106476140480957190" == SEAL.serial_text


def test_names_digest_and_pem_come_from_the_same_bytes() -> None:
    """What is printed must be what is registered."""
    assert authority().subject.windows == SEAL.issuer.windows
    assert sha256(SEAL.der).digest() == SEAL.sha256
    assert SEAL == load_leaf(SEAL.pem.encode())
    assert max(len(line) for line in SEAL.pem.splitlines()) == 64


@pytest.mark.parametrize(
    ("instant", "is_valid"),
    [
        pytest.param(bogus_pki.NOT_BEFORE - timedelta(seconds=1), False, id="before"),
        pytest.param(bogus_pki.NOT_BEFORE, True, id="first second"),
        pytest.param(bogus_pki.NOT_AFTER, True, id="last second"),
        pytest.param(bogus_pki.NOT_AFTER + timedelta(seconds=1), False, id="after"),
    ],
)
def test_validity_includes_both_ends(instant: datetime, is_valid: bool) -> None:
    """RFC 5280, section 4.1.2.5: "through notAfter, inclusive"."""
    assert is_valid is SEAL.valid_at(instant)


def test_times_are_utc() -> None:
    """Warsaw is what the caller shows."""
    assert (UTC, UTC) == (SEAL.not_before.tzinfo, SEAL.not_after.tzinfo)


def test_only_the_authority_is_a_ca() -> None:
    """A certificate without basicConstraints is none."""
    old = bogus_pki.certificate(
        bogus_pki.ec_key(), subject=bogus_pki.seal_name(), ca=None
    )

    assert (True, False, False) == (authority().is_ca, SEAL.is_ca, old.is_ca)


@pytest.mark.parametrize(
    ("text", "scheme", "nip"),
    [
        ("VATPL-1234563218", OrganizationScheme.VATPL, "1234563218"),
        ("VATPL-1234563219", OrganizationScheme.OTHER, None),
        ("VATPL-123-456-32-18", OrganizationScheme.OTHER, None),
        ("VATPL-", OrganizationScheme.OTHER, None),
        ("vatpl-1234563218", OrganizationScheme.OTHER, None),
        ("VATPL1234563218", OrganizationScheme.OTHER, None),
        ("NTRPL-0000000001", OrganizationScheme.NTRPL, None),
        ("NTRPL-", OrganizationScheme.OTHER, None),
        ("VATCZ-12345678", OrganizationScheme.OTHER, None),
        ("", OrganizationScheme.OTHER, None),
    ],
)
def test_an_organisation_is_read_strictly(
    text: str, scheme: OrganizationScheme, nip: str | None
) -> None:
    """KSeF reads the NIP of a seal from here; a near miss is none.

    Holds: ETSI EN 319 412-1, 5.1.4.
    """
    read = OrganizationIdentifier.parse(text)

    assert (text, scheme) == (read.text, read.scheme)
    assert nip == (read.nip and read.nip.reveal())


def test_a_seal_has_one_organisation_or_none() -> None:
    """Two would let the reader choose."""
    two = bogus_pki.certificate(
        bogus_pki.ec_key(),
        subject=bogus_pki.name(("2.5.4.97", "NTRPL-1"), ("2.5.4.97", "NTRPL-2")),
    )
    found = SEAL.organization_identifier

    assert found is not None
    assert OrganizationScheme.VATPL is found.scheme
    assert two.organization_identifier is None


class PanicException(BaseException):
    """Named as the one that a Rust panic arrives as."""


@pytest.mark.parametrize("odd", [PanicException, KeyError, RecursionError])
def test_a_fence_turns_every_failure_into_ours(odd: type[BaseException]) -> None:
    """Parsers raise more than they promise, down to BaseException."""
    with (
        pytest.raises(CertificateUnreadable),
        Fence(CertificateUnreadable(Unreadable.BROKEN_DER)),
    ):
        raise odd


def test_a_fence_lets_ours_and_the_operator_pass() -> None:
    """Ctrl-C is no broken certificate."""
    fence = Fence(CertificateUnreadable(Unreadable.BROKEN_DER))

    with pytest.raises(KeyboardInterrupt), fence:
        raise KeyboardInterrupt
    with pytest.raises(KeyRefused), fence:
        raise KeyRefused(KeyFault.KIND)


def test_every_reason_is_said_in_polish() -> None:
    """The person at the desk reads no code."""
    said = [
        *(CertificateUnreadable(reason).polish for reason in Unreadable),
        *(KeyRefused(reason).polish for reason in KeyFault),
        *(SignatureInvalid(reason).polish for reason in Rejection),
    ]

    assert len(said) == len(set(said))
