"""What a report keeps until its end: in memory, and beyond that in a nameless file."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability import overflow
from accountability.errors import NoRoomForReport
from accountability.overflow import Kept, Sum, Sums

Model = dict[str, int]


def plus(one: Sum, other: Sum) -> Sum:
    """Add numbers, and put texts one behind the other."""
    return one[0] + other[0], one[1] + other[1]


def sqlite_files() -> set[str]:
    """Name SQLite's temporary files that this process has open, as the kernel does."""
    names = set()
    for each in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the folder's own descriptor
            names.add(str(each.readlink()))
    return {name for name in names if "/etilqs_" in name}


@settings(deadline=None)
@given(
    st.integers(1, 9),
    st.lists(
        st.tuples(
            st.sampled_from(["put", "pop", "get"]),
            st.sampled_from(["a", "b", "ż", "\ud800", "", "e"]),
        )
    ),
)
def test_what_is_kept_does_not_depend_on_the_room(
    room: int, steps: list[tuple[str, str]]
) -> None:
    """A dict is the model; an id that is put again counts as new."""
    kept, model = Kept(room), Model()
    for number, (step, key) in enumerate(steps):
        if step == "put":
            kept.pop(key)
            model.pop(key, None)
            kept.put(key, number)
            model[key] = number
        else:
            expected = model.pop(key, None) if step == "pop" else model.get(key)
            assert expected == getattr(kept, step)(key)

    assert list(model.values()) == list(kept.values())


@settings(deadline=None)
@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.text(max_size=2), st.text(max_size=2), st.integers(0, 9))),
)
def test_sums_do_not_depend_on_the_room(
    room: int, added: list[tuple[str, str, int]]
) -> None:
    """They come in the order of Python's texts, each in the order of its values."""
    sums, model = Sums(plus, room), dict[tuple[str, ...], Sum]()
    for one, two, number in added:
        key = (one.replace("\0", "\ufffd"), two.replace("\0", "\ufffd"))
        sums.add((one, two), (number, str(number)))
        before = model.get(key, (0, ""))
        model[key] = plus(before, (number, str(number)))

    assert sorted(model.items()) == list(sums.take())
    assert [] == list(sums.take())


def test_what_waits_in_the_file_is_found_and_forgotten() -> None:
    """An outcome comes long after its question."""
    kept = Kept(room=1)
    kept.put("a", {"x": 1})
    kept.put("b", 2)

    assert ({"x": 1}, None) == (kept.get("a"), kept.get("c"))
    assert ({"x": 1}, None) == (kept.pop("a"), kept.pop("a"))
    assert [2] == list(kept.values())


def test_a_key_with_the_sign_between_keys_is_changed() -> None:
    """The log refuses U+0000, so only a forged entry has it; it joins no two keys."""
    sums = Sums(plus, room=1)
    sums.add(("a\0", "b"), (1, "x"))
    sums.add(("a", "\0b"), (1, "x"))

    assert [("a", "\ufffdb"), ("a\ufffd", "b")] == [key for key, _ in sums.take()]


def test_an_id_that_is_put_again_counts_as_new() -> None:
    """Two entries with one id are in no log of ours; the last one is kept."""
    kept = Kept(room=1)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.put("a", 3)
    kept.put("c", 4)

    assert [2, 3, 4] == list(kept.values())


def test_the_file_has_no_name_and_goes_with_its_owner() -> None:
    """A kill at any time leaves nothing; so does a report that breaks off."""
    before = sqlite_files()
    kept = Kept(room=1)
    for number in range(2_000):
        kept.put(str(number), "x" * 4_000)
    [during] = sqlite_files() - before
    del kept

    assert during.endswith(" (deleted)")
    assert before == sqlite_files()


def test_a_folder_without_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is an error with a hint, not SQLite's own text."""
    made = overflow._a_file

    def small(owner: object, table: str) -> sqlite3.Connection:
        database = made(owner, table)
        database.execute("PRAGMA max_page_count = 4")
        return database

    monkeypatch.setattr(overflow, "_a_file", small)
    kept = Kept(room=1)
    kept.put("a", "x" * 40_000)
    with pytest.raises(NoRoomForReport, match="OperationalError"):
        kept.put("b", 1)
