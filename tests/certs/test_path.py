"""A path of certificates holds, or the first reason why not is named."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from cryptography import x509

from certs.errors_now import Broken, PathRefused
from certs.model import SealCertificate
from certs.names import Attribute, Name
from certs.path import check_path, same_name
from tests import bogus_pki
from tests.bogus_pki import NOT_AFTER, NOT_BEFORE, ec_key
from tests.certs.oddities import ECDSA_SHA256, ECDSA_SHA256_NULL
from tests.certs.paths import (
    AUTHORITY,
    MIDDLE,
    MIDDLE_NAME,
    NOW,
    OTHER_NAME,
    ROOT,
    SEAL,
    authority,
    leaf,
    middle,
    resigned,
    unknown_extension,
    usage,
)

USAGE = (usage("key_cert_sign", "crl_sign"), True)
SECOND = timedelta(seconds=1)


def length(number: int) -> list[tuple[x509.ExtensionType, bool]]:
    """An authority with so many others below it."""
    return [(x509.BasicConstraints(ca=True, path_length=number), True), USAGE]


def below_middle(*extra: tuple[x509.ExtensionType, bool]) -> SealCertificate:
    """A seal that the middle authority issued."""
    return leaf(*extra, issuer=MIDDLE_NAME, by=ec_key(5))


def no_bits(body: bytes) -> bytes:
    """Write key usage as something else than bits."""
    return body.replace(b"\x03\x02\x06\x40", b"\x04\x02\x06\x40")


def points_twice(body: bytes) -> bytes:
    """Call the policies a second address of lists."""
    return body.replace(b"\x55\x1d\x20", b"\x55\x1d\x1f")


def no_extensions(body: bytes) -> bytes:
    """Write the kind of an extension as something else."""
    return body.replace(b"\x06\x03\x55\x1d\x20", b"\x05\x03\x55\x1d\x20")


def test_a_seal_of_a_listed_authority_has_a_path() -> None:
    """
    Critical policies and nonRepudiation alone: so are all Polish seals.

    Holds: ADR-0017.
    """
    check_path([SEAL, ROOT], NOW)


def test_authorities_may_stand_between() -> None:
    """The root vouches for the middle, the middle for the seal."""
    check_path([below_middle(), MIDDLE, ROOT], NOW)


def test_an_anchor_that_has_ended_is_still_an_anchor() -> None:
    """
    Its status is on the trusted list; its own dates say nothing (6.1.1 d).

    Providers leave such authorities listed for the seals that they issued.
    """
    check_path([SEAL, authority(not_after=NOW - SECOND)], NOW)


@pytest.mark.parametrize("instant", [NOT_BEFORE, NOT_AFTER])
def test_the_first_and_last_instant_count(instant: datetime) -> None:
    """Both ends of a validity are inside it (4.1.2.5)."""
    check_path([SEAL, ROOT], instant)


@pytest.mark.parametrize(
    ("path", "reason", "depth"),
    [
        pytest.param(
            lambda: [leaf(not_before=NOW + SECOND), ROOT],
            Broken.NOT_YET,
            0,
            id="the seal is not yet valid",
        ),
        pytest.param(
            lambda: [leaf(not_after=NOW - SECOND), ROOT],
            Broken.EXPIRED,
            0,
            id="the seal has ended",
        ),
        pytest.param(
            lambda: [below_middle(), middle(not_after=NOW - SECOND), ROOT],
            Broken.EXPIRED,
            1,
            id="an authority between has ended",
        ),
        pytest.param(
            lambda: [leaf(issuer=OTHER_NAME), ROOT],
            Broken.NAME,
            0,
            id="the issuer has another name",
        ),
        pytest.param(
            lambda: [leaf(by=ec_key(9)), ROOT],
            Broken.SIGNATURE,
            0,
            id="another key signed it",
        ),
        pytest.param(
            lambda: [SEAL, authority(extensions=[USAGE])],
            Broken.NO_AUTHORITY,
            1,
            id="the issuer is no authority",
        ),
        pytest.param(
            lambda: [
                SEAL,
                authority(extensions=[AUTHORITY[0], (usage("crl_sign"), True)]),
            ],
            Broken.KEY_USAGE,
            1,
            id="the issuer's key is not for certificates",
        ),
        pytest.param(
            lambda: [below_middle(), MIDDLE, authority(extensions=length(0))],
            Broken.PATH_LENGTH,
            2,
            id="the anchor allows no authority below it",
        ),
        pytest.param(
            lambda: [
                SEAL,
                ROOT,
                middle(extensions=length(0)),
                ROOT,
            ],
            Broken.NAME,
            1,
            id="names do not follow each other",
        ),
        pytest.param(
            lambda: [leaf(unknown_extension(critical=True)), ROOT],
            Broken.CRITICAL,
            0,
            id="a critical extension that nobody knows",
        ),
        pytest.param(
            lambda: [
                below_middle(),
                middle(
                    extensions=[
                        *AUTHORITY,
                        (x509.PolicyConstraints(0, None), True),
                    ]
                ),
                ROOT,
            ],
            Broken.CRITICAL,
            1,
            id="critical policy constraints",
        ),
        pytest.param(
            lambda: [
                below_middle(),
                middle(
                    extensions=[
                        *AUTHORITY,
                        (
                            x509.NameConstraints([x509.DNSName("example")], None),
                            False,
                        ),
                    ]
                ),
                ROOT,
            ],
            Broken.NAME_CONSTRAINTS,
            1,
            id="name constraints",
        ),
        pytest.param(
            lambda: [
                leaf(by=bogus_pki.rsa_key(3, 1024)),
                authority(bogus_pki.rsa_key(3, 1024), by=bogus_pki.rsa_key(3, 1024)),
            ],
            Broken.WEAK_KEY,
            1,
            id="a weak key",
        ),
        pytest.param(
            lambda: [resigned(SEAL, no_bits), ROOT],
            Broken.EXTENSION,
            0,
            id="key usage that cannot be read",
        ),
        pytest.param(
            lambda: [resigned(SEAL, points_twice), ROOT],
            Broken.TWICE,
            0,
            id="one extension twice",
        ),
        pytest.param(
            lambda: [
                resigned(SEAL, lambda body: body, algorithm=ECDSA_SHA256_NULL),
                ROOT,
            ],
            Broken.ALGORITHMS,
            0,
            id="two algorithms",
        ),
        pytest.param(
            lambda: [resigned(SEAL, no_extensions), ROOT],
            Broken.UNREADABLE,
            0,
            id="extensions that cannot be read",
        ),
    ],
)
def test_a_path_is_refused_with_its_first_reason(
    path: Callable[[], Sequence[SealCertificate]], reason: Broken, depth: int
) -> None:
    """Holds: RFC 5280, 6.1.3 and 6.1.4."""
    with pytest.raises(PathRefused) as caught:
        check_path(path(), NOW)

    assert (reason, depth) == (caught.value.reason, caught.value.depth)
    assert caught.value.polish


def test_a_certificate_that_the_strict_reader_refuses_has_a_path() -> None:
    """
    The Ministry's own seal of 2025 has NULL parameters; its chain is as good as any.

    Holds: ADR-0017.
    """
    odd = resigned(
        SEAL,
        lambda body: body.replace(ECDSA_SHA256, ECDSA_SHA256_NULL),
        algorithm=ECDSA_SHA256_NULL,
    )
    with pytest.raises(ValueError, match="signature_alg"):
        _ = x509.load_der_x509_certificate(odd.der).signature_hash_algorithm

    check_path([odd, ROOT], NOW)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bogus Sp. z o.o.", "BOGUS  sp. z O.O. ", True),
        ("Żółw", "Z\u0307o\u0301łw", True),
        ("Bogus", "Bogus 2", False),
        (b"\x30\x00", b"\x30\x00", True),
        (b"\x30\x00", b"\x30\x01", False),
    ],
)
def test_names_are_compared_as_the_standard_says(
    one: str | bytes, other: str | bytes, *, same: bool
) -> None:
    """Case, spaces and the way letters are composed do not matter (7.1)."""
    first, second = (
        Name(((Attribute("2.5.4.10", each), Attribute("2.5.4.3", "x")),))
        for each in (one, other)
    )
    turned = Name((tuple(reversed(second.rdns[0])),))

    assert same is same_name(first, second) is same_name(first, turned)


def test_a_name_in_two_parts_is_another_than_in_one() -> None:
    """What stands together in one relative name is one step of the tree."""
    both = (Attribute("2.5.4.10", "x"), Attribute("2.5.4.3", "y"))

    assert not same_name(Name((both,)), Name(((both[0],), (both[1],))))


def test_an_authority_that_renews_its_own_key_does_not_count() -> None:
    """Self-issued certificates do not lengthen a path (6.1.4 l)."""
    renewed = authority(ec_key(5), by=ec_key(0))

    check_path(
        [leaf(by=ec_key(5)), renewed, authority(extensions=length(0))],
        NOW,
    )
