"""[2] Identifiers in the log: searchable and sealed under a key that can be destroyed.

One 32-byte key per month and retention class (a *period*, `2026-11.standard`), in a
file outside the log and its backups. From it, by HKDF-SHA-256, one sub-key per use:

    index      HMAC-SHA-256 over kind and normalised value: equal persons give equal
               indexes within one period, and nobody without the key can guess one
    seal       AES-256-GCM of the identifier, bound to its entry
    evidence   AES-256-GCM of kept questions and answers (accountability.evidence)
    digest     the salt of a question's digest, so that it needs no place of its own
    batch      HMAC-SHA-256 over a batch of questions, by which it is found again

Destroying the key of a period makes all of this unreadable, in backups too, while the
hashes of the log, and so its proofs, stay valid (ADR-0009).

Trusted: whoever reads this folder reads every identifier of its periods; its loss
makes them unreadable for ever and costs no proof.
"""

import hashlib
import os
import re
import stat
from base64 import b64decode, b64encode
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accountability.disclosure import (
    Disclosure,
    Unsealing,
    require,
    require_unsealing,
)
from accountability.errors import KeyFileUnsafe, PeriodKeyMissing
from accountability.retention import STANDARD
from accountability.sealing import (
    KEY_BYTES,
    keyed_mac,
    mac_of,
    open_sealed,
    seal,
    sealed_bytes,
    short_text,
    subkey,
)
from ledger.files import open_regular, sync_folder
from vocabulary.identifiers import Identifier

_PERIOD: Final = re.compile(r"\d{4}-\d{2}\.[a-z][a-z0-9-]{0,30}", re.ASCII)


def period_of(day: date, retention: str = STANDARD) -> str:
    """Name the period of a day and a retention class, e.g. `2026-11.standard`."""
    return f"{day.year:04}-{day.month:02}.{retention}"


def salted_digest(salt: bytes, data: bytes) -> str:
    """SHA-256(salt || data), hex; the only digest of personal data that is logged."""
    return hashlib.sha256(salt + data).hexdigest()


class PeriodKey:
    """What one period's key can do. The key itself never leaves this object."""

    __slots__ = (
        "_aead_evidence",
        "_aead_seal",
        "_batch",
        "_digest",
        "_index",
        "period",
    )

    def __init__(self, period: str, key: bytes) -> None:
        self.period = period
        self._index = keyed_mac(subkey(key, period, b"index"))
        self._digest = keyed_mac(subkey(key, period, b"digest"))
        self._batch = keyed_mac(subkey(key, period, b"batch"))
        self._aead_seal = AESGCM(subkey(key, period, b"seal"))
        self._aead_evidence = AESGCM(subkey(key, period, b"evidence"))

    def __repr__(self) -> str:
        return f"PeriodKey({self.period})"

    def blind_index(self, subject: Identifier) -> str:
        """HMAC of kind and normalised value, base64url without padding (43 chars).

        The kind is length-prefixed, so that no kind and value can spell another pair.
        """
        kind = subject.kind.encode()
        return self._indexed(kind, subject.reveal().encode())

    def seal_identifier(self, subject: Identifier, *, entry_id: str) -> str:
        """Encrypt `kind:value` for one entry; base64 of nonce and ciphertext."""
        clear = f"{subject.kind}:{subject.reveal()}".encode()
        return b64encode(seal(self._aead_seal, clear, entry_id)).decode()

    def unseal_identifier(self, sealed: str, *, entry_id: str, under: Unsealing) -> str:
        """Give back `kind:value`, once a second person has released that entry."""
        require_unsealing(under, ref=entry_id)
        return open_sealed(self._aead_seal, b64decode(sealed), entry_id).decode()

    def seal_evidence(self, clear: bytes, *, intent_id: str) -> bytes:
        """Encrypt what is kept of a call, bound to its intent."""
        return seal(self._aead_evidence, clear, intent_id)

    def open_evidence(
        self, sealed: bytes, *, intent_id: str, under: Disclosure
    ) -> bytes:
        """Decrypt what was kept, under a disclosure of that intent.

        Raises:
            EvidenceUnreadable: A byte was altered, or it belongs to another intent.
        """
        require(under, ref=intent_id)
        return open_sealed(self._aead_evidence, sealed, intent_id)

    def batch_id(self, data: bytes) -> str:
        """HMAC of a batch's bytes, base64url without padding (43 characters).

        The bytes hold identifiers, so a bare hash of them could be guessed.
        """
        return short_text(mac_of(self._batch, data))

    def hand_over(
        self, subject: dict[str, str], *, entry_id: str, to: "PeriodKey"
    ) -> dict[str, str]:
        """Seal and index an entry's subject anew under another key; shows nobody.

        Raises:
            EvidenceUnreadable: It does not open under this key.
        """
        sealed_before = sealed_bytes(subject.get("sealed"))
        clear = open_sealed(self._aead_seal, sealed_before, entry_id)
        kind, _, value = clear.partition(b":")
        sealed = seal(to._aead_seal, clear, entry_id)  # noqa: SLF001 - our own class
        return {
            "period": to.period,
            "index": to._indexed(kind, value),  # noqa: SLF001 - as above
            "sealed": b64encode(sealed).decode(),
        }

    def hand_over_evidence(
        self, sealed: bytes, *, intent_id: str, to: "PeriodKey"
    ) -> bytes:
        """Encrypt what was kept anew under another key; shows nobody."""
        clear = open_sealed(self._aead_evidence, sealed, intent_id)
        return to.seal_evidence(clear, intent_id=intent_id)

    def hand_over_salt(self, intent_id: str, *, to: "PeriodKey") -> str:
        """Seal the salt of a question's digest under another key; base64."""
        clear = self.question_salt(intent_id)
        return b64encode(to.seal_evidence(clear, intent_id=intent_id)).decode()

    def _indexed(self, kind: bytes, value: bytes) -> str:
        told = bytes([len(kind)]) + kind + _folded(kind, value)
        return short_text(mac_of(self._index, told))

    def question_salt(self, intent_id: str) -> bytes:
        """Derive the 32-byte salt of the question's digest in this intent."""
        return mac_of(self._digest, intent_id.encode())


