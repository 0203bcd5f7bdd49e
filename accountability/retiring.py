"""Destroy a month's key after its retention: ordered by one person, done by another.

    order (officer) -> `retirement-ordered`
    do (operator)   -> `period-key-retiring` -> held cases sealed anew -> key destroyed
                       -> `period-key-destroyed`

Promises
    - The log never says "destroyed" of a key that is there, and a key never goes
      without an entry before it (ADR-0012). Repeated after a kill, it finishes.
    - No key goes before the retention that was promised when it was made, nor that
      of the settings; a hold's key goes only after the hold was lifted.

Source: § 20 ust. 4 KRI; art. 5 ust. 1 lit. e RODO (storage limitation).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from accountability.entries import actor_fields
from accountability.errors import PeriodKeyMissing, RetentionRefused
from accountability.holds import held_cases, keep_held, retention_lock
from accountability.model import Actor
from accountability.retention import MIN_YEARS, is_hold, promised
from accountability.trail import AuditTrail
from ledger.entry import decode_entry
from ledger.reader import Reader
from vocabulary.clock import warsaw_day

ORDERED: Final = "retirement-ordered"
RETIRING: Final = "period-key-retiring"
DESTROYED: Final = "period-key-destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """A key that is gone.

    Attributes:
        period: Its name.
        held: How many entries of cases under hold were sealed anew before.
        entry_id: The entry that says so.
    """

    period: str
    held: int
    entry_id: str


def order_retirement(
    trail: AuditTrail, actor: Actor, *, period: str, justification: str
) -> str:
    """Write the order to destroy a period's key; give its id.

    Raises:
        RetentionRefused: Not due yet, unknown, or destroyed already.
    """
    with trail.log.reader() as reader:
        _refuse_unless_due(trail, reader, period)
    said = {"period": period, "justification": justification}
    return trail.system(ORDERED, said | {"actor": actor_fields(actor)}).id


def retire(trail: AuditTrail, actor: Actor, *, order_id: str) -> Retired:
    """Carry out an order: destroy the key, and keep held cases readable.

    Raises:
        RetentionRefused: No such order, one's own, not due, or done already.
        PeriodKeyMissing: The key is not here though nobody has begun to destroy it.
        EvidenceUnreadable: Something of a held case does not open; the key stays.
    """
    with retention_lock(trail):
        with trail.log.reader() as reader:
            order = order_of(reader, order_id, ORDERED, actor)
            period = str(order["period"])
            _refuse_unless_due(trail, reader, period)
            begun = _events(reader, period).get(RETIRING)
        here = period in _periods(trail)
        said: dict[str, object] = {"period": period, "actor": actor_fields(actor)}
        if begun is None:
            if not here:
                raise PeriodKeyMissing(f"no key for period {period}")
            begun = trail.system(RETIRING, said | {"ref": order_id}).id
        # Dying here: the log says that the key is about to go; it is still there.
        held = 0
        if here:
            held = keep_held(trail, period)
            # Dying here: held cases can be read under both keys.
            trail.keys.destroy(period)
        # Dying here: the key is gone and the log says "retiring"; a repeat ends it.
        entry = trail.system(DESTROYED, said | {"ref": begun, "held": held})
    return Retired(period=period, held=held, entry_id=entry.id)


def order_of(
    reader: Reader, order_id: str, event: str, actor: Actor
) -> Mapping[str, Any]:
    """Read an order that somebody else gave.

    Raises:
        RetentionRefused: There is none, or the same person gave it.
    """
    found = reader.find(order_id)
    entry = {} if found is None else decode_entry(found[1])
    if entry.get("kind") != "system" or entry.get("event") != event:
        raise RetentionRefused("no such order", "nie ma takiego zlecenia")
    if entry["actor"]["id"] == actor.id:
        raise RetentionRefused(
            "who ordered it does not carry it out",
            "zlecenie wykonuje inna osoba niż ta, która je wydała",
        )
    return entry


def destroyed_periods(reader: Reader) -> frozenset[str]:
    """Name the periods whose keys the log says are destroyed."""
    entries = (decode_entry(body) for _, body in reader.select({"kind": "system"}))
    return frozenset(
        str(entry["period"]) for entry in entries if entry.get("event") == DESTROYED
    )


def _refuse_unless_due(trail: AuditTrail, reader: Reader, period: str) -> None:
    events = _events(reader, period)
    if not events:
        raise RetentionRefused("the log knows no such period", "nie ma takiego okresu")
    if DESTROYED in events:
        raise RetentionRefused("its key is destroyed", "klucz jest już zniszczony")
    if is_hold(period):
        if any(hold.period == period for hold in held_cases(reader).values()):
            raise RetentionRefused("the hold is in force", "wstrzymanie trwa")
        return
    years = promised(reader.select({"period": period}))
    ends = trail.office.retention.ends_on(period, years.get(period, MIN_YEARS))
    if warsaw_day(trail.clock()) < ends:
        raise RetentionRefused(
            f"kept until {ends}", f"okres przechowywania trwa do {ends}"
        )


def _events(reader: Reader, period: str) -> dict[str, str]:
    """Give what happened to a period's key: event -> id of the last such entry."""
    entries = (decode_entry(body) for _, body in reader.select({"period": period}))
    return {str(entry.get("event")): str(entry["id"]) for entry in entries}


def _periods(trail: AuditTrail) -> tuple[str, ...]:
    """Name the keys that are here; PeriodKeyMissing when there is none at all."""
    periods = trail.keys.periods()
    if not periods:
        # An empty mount point must not look like keys that were destroyed.
        raise PeriodKeyMissing("no period key at all: is the folder mounted?")
    return periods
