"""CPU time of accountability in one look-up, against the bare signed call.

Method: the CRPO simulator runs in a process of its own. In turn, in one process, the
same question is asked bare (encode, seal, POST over TLS, verify, read) and through
`crpo.lookup.look_up` (all of that, and checks, intent, kept answer, outcome). Counted
is the CPU time of this process (`process_time`), user and system, so that waiting for
the disk is not; the home lies in memory where /dev/shm exists, so that syncing costs
no system time either. The receipt is left out, as in the target; so is making the
actor, which is the matter of who logged the person in.

They are asked in two orders. In rows: ten bare calls, ten look-ups, and so on, the
first of each row left out; this is what an office has with and without accountability.
In turn: each look-up behind a bare call, which no office makes, with caches that the
other kind has left; the difference of each pair.

Target (docs/benchmarks.md): at most 1 ms more than the bare call, where a leaf hash
takes 0.53 us; as a ratio of this run, that is at most 1,887 leaf hashes.
"""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

from accountability.model import LegalBasis, Purpose
from accountability.receipt import Receipt
from accountability.trail import AuditTrail
from accountability.transport import Transport
from certs.keys_file import load_key
from crpo.client import Crpo
from crpo.contract.xades_xml import XadesXml
from crpo.lookup import look_up
from crpo.model import MandatorQuery
from jst.simulators.crpo import CrpoSimulator
from ledger.tree import leaf_hash
from tests.factories import CASE, OFFICE_NIP, an_action, an_actor
from tests.world import World
from vocabulary.identifiers import MandatorId

WARM_UP = 10
PAIRS = 80
ROWS = 10
IN_A_ROW = 10
NO_RECEIPT = Receipt(intent=b"", intent_proof="", outcome=b"", outcome_proof="")


def serve(folder: Path) -> None:
    """Be the register until the parent closes our standard input."""
    with CrpoSimulator(folder) as simulator:
        print(simulator.url, flush=True)
        sys.stdin.read()


@contextmanager
def a_register(folder: Path) -> Iterator[tuple[Crpo, MandatorId]]:
    """Start the simulator in a process of its own, and reach it."""
    simulator = CrpoSimulator.create(folder)
    key = load_key(simulator.issue_seal("office", nip=OFFICE_NIP))
    simulator.admit_by_attributes(key.certificate, nip=OFFICE_NIP)
    with subprocess.Popen(
        [sys.executable, __file__, "--serve", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        yield (
            Crpo(
                contract=XadesXml(register_seals=[simulator.register_seal]),
                key=key,
                url=url,
                transport=Transport(ca_bundle=simulator.ca_pem),
            ),
            simulator.examples()["one"],
        )
        assert process.stdin is not None
        process.stdin.close()


def cpu_ms(work: Callable[[], object]) -> float:
    """Give the CPU milliseconds of one piece of work."""
    before = process_time()
    work()
    return (process_time() - before) * 1000


def the_two(
    trail: AuditTrail, register: Crpo, mandator: MandatorId
) -> tuple[Callable[[], None], Callable[[], None]]:
    """Give the bare call, and the accountable look-up of the same question."""
    query = MandatorQuery(mandator)
    trail.prove = lambda *_: NO_RECEIPT  # type: ignore[method-assign]  # not counted

    def bare() -> None:
        exchange = register.ask(register.question(query, authority_nip=OFFICE_NIP))
        exchange.read(exchange.send(exchange.encode(), under=licence))

    actor = an_actor()

    def accountable() -> None:
        look_up(
            query,
            actor=actor,
            case=CASE,
            purpose=Purpose.POWER_IN_CASE,
            basis=(LegalBasis.OP_138K_2,),
            justification="",
            register=register,
            trail=trail,
        )

    action = an_action()
    standing = trail.office.cases.standing(CASE, "")
    licence = trail.begin(action, standing, question=b"")
    return bare, accountable


def in_rows(bare: Callable[[], None], accountable: Callable[[], None]) -> list[float]:
    """Give the medians, in CPU milliseconds, of each kind behind its own kind."""
    spent: tuple[list[float], list[float]] = ([], [])
    for row in range(ROWS):
        kinds = list(zip((bare, accountable), spent, strict=True))
        for work, times in kinds if row % 2 else reversed(kinds):
            times.extend([cpu_ms(work) for _ in range(IN_A_ROW)][1:])
    return [statistics.median(times) for times in spent]


def in_turn(bare: Callable[[], None], accountable: Callable[[], None]) -> list[float]:
    """Give the medians of each behind the other kind, and of the differences."""
    pairs = [(cpu_ms(bare), cpu_ms(accountable)) for _ in range(PAIRS)]
    columns = (*zip(*pairs, strict=True), [a - b for b, a in pairs])
    return [statistics.median(times) for times in columns]


def leaf_hash_us() -> float:
    """Time the yardstick, for comparing machines: 0.53 us where the target was set."""
    body = b"x" * 401
    before = process_time()
    for _ in range(100_000):
        leaf_hash(body)
    return (process_time() - before) * 10


def main() -> None:
    """Measure, and print one table."""
    memory = Path("/dev/shm")  # noqa: S108 - a file system in memory is the point
    where = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name)
        with (
            a_register(folder / "simulator") as (register, mandator),
            World(folder / "office").found().opened() as trail,
        ):
            both = the_two(trail, register, mandator)
            for _ in range(WARM_UP):
                for work in both:
                    work()
            bare, accountable = in_rows(*both)
            bare_then, accountable_then, extra_then = in_turn(*both)
    print(f"home in memory: {where is not None}; CPU ms, median  in rows  in turn")
    for what, in_row, then in (
        ("bare signed call", bare, bare_then),
        ("accountable look-up", accountable, accountable_then),
        ("accountability, target <= 1.00", accountable - bare, extra_then),
    ):
        print(f"{what:40} {in_row:9.2f} {then:8.2f}")
    leaf_us = leaf_hash_us()
    print(
        f"{'the same in leaf hashes, target <= 1887':40}"
        f" {(accountable - bare) * 1000 / leaf_us:9.0f}"
        f" {extra_then * 1000 / leaf_us:8.0f}"
    )
    print(f"a leaf hash of 401 bytes costs {leaf_us:.2f} us here")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]))
    else:
        main()
