"""python benchmarks/ledger_append_slow.py: 64 threads on a disk made slow by us.

Every commit, and every fdatasync of the unit, is followed by a sleep in this process:
a stand-in for a slow disk, not one. The log's own code is otherwise as it is. Two of
them: a disk of some 230 syncs a second, and one near the 500 from which on another
target holds.
"""

import os
import time
from pathlib import Path
from statistics import median

from benchmarks._ledger_floor import COLUMNS, a_log, rate, together
from ledger.log import Log
from ledger.store.sqlite import SqliteWriter

DELAYS_S, THREADS, EACH, ROUNDS = (0.004, 0.0018), 64, 60, 5


def main() -> None:
    """Measure unit and log in turn, for each delay; print each ratio and the median."""
    commit = SqliteWriter.commit
    for delay_s in DELAYS_S:

        def slowly(writer: SqliteWriter, delay_s: float = delay_s) -> None:
            commit(writer)
            time.sleep(delay_s)

        SqliteWriter.commit = slowly  # type: ignore[assignment, method-assign]  # the slow disk
        _measure(delay_s)


def _measure(delay_s: float) -> None:
    ratios = []
    with a_log() as (paths, signer), Log(paths, signer=signer, columns=COLUMNS) as log:
        for _ in range(ROUNDS):
            unit = _slow_syncs(paths.home.parent, delay_s)
            ours = rate(1, lambda _: together(log, THREADS, EACH)) * THREADS * EACH
            ratios.append(ours / unit)
            print(f"unit {unit:4.0f}/s, log {ours:5.0f}/s, {ratios[-1]:5.1f} x")
    print(f"64 threads {median(ratios):5.1f} x a slow sync (>= 20)")


def _slow_syncs(folder: Path, delay_s: float) -> float:
    with (folder / "slow").open("wb", buffering=0) as file:

        def once(_: int) -> None:
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            time.sleep(delay_s)

        return rate(100, once)


if __name__ == "__main__":
    main()
