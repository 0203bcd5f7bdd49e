"""Writers in processes of their own that do one thing at a time, when they are told."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.errors import LedgerError
from ledger.log import LedgerPaths, Log
from ledger.note import NoteSigner
from tests.ledger.logs import COLUMNS, ORIGIN, World, system

ROOT = Path(__file__).parents[2]


class Puppet:
    """A process that can have the world's log open; `with` ends it."""

    def __init__(self, world: World) -> None:
        key = world.folder / "bogus.pem"
        if not key.exists():
            world.signer.save(key)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ledger.puppets", str(world.folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def does(self, order: str) -> str:
        """Let it `open`, `append`, `look` (open a reader), `unlook` or `close`.

        Returns:
            The index of the entry, `done`, or the name of the log's error.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """Let it die where it stands."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()


class _Hands:
    """What a puppet does in its process."""

    def __init__(self, folder: Path) -> None:
        self._paths = LedgerPaths(folder / "home", folder / "mem" / "ledger.memory")
        self._signer = NoteSigner.load(folder / "bogus.pem", ORIGIN)
        self._log: Log | None = None
        self._readers: list[object] = []

    def do(self, order: str) -> str:
        try:
            return getattr(self, order)() or "done"
        except LedgerError as error:
            return type(error).__name__

    def open(self) -> None:
        self._log = Log(self._paths, signer=self._signer, columns=COLUMNS)

    def append(self) -> str:
        assert self._log
        return str(self._log.append(system(0)).index)

    def look(self) -> None:
        assert self._log
        reader = self._log.reader()
        assert reader.size >= 0
        self._readers.append(reader)

    def unlook(self) -> None:
        for reader in self._readers:
            reader.close()  # type: ignore[attr-defined]
        self._readers.clear()

    def close(self) -> None:
        assert self._log
        self._log.close()


if __name__ == "__main__":
    hands = _Hands(Path(sys.argv[1]))
    for line in sys.stdin:
        sys.stdout.write(hands.do(line.strip()) + "\n")
        sys.stdout.flush()
