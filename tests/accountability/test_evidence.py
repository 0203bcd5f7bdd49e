"""What came back is kept encrypted, whole or not at all, and bound to its intent."""

import os
from pathlib import Path

import pytest

from accountability.errors import (
    EvidenceUnreadable,
    NotUnderDisclosure,
    PeriodKeyMissing,
)
from accountability.evidence import EvidenceStore, Kept
from accountability.privacy import KeyFolder
from tests.fakes import a_disclosure

INTENT = "0190a5c4-0000-7000-8000-000000000001"
ANSWER = b"<Answer>44051401359</Answer>"


@pytest.fixture(name="keys")
def _keys(tmp_path: Path) -> KeyFolder:
    """A folder of period keys."""
    (tmp_path / "keys").mkdir(mode=0o700)
    return KeyFolder(tmp_path / "keys")


@pytest.fixture(name="store")
def _store(tmp_path: Path, keys: KeyFolder) -> EvidenceStore:
    """An empty store of kept answers."""
    return EvidenceStore(tmp_path / "answers", keys)


def keep(store: EvidenceStore, keys: KeyFolder) -> Kept:
    """Keep one answer."""
    return store.keep(
        intent_id=INTENT,
        key=keys.make("2026-11.standard"),
        question=b"?",
        answer=ANSWER,
    )


def test_what_was_kept_is_read_back(store: EvidenceStore, keys: KeyFolder) -> None:
    """The answer must be there when the case file is questioned years later."""
    kept = keep(store, keys)

    assert kept == store.open_kept(INTENT, under=a_disclosure(INTENT))
    assert ANSWER == kept.answer


def test_nothing_readable_lies_on_the_disk(
    store: EvidenceStore, keys: KeyFolder, tmp_path: Path
) -> None:
    """A copied disk or backup must not tell whom we asked about."""
    keep(store, keys)
    [file] = (tmp_path / "answers").iterdir()

    assert b"44051401359" not in file.read_bytes()
    assert 0o600 == file.stat().st_mode & 0o777


def test_what_is_kept_shows_sizes_only(store: EvidenceStore, keys: KeyFolder) -> None:
    """A repr in a traceback must not be a disclosure."""
    assert "Kept(question=<1 B>, answer=<28 B>)" == repr(keep(store, keys))


@pytest.mark.parametrize("position", [0, 20, 150, -1])
def test_an_altered_byte_is_refused(
    store: EvidenceStore, keys: KeyFolder, tmp_path: Path, position: int
) -> None:
    """A kept answer is evidence only as long as nobody can change it unseen."""
    keep(store, keys)
    [file] = (tmp_path / "answers").iterdir()
    data = bytearray(file.read_bytes())
    data[position] ^= 1
    file.write_bytes(data)

    with pytest.raises(EvidenceUnreadable):
        store.open_kept(INTENT, under=a_disclosure(INTENT))


@pytest.mark.parametrize(
    "header",
    [
        *(b"", b"[]", b"7", b"{}", b'{"format": 1, "intent": 2, "period": 3}'),
        pytest.param(b"[" * 200_000, id="too deep"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(
    store: EvidenceStore, tmp_path: Path, header: bytes
) -> None:
    """Any bytes end in one documented error."""
    (tmp_path / "answers").mkdir()
    (tmp_path / f"answers/{INTENT}.evidence").write_bytes(header + b"\nxyz")

    with pytest.raises(EvidenceUnreadable):
        store.open_kept(INTENT, under=a_disclosure(INTENT))


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(
    store: EvidenceStore, tmp_path: Path
) -> None:
    """Nobody would ever write to it."""
    (tmp_path / "answers").mkdir()
    os.mkfifo(tmp_path / f"answers/{INTENT}.evidence")

    with pytest.raises(EvidenceUnreadable):
        store.open_kept(INTENT, under=a_disclosure(INTENT))


@pytest.mark.parametrize("intent", ["", "../x", "a/b", INTENT])
def test_an_intent_without_a_kept_answer_is_said_so(
    store: EvidenceStore, intent: str
) -> None:
    """A missing file is an error with a name, and no id becomes a path."""
    with pytest.raises(EvidenceUnreadable):
        store.open_kept(intent, under=a_disclosure(intent))


def test_the_file_of_another_intent_does_not_open(
    store: EvidenceStore, keys: KeyFolder, tmp_path: Path
) -> None:
    """Renaming a kept answer must not make it the answer to another question."""
    keep(store, keys)
    [file] = (tmp_path / "answers").iterdir()
    other = INTENT.replace("1", "2")
    file.rename(file.with_name(f"{other}.evidence"))

    with pytest.raises(EvidenceUnreadable):
        store.open_kept(other, under=a_disclosure(other))


def test_a_destroyed_key_makes_it_unreadable(
    store: EvidenceStore, keys: KeyFolder
) -> None:
    """Destroying one key is what erasing means here, in backups too."""
    keep(store, keys)
    keys.destroy("2026-11.standard")

    with pytest.raises(PeriodKeyMissing):
        store.open_kept(INTENT, under=a_disclosure(INTENT))


def test_nothing_is_read_under_the_disclosure_of_another_answer(
    store: EvidenceStore, keys: KeyFolder
) -> None:
    """A licence is for the one answer that its entry names."""
    keep(store, keys)
    with pytest.raises(NotUnderDisclosure):
        store.open_kept(INTENT, under=a_disclosure("another"))
