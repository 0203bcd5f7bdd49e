"""[2] The few primitives that period keys are made of; pure, but for random nonces.

HKDF-Expand and HMAC with SHA-256, and AES-256-GCM whose 12-byte nonce stands before the
ciphertext (docs/ledger-format.md, "Identifiers").
"""

import os
from base64 import b64decode, urlsafe_b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from accountability.errors import EvidenceUnreadable

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


def subkey(key: bytes, period: str, use: bytes) -> bytes:
    """Derive the 32 bytes for one use of a period's key."""
    info = b"crpo-ksef/privacy/v1/" + use + b"/" + period.encode()
    return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=info).derive(key)


def keyed_mac(key: bytes) -> HMAC:
    """Give HMAC-SHA-256 with its key, to be copied: half of the work is then done."""
    return HMAC(key, SHA256())


def mac_of(keyed: HMAC, data: bytes) -> bytes:
    """HMAC of some bytes, by a copy of what `keyed_mac` gave."""
    mac = keyed.copy()
    mac.update(data)
    return mac.finalize()


def short_text(digest: bytes) -> str:
    """Write it in base64url without padding."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def seal(aead: AESGCM, clear: bytes, bound_to: str) -> bytes:
    """Encrypt, bound to the id of an entry or an intent."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + aead.encrypt(nonce, clear, bound_to.encode())


def open_sealed(aead: AESGCM, sealed: bytes, bound_to: str) -> bytes:
    """Decrypt what `seal` gave; EvidenceUnreadable when it is altered, or another's."""
    try:
        return aead.decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()
        )
    except (InvalidTag, ValueError) as altered:
        raise EvidenceUnreadable("sealed bytes do not open") from altered


def sealed_bytes(text: object) -> bytes:
    """Read base64 of sealed bytes; EvidenceUnreadable when it is none."""
    try:
        return b64decode(str(text), validate=True)
    except ValueError as altered:
        raise EvidenceUnreadable("sealed bytes are no base64") from altered
