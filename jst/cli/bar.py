"""Long work line by line: a bar on a terminal, plain lines elsewhere."""

import sys
from typing import Final, Self

_WIDTH: Final = 30
_TENTH: Final = 10


class Bar:
    """Told how many of how many are done; writes on stderr, beside the result.

    Use it in `with`, so that what is written next begins a line of its own, also when
    the work stops half way.
    """

    def __init__(self, word: str) -> None:
        self._word = word
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
        if sys.stderr.isatty():
            full = _WIDTH * done // total
            bar = "█" * full + "·" * (_WIDTH - full)
            sys.stderr.write(f"\rjst: {self._word} {bar} {done}/{total}")
            self._open = True
        elif (tenths := _TENTH * done // total) > self._told:
            self._told = tenths
            sys.stderr.write(f"jst: {self._word} {done}/{total}\n")
        sys.stderr.flush()
