"""`jst cert watch`: which seals of a folder end soon."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jst.watching import watch
from tests import bogus_pki
from tests.bogus_pki import BogusSeal
from tests.certs.profile_set import of_ksef
from tests.jst.conftest import Jst
from tests.vectors.make_pkcs12 import FOLDER


def ending(days: int, name: str = "Bogus Urząd Gminy") -> BogusSeal:
    """A seal that ends in that many days and one hour."""
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days, hours=1)
    return bogus_pki.seal(common_name=name, not_after=end)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with a seal of ten days, one of a hundred, and a page."""
    folder = tmp_path / "seals"
    folder.mkdir()
    (folder / "long.pem").write_text(ending(100).certificate.pem)
    (folder / "short.der").write_bytes(ending(10, "Bogus\x1b[2J").certificate.der)
    (folder / "README.md").write_text("bogus")
    (folder / "more").mkdir()
    return folder


def test_the_seal_that_ends_first_comes_first(folder: Path, jst: Jst) -> None:
    """Ten days are below sixty, so the answer is no."""
    ran = jst("cert", "watch", str(folder), "--json")
    said = jst("cert", "watch", str(folder))

    assert (1, 1) == (ran.status, said.status)
    assert [("short.der", 10, True), ("long.pem", 100, False)] == [
        (each["file"], each["daysLeft"], each["belowThreshold"])
        for each in ran.json["seals"]
    ]
    assert (60, [], 1) == (
        ran.json["thresholdDays"],
        ran.json["unreadable"],
        ran.json["passedOver"],
    )
    assert "10 !" in said.out
    assert "nowe pismo" in said.out
    assert "\x1b[2J" not in said.out


def test_a_certificate_of_ksef_is_named_by_its_issuer(tmp_path: Path, jst: Jst) -> None:
    """One that KSeF's own application made: it opens no letter either."""
    (tmp_path / "bogus.der").write_bytes(of_ksef("TEST CCK KSeF"))
    (tmp_path / "other.der").write_bytes(of_ksef("Bogus CA"))
    seals = jst("cert", "watch", str(tmp_path), "--json").json["seals"]

    assert {("bogus.der", "ksef_certificate"), ("other.der", "seal")} == {
        (each["file"], each["kind"]) for each in seals
    }


def test_with_time_enough_the_answer_is_yes(folder: Path, jst: Jst) -> None:
    """The threshold is the office's."""
    ran = jst("cert", "watch", str(folder), "--days", "10")

    assert 0 == ran.status
    assert "nowe pismo" not in ran.out
    assert "Pieczęci: 2, nieodczytanych plików: 0, pominiętych: 1." in ran.out


def test_an_ended_seal_has_negative_days(tmp_path: Path, jst: Jst) -> None:
    """Nothing is rounded up to "today"."""
    end = datetime.now(UTC) - timedelta(hours=1)
    ended = bogus_pki.seal(not_after=end.replace(microsecond=0)).certificate
    (tmp_path / "ended.crt").write_text(ended.pem)

    ran = jst("cert", "watch", str(tmp_path), "--days", "0", "--json")

    assert (1, -1) == (ran.status, ran.json["seals"][0]["daysLeft"])


def test_a_file_that_cannot_be_read_is_named_and_counted(
    folder: Path, jst: Jst
) -> None:
    """The seal in it may end tomorrow, so the answer is not yes."""
    locked = (FOLDER / "plain-aes.p12").read_bytes()
    (folder / "locked.P12").write_bytes(locked)
    (folder / "closed.pem").symlink_to("/proc/self/mem")

    ran = jst("cert", "watch", str(folder), "--days", "5", "--json")
    said = jst("cert", "watch", str(folder), "--days", "5")

    assert (2, 2) == (ran.status, said.status)
    assert [("closed.pem", "file"), ("locked.P12", "password")] == [
        (each["file"], each["reason"]) for each in ran.json["unreadable"]
    ]
    assert "nie odczytano: locked.P12: hasło nie pasuje" in said.err
    assert "nieodczytanych plików: 2" in said.out


def test_a_file_of_another_kind_is_passed_over(folder: Path, jst: Jst) -> None:
    """A key beside its seal is no seal that could not be read."""
    (folder / "key.pem").write_bytes(bogus_pki.private_pem(bogus_pki.ec_key(), None))

    ran = jst("cert", "watch", str(folder), "--days", "5", "--json")

    assert (0, 2) == (ran.status, ran.json["passedOver"])


def test_an_authority_is_no_seal(folder: Path, jst: Jst) -> None:
    """It lies beside the seals it has signed, and no letter is about it."""
    (folder / "ca.pem").write_text(bogus_pki.authority().pem)

    ran = jst("cert", "watch", str(folder), "--days", "5", "--json")

    assert "ca.pem" not in [each["file"] for each in ran.json["seals"]]
    assert (0, 2) == (ran.status, ran.json["passedOver"])


def test_every_leaf_of_a_file_is_watched(tmp_path: Path, jst: Jst) -> None:
    """Two seals in one file both end; its authority is not what we watch."""
    two = ending(70).certificate.pem + ending(90, "Bogus 2").certificate.pem
    (tmp_path / "two.pem").write_text(two + bogus_pki.authority().pem)
    (tmp_path / "authorities.pem").write_text(
        bogus_pki.authority().pem
        + bogus_pki.certificate(
            bogus_pki.ec_key(7), subject=bogus_pki.name(("2.5.4.3", "B")), ca=True
        ).pem
    )

    ran = jst("cert", "watch", str(tmp_path), "--json")

    assert [70, 90] == [each["daysLeft"] for each in ran.json["seals"]]
    assert (0, [], 1) == (
        ran.status,
        ran.json["unreadable"],
        ran.json["passedOver"],
    )


def test_a_folder_without_seals_is_no_answer(tmp_path: Path, jst: Jst) -> None:
    """A wrong folder must not look like good news."""
    empty = jst("cert", "watch", str(tmp_path))
    absent = jst("cert", "watch", str(tmp_path / "none"), "--json")

    assert 2 == empty.status
    assert (1, "jst.input_invalid") == (absent.status, absent.json["error"])


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=300), st.sampled_from(["a.pem", "a.p12", "a.der", "a.txt"]))
def test_any_file_is_listed_named_or_passed_over(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    """One odd file must not hide the seals beside it."""
    folder = tmp_path_factory.mktemp("any")
    (folder / name).write_bytes(data)
    (folder / "good.pem").write_text(ending(100).certificate.pem)

    found = watch(folder, datetime.now(UTC))

    assert "good.pem" in {each.file for each in found.seals}
    assert 2 == len(found.seals) + len(found.unreadable) + found.passed_over
