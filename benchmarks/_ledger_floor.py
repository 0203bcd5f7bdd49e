"""What the ledger's benchmarks share: a log to measure, and floors to measure against.

Every figure is a ratio of two measurements of one run, as disks and machines differ.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ledger.append import Appender, Request
from ledger.entry import Draft
from ledger.log import Column, LedgerPaths, Log, create_log
from ledger.note import NoteSigner, verify_note
from vocabulary.clock import Clock, system_clock

ORIGIN = "bogus.example/log"
COLUMNS = (Column("case_number", "$.case"), Column("actor", "$.actor.id", indexed=True))
FILLING = "x" * 170


def draft(number: int) -> Draft:
    """Draft an entry of about 400 bytes."""
    actor = {"id": f"bogus-{number % 100}"}
    return Draft.of("intent", {"actor": actor, "case": "BOGUS.1", "filling": FILLING})


def rate(count: int, work: Callable[[int], object]) -> float:
    """Give how often a second `work` is done."""
    start = time.perf_counter()
    for number in range(count):
        work(number)
    return count / (time.perf_counter() - start)


def fdatasync_rate(folder: Path, count: int = 500) -> float:
    """Append 4 KiB and sync, over and over."""
    with (folder / "synced").open("wb", buffering=0) as file:

        def once(_: int) -> None:
            file.write(bytes(4096))
            os.fdatasync(file.fileno())

        return rate(count, once)


def bare_rate(folder: Path, signer: NoteSigner, count: int = 500) -> float:
    """Commit one row in WAL-FULL, sign once, verify once."""
    (folder / "bare").unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / "bare", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE entry (idx INTEGER PRIMARY KEY, body TEXT)")

        def once(number: int) -> None:
            bare.execute("INSERT INTO entry VALUES (?, ?)", (number, FILLING * 2))
            verify_note(signer.sign("bogus\n1\n2\n"), [signer.vkey])

        return rate(count, once)


@contextmanager
def a_log(
    columns: Sequence[Column] = COLUMNS, clock: Clock = system_clock
) -> Iterator[tuple[LedgerPaths, NoteSigner]]:
    """Make a log on the disk of the system's temporary folder."""
    with TemporaryDirectory() as name:
        paths = LedgerPaths(Path(name) / "home", Path(name) / "mem" / "ledger.memory")
        signer = NoteSigner.generate(ORIGIN)
        create_log(paths, origin=ORIGIN, signer=signer, columns=columns, clock=clock)
        yield paths, signer


def fill(paths: LedgerPaths, signer: NoteSigner, count: int) -> None:
    """Append `count` entries in large commits."""
    appender = Appender(paths, signer=signer, columns=COLUMNS, clock=system_clock)
    for start in range(0, count, 1000):
        numbers = range(start, min(start + 1000, count))
        appender.append([Request(draft(number)) for number in numbers])
    appender.release()
    appender.abandon()


def together(log: Log, threads: int, each: int) -> None:
    """Append from so many threads at once, so many entries each."""

    def work() -> None:
        for number in range(each):
            log.append(draft(number))

    started = [Thread(target=work) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
