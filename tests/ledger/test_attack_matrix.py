"""Which evidence finds which attack: the table of docs/limitations.md, held row by row.

1,000 entries; kept elsewhere: a checkpoint at 600, one at 990 (what a witness would
have), and the receipt of entry 950. The attacker owns the database; from the fifth row
on, the log's key as well.
"""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from ledger.entry import Draft
from ledger.errors import LedgerError
from ledger.note import Checkpoint, TlogProof
from ledger.reader import Reader
from ledger.store.view import SqliteView
from ledger.tiles import GrowingTree
from ledger.tree import Frontier, leaf_hash, verify_inclusion
from ledger.verify import Verdict
from tests.house.tree import ROOT
from tests.ledger.logs import COLUMNS, World, system

SIZE, OLD_BACKUP, KEPT, SHORTER, RECEIPT, WITNESS = 1000, 590, 600, 940, 950, 990
LIMITATIONS: Final = ROOT / "docs" / "limitations.md"


@dataclass(frozen=True)
class Evidence:
    """A log of 1,000 entries, and what honest people kept of it elsewhere.

    Attributes:
        notes: The signed heads of some sizes.
        receipt: The proof of entry 950 against the head of 951 entries.
    """

    world: World
    bodies: tuple[bytes, ...]
    notes: dict[int, str]
    receipt: TlogProof


@pytest.fixture(name="evidence", scope="session")
def _evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Append 1,000 entries one by one, and keep what is needed on the way."""
    world = World(tmp_path_factory.mktemp("attacked"))
    world.create()
    notes, receipt = {}, None
    with world.open() as log:
        for number in range(SIZE):
            appended = log.append(system(number))
            if appended.size in {OLD_BACKUP, KEPT, SHORTER, WITNESS}:
                notes[appended.size] = appended.note
            if appended.index == RECEIPT:
                with log.reader() as reader:
                    receipt = reader.proof(RECEIPT)
        with log.reader() as reader:
            bodies = tuple(reader.entry(index) for index in range(SIZE))
            notes[SIZE] = reader.note
    assert receipt is not None
    return Evidence(world, bodies, notes, receipt)


def rewrite(
    world: World, bodies: Sequence[bytes], note: str | None, *, tiles: bool = True
) -> None:
    """Write another history into the store; without a note the stolen key signs one."""
    tree = GrowingTree(Frontier(), ())
    for body in bodies:
        tree.append(leaf_hash(body))
    size, root = tree.frontier.size, tree.frontier.root()
    signed = note or world.signer.sign(Checkpoint(world.origin, size, root).to_text())
    with closing(sqlite3.connect(world.paths.store)) as connection:
        connection.execute("DELETE FROM entry")
        connection.executemany(
            "INSERT INTO entry (idx, body) VALUES (?, ?)",
            [(index, body.decode()) for index, body in enumerate(bodies)],
        )
        if tiles:
            connection.execute("DELETE FROM tile")
            connection.executemany(
                "INSERT INTO tile VALUES (?, ?, ?)",
                [(*place, hashes) for place, hashes in tree.changed().items()],
            )
            connection.execute(
                "UPDATE head SET size = ?, frontier = ?, note = ?",
                (size, tree.frontier.to_bytes(), signed),
            )
        connection.commit()


def edited(bodies: Sequence[bytes], index: int) -> list[bytes]:
    """Change one digit of one entry."""
    changed = list(bodies)
    changed[index] = changed[index].replace(b"bogus-", b"other-")
    assert changed[index] != bodies[index]
    return changed


def one_row_edited(world: World, kept: Evidence) -> None:
    """An UPDATE, and nothing else."""
    rewrite(world, edited(kept.bodies, 500), kept.notes[SIZE], tiles=False)


def row_and_tiles_edited(world: World, kept: Evidence) -> None:
    """The tree made to fit; the head cannot be signed."""
    rewrite(world, edited(kept.bodies, 500), kept.notes[SIZE])


def row_inserted(world: World, kept: Evidence) -> None:
    """One entry more in the middle, everything behind it renumbered."""
    forged = system(7).stamped(world.clock())
    bodies = [*kept.bodies[:500], forged, *kept.bodies[500:]]
    rewrite(world, bodies, kept.notes[SIZE])


def row_deleted(world: World, kept: Evidence) -> None:
    """One entry less, everything behind it renumbered."""
    bodies = [*kept.bodies[:500], *kept.bodies[501:]]
    rewrite(world, bodies, kept.notes[SIZE])


def cut_to(size: int) -> Callable[[World, Evidence], None]:
    """Restore a real, older state with its real head."""

    def attack(world: World, kept: Evidence) -> None:
        rewrite(world, kept.bodies[:size], kept.notes[size])

    return attack


def rewritten(index: int) -> Callable[[World, Evidence], None]:
    """Rewrite one entry and sign the new head with the stolen key."""

    def attack(world: World, kept: Evidence) -> None:
        rewrite(world, edited(kept.bodies, index), None)

    return attack


def false_entry(world: World, kept: Evidence) -> None:
    """Append what never happened, as the gateway would."""
    forged = Draft.of("system", {"number": -1, "actor": {"id": "bogus-victim"}})
    rewrite(world, [*kept.bodies, forged.stamped(world.clock())], None)


Attack = Callable[[World, Evidence], None]
ATTACKS: Final[dict[str, list[Attack]]] = {
    "one row edited": [one_row_edited],
    "row and tiles edited; row inserted or deleted": [
        row_and_tiles_edited,
        row_inserted,
        row_deleted,
    ],
    "tail cut, an older real head (940) restored": [cut_to(SHORTER)],
    "old backup (590) restored": [cut_to(OLD_BACKUP)],
    "key stolen, row 500 rewritten": [rewritten(500)],
    "key stolen, row 700 rewritten": [rewritten(700)],
    "key stolen, row 995 rewritten": [rewritten(995)],
    "false entry appended with the key": [false_entry],
}


def stated() -> dict[str, list[str]]:
    """Read the table of docs/limitations.md: attack -> what each evidence finds."""
    lines = LIMITATIONS.read_text("utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("| attack |"))
    rows = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[name] = cells
    return rows


def finds(cell: str) -> tuple[bool, bool]:
    """Read a cell: found by this evidence; found by the node's memory at least."""
    word = cell.partition(" (")[0]
    assert word in {"found", "not found", "\N{EN DASH}", "memory file only"}
    return word == "found", word in {"found", "memory file only"}


