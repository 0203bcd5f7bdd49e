"""The page for the administrator, tried as a newcomer tries it: word for word."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from jst.demo import free_port
from tests.house.blocks import blocks, commands
from tests.house.tree import ROOT

PAGE: Final = ROOT / "docs" / "ksef-access.md"
_FILE: Final = re.compile(
    r"`(urzad/\w+\.toml)`:\n\n```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def _section(title: str) -> str:
    text = PAGE.read_text("utf-8").split(f"## {title}\n")[1]
    return text.split("\n## ")[0]


@pytest.fixture(name="trial")
def _trial(tmp_path: Path) -> Iterator[list[str]]:
    """Follow "Próba bez KSeF" up to its last commands, which are given."""
    port = str(free_port())
    page = tmp_path / "page.md"
    page.write_text(_section("Próba bez KSeF").replace("18443", port), "utf-8")
    first, last = [
        commands(each) for each in blocks(page) if each.language == "console"
    ]
    [make, serve] = first
    _shell([make], tmp_path)
    with subprocess.Popen(
        serve.split(), cwd=tmp_path, env=_env(), stdout=subprocess.PIPE, text=True
    ) as simulator:
        assert simulator.stdout is not None
        assert simulator.stdout.readline()
        for name, body in _FILE.findall(page.read_text("utf-8")):
            with (tmp_path / name).open("a", encoding="utf-8") as file:
                file.write(f"\n{body}")
        yield last
        simulator.terminate()


def _env() -> dict[str, str]:
    """The environment of a newcomer: our commands, and no settings."""
    kept = {name: value for name, value in os.environ.items() if name[:4] != "JST_"}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"}


def _shell(lines: list[str], folder: Path) -> str:
    script = "set -e\n" + "\n".join(lines)
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=_env(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout


def test_the_trial_without_ksef_works_word_for_word(
    trial: list[str], tmp_path: Path
) -> None:
    """From nothing to a login, a list and the next step; every command says 0."""
    said = _shell(trial, tmp_path)

    assert 2 == said.count("Zalogowano do KSeF.")
    assert "właściciel" in said
    assert "CredentialsManage" in said
    assert "Nadaj sobie: InvoiceRead, InvoiceWrite" in said
    assert "popraw" not in said
