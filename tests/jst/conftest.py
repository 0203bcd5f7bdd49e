"""A demonstration office for each test, and `jst` run in this process."""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jst.cli.wrapper import main
from jst.demo import create_demo, demo_settings, serving
from jst.demo_ksef import ADMINISTRATOR, create_ksef_demo
from jst.simulators.crpo import CrpoSimulator
from jst.simulators.ksef import KsefSimulator
from tests.jst.scenes import move_in, play, serving_at_once

CASE = "FK.3120.7.2026"


@dataclass(frozen=True)
class Ran:
    """What one run of `jst` gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON of any shape
        """What `--json` printed."""
        return json.loads(self.out)


Jst = Callable[..., Ran]


@pytest.fixture(name="made_once", scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration office; tests work on copies, as making one takes a while."""
    folder = tmp_path_factory.mktemp("office") / "home"
    create_demo(folder)
    return folder


@pytest.fixture(name="home")
def _home(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration office of one's own, and JST_HOME set to it."""
    return move_in(made_once, tmp_path / "home", monkeypatch)


@pytest.fixture(name="register")
def _register(home: Path) -> Iterator[CrpoSimulator]:
    """The demonstration's register, serving on the port of its settings."""
    with serving(demo_settings(home)) as running:
        yield running


@pytest.fixture(name="ksef_once", scope="session")
def _ksef_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration office with a KSeF; tests work on copies."""
    folder = tmp_path_factory.mktemp("ksef") / "home"
    create_ksef_demo(folder)
    return folder


@pytest.fixture(name="ksef_home")
def _ksef_home(
    ksef_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An office with a KSeF of one's own, and the administrator's part."""
    play(monkeypatch, ADMINISTRATOR)
    return move_in(ksef_once, tmp_path / "ksef-home", monkeypatch)


@pytest.fixture(name="ksef")
def _ksef(ksef_home: Path) -> Iterator[KsefSimulator]:
    """The KSeF of that office, serving."""
    with serving_at_once(ksef_home) as simulator:
        yield simulator


@pytest.fixture(name="jst")
def _jst(capsys: pytest.CaptureFixture[str]) -> Iterator[Jst]:
    """Run `jst` in this process; the log handlers are put back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level

    def run(*args: str) -> Ran:
        capsys.readouterr()
        status = main(args)
        said = capsys.readouterr()
        return Ran(int(status), said.out, said.err)

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


def set_roles(home: Path, *roles: str) -> None:
    """Give the made-up clerk other roles."""
    path = home / "people.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('roles = ["clerk"]', f"roles = {list(roles)!r}"))


def lose(home: Path) -> None:
    """Take the log away, and what SQLite left beside it."""
    for path in home.glob("ledger.sqlite*"):
        path.unlink()


def change(path: Path, old: str, new: str) -> None:
    """Replace a text in a file that holds it."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
