"""Our tables, opened by a spreadsheet program as a clerk in Poland opens them."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from documents.table import write_table

SOFFICE = shutil.which("soffice")
# Separator `;`, quote `"`, UTF-8, from line 1, no types, Polish, numbers as it likes.
AS_POLISH = "Text - txt - csv (StarCalc):59,34,76,1,,1045,false,false"
CELLS = (
    "Zażółć gęślą jaźń",
    "FK.3120.7.2026",
    "00-350",
    "1/2026",
    "1-2",
    "19-2000145399/0800",
    "123",
    'Ł;"1"',
)
GUARDED = ("=1+1", "@SUM(A1)", "02270803628", "41691237894", "9" * 26, "12e5")


def seen_by_libreoffice(table: Path, folder: Path) -> list[list[str]]:
    """Open a table and give the cells as the program then shows them."""
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            f"--infilter={AS_POLISH}",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true",
            "--outdir",
            str(folder / "seen"),
            str(table),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (folder / "seen" / table.name).read_text("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))


@pytest.mark.skipif(SOFFICE is None, reason="libreoffice: soffice not on PATH")
def test_a_spreadsheet_shows_every_cell_as_it_was_written(tmp_path: Path) -> None:
    """
    Polish letters stay, nothing runs, and no digit of an identifier is lost.

    What is guarded shows its apostrophe; without one, 26 digits become 1E+26.
    """
    table = tmp_path / "t.csv"
    write_table(table, ["Wartość"], [[cell] for cell in (*CELLS, *GUARDED)])

    assert [
        ["Wartość"],
        *([cell] for cell in CELLS),
        *([f"'{cell}"] for cell in GUARDED),
    ] == seen_by_libreoffice(table, tmp_path)
