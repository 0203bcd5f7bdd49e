"""How long imports and `jst --help` take, over an empty interpreter of the same run.

Method: each is started in a process of its own, in turn, so that a busy machine slows
all of them alike; the median of the rounds counts. `over` is the time above the empty
interpreter. `typer` alone is what no command line made with it can be below.

Targets (docs/benchmarks.md): import of crpo.lookup, and of ksef.access.client with
ksef.law.decide, at most 260 ms over an empty interpreter; `jst --help` at most 350 ms.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
EMPTY = "an empty interpreter"
PROGRAMS = {
    EMPTY: "pass",
    "import typer": "import typer",
    "import vocabulary.identifiers": "import vocabulary.identifiers",
    "import ledger.log": "import ledger.log",
    "import ledger.verify": "import ledger.verify",
    "import certs.load": "import certs.load",
    "import crpo.lookup": "import crpo.lookup",
    "import ksef.law.decide": "import ksef.law.decide",
    "import ksef.access.client, ksef.law.decide": (
        "import ksef.access.client, ksef.law.decide"
    ),
    "jst --help": "from jst.cli.wrapper import main; main(['--help'])",
    "jst ledger verify --help": (
        "from jst.cli.wrapper import main; main(['ledger', 'verify', '--help'])"
    ),
    "jst settings example": (
        "from jst.cli.wrapper import main; main(['settings', 'example'])"
    ),
}


def start(program: str) -> float:
    """Run a program in a fresh interpreter; give the milliseconds of the wall."""
    began = perf_counter()
    subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return (perf_counter() - began) * 1000


def main() -> None:
    """Print a table: milliseconds, milliseconds over nothing, and the ratio."""
    for program in PROGRAMS.values():
        start(program)  # bytecode is written, files are in memory
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(ROUNDS):
        for name, program in PROGRAMS.items():
            times[name].append(start(program))
    empty = statistics.median(times[EMPTY])
    print(f"{'program':32} {'ms':>7} {'over':>7} {'ratio':>6}")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:32} {median:7.0f} {median - empty:7.0f} {median / empty:6.1f}")


if __name__ == "__main__":
    main()
