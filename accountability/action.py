"""[1-5] One action, from the wish to the proof: the only place where the steps stand.

    1 checks -> 2 intent -> 3 signed call -> 4 outcome -> 5 proof

Promises
    - No byte leaves before the intent (2) is durable.
    - Every intent gets at most one outcome: ANSWERED, REFUSED or UNKNOWN; an intent
      without one belongs to a living process, or is closed at the next start.
    - No answer is handed out before its outcome is durable and proved.
    - No socket, clock or file is opened here; they are passed in.

Why so: ADR-0003 (intent before call), ADR-0004 (UNKNOWN is an outcome).
"""

from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from accountability.checks import check
from accountability.entries import Result, Told
from accountability.errors import (
    ActionDenied,
    HttpStatus,
    OutcomeUnknown,
    QuotaExceeded,
    RegisterRefused,
    TooManyPersons,
)
from accountability.evidence import Kept
from accountability.intent import OpenIntent
from accountability.model import Action
from accountability.receipt import Receipt
from accountability.trail import AuditTrail
from vocabulary.clock import warsaw_day
from vocabulary.errors import ToolkitError
from vocabulary.finding import Finding, stops
from vocabulary.identifiers import Identifier

A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)

# So many persons fit into one entry of 65,535 bytes with room to spare. An answer that
# discloses more cannot be accounted for, so it is not handed out.
MAX_PERSONS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Generic[A_co]):
    """A verified answer, bound to our question.

    Attributes:
        answer: What the register said.
        count: How many records it holds; zero is an answer too.
        persons: Whose data it discloses.
        fields: Which fields of theirs.
        message_id: The register's own id of its answer.
        verdicts: One word for each thing asked, where the answer decides something.
        source: `register`, or `cache` for an earlier answer that `ref` cites.
    """

    answer: A_co
    count: int
    persons: tuple[Identifier, ...]
    fields: tuple[str, ...]
    message_id: str
    verdicts: tuple[str, ...] = ()
    source: str = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A verified, signed, documented refusal, bound to our question."""

    code: str
    message_id: str


class Exchange(Protocol[A_co]):
    """One question to one register: what its client offers to `perform`."""

    @property
    def seal_serial(self) -> int | None:
        """Serial number of the seal certificate that will sign; None: none signs."""
        ...

    def encode(self) -> bytes:
        """[1b] The question's bytes, the same each time.

        Raises what would keep them from leaving, so that nothing is begun then.
        """
        ...

    def send(self, question: bytes, *, under: OpenIntent) -> bytes:
        """[3] Seal the question, send it once, give back the raw answer."""
        ...

    def read(self, raw: bytes) -> Answered[A_co] | Refused:
        """[3b] Verify the answer and bind it to the question, or raise."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed(Generic[A]):
    """What an action gives back: the answer, and what proves it.

    Attributes:
        answer: What the register said.
        findings: What the checks had to tell (none of them an error).
        intent_id: The id of the action.
        answer_digest: SHA-256(salt || raw answer), hex, as in the outcome.
        receipt: The proof, to be filed with the case.
    """

    answer: A
    findings: tuple[Finding, ...]
    intent_id: str
    answer_digest: str
    receipt: Receipt


