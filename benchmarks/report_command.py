"""python benchmarks/report_command.py [ENTRIES [CASES]]: `jst report` with its files.

Method: a demonstration office whose log gets ENTRIES entries of today, in CASES cases,
each question about somebody else; then each report is made once by `jst report` in a
process of its own, as an officer makes it, with CSV, JSON Lines and PDF; the first one
has hardly a line and shows the base. Seconds are those of the wall clock, over the
whole process; memory is the most that it had resident (VmHWM); Linux only.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from accountability.columns import COLUMNS
from benchmarks.report import CASES, batched, drafts
from jst.demo import OFFICER, create_demo, demo_settings
from jst.office import load_signer
from ledger.append import Appender, Request
from vocabulary.clock import system_clock

ENTRIES: Final = 100_000
REPORTS: Final = (
    ("keys",),
    ("people",),
    ("cases",),
    ("people", "--person", "bogus-7"),
    ("unusual",),
)
_JST: Final = """
import sys
from jst.cli.wrapper import main
status = main(sys.argv[1:])
lines = open("/proc/self/status").read().splitlines()
[peak] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
print(status, peak, file=sys.stderr)
"""


def fill(home: Path, count: int, cases: int) -> None:
    """Append questions with their outcomes, in large commits."""
    places = demo_settings(home).places
    appender = Appender(
        places.ledger, signer=load_signer(places), columns=COLUMNS, clock=system_clock
    )
    for batch in batched(drafts(count, cases), 1000):
        appender.append([Request(draft) for draft in batch])
    appender.release()
    appender.abandon()


def measured(home: Path, number: int, args: tuple[str, ...]) -> str:
    """Make one report with all its files; say its lines, seconds, memory and sizes."""
    files = [home / f"{number}.{kind}" for kind in ("csv", "jsonl", "pdf")]
    wanted = [f"--{path.suffix[1:]}={path}" for path in files]
    start = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", _JST, "report", *args, *wanted, "--limit=200"],
        env={**os.environ, "JST_HOME": str(home), "JST_DEMO_PERSON": OFFICER},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - start
    status, peak = ran.stderr.splitlines()[-1].split()
    if status != "0":
        raise SystemExit(f"jst report {args[0]} ended with {status}")
    sizes = ", ".join(f"{path.stat().st_size / 1e6:.1f}" for path in files)
    count = ran.stdout.splitlines()[-1]
    return (
        f"jst report {' '.join(args)}: {count} {seconds:.1f} s,"
        f" peak {int(peak) * 1024 / 1e6:.0f} MB, files of {sizes} MB"
    )


def main() -> None:
    """Make an office, fill its log, and make each report once."""
    count, cases = (*map(int, sys.argv[1:3]), *(ENTRIES, CASES)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "office"
        create_demo(home)
        fill(home, count, cases)
        for number, args in enumerate(REPORTS):
            print(measured(home, number, args), flush=True)


if __name__ == "__main__":
    main()
