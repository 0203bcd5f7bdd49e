"""[1] More questions than the day's quota: approved for cases, or an override.

An allowance is a `system` entry of a manager for somebody else; there is no other way
to have one, and none to have more than its count, or longer than 31 days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from accountability.case_checks import MAX_CASE_NUMBER
from accountability.checks import check_person, check_reason
from accountability.clear_text import has_valid_identifier, hides_identifier, scrubbed
from accountability.entries import actor_fields
from accountability.model import Actor, Role
from ledger.model import Appended
from vocabulary.clock import warsaw_day
from vocabulary.finding import Finding, error

if TYPE_CHECKING:  # the trail charges questions to allowances, and so imports us
    from accountability.trail import AuditTrail

MAX_DAYS: Final = 31
MAX_QUESTIONS: Final = 100_000
APPROVED: Final = "quota-approved"
OVERRIDDEN: Final = "quota-overridden"

_NUMBERS: Final = re.compile(r"(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class CaseRange:
    """Cases of one series, both ends included: FK.3120.7.2026 to FK.3120.90.2026.

    The two differ in one number, or in nothing.
    """

    first: str
    last: str

    def is_one(self) -> bool:
        """Tell whether both ends are of one series, and in order."""
        return self._between(self.last) and "" not in (self.first, self.last)

    def holds(self, case: str) -> bool:
        """Tell whether a case number lies in the range."""
        return self.is_one() and self._between(case)

    def _between(self, case: str) -> bool:
        first, last, here = (
            _NUMBERS.split(number) for number in (self.first, self.last, case)
        )
        if not len(first) == len(last) == len(here):
            return False
        # Odd places hold digits. Equal text is equal; else this is the one number
        # that runs, without leading zeros, so that no case has two names.
        runs = [
            n
            for n, (low, high) in enumerate(zip(first, last, strict=True))
            if low != high
        ]
        fixed = (n for n in range(len(here)) if n not in runs)
        if len(runs) > 1 or any(here[n] != first[n] for n in fixed):
            return False
        return all(
            n % 2 == 1
            and here[n] == str(int(here[n]))
            and int(first[n]) <= int(here[n]) <= int(last[n])
            for n in runs
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """So many questions more, for one person, until a day.

    Attributes:
        id: Id of the entry by which it was given; empty before that.
        person: Whose questions.
        questions: How many.
        until: First day on which it no longer holds, Europe/Warsaw.
        cases: For which cases; None: any (an override).
    """

    id: str = ""
    person: str
    questions: int
    until: date
    cases: CaseRange | None

    def holds(self, case: str, on: date) -> bool:
        """Tell whether a question for a case may be charged to it on a day."""
        return on < self.until and (self.cases is None or self.cases.holds(case))

    def fields(self) -> dict[str, object]:
        """Say it as its entry does."""
        cases = self.cases and {"first": self.cases.first, "last": self.cases.last}
        said: dict[str, object] = {
            "allows": self.person,
            "questions": self.questions,
            "until": self.until.isoformat(),
        }
        return said | ({"cases": cases} if cases else {})

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "Allowance":
        """Read it from its entry, which the trail wrote."""
        cases = entry.get("cases")
        return cls(
            id=str(entry["id"]),
            person=str(entry["allows"]),
            questions=int(entry["questions"]),
            until=date.fromisoformat(str(entry["until"])),
            cases=CaseRange(cases["first"], cases["last"]) if cases else None,
        )


def allow(
    allowance: Allowance, *, by: Actor, reason: str, trail: "AuditTrail"
) -> Appended:
    """Write that a manager allows somebody more questions; it counts from now on.

    Raises:
        ActionDenied: It is no manager, it is one's own, or it is no allowance of this
            shape; the denial is logged.
        AuditUnavailable: The log refused the entry; nothing is allowed.
    """
    on = warsaw_day(trail.clock())
    if findings := tuple(check_allowance(allowance, by, reason, on)):
        said: dict[str, object] = {"justification": scrubbed(reason) or None}
        raise trail.refused("allow-questions", by, said, findings)
    event = OVERRIDDEN if allowance.cases is None else APPROVED
    fields = {"actor": actor_fields(by), "justification": reason}
    return trail.system(event, fields | allowance.fields())


def check_allowance(
    allowance: Allowance, by: Actor, reason: str, on: date
) -> Iterator[Finding]:
    """Say what stands against giving an allowance on a day."""
    yield from check_person(by)
    yield from check_reason(reason, needed=True, case="")
    if by.role is not Role.MANAGER:
        yield error(
            "quota.role", "actor.role", "Limit podnosi tylko kierownik (rola manager)."
        )
    if hides_identifier(allowance.person) or not allowance.person.strip():
        yield error("quota.person", "person", "To nie jest id osoby z urzędu.")
    if by.id == allowance.person:
        yield error("quota.own", "person", "Nikt nie podnosi limitu samemu sobie.")
    if not 1 <= allowance.questions <= MAX_QUESTIONS:
        yield error(
            "quota.questions", "count", "Liczba pytań jest spoza zakresu 1-100000."
        )
    if not on < allowance.until <= on + timedelta(days=MAX_DAYS):
        yield error(
            "quota.until",
            "until",
            "Koniec przypada po dniu dzisiejszym, najdalej za 31 dni.",
        )
    cases = allowance.cases
    ends = (cases.first, cases.last) if cases else ()
    if any(len(end) > MAX_CASE_NUMBER or has_valid_identifier(end) for end in ends) or (
        cases is not None and not cases.is_one()
    ):
        yield error(
            "quota.cases",
            "cases",
            "Zakres spraw to dwa znaki jednej serii, różne najwyżej jedną liczbą,"
            " od mniejszej do większej.",
        )
