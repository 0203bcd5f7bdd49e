"""C2SP signed notes, checkpoints and tlog-proofs: what other tools verify unchanged.

    origin, size, root --Checkpoint--> text --NoteSigner--> note --tlog-proof--> receipt

A note is a text and, after an empty line, signatures `— name base64(key id || sig)`.
Reading refuses more than it must: every control character but the newline, a note
that does not end in one, a key that we know and whose signature fails. Signatures of
keys that we do not know are skipped, as witnesses add theirs to the same note.

Source: C2SP signed-note v1.0.0, tlog-checkpoint v1.0.0, tlog-proof@v1; as Go's
sumdb/note does, only the first signature of a key counts.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.errors import NoteInvalid
from ledger.signer import CONTROL, NoteSigner, key_id, refuse_key_name
from ledger.tree import HASH_BYTES, verify_inclusion

__all__ = [
    "Checkpoint",
    "NoteSigner",
    "Signature",
    "TlogProof",
    "VerifiedNote",
    "open_checkpoint",
    "trusted_keys",
    "verify_note",
]

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
MAX_SIZE = 2**63 - 1
PROOF_HEADER = "c2sp.org/tlog-proof@v1"

_ED25519 = b"\x01"
_SIGNATURE_LINE = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/=]+)")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class VerifiedNote:
    """What was signed, and by whom.

    Attributes:
        text: The signed text with its last newline; use this, never the note.
        name: The name of the first key whose signature was verified.
        signatures: The verified ones; those of unknown keys are left out.
    """

    text: str
    name: str
    signatures: tuple[Signature, ...]


def verify_note(text: str | bytes, vkeys: Sequence[str]) -> VerifiedNote:
    """Check the signatures of a note by the keys that the caller trusts.

    Args:
        text: The whole note, at most 1 MB, with at most 100 signatures.
        vkeys: Verifier keys, `name+key id+base64`.

    Returns:
        The text and the signatures that were verified, at least one.

    Raises:
        NoteInvalid: No note, no signature of a trusted key, or one that fails: a note
            with one bad signature of a trusted key is refused whole.
    """
    signed, lines = _split_note(_as_text(text))
    trusted = trusted_keys(vkeys)
    verified: dict[tuple[str, bytes], Signature] = {}
    for line in lines:
        signature = _parse_signature(line)
        who = (signature.name, signature.key_id)
        if who in verified or who not in trusted:
            continue
        try:
            trusted[who].verify(signature.signature, signed.encode())
        except InvalidSignature as bad:
            raise NoteInvalid("the signature of a trusted key fails") from bad
        verified[who] = signature
    if not verified:
        raise NoteInvalid("no trusted key has signed the note")
    signatures = tuple(verified.values())
    return VerifiedNote(signed, signatures[0].name, signatures)


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Write the text of a checkpoint; extension lines are never written."""
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log commits to: its name, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    def to_text(self) -> str:
        """Write the three lines."""
        return checkpoint_text(self.origin, self.size, self.root)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a checkpoint; lines after the third are not looked into.

        Raises:
            NoteInvalid: No checkpoint, or an origin, size or root out of bounds.
        """
        if not text.endswith("\n") or CONTROL.search(text):
            _refuse("a checkpoint consists of whole lines of text")
        lines = text[:-1].split("\n")
        if len(lines) < 3 or not all(lines):  # noqa: PLR2004 - origin, size, root
            _refuse("a checkpoint has three lines or more, none of them empty")
        origin, size, root = lines[:3]
        return cls(origin, _decimal(size), _hash(root))


def open_checkpoint(note: str | bytes, vkeys: Sequence[str]) -> Checkpoint:
    """Verify a signed checkpoint: one of its verified signers is the log itself.

    Raises:
        NoteInvalid: See verify_note and Checkpoint.parse; or only witnesses signed.
    """
    verified = verify_note(note, vkeys)
    checkpoint = Checkpoint.parse(verified.text)
    if checkpoint.origin not in {item.name for item in verified.signatures}:
        _refuse("the key named like the checkpoint's origin has not signed it")
    return checkpoint


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A receipt: entry `index` is in the log whose checkpoint stands in the proof.

    Attributes:
        hashes: The inclusion proof, the leaf's sibling first.
        checkpoint_note: The signed checkpoint, verbatim.
        extra: Bytes that belong to the entry, or None; not covered by any signature.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint_note: str
    extra: bytes | None = None

    def to_text(self) -> str:
        """Write the receipt as the text of a `.tlog-proof` file."""
        lines = [PROOF_HEADER]
        if self.extra is not None:
            lines.append(f"extra {b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [b64encode(value).decode() for value in self.hashes]
        return "\n".join([*lines, "", self.checkpoint_note])

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Read a receipt; nothing in it is verified yet.

        Raises:
            NoteInvalid: It is no tlog-proof.
        """
        head, empty_line, note = _as_text(text).partition("\n\n")
        lines = head.split("\n")
        if not empty_line or lines.pop(0) != PROOF_HEADER:
            _refuse("not a tlog-proof of version 1")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = _base64(lines.pop(0).removeprefix("extra "))
        if not lines or not lines[0].startswith("index "):
            _refuse("the proof names no index")
        index = _decimal(lines.pop(0).removeprefix("index "))
        return cls(index, tuple(_hash(line) for line in lines), note, extra)

    def verify(self, leaf: bytes, vkeys: Sequence[str]) -> Checkpoint:
        """Check that `leaf` (a leaf hash) is in the log, and return its checkpoint.

        Raises:
            NoteInvalid: The checkpoint is not signed by a trusted key.
            ProofInvalid: The entry is not in the log that the checkpoint speaks of.
        """
        checkpoint = open_checkpoint(self.checkpoint_note, vkeys)
        verify_inclusion(
            leaf, self.index, checkpoint.size, self.hashes, checkpoint.root
        )
        return checkpoint


