"""[5] A kept answer of CRPO read again: verified and bound as it was at first.

    id -> read under an entry (accountability.reading) -> contract -> the answer

It still speaks of the day it was asked on, and of no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from accountability.errors import EvidenceUnreadable
from accountability.model import Actor, Purpose
from accountability.reading import find_asked, read_kept
from accountability.trail import AuditTrail
from crpo.contract.port import Contract
from crpo.errors import NotAnswered
from crpo.lookup import OPERATION
from crpo.model import Answer
from ledger.entry import entry_time


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer that was read again.

    Attributes:
        answer: As the register sealed it; its digest is the log's.
        entry: The question's entry.
        disclosure_id: Id of the entry of this reading.
    """

    answer: Answer
    entry: Mapping[str, Any]
    disclosure_id: str

    @property
    def intent_id(self) -> str:
        """Id of the question."""
        return str(self.entry["id"])


def read_answer(
    trail: AuditTrail,
    contract: Contract,
    intent_id: str,
    *,
    actor: Actor,
    case: str,
    purpose: Purpose,
    justification: str,
    operation: str,
) -> KeptAnswer:
    """Read what the register answered to question `intent_id`; logged before.

    Args:
        trail: Where it is logged, and where the answers lie.
        contract: The one by which it was asked.
        intent_id: Id of the question.
        actor: Who looks; checked like somebody who asks.
        case: The case it is for: the one it was asked in, open and the actor's.
        purpose: As for a question.
        justification: At least ten letters; it stands in clear in the log.
        operation: What for: `serve`, `print` or `batch`.

    Raises:
        NotAnswered: No question of this id has an answer; nothing was logged.
        ActionDenied: A check said no; logged, nothing decrypted.
        AuditUnavailable: The log refused the entry; nothing was read.
        EvidenceUnreadable: What is kept is not what was logged, or is gone.
        PeriodKeyMissing: The key of its period was destroyed.
        AnswerError: It no longer verifies, e.g. under another contract or seal.
    """
    with trail.log.reader() as reader:
        asked = find_asked(reader, intent_id)
    if not asked.answered or asked.intent.get("operation") != OPERATION:
        raise NotAnswered("no question of this id was answered")
    read = read_kept(
        trail,
        actor,
        asked=asked,
        case=case,
        purpose=purpose,
        justification=justification,
        operation=operation,
    )
    question = contract.read_question(read.kept.question)
    came_at = entry_time(asked.outcome)
    reply = contract.decode(read.kept.answer, question, now=came_at)
    if not isinstance(reply, Answer):
        raise EvidenceUnreadable("a refusal is kept, and no answer")
    return KeptAnswer(
        answer=replace(reply, digest=read.kept.answer_digest),
        entry=asked.intent,
        disclosure_id=read.disclosure_id,
    )
