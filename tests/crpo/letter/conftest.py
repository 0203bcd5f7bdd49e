"""What the tests of the letter share."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crpo.letter.package import Package, new_folder, read_package
from crpo.letter.render import request_files
from tests.crpo.letter.bogus_office import checked_letter
from tests.house.tree import ROOT

LETTER_ID = "0190a2b4-0000-7000-8000-000000000001"


@pytest.fixture(name="real")
def _real() -> Path:
    """The folder of real public certificates beside the checkout; never copied."""
    folder = ROOT.parent / "shared" / "real" / "certs"
    if not folder.is_dir():
        pytest.skip("real: the folder of real public data is absent")
    return folder


@pytest.fixture(name="folder", scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A letter that was prepared; tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("letters") / "pismo"
    made_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    files = request_files(checked_letter(), letter_id=LETTER_ID, made_at=made_at)
    with new_folder(folder, files, zip_name="wniosek-crpo.zip", made_at=made_at):
        pass
    return folder


@pytest.fixture(name="package", scope="session")
def _package(folder: Path) -> Package:
    """The same, read back."""
    return read_package(folder)
