"""Numbers and secrets that must appear nowhere, and where to look for them."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vocabulary.identifiers import ForeignTaxId, Nip, Pesel

# Libraries that log what they send and parse; a level of their own is put aside.
QUIET: Final = ("urllib3", "requests", "asyncio", "signxml")

CANARY_NIP: Final = Nip.parse("7980332920")
CANARY_PESEL: Final = Pesel.parse("30112206276")
CANARY_FOREIGN: Final = ForeignTaxId.parse("CZ:CANARY4711")
CANARY_DIC: Final = "9999047113"  # a birth number of nobody: the month is 99
CANARY_ACCOUNT: Final = "4711000815/0800"
CANARY_TOKEN: Final = "bogus-canary-passphrase-0815"
CANARY_KSEF_SECRET: Final = "c0ffee0815" * 6
CANARY_KSEF_TOKEN: Final = (
    f"bogus-canary|nip-{CANARY_NIP.reveal()}|{CANARY_KSEF_SECRET}"
)

SECRETS: Final = (
    CANARY_NIP.reveal(),
    CANARY_PESEL.reveal(),
    CANARY_FOREIGN.reveal_number(),
    CANARY_TOKEN,
    CANARY_KSEF_SECRET,
    CANARY_DIC,
    CANARY_ACCOUNT.partition("/")[0],
)


@dataclass
class Ears:
    """Everything that was said where others can hear it: place -> texts."""

    heard: dict[str, list[str]] = field(default_factory=dict)

    def hear(self, place: str, *said: object) -> None:
        """Note what was said at a place, as text and as repr."""
        for each in said:
            self.heard.setdefault(place, []).extend([str(each), repr(each)])

    def hear_error(self, error: BaseException) -> None:
        """Note an exception with all its causes, as a log would print it."""
        self.hear("exception", *traceback.format_exception(error))

    def hear_files(self, place: str, folder: Path) -> None:
        """Note the bytes of every file below a folder."""
        for path in folder.rglob("*"):
            if path.is_file():
                self.hear(place, path.read_bytes().decode(errors="replace"))

    def leaks(self, *secrets: str) -> list[str]:
        """Name the places where one of the secrets was heard."""
        wanted = secrets or SECRETS
        return sorted(
            {
                place
                for place, texts in self.heard.items()
                for text in texts
                for secret in wanted
                if secret in text
            }
        )


class _ToEars(logging.Handler):
    def __init__(self, ears: Ears) -> None:
        super().__init__(logging.DEBUG)
        self._ears = ears

    def emit(self, record: logging.LogRecord) -> None:
        """Hear the line, its arguments and fields, and its exception."""
        self._ears.hear("log", record.getMessage(), record.__dict__)
        if record.exc_info and record.exc_info[1]:
            self._ears.hear_error(record.exc_info[1])


@contextmanager
def listening() -> Iterator[Ears]:
    """Hear every log line of every library, down to DEBUG.

    Also of those to which somebody has given a level.
    """
    ears = Ears()
    handler = _ToEars(ears)
    root = logging.getLogger()
    levels = {logger: logger.level for logger in (root, *map(logging.getLogger, QUIET))}
    root.addHandler(handler)
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    try:
        yield ears
    finally:
        root.removeHandler(handler)
        for logger, level in levels.items():
            logger.setLevel(level)
