"""A newcomer: does what a page says, word for word, in an empty folder."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_FILE: Final = re.compile(
    r"`(urzad/[\w-]+\.toml)`[^\n]*\n\n```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL
)


def section(page: Path, title: str) -> str:
    """Give what stands under a heading of a page."""
    text = page.read_text("utf-8").split(f"## {title}\n")[1]
    return text.split("\n## ")[0]


def write_files(text: str, folder: Path) -> None:
    """Put every file that a page shows where it says, behind what is there."""
    for name, body in _FILE.findall(text):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{body}")


def environment() -> dict[str, str]:
    """The environment of a newcomer: our commands, and no settings."""
    kept = {name: value for name, value in os.environ.items() if name[:4] != "JST_"}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"}


@contextmanager
def simulator(command: str, folder: Path) -> Iterator[None]:
    """Let a simulator serve, as the page starts it, until the block ends."""
    with subprocess.Popen(
        command.split(),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as served:
        assert served.stdout is not None
        assert served.stdout.readline()
        try:
            yield
        finally:
            served.terminate()


def shell(lines: list[str], folder: Path, *, timeout_s: float = 120) -> str:
    """Type lines into one shell; the first that fails ends it, and the test."""
    script = "set -e\n" + "\n".join(lines)
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout
