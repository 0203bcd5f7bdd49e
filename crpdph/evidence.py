"""[5] The evidence of a check: collected under an entry, verified offline by anybody.

    receipt (intent, outcome, proofs) + kept question + kept answer + their two salts

    verify: 1 the receipt proves both entries       (ledger, RFC 6962)
            2 the kept bytes have the digests that the entries carry
            3 the kept request is the one that its lines make
            4 read anew, the answer gives the verdicts that the outcome carries; what
              came with another HTTP status than 200 is UNKNOWN, whatever it says

Nothing is asked and nothing of ours is trusted but the log's public key. The file
holds numbers in clear: it is for the case, mode 0600, like the answer it proves.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from accountability.action import MAX_PERSONS
from accountability.errors import (
    EvidenceUnreadable,
    HttpStatus,
    ReceiptInvalid,
    RedirectRefused,
    TooManyPersons,
)
from accountability.holds import question_salt
from accountability.model import Actor, Purpose, System
from accountability.privacy import salted_digest
from accountability.reading import find_asked, read_kept
from accountability.receipt import Receipt, parse_receipt, verify_receipt
from accountability.trail import AuditTrail
from crpdph.calendar import register_day
from crpdph.errors import AnswerNotUnderstood, CrpdphError, EvidenceDisproved
from crpdph.judging import Judged, judge, unknown, words
from crpdph.messages import StatusAnswer, read_answer
from crpdph.question import Question
from ledger.entry import decode_entry
from ledger.note import Checkpoint
from ledger.reader import Reader
from vocabulary.clock import parse_iso_utc

FORMAT: Final = "crpo-ksef/crpdph-evidence/v1"
TAKE: Final = "evidence"
CACHE: Final = "cache"
HTTP_OK: Final = 200
MAX_BYTES: Final = 96 * 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that proves one check; it proves nothing until it is verified.

    Attributes:
        receipt: Both entries of the action with their proofs.
        question: What was asked (`crpdph.question.Question.to_bytes`).
        question_salt: Salt of its digest.
        answer: The raw bytes that came back.
        answer_salt: Salt of their digest.
        cited: Of a check that was answered from the cache, the receipt of the action
            that asked the register; None for any other, and where it is gone.
    """

    receipt: Receipt
    question: bytes
    question_salt: bytes
    answer: bytes
    answer_salt: bytes
    cited: Receipt | None = None

    def __repr__(self) -> str:
        return f"Evidence({self.receipt.intent_id})"

    def to_json(self) -> str:
        """Write the file for the case."""
        return json.dumps(
            {
                "format": FORMAT,
                "receipt": json.loads(self.receipt.to_json()),
                "question": b64encode(self.question).decode(),
                "questionSalt": self.question_salt.hex(),
                "answer": b64encode(self.answer).decode(),
                "answerSalt": self.answer_salt.hex(),
                "cited": self.cited and json.loads(self.cited.to_json()),
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verified evidence shows.

    Attributes:
        question: What was asked.
        answer: What came back; None when it was no answer.
        judged: What it says of each line; when it was no answer, UNKNOWN of each.
        reason: The code of the error that a reading of no answer ends in.
        detail: One word more about it: `fault`, `html`, `503`.
        http_status: Of what came back.
        body: What came back with another status than 200, in one word: `fault`,
            `html`, `empty`, `answer`; empty with 200.
        intent: The intent's entry.
        outcome: The outcome's entry.
        cited: The outcome's entry of the cited action; None where there is none.
        checkpoint: The signed state of the log that both stand in.
    """

    question: Question
    answer: StatusAnswer | None
    judged: tuple[Judged, ...]
    reason: str
    detail: str
    http_status: int
    body: str
    intent: dict[str, Any]
    outcome: dict[str, Any]
    cited: dict[str, Any] | None
    checkpoint: Checkpoint


def collect(
    trail: AuditTrail,
    intent_id: str,
    *,
    actor: Actor,
    case: str,
    purpose: Purpose,
    justification: str,
) -> Evidence:
    """Collect the evidence of an action, once an entry says who takes it and why.

    Raises:
        ActionDenied: Another case, or no reason; logged, nothing was read.
        EvidenceUnreadable: No check of this id, or nothing was kept of it.
        PeriodKeyMissing: The key of its period was destroyed.
        ReceiptInvalid: The log does not prove it; nothing was read.
    """
    with trail.log.reader() as reader:
        asked = find_asked(reader, intent_id)
        places = _pair(reader, intent_id)
        cited = _pair(reader, str(asked.intent.get("ref") or ""))
    from_cache = asked.outcome.get("source") == CACHE
    of_ours = asked.intent.get("system") == System.CRPDPH
    if places is None or not of_ours:
        raise EvidenceUnreadable("no finished check of this id")
    if "answer_digest" not in asked.outcome:
        # Nothing came, or its writer died first: no entry vouches for what is kept.
        raise EvidenceUnreadable("no answer of this check is in the log")
    receipt = trail.prove(*places)
    cites = trail.prove(*cited) if cited and from_cache else None
    reading = read_kept(
        trail,
        actor,
        asked=asked,
        case=case,
        purpose=purpose,
        justification=justification,
        operation=TAKE,
    )
    kept = reading.kept
    return Evidence(
        receipt=receipt,
        question=kept.question,
        question_salt=question_salt(trail, intent_id, under=reading.under),
        answer=kept.answer,
        answer_salt=kept.salt,
        cited=cites,
    )


def _pair(reader: Reader, intent_id: str) -> tuple[int, int] | None:
    """Find where an intent and its outcome stand in the log; None: not both."""
    intent = reader.find(intent_id)
    outcome = next(reader.select({"ref": intent_id, "kind": "outcome"}), None)
    return (intent[0], outcome[0]) if intent and outcome else None


def parse_evidence(text: str | bytes) -> Evidence:
    """Read what `to_json` wrote.

    Raises:
        EvidenceDisproved: It is no such file.
    """
    if len(text) > MAX_BYTES:
        raise EvidenceDisproved("too large a file", reason="format")
    try:
        said = json.loads(text)
        cited = said["cited"]
        if said["format"] == FORMAT:
            return Evidence(
                receipt=parse_receipt(json.dumps(said["receipt"])),
                question=b64decode(said["question"], validate=True),
                question_salt=bytes.fromhex(said["questionSalt"]),
                answer=b64decode(said["answer"], validate=True),
                answer_salt=bytes.fromhex(said["answerSalt"]),
                cited=None if cited is None else parse_receipt(json.dumps(cited)),
            )
    except (ValueError, KeyError, TypeError, RecursionError, ReceiptInvalid):
        pass
    raise EvidenceDisproved("not a file of evidence", reason="format")


def verify(evidence: Evidence, vkeys: Sequence[str]) -> Verified:
    """Verify steps 1 to 4 and give back what was verified.

    Args:
        evidence: As filed.
        vkeys: The log's public keys, known from elsewhere than the file.

    Raises:
        ReceiptInvalid: The entries are not in the log that the keys belong to.
        EvidenceDisproved: Bytes were changed, or another verdict comes out of them.
    """
    receipt = evidence.receipt
    checkpoint = verify_receipt(receipt, vkeys)
    intent, outcome = decode_entry(receipt.intent), decode_entry(receipt.outcome)
    if intent.get("system") != System.CRPDPH:
        raise EvidenceDisproved("an action of another system", reason="system")
    digest = salted_digest(evidence.question_salt, evidence.question)
    if digest != intent.get("request_digest"):
        raise EvidenceDisproved("the question was changed", reason="question")
    digest = salted_digest(evidence.answer_salt, evidence.answer)
    if digest != outcome.get("answer_digest"):
        raise EvidenceDisproved("the answer was changed", reason="answer")
    asked_at = parse_iso_utc(str(intent["at"]))
    peer = outcome.get("peer") or {}
    status = int(peer.get("http_status", HTTP_OK))
    read = _read(evidence, asked_on=register_day(asked_at), http_status=status)
    question, answer = read.question, read.answer
    if question.operation.value != intent.get("operation"):
        raise EvidenceDisproved("another operation", reason="operation")
    said = list(words(question, read.judged)) if answer is not None else None
    logged = outcome.get("reason") or "", outcome.get("detail") or ""
    if said != outcome.get("verdicts") or logged not in read.reasons:
        raise EvidenceDisproved("another verdict comes out", reason="verdict")
    reason, detail = logged
    cited = None
    if evidence.cited is not None:
        verify_receipt(evidence.cited, vkeys)
        cited = decode_entry(evidence.cited.outcome)
        if outcome.get("source") != CACHE or cited.get("ref") != intent.get("ref"):
            raise EvidenceDisproved("another action is cited", reason="cited")
    return Verified(
        question=question,
        answer=answer,
        judged=read.judged or tuple(unknown(line, reason) for line in question.lines),
        reason=reason,
        detail=detail,
        http_status=status,
        body=read.body,
        intent=intent,
        outcome=outcome,
        cited=cited,
        checkpoint=checkpoint,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a reading of the kept bytes comes to.

    Attributes:
        reasons: The pairs of reason and detail that an outcome may give for it.
    """

    question: Question
    answer: StatusAnswer | None = None
    judged: tuple[Judged, ...] = ()
    reasons: tuple[tuple[str, str], ...] = (("", ""),)
    body: str = ""


def _read(evidence: Evidence, *, asked_on: date, http_status: int) -> _Read:
    """Read question and answer anew; no answer gives the code of its error."""
    try:
        question = Question.from_bytes(evidence.question)
    except AnswerNotUnderstood as odd:
        raise EvidenceDisproved("no question of ours", reason="question") from odd
    try:
        answer = read_answer(evidence.answer, http_status=http_status)
        judged = judge(question, answer, asked_on=asked_on)
    except CrpdphError as refused:
        if http_status == HTTP_OK:
            return _Read(question=question, reasons=((refused.code, refused.detail),))
        # Whether a redirect led somewhere stood in its headers, which are not kept.
        other, said = str(http_status), refused.__cause__
        return _Read(
            question=question,
            reasons=((HttpStatus.code, other), (RedirectRefused.code, other)),
            body=said.detail if isinstance(said, CrpdphError) else "answer",
        )
    if len({each.line.dic for each in judged if each.subject}) > MAX_PERSONS:
        return _Read(question=question, reasons=((TooManyPersons.code, ""),))
    return _Read(question=question, answer=answer, judged=judged)
