"""The Merkle tree of RFC 6962: leaf hashes in, roots and proofs out; pure.

`D[a:b]` below is RFC 6962's list of leaves from `a` up to, without, `b`, and
`MTH(D[a:b])` the root of the tree over them. Every hash is 32 bytes of SHA-256.

A proof is a list of ranges whose roots are the siblings on a path. So the ranges are
worked out once, from sizes alone, and their roots come from wherever hashes are kept:
from a list in memory here, from stored tiles in ledger.tiles.

Source: RFC 6962, 2.1; the checking algorithms are those of RFC 9162, 2.1.3.2 and
2.1.4.2. Refused beyond them: size 0 in consistency proofs, and empty hashes.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Self

from ledger.errors import ProofInvalid

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

Range = tuple[int, int]
NodeHash = Callable[[int, int], bytes]
"""`node(level, i)` gives MTH(D[i * 2**level : (i + 1) * 2**level])."""


def leaf_hash(body: bytes) -> bytes:
    """Hash the bytes of one leaf.

    RFC 6962 knows empty leaves, so they are hashed here; an entry of a log has at least
    one byte.
    """
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into their parent."""
    return sha256(b"\x01" + left + right).digest()


def root_hash(leaf_hashes: Iterable[bytes]) -> bytes:
    """Give the root over `leaf_hashes`, or over the roots of equal complete subtrees.

    The last subtree may be smaller than the others: the tree over a log of 300
    entries is also the tree over (root of the first 256, root of the last 44).

    Raises:
        ProofInvalid: An item does not have 32 bytes.
    """
    return _root_hash(_hashes(leaf_hashes))


