"""Where things are in this repository, for the tests that look at the code itself."""

import ast
import functools
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# The five floors; a package that is not built yet is simply absent.
FLOORS = {
    "vocabulary": 1,
    "ledger": 2,
    "certs": 2,
    "documents": 2,
    "accountability": 3,
    "crpo": 4,
    "ksef": 4,
    "crpdph": 4,
    "jst": 5,
}
PACKAGES = tuple(name for name in FLOORS if (ROOT / name / "__init__.py").exists())

_NOT_OURS = {"build", "dist", "site", "node_modules", "__pycache__"}
_TEXT = {
    ".cfg",
    ".css",
    ".html",
    ".ini",
    ".json",
    ".lock",
    ".md",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".typ",
    ".xml",
    ".xsd",
    ".yml",
}


@functools.cache
def pyproject() -> dict[str, Any]:
    """Read the project file."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def python_files(*folders: str) -> Iterator[Path]:
    """Every Python file below these folders of the repository, in order."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def text_files() -> Iterator[Path]:
    """Every text file that is ours; of the hidden folders only CI's."""
    for folder, names, files in os.walk(ROOT):
        names[:] = sorted(
            name
            for name in names
            if name == ".ci" or not (name.startswith(".") or name in _NOT_OURS)
        )
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix in _TEXT or name in {"Makefile", "run", ".gitignore"}:
                yield path


def here(path: Path) -> str:
    """Name a file by its path from the root, for messages."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def parsed(path: Path) -> ast.Module:
    """Parse a file once for all tests."""
    return ast.parse(path.read_text("utf-8"), filename=here(path))
