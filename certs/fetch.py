"""What certs takes for fetching: a function that gets bytes, or says that it could not.

`accountability.transport.Fetcher.fetch` is one; certs opens no connection itself.
"""

from collections.abc import Iterable
from typing import Final, Protocol

MAX_ADDRESSES: Final = 3
MAX_CERTIFICATES_BYTES: Final = 262_144


class Fetch(Protocol):
    """GETs an address, or POSTs `data` to it; raises a ToolkitError of its own."""

    def __call__(
        self,
        url: str,
        *,
        max_bytes: int,
        data: bytes | None = None,
        content_type: str = ...,
        signed: bool = ...,
    ) -> bytes:
        """Give the bytes that came back; see `Fetcher.fetch` for the arguments."""


def reachable(addresses: Iterable[str]) -> tuple[str, ...]:
    """Choose the addresses of http and https, three at most; others we cannot ask."""
    webs = [each for each in addresses if each.lower().startswith(("http:", "https:"))]
    return tuple(dict.fromkeys(webs))[:MAX_ADDRESSES]
