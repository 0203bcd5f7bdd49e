"""A batch against the simulator, in lines a second: with the ledger, and with none.

Method: the simulator runs in a process of its own. The same questions are asked in one
process twice: by `crpo.batch.Batch` on a real ledger on disk (quota, intent, kept
answer, outcome, receipt), and by the bare signed call alone, which is what is left
when the trail is taken away (encode, seal, POST over TLS, verify, read).

    python benchmarks/batch.py [LINES]     10,000 lines when not told
"""

import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from accountability.model import DeclaredCases, Purpose
from benchmarks.lookup_overhead import a_register
from crpo.batch import Batch
from crpo.batch_log import State
from crpo.batch_sheet import Line
from crpo.model import MandatorQuery
from tests.factories import OFFICE_NIP, an_action, an_actor, an_office
from tests.world import World

LINES = 10_000


def main(count: int) -> None:
    """Measure both, and print their ratio."""
    with tempfile.TemporaryDirectory() as name:
        office = an_office(cases=DeclaredCases(), questions_per_day=count + 1)
        folder = Path(name)
        with (
            a_register(folder / "simulator") as (register, mandator),
            World(folder / "office").found().opened(office=office) as trail,
        ):
            lines = [
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
            batch = Batch.of(lines, actor=an_actor(), register=register, trail=trail)
            began = perf_counter()
            done = list(batch.run())
            with_ledger = count / (perf_counter() - began)
            assert {State.ANSWERED} == {each.state for each in done}

            standing = office.cases.standing("", "")
            licence = trail.begin(an_action(), standing, question=b"")
            query = MandatorQuery(mandator)
            began = perf_counter()
            for _ in range(count):
                question = register.question(query, authority_nip=OFFICE_NIP)
                exchange = register.ask(question)
                exchange.read(exchange.send(exchange.encode(), under=licence))
            bare = count / (perf_counter() - began)
    print(f"{count} lines")
    print(f"with the ledger   {with_ledger:7.1f} lines/s")
    print(f"without a trail   {bare:7.1f} lines/s   ratio {with_ledger / bare:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else LINES)
