"""Answers that cannot be kept.

AccountabilityError
+ AnswersUnusable     the cause of an AuditUnavailable: nothing left us, nothing was
                      asked; or of an OutcomeUnknown: an answer came and was not shown
"""

import errno
from typing import Final

from accountability.errors import AccountabilityError

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class AnswersUnusable(AccountabilityError):
    """The folder of kept answers takes no file; what could not be kept is not shown."""

    code = "accountability.answers_unusable"
    hint = (
        "Sprawdź katalog odpowiedzi (JST_HOME/answers): miejsce na jego dysku, prawa"
        " do zapisu i dokąd prowadzi dowiązanie; potem zapytaj ponownie."
    )

    def __init__(self, message: str, polish: str = "") -> None:
        """Keep what exactly is wrong, in Polish too where that is known."""
        super().__init__(message)
        self.polish = polish


def not_kept(failed: OSError) -> AnswersUnusable:
    """Make the error for what the system said no to."""
    full = failed.errno in _FULL
    return AnswersUnusable(
        f"the folder of answers: {failed.strerror or type(failed).__name__}",
        "brak miejsca na dysku" if full else "",
    )
