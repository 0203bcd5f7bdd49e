"""Long work says how far it is: counting on a terminal, plain lines elsewhere."""

import sys
from typing import Final

from jst.cli.language import say

WORTH_TELLING: Final = 50_000
_STEP_PERCENT: Final = 10


class Progress:
    """Told how many entries of how many are done; silent where that takes no time."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        """Tell every tenth part."""
        percent = 100 * done // total if total else 100
        if total < WORTH_TELLING or percent < self._told + _STEP_PERCENT:
            return
        self._told = percent - percent % _STEP_PERCENT
        line = say(f"sprawdzono {self._told}%", f"{self._told}% verified")
        if sys.stderr.isatty():
            sys.stderr.write(f"\rjst: {line}" + ("\n" if self._told == 100 else ""))  # noqa: PLR2004 - percent
        else:
            sys.stderr.write(f"jst: {line}\n")
        sys.stderr.flush()
