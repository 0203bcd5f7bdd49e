"""[4] Open intents of dead writers become UNKNOWN; a late outcome is a correction.

A process that asks holds a lock on its own file under `run/`. Where that lock is free,
the process is gone, and its open intents will never get another outcome. The intents of
a living process stay open: it may be waiting for its answer right now. Where somebody
has removed its file, it counts as gone (ledger.locks), and its answer is withheld.
"""

from accountability.errors import AuditUnavailable
from accountability.trail import AuditTrail
from ledger.entry import decode_entry
from ledger.errors import EntryRefused


def recover(trail: AuditTrail) -> tuple[str, ...]:
    """Close the open intents of every dead writer; give back their ids.

    Two processes that recover at once do not close an intent twice: each dead
    writer's lock is taken for the time of its recovery.
    """
    closed: list[str] = []
    for writer in trail.log.dead_writers():
        with trail.log.reader() as reader:
            intents = [decode_entry(body) for _, body in reader.open_intents(writer)]
        for intent in intents:
            try:
                trail.closed_after_death(str(intent["id"]), batch=intent.get("batch"))
            except AuditUnavailable as refused:
                # Its file under `run/` was removed, and its process lives: it was
                # quicker, and its own outcome is in the log.
                if not isinstance(refused.__cause__, EntryRefused):
                    raise
            else:
                closed.append(str(intent["id"]))
    return tuple(closed)
