"""Watch a table of vendors: one list a day, the accounts of those to be paid, changes.

    vendors -> 1 the list (one request) -> 2 check of those to be paid, and of those in
            the list -> 3 what differs from what was last known

The service tells only what is now; what we knew on an earlier day stands in the log
and in the kept answers, and `as_of` finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from accountability.checks import check_person, check_reason
from accountability.clear_text import scrubbed
from accountability.looking import logged_look
from accountability.model import System
from accountability.trail import AuditTrail
from crpdph.calendar import PRAGUE
from crpdph.client import Crpdph
from crpdph.known import Known
from crpdph.lookup import Checked, Grounds, Listed, check, fetch_list
from crpdph.model import AccountState, Verdict
from crpdph.question import Line

NOT_LISTED: Final = "not_listed"
HISTORY: Final = "crpdph-history"


class Change(StrEnum):
    """What differs from what was last known of a line."""

    NEW = "new"
    TURNED_UNRELIABLE = "turned_unreliable"
    NO_LONGER_LISTED = "no_longer_listed"
    VERDICT = "verdict"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Vendor:
    """One row of the table: whom, which account, and whether a payment is due."""

    line: Line
    is_paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What one run says of one vendor.

    Attributes:
        vendor: The row.
        checked: Of the check where one was made, else of the list.
        before: What was last known; None: nothing.
        change: What differs; None: nothing, or nothing is known now.
    """

    vendor: Vendor
    checked: Checked
    before: Known | None
    change: Change | None

    @property
    def stops_payment(self) -> bool:
        """Whether a person must look before money goes out."""
        if not self.vendor.is_paid:
            return False
        judged = self.checked.judged
        return judged.verdict is not Verdict.RELIABLE or judged.account not in {
            None,
            AccountState.PUBLISHED,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run over the table: the list, and a line for each vendor, in its order."""

    listed: Listed
    vendors: tuple[Watched, ...]


def watch(
    vendors: Sequence[Vendor],
    *,
    grounds: Grounds,
    register: Crpdph,
    trail: AuditTrail,
    patient: bool = True,
) -> Report:
    """Run over the table once.

    Raises:
        QueryInvalid, MostlyWrong, ActionDenied, AuditUnavailable, LimitsUnavailable:
            As `crpdph.lookup.check`.
    """
    lines = [vendor.line for vendor in vendors]
    before = {line: register.known.newest(line, keys=trail.keys) for line in lines}
    listed = fetch_list(
        lines, grounds=grounds, register=register, trail=trail, patient=patient
    )
    found = {checked.line: checked for checked in listed.checked}
    asked = [
        vendor.line
        for vendor in vendors
        if vendor.is_paid or found[vendor.line].judged.verdict is Verdict.UNRELIABLE
    ]
    if asked:
        done = check(
            asked, grounds=grounds, register=register, trail=trail, patient=patient
        )
        found |= {checked.line: checked for checked in done}
    return Report(
        listed=listed,
        vendors=tuple(
            Watched(
                vendor=vendor,
                checked=found[vendor.line],
                before=before[vendor.line],
                change=_change(found[vendor.line], before[vendor.line]),
            )
            for vendor in vendors
        ),
    )


def as_of(
    lines: Sequence[Line],
    day: date,
    *,
    grounds: Grounds,
    register: Crpdph,
    trail: AuditTrail,
) -> tuple[Known | None, ...]:
    """Say what we knew of each line at the end of a day, by Prague time.

    What was asked later does not count, even where it speaks of that day. Nobody is
    asked; looking it up is a use of data, so its entry is written first.

    Raises:
        ActionDenied: No natural person, or no reason where one is needed; logged.
        AuditUnavailable: The log took no entry; nothing is shown.
    """
    text = grounds.justification
    logged_look(
        trail,
        grounds.actor,
        HISTORY,
        {
            "system": System.CRPDPH,
            "case": {"number": scrubbed(grounds.case)},
            "purpose": grounds.purpose,
            "justification": scrubbed(text) or None,
            "count": len(lines),
        },
        findings=(
            *check_person(grounds.actor),
            *check_reason(text, needed=False, case=grounds.case),
        ),
    )
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), PRAGUE)
    until = midnight - timedelta(microseconds=1)
    return tuple(
        register.known.newest(line, keys=trail.keys, until=until) for line in lines
    )


def _change(checked: Checked, before: Known | None) -> Change | None:
    """Say what differs; what is unknown now differs from nothing."""
    judged = checked.judged
    if judged.verdict is Verdict.UNKNOWN:
        was_listed = before is not None and before.verdict is Verdict.UNRELIABLE
        delisted = judged.reason == NOT_LISTED and was_listed
        return Change.NO_LONGER_LISTED if delisted else None
    if before is None:
        return Change.NEW
    if judged.verdict is not before.verdict:
        turned = judged.verdict is Verdict.UNRELIABLE
        return Change.TURNED_UNRELIABLE if turned else Change.VERDICT
    told = judged.account is not None and before.account is not None
    if told and judged.account is not before.account:
        return Change.ACCOUNT
    return None
