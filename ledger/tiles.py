"""Tiles of 256 hashes (C2SP tlog-tiles), and proofs read out of them; pure.

Tile `n` of level `l` holds, for i from 0 to 255, the hash
MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]). Only hashes of complete
subtrees are held, so a tile that is not full yet is a prefix of the full one, and no
stored hash ever changes. At size 256 there are one full tile of level 0 and one tile
of level 1 that holds a single hash.

The *edge* is the tile of each level that is being filled, empty when the last is full.
"""

from collections.abc import Callable, Iterator, Sequence

from ledger.tree import (
    HASH_BYTES,
    Frontier,
    complete_root,
    consistency_ranges,
    inclusion_ranges,
    range_root,
)

HEIGHT = 8
WIDTH = 1 << HEIGHT
TILE_BYTES = WIDTH * HASH_BYTES

TileAt = tuple[int, int]
ReadTile = Callable[[int, int], bytes]
"""`read(level, n)` gives the stored hashes; it raises when there is no such tile."""


def edge_tiles(size: int) -> Iterator[tuple[int, int, int]]:
    """Name the level, number and width of the tile being filled, for each level."""
    level = 0
    while count := size >> HEIGHT * level:
        yield level, count >> HEIGHT, count % WIDTH
        level += 1


def frontier_of(edge: Sequence[bytes]) -> list[bytes]:
    """Give the frontier's hashes as the edge tiles tell them."""
    hashes = []
    for tile in reversed(edge):
        start = 0
        for bit in reversed(range(HEIGHT)):
            if len(tile) // HASH_BYTES >> bit & 1:
                end = start + (HASH_BYTES << bit)
                hashes.append(complete_root(tile[start:end]))
                start = end
    return hashes


class GrowingTree:
    """A tree that is being appended to, and the tiles to store because of it."""

    def __init__(self, frontier: Frontier, edge: Sequence[bytes]) -> None:
        self.frontier = frontier.copy()
        self._edge = list(edge)
        self._full: dict[TileAt, bytes] = {}
        self._touched = 0

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        self.frontier.append(leaf)
        level, value = 0, leaf
        while True:
            if level == len(self._edge):
                self._edge.append(b"")
            self._touched = max(self._touched, level)
            tile = self._edge[level] = self._edge[level] + value
            if len(tile) < TILE_BYTES:
                return
            number = (self.frontier.size >> HEIGHT * (level + 1)) - 1
            self._full[level, number] = tile
            self._edge[level] = b""
            level, value = level + 1, complete_root(tile)

    @property
    def edge(self) -> tuple[bytes, ...]:
        """The tile being filled, of each level."""
        return tuple(self._edge)

    def changed(self) -> dict[TileAt, bytes]:
        """Give the tiles that differ from those it was made with."""
        changed, size = dict(self._full), self.frontier.size
        for level in range(self._touched + 1):
            size >>= HEIGHT
            if tile := self._edge[level]:
                changed[level, size] = tile
        return changed


class TileProofs:
    """Proofs out of stored tiles; each tile is read once."""

    def __init__(self, read: ReadTile) -> None:
        self._read = read
        self._tiles: dict[TileAt, bytes] = {}

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Prove that leaf `index` is in the tree of `size`."""
        return [range_root(*each, self._node) for each in inclusion_ranges(index, size)]

    def consistency_proof(self, old_size: int, new_size: int) -> list[bytes]:
        """Prove that the tree of `old_size` is how that of `new_size` begins."""
        ranges = consistency_ranges(old_size, new_size)
        return [range_root(*each, self._node) for each in ranges]

    def root(self, size: int) -> bytes:
        """Give the root of the tree of `size`, believing the tiles."""
        return range_root(0, size, self._node)

    def _node(self, level: int, index: int) -> bytes:
        tile_level, inside = divmod(level, HEIGHT)
        first = index << inside
        tile = self._tile(tile_level, first // WIDTH)
        start = first % WIDTH * HASH_BYTES
        return complete_root(tile[start : start + (HASH_BYTES << inside)])

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._tiles:
            self._tiles[level, number] = self._read(level, number)
        return self._tiles[level, number]
