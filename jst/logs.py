"""What the program says of itself on stderr: names of events, and allowed fields only.

A record's message is the name of an event and its arguments are dropped: libraries
put whole URLs, bodies and parameters into theirs. What may be printed besides is listed
in `ALLOWED` and is given as `extra={...}`.
"""

import logging
from collections.abc import Mapping
from typing import Final

ALLOWED: Final = ("error", "place", "line")
OURS: Final = frozenset(
    {
        "vocabulary",
        "ledger",
        "certs",
        "documents",
        "accountability",
        "crpo",
        "ksef",
        "crpdph",
        "jst",
    }
)


class AllowList(logging.Filter):
    """Lets records of ours through, stripped of everything that is not allowed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite one record; records of other libraries keep their level and name."""
        package = record.name.partition(".")[0]
        event = record.msg if package in OURS else f"{record.name} {record.levelname}"
        record.msg = " ".join([str(event), *_fields(record.__dict__)])
        record.args = None
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def configure() -> None:
    """Send warnings and errors to stderr; called once, by the command line."""
    handler = logging.StreamHandler()
    handler.addFilter(AllowList())
    handler.setFormatter(logging.Formatter("jst: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _fields(values: Mapping[str, object]) -> list[str]:
    return [f"{name}={values[name]}" for name in ALLOWED if name in values]
