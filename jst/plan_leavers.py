"""[1, 3] Who has left is granted nothing, unless the file says since that she is back.

    log: whose offboarding was begun, and when -> the grants left of a plan

An apply may take hours, and an offboarding does not wait for it: so it is asked before
anything is sent, and again before each grant. Why by the entry's day: ADR-0039.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from accountability.errors import PeriodKeyMissing
from accountability.privacy import KeyFolder
from accountability.trail import AuditTrail
from jst.errors_plan import GrantToLeaver, PlanOutdated
from jst.leaving_log import BEGUN, EMERGENCY
from jst.log_events import events_in
from ksef.plan.desired import Desired
from ksef.plan.model import Left, Step
from ksef.plan.offboard import numbers_of
from ksef.plan.returning import Returning, returning, united
from ledger.entry import entry_time
from vocabulary.clock import warsaw_day


def left_since(
    trail: AuditTrail, desired: Desired, since: datetime | None = None
) -> Mapping[str, Left]:
    """Give whose offboarding was begun, or declared urgent: all times in one.

    Args:
        trail: Whose log says so.
        desired: The file, in which she may have another reference by now.
        since: Only from then on; None: ever.
    """
    found: dict[str, Left] = {}
    for entry in events_in(trail, EMERGENCY, BEGUN, since=since):
        days = entry.get("planned", {}).items()
        planned = ((each, date.fromisoformat(day)) for each, day in days)
        left = Left(at=entry_time(entry), planned=tuple(planned))
        refs = (entry["person"], *entry.get("also", ()))
        for ref in {*refs, *_renamed(entry, desired, trail.keys)}:
            before = [found[ref]] if ref in found else []
            found[ref] = united([*before, left])
    return found


def _renamed(
    entry: Mapping[str, Any], desired: Desired, keys: KeyFolder
) -> Iterator[str]:
    """Give who has a number of a leaver in today's file, by whatever reference.

    Once the key of the month is destroyed, her reference alone tells.
    """
    numbers = {(each["period"], each["index"]) for each in entry.get("numbers", ())}
    for period in {period for period, _ in numbers}:
        with suppress(PeriodKeyMissing):
            key = keys.of(period)
            for each in desired.persons:
                hers = numbers_of(desired, (each.ref,))
                if any((period, key.blind_index(one)) in numbers for one in hers):
                    yield each.ref


def require_staying(
    steps: Iterable[Step],
    desired: Desired,
    left: Mapping[str, Left],
    *,
    made_at: datetime,
) -> None:
    """Return when none of the steps grants something to somebody who has left.

    Args:
        steps: Those that are to be sent.
        desired: The file as it is now.
        left: Who has left: `left_since`.
        made_at: When the making of the plan began.

    Raises:
        PlanOutdated: One does, and her offboarding was begun since.
        GrantToLeaver: One does, and something stands that was in the file for her
            before she left.
    """
    found = returning(steps, desired, left, made_at=made_at)
    if named := ", ".join(each.who for each in found if each.meanwhile):
        raise PlanOutdated(
            "the plan grants something to somebody whose offboarding has begun since",
            polish=f"po utworzeniu planu zaczęto odbierać dostęp (jst ksef offboard)"
            f" komuś, komu plan go nadaje: {named}",
        )
    if early := [each for each in found if each.early]:
        told = "; ".join(
            f"{each.who}, {warsaw_day(each.left.at)}, wpisy: {', '.join(each.early)}"
            for each in early
        )
        raise GrantToLeaver(
            "the plan grants something to somebody who left; an entry is from before",
            polish="wpis tej osoby zaczyna się przed dniem odebrania dostępu albo był"
            f" już wtedy w pliku: {told}",
        )


def words_of(found: Returning) -> tuple[str, str]:
    """Say of one who left what becomes of the grants, in Polish and in English."""
    day = warsaw_day(found.left.at)
    polish = f"{found.who}: {day} zaczęto odbierać dostęp (jst ksef offboard)"
    english = f"{found.who}: taking access away began on {day} (jst ksef offboard)"
    if found.meanwhile:
        return (
            f"{polish}, gdy plan już powstawał; jst ksef apply odmówi",
            f"{english}, after the making of the plan began; jst ksef apply refuses",
        )
    if found.early:
        named = ", ".join(found.early)
        because = (
            f"bo wpis zaczyna się wcześniej albo był już w pliku: {named}",
            f"as an entry begins before, or was in the file by then: {named}",
        )
        return (
            f"{polish}; jst ksef apply odmówi, {because[0]}",
            f"{english}; jst ksef apply refuses, {because[1]}",
        )
    return (
        f"{polish}; wpis zaczyna się tego dnia albo później, więc plan to nada",
        f"{english}; its entry begins no earlier, so the plan grants it",
    )
