"""A small world around one log: its places, key, clock and columns."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledger.entry import Draft
from ledger.log import Column, LedgerPaths, Log, create_log
from ledger.note import NoteSigner
from ledger.tree import EMPTY_ROOT, leaf_hash, node_hash
from ledger.verify import Verification, verify_log

ORIGIN = "bogus.example/log"
COLUMNS = (Column("case_number", "$.case"), Column("actor", "$.actor.id", indexed=True))
START = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


@dataclass
class HeldClock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Tell the time it was set to."""
        return self.now

    def move(self, seconds: float) -> None:
        """Go forward, or back."""
        self.now += timedelta(seconds=seconds)


@dataclass
class World:
    """One log in a folder; its key is made anew for each test and named bogus."""

    folder: Path
    clock: HeldClock = field(default_factory=HeldClock)
    origin: str = ORIGIN
    signer: NoteSigner = field(init=False)
    columns: Sequence[Column] = COLUMNS

    def __post_init__(self) -> None:
        """Make the key."""
        self.signer = NoteSigner.generate(self.origin)

    @property
    def paths(self) -> LedgerPaths:
        """Home and memory lie in two folders."""
        return LedgerPaths(self.folder / "home", self.folder / "mem" / "ledger.memory")

    def create(self, first: Draft | None = None) -> None:
        """Make the log."""
        create_log(
            self.paths,
            origin=self.origin,
            signer=self.signer,
            columns=self.columns,
            clock=self.clock,
            first=first,
        )

    def open(self) -> Log:
        """Open the log as a new writer."""
        return Log(
            self.paths, signer=self.signer, columns=self.columns, clock=self.clock
        )

    def filled(self, count: int) -> "World":
        """Make a log with so many entries, closed."""
        self.create()
        with self.open() as log:
            for number in range(count):
                log.append(system(number))
        return self

    def tamper(self, *statements: str) -> None:
        """Change the database as a database administrator can."""
        with closing(sqlite3.connect(self.paths.store)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def verify(
        self,
        *,
        vkeys: Sequence[str] = (),
        checkpoint: str | None = None,
        memory: Path | None = None,
        columns: Sequence[Column] | None = None,
        indexes: bool = False,
    ) -> Verification:
        """Check the log."""
        return verify_log(
            self.paths.store,
            vkeys=vkeys,
            checkpoint=checkpoint,
            memory=memory,
            columns=columns,
            indexes=indexes,
        )

    def note(self) -> str:
        """Read the current signed checkpoint."""
        with self.open() as log, log.reader() as reader:
            return reader.note


def system(number: int) -> Draft:
    """Draft a small entry."""
    return Draft.of("system", {"number": number, "actor": {"id": f"bogus-{number}"}})


def system_of(size: int, number: int = 0) -> Draft:
    """Draft a larger entry."""
    return Draft.of("system", {"number": number, "filling": "x" * size})


def intent(writer: str = "") -> Draft:
    """Draft an intent of a writer."""
    return Draft.of("intent", {"writer": writer, "case": "BOGUS.1.2026"})


def outcome(of: Draft) -> Draft:
    """Draft the outcome of an intent."""
    return Draft.of("outcome", {"ref": of.id, "result": "answered"})


def hashes(count: int) -> list[bytes]:
    """Give the leaf hashes of `count` different bodies."""
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """Give the root as RFC 6962, 2.1 defines it, by recursion."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))
