"""The log's own key: an Ed25519 key with a name, kept in a file that only we read.

Trust: trusted. Who reads this file can sign a false head; who loses it can append no
more, while everything signed before stays provable.
"""

import os
import re
import stat
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from ledger.errors import KeyFileExposed, NoteInvalid
from ledger.files import open_regular

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
"""What no text of a note may hold."""

MAX_ORIGIN = 255
"""Characters in the name of a log that is made."""

_ED25519 = b"\x01"
_MAX_KEY_BYTES = 10_000


class NoteSigner:
    """Signs notes under a name; the name of a log's key is the log's origin."""

    def __init__(self, name: str, key: Ed25519PrivateKey) -> None:
        refuse_key_name(name)
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.name = name
        self._key = key
        self._id = key_id(name, public)
        encoded = b64encode(_ED25519 + public).decode()
        self.vkey = f"{name}+{self._id.hex()}+{encoded}"

    def __repr__(self) -> str:
        return f"NoteSigner({self.vkey})"

    def sign(self, text: str) -> str:
        """Give the whole note over `text`, which ends in a newline."""
        if not text.endswith("\n") or CONTROL.search(text):
            raise NoteInvalid("a note's text is whole lines without control characters")
        signature = b64encode(self._id + self._key.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n"

    @classmethod
    def generate(cls, name: str) -> Self:
        """Make a new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: Path, name: str) -> Self:
        """Read a key that `save` wrote.

        Raises:
            KeyFileExposed: The file may be read by others than its owner.
            NoteInvalid: It holds no Ed25519 key in PKCS #8 PEM.
            OSError: It cannot be read, or is no regular file.
        """
        with open_regular(path) as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise KeyFileExposed(f"{path} may be read by others than its owner")
            data = file.read(_MAX_KEY_BYTES)
        try:
            key = load_pem_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as bad:
            raise NoteInvalid(f"{path} holds no key in PKCS #8 PEM") from bad
        if not isinstance(key, Ed25519PrivateKey):
            raise NoteInvalid(f"{path} holds no Ed25519 key")
        return cls(name, key)

    def save(self, path: Path) -> None:
        """Write the key with mode 0600 to a file that does not exist yet, durably.

        Raises:
            FileExistsError: A key is never overwritten.
            OSError: The folder or its disk does not take it; no file is left.
        """
        pem = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(pem)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink()
            raise


def key_id(name: str, public: bytes) -> bytes:
    """Give the four bytes that tell keys of one name apart; a hint, no promise."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def refuse_key_name(name: str) -> None:
    """Raise NoteInvalid for an empty name, or one with a space, plus or control."""
    if not name or "+" in name or any(c.isspace() or not c.isprintable() for c in name):
        raise NoteInvalid("a key name is not empty and has no spaces and no plus")


def refuse_origin(name: str) -> None:
    """Raise NoteInvalid for what is no key name, or too long for the name of a log.

    Each note holds it twice, and `verify` takes no note of more than 10,000 bytes for
    the head of an earlier day. Longer names of others are read all the same.
    """
    refuse_key_name(name)
    if len(name) > MAX_ORIGIN:
        raise NoteInvalid(f"the name of a log has at most {MAX_ORIGIN} characters")
