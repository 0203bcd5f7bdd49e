"""A batch is killed at every point, and run again: nothing is asked twice.

Each point is a real SIGKILL of a real process that runs `jst crpo batch` against the
simulator over TLS; the next run knows only what lies on the disk.

Holds: ADR-0011 (the log alone says where a batch stopped).
"""

import csv
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import documents.draft
import jst.cli.batch_summary
import jst.cli.crpo_batch
from accountability.evidence import EvidenceStore
from accountability.trail import AuditTrail
from accountability.transport import Transport
from jst.demo import demo_settings, serving
from jst.office import open_reader
from jst.simulators.crpo import CrpoSimulator
from ledger.entry import decode_entry
from tests.jst.conftest import CASE, Jst
from tests.jst.dying import run_and_die

SECOND = 2
NAMES = ("several", "pesel", "none")

# What is killed, and whether after it is done; the second question dies, not the first.
POINTS: dict[str, tuple[Any, str, bool, int]] = {
    "before the intent": (AuditTrail, "begin", False, SECOND),
    "after the intent": (AuditTrail, "begin", True, SECOND),
    "before the call": (Transport, "send", False, SECOND),
    "after the call": (Transport, "send", True, SECOND),
    "before the answer is kept": (EvidenceStore, "keep", False, SECOND),
    "after the answer is kept": (EvidenceStore, "keep", True, SECOND),
    "before the outcome": (AuditTrail, "finish", False, SECOND),
    "after the outcome": (AuditTrail, "finish", True, SECOND),
    "after the proof": (AuditTrail, "prove", True, SECOND),
    "before a row of the result": (jst.cli.crpo_batch, "rows_of", False, SECOND),
    "before the result is complete": (jst.cli.batch_summary, "_status", False, 3),
    "before the result is renamed": (Path, "rename", False, 1),
    "after the result is renamed": (Path, "rename", True, 1),
    "before the result's name is durable": (documents.draft, "sync_folder", False, 1),
    "before it is told": (jst.cli.crpo_batch, "print_summary", False, 1),
}
ENDS_UNKNOWN = {
    "after the intent",
    "before the call",
    "after the call",
    "before the answer is kept",
    "after the answer is kept",
    "before the outcome",
}
RESULT_IS_THERE = {
    "after the result is renamed",
    "before the result's name is durable",
    "before it is told",
}
NEVER_SENT = {"after the intent", "before the call"}

# Ids and source differ from run to run; what the register said does not.
OF_ONE_RUN = {"question", "source"}


