"""[3] What a register has accepted and not yet done, on disk before it is asked again.

    POST -> 202 and a number -> noted here -> polls -> outcome

An operation that takes a while is one action: its POST, its polls, one outcome. Whoever
dies between them would take the number of the operation along, and with it the only way
to ask how it ended. So the number is an entry of its own (a `correction` of the intent)
before the first poll leaves; the outcome says it again, also where that entry could not
be written.

Why so: ADR-0041.
"""

from collections.abc import Mapping
from typing import Any, Final

from accountability.clear_text import REMOVED, safe_id
from accountability.intent import OpenIntent
from accountability.trail import AuditTrail
from ledger.entry import decode_entry
from ledger.reader import Reader

ACCEPTED: Final = "operation-accepted"


def note_accepted(trail: AuditTrail, intent: OpenIntent, number: str) -> None:
    """Write durably that a register has accepted an action.

    Args:
        trail: Where it is logged.
        intent: The action; still open.
        number: The register's own of the operation; left out where it looks like a
            person's.

    Raises:
        AuditUnavailable: The log refused the entry.
    """
    told = {"event": ACCEPTED, "register_message_id": safe_id(number)}
    trail.corrected(intent.id, told)


def accepted_number(reader: Reader, intent_id: str, outcome: Mapping[str, Any]) -> str:
    """Give the number under which a register accepted an action; "" for none.

    Args:
        reader: Of the log.
        intent_id: The action.
        outcome: Its outcome; empty when there is none.
    """
    where = {"ref": intent_id, "kind": "correction"}
    told = [decode_entry(body) for _, body in reader.select(where)]
    noted = [each for each in told if each.get("event") == ACCEPTED]
    numbers = [each.get("register_message_id") for each in (*noted, outcome)]
    return next((str(each) for each in numbers if each and each != REMOVED), "")
