"""The head of the store, once key, frontier, tiles, root and last entry agree."""

from datetime import datetime
from typing import NamedTuple

from ledger.entry import decode_entry, entry_time
from ledger.errors import EntryInvalid, HeadRejected, NoteInvalid, ProofInvalid
from ledger.note import Checkpoint, open_checkpoint
from ledger.store.port import StoredHead, View
from ledger.tiles import TileProofs, edge_tiles, frontier_of
from ledger.tree import HASH_BYTES, Frontier, leaf_hash, verify_inclusion


class Tip(NamedTuple):
    """A head that this process has verified, or signed itself, with its edge tiles."""

    stored: StoredHead
    frontier: Frontier
    edge: tuple[bytes, ...]
    root: bytes
    last_at: datetime | None


def verified_tip(store: View, vkey: str) -> Tip:
    """Read the head and verify that key, frontier, tiles and root agree.

    Args:
        store: One state of the store.
        vkey: The log's public key.

    Raises:
        HeadRejected: They do not.
    """
    stored = store.head()
    edge = _read_edge(store, stored.size)
    try:
        checkpoint = open_checkpoint(stored.note, [vkey])
        frontier = Frontier.from_bytes(stored.frontier)
    except (NoteInvalid, ValueError) as bad:
        raise HeadRejected(f"the head is not what we signed: {bad}") from bad
    if not checkpoint.size == frontier.size == stored.size == stored.rows:
        raise HeadRejected("head, frontier and entries differ in size")
    if frontier.root() != checkpoint.root:
        raise HeadRejected("the frontier does not give the signed root")
    if frontier.hashes != frontier_of(edge):
        raise HeadRejected("the tiles do not give the signed root")
    last_at = _last_time(store, checkpoint)
    return Tip(stored, frontier, edge, checkpoint.root, last_at)


def _read_edge(store: View, size: int) -> tuple[bytes, ...]:
    edge = []
    for level, number, width in edge_tiles(size):
        tile = store.tile(level, number) if width else b""
        if len(tile) != width * HASH_BYTES:
            raise HeadRejected(f"tile {number} of level {level} has another width")
        edge.append(tile)
    return tuple(edge)


def _last_time(store: View, checkpoint: Checkpoint) -> datetime | None:
    """Give the time of the last entry, after proving that it is the last entry."""
    if checkpoint.size == 0:
        return None
    last, size = checkpoint.size - 1, checkpoint.size
    body = store.entry(last)
    try:
        proof = TileProofs(store.tile).inclusion_proof(last, size)
        verify_inclusion(leaf_hash(body), last, size, proof, checkpoint.root)
        return entry_time(decode_entry(body))
    except (ProofInvalid, EntryInvalid) as bad:
        raise HeadRejected(f"entry {last} is not the one that was appended") from bad
