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
from jst.log_events import events_in
from ksef.plan.desired import Desired, Person
from ksef.plan.errors import LeaverUnknown
from ksef.plan.review import Reviewed, Sheet

REVIEWED: Final = "ksef-review"


def confirmed_by(desired: Desired, ref: str) -> str:
    """Check who confirmed a sheet: a person of the people file.

    Raises:
        LeaverUnknown: The people file has no such person.
    """
    if not isinstance(desired.parties.get(ref), Person):
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
) -> tuple[Reviewed, ...]:
    """Write each decision of a sheet that came back; the last one of a line counts.

    Args:
        trail: The audit trail.
        actor: Who files it.
        decided: Its lines.
        plan_digest: Of the plan that it was made of.
        sheet: The file as it came.
        key: The key of plans; a bare digest of what may hold a number can be guessed.
        by: Reference of who confirmed it.

    Returns:
        The lines that somebody had decided otherwise before; the log says so.
    """
    before = _decided(trail, plan_digest)
    turned = []
    digest = hmac.digest(key, sheet, hashlib.sha256).hex()
    for each in decided:
        said = decision_of(each)
        earlier = before.get((each.sheet, each.line.id), said["decision"])
        if earlier != said["decision"]:
            turned.append(each)
            said["instead_of"] = earlier
        trail.system(
            REVIEWED,
            {
                "actor": actor_fields(actor),
                "digest": plan_digest,
                "sheet_digest": digest,
                "confirmed_by": by,
                **said,
            },
        )
    return tuple(turned)


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
    """Name the units that are still to be reviewed.

    Their sheet has not come back, or not with every line of today; or nothing of the
    unit was read, so that there is nothing yet that could come back.
    """
    back = _decided(trail, plan_digest)
    return tuple(
        sheet.place.ref
        for sheet in sheets
        if not sheet.lines
        or any((sheet.id, line.id) not in back for line in sheet.lines)
    )


def _decided(trail: AuditTrail, plan_digest: str) -> dict[tuple[str, str], str]:
    """Give what the log says of each line of a plan's sheets: the last decision."""
    found: dict[tuple[str, str], str] = {}
    for entry in events_in(trail, REVIEWED):
        if entry["digest"] == plan_digest:
            found[(entry["sheet"], entry["line"])] = entry["decision"]
    return found
