"""python -m ledger verify, as the officer runs it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import __main__ as command
from tests.ledger.logs import World

ROOT = Path(__file__).parents[2]


def run(*arguments: object) -> tuple[int, str]:
    """Run the command in this process."""
    out = io.StringIO()
    status = command.main(["verify", *map(str, arguments)], out)
    return status, out.getvalue()


def test_the_verdict_is_the_exit_status(world: World) -> None:
    """0 proved or consistent, 1 disproved, 2 cannot tell."""
    world.filled(3)
    kept = world.folder / "checkpoint"
    kept.write_text(world.note(), "utf-8")
    store, vkey = world.paths.store, world.signer.vkey
    assert 0 == run(store)[0]
    assert 0 == run(store, "--checkpoint", kept, "--vkey", vkey)[0]
    assert 2 == run(store.with_name("none"))[0]
    world.tamper("UPDATE entry SET body = json_set(body, '$.x', 1) WHERE idx = 1")
    status, text = run(store, "--memory", world.paths.memory)
    assert 1 == status
    assert "pierwszy zły wpis: 1" in text


def test_json_is_one_stable_object(world: World) -> None:
    """English keys in camelCase, always all of them."""
    world.filled(3)
    status, text = run(world.paths.store, "--json", "--indexes")
    assert (0, "consistent", 3) == (
        status,
        json.loads(text)["verdict"],
        json.loads(text)["size"],
    )


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["other"], id="another command"),
        pytest.param(["verify", "x", "--checkpoint", "y"], id="no key"),
        pytest.param(["verify", "x", "--checkpoint", "none", "--vkey", "k"], id="none"),
    ],
)
def test_wrong_usage_ends_with_64(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Apart from 2, which means that we could not tell."""
    with pytest.raises(SystemExit) as caught:
        command.main(arguments)
    assert 64 == caught.value.code
    assert "usage" in capsys.readouterr().err


def test_progress_goes_to_the_terminal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only where somebody is looking."""

    class Terminal(io.StringIO):
        """Says that it is one."""

        def isatty(self) -> bool:
            """Yes."""
            return True

    world.filled(257)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert 0 == run(world.paths.store)[0]
    assert "\r256 / 257\r257 / 257\n" == terminal.getvalue()


def test_it_runs_without_the_rest_of_the_toolkit(world: World, tmp_path: Path) -> None:
    """On the officer's PC: this package and its vocabulary, nothing else of ours."""
    world.filled(3)
    alone = tmp_path / "alone"
    alone.mkdir()
    for package in ("ledger", "vocabulary"):
        (alone / package).symlink_to(ROOT / package)
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "verify", str(world.paths.store), "--json"],
        cwd=alone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "consistent") == (done.returncode, json.loads(done.stdout)["verdict"])
