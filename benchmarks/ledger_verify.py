"""python benchmarks/ledger_verify.py [ENTRIES]: a whole log, against leaf hashing."""

import sys

from benchmarks._ledger_floor import FILLING, a_log, fill, rate
from ledger.tree import leaf_hash
from ledger.verify import verify_log

ENTRIES = 1_000_000


def main() -> None:
    """Fill a log, then verify it three times."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    body = FILLING.encode() * 2 + bytes(60)
    with a_log() as (paths, signer):
        fill(paths, signer, count)
        for _ in range(3):
            floor = rate(300_000, lambda _: leaf_hash(body))
            ours = rate(1, lambda _: verify_log(paths.store)) * count
            print(
                f"{count} entries: {ours / 1e6:.2f} M/s (>= 0.4 where leaf hashing"
                f" alone does 1.9), leaf hashing {floor / 1e6:.2f} M/s,"
                f" ratio {ours / floor:.2f} (>= 0.21)"
            )


if __name__ == "__main__":
    main()