def perform(
    action: Action, exchange: Exchange[A], *, trail: AuditTrail
) -> Performed[A]:
    """Run steps 1 to 5 for one action; see the module header for the promises.

    Raises:
        ActionDenied: A check said no; the denial is logged, nothing left.
        AuditUnavailable: The log could not take the intent; nothing left.
        AskedAlready: This line of a batch was asked before; nothing left.
        RegisterRefused: A signed refusal; it is kept and logged.
        OutcomeUnknown: Anything else; never to be read as "no".
    """
    # 1 checks: pure. A denial is an entry, and opens no intent.
    standing = trail.office.cases.standing(action.case, action.actor.id)
    findings = check(
        action,
        office=trail.office,
        standing=standing,
        on=warsaw_day(trail.clock()),
    )
    if stops(findings):
        trail.denied(action, standing, findings)
        raise ActionDenied(findings)

    # 1b the question's bytes; the intent carries their digest.
    question = exchange.encode()

    # If we die here: nothing is logged, and nothing has left.

    # 2 intent: on disk when this returns. The quota is counted inside the log's lock.
    try:
        intent = trail.begin(
            action, standing, question=question, seal_serial=exchange.seal_serial
        )
    except QuotaExceeded as full:
        trail.denied(action, standing, full.findings)
        raise ActionDenied(full.findings) from full

    # If we die here: the intent is open, and the next start closes it as UNKNOWN.
    # Nothing has left, but nobody can know that afterwards.

    kept: Kept | None = None
    try:
        # 3 signed call: sealed, sent once.
        try:
            raw = exchange.send(question, under=intent)
        except HttpStatus as other:
            # No answer, and evidence all the same: what the server said is kept.
            if (body := other.take_body()) is not None:
                kept = _keep(trail, intent, question, body)
            raise

        # If we die here: the register has answered and nobody has seen it: UNKNOWN.

        # 3c the raw bytes are kept before anyone reads them, also when they turn out
        #    to be forged; 3b then verifies them and binds them to the question.
        kept = _keep(trail, intent, question, raw)

        # If we die here: kept, but no outcome says so: UNKNOWN, and a correction once
        # a person has looked at what was kept.

        reply = exchange.read(raw)
        told = _told(reply, kept)
    except BaseException as lost:
        # A broken connection proves nothing: the register may have acted.
        reason = _close_as_unknown(intent, lost, kept, trail)
        if not isinstance(lost, Exception):  # Ctrl-C stays what it is
            raise
        raise OutcomeUnknown(intent.id, reason) from lost

    # 4 outcome: on disk before the answer, or the refusal, is shown.
    result = Result.REFUSED if isinstance(reply, Refused) else Result.ANSWERED
    try:
        source = "register" if isinstance(reply, Refused) else reply.source
        outcome = trail.finish(intent, result, told, source=source)
    except Exception as lost:
        # The answer is withheld. The intent stays open until this process ends.
        raise OutcomeUnknown(intent.id, _reason(lost)) from lost

    # If we die here: the answer is logged as given and nobody has seen it. That errs
    # on the side of the person asked about.

    if isinstance(reply, Refused):
        raise RegisterRefused(reply.code, intent.id)

    # 5 proof: an answer that we cannot prove is not handed out.
    try:
        receipt = trail.prove(intent.index, outcome.index)
    except Exception as lost:
        raise OutcomeUnknown(intent.id, _reason(lost)) from lost
    return Performed(
        answer=reply.answer,
        findings=findings,
        intent_id=intent.id,
        answer_digest=kept.answer_digest,
        receipt=receipt,
    )


def _keep(trail: AuditTrail, intent: OpenIntent, question: bytes, raw: bytes) -> Kept:
    """Keep what was asked and what came back, encrypted and durable."""
    return trail.evidence.keep(
        intent_id=intent.id, key=intent.key, question=question, answer=raw
    )


def _told(reply: Answered[A] | Refused, kept: Kept) -> Told:
    """Say in the outcome what came back; refuse what one entry cannot account for."""
    if isinstance(reply, Refused):
        return Told(
            reason=reply.code,
            answer_digest=kept.answer_digest,
            register_message_id=reply.message_id,
        )
    if len(reply.persons) > MAX_PERSONS < len(set(reply.persons)):
        raise TooManyPersons(f"more than {MAX_PERSONS} persons")
    return Told(
        count=reply.count,
        answer_digest=kept.answer_digest,
        disclosed=reply.persons,
        fields_disclosed=reply.fields,
        register_message_id=reply.message_id,
        verdicts=reply.verdicts,
    )


def _close_as_unknown(
    intent: OpenIntent, lost: BaseException, kept: Kept | None, trail: AuditTrail
) -> str:
    """Write UNKNOWN and give back the reason's code.

    When even that fails, the intent stays open and is closed at the next start: the
    error on its way to the caller already says UNKNOWN.
    """
    reason = _reason(lost)
    told = Told(
        reason=reason,
        detail=(lost.detail if isinstance(lost, ToolkitError) else "") or None,
        answer_digest=kept.answer_digest if kept else None,
    )
    try:
        trail.finish(intent, Result.UNKNOWN, told)
    except Exception as full:  # noqa: BLE001 - the first error is on its way already
        lost.add_note(f"the outcome could not be logged either: {_reason(full)}")
    return reason


def _reason(lost: BaseException) -> str:
    """Name an error by its public code, or its class; never by its message."""
    return lost.code if isinstance(lost, ToolkitError) else type(lost).__name__
