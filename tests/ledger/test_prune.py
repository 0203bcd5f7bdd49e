"""Bodies past retention go, by an entry; hashes, tree and proofs stay."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entry import Draft, decode_entry
from ledger.errors import EntryInvalid, HeadRejected
from ledger.note import TlogProof
from ledger.prune import MAX_KEPT, Missing, Pruned, Window, missing_from, windows
from ledger.reader import Reader
from ledger.removal import Removal, remove_pruned
from ledger.store.view import SqliteView
from ledger.tree import leaf_hash
from ledger.verify import Verdict, Verification
from tests.ledger.logs import COLUMNS, World, intent

SIZE = 600
SECRET = "bogus-secret-text"


@pytest.fixture(name="old", scope="session")
def _old(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A log of 600 entries that may be pruned: none is of kind `system`."""
    world = World(tmp_path_factory.mktemp("old"))
    world.create()
    with world.open() as log:
        for _ in range(SIZE):
            log.append(Draft.of("denied", {"case": SECRET}))
    return world


@pytest.fixture(name="log_of")
def _log_of(old: World, tmp_path: Path) -> World:
    """A copy of it."""
    shutil.copytree(old.folder, tmp_path / "copy")
    copy = World(tmp_path / "copy")
    copy.signer = old.signer
    return copy


def order(world: World, window: Window) -> int:
    """Append a pruning entry; give its index."""
    with world.open() as log:
        return log.append(Draft.of("system", window.fields())).index


def remove(world: World) -> Removal:
    """Carry out what the entries say."""
    return remove_pruned(world.paths, columns=COLUMNS, vkey=world.signer.vkey)


def checked(world: World, **how: object) -> Verification:
    """Verify with everything there is on this host."""
    return world.verify(
        vkeys=[world.signer.vkey],
        memory=world.paths.memory,
        columns=COLUMNS,
        **how,  # type: ignore[arg-type] # a test's own choice
    )


def test_pruned_bodies_are_told_and_disprove_nothing(log_of: World) -> None:
    """
    `verify` says how many bodies are gone, and which entry allows it.

    Holds: ADR-0012.
    """
    note = log_of.note()
    index = order(log_of, Window(0, 560, ((255, 257), (300, 300))))
    assert Removal(556, scrubbed=True) == remove(log_of)
    found = checked(log_of, checkpoint=note, indexes=True)
    assert (Verdict.PROVED, 556, (index,), None) == (
        found.verdict,
        found.pruned,
        found.pruned_by,
        found.first_bad,
    )
    assert any("what 556 pruned entries said" in gap for gap in found.not_checked)


def missing(world: World) -> Missing:
    """Look at a log for bodies that are not there."""
    with Reader(SqliteView(world.paths.store, COLUMNS)) as reader:
        return missing_from(reader)


def test_a_sound_log_lacks_nothing(log_of: World) -> None:
    """The last entry is there too."""
    assert Missing() == missing(log_of)


def test_what_is_gone_by_order_and_what_is_gone_otherwise_is_told_apart(
    log_of: World,
) -> None:
    """
    A DBA's deletion must not pass as a lawful removal, wherever it lies.

    Holds: ADR-0012.
    """
    order(log_of, Window(10, 50, ((20, 29),)))
    remove(log_of)
    by_order = missing(log_of)
    log_of.tamper("DELETE FROM entry WHERE idx IN (9, 22, 23, 50, 599)")

    assert Missing(allowed_count=30) == by_order
    assert Missing(30, 5, 9) == missing(log_of)


def test_a_gap_across_two_removals_is_cut_between_them() -> None:
    """What lies between two spans that may be gone may not be gone itself."""
    found = Pruned(
        absent=[(0, 9)],
        allowed=[(20, Window(2, 4)), (21, Window(6, 8)), (22, Window(12, 14))],
    )

    assert [(0, 1), (4, 5), (8, 9)] == list(found.unallowed())
    assert (6, 0) == (found.unallowed_count, found.first_unallowed())


def test_a_reading_that_was_left_halfway_ends_in_silence(log_of: World) -> None:
    """Whoever stops at a damaged entry closes the log before the rows are collected."""
    with Reader(SqliteView(log_of.paths.store, COLUMNS)) as reader:
        rows = reader.select()
        next(rows)
    rows.close()  # type: ignore[attr-defined]  # a generator, as the collector has it


