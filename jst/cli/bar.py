"""Long work line by line: a bar on a terminal, plain lines elsewhere."""

import sys
from typing import Final

_WIDTH: Final = 30
_TENTH: Final = 10


class Bar:
    """Told how many of how many are done; writes on stderr, beside the result."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is."""
        if sys.stderr.isatty():
            full = _WIDTH * done // total
            bar = "█" * full + "·" * (_WIDTH - full)
            end = "\n" if done == total else ""
            sys.stderr.write(f"\rjst: {self._word} {bar} {done}/{total}{end}")
        elif (tenths := _TENTH * done // total) > self._told:
            self._told = tenths
            sys.stderr.write(f"jst: {self._word} {done}/{total}\n")
        sys.stderr.flush()
