"""[5] Reading sealed identifiers in clear takes two persons.

    request (officer, reason) -> release (another person) -> show (officer)

Promises
    - Each step is an entry of kind `disclosure`, durable before its result is given;
      a step that is refused is an entry of kind `denied`.
    - Identifiers are read only after somebody else than the requester has released
      them, and only those of the entries that the request names.

Whoever may write into the store could plant a release: `verify` finds it, we do not.
Why so: ADR-0013 (unsealing by two persons).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from accountability.clear_text import scrubbed
from accountability.disclosure import OF_THE_TRAIL, Unsealing
from accountability.errors import PeriodKeyMissing, RequestNotFound
from accountability.holds import subjects_of
from accountability.looking import logged_look
from accountability.model import Actor
from accountability.officer_checks import (
    MAX_ENTRIES,
    ReleaseState,
    check_release,
    check_request,
    check_show,
)
from accountability.trail import AuditTrail
from ledger.entry import decode_entry, entry_time, is_entry_id
from ledger.model import Appended
from ledger.reader import Reader

VALID: Final = timedelta(days=14)
"""How long a request waits for its release, and a release may be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """The identifiers of one entry in clear.

    Attributes:
        entry_id: The entry.
        values: `kind:value` of each subject; None: its key was destroyed.
    """

    entry_id: str
    values: tuple[str | None, ...]

    def __repr__(self) -> str:
        return f"Unsealed({self.entry_id}, {len(self.values)} values)"


def request(
    trail: AuditTrail, actor: Actor, entries: Sequence[str], *, reason: str
) -> Appended:
    """Ask for the identifiers of some entries, for somebody else to release.

    Raises:
        ActionDenied: No officer, no reason, or an entry that seals nobody; logged.
    """
    wanted = tuple(dict.fromkeys(entries))
    with trail.log.reader() as reader:
        sealed = [bool(_sealed(trail, reader, entry_id)) for entry_id in wanted]
    findings = check_request(actor, reason, sealed)
    fields = {
        "justification": scrubbed(reason),
        "entries": [
            # An id may hold many digits in a row; what is none may be a number of hers.
            each if is_entry_id(each) else scrubbed(each)
            for each in wanted
        ][:MAX_ENTRIES],
    }
    return logged_look(trail, actor, "unseal-request", fields, findings=findings)


def release(
    trail: AuditTrail, actor: Actor, request_id: str, *, reason: str
) -> Appended:
    """Release what somebody else has requested; shows nothing.

    Raises:
        RequestNotFound: There is no such request; nothing is logged.
        ActionDenied: The requester herself, a wrong role, no reason, too late; logged.
    """
    asked = _request(trail, request_id)
    late = trail.clock() - entry_time(asked) > VALID
    findings = check_release(actor, reason, requester=_who(asked), late=late)
    fields = {"ref": request_id, "justification": scrubbed(reason)}
    return logged_look(trail, actor, "unseal-release", fields, findings=findings)


def show(trail: AuditTrail, actor: Actor, request_id: str) -> tuple[Unsealed, ...]:
    """Read the identifiers of a request that was released, in clear.

    Raises:
        RequestNotFound: There is no such request; nothing is logged.
        ActionDenied: Not the requester, or not released by another person; logged.
        EvidenceUnreadable: Sealed bytes were altered.
    """
    asked = _request(trail, request_id)
    findings = check_show(
        actor, requester=_who(asked), state=_state(trail, asked, request_id)
    )
    wanted = [str(each) for each in asked["entries"]]
    fields = {"ref": request_id, "entries": wanted}
    shown = logged_look(trail, actor, "unseal-show", fields, findings=findings)
    return tuple(
        _open(trail, Unsealing(entry_id=shown.id, ref=each, maker=OF_THE_TRAIL))
        for each in wanted
    )


def release_of(trail: AuditTrail, actor: Actor, entry_id: str) -> ReleaseState:
    """Say whether a request of this person for one entry was released by another."""
    with trail.log.reader() as reader:
        asked = [
            entry
            for _, body in reader.select({"kind": "disclosure", "actor_id": actor.id})
            if (entry := decode_entry(body)).get("operation") == "unseal-request"
            and entry_id in entry["entries"]
        ]
    states = [_state(trail, each, str(each["id"])) for each in asked]
    return (
        ReleaseState.RELEASED
        if ReleaseState.RELEASED in states
        else ReleaseState.NOT_RELEASED
    )


def _open(trail: AuditTrail, licence: Unsealing) -> Unsealed:
    entry_id = licence.ref
    with trail.log.reader() as reader:
        sealed = _sealed(trail, reader, entry_id)
    values: list[str | None] = []
    for subject in sealed:
        try:
            key = trail.keys.of(str(subject["period"]))
        except PeriodKeyMissing:
            values.append(None)
            continue
        text = str(subject["sealed"])
        values.append(key.unseal_identifier(text, entry_id=entry_id, under=licence))
    return Unsealed(entry_id=entry_id, values=tuple(values))


def _sealed(
    trail: AuditTrail, reader: Reader, entry_id: str
) -> Sequence[Mapping[str, Any]]:
    """Give the sealed subjects of an entry, as a hold keeps them; none: no entry."""
    found = reader.find(entry_id)
    return subjects_of(trail.home, decode_entry(found[1])) if found else ()


def _request(trail: AuditTrail, request_id: str) -> Mapping[str, Any]:
    with trail.log.reader() as reader:
        found = reader.find(request_id)
    entry = decode_entry(found[1]) if found else {}
    if entry.get("kind") != "disclosure" or entry["operation"] != "unseal-request":
        raise RequestNotFound("the log holds no such request")
    return entry


def _state(
    trail: AuditTrail, asked: Mapping[str, Any], request_id: str
) -> ReleaseState:
    """Say whether a request was released, by whom else, and lately enough."""
    state = ReleaseState.NOT_RELEASED
    with trail.log.reader() as reader:
        for _, body in reader.select({"kind": "disclosure", "ref": request_id}):
            entry = decode_entry(body)
            if entry.get("operation") != "unseal-release":
                continue
            if _who(entry) == _who(asked):
                continue
            late = trail.clock() - entry_time(entry) > VALID
            state = ReleaseState.LATE if late else ReleaseState.RELEASED
    return state


def _who(entry: Mapping[str, Any]) -> str:
    return str(entry["actor"]["id"])
