"""Walk over all entries and tiles of a snapshot, level by level, and note each fault.

Every entry is hashed once, in chunks of 256 that are compared with the stored tiles;
the roots of the chunks are the hashes of the next level. Only those stay in memory:
one hash for 256 entries. Where a body is missing, the hash in the stored tile stands
for it, and at the end an entry of the log must have said so (ledger.prune).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, zip_longest

from ledger.anchors import claim_of
from ledger.model import Column
from ledger.prune import MARK, Pruned
from ledger.relations import faults_of
from ledger.store.port import Anchor
from ledger.store.snapshot import Snapshot
from ledger.tiles import WIDTH, frontier_of
from ledger.tree import (
    HASH_BYTES,
    Frontier,
    complete_root,
    root_hash,
    split_hashes,
)

_PROGRESS_CHUNKS = 64
_MAX_FAULTS = 20


@dataclass(slots=True)
class Found:
    """What a walk has found.

    Attributes:
        origin, size, note: What the head says; nothing of it is believed.
        root: The root over the entries as they are; None when one is missing.
        roots: The roots of the sizes that were asked for, as the entries give them.
        first_bad: Index of the first row that is changed, missing, or no entry.
        faults: One sentence each.
        anchors: Earlier heads that the store keeps; nobody has looked at them yet.
        pruned: Bodies that are missing, and the entries that allow it.
        has_room: Whether the temporary file took what a comparison of entries keeps.
    """

    origin: str = ""
    size: int = 0
    note: bytes = b""
    root: bytes | None = None
    roots: dict[int, bytes] = field(default_factory=dict)
    first_bad: int | None = None
    faults: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    pruned: Pruned = field(default_factory=Pruned)
    has_room: bool = True


def walk(
    snapshot: Snapshot,
    columns: Sequence[Column] | None,
    wanted: Sequence[int],
    progress: Callable[[int, int], None] | None,
) -> Found:
    """Compare schema, head, entries, tiles, frontier and root with each other.

    Args:
        snapshot: The state to walk over.
        columns: The office's, or None for those that the schema itself names.
        wanted: The sizes whose roots are asked for; those out of reach are left out.
        progress: Told how many entries of how many have been read.
    """
    found = Found()
    if not snapshot.has_schema(columns):
        # Nothing else is read: another schema may run other code.
        found.faults.append("the schema is not what the columns give")
        return found
    heads = snapshot.heads()
    claimed = claim_of(heads[0].note) if len(heads) == 1 else None
    if claimed is None:
        found.faults.append("there is no head with a checkpoint")
        return found
    [head] = heads
    found.origin, found.size, found.note = claimed.origin, claimed.size, head.note
    if head.size != claimed.size:
        found.faults.append("head and checkpoint differ in size")
    # A log of so many entries has seen no more days.
    found.anchors = snapshot.anchors(max(found.size, 0) + 1)
    wanted = [*wanted, *(each.size for each in found.anchors if each.size >= 0)]
    _Walk(snapshot, found, wanted).run(claimed.root, head.frontier, progress)
    outside, first = snapshot.rows_outside(found.size)
    if outside:
        found.first_bad = first if found.first_bad is None else found.first_bad
        found.faults.append(f"{outside} rows are no entries that the head knows")
    return found


class _Walk:
    """The state of one walk: the roots of the chunks that were read so far."""

    def __init__(self, snapshot: Snapshot, found: Found, wanted: Sequence[int]) -> None:
        self._snapshot = snapshot
        self._found = found
        self._wanted = sorted({*wanted, found.size})
        self._inside: dict[int, list[int]] = {}
        for size in self._wanted:
            self._inside.setdefault(size // WIDTH, []).append(size % WIDTH)
        self._chunk_roots: list[bytes] = []
        self._last_roots: dict[int, bytes] = {}
        self._edge: list[bytes] = []
        self._differing: int | None = None
        self._tiles = 0

    def run(
        self,
        root: bytes,
        frontier: bytes,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """Read the entries, then climb to the root."""
        found = self._found
        missing = self._read_entries(progress)
        if missing is not None:
            bad = [missing] if self._differing is None else [missing, self._differing]
            found.first_bad = min(bad)
            found.faults.append(f"entry {missing} is missing")
            return
        bad_tile = self._climb()
        found.roots = dict(self._roots())
        found.root = found.roots[found.size]
        if found.root != root:
            found.first_bad = self._differing
            found.faults.append("the entries do not give the root of the head")
        elif bad_tile or self._differing is not None:
            found.faults.append("a stored tile is not what the entries give")
        if self._snapshot.tile_count() != self._tiles:
            found.faults.append("the number of tiles is not what the entries give")
        if frontier != Frontier(found.size, frontier_of(self._edge)).to_bytes():
            found.faults.append("the stored frontier is not what the entries give")

    def _read_entries(self, progress: Callable[[int, int], None] | None) -> int | None:
        """Hash every entry; give the first that is missing though none prunes it."""
        size, tail = self._found.size, b""
        for number, rows in enumerate(self._snapshot.grouped(size, WIDTH)):
            first = number * WIDTH
            places = range(first, min(first + WIDTH, size))
            hashes = self._leaves(number, rows, places)
            tail = b"".join(hashes)
            self._compare(number, tail)
            if len(hashes) < len(places):
                return first + len(hashes)
            self._keep_roots(number, hashes, tail)
            if progress and number % _PROGRESS_CHUNKS == 0:
                progress(places.stop, size)
        if progress:
            progress(size, size)
        self._edge.append(tail if size % WIDTH else b"")
        return self._found.pruned.first_unallowed()

    def _leaves(
        self, number: int, rows: list[tuple[int, bytes]], places: range
    ) -> list[bytes]:
        """Give the leaf hashes of a tile, up to the first that nobody can know.

        Each index counts, not only the last: a page may hold them in any order.
        """
        pruned = self._found.pruned
        for index, body in rows:
            if MARK in body:
                pruned.meet(index, body)
        if len(rows) == len(places) and all(
            row[0] == index for row, index in zip(rows, places, strict=True)
        ):
            return [sha256(b"\x00" + body).digest() for _, body in rows]
        bodies = dict(rows)
        in_order = [*bodies] == [index for index, _ in rows] == sorted(bodies)
        if not in_order or not bodies.keys() <= set(places):
            count = _in_place(rows, places)
            return [sha256(b"\x00" + body).digest() for _, body in rows[:count]]
        stored = split_hashes(self._whole_hashes(number))
        hashes: list[bytes] = []
        for place, index in enumerate(places):
            if index in bodies:
                hashes.append(sha256(b"\x00" + bodies[index]).digest())
            elif place < len(stored):
                pruned.miss(index)
                hashes.append(stored[place])
            else:
                break
        return hashes

    def _whole_hashes(self, number: int) -> bytes:
        stored = self._snapshot.tile(0, number)
        return stored[: len(stored) // HASH_BYTES * HASH_BYTES]

    def _compare(self, number: int, hashes: bytes) -> None:
        """Compare a chunk with its stored tile, and note the first difference."""
        self._tiles += 1
        if self._differing is None:
            stored = self._snapshot.tile(0, number)
            if stored != hashes:
                pairs = zip_longest(split_hashes(hashes), split_hashes(stored))
                equal = [ours == theirs for ours, theirs in pairs]
                self._differing = number * WIDTH + equal.index(False)

    def _keep_roots(self, number: int, hashes: list[bytes], joined: bytes) -> None:
        if len(hashes) == WIDTH:
            self._chunk_roots.append(complete_root(joined))
        for count in self._inside.get(number, ()):
            if count:
                self._last_roots[number * WIDTH + count] = root_hash(hashes[:count])

    def _climb(self) -> bool:
        """Compare the tiles above level 0; tell whether one of them differs."""
        hashes, level, differs = self._chunk_roots, 1, False
        while hashes:
            chunks = [hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH)]
            for number, chunk in enumerate(chunks):
                differs |= self._snapshot.tile(level, number) != b"".join(chunk)
            self._tiles += len(chunks)
            self._edge.append(b"".join(chunks[-1]) if len(hashes) % WIDTH else b"")
            hashes = [root_hash(chunk) for chunk in chunks if len(chunk) == WIDTH]
            level += 1
        return differs

    def _roots(self) -> Iterator[tuple[int, bytes]]:
        """Give the root of each size that was asked for and that there is."""
        grown = Frontier()
        for size in self._wanted:
            if size > self._found.size:
                return
            for chunk_root in self._chunk_roots[grown.size : size // WIDTH]:
                grown.append(chunk_root)
            whole = grown
            if size % WIDTH:
                whole = grown.copy()
                whole.append(self._last_roots[size])
            yield size, whole.root()


def compare(snapshot: Snapshot, found: Found) -> None:
    """Check SQLite's indexes, and what the entries say of each other."""
    if damage := snapshot.damage():
        found.faults.append(f"SQLite's integrity check has {damage} findings")
    entries = chain.from_iterable(snapshot.chunks(found.size, WIDTH))
    faults, found.has_room = faults_of(entries, _MAX_FAULTS)
    found.faults += faults


def _in_place(rows: list[tuple[int, bytes]], places: range) -> int:
    """Count the rows before the first that is not where it should be."""
    pairs = zip(rows, places, strict=False)
    wrong = (at for at, (row, index) in enumerate(pairs) if row[0] != index)
    return next(wrong, min(len(rows), len(places) - 1))
