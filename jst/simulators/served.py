"""What every simulator shares: it serves its desk on the loopback while it is open."""

from pathlib import Path
from typing import Self

from jst.simulators.https import Answer, LoopbackServer


class Served:
    """A context manager that serves; the folder holds `tls.pem`.

    Attributes:
        folder: Holds the simulator's keys and certificates.
        ca_pem: The authority to trust for TLS.
    """

    def __init__(self, folder: Path, *, answer: Answer, path: str, port: int) -> None:
        self.folder = folder
        self.ca_pem = folder / "ca.crt.pem"
        self._answer = answer
        self._path = path
        self._port = port
        self._server: LoopbackServer | None = None

    def __enter__(self) -> Self:
        self._server = LoopbackServer(
            self._answer, certificate=self.folder / "tls.pem", port=self._port
        )
        self._server.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.__exit__(*exc)

    @property
    def url(self) -> str:
        """Where questions are asked, while it serves."""
        if self._server is None:
            raise RuntimeError("the simulator is not running")
        return f"https://127.0.0.1:{self._server.port}{self._path}"
