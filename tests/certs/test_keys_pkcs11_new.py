"""A key on a token before it has a certificate: SoftHSM2, real PKCS#11."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import load_der_x509_csr

from certs.csr import make_csr
from certs.errors import KeyFault, KeyRefused
from certs.keys_pkcs11 import open_new_key
from certs.token_errors import TokenFault, TokenRefused
from jst.simulators.softhsm import SoftHsm
from tests import bogus_pki
from tests.softhsm import add_key, require_softhsm

NAME = {"common_name": "Bogus: urząd", "country_name": "PL"}


@pytest.fixture(name="own")
def _own(tmp_path: Path) -> Iterator[SoftHsm]:
    """A token of the test's own, empty."""
    require_softhsm()
    with SoftHsm.create(tmp_path / "own") as token:
        yield token


@pytest.mark.parametrize("kind", ["P-256", "RSA-2048"])
def test_a_key_made_on_the_token_asks_for_its_certificate(
    own: SoftHsm, kind: str
) -> None:
    """The key never lay anywhere else, and another library verifies its request."""
    public = own.generate("new", kind)
    with open_new_key(own.place, label="new", pin=own.read_pin) as key:
        request = load_der_x509_csr(make_csr(NAME, key=key))

        assert "TokenSigner(no certificate)" == repr(key)
        with pytest.raises(TypeError):
            pickle.dumps(key)
    assert request.is_signature_valid
    assert public == request.public_key()


def test_a_weak_key_asks_for_nothing(own: SoftHsm) -> None:
    """Nobody we speak to would take its certificate."""
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it is refused
    add_key(own, "weak", weak)
    with pytest.raises(KeyRefused) as refused:
        open_new_key(own.place, label="weak", pin=own.read_pin)

    assert KeyFault.TOO_WEAK is refused.value.reason


def test_a_private_half_alone_cannot_be_certified(own: SoftHsm) -> None:
    """Without a certificate nothing else says which public key it is."""
    add_key(own, "lone", bogus_pki.ec_seal().private)
    with pytest.raises(TokenRefused) as refused:
        open_new_key(own.place, label="lone", pin=own.read_pin)

    assert TokenFault.NO_PUBLIC_KEY is refused.value.reason
