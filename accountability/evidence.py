"""[3c] What came back, kept encrypted before the outcome is written.

One file per intent: a clear header line (format, intent, period) and the sealed rest:
the question as sent, the raw answer, the answer's 32-byte salt. Written to a draft,
synced, renamed, folder synced: it is there whole or not at all.

Reading one later goes through `disclose`, which writes its own entry first.

Not trusted: an altered file does not open (AES-GCM, bound to its intent). Its loss
costs the answer's text; that we asked, and the answer's digest, stay in the log.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from accountability.errors import EvidenceUnreadable
from accountability.privacy import KeyFolder, PeriodKey, salted_digest

FORMAT: Final = "crpo-ksef/evidence/v1"
SALT_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
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

    @property
    def answer_digest(self) -> str:
        """SHA-256(salt || answer), hex: the digest that the outcome carries."""
        return salted_digest(self.salt, self.answer)


class EvidenceStore:
    """The folder of kept answers; it decrypts, so only this package opens it."""

    def __init__(self, folder: Path, keys: KeyFolder) -> None:
        self._folder = folder
        self._keys = keys

    def keep(
        self, *, intent_id: str, key: PeriodKey, question: bytes, answer: bytes
    ) -> Kept:
        """Encrypt and store one call's bytes durably; OSError when the disk cannot."""
        kept = Kept(question=question, answer=answer, salt=os.urandom(SALT_BYTES))
        clear = json.dumps(
            {
                "question": b64encode(question).decode(),
                "answer": b64encode(answer).decode(),
                "salt": b64encode(kept.salt).decode(),
            }
        ).encode()
        header = {"format": FORMAT, "intent": intent_id, "period": key.period}
        sealed = key.seal_evidence(clear, intent_id=intent_id)
        self._write(intent_id, json.dumps(header).encode() + b"\n" + sealed)
        return kept

    def open_kept(self, intent_id: str) -> Kept:
        """Decrypt what was kept for an intent.

        Raises:
            EvidenceUnreadable: No such file, altered bytes, or another intent's file.
            PeriodKeyMissing: The key of its period was destroyed.
        """
        try:
            data = self._path(intent_id).read_bytes()
        except OSError as missing:
            raise EvidenceUnreadable(f"nothing is kept for {intent_id}") from missing
        head, _, sealed = data.partition(b"\n")
        try:
            header = json.loads(head)
            known = header["format"] == FORMAT and header["intent"] == intent_id
            period = str(header["period"])
        except (ValueError, KeyError, TypeError) as odd:
            raise EvidenceUnreadable(f"the file of {intent_id} is odd") from odd
        if not known:
            raise EvidenceUnreadable(f"the file of {intent_id} belongs elsewhere")
        clear = self._keys.of(period).open_evidence(sealed, intent_id=intent_id)
        fields = json.loads(clear)
        return Kept(
            question=b64decode(fields["question"]),
            answer=b64decode(fields["answer"]),
            salt=b64decode(fields["salt"]),
        )

    def _path(self, intent_id: str) -> Path:
        if not intent_id.replace("-", "").isalnum():
            raise EvidenceUnreadable("not the id of an intent")
        return self._folder / f"{intent_id}.evidence"

    def _write(self, intent_id: str, data: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(intent_id)
        draft = path.with_suffix(".draft")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
        draft.rename(path)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
