"""Keep documents out of logs: signxml writes all it canonicalises to its DEBUG log.

Our documents name persons. So its logger passes warnings only, whatever level the
program that embeds us has chosen (house rule: no identifier in a log line).
"""

import logging


def mute_signxml() -> None:
    """Let signxml's logger pass warnings and errors only; harmless when repeated."""
    logging.getLogger("signxml.processor").addFilter(_warnings_only)


def _warnings_only(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
