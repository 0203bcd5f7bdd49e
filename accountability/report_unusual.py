"""[5] What is unusual: how much, when, and several people about one person.

Pure. A sign is no accusation: each line says what was seen, the officer asks why.
Hours, nights and weekends are those of Europe/Warsaw. Questions and denials count,
as both are attempts, and apart from them who reads kept answers, as that is a use of
the same data. Statutory holidays other than Sundays are not known here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from accountability.overflow import Sum, Sums
from accountability.report import (
    READINGS,
    Cell,
    Entry,
    Line,
    Report,
    at_warsaw,
    indexes,
    inner,
    text,
)
from ledger.entry import entry_time
from vocabulary.clock import warsaw_time

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on something is unusual; the defaults stand in the settings.

    Attributes:
        per_hour: Attempts, or readings, of one person in one hour of the clock.
        per_day: Attempts, or readings, of one person on one day.
        persons_per_subject: People of staff who asked about one person in one period.
        night_from: Hour at which the night begins, 0-23.
        night_until: Hour at which it is over.
    """

    per_hour: int
    per_day: int
    persons_per_subject: int
    night_from: int
    night_until: int

    def is_night(self, hour: int) -> bool:
        """Tell whether an hour lies in the night, which may pass midnight."""
        if self.night_from <= self.night_until:
            return self.night_from <= hour < self.night_until
        return hour >= self.night_from or hour < self.night_until


@dataclass(slots=True)
class _Counter:
    """Attempts, or readings, of one person in the hour, or on the day, that runs."""

    what: str
    span: str = ""
    count: int = 0
    index: int = 0
    person: str = ""


class Unusual(Report):
    """Volume, night, weekend, and the same subject by several people.

    Keeps a counter a person, and the subjects of the month that runs: an index means
    nothing beyond its period, so no more could be compared.
    """

    columns = ("index", "at", "sign", "person", "case", "count", "details")

    def __init__(self, thresholds: Thresholds) -> None:
        self._limits = thresholds
        self._hours: dict[tuple[str, str], _Counter] = {}
        self._days: dict[tuple[str, str], _Counter] = {}
        self._month = ""
        self._askers = Sums(_later)

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """Judge an attempt or a reading by its time, and count it."""
        what = _what(entry)
        if what is None:
            return
        when = warsaw_time(entry_time(entry))
        at = when.isoformat(" ", "hours")
        day, hour = at[:10], f"{at[:13]}:00"
        if day[:7] != self._month:
            yield from self._several()
            self._month = day[:7]
        if self._limits.is_night(when.hour):
            yield _sign("night", index, entry)
        if when.weekday() >= SATURDAY:
            yield _sign("weekend", index, entry)
        who, name = inner(entry, "actor", "id"), inner(entry, "actor", "name")
        for counters, span, limit in (
            (self._hours, hour, self._limits.per_hour),
            (self._days, day, self._limits.per_day),
        ):
            counter = counters.setdefault((who, what), _Counter(what))
            if counter.span != span:
                yield from _closed(counter, limit)
                counter.span, counter.count = span, 0
            counter.count += 1
            counter.index, counter.person = index, name
        for subject in indexes(entry, "subjects"):
            self._askers.add((*subject, who), (index, name))

    def end(self) -> Iterator[Line]:
        """Close the hours, the days and the month that run."""
        yield from self._several()
        for counters, limit in (
            (self._hours, self._limits.per_hour),
            (self._days, self._limits.per_day),
        ):
            for counter in counters.values():
                yield from _closed(counter, limit)

    def _several(self) -> Iterator[Line]:
        """Give the subjects of several people, in the order of their last entries."""
        found = Sums(_later)
        by_subject = groupby(self._askers.take(), key=lambda asker: asker[0][:-1])
        for (period, subject), askers in by_subject:
            told = [value for _, value in askers]
            if len(told) >= self._limits.persons_per_subject:
                last = max(index for index, _ in told)
                names = ", ".join(sorted(name for _, name in told))
                found.add((f"{last:020}", period, subject), (names, len(told)))
        for (last, _, subject), (names, count) in found.take():
            cells = (int(last), self._month, "same-subject", names, "", count)
            yield Line((*cells, subject[:8]), (int(last),))


def _later(_: Sum, now: Sum) -> Sum:
    """Keep what came last."""
    return now


def _what(entry: Entry) -> str | None:
    """Say as what an entry counts: an attempt to ask, a reading, or as nothing."""
    if entry["kind"] in {"intent", "denied"}:
        return "volume"
    reads = entry["kind"] == "disclosure" and text(entry, "operation") in READINGS
    return "readings" if reads else None


def _sign(sign: str, index: int, entry: Entry) -> Line:
    case = inner(entry, "case", "number")
    who = inner(entry, "actor", "name")
    cells: tuple[Cell, ...] = (index, at_warsaw(entry), sign, who, case, 1)
    return Line((*cells, text(entry, "purpose")), (index,))


def _closed(counter: _Counter, limit: int) -> Iterator[Line]:
    if counter.count >= limit:
        sign = f"{counter.what}-hour" if ":" in counter.span else f"{counter.what}-day"
        cells = (counter.index, counter.span, sign, counter.person, "", counter.count)
        yield Line((*cells, f">= {limit}"), (counter.index,))
