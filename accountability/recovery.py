"""[4] Open intents of dead writers become UNKNOWN; a late outcome is a correction.

A process that asks holds a lock on its own file under `run/`. Where that lock is free,
the process is gone, and its open intents will never get another outcome. The intents of
a living process stay open: it may be waiting for its answer right now.
"""

from accountability.trail import AuditTrail
from ledger.entry import decode_entry


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
            trail.closed_after_death(str(intent["id"]), batch=intent.get("batch"))
            closed.append(str(intent["id"]))
    return tuple(closed)
