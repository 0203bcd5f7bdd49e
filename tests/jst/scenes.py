"""How the office of a test is entered, furnished and served; who acts in it."""

import shutil
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from jst.demo import OFFICE_NIP, demo_settings
from jst.demo_ksef import ZAWFA_PERSON, serving_ksef
from jst.simulators.ksef import KsefSimulator, Terms

OFFICE = f"""\
version = 1

[office]
ref = "gmina"
name = "Gmina Bogus"
nip = "{OFFICE_NIP}"
credential = "gmina"
"""
"""How each permissions.toml of ours begins."""
ANNA = f"""\
[[person]]
ref = "a.bogus"
kind = "pesel"
value = "{ZAWFA_PERSON}"
first_name = "Anna"
last_name = "Bogus"
"""
"""How each ksef-people.toml of ours begins."""


def move_in(made: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy an office that was made once, and let `jst` work in the copy."""
    shutil.copytree(made, home)
    monkeypatch.setenv("JST_HOME", str(home))
    for name in ("JST_KEYS", "JST_MEMORY", "JST_LANG"):
        monkeypatch.delenv(name, raising=False)
    return home


def play(monkeypatch: pytest.MonkeyPatch, person: str) -> None:
    """Act as one of the office's people from now on."""
    monkeypatch.setenv("JST_DEMO_PERSON", person)


def write_files(home: Path, permissions: str, people: str) -> None:
    """Put what the office wants beside its settings."""
    (home / "permissions.toml").write_text(permissions, "utf-8")
    path = home / "ksef-people.toml"
    path.touch(0o600)
    path.write_text(people, "utf-8")


def serving_at_once(
    home: Path, *, limited: bool = True
) -> AbstractContextManager[KsefSimulator]:
    """Serve the office's KSeF, which logs in and works without delay."""
    terms = Terms(login_s=0.0, operation_s=0.0, limited=limited)
    return serving_ksef(demo_settings(home), terms=terms)
