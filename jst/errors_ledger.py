"""What keeps a new log from being made. Everything is then as it was before.

JstError
+ LedgerNotMade      a disk or a folder did not take the log, its key or its memory
"""

import errno

from jst.errors import JstError


class LedgerNotMade(JstError):
    """A disk or a folder did not take a new log; all is as it was before."""

    code = "jst.ledger_not_made"
    hint = (
        "Zwolnij miejsce albo popraw prawa do JST_HOME, JST_KEYS i JST_MEMORY,"
        " potem powtórz to samo polecenie; klucze i pamięć są takie, jak były."
    )

    def __init__(self, refused: OSError) -> None:
        full = refused.errno in {errno.ENOSPC, errno.EDQUOT}
        super().__init__(
            f"JST_HOME, JST_KEYS or JST_MEMORY: {refused.strerror}",
            polish="JST_HOME, JST_KEYS albo JST_MEMORY: "
            + ("zabrakło miejsca na dysku" if full else "nie można tam zapisać"),
        )
