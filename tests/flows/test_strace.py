"""The kernel's own account: intent, sync, connect, outcome, sync, answer."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loopback import http, says, serving
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
TRACED = "trace=pwrite64,fdatasync,fsync,connect,write"


@pytest.fixture(name="trace")
def _trace(tmp_path: Path) -> list[str]:
    """The system calls of one look-up, in order, as strace saw them."""
    if shutil.which("strace") is None:
        pytest.skip("strace: not on PATH")
    world = World(tmp_path / "office").found()
    with serving(tmp_path, says(http(b"<Answer/>"))) as register:
        done = subprocess.run(
            [
                *("strace", "-f", "-y", "-s", "200000", "-e", TRACED),
                *("-o", str(tmp_path / "trace"), sys.executable),
                str(ROOT / "tests/flows/asks_once.py"),
                *(str(world.folder), register.url, str(register.ca_bundle)),
            ],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert (0, "shown\n") == (done.returncode, done.stdout), done.stderr
    return (tmp_path / "trace").read_text(errors="replace").splitlines()


def first(trace: list[str], pattern: str, after: int = -1) -> int:
    """Find the first line after `after` that matches; fail when there is none."""
    matching = (
        number
        for number, line in enumerate(trace)
        if number > after and re.search(pattern, line)
    )
    found = next(matching, None)
    assert found is not None, f"no {pattern} after line {after}"
    return found


def test_the_intent_is_synced_before_the_connection_is_made(trace: list[str]) -> None:
    """Holds: ADR-0003. Nothing but the kernel can say what was on disk when."""
    intent = first(trace, r'pwrite64\(.*-wal>.*\\"kind\\":\\"intent\\"')
    synced = first(trace, r"fdatasync\(\d+<.*-wal>", after=intent)
    connected = first(trace, r"connect\(.*AF_INET, .*127\.0\.0\.1")

    assert intent < synced < connected


def test_the_outcome_is_synced_before_the_answer_is_shown(trace: list[str]) -> None:
    """No outcome on disk, no answer: the kept answer first, then the outcome."""
    connected = first(trace, r"connect\(.*AF_INET, .*127\.0\.0\.1")
    kept = first(trace, r"fsync\(\d+<.*\.draft>", after=connected)
    outcome = first(trace, r'pwrite64\(.*-wal>.*\\"kind\\":\\"outcome\\"', after=kept)
    synced = first(trace, r"fdatasync\(\d+<.*-wal>", after=outcome)
    shown = first(trace, r'write\(1.*"shown')

    assert connected < kept < outcome < synced < shown
