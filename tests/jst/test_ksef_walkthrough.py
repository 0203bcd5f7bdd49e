"""The page for the administrator, tried as a newcomer tries it: word for word."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from jst.demo import free_port
from tests.house.blocks import blocks, commands
from tests.house.tree import ROOT
from tests.jst.newcomer import section, shell, simulator, write_files

PAGE: Final = ROOT / "docs" / "ksef-access.md"


@pytest.fixture(name="trial")
def _trial(tmp_path: Path) -> Iterator[list[str]]:
    """Follow "Próba bez KSeF" up to its last commands, which are given."""
    port = str(free_port())
    page = tmp_path / "page.md"
    page.write_text(section(PAGE, "Próba bez KSeF").replace("18443", port), "utf-8")
    first, last = [
        commands(each) for each in blocks(page) if each.language == "console"
    ]
    [make, serve] = first
    shell([make], tmp_path)
    with simulator(serve, tmp_path):
        write_files(page.read_text("utf-8"), tmp_path)
        yield last


def test_the_trial_without_ksef_works_word_for_word(
    trial: list[str], tmp_path: Path
) -> None:
    """From nothing to a login, a list and the next step; every command says 0."""
    said = shell(trial, tmp_path)

    assert 2 == said.count("Zalogowano do KSeF.")
    assert "właściciel" in said
    assert "CredentialsManage" in said
    assert "Nadaj sobie: InvoiceRead, InvoiceWrite" in said
    assert "błędów nie znaleziono" in said
    assert "popraw" not in said
