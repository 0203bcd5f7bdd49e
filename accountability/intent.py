"""[2] The licence to call: an intent that is on disk and has no outcome yet."""

import hashlib
import os
from typing import TYPE_CHECKING

from accountability.disclosure import OF_THE_TRAIL, Disclosure
from accountability.errors import NotUnderDisclosure, NotUnderIntent
from accountability.privacy import PeriodKey
from ledger.model import Appended

if TYPE_CHECKING:
    import ssl


class OpenIntent:
    """An intent that is on disk and has no outcome yet: the licence to call.

    Only `AuditTrail.begin` makes one; the transport sends under nothing else.
    """

    __slots__ = (
        "_open",
        "_pid",
        "at",
        "batch",
        "id",
        "index",
        "key",
        "peer",
        "ref",
        "requests",
    )

    def __init__(
        self,
        appended: Appended,
        key: PeriodKey,
        *,
        batch: str | None,
        ref: str | None,
        maker: object,
    ) -> None:
        if maker is not OF_THE_TRAIL:
            raise NotUnderIntent("only the trail opens an intent")
        self.id = appended.id
        self.index = appended.index
        self.at = appended.at
        self.key = key
        self.batch = batch
        self.ref = ref
        self.peer: dict[str, str | int] | None = None
        self.requests = 0
        self._open = True
        self._pid = os.getpid()

    def __repr__(self) -> str:
        return f"OpenIntent({self.id}, {'open' if self._open else 'closed'})"

    def citing(self) -> Disclosure:
        """Give the licence to read what the action kept that this intent cites.

        The intent is durable and says who reads it, why and for which case, so no
        further entry is needed.

        Raises:
            NotUnderDisclosure: It is closed, or cites nothing.
        """
        if self.ref is None or not self._open:
            raise NotUnderDisclosure("no open intent cites what is to be read")
        return Disclosure(entry_id=self.id, ref=self.ref, maker=OF_THE_TRAIL)

    def count_request(self, url: str = "") -> None:
        """Count one request under this intent; refuse when it is closed or not ours.

        Args:
            url: Where it goes, for the outcome.
        """
        if not self._open or self._pid != os.getpid():
            raise NotUnderIntent("the intent is closed, or of another process")
        self.requests += 1
        self.peer = {"url": url}

    def met(self, connection: "ssl.SSLSocket") -> None:
        """Note with whom we spoke: the TLS version, and SHA-256 of the certificate."""
        certificate = connection.getpeercert(binary_form=True) or b""
        self.peer = (self.peer or {}) | {
            "tls": connection.version() or "",
            "certificate_sha256": hashlib.sha256(certificate).hexdigest(),
        }

    def answered(self, http_status: int) -> None:
        """Note the HTTP status of what came back."""
        self.peer = (self.peer or {}) | {"http_status": http_status}

    def close(self) -> None:
        """No more calls: its outcome is about to be written."""
        self._open = False
