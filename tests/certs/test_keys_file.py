"""A key in a file is taken only when nobody else can have taken it."""

import copy
import os
import pickle
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from certs.errors import KeyFault, KeyRefused
from certs.keys import algorithm_of
from certs.keys_file import (
    MAX_PASSPHRASE_BYTES,
    FileKey,
    load_key,
)
from tests import bogus_pki
from tests.bogus_pki import BogusSeal, ec_seal, private_pem, rsa_seal

PASSPHRASE = b"bogus-passphrase"


def written(folder: Path, name: str, data: bytes, mode: int = 0o600) -> Path:
    """Write a file of this mode."""
    path = folder / name
    path.write_bytes(data)
    path.chmod(mode)
    return path


def refused(path: Path, password_file: Path | None = None) -> KeyFault:
    """Tell why `load_key` refuses, and that no passphrase is told."""
    with pytest.raises(KeyRefused) as caught:
        load_key(path, password_file=password_file)
    assert PASSPHRASE.decode() not in f"{caught.value!r} {caught.value.__cause__!r}"
    return caught.value.reason


def test_pem_and_pkcs12_give_the_same_key(seal: BogusSeal, tmp_path: Path) -> None:
    """The form of the file is the provider's choice."""
    password = written(tmp_path, "p", PASSPHRASE + b"\r\n")
    files = [
        seal.write(tmp_path),
        written(tmp_path, "locked.pem", seal.pem(PASSPHRASE)),
        written(tmp_path, "open.p12", seal.pkcs12()),
        written(tmp_path, "locked.p12", seal.pkcs12(PASSPHRASE)),
    ]
    locks = [None, password, None, password]
    keys = [
        load_key(path, password_file=lock)
        for path, lock in zip(files, locks, strict=True)
    ]

    assert [seal.certificate] * 4 == [key.certificate for key in keys]
    assert [seal.key.public_key()] * 4 == [key.public_key() for key in keys]


def test_the_certificate_may_lie_beside_the_key(tmp_path: Path) -> None:
    """It is public, so others may read it; and it may be a bundle."""
    key = written(tmp_path, "key.pem", private_pem(ec_seal().private))
    bundle = ec_seal().issuer.pem + ec_seal().certificate.pem
    beside = written(tmp_path, "seal.pem", bundle.encode(), 0o644)

    loaded = load_key(key, certificate_file=beside)

    assert ec_seal().certificate == loaded.certificate


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    """Whoever can read the key can seal in the office's name."""
    path = written(tmp_path, "key.pem", ec_seal().pem(), mode)

    assert KeyFault.READABLE_BY_OTHERS is refused(path)


def test_a_passphrase_that_others_may_open_is_refused(tmp_path: Path) -> None:
    """It guards nothing then."""
    key = written(tmp_path, "key.pem", ec_seal().pem(PASSPHRASE))
    password = written(tmp_path, "p", PASSPHRASE, 0o644)

    assert KeyFault.READABLE_BY_OTHERS is refused(key, password)


def test_a_wrong_or_missing_passphrase_is_one_refusal(tmp_path: Path) -> None:
    """No text says which, or what was tried."""
    pem = written(tmp_path, "key.pem", ec_seal().pem(b"another"))
    store = written(tmp_path, "key.p12", ec_seal().pkcs12(b"another"))
    password = written(tmp_path, "p", PASSPHRASE)
    odd = written(tmp_path, "odd", b"\xff\xfe\xff")

    assert [KeyFault.PASSPHRASE] * 5 == [
        refused(pem),
        refused(pem, password),
        refused(store),
        refused(store, password),
        refused(store, odd),
    ]


@pytest.mark.usefixtures("nobody_waits")
def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    """A pipe must not hang the office, nor a big file fill its memory."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    key = ec_seal().write(tmp_path)
    big = written(tmp_path, "big", b"x" * (MAX_PASSPHRASE_BYTES + 1))

    assert [KeyFault.FILE, KeyFault.FILE, KeyFault.FILE, KeyFault.TOO_BIG] == [
        refused(tmp_path / "absent"),
        refused(tmp_path),
        refused(tmp_path / "pipe"),
        refused(key, big),
    ]


def test_a_file_holds_exactly_one_private_key(tmp_path: Path) -> None:
    """With two, the order of the file would choose who signs."""
    none = ec_seal().certificate.pem.encode()
    certificate = x509.load_der_x509_certificate(ec_seal().certificate.der)
    empty = pkcs12.serialize_key_and_certificates(
        None, None, None, [certificate], NoEncryption()
    )
    damaged = ec_seal().pem().replace(b"PRIVATE KEY-----\nMI", b"PRIVATE KEY-----\nMJ")

    assert [
        KeyFault.NO_KEY,
        KeyFault.NO_KEY,
        KeyFault.SEVERAL_KEYS,
        KeyFault.UNREADABLE,
    ] == [
        refused(written(tmp_path, "a", none)),
        refused(written(tmp_path, "b", empty)),
        refused(written(tmp_path, "c", ec_seal().pem() + rsa_seal().pem())),
        refused(written(tmp_path, "d", damaged)),
    ]


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    """The systems we speak to take RSA and ECDSA."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path = written(tmp_path, "key.pem", pem + ec_seal().certificate.pem.encode())

    assert KeyFault.KIND is refused(path)
    with pytest.raises(KeyRefused, match="kind"):
        FileKey(X25519PrivateKey.generate(), ec_seal().certificate)  # type: ignore[arg-type]  # the point


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda: bogus_pki.rsa_key(9, 1024), KeyFault.TOO_WEAK, id="RSA"),
        pytest.param(
            lambda: bogus_pki.ec_key(1, "secp521r1"), KeyFault.KIND, id="P-521"
        ),
        pytest.param(Ed25519PrivateKey.generate, KeyFault.KIND, id="Ed25519"),
    ],
)
def test_weak_and_unusual_keys_are_refused(make: object, reason: KeyFault) -> None:
    """RSA below 2048 bits is refused by KSeF; P-521 by many."""
    assert callable(make)
    with pytest.raises(KeyRefused) as caught:
        algorithm_of(make().public_key())

    assert reason is caught.value.reason


@pytest.mark.parametrize(
    "other", [rsa_seal, lambda: bogus_pki.seal(bogus_pki.ec_key(2))]
)
def test_a_key_is_compared_with_its_certificate(other: object) -> None:
    """Signxml does not, and the register would answer "bad signature"."""
    assert callable(other)
    with pytest.raises(KeyRefused) as caught:
        FileKey(other().private, ec_seal().certificate)

    assert KeyFault.MISMATCH is caught.value.reason


def test_a_key_shows_no_secret_and_cannot_leave() -> None:
    """Logs print `repr`, and pickles travel."""
    key = ec_seal().key

    assert (f"FileKey(P-256, serial={ec_seal().certificate.serial_text})") == repr(key)
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leave(key)
