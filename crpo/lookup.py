"""Ask CRPO who holds a general power of attorney for a mandator, and prove it.

    query -> 1 checks -> 2 intent -> 3 signed call -> 4 outcome -> 5 proof

Promises
    - No byte leaves before the intent (2) is durable.
    - An answer is shown only when it is verified, bound to the question and logged.
    - "Nobody" is said by the register, under its seal; silence is never "nobody".

The steps stand in `accountability.action`; what the bytes are, the register's contract
knows. No socket, clock or file is opened here: they are passed in.
Why so: ADR-0003 (intent before call), ADR-0004 (UNKNOWN is an outcome).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accountability.action import perform
from accountability.model import (
    Action,
    Actor,
    Capacity,
    LegalBasis,
    Purpose,
    System,
)
from accountability.receipt import Receipt
from accountability.trail import AuditTrail
from crpo.client import Crpo
from crpo.model import Answer, MandatorQuery
from vocabulary.finding import Finding

OPERATION: Final = "powers-of-attorney"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """What a look-up gives back.

    Attributes:
        answer: What the register said, of one day; its digest is the log's.
        receipt: The proof, to be filed with the case.
        findings: What the checks had to tell (none of them an error).
        intent_id: The id of the action in the log.
    """

    answer: Answer
    receipt: Receipt
    findings: tuple[Finding, ...]
    intent_id: str


def look_up(  # noqa: PLR0913 - one keyword for each thing the log says
    query: MandatorQuery,
    *,
    actor: Actor,
    case: str,
    purpose: Purpose,
    basis: Sequence[LegalBasis],
    justification: str,
    register: Crpo,
    trail: AuditTrail,
    ref: str | None = None,
    batch: str | None = None,
) -> LookUp:
    """Ask once about one mandator; see the module header for the promises.

    Args:
        query: Whose powers of attorney.
        actor: The natural person who asks, with a staff authorisation.
        case: Number of the case it is for (znak sprawy).
        purpose: From the closed list of CRPO.
        basis: Provisions it rests on; art. 138k § 2 Ordynacji among them.
        justification: Free text; required where the purpose is another case.
        register: How CRPO is reached, and with which contract and seal.
        trail: Where the action is logged; it also knows the office.
        ref: Id of the question that this one repeats, if any.
        batch: Which line of which batch it is, if any (`crpo.batch`).

    Returns:
        The answer of the day, with the receipt that proves question and answer.

    Raises:
        ActionDenied: A check said no; nothing left.
        AuditUnavailable: The log could not take the intent; nothing left.
        RegisterRefused: A documented refusal, signed by the register.
        OutcomeUnknown: Anything else, with the reason as its cause: it may or may not
            have been answered, and is never to be read as "no attorney".

    Source: art. 138k § 2 Ordynacji; "API CRPO dla JST", podatki.gov.pl, 16.04.2024.
    """
    authority = trail.office.authority
    action = Action(
        actor=actor,
        authority=authority,
        capacity=Capacity.TAX_AUTHORITY,
        system=System.CRPO,
        operation=OPERATION,
        purpose=purpose,
        basis=basis,
        justification=justification,
        case=case,
        subjects=(query.mandator,),
        ref=ref,
        batch=batch,
    )
    question = register.question(query, authority_nip=authority.nip)
    done = perform(action, register.ask(question), trail=trail)
    return LookUp(
        answer=done.answer.kept_as(done.answer_digest),
        receipt=done.receipt,
        findings=done.findings,
        intent_id=done.intent_id,
    )
