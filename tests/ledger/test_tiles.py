"""C2SP tlog-tiles: which hashes lie in which tile, and proofs out of them."""

import pytest

from ledger.tiles import (
    GrowingTree,
    TileProofs,
    edge_tiles,
    frontier_of,
)
from ledger.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    root_hash,
    verify_inclusion,
)
from tests.ledger.logs import hashes

MANY = hashes(65_536 + 257)


def grown(size: int, step: int) -> tuple[dict[tuple[int, int], bytes], GrowingTree]:
    """Append `size` leaves in steps, and keep the tiles as a store would."""
    tiles: dict[tuple[int, int], bytes] = {}
    tree = GrowingTree(Frontier(), ())
    for start in range(0, size, step):
        tree = GrowingTree(tree.frontier, tree.edge)
        for leaf in MANY[start : min(start + step, size)]:
            tree.append(leaf)
        tiles |= tree.changed()
    return tiles, tree


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        pytest.param(255, {(0, 0): 255}, id="before the first full tile"),
        pytest.param(256, {(0, 0): 256, (1, 0): 1}, id="one full tile"),
        pytest.param(257, {(0, 0): 256, (0, 1): 1, (1, 0): 1}, id="and one more"),
        pytest.param(512, {(0, 0): 256, (0, 1): 256, (1, 0): 2}, id="two full tiles"),
    ],
)
@pytest.mark.parametrize("step", [1, 100, 1000])
def test_tiles_hold_complete_subtrees_only(
    size: int, widths: dict[tuple[int, int], int], step: int
) -> None:
    """At 256 there is a full tile of level 0 and one hash of level 1."""
    tiles, tree = grown(size, step)
    assert widths == {place: len(tile) // 32 for place, tile in tiles.items()}
    assert tree.frontier.hashes == frontier_of(tree.edge)


def test_level_two_begins_at_65536() -> None:
    """256 full tiles fill one of level 1, whose root is the first hash of level 2."""
    tiles, tree = grown(65_536 + 1, 10_000)
    assert 256 * 32 == len(tiles[1, 0])
    assert root_hash(MANY[:65_536]) == tiles[2, 0]
    assert [(0, 256, 1), (1, 1, 0), (2, 0, 1)] == list(edge_tiles(65_536 + 1))
    assert tree.frontier.hashes == frontier_of(tree.edge)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 65_535, 65_536, 65_793])
def test_proofs_from_tiles_are_those_from_leaves(size: int) -> None:
    """The same hashes, whether from 65,793 leaves or from at most six tiles."""
    tiles, _ = grown(len(MANY), 4096)
    proofs = TileProofs(lambda level, number: tiles[level, number])
    root = root_hash(MANY[:size])
    assert root == proofs.root(size)
    for index in {0, size // 3, size // 2, size - 1}:
        proof = proofs.inclusion_proof(index, size)
        assert inclusion_proof(MANY, index, size) == proof
        verify_inclusion(MANY[index], index, size, proof, root)
        old = index + 1
        assert consistency_proof(MANY, old, size) == proofs.consistency_proof(old, size)
