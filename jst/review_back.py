"""[2] A confirmed sheet in the log: who confirmed what, and which sheets are missing.

    filled-in sheet -> `ksef-review`, one entry a line -> sheets that are missing

An entry holds references and the keyed digest of the sheet, so that the file at hand
can be shown to be the one; a remark may hold anything, and stays outside.
"""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from accountability.entries import actor_fields
from accountability.model import Actor
from accountability.trail import AuditTrail
from ksef.plan.desired import Desired, Person
from ksef.plan.errors import LeaverUnknown
from ksef.plan.review import Reviewed, Sheet
from ledger.entry import decode_entry

REVIEWED: Final = "ksef-review"


def confirmed_by(desired: Desired, ref: str) -> str:
    """Check who confirmed a sheet: a person of the people file, or nobody named.

    Raises:
        LeaverUnknown: The people file has no such person.
    """
    if ref and not isinstance(desired.parties.get(ref), Person):
        raise LeaverUnknown("person")
    return ref


def take_back(
    trail: AuditTrail,
    actor: Actor,
    decided: Iterable[Reviewed],
    *,
    plan_digest: str,
    sheet: bytes,
    key: bytes,
    by: str,
) -> None:
    """Write each decision of a sheet that came back.

    Args:
        trail: The audit trail.
        actor: Who files it.
        decided: Its lines.
        plan_digest: Of the plan that it was made of.
        sheet: The file as it came.
        key: The key of plans; a bare digest of what may hold a number can be guessed.
        by: Reference of who confirmed it; empty: nobody was named.
    """
    digest = hmac.digest(key, sheet, hashlib.sha256).hex()
    for each in decided:
        trail.system(
            REVIEWED,
            {
                "actor": actor_fields(actor),
                "digest": plan_digest,
                "sheet_digest": digest,
                "confirmed_by": by or None,
                **decision_of(each),
            },
        )


def decision_of(each: Reviewed) -> dict[str, object]:
    """Say a decision by references."""
    return {
        "sheet": each.sheet,
        "line": each.line.id,
        "place": each.place,
        "who": each.line.who,
        "permissions": list(each.line.permissions),
        "decision": each.decision.name.lower(),
    }


def outstanding(
    trail: AuditTrail, sheets: Iterable[Sheet], *, plan_digest: str
) -> tuple[str, ...]:
    """Name the units whose sheet has not come back, or not with every line of today."""
    back: dict[str, set[str]] = {}
    with trail.log.reader() as reader:
        for _, body in reader.select({"kind": "system"}):
            entry = decode_entry(body)
            if entry.get("event") == REVIEWED and entry["digest"] == plan_digest:
                back.setdefault(entry["sheet"], set()).add(entry["line"])
    return tuple(
        sheet.place.ref
        for sheet in sheets
        if {line.id for line in sheet.lines} - back.get(sheet.id, set())
    )
