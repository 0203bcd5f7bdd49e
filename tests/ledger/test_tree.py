"""RFC 6962: roots and proofs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import tree
from ledger.errors import ProofInvalid
from tests.ledger.logs import hashes, naive_root

LEAVES = hashes(70)
SIZES = st.integers(1, 70)


def test_the_empty_tree_and_one_leaf_have_their_known_roots() -> None:
    """
    The two values that RFC 6962, 2.1 fixes without a choice: SHA-256 of nothing,
    and of one zero byte for the empty leaf.
    """
    assert "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" == (
        tree.root_hash([]).hex()
    )
    assert "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" == (
        tree.leaf_hash(b"").hex()
    )


@pytest.mark.parametrize("size", range(70))
def test_roots_agree_with_the_definition(size: int) -> None:
    """Level by level, from the frontier and by recursion: one root."""
    frontier = tree.Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    expected = naive_root(LEAVES[:size])
    assert expected == tree.root_hash(LEAVES[:size])
    assert expected == frontier.root()
    assert expected == tree.Frontier.from_bytes(frontier.to_bytes()).root()


@pytest.mark.parametrize("size", range(1, 71))
def test_every_leaf_and_every_older_tree_is_proved(size: int) -> None:
    """All pairs up to 70, against roots by recursion."""
    root = naive_root(LEAVES[:size])
    for index in range(size):
        proof = tree.inclusion_proof(LEAVES, index, size)
        tree.verify_inclusion(LEAVES[index], index, size, proof, root)
        old = naive_root(LEAVES[: index + 1])
        proof = tree.consistency_proof(LEAVES, index + 1, size)
        tree.verify_consistency(index + 1, size, old, root, proof)


@given(size=SIZES, data=st.data())
def test_a_changed_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    """One wrong bit, place, size or length, and nothing is believed."""
    index = data.draw(st.integers(0, size - 1))
    root = naive_root(LEAVES[:size])
    proof = tree.inclusion_proof(LEAVES[:size], index)
    parts = [LEAVES[index], root, *proof]
    at = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    parts[at] = (int.from_bytes(parts[at], "big") ^ 1 << bit).to_bytes(32, "big")
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(parts[0], index, size, parts[2:], parts[1])
    other = data.draw(st.integers(-1, 80).filter(lambda value: value != index))
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(LEAVES[index], other, size, proof, root)
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(LEAVES[index], index, size, [*proof, root], root)


@given(size=SIZES, data=st.data())
def test_a_changed_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    """As above, for the proof that nothing was rewritten."""
    old_size = data.draw(st.integers(1, size))
    old, root = naive_root(LEAVES[:old_size]), naive_root(LEAVES[:size])
    proof = tree.consistency_proof(LEAVES, old_size, size)
    parts = [old, root, *proof]
    at = data.draw(st.integers(0, len(parts) - 1))
    bit = data.draw(st.integers(0, 255))
    parts[at] = (int.from_bytes(parts[at], "big") ^ 1 << bit).to_bytes(32, "big")
    with pytest.raises(ProofInvalid):
        tree.verify_consistency(old_size, size, parts[0], parts[1], parts[2:])
    with pytest.raises(ProofInvalid):
        tree.verify_consistency(old_size, size, old, root, [*proof, root])


@pytest.mark.parametrize(
    ("old_size", "new_size", "old", "new"),
    [
        pytest.param(0, 1, tree.EMPTY_ROOT, LEAVES[0], id="size 0"),
        pytest.param(1, 1, b"", LEAVES[0], id="an empty old root"),
        pytest.param(1, 1, LEAVES[0], b"", id="an empty new root"),
        pytest.param(2, 1, LEAVES[0], LEAVES[0], id="backwards"),
        pytest.param(1, 1, LEAVES[0], LEAVES[1], id="two roots of one size"),
    ],
)
def test_consistency_of_nothing_is_refused(
    old_size: int, new_size: int, old: bytes, new: bytes
) -> None:
    """Edge rules learnt from public vectors: an empty hash proves everything."""
    with pytest.raises(ProofInvalid):
        tree.verify_consistency(old_size, new_size, old, new, [])


def test_an_empty_leaf_hash_or_root_is_refused() -> None:
    """The same for inclusion."""
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(b"", 0, 1, [], b"")
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(LEAVES[0], 0, 1, [], b"")


def test_no_proof_is_made_beyond_the_leaves() -> None:
    """A size that was never reached is a mistake of the caller."""
    with pytest.raises(ProofInvalid):
        tree.inclusion_proof(LEAVES, 0, 71)


@given(st.binary(max_size=100))
def test_bytes_that_are_no_frontier_are_refused(data: bytes) -> None:
    """Only what to_bytes writes is read."""
    try:
        frontier = tree.Frontier.from_bytes(data)
    except ValueError:
        return
    assert data == frontier.to_bytes()


def test_a_frontier_has_one_hash_for_each_bit() -> None:
    """Size 3 is a pair and a leaf."""
    with pytest.raises(ValueError, match="one hash"):
        tree.Frontier(3, [LEAVES[0]])


@pytest.mark.parametrize("bad", [b"", bytes(31), bytes(33)])
def test_what_is_no_hash_makes_no_tree(bad: bytes) -> None:
    """An empty hash would otherwise vanish in the hash of its parent."""
    leaves = [LEAVES[0], bad, LEAVES[1]]
    with pytest.raises(ProofInvalid):
        tree.root_hash(leaves)
    with pytest.raises(ProofInvalid):
        tree.inclusion_proof(leaves, 0)
    with pytest.raises(ProofInvalid):
        tree.consistency_proof(leaves, 1)


def test_an_empty_leaf_is_one_of_rfc_6962() -> None:
    """The RFC's own tests begin with it."""
    expected = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert expected == tree.leaf_hash(b"").hex()