def die_at(point: str) -> None:
    """Let this process be killed at a point."""
    place, name, after, count = POINTS[point]
    step: Callable[..., object] = getattr(place, name)
    calls = 0

    def dying(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls < count:
            return step(*args, **kwargs)
        if after:
            step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    setattr(place, name, dying)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a result as a spreadsheet does, without what is of one run."""
    text = StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
    return [
        {name: cell for name, cell in row.items() if name not in OF_ONE_RUN}
        for row in csv.DictReader(text, delimiter=";")
    ]


def intents_of(home: Path) -> list[dict[str, Any]]:
    """Read the questions of the log."""
    with open_reader(demo_settings(home).places) as reader:
        return [decode_entry(body) for _, body in reader.select({"kind": "intent"})]


def sheet_in(folder: Path, simulator: CrpoSimulator) -> Path:
    """Write a sheet of three questions."""
    examples = simulator.examples()
    rows = "".join(
        f"{examples[name].kind};{examples[name].reveal()};{CASE};doreczenie;\n"
        for name in NAMES
    )
    path = folder / "sheet.csv"
    path.write_text("kind;identifier;case;purpose;justification\n" + rows)
    return path


@pytest.fixture(name="register")
def _register(home: Path) -> Iterator[CrpoSimulator]:
    """The demonstration's register, serving on the port of its settings."""
    with serving(demo_settings(home)) as running:
        yield running


@pytest.fixture(name="unbroken")
def _unbroken(
    register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> list[dict[str, str]]:
    """What an unbroken run of the same questions gives (another batch of them)."""
    folder = tmp_path / "unbroken"
    folder.mkdir()
    sheet, out = sheet_in(folder, register), folder / "out.csv"
    sheet.write_text(sheet.read_text().replace("doreczenie;", "doreczenie;wzorzec"))
    jst("crpo", "batch", str(sheet), "--out", str(out))
    return rows_of(out)


@pytest.mark.parametrize("point", POINTS)
def test_a_batch_killed_at_any_point_is_finished_by_the_next_run(
    point: str,
    home: Path,
    register: CrpoSimulator,
    unbroken: list[dict[str, str]],
    tmp_path: Path,
    jst: Jst,
) -> None:
    """
    The result is that of an unbroken run, but for what nobody can know.

    An UNKNOWN line is asked again on demand only, once, as a repeat of the lost one.
    """
    sheet, out = sheet_in(tmp_path, register), tmp_path / "out.csv"
    command = ("crpo", "batch", str(sheet), "--out")
    before = register.received.total()

    run_and_die(partial(die_at, point), *command, str(out))
    left = out.exists()
    resumed = jst(*command, str(tmp_path / "second.csv" if left else out))
    lost = intents_of(home)
    repeated = jst(*command, str(tmp_path / "third.csv"), "--retry-unknown")

    unknown = point in ENDS_UNKNOWN
    first = rows_of(tmp_path / "second.csv" if left else out)
    questions = [e for e in intents_of(home) if "justification" not in e]
    assert (point in RESULT_IS_THERE) is left
    assert (2 if unknown else 0, 0) == (resumed.status, repeated.status), resumed.err
    assert [row for row in unbroken if row["line"] != "3"] == [
        row for row in first if row["line"] != "3"
    ]
    assert unknown is (["unknown"] == [r["result"] for r in first if r["line"] == "3"])
    assert unbroken == rows_of(tmp_path / "third.csv")
    assert 3 == len({e["batch"] for e in questions})
    assert 3 + unknown == len(questions)
    assert 3 + unknown - (point in NEVER_SENT) == register.received.total() - before
    assert [lost[-2]["id"] if unknown else None] == [
        e.get("ref") for e in questions[-1:]
    ]
    assert [] == list(tmp_path.glob("*.draft"))


def test_a_row_that_was_half_written_is_never_taken_for_a_result(
    home: Path, register: CrpoSimulator, tmp_path: Path, jst: Jst
) -> None:
    """The draft is private, has a name that is found, and goes with the next run."""
    sheet, out = sheet_in(tmp_path, register), tmp_path / "out.csv"
    run_and_die(
        partial(die_at, "before the result is complete"),
        "crpo",
        "batch",
        str(sheet),
        "--out",
        str(out),
    )
    left = sorted(path.name for path in tmp_path.iterdir() if path != home)
    mode = (tmp_path / "out.csv.draft").stat().st_mode & 0o777

    ran = jst("crpo", "batch", str(sheet), "--out", str(out))

    assert (["out.csv.draft", "sheet.csv"], 0o600) == (left, mode)
    assert (0, False) == (ran.status, (tmp_path / "out.csv.draft").exists())


def test_two_processes_on_one_batch_ask_nothing_twice(
    home: Path, register: CrpoSimulator, tmp_path: Path
) -> None:
    """Both end, whoever was second says why, and together they asked each line once."""
    sheet = sheet_in(tmp_path, register)
    before = register.received.total()
    register.faults.delay_s = 0.3
    register.faults.always("slow")
    outs = [tmp_path / "one.csv", tmp_path / "two.csv"]
    runs = [
        subprocess.Popen(
            [
                *(sys.executable, "-c", "from jst.cli import run; run()"),
                *("crpo", "batch", str(sheet), "--out", str(out)),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "JST_HOME": str(home)},
        )
        for out in outs
    ]
    said = [run.communicate(timeout=60) for run in runs]

    asked = [e["batch"] for e in intents_of(home)]
    told = [err for _, err in said if "accountability.asked_already" in err]
    assert [0, 1] == sorted(run.returncode for run in runs), said
    assert 1 == len(told)
    assert 3 == len(set(asked)) == len(asked) == register.received.total() - before
    assert 1 == sum(out.exists() for out in outs)
    assert [] == list(tmp_path.glob("*.draft"))