def _root_hash(leaf_hashes: Sequence[bytes]) -> bytes:
    level = list(leaf_hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        carry = level[-1:] if len(level) % 2 else []
        level = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level += carry
    return level[0]


def complete_root(hashes: bytes) -> bytes:
    """Give the root over a power of two of concatenated hashes; faster than root_hash.

    What has another length gives bytes that are no root of anything.
    """
    while len(hashes) > HASH_BYTES:
        pairs = range(0, len(hashes), 2 * HASH_BYTES)
        hashes = b"".join(
            [
                sha256(b"\x01" + hashes[at : at + 2 * HASH_BYTES]).digest()
                for at in pairs
            ]
        )
    return hashes


class Frontier:
    """The roots of the complete subtrees that a tree is made of, largest first.

    It is all that is needed to append: at most 20 hashes at a million entries.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if size.bit_count() != len(hashes):
            raise ValueError("a frontier holds one hash for each bit of its size")
        self.size = size
        self.hashes = list(hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        self.hashes.append(leaf)
        completed = self.size
        while completed & 1:
            right = self.hashes.pop()
            self.hashes[-1] = node_hash(self.hashes[-1], right)
            completed >>= 1
        self.size += 1

    def root(self) -> bytes:
        """Give the root of the tree; EMPTY_ROOT for size 0."""
        return _fold(self.hashes)

    def copy(self) -> Self:
        """Give a frontier that grows on its own."""
        return type(self)(self.size, self.hashes)

    def to_bytes(self) -> bytes:
        """Write it as the size in 8 bytes, big-endian, and the hashes."""
        return self.size.to_bytes(8, "big") + b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote; ValueError for anything else."""
        size, rest = int.from_bytes(data[:8], "big"), data[8:]
        if len(data) != 8 + HASH_BYTES * size.bit_count():
            raise ValueError("not the bytes of a frontier")
        return cls(size, split_hashes(rest))


def split_hashes(data: bytes) -> list[bytes]:
    """Cut concatenated hashes; a rest shorter than a hash stays as the last item."""
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Name the ranges whose roots prove leaf `index` in D[0:size], nearest first."""
    _refuse_what_is_no_count(index, size)
    if not 0 <= index < size:
        raise ProofInvalid(f"a tree of size {size} has no leaf {index}")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old_size: int, new_size: int) -> list[Range]:
    """Name the ranges whose roots prove that D[0:old_size] begins D[0:new_size]."""
    _refuse_what_is_no_count(old_size, new_size)
    if not 0 < old_size <= new_size:
        raise ProofInvalid(f"no proof leads from size {old_size} to {new_size}")
    ranges, start, end = [], 0, new_size
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    # The old tree's own root is known to whoever asks, and is not sent.
    return ([(start, end)] if start else []) + ranges[::-1]


def range_root(start: int, end: int, node: NodeHash) -> bytes:
    """Give MTH(D[start:end]) from complete subtrees.

    `start` is a multiple of the smallest power of two that is >= `end - start`, as
    it is in every range of a proof.
    """
    peaks = []
    while start < end:
        level = (end - start).bit_length() - 1
        peaks.append(node(level, start >> level))
        start += 1 << level
    return _fold(peaks)


def inclusion_proof(
    leaf_hashes: Iterable[bytes], index: int, size: int | None = None
) -> list[bytes]:
    """Prove in memory that leaf `index` is in the tree of the first `size` leaves.

    Raises:
        ProofInvalid: There is no such leaf or tree, or an item is no hash.
    """
    leaves = _leaves(leaf_hashes, size)
    ranges = inclusion_ranges(index, len(leaves))
    return [_root_hash(leaves[start:end]) for start, end in ranges]


def consistency_proof(
    leaf_hashes: Iterable[bytes], old_size: int, new_size: int | None = None
) -> list[bytes]:
    """Prove in memory that the first `old_size` leaves begin the first `new_size`.

    Raises:
        ProofInvalid: There is no such tree, a size is 0, or an item is no hash.
    """
    leaves = _leaves(leaf_hashes, new_size)
    ranges = consistency_ranges(old_size, len(leaves))
    return [_root_hash(leaves[start:end]) for start, end in ranges]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Iterable[bytes], root: bytes
) -> None:
    """Check that `leaf` (a leaf hash) is entry `index` of the tree of `size`.

    Raises:
        ProofInvalid: It does not follow from the proof, or a hash is no hash.
    """
    (leaf, root), siblings = _hashes((leaf, root)), _hashes(proof)
    ranges = inclusion_ranges(index, size)
    if len(ranges) != len(siblings):
        raise ProofInvalid(f"{len(siblings)} hashes given, {len(ranges)} needed")
    found = leaf
    for (start, _), sibling in zip(ranges, siblings, strict=True):
        if start < index:
            found = node_hash(sibling, found)
        else:
            found = node_hash(found, sibling)
    if found != root:
        raise ProofInvalid(f"entry {index} does not lead to the root of size {size}")


def verify_consistency(
    old_size: int,
    new_size: int,
    old_root: bytes,
    new_root: bytes,
    proof: Iterable[bytes],
) -> None:
    """Check that the tree of `old_size` is how the tree of `new_size` begins.

    Raises:
        ProofInvalid: It does not follow from the proof, a hash is no hash, or a size
            is 0: the empty tree begins every tree, so a proof from it proves nothing.
    """
    (old_root, new_root), hashes = _hashes((old_root, new_root)), _hashes(proof)
    ranges = consistency_ranges(old_size, new_size)
    if len(ranges) != len(hashes):
        raise ProofInvalid(f"{len(hashes)} hashes given, {len(ranges)} needed")
    steps = list(zip(ranges, hashes, strict=True))
    # The path starts at the last complete subtree of the old tree: at the old root
    # itself when that is one subtree, else at the first hash of the proof.
    old = new = old_root if not steps or steps[0][0][0] >= old_size else steps.pop(0)[1]
    for (start, _), sibling in steps:
        if start < old_size:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    if (old, new) != (old_root, new_root):
        raise ProofInvalid(f"size {new_size} does not extend size {old_size}")


def _split(count: int) -> int:
    """Give the largest power of two that is smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _fold(peaks: Sequence[bytes]) -> bytes:
    """Join the complete subtrees of one tree, largest first, from the right."""
    if not peaks:
        return EMPTY_ROOT
    found = peaks[-1]
    for peak in peaks[-2::-1]:
        found = node_hash(peak, found)
    return found


def _leaves(leaf_hashes: Iterable[bytes], size: int | None) -> list[bytes]:
    leaves = _hashes(leaf_hashes)
    if size is None:
        return leaves
    _refuse_what_is_no_count(size)
    if size > len(leaves):
        raise ProofInvalid(f"{len(leaves)} leaves are no tree of size {size}")
    return leaves[: max(size, 0)]


def _hashes(values: Iterable[bytes]) -> list[bytes]:
    """Give what may be an iterator as a list, once every item is a hash."""
    if not isinstance(values, Iterable):
        raise ProofInvalid("hashes come in a list")
    hashes = list(values)
    if any(type(value) is not bytes or len(value) != HASH_BYTES for value in hashes):
        raise ProofInvalid("a hash is 32 bytes")
    return hashes


def _refuse_what_is_no_count(*numbers: int) -> None:
    if any(type(number) is not int for number in numbers):
        raise ProofInvalid("an index or a size is a whole number")
