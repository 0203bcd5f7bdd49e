"""python -m ledger verify, as the officer runs it."""

import errno
import io
import json
import os
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
    assert "pierwszy niezgodny wpis: #1" in text


def test_an_officer_reads_polish_only(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verdict is the word of `jst ledger verify`; reasons and --help follow it."""
    world.filled(3)
    kept = world.folder / "checkpoint"
    kept.write_text(world.note(), "utf-8")
    _, text = run(world.paths.store, "--checkpoint", kept, "--vkey", world.signer.vkey)
    with pytest.raises(SystemExit):
        run("--help")
    assert [
        "POTWIERDZONY: dziennik zgadza się z przechowanym punktem kontrolnym",
        "liczba wpisów: 3",
        "powód: pierwsze wpisy (liczba: 3) są tymi z punktu kontrolnego",
        "nie sprawdzono: pamięć węzła: potrzebny jej plik (--memory)",
        "nie sprawdzono: czy kolumny wyszukiwania pokazują właściwe pola",
        "nie sprawdzono: indeksy i wzajemna zgodność wpisów (--indexes)",
    ] == text.splitlines()
    told = capsys.readouterr().out
    assert "Składnia: python -m ledger verify [-h]" in told
    assert "baza SQLite z dziennikiem" in told


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
    assert "Składnia:" in capsys.readouterr().err


def test_a_key_may_be_given_as_the_file_that_holds_it(world: World) -> None:
    """`jst ledger checkpoint` writes one beside the checkpoint."""
    world.filled(3)
    kept, key = world.folder / "checkpoint", world.folder / "checkpoint.vkey"
    kept.write_text(world.note(), "utf-8")
    key.write_text(f"{world.signer.vkey}\n", "utf-8")
    assert 0 == run(world.paths.store, "--checkpoint", kept, "--vkey", key)[0]


def test_a_mark_that_an_editor_puts_before_a_text_is_no_part_of_it(
    world: World,
) -> None:
    """`jst ledger verify` reads checkpoint and key with it, too."""
    world.filled(3)
    kept, key = world.folder / "checkpoint", world.folder / "checkpoint.vkey"
    kept.write_text(world.note(), "utf-8-sig")
    key.write_text(f"{world.signer.vkey}\n", "utf-8-sig")
    assert 0 == run(world.paths.store, "--checkpoint", kept, "--vkey", key)[0]


def test_an_endless_checkpoint_is_no_checkpoint(world: World) -> None:
    """What is read is capped at the length of a note."""
    world.filled(3)
    zero, vkey = "/dev/zero", world.signer.vkey
    assert 2 == run(world.paths.store, "--checkpoint", zero, "--vkey", vkey)[0]


def test_a_pipe_that_nobody_writes_to_keeps_nobody_waiting(world: World) -> None:
    """It is no checkpoint, and no key."""
    world.filled(3)
    pipe = world.folder / "pipe"
    os.mkfifo(pipe)
    store, vkey = world.paths.store, world.signer.vkey
    assert 2 == run(store, "--checkpoint", pipe, "--vkey", vkey)[0]
    assert 2 == run(store, "--vkey", pipe)[0]


def test_an_error_that_nobody_foresaw_disproves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python's own status would be 1: disproved. So it is 2, and no traceback."""

    class Full(io.StringIO):
        """A file on a full disk."""

        def write(self, _: str) -> int:
            """Refuse, as /dev/full does."""
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(sys, "argv", ["ledger", "verify", "a\0b"])
    with pytest.raises(SystemExit) as told:
        command._as_program()
    said = capsys.readouterr().err
    monkeypatch.setattr(sys, "stderr", Full())
    with pytest.raises(SystemExit) as untold:
        command._as_program()
    assert (2, 2) == (told.value.code, untold.value.code)
    assert "nie wiadomo: nieprzewidziany błąd programu (ValueError)\n" == said


def test_ctrl_c_is_no_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """130, as a shell says of who was interrupted; Python's own would be 1."""

    class Interrupted(io.StringIO):
        """Somebody presses it while the verdict is written."""

        def write(self, _: str) -> int:
            """Do what Python's handler of SIGINT does."""
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["ledger", "verify", "--no-such-option"])
    monkeypatch.setattr(sys, "stderr", Interrupted())
    with pytest.raises(SystemExit) as told:
        command._as_program()
    assert (130, "") == (told.value.code, capsys.readouterr().out)


def test_a_program_without_standard_error_tells_its_verdict(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python has no `stderr` where the shell has closed it."""
    world.filled(3)
    monkeypatch.setattr(sys, "argv", ["ledger", "verify", str(world.paths.store)])
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit) as told:
        command._as_program()
    sys.stderr.close()
    assert 0 == told.value.code
    assert "SPÓJNY" in capsys.readouterr().out


@pytest.mark.parametrize(
    "redirected",
    [
        pytest.param("| true", id="a reader that has left"),
        pytest.param("> /dev/full", id="a full disk"),
        pytest.param(">&-", id="closed"),
    ],
)
def test_a_verdict_that_nobody_has_read_is_none(world: World, redirected: str) -> None:
    """Neither 0 nor 1, and no traceback."""
    world.filled(3)
    done = subprocess.run(
        [
            "/bin/bash",
            "-c",
            f'"$0" -m ledger verify "$1" {redirected}; exit ${{PIPESTATUS[0]}}',
            sys.executable,
            world.paths.store,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (2, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr


def test_a_broken_pipe_takes_the_verdict_along(world: World) -> None:
    """As above, in this process."""
    world.filled(3)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as out:
        assert 2 == command.main(["verify", str(world.paths.store)], out)


def test_a_program_without_standard_output_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python has no `stdout` where the shell has closed it."""
    world.filled(3)
    monkeypatch.setattr(sys, "argv", ["ledger", "verify", str(world.paths.store)])
    with pytest.raises(SystemExit) as told:
        command._as_program()
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as silent:
        command._as_program()
    assert (0, 2) == (told.value.code, silent.value.code)
    assert "SPÓJNY" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["none", "a\0b"])
def test_a_key_that_is_no_key_and_no_file_is_wrong_usage(
    world: World, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typing error is told at once."""
    with pytest.raises(SystemExit) as caught:
        run(world.paths.store, "--vkey", path)
    assert 64 == caught.value.code
    assert "--vkey" in capsys.readouterr().err


def test_a_terminal_without_polish_letters_is_served(world: World) -> None:
    """A question mark stands for each of them."""
    world.filled(3)
    done = subprocess.run(
        [sys.executable, "-m", "ledger", "verify", str(world.paths.store)],
        cwd=ROOT,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "SP?JNY") == (done.returncode, done.stdout[:6])


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
