"""A whole office in one folder: a real ledger, real keys, a real store of answers.

Only the register and the clock are a test's own. Opened again in another process, it
is the same office.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from accountability.columns import COLUMNS
from accountability.evidence import EvidenceStore
from accountability.model import Office
from accountability.privacy import KeyFolder, period_of
from accountability.recovery import recover
from accountability.trail import AuditTrail
from ledger.entry import Draft, decode_entry
from ledger.log import Log, create_log
from ledger.model import MEMORY_FILE, LedgerPaths
from ledger.signer import NoteSigner
from tests.factories import an_office
from vocabulary.clock import Clock, system_clock, warsaw_day

ORIGIN = "audyt.przykladowa.example/log"


@dataclass(frozen=True)
class World:
    """Where the office lies; `opened` opens it."""

    folder: Path

    @property
    def paths(self) -> LedgerPaths:
        """The places of the log."""
        return LedgerPaths(
            home=self.folder / "home", memory=self.folder / "memory" / MEMORY_FILE
        )

    @property
    def signer(self) -> NoteSigner:
        """The log's signing key, read from its file."""
        return NoteSigner.load(self.folder / "log.key", ORIGIN)

    def found(self, clock: Clock = system_clock) -> "World":
        """Create the office: folders, keys, a log that knows of the month's key."""
        self.paths.home.mkdir(parents=True)
        self.paths.memory.parent.mkdir()
        (self.folder / "keys").mkdir(mode=0o700)
        period = period_of(warsaw_day(clock()))
        KeyFolder(self.folder / "keys").make(period)
        NoteSigner.generate(ORIGIN).save(self.folder / "log.key")
        create_log(
            self.paths,
            origin=ORIGIN,
            signer=self.signer,
            columns=COLUMNS,
            clock=clock,
            first=Draft.of("system", {"event": "period-key-made", "period": period}),
        )
        return self

    @contextmanager
    def opened(
        self,
        *,
        clock: Clock = system_clock,
        office: Office | None = None,
        recovering: bool = True,
    ) -> Iterator[AuditTrail]:
        """Open the office as a process does at its start: recovery comes first."""
        with Log(self.paths, signer=self.signer, columns=COLUMNS, clock=clock) as log:
            keys = KeyFolder(self.folder / "keys")
            trail = AuditTrail(
                log=log,
                keys=keys,
                evidence=EvidenceStore(self.paths.home / "answers", keys),
                office=office or an_office(),
                home=self.paths.home,
                clock=clock,
            )
            if recovering:
                recover(trail)
            yield trail


def entries(trail: AuditTrail) -> list[dict[str, object]]:
    """Read every entry of the log but the founding one, oldest first."""
    with trail.log.reader() as reader:
        return [decode_entry(reader.entry(index)) for index in range(1, reader.size)]
