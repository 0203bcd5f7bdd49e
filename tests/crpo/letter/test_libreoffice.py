"""The DOCX of a letter opens in LibreOffice, which reads in it what the PDF says."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from crpo.letter.model import Letter
from crpo.letter.render import inquiry_files, request_files
from tests.crpo.letter.bogus_office import checked_letter
from tests.crpo.letter.conftest import LETTER_ID

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAME = 'Gmina „Bogus”, "Żółć" & Łąka'


@pytest.fixture(name="soffice", scope="module")
def _soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of LibreOffice, with a profile of its own."""
    command = shutil.which("soffice")
    if command is None:
        pytest.skip("soffice: LibreOffice is not on PATH")
    profile = tmp_path_factory.mktemp("profile").as_uri()
    return [command, f"-env:UserInstallation={profile}", "--headless"]


def pages(soffice: list[str], made: bytes, folder: Path) -> list[str]:
    """Convert a DOCX, and give the text of each page with blanks made one."""
    (folder / "letter.docx").write_bytes(made)
    subprocess.run(
        [*soffice, "--convert-to", "pdf", "--outdir", str(folder), "letter.docx"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return texts((folder / "letter.pdf").read_bytes())


def texts(pdf: bytes) -> list[str]:
    """The text of each page of a PDF."""
    found = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in found]


def a_letter(seals: int) -> Letter:
    """A letter with quotes, a comma and an ampersand in its name."""
    return replace(checked_letter(seals=seals), name=NAME)


def test_libreoffice_reads_the_whole_letter(soffice: list[str], tmp_path: Path) -> None:
    """Serials, name, every line of both PEMs, and the number of each page."""
    letter = a_letter(2)
    files = request_files(letter, letter_id=LETTER_ID, made_at=AT)

    found = pages(soffice, files["wniosek.docx"], tmp_path)

    whole = " ".join(found)
    wanted = [
        NAME,
        letter.unit_head,
        "Liczba przekazywanych pieczęci elektronicznych: 2",
    ]
    for seal in letter.seals:
        wanted += [seal.name, seal.certificate.serial_text]
        wanted += seal.certificate.pem.split("\n")
    assert [] == [each for each in wanted if each not in whole]
    assert [True] * len(found) == [
        f"strona {number} z {len(found)}" in page
        for number, page in enumerate(found, start=1)
    ]


def test_libreoffice_tears_no_certificate_over_two_pages(
    soffice: list[str], tmp_path: Path
) -> None:
    """Whoever types it out of a print must not miss a line."""
    files = request_files(a_letter(2), letter_id=LETTER_ID, made_at=AT)

    found = pages(soffice, files["wniosek.docx"], tmp_path)

    assert [page.count("-----BEGIN") for page in found] == [
        page.count("-----END") for page in found
    ]


def test_libreoffice_reads_the_inquiry(soffice: list[str], tmp_path: Path) -> None:
    """The same words as in the PDF that typst sets, in the same order."""
    files = inquiry_files(a_letter(0), made_at=AT)

    [found] = pages(soffice, files["zapytanie.docx"], tmp_path)
    [set_by_typst] = texts(files["zapytanie.pdf"])

    def words(text: str) -> str:
        """Letters and digits alone: bullets and breaks differ between programs."""
        return "".join(each for each in text if each.isalnum())

    assert words(set_by_typst) == words(found)
