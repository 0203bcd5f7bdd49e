"""Which bodies of the log are past retention; ordered by one person, done by another.

    order (officer) -> `pruning-ordered` with a month
    do (operator)   -> `bodies-pruned` entries (ledger.prune) -> bodies removed
                       (ledger.removal)

Entries of kind `system` stay; so does what belongs to a case under hold, what its
class keeps longer, an intent without an outcome, and an outcome with its intent.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any, Final

from accountability.entries import actor_fields
from accountability.errors import RetentionRefused
from accountability.holds import held_cases, retention_lock
from accountability.model import Actor
from accountability.privacy import period_of
from accountability.retention import promised
from accountability.retiring import order_of
from accountability.trail import AuditTrail
from ledger.entry import decode_entry, entry_time
from ledger.prune import EVENT, MARK, Window, windows
from ledger.reader import Reader
from vocabulary.clock import WARSAW, warsaw_day

ORDERED: Final = "pruning-ordered"


def order_pruning(
    trail: AuditTrail, actor: Actor, *, before: date, justification: str
) -> str:
    """Write the order to remove bodies of months before a month; give its id.

    Raises:
        RetentionRefused: The standard retention of that month is not over, or the log
            has nothing as old.
    """
    with trail.log.reader() as reader:
        times = [entry_time(decode_entry(body)) for _, body in reader.select(limit=1)]
    begins = warsaw_day(min(times, default=trail.clock()))
    if before <= begins:
        raise RetentionRefused(
            f"the log begins on {begins}: there is nothing before",
            f"dziennik zaczyna się {begins}: wcześniej nie ma czego usuwać",
        )
    last = period_of(before - timedelta(days=1))
    ends = trail.office.retention.ends_on(last)
    if warsaw_day(trail.clock()) < ends:
        raise RetentionRefused(
            f"kept until {ends}", f"okres przechowywania trwa do {ends}"
        )
    said = {"before": f"{before:%Y-%m}", "justification": justification}
    return trail.system(ORDERED, said | {"actor": actor_fields(actor)}).id


def say_pruned(trail: AuditTrail, actor: Actor, *, order_id: str) -> int:
    """Write which bodies are removed by an order; give how many more than before.

    The bodies are still there: `ledger.removal.remove_pruned` removes them.

    Raises:
        RetentionRefused: No such order, or one's own.
    """
    with retention_lock(trail):
        with trail.log.reader() as reader:
            order = order_of(reader, order_id, ORDERED, actor)
            before = date.fromisoformat(f"{order['before']}-01")
            plan = _Plan(trail, reader, before)
        removed = 0
        for window in windows(plan.below, plan.kept):
            fresh = sum(
                bisect_right(plan.removable, last) - bisect_left(plan.removable, first)
                for first, last in window.removed()
            )
            # Dying here: the next run writes the windows that are still missing.
            if fresh:
                said = {"ref": order_id, "actor": actor_fields(actor)}
                trail.system(EVENT, window.fields() | said)
            removed += fresh
    return removed


class _Plan:
    """What stays of the entries before a month, and what goes; one pass over them."""

    def __init__(self, trail: AuditTrail, reader: Reader, before: date) -> None:
        self.below = 0
        self.kept: list[int] = []
        self.removable: list[int] = []
        self._retention = trail.office.retention
        self._today = warsaw_day(trail.clock())
        self._held = held_cases(reader)
        self._promised = promised(reader.select({"kind": "system"}))
        self._open: dict[str, int] = {}
        self._kept_ids: set[str] = set()
        end = datetime.combine(before, time(), WARSAW).astimezone(UTC)
        going: set[int] = set()
        rows = ((index, decode_entry(body)) for index, body in reader.select())
        for index, entry in takewhile(lambda row: entry_time(row[1]) < end, rows):
            self.below = index + 1
            if self._stays(entry, index):
                self._kept_ids.add(str(entry["id"]))
                self.kept.append(index)
            else:
                going.add(index)
        # An intent whose outcome is not among them stays, and waits for it.
        waiting = set(self._open.values()) & going
        self.kept = sorted({*self.kept, *waiting})
        allowed = {at for span in _allowed(reader) for at in range(*span)}
        self.removable = sorted(going - waiting - allowed)

    def _stays(self, entry: Mapping[str, Any], index: int) -> bool:
        kind, ref = entry["kind"], str(entry.get("ref") or "")
        if kind == "intent":
            self._open[str(entry["id"])] = index
        if kind == "outcome":
            self._open.pop(ref, None)
            return ref in self._kept_ids
        return kind == "system" or ref in self._kept_ids or not self._is_past(entry)

    def _is_past(self, entry: Mapping[str, Any]) -> bool:
        case = entry.get("case")
        number = str(case.get("number", "")) if isinstance(case, dict) else ""
        if number in self._held:
            return False
        subjects = entry.get("subjects") or [{}]
        day = warsaw_day(entry_time(entry))
        name = self._retention.class_of(number)
        period = str(subjects[0].get("period") or period_of(day, name))
        years = self._promised.get(period, 0)
        own = self._retention.ends_on(period, years)
        return max(own, self._retention.ends_on(period_of(day, name))) <= self._today


def _allowed(reader: Reader) -> list[tuple[int, int]]:
    """Give the spans, as half-open ranges, that earlier entries prune."""
    return [
        (span[0], span[1] + 1)
        for _, body in reader.select({"kind": "system"})
        if MARK in body and (window := Window.of(decode_entry(body))) is not None
        for span in window.removed()
    ]
