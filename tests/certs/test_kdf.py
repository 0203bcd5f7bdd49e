"""A file may not choose how long we work on its password."""

from base64 import encodebytes
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PBES,
    serialize_key_and_certificates,
)

from certs import kdf
from certs.errors import CertificateUnreadable, KeyFault, KeyRefused, Unreadable
from certs.keys_file import load_key
from certs.load import load, load_leaf
from tests.bogus_pki import authority, ec_seal
from tests.certs import locked as made
from tests.certs.locked import ENDLESS

SEAL = ec_seal()
PASSWORD = b"bogus-passphrase"
SHROUDED = made.bag(made.LOCKED_BAG, made.locked(made.pbkdf2(ENDLESS)))
TOO_COSTLY = {
    "MAC": made.pkcs12(made.part(), mac=made.mac(ENDLESS)),
    "PBMAC1": made.pkcs12(made.part(), mac=made.mac(1, made.pbmac1(ENDLESS))),
    "3DES bag": made.locked_bags(made.algorithm(f"{made.PKCS12_PBE}3", ENDLESS)),
    "PBES1 bag": made.locked_bags(made.algorithm(f"{made.PKCS5}10", ENDLESS)),
    "PBES2 bag": made.pkcs12(made.part(SHROUDED)),
    "nested bag": made.pkcs12(made.part(made.bag(made.NESTED_BAG, made.seq(SHROUDED)))),
    "encrypted": made.pkcs12(made.encrypted_part(made.pbkdf2(ENDLESS))),
    "in pieces": made.pkcs12(made.part(SHROUDED), pieces=True),
    "scrypt": made.locked_bags(made.scrypt(2**22, 8, 1)),
    "many": made.locked_bags(*[made.pbkdf2(1_000_000)] * 11),
    "both": made.locked_bags(made.pbkdf2(9_000_000), made.scrypt(2**19, 8, 1)),
}
NOT_UNDERSTOOD = {
    "algorithm": made.locked_bags(made.algorithm("1.2.3", 1)),
    "key derivation": made.locked_bags(made.pbes2(made.algorithm("1.2.3", 1))),
    "negative": made.locked_bags(made.pbkdf2(-1)),
    "no count": made.locked_bags(made.pbkdf2()),
    "long key": made.locked_bags(made.pbkdf2(1, kdf.MAX_KEY_OCTETS + 1)),
    "scrypt of 0": made.locked_bags(made.scrypt(0, 8, 1)),
    "long scrypt": made.locked_bags(made.scrypt(2, 8, 1, kdf.MAX_KEY_OCTETS + 1)),
    "part": made.pkcs12(made.seq(made.oid(made.SIGNED), made.tlv(0xA0, made.seq()))),
    "cut": made.pkcs12(made.part(SHROUDED))[:-9],
}


def unreadable(data: bytes, password: bytes | None) -> Unreadable:
    """Tell why `load_leaf` refuses."""
    with pytest.raises(CertificateUnreadable) as caught:
        load_leaf(data, password=password)
    return caught.value.reason


def fault(folder: Path, data: bytes) -> KeyFault:
    """Tell why `load_key` refuses."""
    paths = [folder / "key", folder / "passphrase"]
    for path, content in zip(paths, [data, PASSWORD], strict=True):
        path.touch(mode=0o600)
        path.write_bytes(content)
    with pytest.raises(KeyRefused) as caught:
        load_key(paths[0], password_file=paths[1])
    return caught.value.reason


def pem(der: bytes) -> bytes:
    """An encrypted key as PEM."""
    label = b"ENCRYPTED PRIVATE KEY-----\n"
    return b"-----BEGIN " + label + encodebytes(der) + b"-----END " + label


@pytest.mark.parametrize("data", TOO_COSTLY.values(), ids=TOO_COSTLY)
def test_a_store_that_costs_too_much_is_refused_at_once(
    data: bytes, tmp_path: Path
) -> None:
    """Without the refusal this test would not end, with or without a password."""
    assert Unreadable.KEY_DERIVATION is unreadable(data, PASSWORD)
    assert Unreadable.KEY_DERIVATION is unreadable(data, None)
    assert KeyFault.KEY_DERIVATION is fault(tmp_path, data)


