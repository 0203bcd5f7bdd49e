"""Identifiers in the log: searchable and sealed under a key that can be destroyed."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.disclosure import Disclosure, Unsealing
from accountability.errors import (
    EvidenceUnreadable,
    KeyFileUnsafe,
    NotUnderDisclosure,
    PeriodKeyMissing,
)
from accountability.privacy import (
    KeyFolder,
    PeriodKey,
    period_of,
    salted_digest,
)
from tests.factories import MANDATOR_NIP, MANDATOR_PESEL
from tests.fakes import a_disclosure, an_unsealing
from vocabulary.identifiers import ForeignTaxId, Nip

PERIOD = "2026-11.standard"
KEY = PeriodKey(PERIOD, bytes(range(32)))
OTHER_MONTH = PeriodKey("2026-12.standard", bytes(range(32)))
OTHER_KEY = PeriodKey("2026-11.standard", bytes(32))


def test_equal_persons_have_equal_indexes_within_a_period() -> None:
    """The officer must find every question about a person, however it was typed."""
    assert KEY.blind_index(MANDATOR_NIP) == KEY.blind_index(
        Nip.parse("PL 123-456-32-18")
    )


@pytest.mark.parametrize("typed", ["CZ:12 345-678a", "cz: 12345678A", "CZ:12.345/678a"])
def test_a_foreign_number_is_found_however_it_was_typed(typed: str) -> None:
    """It is kept as written, since no rule covers all states; the index is not."""
    plain = ForeignTaxId.parse("CZ:12345678A")

    assert KEY.blind_index(plain) == KEY.blind_index(ForeignTaxId.parse(typed))


def test_another_period_or_key_gives_another_index() -> None:
    """Nobody can follow a person across months without the keys."""
    indexes = {key.blind_index(MANDATOR_NIP) for key in (KEY, OTHER_MONTH, OTHER_KEY)}

    assert 3 == len(indexes)


def test_the_kind_is_part_of_the_index() -> None:
    """A foreign number that spells a NIP is somebody else."""
    foreign = ForeignTaxId.parse("CZ:1234563218")

    assert KEY.blind_index(MANDATOR_NIP) != KEY.blind_index(foreign)


def test_an_index_is_the_documented_hmac() -> None:
    """
    The construction is written down, so that another tool can search.

    Holds: docs/ledger-format.md, blind index. The value was computed apart from
    this code, with `hmac` and `hashlib` alone.
    """
    import hashlib  # noqa: PLC0415 - the oracle of this test only
    import hmac  # noqa: PLC0415 - same

    info = b"crpo-ksef/privacy/v1/index/2026-11.standard" + b"\x01"
    subkey = hmac.digest(bytes(range(32)), info, hashlib.sha256)
    expected = hmac.digest(subkey, b"\x03nip1234563218", hashlib.sha256)

    import base64  # noqa: PLC0415 - same

    assert base64.urlsafe_b64encode(expected).decode().rstrip("=") == KEY.blind_index(
        MANDATOR_NIP
    )


def test_a_sealed_identifier_opens_in_its_entry_only() -> None:
    """A seal copied into another entry must not make it look like a question."""
    sealed = KEY.seal_identifier(MANDATOR_PESEL, entry_id="one")

    assert "pesel:44051401359" == KEY.unseal_identifier(
        sealed, entry_id="one", under=an_unsealing("one")
    )
    with pytest.raises(EvidenceUnreadable):
        KEY.unseal_identifier(sealed, entry_id="two", under=an_unsealing("two"))


def test_two_seals_of_one_person_differ() -> None:
    """The ciphertext is randomised; only the index shows equality."""
    first = KEY.seal_identifier(MANDATOR_NIP, entry_id="one")

    assert first != KEY.seal_identifier(MANDATOR_NIP, entry_id="one")


@given(st.binary(max_size=64))
def test_foreign_bytes_never_open(data: bytes) -> None:
    """Any bytes end in one documented error."""
    with pytest.raises(EvidenceUnreadable):
        KEY.open_evidence(data, intent_id="one", under=a_disclosure("one"))


def test_the_salt_of_a_question_depends_on_intent_and_key() -> None:
    """The salt needs no place of its own, and dies with the key."""
    salts = {
        KEY.question_salt("one"),
        KEY.question_salt("two"),
        OTHER_KEY.question_salt("one"),
    }

    assert 3 == len(salts)
    assert {32} == {len(salt) for salt in salts}


def test_a_salted_digest_is_sha256_of_salt_and_bytes() -> None:
    """Holds: design, section 4, digests; the value is a known SHA-256 of `abc`."""
    assert (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        == salted_digest(b"a", b"bc")
    )


def test_a_period_is_a_month_and_a_retention_class() -> None:
    """One key a month bounds what its loss or destruction touches."""
    assert "2026-11.standard" == period_of(date(2026, 11, 30))
    assert "2026-12.long" == period_of(date(2026, 12, 1), "long")


@pytest.fixture(name="keys")
def _keys(tmp_path: Path) -> Path:
    """The folder that the office has made for its keys."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    return folder


