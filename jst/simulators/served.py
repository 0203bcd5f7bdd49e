"""What every simulator shares: it serves its desk on the loopback while it is open."""

from pathlib import Path
from typing import Self

from jst.simulators.https import Answer, LoopbackServer


class Serving:
    """A context manager that serves while it is open; https with a certificate."""

    def __init__(
        self,
        answer: Answer,
        *,
        certificate: Path | None,
        path: str,
        port: int,
        gets: Answer | None = None,
    ) -> None:
        self._answer, self._gets = answer, gets
        self._certificate = certificate
        self._path = path
        self._port = port
        self._server: LoopbackServer | None = None

    def __enter__(self) -> Self:
        self._server = LoopbackServer(
            self._answer,
            certificate=self._certificate,
            port=self._port,
            gets=self._gets,
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
        scheme = "https" if self._certificate else "http"
        return f"{scheme}://127.0.0.1:{self._server.port}{self._path}"


class Served(Serving):
    """One that serves https; the folder holds `tls.pem`.

    Attributes:
        folder: Holds the simulator's keys and certificates.
        ca_pem: The authority to trust for TLS.
    """

    def __init__(self, folder: Path, *, answer: Answer, path: str, port: int) -> None:
        self.folder = folder
        self.ca_pem = folder / "ca.crt.pem"
        super().__init__(answer, certificate=folder / "tls.pem", path=path, port=port)
