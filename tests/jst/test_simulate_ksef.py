"""The simulated KSeF as a service of its own: its folder, its people, its faults."""

import builtins
import json
import signal
from pathlib import Path
from types import ModuleType

import pytest

from jst.simulators.ksef import KsefFault
from tests.jst.conftest import Jst


@pytest.fixture(name="stopped", autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the simulator where it would begin to wait."""

    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(signal, "signal", stop)


def test_it_starts_with_people_who_can_log_in(jst: Jst, tmp_path: Path) -> None:
    """An address, an authority, a context, and five files with keys; they stay."""
    folder = tmp_path / "ksef"
    args = ("simulate", "ksef", "--folder", str(folder), "--speed", "0", "--json")

    first, second = (jst(*args) for _ in range(2))

    told, again = (json.loads(ran.out.splitlines()[0]) for ran in (first, second))
    assert (130, 130) == (first.status, second.status)
    assert told["url"].startswith("https://127.0.0.1:")
    assert {"type": "Nip", "value": "9990000008"} == told["context"]
    assert 5 == len(told["examples"])
    assert told["examples"] == again["examples"]
    assert {0o600} == {
        Path(each).stat().st_mode & 0o777 for each in told["examples"].values()
    }


def test_without_a_folder_it_leaves_nothing(jst: Jst) -> None:
    """In words for a person, with a clock that was set."""
    ran = jst("simulate", "ksef", "--at", "2026-11-21T08:00", "--unlimited")

    assert 130 == ran.status
    assert "pieczęć gminy" in ran.out
    [seal] = [line for line in ran.out.splitlines() if "RSA" in line]
    assert not Path(seal.split()[-1]).exists()


def test_a_folder_of_something_else_is_refused(jst: Jst, tmp_path: Path) -> None:
    """Keys of a simulator do not belong among other files."""
    (tmp_path / "other").write_text("bogus")

    ran = jst("simulate", "ksef", "--folder", str(tmp_path), "--json")

    assert (1, "jst.output_refused") == (ran.status, ran.json["error"])


def test_all_faults_are_listed_in_the_help_and_in_the_error(jst: Jst) -> None:
    """Nobody guesses `drop-after-accept`."""
    told = " ".join(jst("simulate", "ksef", "--help").out.split()).replace("- ", "-")
    error = jst("simulate", "ksef", "--fault", "zzz")

    assert [] == [fault for fault in KsefFault if f"{fault}" not in told]
    assert [] == [fault for fault in KsefFault if f"{fault}" not in error.err]
    assert 64 == error.status


def test_without_its_libraries_it_says_how_to_get_them(
    jst: Jst, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are an extra: no office needs them."""
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> ModuleType:
        if name == "jst.simulators.ksef":
            raise ModuleNotFoundError("no module", name="fastapi")
        return real(name, *args, **kwargs)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(builtins, "__import__", without)

    ran = jst("simulate", "ksef", "--json")

    assert (1, "jst.server_missing") == (ran.status, ran.json["error"])


def test_a_path_without_a_fault_is_wrong_usage(jst: Jst) -> None:
    """Nothing would be spoilt, and nobody would notice."""
    ran = jst("simulate", "ksef", "--on", "/tokens")

    assert 64 == ran.status
    assert "--fault" in ran.err


def test_its_port_is_its_own(jst: Jst) -> None:
    """No file of settings tells it."""
    told = jst("simulate", "ksef", "--help").out

    assert "jst.toml" not in told


def test_units_of_a_file_that_is_none_are_refused(jst: Jst, tmp_path: Path) -> None:
    """Before anything is served or made."""
    folder = tmp_path / "ksef"
    args = ("--folder", str(folder), "--units", str(tmp_path / "nie-ma.toml"))
    ran = jst("simulate", "ksef", *args, "--json")

    assert (1, "jst.permissions_invalid") == (ran.status, ran.json["error"])
    assert not folder.exists()
