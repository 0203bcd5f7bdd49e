"""Open a PKCS#12 that holds a certificate which `cryptography` refuses.

    bytes -> 1 MAC -> 2 each part in clear -> 3 bags: DER of certificates, the key

Only the wrapping is undone here, so that an odd certificate in it is read as it would
be alone. Imported only after `cryptography` has refused the file; the same passwords
open it, and no file opens here whose MAC is wrong. Raises whatever it likes: callers
stand behind `certs.fence`.

Not read here: RC4 and PBMAC1; `cryptography` reads RC4 where every certificate in the
file is in order.

Sources: RFC 7292, sections 4 and 5 and appendix B; RFC 8018, section 6.2 (PBES2).
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto.pkcs12 import AuthenticatedSafe, Pfx, SafeContents
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import RC2, TripleDES
from cryptography.hazmat.primitives.ciphers import (
    BlockCipherAlgorithm,
    Cipher,
    algorithms,
    modes,
)
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import load_der_private_key

from certs.rc2 import decrypt_cbc

_KEY, _IV, _MAC = 1, 2, 3
_BLOCK_OCTETS: Final = 8
# Cipher and octets of its key, of the algorithms that derive it as PKCS#12 does.
_OLD: Final = {
    "pkcs12_sha1_tripledes_3key": (TripleDES, 24),
    "pkcs12_sha1_rc2_128": (RC2, 16),
    "pkcs12_sha1_rc2_40": (None, 5),  # certs.rc2
}
_NEW: Final = {"aes": algorithms.AES, "tripledes": TripleDES}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a PKCS#12 holds.

    Attributes:
        ders: The DER of each certificate, in the order of the file.
        key: The public half of its last private key; None where that is locked.
    """

    ders: tuple[bytes, ...]
    key: object | None


def open_pkcs12(data: bytes, password: bytes | None) -> Opened:
    """Open a PKCS#12 with a password in UTF-8; without one, as an empty one too.

    Raises:
        Exception: It does not open.
    """
    if password:
        return _open(data, password, _bmp(password))
    try:
        return _open(data, b"", _bmp(b""))
    except Exception:  # noqa: BLE001 - some programs write no password as nothing at all
        return _open(data, b"", b"")


def _bmp(password: bytes) -> bytes:
    return password.decode().encode("utf-16-be") + b"\0\0"


def _open(data: bytes, password: bytes, wide: bytes) -> Opened:
    store = Pfx.load(data, strict=True)
    safe = bytes(store["auth_safe"]["content"])
    # 1
    _check_mac(store["mac_data"], safe, wide)
    found: list[bytes] = []
    keys: list[object | None] = []
    for part in AuthenticatedSafe.load(safe, strict=True):
        # 2
        clear = _clear(part, password, wide)
        # 3
        for bag in _bags(SafeContents.load(clear, strict=True)):
            kind, value = bag["bag_id"].native, bag["bag_value"]
            if kind == "cert_bag":
                found.append(bytes(value["cert_value"]))
            elif kind == "pkcs8_shrouded_key_bag":
                keys.append(_public(value, password))
            elif kind == "key_bag":
                keys.append(_public(value, None))
    return Opened(tuple(found), keys[-1] if keys else None)


def _public(bag: Any, password: bytes | None) -> object | None:  # noqa: ANN401 - asn1crypto has no types
    try:
        return load_der_private_key(bag.untag().dump(), password).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None  # it only helps to choose the leaf; the certificates are readable


def _bags(contents: SafeContents) -> Iterator[Any]:
    for bag in contents:
        if bag["bag_id"].native == "safe_contents":
            yield from _bags(bag["bag_value"])
        else:
            yield bag


def _check_mac(mac: Any, safe: bytes, wide: bytes) -> None:  # noqa: ANN401 - as above
    if mac.native is None:
        return
    name = mac["mac"]["digest_algorithm"]["algorithm"].native
    salt, rounds = mac["mac_salt"].native, mac["iterations"].native
    size = hashlib.new(name).digest_size
    key = derive(_MAC, wide, salt, rounds, size, name)
    if not hmac.compare_digest(
        hmac.digest(key, safe, name), mac["mac"]["digest"].native
    ):
        raise ValueError("the MAC is of another password")


def _clear(part: Any, password: bytes, wide: bytes) -> bytes:  # noqa: ANN401 - as above
    content = part["content"]
    if part["content_type"].native != "encrypted_data":
        return bytes(content)
    inner = content["encrypted_content_info"]
    algorithm = inner["content_encryption_algorithm"]
    text = inner["encrypted_content"].native
    name = algorithm["algorithm"].native
    if name == "pbes2":
        return _opened(*_new(algorithm, password), text)
    kind, size = _OLD[name]
    parameters = algorithm["parameters"]
    salt, rounds = parameters["salt"].native, parameters["iterations"].native
    key = derive(_KEY, wide, salt, rounds, size)
    vector = derive(_IV, wide, salt, rounds, _BLOCK_OCTETS)
    if kind is None:
        return _unpadded(decrypt_cbc(key, vector, text), _BLOCK_OCTETS)
    return _opened(kind(key), vector, text)


def _opened(cipher: BlockCipherAlgorithm, vector: bytes, text: bytes) -> bytes:
    decryptor = Cipher(cipher, modes.CBC(vector)).decryptor()
    padded = decryptor.update(text) + decryptor.finalize()
    return _unpadded(padded, len(vector))


def _unpadded(padded: bytes, block_octets: int) -> bytes:
    unpadder = PKCS7(8 * block_octets).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def _new(algorithm: Any, password: bytes) -> tuple[BlockCipherAlgorithm, bytes]:  # noqa: ANN401 - as above
    key = hashlib.pbkdf2_hmac(
        algorithm.kdf_hmac,
        password,
        algorithm.kdf_salt,
        algorithm.kdf_iterations,
        algorithm.key_length,
    )
    kind = _NEW[algorithm.encryption_cipher]
    return kind(key), algorithm.encryption_iv


def derive(
    purpose: int,
    wide: bytes,
    salt: bytes,
    rounds: int,
    size: int,
    name: str = "sha1",
) -> bytes:
    """Derive octets from a password as RFC 7292, appendix B.2, does.

    Args:
        purpose: 1 a key, 2 an initial vector, 3 a key of a MAC.
        wide: The password as BMPString, with two zero octets at its end.
        salt: Of the file.
        rounds: How often to hash.
        size: How many octets.
        name: The hash, as hashlib names it.
    """
    block = hashlib.new(name).block_size
    mixed = _filled(salt, block) + _filled(wide, block)
    made = b""
    while len(made) < size:
        digest = hashlib.new(name, bytes([purpose]) * block + mixed).digest()
        for _ in range(rounds - 1):
            digest = hashlib.new(name, digest).digest()
        made += digest
        step = int.from_bytes(_filled(digest, block)[:block]) + 1
        mixed = b"".join(
            (
                (int.from_bytes(mixed[at : at + block]) + step) % (1 << 8 * block)
            ).to_bytes(block)
            for at in range(0, len(mixed), block)
        )
    return made[:size]


def _filled(text: bytes, block: int) -> bytes:
    wanted = -(-len(text) // block) * block
    return (text * (wanted // max(len(text), 1) + 1))[:wanted]
