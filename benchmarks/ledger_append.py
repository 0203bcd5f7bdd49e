"""python benchmarks/ledger_append.py: durable appends, against their floors.

Floor of one thread: a bare WAL-FULL commit, one signature, one verification.
Unit of 64 threads: the rate of fdatasync on the same disk.
"""

from statistics import median

from benchmarks._ledger_floor import (
    COLUMNS,
    FILLING,
    a_log,
    bare_rate,
    draft,
    fdatasync_rate,
    rate,
    together,
)
from ledger.log import Log

SINGLE, THREADS, EACH, ROUNDS = 200, 64, 100, 7
SLOW_DISK = 500
"""Syncs a second below which the larger multiple is the target."""


def main() -> None:
    """Measure floors and log in turn, and print the medians of the ratios."""
    ones, manies, floors, syncs = [], [], [], []
    with a_log() as (paths, signer):
        folder = paths.home.parent
        with Log(paths, signer=signer, columns=COLUMNS) as log:
            for _ in range(ROUNDS):
                floor, synced = (
                    bare_rate(folder, signer, SINGLE),
                    fdatasync_rate(folder),
                )
                one = rate(SINGLE, lambda number: log.append(draft(number)))
                many = rate(1, lambda _: together(log, THREADS, EACH)) * THREADS * EACH
                floors.append(floor)
                syncs.append(synced)
                ones.append(one / floor)
                manies.append(many / synced)
    print(f"fdatasync {median(syncs):8.0f}/s, floor {median(floors):.0f}/s, medians")
    print(f"1 thread   {median(ones):5.2f} of the floor   (>= 0.5)")
    wanted = 20 if median(syncs) < SLOW_DISK else 3
    print(f"64 threads {median(manies):5.2f} x fdatasync    (>= {wanted})")
    _print_peer()


def _print_peer() -> None:
    try:
        from pymerkle import InmemoryTree  # noqa: PLC0415 - only where it is installed
    except ImportError:
        return
    tree = InmemoryTree()
    peer = rate(SINGLE, lambda _: tree.append_entry(FILLING.encode()))
    print(f"pymerkle in memory, not durable {peer:8.0f}/s")


if __name__ == "__main__":
    main()
