"""[2] The licence to call: an intent that is on disk and has no outcome yet."""

import os

from accountability.disclosure import OF_THE_TRAIL
from accountability.errors import NotUnderIntent
from accountability.privacy import PeriodKey
from ledger.model import Appended


class OpenIntent:
    """An intent that is on disk and has no outcome yet: the licence to call.

    Only `AuditTrail.begin` makes one; the transport sends under nothing else.
    """

    __slots__ = ("_open", "_pid", "at", "batch", "id", "index", "key", "requests")

    def __init__(
        self,
        appended: Appended,
        key: PeriodKey,
        *,
        batch: str | None = None,
        maker: object,
    ) -> None:
        if maker is not OF_THE_TRAIL:
            raise NotUnderIntent("only the trail opens an intent")
        self.id = appended.id
        self.index = appended.index
        self.at = appended.at
        self.key = key
        self.batch = batch
        self.requests = 0
        self._open = True
        self._pid = os.getpid()

    def __repr__(self) -> str:
        return f"OpenIntent({self.id}, {'open' if self._open else 'closed'})"

    def count_request(self) -> None:
        """Count one request under this intent; refuse when it is closed or not ours."""
        if not self._open or self._pid != os.getpid():
            raise NotUnderIntent("the intent is closed, or of another process")
        self.requests += 1

    def close(self) -> None:
        """No more calls: its outcome is about to be written."""
        self._open = False
