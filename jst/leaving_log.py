"""[2] Two persons in the log: who listed what somebody has, who took it away.

    list (author) -> `ksef-offboard-listed`
    apply (approver, another person) -> `ksef-offboard-begun` -> `ksef-offboard-done`
    emergency (one person) -> `ksef-offboard-emergency`, with the reason, before
        anything is read -> the same two, to be approved
    approve (approver, another person) -> `ksef-offboard-approved`

Promises
    - Nothing is revoked that the list did not show; what has come since refuses it.
    - An emergency is in the log before anything is read, and stays on the list of
      those without approval until another person approves it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from accountability.checks import MIN_JUSTIFICATION, check_reason
from accountability.clear_text import letters_in
from accountability.entries import actor_fields, indexes_of
from accountability.model import Actor, Role
from accountability.trail import AuditTrail
from jst.errors import LeavingRefused, ReasonInvalid
from jst.log_events import events_in
from jst.revoking import Revoked, entry_fields
from ksef.plan.leaver import Item, Offboarding
from ledger.entry import decode_entry
from vocabulary.finding import Finding, Severity
from vocabulary.identifiers import Identifier

LISTED: Final = "ksef-offboard-listed"
EMERGENCY: Final = "ksef-offboard-emergency"
BEGUN: Final = "ksef-offboard-begun"
DONE: Final = "ksef-offboard-done"
APPROVED: Final = "ksef-offboard-approved"


class Gone(NamedTuple):
    """The one who leaves, as the log has her.

    Attributes:
        refs: Her reference, then others of the same person.
        numbers: Those behind them; logged as indexes under the key of the month.
        planned: What the file has for her that has not begun: ids and first days.
    """

    refs: tuple[str, ...]
    numbers: frozenset[Identifier]
    planned: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unapproved:
    """An emergency that nobody has approved yet.

    Attributes:
        id: Of the entry; what an approval names.
        at: When it began, as the log has it.
        person: Reference of the one who left.
        actor: Id of who revoked.
        begun: Something may have been revoked; else it was declared, and broke off.
        declared: Id of the entry that declared it, once it has begun; else empty.
    """

    id: str
    at: str
    person: str
    actor: str
    begun: bool
    declared: str = ""


def say_listed(trail: AuditTrail, actor: Actor, found: Offboarding) -> str:
    """Write who saw which list; give the id by which another person applies it."""
    return trail.system(
        LISTED,
        {
            "actor": actor_fields(actor),
            "person": found.person,
            "items": [each.id for each in found.items],
            "complete": found.complete,
        },
    ).id


def begin_approved(
    trail: AuditTrail,
    actor: Actor,
    list_id: str,
    items: Iterable[Item],
    gone: Gone,
) -> str:
    """Let an approver apply a list that another person made; give the entry's id.

    Raises:
        LeavingRefused: There is no such list of this person; its author applies it;
            who applies it is no approver; or something came that it did not show.
    """
    wanted, listed = list(items), list_of(trail, actor, list_id, gone.refs[0])
    if not {each.id for each in wanted} <= set(listed["items"]):
        raise LeavingRefused(
            "KSeF has changed since the list was made",
            polish="stan w KSeF zmienił się od utworzenia listy; utwórz ją od nowa",
        )
    return _begin(trail, actor, wanted, gone, {"ref": list_id, "emergency": False})


def list_of(
    trail: AuditTrail, actor: Actor, list_id: str, person: str
) -> Mapping[str, Any]:
    """Give the entry of a list that this approver may apply.

    Raises:
        LeavingRefused: There is no such list of this person; its author applies it; or
            who applies it is no approver.
    """
    listed = _entry(trail, list_id, LISTED)
    if listed is None or listed["person"] != person:
        raise LeavingRefused(
            "the log has no such list of this person",
            polish="w dzienniku nie ma takiej listy tej osoby",
        )
    _refuse_same(actor, listed)
    return listed


def declare_emergency(
    trail: AuditTrail,
    actor: Actor,
    gone: Gone,
    reason: str,
    *,
    case: str = "",
) -> str:
    """Write that one person is about to act alone, and why; give the entry's id.

    Until midnight the day's quota counts what this person does under it, and refuses
    nothing (ADR-0038).

    Raises:
        ReasonInvalid: There is no reason that may stand in the log.
    """
    wrong = [*_why(reason), *check_reason(reason, needed=False, case=case)]
    if wrong:
        raise ReasonInvalid("an emergency takes a reason", wrong)
    said = {"actor": actor_fields(actor), **_leaver(trail, gone)}
    more = {"emergency": True, "justification": reason}
    return trail.system(EMERGENCY, {**said, **more}).id


def begin_emergency(
    trail: AuditTrail,
    actor: Actor,
    items: Iterable[Item],
    gone: Gone,
    reason: str,
    *,
    declared: str,
) -> str:
    """Let one person revoke now, and another approve it later; give the entry's id.

    `declared` is the id of what `declare_emergency` has written.
    """
    more = {"emergency": True, "justification": reason, "declared": declared}
    return _begin(trail, actor, list(items), gone, more)


def say_done(
    trail: AuditTrail, actor: Actor, begun: str, done: Iterable[Revoked[Item]]
) -> str:
    """Write how each item ended."""
    said = {"actor": actor_fields(actor), "ref": begun}
    return trail.system(DONE, {**said, **entry_fields(done)}).id


def approve(trail: AuditTrail, actor: Actor, emergency_id: str) -> str:
    """Approve an emergency of another person; give the entry's id.

    Raises:
        LeavingRefused: There is no such emergency, it is approved, it is one's own, or
            it was declared and then begun: what is approved has the id of that.
    """
    begun = _entry(trail, emergency_id, BEGUN) or _entry(trail, emergency_id, EMERGENCY)
    if begun is None or not begun["emergency"]:
        raise LeavingRefused(
            "the log has no such emergency",
            polish="w dzienniku nie ma takiego odebrania w trybie pilnym",
        )
    _refuse_same(actor, begun)
    waiting = unapproved(trail)
    if later := [each.id for each in waiting if each.declared == emergency_id]:
        raise LeavingRefused(
            f"it has begun since: approve {later[0]}",
            polish=f"to ogłoszenie; zatwierdza się to, co po nim zaczęto: {later[0]}",
        )
    if emergency_id not in {each.id for each in waiting}:
        raise LeavingRefused("it is approved already", polish="jest już zatwierdzone")
    said = {"actor": actor_fields(actor), "ref": emergency_id}
    return trail.system(APPROVED, said).id


def unapproved(trail: AuditTrail) -> tuple[Unapproved, ...]:
    """Give the emergencies that nobody has approved, oldest first.

    One that was declared and has not begun is there as well: whoever declared it could
    ask about somebody without limit.
    """
    found: dict[str, Unapproved] = {}
    for entry in events_in(trail, EMERGENCY, BEGUN, APPROVED):
        event = entry["event"]
        if event == APPROVED:
            found.pop(entry["ref"], None)
        elif event == EMERGENCY or entry["emergency"]:
            declared = entry.get("declared", "")
            found.pop(declared, None)
            found[entry["id"]] = Unapproved(
                id=entry["id"],
                at=entry["at"],
                person=entry["person"],
                actor=entry["actor"]["id"],
                begun=event == BEGUN,
                declared=declared,
            )
    return tuple(found.values())


def _why(reason: str) -> Iterator[Finding]:
    """Ask for a reason: our own rule, and no provision (ADR-0038)."""
    if letters_in(reason) < MIN_JUSTIFICATION:
        yield Finding(
            "ksef.offboard.emergency",
            Severity.ERROR,
            "Tryb pilny wymaga powodu: co najmniej 10 liter (--justification).",
            "justification",
        )


def _begin(
    trail: AuditTrail,
    actor: Actor,
    items: list[Item],
    gone: Gone,
    more: Mapping[str, object],
) -> str:
    said = {
        "actor": actor_fields(actor),
        **_leaver(trail, gone),
        "items": [each.id for each in items],
    }
    return trail.system(BEGUN, {**said, **more}).id


def _leaver(trail: AuditTrail, gone: Gone) -> dict[str, object]:
    planned = {each: day.isoformat() for each, day in gone.planned}
    person, *also = gone.refs
    numbers = indexes_of(gone.numbers, trail.current_key())
    return {"person": person, "also": also, "numbers": numbers, "planned": planned}


def _refuse_same(actor: Actor, entry: Mapping[str, Any]) -> None:
    if actor.role is not Role.APPROVER:
        raise LeavingRefused(
            "this takes an approver", polish="wymagana jest rola approver"
        )
    if entry["actor"]["id"] == actor.id:
        raise LeavingRefused(
            "another person has to approve it",
            polish="zatwierdza inna osoba niż ta, która to sporządziła albo wykonała",
        )


def _entry(trail: AuditTrail, entry_id: str, event: str) -> Mapping[str, Any] | None:
    with trail.log.reader() as reader:
        found = reader.find(entry_id)
    entry = {} if found is None else decode_entry(found[1])
    return entry if entry.get("event") == event else None
