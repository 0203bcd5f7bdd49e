"""[5] A kept answer, read again: for its case, under an entry of its own.

    id -> the question's entry -> checks (as for a question) -> disclosure -> bytes
       -> the same digest as the outcome -> verified and read by the contract

Promises
    - A denial is an entry, and nothing is decrypted.
    - The entry that says who looks, and what for, is durable before a byte is read.
    - What is read is what was logged: the outcome's digest is compared.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accountability.checks import check, check_kept_case, stops
from accountability.errors import ActionDenied, EvidenceUnreadable
from accountability.evidence import Kept
from accountability.model import (
    Action,
    Actor,
    Capacity,
    LegalBasis,
    Purpose,
    System,
)
from crpo.contract.port import Contract
from crpo.lookup import OPERATION
from crpo.model import Answer
from jst.errors import InputInvalid
from jst.office import OpenOffice
from ledger.entry import decode_entry
from vocabulary.clock import parse_iso_utc, warsaw_day


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer that was read again.

    Attributes:
        answer: As the register sealed it; its digest is the log's.
        entry: The question's entry.
        outcome: Its outcome.
        disclosure_id: Id of the entry of this reading.
    """

    answer: Answer
    entry: dict[str, Any]
    outcome: dict[str, Any]
    disclosure_id: str

    @property
    def intent_id(self) -> str:
        """Id of the question."""
        return str(self.entry["id"])


def read_kept(
    office: OpenOffice,
    intent_id: str,
    *,
    actor: Actor,
    case: str,
    purpose: Purpose,
    justification: str,
    operation: str,
) -> KeptAnswer:
    """Read what the register answered to question `intent_id`.

    Args:
        office: Open for acting.
        intent_id: Id of the question.
        actor: Who looks; checked like somebody who asks.
        case: The case it is for: the one it was asked in, open and the actor's.
        purpose: As for a question.
        justification: At least ten letters; it stands in clear in the log.
        operation: What for: `serve` or `print`.

    Raises:
        InputInvalid: No question of this id has an answer.
        ActionDenied: A check said no; logged, nothing decrypted.
        EvidenceUnreadable: What is kept is not what was logged, or is gone.
        AnswerError: The contract does not accept the kept bytes any more.
    """
    entry, outcome = _found(office, intent_id)
    _check(office, entry, actor, case, purpose, justification, operation)
    trail = office.trail
    licence = trail.disclose(
        actor,
        ref=intent_id,
        case=case,
        purpose=purpose,
        justification=justification,
        operation=operation,
    )
    kept = trail.evidence.open_kept(intent_id, under=licence)
    if kept.answer_digest != outcome.get("answer_digest"):
        raise EvidenceUnreadable("what is kept is not what the log says")
    came_at = parse_iso_utc(str(outcome["at"]))
    answer = _read(kept, office.register().contract, came_at)
    return KeptAnswer(
        answer=replace(answer, digest=kept.answer_digest),
        entry=entry,
        outcome=outcome,
        disclosure_id=licence.entry_id,
    )


def _found(office: OpenOffice, intent_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Find the question and its outcome; only an answer can be read again."""
    with office.trail.log.reader() as reader:
        found = reader.find(intent_id)
        entry = decode_entry(found[1]) if found else {}
        wanted = {"ref": intent_id, "kind": "outcome"}
        outcomes = [decode_entry(body) for _, body in reader.select(wanted, limit=1)]
    if (
        entry.get("operation") != OPERATION
        or entry.get("kind") != "intent"
        or [each.get("result") for each in outcomes] != ["answered"]
    ):
        raise InputInvalid(
            "no question of this id was answered",
            polish="nie ma zapytania o tym identyfikatorze, na które jest odpowiedź",
        )
    return entry, outcomes[0]


def _check(
    office: OpenOffice,
    entry: dict[str, Any],
    actor: Actor,
    case: str,
    purpose: Purpose,
    justification: str,
    operation: str,
) -> None:
    """Run the checks of a question on the reading; a denial is logged."""
    trail = office.trail
    action = Action(
        actor=actor,
        authority=trail.office.authority,
        capacity=Capacity.TAX_AUTHORITY,
        system=System.CRPO,
        operation=operation,
        purpose=purpose,
        basis=(LegalBasis.OP_138K_2, LegalBasis.OP_138H),
        justification=justification,
        case=case,
        subjects=(),
        ref=str(entry["id"]),
    )
    standing = trail.office.cases.standing(case, actor.id)
    findings = (
        *check(
            action,
            office=trail.office,
            standing=standing,
            on=warsaw_day(trail.clock()),
        ),
        *check_kept_case(str(entry["case"]["number"]), case),
    )
    if stops(findings):
        trail.denied(action, standing, findings)
        raise ActionDenied(findings)


def _read(kept: Kept, contract: Contract, came_at: datetime) -> Answer:
    """Verify and read it as at the instant it came."""
    question = contract.read_question(kept.question)
    reply = contract.decode(kept.answer, question, now=came_at)
    if not isinstance(reply, Answer):
        raise EvidenceUnreadable("a refusal is kept, and no answer")
    return reply
