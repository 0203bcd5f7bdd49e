"""python benchmarks/ledger_append.py: durable appends, against their floors.

Floor of one thread: a bare WAL-FULL commit, one signature, one verification.
Unit of 64 threads: the rate of fdatasync on the same disk.
"""

from threading import Thread

from benchmarks._ledger_floor import (
    COLUMNS,
    FILLING,
    a_log,
    bare_rate,
    draft,
    fdatasync_rate,
    rate,
)
from ledger.log import Log

SINGLE, THREADS, EACH = 1000, 64, 200


def main() -> None:
    """Measure three times, and print the rates with their ratios."""
    for _ in range(3):
        with a_log() as (paths, signer):
            folder = paths.home.parent
            floor, synced = bare_rate(folder, signer), fdatasync_rate(folder)
            with Log(paths, signer=signer, columns=COLUMNS) as log:
                one = rate(SINGLE, lambda number: log.append(draft(number)))
                many = rate(1, lambda _: _together(log)) * THREADS * EACH
        print(f"fdatasync {synced:8.0f}/s   floor {floor:8.0f}/s")
        print(f"1 thread  {one:8.0f}/s   {one / floor:5.2f} of the floor (>= 0.5)")
        print(f"64 threads{many:8.0f}/s   {many / synced:5.2f} x fdatasync")
        _print_peer()


def _together(log: Log) -> None:
    def work() -> None:
        for number in range(EACH):
            log.append(draft(number))

    threads = [Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


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