def test_hashes_may_come_one_by_one() -> None:
    """A generator that was looked through to the end must not look like no leaves."""
    root = tree.root_hash(LEAVES)
    assert root == tree.root_hash(leaf for leaf in LEAVES)
    proof = tree.inclusion_proof((leaf for leaf in LEAVES), 3)
    tree.verify_inclusion(LEAVES[3], 3, len(LEAVES), (each for each in proof), root)
    consistency = tree.consistency_proof((leaf for leaf in LEAVES), 5)
    old = tree.root_hash(LEAVES[:5])
    tree.verify_consistency(5, len(LEAVES), old, root, iter(consistency))


@pytest.mark.parametrize("number", [0.5, 0.0, True, "0", None])
def test_an_index_or_size_that_is_no_whole_number_is_refused(number: int) -> None:
    """Half an index lies between two leaves, and would take the path of one of them."""
    root = tree.root_hash(LEAVES[:1])
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(LEAVES[0], number, 1, [], root)
    with pytest.raises(ProofInvalid):
        tree.verify_consistency(number, 1, root, root, [])
    with pytest.raises(ProofInvalid):
        tree.inclusion_proof(LEAVES, number)


@pytest.mark.parametrize("size", [1.0, -1, "1"])
def test_a_proof_is_made_for_a_size_only(size: int) -> None:
    """None is all leaves."""
    with pytest.raises(ProofInvalid):
        tree.inclusion_proof(LEAVES, 0, size)
    with pytest.raises(ProofInvalid):
        tree.consistency_proof(LEAVES, 1, size)


@pytest.mark.parametrize("bad", ["x" * 32, [0] * 32, bytearray(32), None, 7])
def test_what_is_not_bytes_is_no_hash(bad: bytes) -> None:
    """Thirty-two of something else must not pass where no hash is computed."""
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(bad, 0, 1, [], bad)
    with pytest.raises(ProofInvalid):
        tree.verify_inclusion(LEAVES[0], 0, 2, [bad], LEAVES[0])
    with pytest.raises(ProofInvalid):
        tree.root_hash([bad])


def test_hashes_that_are_no_list_are_refused() -> None:
    """The mistake of a caller who has a proof's number instead of the proof."""
    with pytest.raises(ProofInvalid):
        tree.root_hash(7)  # type: ignore[arg-type] # on purpose