def test_proofs_of_pruned_and_other_entries_stay_valid(log_of: World) -> None:
    """A receipt in a case file outlives the body in the log."""
    with log_of.open() as log, log.reader() as reader:
        bodies = [reader.entry(index) for index in (5, 599)]
        before = reader.proof(5).to_text()
    order(log_of, Window(0, 560))
    remove(log_of)
    with log_of.open() as log, log.reader() as reader:
        after = [reader.proof(index) for index in (5, 599)]
    vkeys = [log_of.signer.vkey]
    TlogProof.parse(before).verify(leaf_hash(bodies[0]), vkeys)
    for body, proof in zip(bodies, after, strict=True):
        proof.verify(leaf_hash(body), vkeys)


def test_the_log_goes_on_after_a_pruning(log_of: World) -> None:
    """A node that prunes appends the next entry as before."""
    order(log_of, Window(0, 600))
    remove(log_of)
    with log_of.open() as log:
        log.append(intent())
    assert Verdict.CONSISTENT == checked(log_of, indexes=True).verdict


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        pytest.param("DELETE FROM entry WHERE idx = 256", 256, id="a kept one"),
        pytest.param("DELETE FROM entry WHERE idx = 599", 599, id="one above"),
        pytest.param("DELETE FROM entry WHERE idx = 300", 300, id="one in a kept span"),
    ],
)
def test_a_body_that_no_entry_prunes_stays_disproved(
    log_of: World, statement: str, first_bad: int
) -> None:
    """A pruning is no licence to remove something else."""
    order(log_of, Window(0, 560, ((256, 256), (299, 301))))
    remove(log_of)
    log_of.tamper(statement)
    found = checked(log_of)
    assert (Verdict.DISPROVED, first_bad) == (found.verdict, found.first_bad)
    assert (f"entry {first_bad} is missing",) == found.reasons


def test_a_removal_without_an_entry_stays_disproved(log_of: World) -> None:
    """A database administrator cannot call his deletion a pruning."""
    log_of.tamper("DELETE FROM entry WHERE idx < 560")
    found = checked(log_of)
    assert (Verdict.DISPROVED, 0) == (found.verdict, found.first_bad)


def test_a_pruning_entry_that_was_slipped_in_allows_nothing(log_of: World) -> None:
    """It is not in the signed tree, so the tree does not lead to the head."""
    forged = Draft.of("system", Window(0, 500).fields()).stamped(log_of.clock())
    with closing(sqlite3.connect(log_of.paths.store)) as connection:
        connection.execute("DELETE FROM entry WHERE idx < 500")
        connection.execute(
            "UPDATE entry SET body = ? WHERE idx = 599", (forged.decode(),)
        )
        connection.commit()
    found = checked(log_of)
    assert (Verdict.DISPROVED, 599) == (found.verdict, found.first_bad)


def test_an_entry_prunes_nothing_that_comes_after_it(log_of: World) -> None:
    """Else one entry would allow every deletion to come."""
    order(log_of, Window(0, 700))
    with log_of.open() as log:
        log.append(intent())
    assert Removal(0, scrubbed=True) == remove(log_of)
    log_of.tamper("DELETE FROM entry WHERE idx = 5")
    assert Verdict.DISPROVED == checked(log_of).verdict


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND n = 0",
        "UPDATE tile SET hashes = substr(hashes, 1, 100) WHERE level = 0 AND n = 0",
        "DELETE FROM tile WHERE level = 0 AND n = 0",
    ],
)
def test_the_hash_of_a_pruned_body_is_not_lost_unseen(
    log_of: World, statement: str
) -> None:
    """The hash is all that is left, so the tile is what can be tampered with."""
    order(log_of, Window(0, 560))
    remove(log_of)
    log_of.tamper(statement)
    assert Verdict.DISPROVED == checked(log_of).verdict


def test_a_kill_between_entry_and_removal_leaves_a_truthful_log(log_of: World) -> None:
    """The entry comes first; what it prunes may still be there; a repeat ends it."""
    order(log_of, Window(0, 560))
    found = checked(log_of)
    assert (Verdict.CONSISTENT, 0) == (found.verdict, found.pruned)
    assert "560 bodies that an entry prunes are still there" in found.not_checked
    assert 560 == remove(log_of).bodies
    assert 0 == remove(log_of).bodies


def test_entries_of_the_system_are_never_removed(world: World) -> None:
    """They hold what was decided, and nobody's data."""
    world.filled(5)
    order(world, Window(0, 3))
    with pytest.raises(HeadRejected, match="kind system"):
        remove(world)
    assert (Verdict.CONSISTENT, 0) == (checked(world).verdict, checked(world).pruned)


def test_a_damaged_log_is_not_pruned(log_of: World) -> None:
    """Pruning must not sweep up what somebody changed."""
    order(log_of, Window(0, 560))
    log_of.tamper("UPDATE entry SET body = replace(body, 'b', 'c') WHERE idx = 9")
    with pytest.raises(HeadRejected):
        remove(log_of)
    with closing(sqlite3.connect(log_of.paths.store)) as connection:
        assert [(601,)] == connection.execute("SELECT count(*) FROM entry").fetchall()


