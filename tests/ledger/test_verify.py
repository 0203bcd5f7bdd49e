"""The four verdicts, and what led to each."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.log import Column
from ledger.memory import MemoryFile, Remembered
from ledger.note import NoteSigner
from ledger.tree import EMPTY_ROOT
from ledger.verify import Verdict, verify_log
from tests.ledger.logs import COLUMNS, World, system


def test_a_log_alone_is_consistent_and_says_what_is_missing(copy: World) -> None:
    """Never `proved` without something that was kept elsewhere."""
    found = copy.verify()
    assert (Verdict.CONSISTENT, 600, None) == (
        found.verdict,
        found.size,
        found.first_bad,
    )
    assert 5 == len(found.not_checked)
    keys = {"verdict", "size", "root", "firstBad", "reasons", "notChecked"}
    assert keys | {"pruned", "prunedBy", "anchors"} == set(found.to_json())


def test_a_kept_checkpoint_proves(copy: World) -> None:
    """With everything given, nothing is left unchecked."""
    found = copy.verify(
        vkeys=[copy.signer.vkey],
        checkpoint=copy.note(),
        memory=copy.paths.memory,
        columns=COLUMNS,
        indexes=True,
    )
    assert (Verdict.PROVED, ()) == (found.verdict, found.not_checked)


@pytest.mark.parametrize("more", [1, 40, 256, 300])
def test_an_older_checkpoint_proves_what_it_covers(copy: World, more: int) -> None:
    """The rest is said to rest on the log's own signature."""
    note, memory = copy.note(), copy.paths.memory.read_bytes()
    with copy.open() as log:
        for number in range(more):
            log.append(system(number))
    old_memory = copy.folder / "old"
    old_memory.write_bytes(memory)
    found = copy.verify(
        vkeys=[copy.signer.vkey], checkpoint=note, memory=old_memory, columns=COLUMNS
    )
    assert (Verdict.PROVED, 600 + more) == (found.verdict, found.size)
    assert "600" in found.not_checked[0]


def test_a_checkpoint_of_the_empty_log_proves_no_entry(tmp_path: Path) -> None:
    """Every log extends the empty one, a rewritten one too."""
    world = World(tmp_path)
    world.create()
    note = world.note()
    assert Verdict.CONSISTENT == (
        world.verify(vkeys=[world.signer.vkey], checkpoint=note).verdict
    )
    with world.open() as log:
        log.append(system(0))
    found = world.verify(vkeys=[world.signer.vkey], checkpoint=note)
    assert (Verdict.CONSISTENT, 1) == (found.verdict, found.size)
    assert (
        "the kept checkpoint is of the empty log and proves no entry"
        in found.not_checked
    )


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        pytest.param(
            ["UPDATE entry SET body = json_set(body, '$.number', -1) WHERE idx = 300"],
            300,
            id="a changed body",
        ),
        pytest.param(["DELETE FROM entry WHERE idx = 300"], 300, id="a deleted row"),
        pytest.param(["DELETE FROM entry WHERE idx = 0"], 0, id="the first row gone"),
        pytest.param(["DELETE FROM entry WHERE idx >= 590"], 590, id="the tail cut"),
        pytest.param(["DELETE FROM entry WHERE idx >= 512"], 512, id="a chunk cut"),
        pytest.param(["DELETE FROM entry"], 0, id="all rows gone"),
        pytest.param(
            [
                "UPDATE entry SET body = json_set(body, '$.number', -1) WHERE idx = 7",
                "DELETE FROM entry WHERE idx = 300",
            ],
            7,
            id="a changed body before a deleted row",
        ),
        pytest.param(
            ["INSERT INTO entry (idx, body) VALUES (600, '{}')"],
            600,
            id="a row that the head does not know",
        ),
        pytest.param(
            ["INSERT INTO entry (idx, body) VALUES (-1, '{}')"], -1, id="row -1"
        ),
        pytest.param(
            ["UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND n = 1"],
            None,
            id="an edited tile",
        ),
        pytest.param(
            ["UPDATE tile SET hashes = zeroblob(64) WHERE level = 1"],
            None,
            id="an edited tile of level 1",
        ),
        pytest.param(["DELETE FROM tile WHERE level = 1"], None, id="a lost tile"),
        pytest.param(
            ["UPDATE tile SET hashes = CAST(hashes || hex(0) AS BLOB) WHERE n = 2"],
            None,
            id="a tile with more than there is",
        ),
        pytest.param(
            ["INSERT INTO tile VALUES (5, 0, zeroblob(32))"], None, id="one tile more"
        ),
        pytest.param(
            ["UPDATE head SET frontier = zeroblob(8)"], None, id="another frontier"
        ),
        pytest.param(["UPDATE head SET size = 599"], None, id="another size"),
        pytest.param(["UPDATE head SET note = 'x'"], None, id="no checkpoint"),
        pytest.param(["DELETE FROM head"], None, id="no head"),
        pytest.param(["DROP INDEX outcome_once"], None, id="a lost index"),
        pytest.param(["CREATE VIEW x AS SELECT 1"], None, id="a view"),
    ],
)
def test_what_a_database_administrator_does_is_found(
    copy: World, statements: list[str], first_bad: int | None
) -> None:
    """Without any evidence from elsewhere; the first bad entry is named."""
    copy.tamper(*statements)
    found = copy.verify()
    assert (Verdict.DISPROVED, first_bad) == (found.verdict, found.first_bad)


