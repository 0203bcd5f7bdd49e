"""[3c] What came back, kept encrypted before the outcome is written.

One file per intent: a clear header line (JSON: format, intent, period) and the sealed
rest: the answer's 32-byte salt, four bytes of the question's length (big-endian), the
question as encoded, the raw answer. Written to a draft, synced, renamed, folder synced:
it is there whole or not at all.

Reading one later takes a `Disclosure`, whose entry is written first.

Not trusted: an altered file does not open (AES-GCM, bound to its intent). Its loss
costs the answer's text; that we asked, and the answer's digest, stay in the log.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from accountability.disclosure import Disclosure, require
from accountability.durable import write_private
from accountability.errors import EvidenceUnreadable
from accountability.errors_answers import not_kept
from accountability.privacy import (
    KeyFolder,
    PeriodKey,
    salted_digest,
)
from ledger.files import read_regular, sync_folder

FORMAT: Final = "crpo-ksef/evidence/v1"
SALT_BYTES: Final = 32
_HEADER: Final = f'{{{{"format": "{FORMAT}", "intent": "{{}}", "period": "{{}}"}}}}\n'


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was kept of one call.

    Attributes:
        question: The bytes as encoded, whose digest the intent carries.
        answer: The raw bytes of the register's answer.
        salt: The 32-byte salt of the answer's digest.
    """

    question: bytes
    answer: bytes
    salt: bytes

    def __repr__(self) -> str:
        return f"Kept(question=<{len(self.question)} B>, answer=<{len(self.answer)} B>)"

    @cached_property
    def answer_digest(self) -> str:
        """SHA-256(salt || answer), hex: the digest that the outcome carries."""
        return salted_digest(self.salt, self.answer)


class EvidenceStore:
    """The folder of kept answers; it decrypts, so only this package opens it.

    Attributes:
        folder: Where they lie; made when the first one comes.
    """

    def __init__(self, folder: Path, keys: KeyFolder) -> None:
        self.folder = folder
        self._keys = keys

    def keep(
        self, *, intent_id: str, key: PeriodKey, question: bytes, answer: bytes
    ) -> Kept:
        """Encrypt and store one call's bytes durably.

        Raises:
            AnswersUnusable: The folder takes no file; nothing is kept.
        """
        kept = Kept(question=question, answer=answer, salt=os.urandom(SALT_BYTES))
        clear = kept.salt + len(question).to_bytes(4, "big") + question + answer
        sealed = key.seal_evidence(clear, intent_id=intent_id)
        try:
            write_private(
                self._name(intent_id), _header(intent_id, key.period) + sealed
            )
        except OSError as failed:
            raise not_kept(failed) from failed
        return kept

    def open_kept(self, intent_id: str, *, under: Disclosure) -> Kept:
        """Decrypt what was kept for an intent, under a disclosure of that intent.

        Raises:
            NotUnderDisclosure: No entry says that it is read.
            EvidenceUnreadable: No such file, altered bytes, or another intent's file.
            PeriodKeyMissing: The key of its period was destroyed.
        """
        require(under, ref=intent_id)
        period, sealed = self._read(intent_id)
        clear = self._keys.of(period).open_evidence(
            sealed, intent_id=intent_id, under=under
        )
        salt, length, rest = clear[:32], clear[32:36], clear[36:]
        cut = int.from_bytes(length, "big")
        return Kept(question=rest[:cut], answer=rest[cut:], salt=salt)

    def period_of(self, intent_id: str) -> str:
        """Name the period whose key opens what was kept for an intent.

        Raises:
            EvidenceUnreadable: No such file, or another intent's.
        """
        return self._read(intent_id)[0]

    def kept_intents(self) -> Iterator[str]:
        """Name the intents for which something is kept, oldest first."""
        yield from sorted(path.stem for path in self.folder.glob("*.evidence"))

    def size_bytes(self, intent_id: str) -> int:
        """Tell how long the file of an intent is."""
        return self._path(intent_id).stat().st_size

    def hand_over(self, intent_id: str, *, to: PeriodKey) -> None:
        """Encrypt what was kept for an intent anew under another key; durable.

        Nothing kept is nothing to do; so is a file that is under that key already.

        Raises:
            EvidenceUnreadable: The file was altered.
        """
        if not self._path(intent_id).exists():
            return
        period, sealed = self._read(intent_id)
        if period != to.period:
            key = self._keys.of(period)
            fresh = key.hand_over_evidence(sealed, intent_id=intent_id, to=to)
            data = _header(intent_id, to.period) + fresh
            write_private(self._name(intent_id), data)

    def remove(self, intent_id: str) -> None:
        """Remove what was kept for an intent; the caller has logged it before."""
        self._path(intent_id).unlink(missing_ok=True)
        sync_folder(self.folder)

    def _read(self, intent_id: str) -> tuple[str, bytes]:
        """Give the period and the sealed bytes of a file."""
        try:
            data = read_regular(self._path(intent_id))
        except OSError as missing:
            raise EvidenceUnreadable(f"nothing is kept for {intent_id}") from missing
        head, _, sealed = data.partition(b"\n")
        try:
            header = json.loads(head)
            known = header["format"] == FORMAT and header["intent"] == intent_id
            period = str(header["period"])
        except (ValueError, KeyError, TypeError, RecursionError) as odd:
            raise EvidenceUnreadable(f"the file of {intent_id} is odd") from odd
        if not known:
            raise EvidenceUnreadable(f"the file of {intent_id} belongs elsewhere")
        return period, sealed

    def _path(self, intent_id: str) -> Path:
        return Path(self._name(intent_id))

    def _name(self, intent_id: str) -> str:
        if not intent_id.replace("-", "").isalnum():
            raise EvidenceUnreadable("not the id of an intent")
        return f"{self.folder}/{intent_id}.evidence"


def _header(intent_id: str, period: str) -> bytes:
    return _HEADER.format(intent_id, period).encode()
