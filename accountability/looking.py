"""[5] Looking into the log is a use of data: an entry first, then the look.

    look(...) -> entry of kind `disclosure` -> blind indexes -> lines

A search is logged under the key of the current month alone: listing the indexes of all
months would tie them to one another for ever.
Why so: ADR-0013 (unsealing by two persons; a search is an entry).
"""

from collections.abc import Mapping, Sequence

from accountability.clear_text import scrubbed
from accountability.entries import actor_fields, sealed_subjects
from accountability.model import Actor
from accountability.officer_checks import OFFICERS, WATCHERS, check_look
from accountability.privacy import KeyFolder
from accountability.trail import AuditTrail
from ledger.entry import new_entry_id
from ledger.model import Appended
from ledger.reader import Reader
from vocabulary.finding import Finding, stops
from vocabulary.identifiers import Identifier


def logged_look(
    trail: AuditTrail,
    actor: Actor,
    operation: str,
    fields: Mapping[str, object],
    *,
    findings: Sequence[Finding] = (),
    subjects: Sequence[Identifier] = (),
) -> Appended:
    """Write that a person is about to look into the log, before she does.

    Raises:
        ActionDenied: The findings stop it; logged, nothing was looked at.
        AuditUnavailable: The log refused the entry; nothing may be looked at.
    """
    if stops(findings):
        raise trail.refused(operation, actor, fields, findings, subjects)
    said: dict[str, object] = {"operation": operation, **fields}
    entry_id = new_entry_id()
    said["actor"] = actor_fields(actor)
    if subjects:
        said["subjects"] = sealed_subjects(subjects, trail.current_key(), entry_id)
    return trail.append("disclosure", said, entry_id)


def blind_indexes(subject: Identifier, keys: KeyFolder) -> frozenset[tuple[str, str]]:
    """Compute period and blind index of a person for every period that has a key."""
    return frozenset(
        (period, keys.of(period).blind_index(subject)) for period in keys.periods()
    )


def look(
    trail: AuditTrail,
    actor: Actor,
    operation: str,
    *,
    reason: str,
    reader: Reader,
    report: str | None = None,
    scope: Mapping[str, str] | None = None,
    subjects: Sequence[Identifier] = (),
) -> Appended:
    """Log that an officer is about to search, to read or to report on one state.

    The report `looks` is the manager's as well.

    Args:
        trail: Where it is logged.
        actor: The officer, or of the report `looks` a manager.
        operation: `search`, `report` or `ledger-show`.
        reason: Why; needed for a search.
        reader: The state that is searched; its checkpoint stands in the entry.
        report: Name of the report.
        scope: What it was narrowed to: `person`, `case`, `since`, `until`.
        subjects: Whom it is about.

    Raises:
        ActionDenied: No officer, or no reason; logged, nothing was looked at.
        AuditUnavailable: The log took no entry; nothing may be looked at.
    """
    findings = check_look(
        actor,
        reason,
        subjects,
        needed=operation == "search",
        readers=WATCHERS if report == "looks" else OFFICERS,
    )
    fields = {
        "justification": scrubbed(reason, subjects) or None,
        "report": report,
        "scope": {name: scrubbed(text) for name, text in (scope or {}).items()} or None,
        "searched": {"size": reader.size, "root": reader.note.split("\n")[2]},
    }
    return logged_look(
        trail, actor, operation, fields, findings=findings, subjects=subjects
    )
