"""CPU time of accountability in one look-up, against the bare signed call.

Method: the CRPO simulator runs in a process of its own. In turn, in one process, the
same question is asked bare (encode, seal, POST over TLS, verify, read) and through
`crpo.lookup.look_up` (all of that, and checks, intent, kept answer, outcome). Counted
is the CPU time of this process (`process_time`), user and system, so that waiting for
the disk is not; the home lies in memory where /dev/shm exists, so that syncing costs
no system time either. The receipt is left out, as in the target; so is making the
actor, which is the matter of who logged the person in.

Target (docs/benchmarks.md): at most 1 ms more than the bare call.
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

ROUNDS = 150
WARM_UP = 10
NO_RECEIPT = Receipt(intent=b"", intent_proof="", outcome=b"", outcome_proof="")


def serve(folder: Path) -> None:
    """Be the register until the parent closes our standard input."""
    with CrpoSimulator.load(folder) as simulator:
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


def measure(
    trail: AuditTrail, register: Crpo, mandator: MandatorId
) -> tuple[list[float], list[float]]:
    """Ask in turn, bare and accountable; give the CPU milliseconds of each."""
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
    pairs = [(cpu_ms(bare), cpu_ms(accountable)) for _ in range(ROUNDS + WARM_UP)]
    return [b for b, _ in pairs[WARM_UP:]], [a for _, a in pairs[WARM_UP:]]


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
            bare, accountable = measure(trail, register, mandator)
    extra = [a - b for a, b in zip(accountable, bare, strict=True)]
    print(f"home in memory: {where is not None}; {ROUNDS} rounds, CPU ms, median")
    print(f"bare signed call      {statistics.median(bare):6.2f}")
    print(f"accountable look-up   {statistics.median(accountable):6.2f}")
    print(f"accountability        {statistics.median(extra):6.2f}   target <= 1.00")
    print(f"a leaf hash of 401 bytes costs {leaf_hash_us():.2f} us here")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]))
    else:
        main()
