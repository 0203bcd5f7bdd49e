"""[1] What has to hold before anything of somebody who leaves is revoked."""

from collections.abc import Collection, Iterable

from accountability.trail import AuditTrail
from jst.errors import LeavingRefused
from jst.leaving_log import LISTED
from jst.log_events import events_in
from ksef.plan.errors import LeaverUnknown
from ksef.plan.leaver import Item, Sort


def require_listed(
    trail: AuditTrail, refs: tuple[str, ...], items: Collection[str]
) -> None:
    """Return when some list of the leaver's has shown each of these items.

    It is asked before anything is read: a slip of the pen is no reason to declare an
    emergency, nor to stop in the middle of one.

    Raises:
        LeaverUnknown: None has shown one of them.
    """
    if not items:
        return
    shown: set[str] = set()
    for entry in events_in(trail, LISTED):
        if entry["person"] in refs:
            shown.update(entry["items"])
    if not shown.issuperset(items):
        raise LeaverUnknown("item")


def require_questions(items: Iterable[Item], *, to_read: int, left: int) -> None:
    """Refuse to begin what today's quota would stop half-way; an emergency may.

    Args:
        items: What is to be revoked.
        to_read: How many questions it took to read everything.
        left: How many this person may still ask today.

    Raises:
        LeavingRefused: There are not enough to revoke all, and to look afterwards.
    """
    calls = sum(each.sort is not Sort.SESSION for each in items)
    if calls + to_read > left:
        raise LeavingRefused(
            "today's quota does not cover all revocations",
            polish=f"limit pytań na dziś nie wystarczy: odebranie i sprawdzenie to"
            f" {calls + to_read}, zostało {left}; niczego nie odebrano (limit podnosi"
            " kierownik: jst quota)",
        )
