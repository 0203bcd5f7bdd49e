"""What a password would cost to try, read before anybody tries it.

A PKCS#12 or an encrypted key says itself how often its password is to be hashed, and
`cryptography` obeys: 2 147 483 647 rounds in a small file hold a process for an hour.

    bytes -> 1 structure -> 2 every key derivation in it -> 3 one budget

Promises
    - One budget for a whole file: 10 000 000 rounds, or a scrypt of N*r*p = 2**20, or
      shares of both. Usual are 1 to 1 000 000 rounds, and scrypt of 2**17.
    - A structure or an algorithm that is not understood is never handed on.

Not seen: a key that lies encrypted inside an encrypted part of a PKCS#12; its count
can be read only with the password.

Imported only for files that are locked, or may be. Raises whatever it likes: callers
stand behind `certs.fence`. Sources: RFC 7292 (PKCS#12), RFC 8018 (PBES, PBKDF2), RFC
7914 section 7 (scrypt), RFC 9579 (PBMAC1).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from asn1crypto.cms import ContentInfo
from asn1crypto.core import (
    Any,
    ObjectIdentifier,
    OctetString,
    ParsableOctetString,
    Sequence,
    SequenceOf,
)
from asn1crypto.pkcs12 import AuthenticatedSafe, Pfx, SafeContents

from certs.errors import CertsError

MAX_ROUNDS: Final = 10_000_000
MAX_SCRYPT: Final = 2**20
MAX_KEY_OCTETS: Final = 64
# For whoever hashes in Python: a million rounds, some seconds.
SLOW_BUDGET: Final = 0.1
_PKCS5, _PKCS12_PBE = "1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."
_PBES1: Final = frozenset(f"{_PKCS5}{arc}" for arc in (1, 3, 4, 6, 10, 11))
_PBKDF2, _PBES2, _PBMAC1 = f"{_PKCS5}12", f"{_PKCS5}13", f"{_PKCS5}14"
_SCRYPT: Final = "1.3.6.1.4.1.11591.4.11"


class _Algorithm(Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields = [("oid", ObjectIdentifier), ("parameters", Any, {"optional": True})]  # noqa: RUF012 - asn1crypto reads it so


class _Parts(SequenceOf):  # type: ignore[misc]  # as above
    _child_spec = Any


class _Locked(Sequence):  # type: ignore[misc]  # as above
    _fields = [("algorithm", _Algorithm), ("data", OctetString)]  # noqa: RUF012 - as above


def hold_pkcs12(data: bytes, refusal: CertsError, *, budget: float = 1.0) -> None:
    """Read what a PKCS#12 costs to open; raise `refusal` when it is too much.

    Args:
        data: The file.
        refusal: What to raise.
        budget: Which part of the budget of a file it may take.
    """
    # 3
    if sum(_of_pkcs12(data)) > budget:
        raise refusal


def hold_pkcs8(ders: Iterable[bytes], refusal: CertsError) -> None:
    """Read what encrypted keys cost to open, together; raise `refusal` as above."""
    # 3
    if sum(_share(_Locked.load(der)["algorithm"].dump()) for der in ders) > 1:
        raise refusal


def _of_pkcs12(data: bytes) -> Iterator[float]:
    # 1
    store = Pfx.load(data)
    mac = store["mac_data"]
    if mac.native is not None:
        yield _rounds(mac["iterations"].native)
        algorithm = mac["mac"]["digest_algorithm"].dump()
        if _Algorithm.load(algorithm)["oid"].dotted == _PBMAC1:
            yield _share(algorithm)
    for part in AuthenticatedSafe.load(_plain(store["auth_safe"])):
        if part["content_type"].native == "encrypted_data":
            inner = part["content"]["encrypted_content_info"]
            yield _share(inner["content_encryption_algorithm"].dump())
        else:
            yield from _of_bags(SafeContents.load(_plain(part)))


def _plain(part: ContentInfo) -> bytes:
    content = part["content"]
    if not isinstance(content, OctetString | ParsableOctetString):
        raise TypeError("a part of a PKCS#12 that is neither data nor encrypted")
    return bytes(content)


def _of_bags(bags: SafeContents) -> Iterator[float]:
    for bag in bags:
        kind = bag["bag_id"].native
        if kind == "pkcs8_shrouded_key_bag":
            yield _share(bag["bag_value"]["encryption_algorithm"].dump())
        elif kind == "safe_contents":
            yield from _of_bags(bag["bag_value"])


def _share(der: bytes) -> float:
    """Give which part of the budget one password-based algorithm takes."""
    # 2
    algorithm = _Algorithm.load(der)
    oid = algorithm["oid"].dotted
    parts = list(_Parts.load(algorithm["parameters"].dump()))
    if oid in {_PBES2, _PBMAC1}:
        # The key derivation first, then the cipher or the MAC.
        return _share(parts[0].dump())
    # The salt first, then the counts.
    numbers = list(_numbers(parts[1:]))
    if oid == _SCRYPT:
        return _scrypt(*numbers)
    if oid == _PBKDF2:
        return _pbkdf2(*numbers)
    if oid in _PBES1 or oid.startswith(_PKCS12_PBE):
        return _rounds(*numbers)
    raise ValueError("no password-based algorithm that is known")


def _numbers(parts: Iterable[Any]) -> Iterator[int]:
    for part in parts:
        value = part.native
        if isinstance(value, int):
            yield value


def _rounds(count: int) -> float:
    if count < 0:
        raise ValueError("a negative count")
    return count / MAX_ROUNDS


def _pbkdf2(count: int, key_octets: int = 0) -> float:
    # Every further block of the key costs the whole count again.
    if key_octets > MAX_KEY_OCTETS:
        raise ValueError("a key longer than any cipher's")
    return _rounds(count)


def _scrypt(n: int, r: int, p: int, key_octets: int = 0) -> float:
    if min(n, r, p) < 1 or key_octets > MAX_KEY_OCTETS:
        raise ValueError("scrypt with numbers that do not occur")
    return n * r * p / MAX_SCRYPT
