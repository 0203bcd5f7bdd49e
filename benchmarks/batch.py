"""A batch against the simulator, in lines a second: on a ledger, and on a null trail.

Method: the simulator runs in a process of its own. The same sheet is asked three times
in one process, over TLS, each time by what the row says:

    ledger  `crpo.batch.Batch` on a real ledger on disk: quota inside the lock, durable
            intent, kept answer, durable outcome, receipt
    null    the same `Batch` on a trail that writes nothing: every check is made, and
            the intents, outcomes, answers and receipts go nowhere
    bare    a tenth of the lines by the signed call alone: encode, seal, POST, verify,
            read

Every thousandth line tells how far it is, and how fast the last thousand were. A run
that would pass `CAP_S` stops and says so.

    python benchmarks/batch.py [LINES]     10,000 lines when not told
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from accountability.disclosure import OF_THE_TRAIL
from accountability.entries import Result, Told
from accountability.evidence import SALT_BYTES, EvidenceStore, Kept
from accountability.intent import OpenIntent
from accountability.model import Action, CaseStanding, DeclaredCases, Purpose
from accountability.receipt import Receipt
from accountability.trail import AuditTrail
from benchmarks.lookup_overhead import NO_RECEIPT, a_register
from crpo.batch import Batch
from crpo.batch_log import State
from crpo.batch_sheet import Line
from crpo.client import Crpo
from crpo.model import MandatorQuery
from ledger.entry import new_entry_id
from ledger.model import Appended
from tests.factories import OFFICE_NIP, an_action, an_actor, an_office
from tests.world import World
from vocabulary.identifiers import MandatorId

LINES: Final = 10_000
STEP: Final = 1_000
CAP_S: Final = 900


class NullStore(EvidenceStore):
    """Keeps nothing."""

    def keep(self, **what: Any) -> Kept:  # noqa: ANN401 - the store's own keywords
        """Give back what would have been kept."""
        salt = bytes(SALT_BYTES)
        return Kept(question=what["question"], answer=what["answer"], salt=salt)


class NullTrail(AuditTrail):
    """Lets everything happen and writes nothing of it."""

    def begin(
        self,
        action: Action,
        standing: CaseStanding,
        *,
        question: bytes,
        seal_serial: int | None = None,
    ) -> OpenIntent:
        """Open an intent that is nowhere."""
        del standing, question, seal_serial
        key = self.current_key(action.case)
        return OpenIntent(
            _nothing(), key, batch=action.batch, ref=None, maker=OF_THE_TRAIL
        )

    def finish(
        self, intent: OpenIntent, result: Result, told: Told, **how: str
    ) -> Appended:
        """Close it."""
        del result, told, how
        intent.close()
        return _nothing()

    def prove(self, intent_index: int, outcome_index: int) -> Receipt:
        """Prove nothing."""
        del intent_index, outcome_index
        return NO_RECEIPT


def _nothing() -> Appended:
    return Appended(
        index=0, id=new_entry_id(), at=datetime.now(UTC), body=b"", size=1, note=""
    )


class Pace:
    """Told how many lines are done; prints every step, and stops a run too long."""

    def __init__(self, row: str) -> None:
        """Start the clock of a row."""
        self.row, self.began = row, perf_counter()
        self._last = self.began

    def __call__(self, done: int, total: int) -> None:
        """Say how fast the last step was."""
        if done % STEP:
            return
        now = perf_counter()
        speed = STEP / (now - self._last)
        self._last = now
        print(f"  {self.row} {done}/{total}: {speed:.1f} lines/s", flush=True)
        if now - self.began > CAP_S:
            sys.exit(f"{self.row}: stopped at {done} lines after {CAP_S} s")

    def rate(self, count: int) -> float:
        """Give the lines a second since the start."""
        return count / (perf_counter() - self.began)


def sheet(count: int, mandator: MandatorId) -> list[Line]:
    """Write a sheet of so many questions about one mandator, each for its own case."""
    return [
        Line(
            number=n,
            at=n + 1,
            mandator=mandator,
            case=f"FK.3120.{n}.2026",
            purpose=Purpose.SERVICE_OF_LETTERS,
            justification="",
        )
        for n in range(1, count + 1)
    ]


def batch(row: str, lines: Sequence[Line], register: Crpo, trail: AuditTrail) -> float:
    """Run a whole batch; give its lines a second."""
    pace = Pace(row)
    run = Batch.of(lines, actor=an_actor(), register=register, trail=trail)
    assert {State.ANSWERED} == {done.state for done in run.run(told=pace)}
    return pace.rate(len(lines))


def bare(
    count: int, mandator: MandatorId, register: Crpo, licence: OpenIntent
) -> float:
    """Make signed calls alone; give their number a second."""
    pace, query = Pace("bare"), MandatorQuery(mandator)
    for done in range(1, count + 1):
        exchange = register.ask(register.question(query, authority_nip=OFFICE_NIP))
        exchange.read(exchange.send(exchange.encode(), under=licence))
        pace(done, count)
    return pace.rate(count)


def main(count: int) -> None:
    """Measure all three, and print their ratios."""
    with tempfile.TemporaryDirectory() as name:
        office = an_office(cases=DeclaredCases(), questions_per_day=count + 1)
        folder = Path(name)
        with (
            a_register(folder / "simulator") as (register, mandator),
            World(folder / "office").found().opened(office=office) as trail,
        ):
            null = NullTrail(
                log=trail.log,
                keys=trail.keys,
                evidence=NullStore(folder, trail.keys),
                office=office,
                home=trail.home,
            )
            lines = sheet(count, mandator)
            without = batch("null", lines, register, null)
            with_ledger = batch("ledger", lines, register, trail)
            standing = CaseStanding.DECLARED
            licence = null.begin(an_action(), standing, question=b"")
            alone = bare(max(1, count // 10), mandator, register, licence)
            size_mb = World(folder / "office").paths.store.stat().st_size / 1e6
    print(f"{count} lines; the ledger then has {size_mb:.1f} MB")
    print(f"with the ledger   {with_ledger:7.1f} lines/s")
    print(
        f"on a null trail   {without:7.1f} lines/s   ratio {with_ledger / without:.2f}"
    )
    print(f"bare signed call  {alone:7.1f} lines/s   ratio {with_ledger / alone:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else LINES)