class KeyFolder:
    """The folder of period keys: one 0600 file each, made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[str, PeriodKey]] = {}

    def make(self, period: str) -> PeriodKey:
        """Make the key of a new period durably; one that is there already is kept.

        Whether the period is new, only the log can tell: `AuditTrail` asks it. The
        folder is never made here, as a missing one may just not be mounted.

        Raises:
            KeyFileUnsafe: The folder is missing, or others may enter it.
        """
        self._create(period)
        return self.of(period)

    def of(self, period: str) -> PeriodKey:
        """The key of a period that exists; PeriodKeyMissing after its destruction."""
        known = self._known.get(period)
        path = known[0] if known else str(self._path(period))
        # Destroyed by another process: forget our copy too.
        if not os.path.exists(path):  # noqa: PTH110 - in each question
            self._known.pop(period, None)
            raise PeriodKeyMissing(f"no key for period {period}")
        if known is None:
            known = path, PeriodKey(period, _read_private(Path(path)))
            self._known[period] = known
        return known[1]

    def periods(self) -> tuple[str, ...]:
        """Name the periods whose keys exist, oldest first."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.key")))

    def destroy(self, period: str) -> None:
        """Overwrite and remove a key; the caller has logged it before.

        Overwriting is best effort: a copying file system or a backup of this folder
        may still hold the old bytes (docs/limitations.md).
        """
        path = self._path(period)
        if not path.exists():
            raise PeriodKeyMissing(f"no key for period {period}")
        self._known.pop(period, None)
        with path.open("r+b") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(self._folder)

    def _path(self, period: str) -> Path:
        if not _PERIOD.fullmatch(period):
            raise PeriodKeyMissing("not the name of a period")
        return self._folder / f"{period}.key"

    def _refuse_open_folder(self) -> None:
        try:
            mode = self._folder.stat().st_mode
        except OSError as missing:
            raise KeyFileUnsafe("there is no folder of period keys") from missing
        if not stat.S_ISDIR(mode) or stat.S_IMODE(mode) & 0o077:
            raise KeyFileUnsafe("others may enter the folder of period keys")

    def _create(self, period: str) -> None:
        """Write a new key durably; a race with another process keeps the first one."""
        self._refuse_open_folder()
        draft = self._folder / f".{period}.{os.getpid()}.{os.urandom(4).hex()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, self._path(period))  # atomic, and never replaces
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_folder(self._folder)


def _folded(kind: bytes, value: bytes) -> bytes:
    """Give what of a value tells persons apart: foreign numbers are typed in many ways.

    `CZ:12 345-678a` and `CZ:12345678A` are one person to whoever searches.
    """
    if not kind.startswith(b"foreign_"):
        return value
    country, _, number = value.decode().partition(":")
    letters = "".join(each for each in number if each.isalnum())
    return f"{country}:{letters}".upper().encode()


def _read_private(path: Path) -> bytes:
    try:
        with open_regular(path, os.O_NOFOLLOW) as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise KeyFileUnsafe(f"{path.name} can be read by others")
            key = file.read(KEY_BYTES + 1)
    except FileNotFoundError as gone:  # destroyed since it was looked for
        raise PeriodKeyMissing(f"no key for period {path.stem}") from gone
    except OSError as refused:
        raise KeyFileUnsafe(f"{path.name} cannot be read as a file") from refused
    if len(key) != KEY_BYTES:
        raise KeyFileUnsafe(f"{path.name} does not hold {KEY_BYTES} bytes")
    return key
