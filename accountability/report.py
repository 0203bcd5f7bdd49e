"""[5] What the officer asks of the log: entries in, lines out.

    entries in the log's order -> Report.see -> Report.end -> lines

Opens nothing of the office, and is of bounded memory: a report keeps counters, and the
questions that have no outcome yet; where these are many, they wait in a nameless file
(`accountability.overflow`). Who reads the log and prints the lines: `jst report`.
Each report stands on the entries that it was given, and cites them by index.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from accountability.overflow import Kept
from ledger.entry import decode_entry
from vocabulary.clock import parse_iso_utc, warsaw_time

Entry = Mapping[str, Any]
Cell = str | int | None

LOOKS: Final = frozenset(
    {
        *("search", "report", "ledger-show"),
        *("unseal-request", "unseal-release", "unseal-show"),
    }
)
"""Operations by which the log itself is looked into (`accountability.looking`)."""
READINGS: Final = frozenset({"show", "serve", "print", "evidence"})
"""Operations by which a person reads a kept answer (`accountability.reading`)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report.

    Attributes:
        cells: A value for each column; None: the entries only count towards a sum.
        entries: Indexes of the entries it rests on.
    """

    cells: tuple[Cell, ...] | None
    entries: tuple[int, ...] = ()


class Report(ABC):
    """One question to the log; made anew for each pass over it.

    Attributes:
        columns: Stable English names of the cells.
    """

    columns: ClassVar[tuple[str, ...]]

    @abstractmethod
    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """Take the next entry; give the lines that are complete by it."""

    def end(self) -> Iterator[Line]:
        """Give what is left when there are no more entries."""
        yield from ()


def lines_of(report: Report, rows: Iterable[tuple[int, bytes]]) -> Iterator[Line]:
    """Pass over entries once, in the order of the log.

    Raises:
        EntryInvalid: Stored bytes that are no entry: the log is damaged, verify it.
    """
    for index, body in rows:
        yield from report.see(index, decode_entry(body))
    yield from report.end()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, a denial or a look, with how it ended.

    Attributes:
        index: Place of the entry.
        entry: The entry.
        outcome_index: Place of its outcome, None while there is none.
        outcome: Its outcome; empty while there is none.
    """

    index: int
    entry: Entry
    outcome_index: int | None
    outcome: Entry

    @property
    def result(self) -> str:
        """The outcome's word, `open`, `denied`, or nothing."""
        if self.outcome:
            return str(self.outcome.get("result", ""))
        return {"intent": "open", "denied": "denied"}.get(self.entry["kind"], "")

    @property
    def entries(self) -> tuple[int, ...]:
        """The places of both."""
        if self.outcome_index is None:
            return (self.index,)
        return (self.index, self.outcome_index)


class PairedReport(Report):
    """A report on questions with their outcomes, the open ones last.

    It keeps only the open ones.
    """

    def __init__(self) -> None:
        self._open = Kept()

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """Judge what is complete by this entry; an outcome without intent is none."""
        if entry["kind"] == "intent":
            self._open.put(entry["id"], (index, entry))
        elif entry["kind"] == "outcome":
            if found := self._open.pop(text(entry, "ref")):
                asked_at, intent = found
                yield from self.judge(Asked(asked_at, intent, index, entry))
        else:
            yield from self.judge(Asked(index, entry, None, {}))

    def end(self) -> Iterator[Line]:
        """Judge the open questions, oldest first."""
        for index, entry in self._open.values():
            yield from self.judge(Asked(index, entry, None, {}))

    @abstractmethod
    def judge(self, asked: Asked) -> Iterator[Line]:
        """Give the lines of one question, denial or other entry."""


PRINT_OUT: Final = "print-out"
"""What a report calls a look at a kept answer that left the office on paper."""

LISTED: Final = (
    "index",
    "at",
    "kind",
    "person",
    "unit",
    "case",
    "purpose",
    "result",
    "justification",
)


def listed(asked: Asked) -> tuple[Cell, ...]:
    """Give the cells of one question, in the order of `LISTED`."""
    entry = asked.entry
    return (
        asked.index,
        at_warsaw(entry),
        PRINT_OUT if is_print_out(entry) else entry["kind"],
        inner(entry, "actor", "name"),
        inner(entry, "actor", "unit"),
        inner(entry, "case", "number"),
        text(entry, "purpose") or text(entry, "operation") or text(entry, "event"),
        asked.result,
        text(entry, "justification"),
    )


def is_print_out(entry: Entry) -> bool:
    """Tell a print-out of a kept answer from a look at it; both disclose it."""
    return entry["kind"] == "disclosure" and text(entry, "operation") == "print"


def in_warsaw(at: str) -> str:
    """Write the time of an entry to the second, as people in Poland read it."""
    local = warsaw_time(parse_iso_utc(at))
    return local.isoformat(" ", "seconds")[: len("2026-11-20 12:00:00")]


def at_warsaw(entry: Entry) -> str:
    """Give the local time at which an entry was written."""
    return in_warsaw(entry["at"])


def text(entry: Entry, field: str) -> str:
    """Give a text; entries of later versions may lack it, or hold something else."""
    value = entry.get(field)
    return value if isinstance(value, str) else ""


def inner(entry: Entry, outer: str, field: str) -> str:
    """Give a text from within a field, as `text` does."""
    value = entry.get(outer)
    return text(value, field) if isinstance(value, Mapping) else ""


def indexes(entry: Entry, field: str) -> set[tuple[str, str]]:
    """Give period and blind index of each person in `subjects` or `disclosed`."""
    value = entry.get(field)
    persons = value if isinstance(value, list) else []
    return {
        (text(person, "period"), text(person, "index"))
        for person in persons
        if isinstance(person, Mapping)
    }
