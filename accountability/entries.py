"""[2, 4] What an entry says: values in, JSON fields out (docs/ledger-format.md).

Pure. Subjects are sealed and indexed here; nothing that identifies one is ever written
in clear.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from accountability.clear_text import safe_id, scrubbed
from accountability.model import Action, Actor, CaseStanding
from accountability.privacy import PeriodKey
from vocabulary.finding import Finding, Severity
from vocabulary.identifiers import Identifier

Fields = dict[str, object]
WRITER_DIED: Final = "writer_died"
"""Why an outcome is UNKNOWN that recovery wrote for a process that is gone."""


class Result(StrEnum):
    """How a call ended, as the outcome says it."""

    ANSWERED = "answered"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an outcome says besides its result.

    Attributes:
        reason: Why, for REFUSED and UNKNOWN: a public code.
        detail: One word more about it, from a closed list.
        count: How many records the answer holds; None when there is no answer.
        answer_digest: SHA-256(salt || raw answer), hex.
        disclosed: Whose data the answer discloses.
        fields_disclosed: Which fields of theirs.
        register_message_id: The register's own id of its answer.
        verdicts: One word for each thing asked, in the question's order.
    """

    reason: str | None = None
    detail: str | None = None
    count: int | None = None
    answer_digest: str | None = None
    disclosed: tuple[Identifier, ...] = ()
    fields_disclosed: tuple[str, ...] = ()
    register_message_id: str | None = None
    verdicts: tuple[str, ...] = ()


def action_fields(
    action: Action, standing: CaseStanding, key: PeriodKey, entry_id: str
) -> Fields:
    """Say all of an action that the officer may need; no subject in clear."""
    return {
        "ref": action.ref,
        "batch": action.batch,
        "standing_order": action.order.fields() if action.order else None,
        "emergency": action.emergency,
        "actor": actor_fields(action.actor),
        "authority": {
            "name": action.authority.name,
            "kind": action.authority.kind,
            "nip": action.authority.nip.reveal(),
        },
        "capacity": action.capacity,
        "purpose": action.purpose,
        "justification": action.justification or None,
        "case": {"number": action.case, "standing": standing},
        "basis": list(action.basis),
        "mandate": action.mandate or None,
        "system": action.system,
        "operation": action.operation,
        "subjects": sealed_subjects(action.subjects, key, entry_id),
    }


def sealed_subjects(
    subjects: Iterable[Identifier], key: PeriodKey, entry_id: str
) -> list[dict[str, str]]:
    """Say whom an entry is about: searchable and sealed, never in clear."""
    return [
        {
            "period": key.period,
            "index": key.blind_index(subject),
            "sealed": key.seal_identifier(subject, entry_id=entry_id),
        }
        for subject in subjects
    ]


def denied_fields(
    action: Action,
    standing: CaseStanding,
    findings: Sequence[Finding],
    key: PeriodKey,
    entry_id: str,
) -> Fields:
    """Say who wanted what and which rules stopped it; free text only as far as safe."""

    def safe(text: str) -> str:
        return scrubbed(text, action.subjects)

    return action_fields(action, standing, key, entry_id) | {
        "actor": safe_actor_fields(action.actor, action.subjects),
        "justification": safe(action.justification) or None,
        "mandate": safe(action.mandate) or None,
        "case": {"number": safe(action.case), "standing": standing},
        "rules": [f.rule for f in findings if f.severity is Severity.ERROR],
    }


def outcome_fields(
    intent_id: str, result: Result, told: Told, *, key: PeriodKey, requests: int
) -> Fields:
    """Say how a call ended and whose data the answer disclosed."""
    return {
        "ref": intent_id,
        "result": result,
        "reason": told.reason,
        "detail": told.detail,
        "count": told.count,
        "requests": requests,
        "answer_digest": told.answer_digest,
        "disclosed": indexes_of(told.disclosed, key),
        "fields_disclosed": list(told.fields_disclosed),
        "register_message_id": safe_id(told.register_message_id or "") or None,
        "verdicts": list(told.verdicts) or None,
    }


def actor_fields(actor: Actor) -> Fields:
    """Say who acted: one natural person, under which authorisation."""
    authorisation = actor.authorisation
    return {
        "id": actor.id,
        "name": actor.name,
        "unit": actor.unit,
        "role": actor.role,
        "authorisation": authorisation.number if authorisation else None,
        "auth": actor.auth,
        "workstation": actor.workstation,
    }


def safe_actor_fields(actor: Actor, subjects: Sequence[Identifier] = ()) -> Fields:
    """Say who acted, as far as it may be logged of somebody who was denied."""
    return {
        name: text and scrubbed(str(text), subjects)
        for name, text in actor_fields(actor).items()
    }


def indexes_of(persons: Iterable[Identifier], key: PeriodKey) -> list[dict[str, str]]:
    """Say whom an entry speaks of, so that they are found and not read out of it."""
    return [
        {"period": key.period, "index": index}
        for index in sorted({key.blind_index(person) for person in persons})
    ]
