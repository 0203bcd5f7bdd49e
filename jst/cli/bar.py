"""Long work: a bar on a terminal, plain lines elsewhere."""

import sys
from typing import Final, Self

WORTH_TELLING: Final = 50_000
"""Entries of the log that take long enough for somebody to wonder."""
_WIDTH: Final = 30
_TENTH: Final = 10


class Bar:
    """Told how many of how many are done; writes on stderr, beside the result.

    Silent where there are fewer than `least`: that takes no time. Where the work may
    stop half way, use it in `with`: what is written next begins a line of its own.
    """

    def __init__(self, word: str, *, least: int = 1) -> None:
        self._word = word
        self._least = least
        self._told = 0
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._open:
            sys.stderr.write("\n")
            sys.stderr.flush()

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is."""
        if total < self._least:
            return
        if sys.stderr.isatty():
            full = _WIDTH * done // total
            bar = "█" * full + "·" * (_WIDTH - full)
            self._open = done < total
            end = "" if self._open else "\n"
            sys.stderr.write(f"\rjst: {self._word} {bar} {done}/{total}{end}")
        elif (tenths := _TENTH * done // total) > self._told:
            self._told = tenths
            sys.stderr.write(f"jst: {self._word} {done}/{total}\n")
        sys.stderr.flush()
