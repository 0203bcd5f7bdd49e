"""python benchmarks/ledger_proof.py [ENTRIES]: inclusion proofs out of stored tiles."""

import random
import statistics
import sys
import time

from benchmarks._ledger_floor import COLUMNS, a_log, fill
from ledger.log import Reader
from ledger.store.view import SqliteView

ENTRIES = 1_000_000


def main() -> None:
    """Fill a log, then prove a thousand entries, each by a reader of its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with a_log() as (paths, signer):
        fill(paths, signer, count)
        times_ms = []
        for index in random.sample(range(count), min(count, 1000)):
            with Reader(SqliteView(paths.store, COLUMNS)) as reader:
                assert count == reader.size
                start = time.perf_counter()
                reader.proof(index)
                times_ms.append((time.perf_counter() - start) * 1000)
    times_ms.sort()
    p95 = times_ms[len(times_ms) * 95 // 100]
    median = statistics.median(times_ms)
    print(f"{count} entries: median {median:.2f} ms (<= 1), p95 {p95:.2f} ms")


if __name__ == "__main__":
    main()
