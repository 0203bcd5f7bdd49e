"""What the judge finds: a finding in both languages, with the law's decision behind it.

A rule that lacks a fact says which one (`missing`); it is no error, and no yes either.
"""

from dataclasses import dataclass, field
from typing import Final

from ksef.law.decision import Decision, Difference
from vocabulary.finding import Finding, Severity

PERMISSIONS_PAGE: Final = "ksef-api: uprawnienia.md"


@dataclass(frozen=True, slots=True)
class Judged(Finding):
    """One thing that the judge has found.

    Attributes:
        english: The sentence of `message` in English.
        missing: The fact without which the rule cannot tell, as JSON names it.
        decision: What the regulation answers, where it was asked.
        system_differs: What KSeF does otherwise.
    """

    english: str = field(default="", kw_only=True)
    missing: str = field(default="", kw_only=True)
    decision: Decision | None = field(default=None, kw_only=True)
    system_differs: tuple[Difference, ...] = field(default=(), kw_only=True)


def error(rule: str, at: str, polish: str, *, english: str, clause: str = "") -> Judged:
    """Make a finding that stops the request."""
    return Judged(rule, Severity.ERROR, polish, at, clause=clause, english=english)


def warning(
    rule: str, at: str, polish: str, *, english: str, clause: str = ""
) -> Judged:
    """Make a finding that is told and stops nothing."""
    return Judged(rule, Severity.WARNING, polish, at, clause=clause, english=english)


def note(rule: str, at: str, polish: str, *, english: str, clause: str = "") -> Judged:
    """Make a finding that is worth knowing."""
    return Judged(rule, Severity.INFO, polish, at, clause=clause, english=english)


def unanswered(
    rule: str, at: str, polish: str, *, english: str, missing: str, clause: str = ""
) -> Judged:
    """Make the answer of a rule that cannot tell without a fact."""
    return Judged(
        rule,
        Severity.WARNING,
        polish,
        at,
        clause=clause,
        english=english,
        missing=missing,
    )
