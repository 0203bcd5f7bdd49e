"""A SoftHSM2 token for tests: made once a process, with keys that tests know."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from jst.simulators.softhsm import SoftHsm, find_library
from tests.bogus_pki import BogusSeal, PrivateKey, ec_seal, rsa_seal

__all__ = ["add_key", "require_softhsm", "token_with_seals"]


def require_softhsm() -> None:
    """Skip where SoftHSM2 is not installed."""
    if find_library() is None:
        pytest.skip("softhsm2: not installed")


def token_with_seals(folder: Path) -> Iterator[SoftHsm]:
    """A token with the bogus RSA and P-256 seals, open until the generator ends."""
    require_softhsm()
    with SoftHsm.create(folder) as token:
        for label, seal in (("rsa", rsa_seal()), ("p-256", ec_seal())):
            add_seal(token, label, seal)
        yield token


def add_seal(token: SoftHsm, label: str, seal: BogusSeal) -> None:
    """Put a key and its certificate on the token."""
    add_key(token, label, seal.private)
    token.store(label, seal.certificate.der)


def add_key(
    token: SoftHsm, label: str, private: PrivateKey, **attributes: object
) -> None:
    """Put a private key on the token, and its public half; no certificate."""
    from pkcs11 import Attribute  # noqa: PLC0415 - the extra may be absent
    from pkcs11.util import ec, rsa  # noqa: PLC0415 - as above

    form = (Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    der = private.private_bytes(*form)
    read = (
        rsa.decode_rsa_private_key
        if isinstance(private, RSAPrivateKey)
        else ec.decode_ec_private_key
    )
    own = {
        Attribute.TOKEN: True,
        Attribute.LABEL: label,
        Attribute.ID: label.encode(),
        **{Attribute[name]: value for name, value in attributes.items()},
    }
    with token._session() as session:
        session.create_object(read(der) | own)