def _as_text(note: str | bytes) -> str:
    if len(note) > MAX_NOTE_BYTES:
        _refuse("a note has at most 1 MB")
    try:
        raw = note.encode() if isinstance(note, str) else note
        text = raw.decode()
    except UnicodeError as bad:
        raise NoteInvalid("a note is UTF-8") from bad
    if CONTROL.search(text):
        _refuse("a note holds no control characters")
    return text


def _split_note(note: str) -> tuple[str, list[str]]:
    text, empty_line, signatures = note.rpartition("\n\n")
    if not empty_line or not signatures.endswith("\n"):
        _refuse("no signatures, or no newline at the end")
    lines = signatures[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        _refuse("a note has at most 100 signatures")
    return text + "\n", lines


def _parse_signature(line: str) -> Signature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if not match:
        _refuse("a signature line is malformed")
    name, encoded = match.groups()
    refuse_key_name(name)
    raw = _base64(encoded)
    if len(raw) < 5:  # noqa: PLR2004 - four bytes of key id, and a signature
        _refuse("a signature is too short")
    return Signature(name, raw[:4], raw[4:])


def trusted_keys(vkeys: Sequence[str]) -> dict[tuple[str, bytes], Ed25519PublicKey]:
    """Read verifier keys; NoteInvalid when one is malformed or does not fit its id."""
    trusted = {}
    for vkey in vkeys:
        parts = vkey.split("+", 2)
        if len(parts) != 3:  # noqa: PLR2004 - name, key id, key
            _refuse("a verifier key is name+key id+key")
        name, hex_id, encoded = parts
        refuse_key_name(name)
        raw = _base64(encoded)
        if len(raw) != 1 + HASH_BYTES or raw[:1] != _ED25519:
            _refuse("the verifier key is no Ed25519 key")
        if hex_id != key_id(name, raw[1:]).hex():
            _refuse("the verifier key does not fit its id")
        trusted[name, bytes.fromhex(hex_id)] = Ed25519PublicKey.from_public_bytes(
            raw[1:]
        )
    return trusted


def _decimal(text: str) -> int:
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        _refuse("a size or index is a decimal number without leading zeros")
    return int(text)


def _hash(text: str) -> bytes:
    value = _base64(text)
    if len(value) != HASH_BYTES:
        _refuse("a hash has 32 bytes")
    return value


def _base64(text: str) -> bytes:
    """Read base64 strictly: exactly the characters that encoding would give."""
    try:
        value = b64decode(text, validate=True)
    except (Base64Error, ValueError) as bad:
        raise NoteInvalid("not base64") from bad
    if b64encode(value).decode() != text:
        _refuse("not base64 in its one form")
    return value


def _refuse(reason: str) -> NoReturn:
    raise NoteInvalid(reason)
