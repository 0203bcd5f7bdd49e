"""python benchmarks/report.py [ENTRIES]: reports in one pass; time and peak memory."""

import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

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
START = datetime(2024, 12, 1, tzinfo=UTC)
TWO_YEARS = timedelta(days=730)
COLUMNS: tuple[Column, ...] = ()


def subject_of(number: int, count: int) -> tuple[str, str]:
    """Give period and made-up index of the person that a question is about."""
    month = (START + TWO_YEARS * number * 2 / count).strftime("%Y-%m")
    return f"{month}.standard", f"{number % 30_000:043d}"


def drafts(count: int) -> Iterator[Draft]:
    """Draft questions of 50 persons in 5,000 cases, each with its outcome."""
    for number in range(count // 2):
        period, index = subject_of(number, count)
        subject = {"period": period, "index": index}
        actor = {"id": f"bogus-{number % 50}", "name": "Bogus Bogus", "unit": "R"}
        question = Draft.of(
            "intent",
            {
                "actor": actor,
                "case": {"number": f"FK.{number % 5000}", "standing": "assigned"},
                "purpose": "doreczenie",
                "subjects": [subject],
            },
        )
        yield question
        yield Draft.of("outcome", {"ref": question.id, "result": "answered"})


def fill(paths: LedgerPaths, signer: NoteSigner, count: int) -> None:
    """Append the entries of two years, in large commits."""
    at = [START]

    def clock() -> datetime:
        at[0] += TWO_YEARS / count
        return at[0]

    appender = Appender(paths, signer=signer, columns=COLUMNS, clock=clock)
    batch: list[Request] = []
    for draft in drafts(count):
        batch.append(Request(draft))
        if len(batch) == 1000:
            appender.append(batch)
            batch = []
    if batch:
        appender.append(batch)
    appender.release()
    appender.abandon()


def measured(paths: LedgerPaths, report: Report) -> tuple[float, int]:
    """Make a report; give its seconds and how many lines it has."""
    start = time.perf_counter()
    with Reader(SqliteView(paths.store, COLUMNS)) as reader:
        count = sum(
            line.cells is not None for line in lines_of(report, reader.select())
        )
    return time.perf_counter() - start, count


def reports(count: int) -> list[Report]:
    """Make one of each that an officer runs over everything."""
    limits = Thresholds(
        per_hour=30, per_day=100, persons_per_subject=2, night_from=20, night_until=6
    )
    found = frozenset({subject_of(count // 4, count)})
    return [PerPerson(), PerCase(), Unusual(limits), OneSubject(found)]


def main() -> None:
    """Time each report, then make it again while memory is watched."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with a_log(COLUMNS, lambda: START) as (paths, signer):
        fill(paths, signer, count)
        for timed, watched in zip(reports(count), reports(count), strict=True):
            seconds, lines = measured(paths, timed)
            tracemalloc.start()
            measured(paths, watched)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            print(
                f"{count} entries, {type(timed).__name__}: {lines} lines,"
                f" {seconds * 1e6 / count:.1f} s per 10^6,"
                f" peak {peak / 1e6:.1f} MB of Python memory"
            )


if __name__ == "__main__":
    main()
