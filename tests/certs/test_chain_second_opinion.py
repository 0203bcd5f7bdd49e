"""cryptography's own verifier, given Polish policies, agrees with ours where it can."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from certs.errors_now import PathRefused
from certs.model import SealCertificate
from certs.path import check_path
from tests import bogus_pki
from tests.bogus_pki import ec_key
from tests.certs.oddities import ECDSA_SHA256, ECDSA_SHA256_NULL
from tests.certs.paths import (
    AUTHORITY,
    MIDDLE,
    MIDDLE_NAME,
    NOW,
    ROOT,
    SEAL,
    authority,
    leaf,
    middle,
    resigned,
    unknown_extension,
    usage,
)

Path = list[SealCertificate]
SIGNS = (usage("key_cert_sign", "crl_sign"), True)
BELOW = leaf(issuer=MIDDLE_NAME, by=ec_key(5))
SECOND = timedelta(seconds=1)


def ours(path: Path) -> bool:
    """Say whether our check lets the path pass."""
    try:
        check_path(path, NOW)
    except PathRefused:
        return False
    return True


def theirs(path: Path) -> bool:
    """Say whether theirs does, with policies that may be critical, as in Poland."""
    agnostic = Criticality.AGNOSTIC
    constrained = ExtensionPolicy.permit_all().require_present(
        x509.BasicConstraints, agnostic, None
    )
    any_policy = constrained.may_be_present(x509.CertificatePolicies, agnostic, None)
    seal_policy = ExtensionPolicy.permit_all().may_be_present(
        x509.CertificatePolicies, agnostic, None
    )
    try:
        leaf_, *between, anchor = [
            x509.load_der_x509_certificate(each.der) for each in path
        ]
        verifier = (
            PolicyBuilder()
            .store(Store([anchor]))
            .time(NOW)
            .extension_policies(ca_policy=any_policy, ee_policy=seal_policy)
            .build_client_verifier()
        )
        verifier.verify(leaf_, between)
    except (VerificationError, ValueError):
        return False
    return True


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        pytest.param(lambda: [SEAL, ROOT], True, id="a seal and its issuer"),
        pytest.param(lambda: [BELOW, MIDDLE, ROOT], True, id="an authority between"),
        pytest.param(
            lambda: [
                leaf(by=bogus_pki.rsa_key(2)),
                authority(bogus_pki.rsa_key(2), by=bogus_pki.rsa_key(2)),
            ],
            True,
            id="an RSA authority",
        ),
        pytest.param(
            lambda: [leaf(not_after=NOW - SECOND), ROOT], False, id="a seal that ended"
        ),
        pytest.param(
            lambda: [leaf(not_before=NOW + SECOND), ROOT], False, id="not yet valid"
        ),
        pytest.param(
            lambda: [BELOW, middle(not_after=NOW - SECOND), ROOT],
            False,
            id="an authority between that ended",
        ),
        pytest.param(lambda: [leaf(by=ec_key(9)), ROOT], False, id="another key"),
        pytest.param(lambda: [SEAL, MIDDLE], False, id="another issuer"),
        pytest.param(
            lambda: [BELOW, middle(extensions=AUTHORITY[1:]), ROOT],
            False,
            id="no authority",
        ),
        pytest.param(
            lambda: [
                BELOW,
                MIDDLE,
                authority(
                    extensions=[
                        (x509.BasicConstraints(ca=True, path_length=0), True),
                        SIGNS,
                    ]
                ),
            ],
            False,
            id="too long a path",
        ),
        pytest.param(
            lambda: [leaf(unknown_extension(critical=True)), ROOT],
            False,
            id="a critical extension",
        ),
    ],
)
def test_both_judge_a_path_alike(path: Callable[[], Path], *, holds: bool) -> None:
    """Holds: ADR-0017; two implementations of RFC 5280, 6.1."""
    made = path()

    assert holds is ours(made) is theirs(made)


def test_they_cannot_judge_what_they_cannot_read() -> None:
    """
    NULL parameters, as in the Ministry's seal of 2025: why we do not use theirs.

    Holds: ADR-0017.
    """
    odd = resigned(
        SEAL,
        lambda body: body.replace(ECDSA_SHA256, ECDSA_SHA256_NULL),
        algorithm=ECDSA_SHA256_NULL,
    )

    assert (True, False) == (ours([odd, ROOT]), theirs([odd, ROOT]))


def test_their_permissive_policy_forgets_what_a_key_is_for() -> None:
    """
    A key for lists only would issue certificates: the second reason.

    Holds: ADR-0017; RFC 5280, 6.1.4 (n).
    """
    lists_only = middle(extensions=[AUTHORITY[0], (usage("crl_sign"), True)])

    assert (False, True) == (
        ours([BELOW, lists_only, ROOT]),
        theirs([BELOW, lists_only, ROOT]),
    )
