"""Which bodies the log itself says were removed: `system` entries, read and made.

    entry `bodies-pruned`: from, below, kept  ->  every body of [from, below) but `kept`

The hash of a removed body stays in its tile, so the tree, and every proof out of it,
stays what it was. A body that is missing without such an entry is a broken log. The
ledger knows no persons and no law: whoever appends the entry has decided (ADR-0012).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from sys import maxsize
from typing import Any, Final, Self

from ledger.entry import decode_entry
from ledger.errors import EntryInvalid
from ledger.reader import Reader
from ledger.store.port import Span

EVENT: Final = "bodies-pruned"
MARK: Final = EVENT.encode()
"""Bodies without these bytes are no such entry: quicker than to decode each."""
_BEYOND: Final = (maxsize, maxsize)
MAX_KEPT: Final = 2000
"""Ranges that one entry names; an entry has at most 65,535 bytes."""


@dataclass(frozen=True, slots=True)
class Window:
    """The entries [first, below), of which only `kept` keep their bodies.

    Attributes:
        kept: Spans in rising order that do not touch, all within the window.
    """

    first: int
    below: int
    kept: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        edges = [edge for span in self.kept for edge in (span[0], span[1] + 1)]
        steps = [self.first, *edges, self.below]
        in_order = all(one <= two for one, two in pairwise(steps))
        whole = all(first <= last for first, last in self.kept)
        if self.first < 0 or self.first >= self.below or not (in_order and whole):
            raise EntryInvalid("not a window of pruned entries")

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self | None:
        """Read the window of a decoded entry; None when it is another entry.

        Raises:
            EntryInvalid: It says that it prunes, and not what.
        """
        if entry["kind"] != "system" or entry.get("event") != EVENT:
            return None
        spans = entry.get("kept")
        numbers = [entry.get("from"), entry.get("below")]
        if not isinstance(spans, list) or not all(_is_pair(span) for span in spans):
            raise EntryInvalid("`kept` is no list of pairs")
        if not all(type(number) is int for number in numbers):
            raise EntryInvalid("`from` and `below` are numbers")
        kept = tuple((first, last) for first, last in spans)
        return cls(entry["from"], entry["below"], kept)

    def fields(self) -> dict[str, object]:
        """Give what the entry says; the caller adds who decided and why."""
        return {
            "event": EVENT,
            "from": self.first,
            "below": self.below,
            "kept": [list(span) for span in self.kept],
        }

    def removed(self) -> Iterator[Span]:
        """Give the spans whose bodies are removed."""
        at = self.first
        for first, last in self.kept:
            if at < first:
                yield at, first - 1
            at = last + 1
        if at < self.below:
            yield at, self.below - 1


def windows(below: int, kept: Iterable[int]) -> Iterator[Window]:
    """Cut [0, below) into windows that each fit one entry; all-kept ends are left out.

    Args:
        below: The first index that is not looked at.
        kept: The indexes whose bodies stay, in rising order.
    """
    first, spans = 0, list[Span]()
    for index in kept:
        if spans and spans[-1][1] == index - 1:
            spans[-1] = spans[-1][0], index
            continue
        if len(spans) == MAX_KEPT:
            yield Window(first, index, tuple(spans))
            first, spans = index, []
        spans.append((index, index))
    if first < below:
        yield Window(first, below, tuple(spans))


@dataclass(slots=True)
class Pruned:
    """What a walk over a log has met: missing bodies, and entries that allow them.

    Attributes:
        absent: Spans of missing bodies, in rising order.
        allowed: Index of each pruning entry, and its window.
    """

    absent: list[Span] = field(default_factory=list)
    allowed: list[tuple[int, Window]] = field(default_factory=list)

    def miss(self, index: int) -> None:
        """Note a missing body; indexes come in rising order."""
        if self.absent and self.absent[-1][1] == index - 1:
            self.absent[-1] = self.absent[-1][0], index
        else:
            self.absent.append((index, index))

    def meet(self, index: int, body: bytes) -> None:
        """Note what a body allows, if it is such an entry, of entries before it."""
        try:
            window = Window.of(decode_entry(body))
        except EntryInvalid:
            return  # allows nothing; whether it is an entry at all, others judge
        if window is not None and window.below <= index:
            self.allowed.append((index, window))

    @property
    def count(self) -> int:
        """Number of missing bodies."""
        return _size(self.absent)

    @property
    def still_there(self) -> int:
        """Number of bodies that an entry says are removed, and that are there."""
        return _size(self._spans()) - self.count

    def entries(self) -> tuple[int, ...]:
        """Give the indexes of the entries that allow a missing body."""
        return tuple(
            index
            for index, window in self.allowed
            if any(_meets(self.absent, span) for span in window.removed())
        )

    def first_unallowed(self) -> int | None:
        """Give the first missing body that no entry allows."""
        return next((first for first, _ in self.unallowed()), None)

    def unallowed(self) -> Iterator[Span]:
        """Give the spans of missing bodies that no entry allows, in rising order."""
        # Both rise, so each is walked once: retention classes may alternate a million
        # times.
        spans = iter(self._spans())
        begins, ends = next(spans, _BEYOND)
        for first, last in self.absent:
            at = first
            while at <= last:
                while ends < at:
                    begins, ends = next(spans, _BEYOND)
                if at < begins:
                    yield at, min(begins - 1, last)
                at = ends + 1

    @property
    def unallowed_count(self) -> int:
        """Number of missing bodies that no entry allows."""
        return _size(self.unallowed())

    def _spans(self) -> list[Span]:
        every = sorted(span for _, each in self.allowed for span in each.removed())
        return _merged(every)


@dataclass(frozen=True, slots=True)
class Missing:
    """Bodies that one state of a log lacks.

    Attributes:
        allowed_count: How many the entries of the log say are removed.
        unallowed_count: How many others there are.
        first_unallowed: The first of those.
    """

    allowed_count: int = 0
    unallowed_count: int = 0
    first_unallowed: int | None = None


def missing_from(reader: Reader) -> Missing:
    """Compare the bodies that one state of a log lacks with what its entries allow.

    It believes the store, as a reader does; `verify` alone proves anything. Memory is
    a byte for each entry.
    """
    gone = bytearray(reader.size)
    for first, last in reader.missing():
        gone[first : last + 1] = b"\1" * (last + 1 - first)
    if not (count := gone.count(1)):
        return Missing()
    for index, body in reader.select({"kind": "system"}):
        met = Pruned()
        met.meet(index, body)
        for _, window in met.allowed:
            for first, last in window.removed():
                gone[first : last + 1] = bytes(last + 1 - first)
    others = gone.count(1)
    return Missing(count - others, others, gone.find(1) if others else None)


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in spans:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def _meets(spans: Sequence[Span], other: Span) -> bool:
    """Tell whether one of the spans, which rise, has an index of the other."""
    place = bisect_left(spans, other[0], key=itemgetter(1))
    return place < len(spans) and spans[place][0] <= other[1]


def _size(spans: Iterable[Span]) -> int:
    return sum(last - first + 1 for first, last in spans)


def _is_pair(span: object) -> bool:
    return (
        isinstance(span, list)
        and len(span) == 2  # noqa: PLR2004 - first and last
        and all(type(number) is int for number in span)
    )
