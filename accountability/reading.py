"""[5] A kept answer, read again: the reader of what was kept.

    id -> the question's entry, proved -> checks (as for a question) -> disclosure
       -> bytes -> the same digest as the outcome

Promises
    - It is read for the case it was asked in, and by nobody who could not ask there
      today; the officer alone reads answers (`show`) without being able to ask, and
      identifiers in clear only after a second person's release (ADR-0013).
    - A denial is an entry, and nothing is decrypted.
    - The entry that says who looks, and what for, is durable before a byte is read.
    - What is read is what was logged: the log proves the entries that are there and
      say for which case and by which digest, and the digest is compared.

An action that cites another reads its answer under its own intent instead
(`OpenIntent.citing`, ADR-0025): that entry says as much as a disclosure.
What the bytes mean is the matter of the register's package (`crpo.kept`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from accountability.checks import check
from accountability.disclosure import Disclosure
from accountability.entries import Result
from accountability.errors import EvidenceUnreadable
from accountability.evidence import Kept
from accountability.model import Action, Actor, CaseRef, Purpose, Role, System
from accountability.officer_checks import check_in_clear, check_kept_case
from accountability.receipt import require_proved
from accountability.system_rules import SYSTEMS
from accountability.trail import AuditTrail
from accountability.unsealing import release_of
from ledger.entry import decode_entry
from ledger.reader import Reader
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding

SHOW: Final = "show"
"""Reading a raw answer; `serve`, `print` and `batch` are those of a clerk alone."""

_Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the log has it.

    Attributes:
        intent_id: Its id, as somebody gave it.
        intent: Its entry; empty when the log has no such question, or no body of it.
        outcome: Its outcome; empty when there is none.
    """

    intent_id: str
    intent: _Entry = field(repr=False)
    outcome: _Entry = field(repr=False)

    @property
    def case(self) -> str:
        """The case it was asked in; empty when the entry is gone."""
        return str(self.intent.get("case", {}).get("number", ""))

    @property
    def answered(self) -> bool:
        """Whether the register has answered, as far as the log knows."""
        return bool(self.intent) and self.outcome.get("result") == Result.ANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was kept of a question, and the entry that says who has read it.

    Attributes:
        kept: The bytes.
        asked: The question in the log.
        disclosure_id: Id of the entry of this reading.
        under: That entry, as what else was kept of the question asks for it.
    """

    kept: Kept
    asked: Asked
    disclosure_id: str
    under: Disclosure = field(repr=False)


def find_asked(reader: Reader, intent_id: str) -> Asked:
    """Find a question and its outcome; what is no question has an empty intent."""
    found = reader.find(intent_id)
    entry = {} if found is None else decode_entry(found[1])
    if entry.get("kind") != "intent":
        return Asked(intent_id=intent_id, intent={}, outcome={})
    ended = next(reader.select({"ref": intent_id, "kind": "outcome"}, limit=1), None)
    outcome = {} if ended is None else decode_entry(ended[1])
    return Asked(intent_id=intent_id, intent=entry, outcome=outcome)


def read_kept(
    trail: AuditTrail,
    actor: Actor,
    *,
    asked: Asked,
    case: str,
    purpose: Purpose,
    justification: str,
    operation: str = SHOW,
    masked: bool = False,
) -> Reading:
    """Give what was kept of a question, once an entry says who sees it and why.

    Args:
        trail: Where it is logged, and where the answers lie.
        actor: Who looks; checked like somebody who asks, an officer by her role.
        asked: From `find_asked`.
        case: The case it is for: the one it was asked in, open and the actor's.
        purpose: As for a question.
        justification: At least ten letters; it stands in clear in the log.
        operation: What for: `show`, `serve`, `print`, `batch`.
        masked: The caller promises to show no identifier in clear; an officer reads
            any other way only what a second person has released.

    Raises:
        ReceiptInvalid: The log does not prove the question, or its outcome; nothing
            was read, nor logged.
        ActionDenied: A check said no, or there is no such question; an entry says so,
            and nothing was read.
        AuditUnavailable: The log refused the entry; nothing was read.
        EvidenceUnreadable: Nothing is kept, or not what the outcome's digest says.
        PeriodKeyMissing: The key of its period was destroyed.
    """
    with trail.log.reader() as reader:
        for entry in filter(None, (asked.intent, asked.outcome)):
            require_proved(reader, entry, [trail.log.vkey])
    case, justification = CaseRef(case), justification.strip()
    against = (
        *check_kept_case(asked.case if asked.intent else None, case),
        *_who_may(trail, actor, asked, case, purpose, justification, operation),
        *_in_clear(trail, actor, asked, masked=masked),
    )
    under = trail.disclose(
        actor,
        ref=asked.intent_id,
        case=case,
        purpose=purpose,
        justification=justification,
        operation=operation,
        masked=masked,
        against=against,
    )
    kept = trail.evidence.open_kept(asked.intent_id, under=under)
    if asked.outcome.get("answer_digest") not in {None, kept.answer_digest}:
        raise EvidenceUnreadable(
            f"not the answer that the log knows of {asked.intent_id}"
        )
    return Reading(kept=kept, asked=asked, disclosure_id=under.entry_id, under=under)


def _who_may(
    trail: AuditTrail,
    actor: Actor,
    asked: Asked,
    case: str,
    purpose: Purpose,
    justification: str,
    operation: str,
) -> Iterator[Finding]:
    """Run the checks of a question on its reading; the officer's are her role."""
    if operation == SHOW and actor.role is Role.OFFICER:
        return
    system = System(asked.intent.get("system", System.CRPO))
    rules = SYSTEMS[system]
    action = Action(
        actor=actor,
        authority=trail.office.authority,
        capacity=rules.capacities[0],
        system=system,
        operation=operation,
        purpose=purpose,
        basis=(rules.required_basis,),
        justification=justification,
        case=case,
        subjects=(),
        ref=asked.intent_id,
    )
    yield from check(
        action,
        office=trail.office,
        standing=trail.office.cases.standing(case, actor.id),
        on=warsaw_day(trail.clock()),
    )


def _in_clear(
    trail: AuditTrail, actor: Actor, asked: Asked, *, masked: bool
) -> Iterator[Finding]:
    """Say whether an officer may see this answer's identifiers in clear."""
    if actor.role is Role.OFFICER and not masked and asked.intent:
        yield from check_in_clear(release_of(trail, actor, asked.intent_id))
