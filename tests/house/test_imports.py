"""Importing does nothing but import, and loads no more than it must."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, here, python_files

_NEVER = {
    "click",
    "docx",
    "documents",
    "dotenv",
    "hypothesis",
    "pkcs11",
    "platformdirs",
    "pydantic",
    "pydantic_settings",
    "pypdf",
    "pytest",
    "requests",
    "rich",
    "segno",
    "signxml",
    "typer",
    "typst",
}
_SCRIPT = """
import importlib, json, os, socket, sys, threading
before = set(threading.enumerate())
def refuse(*args, **keywords):
    raise AssertionError("something was connected to on import")
socket.socket.connect = refuse
sys.path[:0] = [os.getcwd()]
for name in json.loads(sys.argv[1]):
    importlib.import_module(name)
print(json.dumps({
    "modules": sorted({name.partition(".")[0] for name in sys.modules}),
    "threads": sorted(t.name for t in set(threading.enumerate()) - before),
    "files": sorted(os.listdir(os.environ["HOME"])),
}))
"""


def _modules(*packages: str) -> list[str]:
    """Name every module of these packages; `__main__` is run, never imported."""
    return [
        here(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in python_files(*packages)
        if path.name != "__main__.py"
    ]


def _import_elsewhere(home: Path, *names: str) -> dict[str, list[str]]:
    """Import modules in a fresh interpreter with an empty home, and look around."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-B", "-c", _SCRIPT, json.dumps(names)],
        cwd=ROOT,
        env={"HOME": str(home), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "" == run.stderr
    found: dict[str, list[str]] = json.loads(run.stdout)
    return found


def _is_built(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in (
            "accountability.action",
            "certs.load",
            "crpdph.client",
            "crpo.lookup",
            "ksef.access.client",
            "ksef.access.judge",
            "ksef.law.decide",
            "ledger.log",
            "ledger.verify",
        )
        if _is_built(name)
    ],
)
def test_a_library_import_loads_no_application(name: str, tmp_path: Path) -> None:
    """
    Vendors embed these modules; they pay for what they use and for nothing else.

    Holds: design, section 7; ADR-0006.
    """
    loaded = _import_elsewhere(tmp_path, name)["modules"]

    assert set() == _NEVER & set(loaded)


def test_importing_everything_has_no_side_effects(tmp_path: Path) -> None:
    """It connects to nothing, starts no thread, writes no file, prints nothing."""
    found = _import_elsewhere(tmp_path, *_modules(*PACKAGES))

    assert {"threads": [], "files": []} == {
        key: found[key] for key in ("threads", "files")
    }
