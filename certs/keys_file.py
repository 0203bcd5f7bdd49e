"""A signing key in a file: PEM (with its certificate, or beside it) or PKCS#12.

Promises
    - A file that group or others may read is refused, be it key or passphrase.
    - A passphrase comes from a file only, and stands in no `repr` and no error.
    - What a passphrase costs to try is read before it is tried (certs.kdf).
    - Key and certificate belong together when `load_key` returns.

A file is the weakest home of a seal: whoever can read it can sign. A qualified seal
lives in a token; this is for tests, the demo and seals that are not qualified.
"""

import os
import stat
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    pkcs12,
)

from certs.algorithms import SignatureAlgorithm
from certs.errors import KeyFault, KeyRefused
from certs.fence import Fence
from certs.keys import check_key
from certs.load import load_leaf
from certs.model import PublicKey, SealCertificate
from certs.pem import as_bytes, blocks, decode

MAX_KEY_FILE_BYTES: Final = 1024 * 1024
MAX_PASSPHRASE_BYTES: Final = 1024

PrivateKey: TypeAlias = RSAPrivateKey | EllipticCurvePrivateKey


class FileKey:
    """A private key in this process's memory, with its certificate.

    A `certs.keys.SigningKey`. It cannot be pickled or copied, and shows no secret.
    """

    __slots__ = ("_certificate", "_private", "proven")

    def __init__(self, private: PrivateKey, certificate: SealCertificate) -> None:
        """Take a key into use.

        Raises:
            KeyRefused: Wrong kind, too weak, or not the certificate's.
        """
        check_key(private.public_key(), certificate)
        self._private = private
        self._certificate = certificate
        self.proven = False

    @property
    def certificate(self) -> SealCertificate:
        """The certificate that goes into the signed document."""
        return self._certificate

    def public_key(self) -> PublicKey:
        """Give the public half of the private key."""
        return self._private.public_key()

    def sign(self, data: bytes, algorithm: SignatureAlgorithm) -> bytes:
        """Hash and sign as `algorithm` says; ECDSA gives the DER of (r, s)."""
        if isinstance(self._private, RSAPrivateKey):
            return self._private.sign(data, algorithm.padding, algorithm.hash)
        return self._private.sign(data, ECDSA(algorithm.hash))

    def __repr__(self) -> str:
        name = self._certificate.key
        return f"FileKey({name}, serial={self._certificate.serial_text})"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a signing key is neither copied nor pickled")


def load_key(
    path: Path,
    *,
    password_file: Path | None = None,
    certificate_file: Path | None = None,
) -> FileKey:
    """Read a signing key and its certificate.

    Args:
        path: PEM with one private key, or PKCS#12.
        password_file: Holds the passphrase on one line; its line end is cut off.
        certificate_file: Where the certificate is, if not in `path`; may be public.

    Raises:
        KeyRefused: See its `reason`; a file that others may read is refused before
            its content is looked at.
        CertificateUnreadable: No certificate, or none that belongs to the key.
    """
    data = _read(path, MAX_KEY_FILE_BYTES, secret=True)
    password = None if password_file is None else read_secret(password_file)
    private = _private(data, password)
    if certificate_file is not None:
        data = _read(certificate_file, MAX_KEY_FILE_BYTES, secret=False)
    certificate = load_leaf(data, password=password, public_key=private.public_key())
    return FileKey(private, certificate)


def read_secret(path: Path) -> bytes:
    """Read a passphrase or PIN: one line of a file that only its owner may read.

    Raises:
        KeyRefused: Others may read it (`readable_by_others`), it is no file, or it
            is longer than 1024 octets.
    """
    secret = _read(path, MAX_PASSPHRASE_BYTES, secret=True)
    return secret.removesuffix(b"\n").removesuffix(b"\r")


def _read(path: Path, limit: int, *, secret: bool) -> bytes:
    try:
        # O_NONBLOCK: a pipe in the file's place must not hang us.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            # The mode of what was opened: a path could be swapped in between.
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise KeyRefused(KeyFault.FILE)
            if secret and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise KeyRefused(KeyFault.READABLE_BY_OTHERS)
            data = file.read(limit + 1)
    except OSError as odd:
        raise KeyRefused(KeyFault.FILE) from odd
    if len(data) > limit:
        raise KeyRefused(KeyFault.TOO_BIG)
    return data


def _private(data: bytes, password: bytes | None) -> PrivateKey:
    text = as_bytes(data)
    if b"-----BEGIN " not in text:
        with Fence(KeyRefused(KeyFault.PASSPHRASE), with_cause=False):
            from certs import kdf  # noqa: PLC0415 - only files that may be locked

            kdf.hold_pkcs12(data, KeyRefused(KeyFault.KEY_DERIVATION))
            found = pkcs12.load_pkcs12(data, password).key
        if found is None:
            raise KeyRefused(KeyFault.NO_KEY)
        return _usable(found)
    keys = [each for each in blocks(text) if each.label.endswith(b"PRIVATE KEY")]
    if len(keys) != 1:
        raise KeyRefused(KeyFault.SEVERAL_KEYS if keys else KeyFault.NO_KEY)
    pem = keys[0].text
    locked = b"ENCRYPTED" in pem
    with Fence(
        KeyRefused(KeyFault.PASSPHRASE if locked else KeyFault.UNREADABLE),
        with_cause=False,
    ):
        if b"ENCRYPTED PRIVATE KEY" in keys[0].label:
            from certs import kdf  # noqa: PLC0415 - as above

            ders = [decode(keys[0].body)]
            kdf.hold_pkcs8(ders, KeyRefused(KeyFault.KEY_DERIVATION))
        loaded = load_pem_private_key(pem, password if locked else None)
    return _usable(loaded)


def _usable(key: object) -> PrivateKey:
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise KeyRefused(KeyFault.KIND)
    return key
