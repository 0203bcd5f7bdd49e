"""Watch a table of vendors: one list a day, the accounts of those to be paid, changes.

    vendors -> 1 the list (one request) -> 2 check of those to be paid, and of those in
            the list -> 3 what differs from the snapshot of the last run
            -> 4 a new snapshot

A check that fails takes nothing away from the list: who is listed is unreliable, and
what is unknown today leaves the snapshot as it is, so that a change is told when it is
seen. A snapshot is of the office, not of a table.

The service tells only what is now; what we knew on an earlier day stands in the log
and in the kept answers, and `as_of` finds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from accountability.checks import check_person, check_reason
from accountability.clear_text import scrubbed
from accountability.looking import logged_look
from accountability.model import System
from accountability.trail import AuditTrail
from crpdph.asking import Waits
from crpdph.calendar import PRAGUE, register_day
from crpdph.client import Crpdph
from crpdph.errors import MemoryUnusable
from crpdph.judging import NOT_LISTED
from crpdph.known import Known
from crpdph.lookup import (
    Checked,
    Grounds,
    Listed,
    check,
    fetch_list,
    refuse_mostly_wrong,
)
from crpdph.model import AccountState, Verdict
from crpdph.question import Line

HISTORY: Final = "crpdph-history"


class Change(StrEnum):
    """What differs from what the last run has told of a line."""

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
        before: What the last run that knew something has told; None: no run did.
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
    """One run over the table: the list, and a line for each vendor, in its order.

    `is_kept` says whether the snapshot was written; else the next run tells the same
    changes again.
    """

    listed: Listed
    vendors: tuple[Watched, ...]
    is_kept: bool = True


def watch(
    vendors: Sequence[Vendor],
    *,
    grounds: Grounds,
    register: Crpdph,
    trail: AuditTrail,
    patient: bool = True,
    waits: Waits = lambda _until: None,
) -> Report:
    """Run over the table once.

    Raises:
        QueryInvalid, MostlyWrong, ActionDenied, AuditUnavailable, LimitsUnavailable:
            As `crpdph.lookup.check`.
    """
    lines = [vendor.line for vendor in vendors]
    paid = [vendor.line for vendor in vendors if vendor.is_paid]
    for batch in (lines, paid or lines):  # before the list is asked, too
        refuse_mostly_wrong(batch)
    known = register.known
    before = {line: known.last_watched(line, keys=trail.keys) for line in lines}
    listed = fetch_list(
        lines,
        grounds=grounds,
        register=register,
        trail=trail,
        patient=patient,
        waits=waits,
    )
    found = {checked.line: checked for checked in listed.checked}
    asked = [
        vendor.line
        for vendor in vendors
        if vendor.is_paid or found[vendor.line].judged.verdict is Verdict.UNRELIABLE
    ]
    if asked:
        done = check(
            asked,
            grounds=grounds,
            register=register,
            trail=trail,
            patient=patient,
            waits=waits,
        )
        found |= {
            checked.line: checked
            for checked in done
            if not _knows_less(checked, found[checked.line])
        }
    return Report(
        listed=listed,
        is_kept=_keep(found, before, register=register, trail=trail),
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


def _knows_less(checked: Checked, listed: Checked) -> bool:
    """Tell whether a check came out unknown of somebody who is in the list."""
    is_listed = listed.judged.verdict is Verdict.UNRELIABLE
    return is_listed and checked.judged.verdict is Verdict.UNKNOWN


def _keep(
    found: Mapping[Line, Checked],
    before: Mapping[Line, Known | None],
    *,
    register: Crpdph,
    trail: AuditTrail,
) -> bool:
    """Write the snapshot; say whether it was written: the run is done all the same."""
    at = register.clock()
    told = {
        line: known
        for line, checked in found.items()
        if (known := _told(checked, before[line], at)) is not None
    }
    try:
        register.known.keep_watched(told, key=trail.current_key())
    except MemoryUnusable:
        return False
    return True


def _told(checked: Checked, before: Known | None, at: datetime) -> Known | None:
    """Say what the snapshot has of a line; None: what it had before."""
    judged = checked.judged
    if judged.verdict is Verdict.UNKNOWN:
        was_unlisted = before is not None and before.verdict is not Verdict.UNRELIABLE
        if judged.reason != NOT_LISTED or was_unlisted:
            return None  # a reliable payer who is not listed is reliable still
    account = _account(judged.account)
    if account is None and before is not None:
        account = before.account
    subject = judged.subject
    return Known(
        verdict=judged.verdict,
        account=account,
        since=subject.unreliable_since if subject else None,
        register_day=register_day(at),
        at=at,
        intent_id=checked.intent_id,
    )


def _account(state: AccountState | None) -> AccountState | None:
    return None if state is AccountState.UNKNOWN else state


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
    account = _account(judged.account)
    told = account is not None and before.account is not None
    return Change.ACCOUNT if told and account is not before.account else None