@pytest.mark.parametrize("data", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD)
def test_a_store_that_is_not_understood_is_not_handed_on(data: bytes) -> None:
    """What we cannot count, `cryptography` might be able to obey."""
    with pytest.raises((ValueError, TypeError)):
        kdf.hold_pkcs12(data, KeyRefused(KeyFault.KEY_DERIVATION))

    assert Unreadable.PASSWORD is unreadable(data, PASSWORD)


@pytest.mark.parametrize(
    "ciphers",
    [
        pytest.param([made.pbkdf2(ENDLESS)], id="PBKDF2"),
        pytest.param([made.scrypt(2**22, 8, 1)], id="scrypt"),
        pytest.param([made.pbkdf2(6_000_000, 32)] * 2, id="two keys"),
    ],
)
def test_locked_keys_in_pem_share_one_budget(ciphers: list[bytes]) -> None:
    """A file of 1 MiB has room for thousands of them."""
    keys = b"".join(pem(made.locked(each)) for each in ciphers)
    data = keys + SEAL.certificate.pem.encode() + authority().pem.encode()

    assert Unreadable.KEY_DERIVATION is unreadable(data, PASSWORD)
    assert SEAL.certificate == load_leaf(data)


def test_a_locked_pem_key_that_costs_too_much_is_refused(tmp_path: Path) -> None:
    """The same holds for the key that seals."""
    data = pem(made.locked(made.pbkdf2(ENDLESS)))

    assert KeyFault.KEY_DERIVATION is fault(tmp_path, data)
    assert KeyFault.PASSPHRASE is fault(tmp_path, pem(made.seq()))


@pytest.mark.parametrize("rounds", [2048, 600_000])
@pytest.mark.parametrize(
    "cipher", [PBES.PBESv1SHA1And3KeyTripleDESCBC, PBES.PBESv2SHA256AndAES256CBC]
)
def test_usual_stores_are_opened(rounds: int, cipher: PBES) -> None:
    """2048 rounds are OpenSSL's, 600 000 are OWASP's, 3DES is old Windows'."""
    lock = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(cipher)
        .build(PASSWORD)
    )
    certificate = x509.load_der_x509_certificate(SEAL.certificate.der)
    data = serialize_key_and_certificates(None, SEAL.private, certificate, None, lock)

    assert (SEAL.certificate,) == load(data, password=PASSWORD)


@pytest.mark.parametrize(
    "cipher",
    [
        pytest.param(made.algorithm(f"{made.PKCS12_PBE}6", 2048), id="RC2-40"),
        pytest.param(made.pbkdf2(kdf.MAX_ROUNDS, 32), id="most rounds"),
        pytest.param(made.scrypt(2**14, 8, 1, 32), id="scrypt of OpenSSL"),
        pytest.param(made.scrypt(2**17, 8, 1), id="most scrypt"),
    ],
)
def test_the_budget_has_room_for_every_usual_lock(cipher: bytes) -> None:
    """The limit itself is still inside."""
    refusal = KeyRefused(KeyFault.KEY_DERIVATION)

    assert kdf.hold_pkcs8([made.locked(cipher)], refusal) is None  # type: ignore[func-returns-value]  # returns, does not raise
    assert kdf.hold_pkcs12(made.locked_bags(cipher), refusal) is None  # type: ignore[func-returns-value]  # as above


def test_a_bag_that_holds_no_lock_costs_nothing() -> None:
    """A certificate in the open, and no MAC."""
    data = made.pkcs12(made.part(made.bag(made.CERT_BAG, made.seq())))

    kdf.hold_pkcs12(data, KeyRefused(KeyFault.KEY_DERIVATION))


def test_an_old_pem_lock_needs_no_count(tmp_path: Path) -> None:
    """`Proc-Type: 4,ENCRYPTED` hashes once."""
    key = tmp_path / "key.pem"
    key.touch(mode=0o600)
    secret = tmp_path / "passphrase"
    secret.touch(mode=0o600)
    secret.write_bytes(PASSWORD)
    text = SEAL.private.private_bytes(
        Encoding.PEM,
        PrivateFormat.TraditionalOpenSSL,
        BestAvailableEncryption(PASSWORD),
    )
    key.write_bytes(text + SEAL.certificate.pem.encode())

    assert b"Proc-Type" in text
    assert SEAL.certificate == load_key(key, password_file=secret).certificate
