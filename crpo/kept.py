"""[5] A kept answer read again: disclosed, verified and bound as it was at first.

    disclosure (an entry) -> decrypt -> digest as in the log -> contract -> the answer

It still speaks of the day it was asked on, and of no other.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from accountability.errors import EvidenceUnreadable
from accountability.model import Actor
from accountability.trail import AuditTrail
from crpo.client import Crpo
from crpo.model import Answer, MandatorQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question that was answered, as the log has it.

    Attributes:
        intent_id: Its intent.
        digest: The answer's digest in the outcome.
        at: When the outcome was written, for the freshness of the answer.
    """

    intent_id: str
    digest: str
    at: datetime


def read_kept(
    asked: Answered,
    query: MandatorQuery,
    *,
    actor: Actor,
    case: str,
    purpose: str,
    justification: str,
    register: Crpo,
    trail: AuditTrail,
) -> Answer:
    """Read the kept answer of a question; the disclosure is logged before.

    Raises:
        ActionDenied: No natural person, or no justification; nothing was read.
        AuditUnavailable: The log refused the entry; nothing was read.
        EvidenceUnreadable: Not kept, altered, or not the answer the log speaks of.
        PeriodKeyMissing: The key of its period was destroyed.
        AnswerError: It no longer verifies, e.g. under another contract or seal.
    """
    under = trail.disclose(
        actor,
        ref=asked.intent_id,
        case=case,
        purpose=purpose,
        justification=justification,
    )
    kept = trail.evidence.open_kept(asked.intent_id, under=under)
    question = register.contract.read_question(kept.question)
    if kept.answer_digest != asked.digest or question.query != query:
        raise EvidenceUnreadable("what is kept is not what the log speaks of")
    reply = register.contract.decode(kept.answer, question, now=asked.at)
    if not isinstance(reply, Answer):
        raise EvidenceUnreadable("what is kept is no answer")
    return replace(reply, digest=asked.digest)
