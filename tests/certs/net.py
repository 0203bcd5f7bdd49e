"""A net for tests: what stands at which address; it counts who was asked."""

from collections.abc import Mapping

from vocabulary.errors import ToolkitError


class Net:
    """Answers at some addresses; nobody answers at the others.

    It knows no sockets, caps or time: tests/jst/test_simulate_ocsp.py asks over real
    ones.
    """

    def __init__(self, there: Mapping[str, bytes | None]) -> None:
        self.asked: list[str] = []
        self.sent: list[bytes | None] = []
        self.types: list[str] = []
        self._there = there

    def fetch(
        self,
        url: str,
        *,
        max_bytes: int,
        data: bytes | None = None,
        content_type: str = "",
        signed: bool = False,
    ) -> bytes:
        """Give what stands there, or say that nobody answers."""
        assert signed
        assert max_bytes < 2**25
        self.asked.append(url)
        self.sent.append(data)
        self.types.append(content_type)
        found = self._there.get(url)
        if found is None:
            raise ToolkitError("nobody answers")
        return found