def test_a_changed_body_with_a_fitting_tile_is_found_by_the_root(copy: World) -> None:
    """The entry cannot be named then, but the head does not fit."""
    copy.tamper(
        "UPDATE entry SET body = json_set(body, '$.number', -1) WHERE idx = 300"
    )
    first = copy.verify()
    assert 300 == first.first_bad
    assert Verdict.DISPROVED == copy.verify(indexes=True).verdict


def test_a_column_that_shows_another_path_needs_the_office_s_columns(
    copy: World,
) -> None:
    """The schema alone cannot say which path was agreed."""
    other = (Column("case_number", "$.other"), COLUMNS[1])
    assert Verdict.CONSISTENT == copy.verify().verdict
    assert Verdict.DISPROVED == copy.verify(columns=other).verdict
    clash = (Column("id", "$.other"),)
    assert Verdict.DISPROVED == copy.verify(columns=clash).verdict


def resigned(world: World, count: int) -> str:
    """Give the checkpoint of another history, signed by the same key."""
    other = World(world.folder / "other")
    other.signer = world.signer
    return other.filled(count).note()


@pytest.mark.parametrize("count", [600, 601, 300])
def test_a_checkpoint_of_another_history_disproves(copy: World, count: int) -> None:
    """Rewritten, cut off, or forked: the key alone cannot hide it."""
    found = copy.verify(
        vkeys=[copy.signer.vkey], checkpoint=resigned(copy, count), columns=COLUMNS
    )
    assert Verdict.DISPROVED == found.verdict


def test_a_checkpoint_of_another_origin_disproves(copy: World) -> None:
    """Verified by its key, and still not of this log."""
    other = World(copy.folder / "other", origin="bogus.example/other").filled(1)
    found = copy.verify(
        vkeys=[copy.signer.vkey, other.signer.vkey], checkpoint=other.note()
    )
    assert Verdict.DISPROVED == found.verdict
    assert "origin" in found.reasons[0]


def test_a_checkpoint_that_is_not_verified_tells_nothing(copy: World) -> None:
    """Neither proof nor disproof; but a broken log stays broken."""
    note = copy.note()
    assert Verdict.CANNOT_TELL == copy.verify(checkpoint=note).verdict
    stranger = NoteSigner.generate(copy.origin)
    copy.tamper("DELETE FROM entry WHERE idx = 5")
    found = copy.verify(vkeys=[stranger.vkey], checkpoint=note)
    assert (Verdict.DISPROVED, 5) == (found.verdict, found.first_bad)


def test_a_head_that_another_key_has_signed_is_disproved(copy: World) -> None:
    """A database administrator can make a sound tree, and cannot sign it."""
    stranger = NoteSigner.generate(copy.origin)
    found = copy.verify(vkeys=[stranger.vkey])
    assert (
        Verdict.DISPROVED,
        ("the head is not signed by the given key: wrong key, or another log",),
    ) == (found.verdict, found.reasons)


def test_a_mistyped_key_tells_nothing(copy: World) -> None:
    """It must not look as if somebody else had signed the log."""
    found = copy.verify(vkeys=[copy.signer.vkey[:-2]])
    assert Verdict.CANNOT_TELL == found.verdict


@pytest.mark.parametrize(
    ("head", "verdict"),
    [
        pytest.param(Remembered.of("bogus.example/log", 0, EMPTY_ROOT), 1, id="empty"),
        pytest.param(Remembered.of("bogus.example/log", 700, bytes(32)), 0, id="more"),
        pytest.param(Remembered.of("bogus.example/log", 300, bytes(32)), 0, id="fork"),
        pytest.param(Remembered.of("bogus.other/log", 300, bytes(32)), 0, id="other"),
    ],
)
def test_the_node_s_memory_is_compared(
    copy: World, head: Remembered, verdict: int
) -> None:
    """It lies outside the store, and is not signed: it can disprove, not prove."""
    memory = copy.folder / "memory"
    MemoryFile(memory).create(head)
    expected = [Verdict.DISPROVED, Verdict.CONSISTENT][verdict]
    assert expected == copy.verify(memory=memory).verdict


def test_a_memory_that_cannot_be_read_tells_nothing(copy: World) -> None:
    """It was asked for, so its absence is no green light."""
    found = copy.verify(memory=copy.folder / "none")
    assert Verdict.CANNOT_TELL == found.verdict


def test_no_more_is_read_of_a_memory_than_it_has(copy: World) -> None:
    """Somebody else can make it longer than our own memory."""
    os.truncate(copy.paths.memory, 1 << 43)  # sparse
    found = copy.verify(memory=copy.paths.memory)
    assert Verdict.CONSISTENT == found.verdict


def test_a_pipe_in_the_memory_s_place_keeps_nobody_waiting(copy: World) -> None:
    """It tells nothing, like a memory that is not there."""
    os.mkfifo(copy.folder / "pipe")
    found = copy.verify(memory=copy.folder / "pipe")
    assert Verdict.CANNOT_TELL == found.verdict


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _: None, id="missing"),
        pytest.param(lambda path: path.mkdir(), id="a folder"),
        pytest.param(lambda path: path.touch(), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"x" * 9000), id="no database"),
    ],
)
def test_what_is_no_log_tells_nothing(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    """Unreadable is not `tampered with`."""
    store = tmp_path / "ledger.sqlite"
    make(store)
    found = verify_log(store)
    assert (Verdict.CANNOT_TELL, None) == (found.verdict, found.root)
