"""Whether a key has signed a certificate, by each algorithm that is read."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.serialization import Encoding

from certs.errors import CertificateUnreadable, Unreadable
from certs.load import load_leaf
from certs.model import PublicKey, SealCertificate
from certs.signed_by import check_signed_by
from tests import bogus_pki

KEY = bogus_pki.rsa_key()


def sealed(
    padding: PSS | None, digest: hashes.SHA256 | hashes.SHA512
) -> SealCertificate:
    """A certificate that the RSA key has signed."""
    made = (
        x509.CertificateBuilder()
        .subject_name(bogus_pki.seal_name())
        .issuer_name(bogus_pki.ISSUER)
        .public_key(bogus_pki.ec_key().public_key())
        .serial_number(7)
        .not_valid_before(bogus_pki.NOT_BEFORE)
        .not_valid_after(bogus_pki.NOT_AFTER)
        .sign(KEY, digest, rsa_padding=padding)
    )
    return load_leaf(made.public_bytes(Encoding.DER))


def pss(mask: hashes.HashAlgorithm, salt: int = PSS.DIGEST_LENGTH) -> PSS:  # type: ignore[assignment]  # the library's marker
    """RSASSA-PSS with this hash in the mask."""
    return PSS(MGF1(mask), salt)


@pytest.mark.parametrize(
    "certificate",
    [
        sealed(None, hashes.SHA256()),
        sealed(None, hashes.SHA512()),
        sealed(pss(hashes.SHA256()), hashes.SHA256()),
        sealed(pss(hashes.SHA512()), hashes.SHA512()),
        sealed(pss(hashes.SHA256(), 0), hashes.SHA256()),
    ],
)
def test_its_key_has_signed_it(certificate: SealCertificate) -> None:
    """RSASSA-PSS is rare with issuers, and no reason to call a seal nobody's."""
    check_signed_by(certificate.der, KEY.public_key())

    assert bogus_pki.ISSUER.rfc4514_string() == certificate.issuer.rfc4514


@pytest.mark.parametrize(
    ("certificate", "key"),
    [
        (sealed(None, hashes.SHA256()), bogus_pki.rsa_key(9, 1024).public_key()),
        (sealed(None, hashes.SHA256()), bogus_pki.ec_key().public_key()),
        (sealed(pss(hashes.SHA256()), hashes.SHA512()), KEY.public_key()),
        (bogus_pki.ec_seal().certificate, KEY.public_key()),
        (
            bogus_pki.ec_seal().certificate,
            ec.generate_private_key(ec.SECP256R1()).public_key(),
        ),
    ],
)
def test_any_other_key_has_not(certificate: SealCertificate, key: PublicKey) -> None:
    """Another key, another kind of key, or two hashes in one signature."""
    with pytest.raises(CertificateUnreadable) as caught:
        check_signed_by(certificate.der, key)

    assert Unreadable.NOT_SIGNED_BY is caught.value.reason