def test_a_key_is_made_once_and_found_again(keys: Path) -> None:
    """A second process, or a second start, must index with the same key."""
    first = KeyFolder(keys).make(PERIOD).blind_index(MANDATOR_NIP)
    again = KeyFolder(keys).make(PERIOD).blind_index(MANDATOR_NIP)

    assert first == again
    assert ("2026-11.standard",) == KeyFolder(keys).periods()


def test_a_key_file_is_private(keys: Path) -> None:
    """Whoever reads the key reads the persons."""
    KeyFolder(keys).make(PERIOD)

    assert 0o600 == (keys / "2026-11.standard.key").stat().st_mode & 0o777
    assert 0o700 == keys.stat().st_mode & 0o777


def test_a_key_file_that_others_may_read_is_refused(keys: Path) -> None:
    """A key that was open to others is no secret any more."""
    KeyFolder(keys).make(PERIOD)
    (keys / "2026-11.standard.key").chmod(0o640)

    with pytest.raises(KeyFileUnsafe):
        KeyFolder(keys).make(PERIOD)


def test_a_pipe_in_the_place_of_a_key_keeps_nobody_waiting(keys: Path) -> None:
    """Opened plainly, it would wait for a writer for ever."""
    os.mkfifo(keys / "2026-11.standard.key", 0o600)

    with pytest.raises(KeyFileUnsafe):
        KeyFolder(keys).make(PERIOD)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_file_of_another_size_is_refused(keys: Path, size: int) -> None:
    """A damaged key must not become a weak one."""
    path = keys / "2026-11.standard.key"
    path.write_bytes(bytes(size))
    path.chmod(0o600)

    with pytest.raises(KeyFileUnsafe):
        KeyFolder(keys).make(PERIOD)


@pytest.mark.parametrize("name", ["", "2026-11", "../2026-11.standard", "2026-11.A"])
def test_a_name_that_is_no_period_is_refused(keys: Path, name: str) -> None:
    """A period from an altered entry must not become a path."""
    with pytest.raises(PeriodKeyMissing):
        KeyFolder(keys).of(name)


def test_a_key_that_vanishes_while_it_is_read_is_gone(
    keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may destroy it between the look and the reading."""
    monkeypatch.setattr("os.path.exists", lambda _: True)
    with pytest.raises(PeriodKeyMissing):
        KeyFolder(keys).of("2026-11.standard")


def test_a_destroyed_key_is_gone_for_every_holder(keys: Path) -> None:
    """Another process that had the key in memory must not go on using it."""
    holder, destroyer = KeyFolder(keys), KeyFolder(keys)
    holder.make(PERIOD)

    destroyer.destroy("2026-11.standard")

    assert () == holder.periods()
    with pytest.raises(PeriodKeyMissing):
        holder.of("2026-11.standard")
    with pytest.raises(PeriodKeyMissing):
        destroyer.destroy("2026-11.standard")


def test_a_race_for_the_first_key_keeps_one(keys: Path) -> None:
    """Two processes at midnight of the first must end with one key."""
    folder = KeyFolder(keys)
    folder.make(PERIOD)
    before = (keys / "2026-11.standard.key").read_bytes()

    folder._create("2026-11.standard")

    assert before == (keys / "2026-11.standard.key").read_bytes()
    assert ["2026-11.standard.key"] == [path.name for path in keys.iterdir()]


def test_a_key_shows_nothing_of_itself() -> None:
    """A key in a log line would undo everything."""
    assert "PeriodKey(2026-11.standard)" == repr(KEY)


def test_the_folder_is_never_made_by_itself(tmp_path: Path) -> None:
    """A folder that is not mounted must not be replaced by an empty one."""
    with pytest.raises(KeyFileUnsafe, match="no folder"):
        KeyFolder(tmp_path / "away").make(PERIOD)

    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_others_may_enter_is_refused(keys: Path) -> None:
    """Keys are not made where others can watch."""
    keys.chmod(0o750)
    with pytest.raises(KeyFileUnsafe, match="others"):
        KeyFolder(keys).make(PERIOD)


@pytest.mark.parametrize("under", [None, object(), a_disclosure("another")])
def test_nothing_opens_without_a_disclosure_of_its_own(under: Disclosure) -> None:
    """Reading what was kept is an entry first."""
    with pytest.raises(NotUnderDisclosure):
        KEY.open_evidence(b"", intent_id="one", under=under)


def test_nobody_but_the_trail_makes_a_disclosure() -> None:
    """An entry that is not on disk must not open anything."""
    with pytest.raises(NotUnderDisclosure):
        Disclosure(entry_id="x", ref="one", maker=object())

    assert "Disclosure(entry of one)" == repr(a_disclosure("one"))


def test_a_disclosure_cannot_be_pointed_elsewhere() -> None:
    """One entry, one kept answer."""
    licence = a_disclosure("one")
    with pytest.raises(AttributeError):
        licence.ref = "two"


@pytest.mark.parametrize("under", [None, a_disclosure("one"), an_unsealing("another")])
def test_no_identifier_is_read_without_a_release(under: Unsealing) -> None:
    """One person's reason opens a kept answer, never an identifier (ADR-0013)."""
    with pytest.raises(NotUnderDisclosure):
        KEY.unseal_identifier("", entry_id="one", under=under)
