"""A request for a certificate, as an independent reader has it."""

import contextlib

import pytest
from asn1crypto.csr import CertificationRequest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import load_der_x509_csr
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.algorithms import SignatureAlgorithm
from certs.csr import make_csr
from certs.errors import KeyRefused
from certs.model import PublicKey
from certs.name_errors import NameFault, NameRefused

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


KEY = Key(ec.generate_private_key(ec.SECP256R1()))


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


@pytest.mark.parametrize(
    ("name", "reason", "attribute"),
    [
        ({}, NameFault.NO_ATTRIBUTES, ""),
        ({"locality": "x"}, NameFault.UNKNOWN_ATTRIBUTE, ""),
        ({"common_name": ""}, NameFault.EMPTY, "common_name"),
        ({"common_name": " \u00a0"}, NameFault.EMPTY, "common_name"),
        ({"surname": "x" * 32_769}, NameFault.TOO_LONG, "surname"),
        ({"common_name": "Gmina\0Bogus"}, NameFault.CHARACTER, "common_name"),
        ({"surname": "Bogus\n"}, NameFault.CHARACTER, "surname"),
        ({"surname": "\ud800"}, NameFault.CHARACTER, "surname"),
        ({"serial_number": "żółw"}, NameFault.CHARACTER, "serial_number"),
        ({"country_name": "pl"}, NameFault.COUNTRY, "country_name"),
        ({"country_name": "POL"}, NameFault.COUNTRY, "country_name"),
    ],
)
def test_a_name_that_no_certificate_can_have_is_refused(
    name: dict[str, str], reason: NameFault, attribute: str
) -> None:
    """KSeF would refuse it only later; what is signed must be what was meant."""
    with pytest.raises(NameRefused) as caught:
        make_csr(name, key=KEY)

    assert (reason, attribute) == (caught.value.reason, caught.value.attribute)
    assert attribute in caught.value.polish
    assert caught.value.hint


@pytest.mark.parametrize(
    "name",
    [
        {"common_name": "Ż" * 87},
        {"organization_name": "x" * 350},
        {"serial_number": "TINPL-9990000008"},
        {"surname": "x" * 32_768},
    ],
)
def test_a_long_name_is_written_as_it_was_told(name: dict[str, str]) -> None:
    """Schools are called more than 64 characters, and KSeF wants its own words back."""
    csr = CertificationRequest.load(make_csr(name, key=KEY))
    subject = csr["certification_request_info"]["subject"].native

    assert name == subject


WORDS = ("common_name", "surname", "serial_number", "country_name", "locality")


@settings(deadline=None)
@given(name=st.dictionaries(st.sampled_from(WORDS), st.text(max_size=70)))
def test_any_name_ends_in_a_request_or_in_our_error(name: dict[str, str]) -> None:
    """It comes from KSeF, and may hold anything."""
    with contextlib.suppress(NameRefused):
        csr = load_der_x509_csr(make_csr(name, key=KEY))
        assert list(name.values()) == [each.value for each in csr.subject]


def test_another_kind_of_key_is_refused() -> None:
    """RSA from 2048 bits, P-256 or P-384."""
    with pytest.raises(KeyRefused):
        make_csr(NAME, key=Key(ec.generate_private_key(ec.SECP521R1())))
