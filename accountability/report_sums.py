"""[5] Sums: what each person did, and what was done in each case.

A sum is one of a person in a case; where these are many, they wait in a nameless file.
"""

from abc import abstractmethod
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from accountability.model import CaseRef
from accountability.overflow import Key, Sum, Sums
from accountability.report import (
    LISTED,
    Asked,
    Entry,
    Line,
    PairedReport,
    in_warsaw,
    inner,
    is_print_out,
    listed,
    text,
)

_KINDS: Final = ("questions", "denials", "disclosures", "documents")
_COUNTED: Final = (*_KINDS, "unknown")
_NOTHING: Final[Sum] = (*(0 for _ in _COUNTED), "Z", "")
"""The sum of no entries: every time lies between its first and its last."""
_COUNTED_AS: Final = {
    "intent": "questions",
    "denied": "denials",
    "disclosure": "disclosures",
    "document": "documents",
}
_NO_DOCUMENTS: Final = frozenset({"letter-attach"})
"""Operations of entries on a document that another has made: its signature judged."""


def _plus(one: Sum, other: Sum) -> Sum:
    *counts, first, last = one
    *more, begins, ends = other
    added = (a + b for a, b in zip(counts, more, strict=True))
    return (*added, min(first, begins), max(last, ends))


def _counted_as(entry: Entry) -> str | None:
    """Say as what an entry counts: a print-out of an answer is a reading and a paper.

    It counts once, as a paper. A check of a paper's signature is no paper.
    """
    if is_print_out(entry):
        return "documents"
    if entry["kind"] == "document" and text(entry, "operation") in _NO_DOCUMENTS:
        return None
    return _COUNTED_AS.get(entry["kind"])


class _By(PairedReport):
    """One line a group; of what belongs to a line, each other thing counts once."""

    def __init__(self) -> None:
        super().__init__()
        self._sums = Sums(_plus)

    @abstractmethod
    def group(self, entry: Entry) -> Key | None:
        """Say to which line an entry belongs, and about which other thing it is."""

    def judge(self, asked: Asked) -> Iterator[Line]:
        """Take one question, denial or other entry."""
        if key := self.group(asked.entry):
            at = text(asked.entry, "at")
            counted = _counted_as(asked.entry)
            counts = (*(it == counted for it in _KINDS), asked.result == "unknown")
            self._sums.add(key, (*counts, at, at))
            yield Line(None, asked.entries)

    def end(self) -> Iterator[Line]:
        """Count the open questions, then give the sums in the order of the groups."""
        yield from super().end()
        for group, parts in groupby(self._sums.take(), key=lambda part: part[0][:-1]):
            others, total = 0, _NOTHING
            for key, part in parts:
                others += key[-1] != ""
                total = _plus(total, part)
            *counts, first, last = total
            yield Line((*group, *counts, others, in_warsaw(first), in_warsaw(last)))


class PerPerson(_By):
    """Who did how much: one line a person."""

    columns = ("personId", "person", "unit", *_COUNTED, "cases", "first", "last")

    def group(self, entry: Entry) -> Key | None:
        """Give the person, and the case."""
        person = [inner(entry, "actor", name) for name in ("id", "name", "unit")]
        return (*person, inner(entry, "case", "number")) if person[0] else None


class PerCase(_By):
    """What was asked in which case: one line a case."""

    columns = ("case", *_COUNTED, "persons", "first", "last")

    def group(self, entry: Entry) -> Key | None:
        """Give the case, and the person."""
        case = inner(entry, "case", "number")
        return (case, inner(entry, "actor", "id")) if case else None


class Listing(PairedReport):
    """Everything that one person did, or that was done in one case, line by line."""

    columns = LISTED

    def __init__(self, *, person: str | None = None, case: str | None = None) -> None:
        super().__init__()
        number = None if case is None else CaseRef(case)
        self._wanted = {("actor", "id"): person, ("case", "number"): number}

    def judge(self, asked: Asked) -> Iterator[Line]:
        """List an entry that is meant, with its outcome."""
        if all(
            wanted in {None, inner(asked.entry, *place)}
            for place, wanted in self._wanted.items()
        ):
            yield Line(listed(asked), asked.entries)
