"""[5] A document was made about somebody: an entry of kind `document`.

It is durable before the document is handed out, and says who made what, for which
case and about whom (sealed), with a salted digest of the bytes.
"""

from collections.abc import Sequence

from accountability import law
from accountability.case_checks import check_case_number
from accountability.checks import check_person
from accountability.clear_text import scrubbed
from accountability.entries import actor_fields, sealed_subjects
from accountability.model import Actor, Role, System
from accountability.privacy import salted_digest
from accountability.trail import AuditTrail
from ledger.entry import new_entry_id
from ledger.model import Appended
from vocabulary.finding import Finding, error, stops
from vocabulary.identifiers import Identifier

MAKERS = (Role.KSEF_ADMINISTRATOR, Role.CLERK, Role.MANAGER)
"""Who may make documents about others; the officer and the operator never do."""


def document_made(
    trail: AuditTrail,
    actor: Actor,
    made: bytes,
    *,
    operation: str,
    system: System,
    case: str,
    subjects: Sequence[Identifier],
) -> Appended:
    """Write that a document was made; only then may it be handed out.

    Args:
        trail: The audit trail.
        actor: Who made it: one natural person, in one of the roles of `MAKERS`.
        made: Its bytes; the entry holds SHA-256(salt || bytes).
        operation: What it is, e.g. `zawfa-form`.
        system: Which system it is for.
        case: The case it is filed with.
        subjects: Whose identifiers stand in it.

    Returns:
        The entry.

    Raises:
        ActionDenied: No natural person, a wrong role, or no case of the office; logged.
        AuditUnavailable: The log refused the entry.
    """
    number = case.strip()
    findings: tuple[Finding, ...] = (
        *check_person(actor, subjects),
        *_role(actor),
        *check_case_number(number, trail.office, subjects),
    )
    about: dict[str, object] = {
        "actor": actor_fields(actor),
        "operation": operation,
        "system": system,
        "case": {"number": scrubbed(number, subjects)},
    }
    if stops(findings):
        raise trail.refused(operation, actor, about, findings, subjects)
    key, entry_id = trail.current_key(number), new_entry_id()
    about |= {
        "subjects": sealed_subjects(subjects, key, entry_id),
        "document_digest": salted_digest(key.question_salt(entry_id), made),
    }
    return trail.append("document", about, entry_id)


def _role(actor: Actor) -> tuple[Finding, ...]:
    if actor.role in MAKERS:
        return ()
    return (
        error(
            law.ADEQUATE_PERMISSIONS,
            "actor.role",
            "Ta rola nie sporządza takich dokumentów.",
        ),
    )
