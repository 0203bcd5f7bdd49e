"""Make the vectors of docs/ledger-format.md: `python tests/vectors/ledger/make.py`.

The key is derived from a published seed and named bogus, so the files come out the
same each time; it signs nothing but these.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
)

from ledger.note import Checkpoint, NoteSigner, TlogProof
from ledger.tiles import GrowingTree, TileProofs
from ledger.tree import Frontier, leaf_hash
from vocabulary.clock import iso_utc

ORIGIN = "bogus.example/ledger-vectors"
SIZE, OLD_SIZE, INDEX = 300, 257, 256
START = datetime(2026, 11, 20, 10, 15, 30, tzinfo=UTC)


def body(number: int) -> bytes:
    """Give entry `number`; its id and nonce are derived from the number."""
    seed = sha256(f"bogus entry {number}".encode()).hexdigest()
    entry = {
        "v": 1,
        "at": iso_utc(START + timedelta(milliseconds=number)),
        "id": f"019aa0de-{number:04x}-7{seed[:3]}-8{seed[3:6]}-{seed[6:18]}",
        "nonce": seed[32:],
        "kind": "system",
        "number": number,
        "text": "zażółć gęślą jaźń",
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def files() -> dict[str, bytes]:
    """Give the content of each file by its name."""
    seed = sha256(b"bogus key of the ledger vectors").digest()
    signer = NoteSigner(ORIGIN, Ed25519PrivateKey.from_private_bytes(seed))
    bodies = [body(number) for number in range(SIZE)]
    tree = GrowingTree(Frontier(), ())
    notes = {}
    for number, entry in enumerate(bodies, 1):
        tree.append(leaf_hash(entry))
        checkpoint = Checkpoint(ORIGIN, number, tree.frontier.root())
        notes[number] = signer.sign(checkpoint.to_text())
    tiles = tree.changed()
    proofs = TileProofs(lambda level, number: tiles[level, number])
    proof = TlogProof(INDEX, tuple(proofs.inclusion_proof(INDEX, SIZE)), notes[SIZE])
    consistency = [value.hex() for value in proofs.consistency_proof(OLD_SIZE, SIZE)]
    return {
        "vkey": signer.vkey.encode() + b"\n",
        "checkpoint": notes[SIZE].encode(),
        "checkpoint.257": notes[OLD_SIZE].encode(),
        "entries.jsonl": b"".join(entry + b"\n" for entry in bodies),
        "entry-256.tlog-proof": proof.to_text().encode(),
        "consistency-257-300.json": json.dumps(consistency, indent=1).encode() + b"\n",
        **{
            f"tile-{level}-{number}.hex": "".join(
                f"{tile[at : at + 32].hex()}\n" for at in range(0, len(tile), 32)
            ).encode()
            for (level, number), tile in tiles.items()
        },
    }


if __name__ == "__main__":
    for name, content in files().items():
        (Path(__file__).parent / name).write_bytes(content)
