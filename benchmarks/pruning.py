"""python benchmarks/pruning.py [ENTRIES]: plan, removal, and verify after it.

A log of two years, all past retention but what one held case has; the officer orders,
the operator carries out; `verify` runs before and after, against leaf hashing alone.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from accountability.columns import COLUMNS
from accountability.holds import set_hold
from accountability.model import Role
from accountability.pruning import order_pruning, say_pruned
from benchmarks._ledger_floor import rate
from benchmarks.report import ENTRIES, START, fill, peak_rss_mb
from ledger.removal import remove_pruned
from ledger.tree import leaf_hash
from ledger.verify import Verification, verify_log
from tests.factories import HeldClock, an_actor
from tests.world import World

HELD = "FK.7"
WHY = "po upływie okresu przechowywania"
OFFICER = an_actor(id="i.nspektor", name="Iga Nspektor", role=Role.OFFICER)
Done = TypeVar("Done")
OPERATOR = an_actor(id="o.perator", name="Ola Perator", role=Role.OPERATOR)


def timed(what: str, count: int, work: Callable[[], Done]) -> Done:
    """Do it once; print its rate and the peak of resident memory until then."""
    start = time.perf_counter()
    done = work()
    seconds = time.perf_counter() - start
    print(
        f"{what}: {seconds:.1f} s, {count / seconds / 1e6:.2f} M/s,"
        f" peak {peak_rss_mb():.0f} MB resident",
        flush=True,
    )
    return done


def main() -> None:
    """Fill, plan, remove, verify."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    floor = rate(300_000, lambda _: leaf_hash(b"x" * 401))
    print(f"{count} entries; leaf hashing alone {floor / 1e6:.2f} M/s")
    with TemporaryDirectory() as name:
        clock = HeldClock(START)
        world = World(Path(name)).found(clock)
        paths, signer = world.paths, world.signer
        fill(paths, signer, count, COLUMNS)

        def verify() -> Verification:
            return verify_log(paths.store, vkeys=[signer.vkey], columns=COLUMNS)

        timed("verify before", count, verify)
        clock.now = datetime(2030, 1, 1, tzinfo=UTC)
        with world.opened(clock=clock) as trail:
            set_hold(trail, OFFICER, case=HELD, justification=WHY)
            order = order_pruning(
                trail, OFFICER, before=date(2027, 1, 1), justification=WHY
            )
            said = timed(
                "plan, and the entries that say it",
                count,
                lambda: say_pruned(trail, OPERATOR, order_id=order),
            )
        done = timed(
            "verify and remove",
            count,
            lambda: remove_pruned(paths, columns=COLUMNS, vkey=signer.vkey),
        )
        found = timed("verify after", count, verify)
        print(f"said {said}, removed {done.bodies}, verify: {found.verdict}")


if __name__ == "__main__":
    main()