def receipt_finds(world: World, kept: Evidence) -> bool:
    """Ask the log for the entry of the receipt, and for a proof to its own head."""
    leaf, vkeys = leaf_hash(kept.bodies[RECEIPT]), [world.signer.vkey]
    kept.receipt.verify(leaf, vkeys)
    try:
        with Reader(SqliteView(world.paths.store, COLUMNS)) as reader:
            asked = leaf_hash(reader.entry(RECEIPT))
            proof = reader.proof(RECEIPT)
            head = proof.verify(asked, vkeys)
        verify_inclusion(leaf, RECEIPT, head.size, proof.hashes, head.root)
    except (LedgerError, IndexError):
        return True
    return False


def found_by(world: World, kept: Evidence) -> list[tuple[bool, bool]]:
    """Hold each evidence against the log, in the order of the table's columns."""
    vkeys = [world.signer.vkey]

    def disproved(note: str | None = None, memory: Path | None = None) -> bool:
        found = world.verify(
            vkeys=vkeys, checkpoint=note, memory=memory, columns=COLUMNS
        )
        return found.verdict is Verdict.DISPROVED

    alone, remembered = disproved(), disproved(memory=world.paths.memory)
    elsewhere = [disproved(kept.notes[KEPT]), disproved(kept.notes[WITNESS])]
    receipt = receipt_finds(world, kept)
    return [
        (alone, remembered),
        *((each, each) for each in (*elsewhere, receipt)),
    ]


@pytest.mark.parametrize(
    ("name", "attack"),
    [
        pytest.param(name, attack, id=f"{name}, {number}")
        for name, attacks in ATTACKS.items()
        for number, attack in enumerate(attacks)
    ],
)
def test_each_attack_is_found_by_the_evidence_that_the_table_states(
    evidence: Evidence,
    tmp_path: Path,
    name: str,
    attack: Attack,
) -> None:
    """
    Neither more nor less: who reads the table decides how often to keep what.

    Holds: docs/limitations.md, "The log and its key".
    """
    shutil.copytree(evidence.world.folder, tmp_path / "attacked")
    world = World(tmp_path / "attacked")
    world.signer = evidence.world.signer
    attack(world, evidence)

    assert [finds(cell) for cell in stated()[name]] == found_by(world, evidence)


def test_the_table_lists_these_attacks_and_no_others() -> None:
    """A row that nobody tries proves nothing."""
    assert list(ATTACKS) == list(stated())


def test_no_evidence_finds_what_nobody_did(evidence: Evidence) -> None:
    """An alarm without an attack would teach people to look away."""
    assert [(False, False)] * 4 == found_by(evidence.world, evidence)
