"""[5] What the officer should look at: no open case, no outcome, denied.

Pure. What is odd by its time or its number: `accountability.report_unusual`.
"""

from collections.abc import Iterator

from accountability.model import CaseStanding
from accountability.report import (
    LISTED,
    Asked,
    Entry,
    Line,
    PairedReport,
    Report,
    inner,
    listed,
)


class WithoutCase(PairedReport):
    """Questions whose case is not one that the case book gives to the person.

    Among them those where the office has no case book and the person declared it.
    """

    columns = (*LISTED, "standing")

    def judge(self, asked: Asked) -> Iterator[Line]:
        """Take one question, denial or other entry."""
        standing = inner(asked.entry, "case", "standing")
        if asked.entry["kind"] == "intent" or standing:
            if standing == CaseStanding.ASSIGNED:
                return
            yield Line((*listed(asked), standing or "missing"), asked.entries)


class OpenIntents(PairedReport):
    """Questions without an outcome: sent or not, nobody has said."""

    columns = LISTED

    def judge(self, asked: Asked) -> Iterator[Line]:
        """List a question that nobody has answered."""
        if asked.entry["kind"] == "intent" and asked.outcome_index is None:
            yield Line(listed(asked), asked.entries)


class Denials(Report):
    """What was refused before anything left the office, and by which rules."""

    columns = (*LISTED, "rules")

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """List a denial."""
        if entry["kind"] == "denied":
            asked = Asked(index, entry, None, {})
            rules = entry.get("rules")
            said = ", ".join(map(str, rules)) if isinstance(rules, list) else ""
            yield Line((*listed(asked), said), asked.entries)
