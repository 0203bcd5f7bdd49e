"""The folder of a letter: whole or not at all, and read back only as it was."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpo.errors import LetterFolderInvalid
from crpo.letter.general_letter import NAME
from crpo.letter.package import MANIFEST, Package, new_folder, read_package
from tests.bogus_pki import BOGUS_NIP
from tests.crpo.letter.bogus_office import GIVEN, OFFICE_NIP, REGON, SURNAME
from tests.crpo.letter.conftest import LETTER_ID
from tests.house.tree import ROOT

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(name="own")
def _own(folder: Path, tmp_path: Path) -> Path:
    """A copy of the letter that a test may change."""
    return shutil.copytree(folder, tmp_path / "own")


def resealed(folder: Path) -> None:
    """Write the manifest anew, as somebody would who means to deceive."""
    lines = [
        f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    ]
    (folder / MANIFEST).write_text("".join(lines))


def test_a_prepared_letter_is_read_back(package: Package) -> None:
    """What a signed file is later held against."""
    assert (LETTER_ID, (BOGUS_NIP, OFFICE_NIP), REGON, GIVEN, SURNAME, AT) == (
        package.letter_id,
        package.nips,
        package.regon,
        package.head_given_names,
        package.head_surname,
        package.prepared_at,
    )
    assert ["zalacznik-01-pieczec.txt", "zalacznik-02-pieczec.txt"] == list(
        package.attachments
    )
    assert b"Dokument" in package.general_letter
    assert "Dokument" not in repr(package)


def test_the_files_are_for_their_owner_alone(folder: Path) -> None:
    """Contact data of people lie in it."""
    assert 0o700 == folder.stat().st_mode & 0o777
    assert {0o600} == {path.stat().st_mode & 0o777 for path in folder.iterdir()}


def test_the_manifest_is_checked_by_another_program(folder: Path) -> None:
    """An archivist has sha256sum and not us; the marks are comments to it."""
    run = subprocess.run(
        ["sha256sum", "--check", "--strict", MANIFEST],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (run.returncode, run.stderr)
    assert f"# {NAME}: plik niepodpisany" in (folder / MANIFEST).read_text("utf-8")


def test_the_zip_holds_every_file_and_the_manifest(folder: Path) -> None:
    """One thing to send inside the office."""
    with zipfile.ZipFile(folder / "wniosek-crpo.zip") as packed:
        held = {name: packed.read(name) for name in packed.namelist()}

    assert held == {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix != ".zip"
    }


def test_nothing_is_left_when_anything_fails(tmp_path: Path) -> None:
    """Half a letter would be sent one day."""
    with (
        pytest.raises(RuntimeError),
        new_folder(tmp_path / "a", {"b": b"c"}, zip_name="z.zip", made_at=AT),
    ):
        raise RuntimeError

    assert [] == list(tmp_path.iterdir())


def test_a_killed_program_leaves_no_folder_of_that_name(tmp_path: Path) -> None:
    """What it leaves is a hidden draft that nobody takes for a letter."""
    script = (
        "import os, sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from crpo.letter.package import new_folder\n"
        "at = datetime(2026, 11, 20, tzinfo=UTC)\n"
        "with new_folder(Path(sys.argv[1]), {'b': b'c'}, zip_name='z', made_at=at):\n"
        "    os._exit(9)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "pismo")], cwd=ROOT, check=False
    )

    assert 9 == run.returncode
    assert [".pismo"] == [path.name[:6] for path in tmp_path.iterdir()]


def test_an_existing_folder_is_not_touched(tmp_path: Path) -> None:
    """Not even an empty one, and not one that appears meanwhile."""
    late = tmp_path / "late"
    (tmp_path / "a").mkdir()

    with (
        pytest.raises(FileExistsError),
        new_folder(tmp_path / "a", {}, zip_name="z.zip", made_at=AT),
    ):
        pytest.fail("it was entered")
    with (
        pytest.raises(FileExistsError),
        new_folder(late, {}, zip_name="z.zip", made_at=AT),
    ):
        late.mkdir()

    assert {"a", "late"} == {path.name for path in tmp_path.iterdir()}


def test_a_changed_file_is_named(own: Path) -> None:
    """The letter that is judged must be the letter that was prepared."""
    (own / "wniosek.pdf").write_bytes(b"x")

    with pytest.raises(LetterFolderInvalid) as caught:
        read_package(own)

    assert "plik wniosek.pdf zmieniono" == caught.value.polish


@pytest.mark.usefixtures("nobody_waits")
def test_a_pipe_in_the_folder_is_no_file_and_nobody_waits(
    folder: Path, tmp_path: Path
) -> None:
    """Opening it would wait for a writer who never comes."""
    copied = Path(shutil.copytree(folder, tmp_path / "pismo"))
    (copied / "wniosek.pdf").unlink()
    os.mkfifo(copied / "wniosek.pdf")

    with pytest.raises(LetterFolderInvalid) as refused:
        read_package(copied)

    assert "nie można otworzyć pliku wniosek.pdf" == refused.value.polish


@pytest.mark.parametrize("name", [MANIFEST, "letter.json", NAME, "wniosek.docx"])
def test_a_missing_file_is_named(own: Path, name: str) -> None:
    """Also the manifest itself."""
    (own / name).unlink()

    with pytest.raises(LetterFolderInvalid, match="cannot be read"):
        read_package(own)


@pytest.mark.parametrize("name", ["letter.json", NAME])
def test_a_manifest_that_leaves_out_the_card_is_refused(own: Path, name: str) -> None:
    """What is not in the manifest is bound by nothing."""
    text = (own / MANIFEST).read_text("utf-8")
    kept = [line for line in text.splitlines(keepends=True) if name not in line]
    (own / MANIFEST).write_text("".join(kept), "utf-8")

    with pytest.raises(LetterFolderInvalid, match="is missing"):
        read_package(own)


def test_a_giant_file_is_not_read(own: Path) -> None:
    """16 MiB are more than any letter has."""
    with (own / "wniosek.pdf").open("wb") as file:
        file.truncate(16 * 1_048_576 + 1)

    with pytest.raises(LetterFolderInvalid, match="too big"):
        read_package(own)


@pytest.mark.parametrize(
    "manifest", [b"\xff", b"x", b"0  a\n", b"0" * 64 + b"  ../letter.json\n"]
)
def test_a_manifest_of_another_shape_is_refused(own: Path, manifest: bytes) -> None:
    """And no path leads out of the folder."""
    (own / MANIFEST).write_bytes(manifest)

    with pytest.raises(LetterFolderInvalid, match="no manifest"):
        read_package(own)


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=4),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["letterId", "preparedAt", "nips", "attachments"]),
                    inner,
                )
            ),
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_any_card_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, card: bytes
) -> None:
    """The folder lies on a disk where others may write."""
    own = tmp_path_factory.mktemp("cards")
    (own / "letter.json").write_bytes(card)
    (own / NAME).write_bytes(b"<a/>")
    resealed(own)

    with pytest.raises(LetterFolderInvalid):
        read_package(own)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=90))
def test_any_manifest_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, manifest: bytes
) -> None:
    """Any bytes end in one error."""
    own = tmp_path_factory.mktemp("manifests")
    (own / MANIFEST).write_bytes(manifest)

    with pytest.raises(LetterFolderInvalid):
        read_package(own)
