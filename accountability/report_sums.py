"""[5] Sums: what each person did, and what was done in each case.

Pure. Memory grows with the number of persons, or of cases, not of entries.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from accountability.model import CaseRef
from accountability.report import (
    LISTED,
    Asked,
    Entry,
    Line,
    PairedReport,
    Pairs,
    Report,
    in_warsaw,
    inner,
    listed,
    text,
)

_COUNTED = ("questions", "denials", "disclosures", "documents", "unknown")
_COUNTED_AS = {
    "intent": "questions",
    "denied": "denials",
    "disclosure": "disclosures",
    "document": "documents",
}


@dataclass(slots=True)
class _Sum:
    """What is counted for one person or one case; `first` and `last` in UTC."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTED, 0))
    others: set[str] = field(default_factory=set)
    first: str = ""
    last: str = ""

    def add(self, asked: Asked, other: str) -> None:
        if kind := _counted_as(asked.entry):
            self.counts[kind] += 1
        self.counts["unknown"] += asked.result == "unknown"
        if other:
            self.others.add(other)
        at = str(asked.entry["at"])
        self.first = min(self.first or at, at)
        self.last = max(self.last, at)

    def cells(self) -> tuple[str | int, ...]:
        span = (in_warsaw(self.first), in_warsaw(self.last))
        return (*self.counts.values(), len(self.others), *span)


def _counted_as(entry: Entry) -> str | None:
    """Say as what an entry counts: a print-out of an answer is a reading and a paper.

    It counts once, as a paper.
    """
    if entry["kind"] == "disclosure" and text(entry, "operation") == "print":
        return "documents"
    return _COUNTED_AS.get(entry["kind"])


class PerPerson(PairedReport):
    """Who did how much: one line a person."""

    columns = ("personId", "person", "unit", *_COUNTED, "cases", "first", "last")

    def __init__(self) -> None:
        super().__init__()
        self._sums: dict[tuple[str, str, str], _Sum] = {}

    def end(self) -> Iterator[Line]:
        """Count the open questions, then give the sums by the persons' ids."""
        yield from super().end()
        for person in sorted(self._sums):
            yield Line((*person, *self._sums[person].cells()))

    def judge(self, asked: Asked) -> Iterator[Line]:
        """Take one question, denial or other entry."""
        person = tuple(inner(asked.entry, "actor", it) for it in ("id", "name", "unit"))
        if person[0]:
            key = (person[0], person[1], person[2])
            case = inner(asked.entry, "case", "number")
            self._sums.setdefault(key, _Sum()).add(asked, case)
            yield Line(None, asked.entries)


class PerCase(PairedReport):
    """What was asked in which case: one line a case."""

    columns = ("case", *_COUNTED, "persons", "first", "last")

    def __init__(self) -> None:
        super().__init__()
        self._sums: dict[str, _Sum] = {}

    def end(self) -> Iterator[Line]:
        """Count the open questions, then give the sums by case number."""
        yield from super().end()
        for case in sorted(self._sums):
            yield Line((case, *self._sums[case].cells()))

    def judge(self, asked: Asked) -> Iterator[Line]:
        """Take one question, denial or other entry."""
        if case := inner(asked.entry, "case", "number"):
            person = inner(asked.entry, "actor", "id")
            self._sums.setdefault(case, _Sum()).add(asked, person)
            yield Line(None, asked.entries)


class Listing(Report):
    """Everything that one person did, or that was done in one case, line by line."""

    columns = LISTED

    def __init__(self, *, person: str | None = None, case: str | None = None) -> None:
        self._pairs = Pairs()
        number = None if case is None else CaseRef(case)
        self._wanted = {("actor", "id"): person, ("case", "number"): number}

    def see(self, index: int, entry: Entry) -> Iterator[Line]:
        """List an entry that is meant, with its outcome."""
        yield from map(_line, filter(self._is_meant, self._pairs.see(index, entry)))

    def end(self) -> Iterator[Line]:
        """List the open questions."""
        yield from map(_line, filter(self._is_meant, self._pairs.end()))

    def _is_meant(self, asked: Asked) -> bool:
        return all(
            wanted in {None, inner(asked.entry, *place)}
            for place, wanted in self._wanted.items()
        )


def _line(asked: Asked) -> Line:
    return Line(listed(asked), asked.entries)
