"""[2] What the log says of events: entries of kind `system` that name one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from accountability.trail import AuditTrail
from ledger.entry import decode_entry


def events_in(
    trail: AuditTrail, *events: str, since: datetime | None = None
) -> Iterator[Mapping[str, Any]]:
    """Give the entries of these events, oldest first.

    Args:
        trail: Whose log has them.
        events: Their names.
        since: Only from then on; None: ever.
    """
    with trail.log.reader() as reader:
        for _, body in reader.select({"kind": "system"}, since=since):
            entry = decode_entry(body)
            if entry.get("event") in events:
                yield entry
