"""What the story of forty units is checked against: the file, the log, the simulator.

Nothing here is asked of the code that plans and applies: what should stand is counted
from permissions.toml, what was done from the log, what came in from the simulator.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from jst.office import open_reader
from jst.places import Places
from ksef.access.endpoints import ENDPOINTS
from ksef.access.resuming import RECONCILED
from ksef.plan.desired import Desired, Entry
from ledger.entry import decode_entry

if TYPE_CHECKING:
    from jst.simulators.ksef_names import Ident

CHANGES: Final = tuple(
    name
    for name, each in ENDPOINTS.items()
    if each.one_shot and each.path.startswith("/permissions/")
)
"""The operations that change who may do what."""
_DIED: Final = "writer_died"
_LOGIN: Final = "ksef-login-begun"
Standing = tuple[str, "Ident", "Ident", str]


@dataclass(frozen=True, kw_only=True)
class Logged:
    """What a log says of the changes, counted.

    Attributes:
        changes: By operation, the actions that KSeF answered, or that it was found
            afterwards to have done.
        unsent: By operation, those whose process died before anything left: KSeF was
            looked at, and showed nothing of them.
        deaths: Actions whose process died before their answer was logged.
        logged_in: Names of the credentials that logged in.
    """

    changes: Counter[str] = field(default_factory=Counter)
    unsent: Counter[str] = field(default_factory=Counter)
    deaths: int = 0
    logged_in: frozenset[str] = frozenset()


def logged(places: Places) -> Logged:
    """Count a log from its first entry to its last."""
    with open_reader(places) as reader:
        entries = [decode_entry(body) for _, body in reader.select()]
    outcomes = {each["ref"]: each for each in entries if each["kind"] == "outcome"}
    found = {
        each["ref"]
        for each in entries
        if each["kind"] == "correction" and each.get(RECONCILED) == "done"
    }
    changes: Counter[str] = Counter()
    unsent: Counter[str] = Counter()
    for each in entries:
        if each["kind"] != "intent" or each["operation"] not in CHANGES:
            continue
        known = outcomes[each["id"]]["result"] != "unknown" or each["id"] in found
        (changes if known else unsent)[each["operation"]] += 1
    return Logged(
        changes=changes,
        unsent=unsent,
        deaths=sum(each.get("reason") == _DIED for each in outcomes.values()),
        logged_in=frozenset(
            each["credential"] for each in entries if each.get("event") == _LOGIN
        ),
    )


def received(calls: Mapping[str, int]) -> Counter[str]:
    """Count, by operation, the changes that the simulator was asked for."""
    names = {
        f"{ENDPOINTS[each].method} {ENDPOINTS[each].path}": each for each in CHANGES
    }
    return Counter(
        {names[call]: times for call, times in calls.items() if call in names}
    )


def wanted(
    desired: Desired, on: date, *, appointed: Collection[str], inside: Collection[str]
) -> Counter[Standing]:
    """Say which permissions the file wants to stand in KSeF, each once.

    Args:
        desired: The file.
        on: The day.
        appointed: Units that KSeF lists: it takes their representatives.
        inside: Places in whose own context permissions were given.
    """
    from jst.simulators.ksef_names import Ident  # noqa: PLC0415 - an extra

    def ident(ref: str) -> Ident:
        number = desired.parties[ref].identifier
        kind, value = type(number).__name__, None if number is None else number.reveal()
        return Ident(kind, value)

    def holds(entry: Entry) -> bool:
        where = appointed if entry.as_representative else inside
        return entry.where in where and entry.valid_from <= on < entry.ends

    return Counter(
        (
            "subunits" if entry.as_representative else "persons",
            ident(entry.who),
            ident(entry.where),
            permission,
        )
        for entry in desired.entries
        if holds(entry)
        for permission in entry.permissions
    )


def kinds(desired: Desired) -> Counter[str]:
    """Count the office's units by kind."""
    return Counter(each.kind.value for each in desired.units)
