"""python benchmarks/report.py [ENTRIES]: reports in one pass; time and peak memory.

Method: each report runs in a fresh process, timed, whose resident memory (VmHWM) is
compared with what it was before the first entry was read; then once more in another,
with Python's own allocations watched by tracemalloc, which makes it several times
slower and is not timed.
"""

import multiprocessing
import sys
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from accountability.report import Report, lines_of
from accountability.report_looks import OneSubject
from accountability.report_sums import PerCase, PerPerson
from accountability.report_unusual import Thresholds, Unusual
from benchmarks._ledger_floor import a_log
from ledger.append import Appender, Request
from ledger.entry import Draft
from ledger.model import Column, LedgerPaths
from ledger.note import NoteSigner
from ledger.reader import Reader
from ledger.store.view import SqliteView

ENTRIES = 1_000_000
CASES = 5_000
START = datetime(2024, 12, 1, tzinfo=UTC)
TWO_YEARS = timedelta(days=730)
COLUMNS: tuple[Column, ...] = ()


def subject_of(number: int, count: int) -> tuple[str, str]:
    """Give period and made-up index of the person that a question is about."""
    month = (START + TWO_YEARS * number * 2 / count).strftime("%Y-%m")
    return f"{month}.standard", f"{number % 30_000:043d}"


def drafts(count: int, cases: int = CASES) -> Iterator[Draft]:
    """Draft questions of 50 persons in so many cases, each with its outcome."""
    for number in range(count // 2):
        period, index = subject_of(number, count)
        subject = {"period": period, "index": index}
        actor = {"id": f"bogus-{number % 50}", "name": "Bogus Bogus", "unit": "R"}
        question = Draft.of(
            "intent",
            {
                "actor": actor,
                "case": {"number": f"FK.{number % cases}", "standing": "assigned"},
                "purpose": "doreczenie",
                "subjects": [subject],
            },
        )
        yield question
        yield Draft.of("outcome", {"ref": question.id, "result": "answered"})


def fill(
    paths: LedgerPaths,
    signer: NoteSigner,
    count: int,
    columns: Sequence[Column] = COLUMNS,
) -> None:
    """Append the entries of two years, in large commits."""
    at = [START]

    def clock() -> datetime:
        at[0] += TWO_YEARS / count
        return at[0]

    appender = Appender(paths, signer=signer, columns=columns, clock=clock)
    for batch in batched(drafts(count), 1000):
        appender.append([Request(draft) for draft in batch])
    appender.release()
    appender.abandon()


def batched(rows: Iterator[Draft], size: int) -> Iterator[list[Draft]]:
    """Give them in lists of `size`, the last one shorter."""
    while batch := list(islice(rows, size)):
        yield batch


def reports(count: int) -> list[Report]:
    """Make one of each that an officer runs over everything."""
    limits = Thresholds(
        per_hour=30, per_day=100, persons_per_subject=2, night_from=20, night_until=6
    )
    found = frozenset({subject_of(count // 4, count)})
    return [PerPerson(), PerCase(), Unusual(limits), OneSubject(found)]


def peak_rss_mb() -> float:
    """Give the most memory that this process has had resident, in MB; Linux only.

    Not ru_maxrss, which a child begins with that of its parent.
    """
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    [line] = [line for line in status if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024 / 1e6


def measured(
    paths: LedgerPaths, which: int, count: int, *, watched: bool
) -> tuple[int, float, float]:
    """Make a report; give its lines, its seconds, and its peak in MB."""
    report = reports(count)[which]
    with Reader(SqliteView(paths.store, COLUMNS)) as reader:
        base = peak_rss_mb()
        if watched:
            tracemalloc.start()
        start = time.perf_counter()
        lines = sum(
            line.cells is not None for line in lines_of(report, reader.select())
        )
        seconds = time.perf_counter() - start
    if watched:
        return lines, seconds, tracemalloc.get_traced_memory()[1] / 1e6
    return lines, seconds, peak_rss_mb() - base


def apart(
    paths: LedgerPaths, which: int, count: int, *, watched: bool
) -> tuple[int, float, float]:
    """Do that in a process of its own, which begins with nothing of ours."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (paths, which, count), {"watched": watched})


def main() -> None:
    """Time each report, then make it again while memory is watched."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with a_log(COLUMNS, lambda: START) as (paths, signer):
        fill(paths, signer, count)
        for which, report in enumerate(reports(count)):
            lines, seconds, rss = apart(paths, which, count, watched=False)
            _, _, python = apart(paths, which, count, watched=True)
            print(
                f"{count} entries, {type(report).__name__}: {lines} lines,"
                f" {seconds * 1e6 / count:.1f} s per 10^6, peak {rss:.1f} MB resident"
                f" over the start, {python:.1f} MB of Python memory",
                flush=True,
            )


if __name__ == "__main__":
    main()
