"""What a check says: which rule, how grave, about which field, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vocabulary.law import LegalRef, Rule


class Severity(StrEnum):
    """How grave a finding is; only ERROR stops an action."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has found.

    Attributes:
        rule: Public id of the rule, e.g. `crpo.access.tax_authority`; never reused.
        severity: ERROR stops the action; the rest is told.
        message: One Polish sentence for the person at the desk; no personal data.
        field: The input it is about, e.g. `case`, or empty.
        ref: The provision behind it, where there is one.
        clause: The standard and clause behind it, e.g. `RFC 5280, 4.1.2.2`, or empty.
    """

    rule: str
    severity: Severity
    message: str
    field: str = ""
    ref: LegalRef | None = None
    clause: str = ""


def error(rule: str | Rule, field: str, message: str) -> Finding:
    """Make a finding that stops an action.

    A `Rule` brings its provision, and says so where that is known second-hand.
    """
    if isinstance(rule, Rule):
        if not rule.ref.text_seen:
            message += " (Przepis znany ze źródła wtórnego.)"
        return Finding(rule.id, Severity.ERROR, message, field, rule.ref)
    return Finding(rule, Severity.ERROR, message, field)


def stops(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings stops the action."""
    return any(finding.severity is Severity.ERROR for finding in findings)
