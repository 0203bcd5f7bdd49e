"""[5] The receipt: what proves one action to somebody who does not trust us.

Both entries, byte for byte, the inclusion proof of each, and the signed checkpoint they
lead to. It is filed with the case; years later it still shows that these two entries
stood in the log, at these places, or that the log was changed since.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accountability.errors import ReceiptInvalid, ReceiptUnreadable
from ledger.entry import decode_entry
from ledger.errors import EntryInvalid, NoteInvalid, ProofInvalid
from ledger.note import Checkpoint, TlogProof
from ledger.reader import Reader
from ledger.tree import leaf_hash

FORMAT: Final = "crpo-ksef/receipt/v1"
MAX_RECEIPT_BYTES: Final = 1_048_576
_FIELDS: Final = {"format", "intent", "intentProof", "outcome", "outcomeProof"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Two entries and their proofs against one checkpoint.

    Attributes:
        intent: The intent's body, exactly as hashed.
        intent_proof: Its `tlog-proof` (C2SP).
        outcome: The outcome's body, exactly as hashed.
        outcome_proof: Its `tlog-proof`.
    """

    intent: bytes
    intent_proof: str
    outcome: bytes
    outcome_proof: str

    @property
    def intent_id(self) -> str:
        """The id of the action, by which the officer finds it."""
        return str(decode_entry(self.intent)["id"])

    def to_json(self) -> str:
        """Write it as the text to be filed with the case."""
        return json.dumps(
            {
                "format": FORMAT,
                "intent": self.intent.decode(),
                "intentProof": self.intent_proof,
                "outcome": self.outcome.decode(),
                "outcomeProof": self.outcome_proof,
            },
            ensure_ascii=False,
            indent=2,
        )


def made_receipt(
    reader: Reader, intent_index: int, outcome_index: int, vkeys: Sequence[str]
) -> Receipt:
    """Make a receipt of two entries, and verify it: one that fails is not filed.

    Args:
        reader: Of the log, which is not trusted.
        intent_index: Of the intent.
        outcome_index: Of its outcome.
        vkeys: The log's public keys.

    Raises:
        ReceiptInvalid: The store does not prove them: it was altered.
        HeadRejected: The store is broken.
    """
    receipt = Receipt(
        intent=reader.entry(intent_index),
        intent_proof=reader.proof(intent_index).to_text(),
        outcome=reader.entry(outcome_index),
        outcome_proof=reader.proof(outcome_index).to_text(),
    )
    verify_receipt(receipt, vkeys)
    return receipt


def require_proved(
    reader: Reader, entry: Mapping[str, Any], vkeys: Sequence[str]
) -> None:
    """Return when the log proves an entry that somebody is about to go by.

    Args:
        reader: Of the log, which is not trusted.
        entry: As it was read out of it, with its id.
        vkeys: The log's public keys.

    Raises:
        ReceiptInvalid: The store does not prove it: it was altered.
        HeadRejected: The store is broken.
    """
    found = reader.find(str(entry["id"]))
    if found is None:
        raise ReceiptInvalid("an entry is not there any more")
    index, body = found
    try:
        _prove(body, reader.proof(index).to_text(), vkeys)
        same = decode_entry(body) == entry
    except (ProofInvalid, NoteInvalid, EntryInvalid) as broken:
        raise ReceiptInvalid("a proof or a signature fails") from broken
    if not same:
        raise ReceiptInvalid("an entry was altered meanwhile")


def parse_receipt(text: str | bytes) -> Receipt:
    """Read what `to_json` wrote; it proves nothing until it is verified.

    Raises:
        ReceiptUnreadable: It is none, or holds more than a receipt does.
    """
    if len(text) > MAX_RECEIPT_BYTES:
        raise ReceiptUnreadable("a receipt is smaller than this")
    try:
        fields = json.loads(text)
        if fields["format"] != FORMAT or fields.keys() != _FIELDS:
            raise ReceiptUnreadable("not a receipt of this format")
        return Receipt(
            intent=fields["intent"].encode(),
            intent_proof=str(fields["intentProof"]),
            outcome=fields["outcome"].encode(),
            outcome_proof=str(fields["outcomeProof"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as odd:
        raise ReceiptUnreadable("not a receipt") from odd


def verify_receipt(receipt: Receipt, vkeys: Sequence[str]) -> Checkpoint:
    """Give back the checkpoint under which both entries stand, or raise.

    Args:
        receipt: As filed.
        vkeys: The log's public keys, known from elsewhere than the receipt.

    Raises:
        ReceiptInvalid: A proof, a signature, or the bond of outcome to intent fails.
    """
    try:
        checkpoint = _prove(receipt.intent, receipt.intent_proof, vkeys)
        if checkpoint != _prove(receipt.outcome, receipt.outcome_proof, vkeys):
            raise ReceiptInvalid("the two proofs lead to different checkpoints")
        intent, outcome = decode_entry(receipt.intent), decode_entry(receipt.outcome)
    except (ProofInvalid, NoteInvalid, EntryInvalid) as broken:
        raise ReceiptInvalid("a proof or a signature fails") from broken
    if (intent["kind"], outcome["kind"]) != ("intent", "outcome"):
        raise ReceiptInvalid("these are not an intent and an outcome")
    if outcome.get("ref") != intent["id"]:
        raise ReceiptInvalid("the outcome belongs to another intent")
    return checkpoint


def _prove(body: bytes, proof: str, vkeys: Sequence[str]) -> Checkpoint:
    return TlogProof.parse(proof).verify(leaf_hash(body), vkeys)
