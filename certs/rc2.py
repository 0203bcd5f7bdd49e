"""RC2 with 40 bits, decrypted: what older programs lock certificates of a PKCS#12 with.

It protects nothing, and is here to read files that exist. `cryptography` has RC2 with
128 bits only, and reads 40 bits only where every certificate of the file is in order.

Source: RFC 2268, sections 2 (key expansion) and 4 (decryption). Why so: ADR-0019.
"""

from collections.abc import Sequence
from typing import Final

BLOCK_OCTETS: Final = 8
# Seconds of Python; a PKCS#12 with certificates has some thousands.
MAX_OCTETS: Final = 65_536
_EXPANDED: Final = 128
_TURNS: Final = (1, 2, 3, 5)
_WORD: Final = 0xFFFF
# The permutation of section 2, made from the digits of pi.
PI: Final = bytes.fromhex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2"
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82"
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626"
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7"
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec"
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731"
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9"
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
)


def decrypt_cbc(key: bytes, vector: bytes, text: bytes) -> bytes:
    """Decrypt whole blocks in CBC mode; the padding stays.

    Args:
        key: As long as its effective bits: 5 octets are RC2-40.
        vector: The initial vector, 8 octets.
        text: Whole blocks, at most 64 KiB.

    Raises:
        ValueError: It is no row of blocks, or too long.
    """
    if len(text) % BLOCK_OCTETS or len(text) > MAX_OCTETS:
        raise ValueError("not whole blocks, or too many")
    words = expand(key)
    clear = bytearray()
    for at in range(0, len(text), BLOCK_OCTETS):
        block = text[at : at + BLOCK_OCTETS]
        opened = decrypt_block(words, block)
        clear += bytes(a ^ b for a, b in zip(opened, vector, strict=True))
        vector = block
    return bytes(clear)


def expand(key: bytes) -> tuple[int, ...]:
    """Make the 64 words of a key whose every bit is effective."""
    held = bytearray(key)
    while len(held) < _EXPANDED:
        held.append(PI[(held[-1] + held[-len(key)]) & 255])
    first = _EXPANDED - len(key)
    held[first] = PI[held[first]]
    for at in range(first - 1, -1, -1):
        held[at] = PI[held[at + 1] ^ held[at + len(key)]]
    return tuple(
        int.from_bytes(held[at : at + 2], "little") for at in range(0, _EXPANDED, 2)
    )


def decrypt_block(words: Sequence[int], block: bytes) -> bytes:
    """Decrypt one block of 8 octets."""
    r = [int.from_bytes(block[at : at + 2], "little") for at in (0, 2, 4, 6)]
    at = len(words)
    for rounds in (5, 6, 5):
        for _ in range(rounds):
            for i in (3, 2, 1, 0):
                at -= 1
                turned = r[i] >> _TURNS[i] | r[i] << 16 - _TURNS[i]
                chosen = (r[i - 1] & r[i - 2]) + (~r[i - 1] & r[i - 3])
                r[i] = (turned - words[at] - chosen) & _WORD
        if at:
            for i in (3, 2, 1, 0):
                r[i] = (r[i] - words[r[i - 1] & 63]) & _WORD
    return b"".join(word.to_bytes(2, "little") for word in r)
