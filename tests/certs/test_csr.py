"""A request for a certificate, as an independent reader has it."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import load_der_x509_csr
from cryptography.x509.oid import NameOID

from certs.algorithms import SignatureAlgorithm
from certs.csr import make_csr
from certs.errors import KeyRefused
from certs.model import PublicKey

NAME = {
    "common_name": "Gmina Żółć (bogus)",
    "country_name": "PL",
    "organization_name": "Gmina Żółć (bogus)",
    "organization_identifier": "VATPL-9990000008",
    "unique_identifier": "bogus",
}


class Key:
    """A key without a certificate."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
        self.key = key

    def public_key(self) -> PublicKey:
        """Give its public half."""
        return self.key.public_key()

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Sign as a file's key does."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, algorithm.padding, algorithm.hash)
        return self.key.sign(data, ec.ECDSA(algorithm.hash))


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP384R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    ],
    ids=["P-256", "P-384", "RSA-2048"],
)
def test_a_request_is_read_by_others(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
) -> None:
    """Signature, key, and the name in the order in which it was given."""
    csr = load_der_x509_csr(make_csr(NAME, key=Key(key)))

    assert csr.is_signature_valid
    assert key.public_key() == csr.public_key()
    assert [
        (NameOID.COMMON_NAME, "Gmina Żółć (bogus)"),
        (NameOID.COUNTRY_NAME, "PL"),
        (NameOID.ORGANIZATION_NAME, "Gmina Żółć (bogus)"),
        (NameOID.ORGANIZATION_IDENTIFIER, "VATPL-9990000008"),
        (NameOID.X500_UNIQUE_IDENTIFIER, "bogus"),
    ] == [(each.oid, each.value) for each in csr.subject]


def test_a_word_that_names_nothing_is_refused() -> None:
    """A name with a part missing would be refused by KSeF only days later."""
    key = Key(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(ValueError, match="no attributes of a name: locality"):
        make_csr({"locality": "x"}, key=key)


def test_another_kind_of_key_is_refused() -> None:
    """RSA from 2048 bits, P-256 or P-384."""
    with pytest.raises(KeyRefused):
        make_csr(NAME, key=Key(ec.generate_private_key(ec.SECP521R1())))
