"""The vectors of docs/ledger-format.md, read as a stranger would."""

import json
from pathlib import Path

import pytest

from ledger.entry import decode_entry
from ledger.errors import ProofInvalid
from ledger.note import TlogProof, open_checkpoint
from ledger.tree import leaf_hash, root_hash, verify_consistency
from tests.vectors.ledger.make import files

FOLDER = Path(__file__).parents[1] / "vectors" / "ledger"
VKEY = (FOLDER / "vkey").read_text("utf-8").strip()
ENTRIES = (FOLDER / "entries.jsonl").read_bytes().splitlines()
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
NOTE = (FOLDER / "checkpoint").read_bytes()


@pytest.mark.parametrize("name", sorted(files()))
def test_the_script_makes_the_vectors(name: str) -> None:
    """Nothing generated is edited."""
    assert files()[name] == (FOLDER / name).read_bytes()


def test_the_entries_give_the_signed_root() -> None:
    """From bodies to checkpoint, with the public key only."""
    checkpoint = open_checkpoint(NOTE, [VKEY])
    assert (300, root_hash(LEAVES)) == (checkpoint.size, checkpoint.root)
    assert [*range(300)] == [decode_entry(entry)["number"] for entry in ENTRIES]


def test_the_receipt_proves_its_entry_and_no_other() -> None:
    """As it would be filed with a case."""
    receipt = TlogProof.parse((FOLDER / "entry-256.tlog-proof").read_bytes())
    assert 300 == receipt.verify(LEAVES[256], [VKEY]).size
    with pytest.raises(ProofInvalid):
        receipt.verify(LEAVES[255], [VKEY])


def test_the_newer_checkpoint_extends_the_older() -> None:
    """The proof that an officer's kept checkpoint asks for."""
    old = open_checkpoint((FOLDER / "checkpoint.257").read_bytes(), [VKEY])
    new = open_checkpoint(NOTE, [VKEY])
    proof = json.loads((FOLDER / "consistency-257-300.json").read_text("utf-8"))
    hashes = [bytes.fromhex(value) for value in proof]
    verify_consistency(old.size, new.size, old.root, new.root, hashes)


def test_the_tiles_hold_the_leaves() -> None:
    """One full tile and a partial one of level 0, one hash of level 1."""
    tiles = {
        path.name: [bytes.fromhex(line) for line in path.read_text("utf-8").split()]
        for path in FOLDER.glob("tile-*.hex")
    }
    assert {
        "tile-0-0.hex": LEAVES[:256],
        "tile-0-1.hex": LEAVES[256:],
        "tile-1-0.hex": [root_hash(LEAVES[:256])],
    } == tiles