def test_no_byte_of_a_removed_body_stays_in_the_files(log_of: World) -> None:
    """Deleted rows stay readable in free pages unless they are overwritten."""
    order(log_of, Window(0, 600))
    remove(log_of)
    for path in log_of.paths.home.glob("ledger.*"):
        assert SECRET.encode() not in path.read_bytes()


def test_a_reader_keeps_the_write_ahead_file(log_of: World) -> None:
    """What could not be overwritten yet is said."""
    order(log_of, Window(0, 600))
    with Reader(SqliteView(log_of.paths.store, COLUMNS)) as reader:
        assert 601 == reader.size
        assert not remove(log_of).scrubbed


@given(st.integers(1, 40), st.sets(st.integers(0, 39)))
def test_windows_remove_what_is_not_kept(below: int, kept: set[int]) -> None:
    """Cut or whole, the spans are the complement of what is kept."""
    staying = sorted(index for index in kept if index < below)
    removed = [
        index
        for window in windows(below, staying)
        for first, last in window.removed()
        for index in range(first, last + 1)
    ]
    assert sorted(set(range(below)) - set(staying)) == removed


def test_many_kept_spans_take_several_entries() -> None:
    """One entry has at most 65,535 bytes."""
    cut = list(windows(100_000_000, range(1, 2 * MAX_KEPT + 8, 2)))
    assert 2 == len(cut)
    assert cut[0].below == cut[1].first
    assert all(Draft.of("system", each.fields()) for each in cut)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"from": 0, "below": 3},
        {"from": 0, "below": 3, "kept": [[1]]},
        {"from": 0, "below": 3, "kept": [[1, 5]]},
        {"from": 0, "below": 3, "kept": [[2, 1]]},
        {"from": 3, "below": 3, "kept": []},
        {"from": -1, "below": 3, "kept": []},
        {"from": True, "below": 3, "kept": []},
    ],
)
def test_a_malformed_pruning_entry_allows_nothing(fields: dict[str, object]) -> None:
    """Whoever reads it wrongly would let bodies vanish."""
    body = Draft.of("system", {"event": "bodies-pruned", **fields}).stamped(
        World(Path()).clock()
    )
    pruned = Pruned()
    pruned.meet(9, body)
    assert [] == pruned.allowed
    with pytest.raises(EntryInvalid):
        Window.of(decode_entry(body))


@given(
    st.sets(st.integers(0, 40)),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.sets(st.integers()))),
)
def test_what_no_entry_allows_is_what_is_in_no_window(
    absent: set[int], cuts: list[tuple[int, int, set[int]]]
) -> None:
    """Spans are walked side by side; sets of indexes are the model."""
    found, allowed, by = Pruned(), set[int](), []
    for index in sorted(absent):
        found.miss(index)
    for place, (first, size, kept) in enumerate(cuts):
        spans = tuple((first + at, first + at) for at in range(size) if at in kept)
        window = Window(first, first + size, spans)
        indexes = {each for a, b in window.removed() for each in range(a, b + 1)}
        found.allowed.append((place, window))
        allowed |= indexes
        by += [place] * bool(indexes & absent)
    unallowed = {each for a, b in found.unallowed() for each in range(a, b + 1)}

    assert absent - allowed == unallowed
    assert tuple(by) == found.entries()


def test_classes_that_alternate_do_not_cost_the_square() -> None:
    """Of two retention classes every other body may stay: 100,000 spans, in a second.

    Compared pair by pair they would take minutes, in `verify` and in every report.
    """
    found = Pruned()
    for index in range(1, 200_000, 2):
        found.miss(index)
    for place, window in enumerate(windows(200_000, range(0, 200_000, 2))):
        found.allowed.append((200_000 + place, window))

    assert (100_000, 0, 50) == (
        found.count,
        found.unallowed_count,
        len(found.entries()),
    )


def test_windows_that_overlap_count_once() -> None:
    """A later pruning may cover an earlier one."""
    pruned = Pruned(allowed=[(9, Window(0, 4)), (10, Window(2, 8))])
    for index in (0, 3, 4, 7, 9):
        pruned.miss(index)
    assert (5, 4, (9, 10), 9) == (
        pruned.count,
        pruned.still_there + 1,
        pruned.entries(),
        pruned.first_unallowed(),
    )


def test_other_entries_prune_nothing_and_nothing_needs_no_entry() -> None:
    """An intent is no pruning entry, and an empty log is not cut."""
    other = decode_entry(intent().stamped(World(Path()).clock()))
    assert Window.of(other) is None
    assert [] == list(windows(0, []))
