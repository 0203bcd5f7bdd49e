"""Several processes, forks and deaths: no acknowledged entry is ever lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.entry import decode_entry
from ledger.errors import LedgerMissing, LedgerReadOnly
from ledger.locks import LockFile, Presence, dead_writers
from ledger.log import Log
from tests.ledger.logs import World, intent, system

# Python 3.12 and later warn of every fork beside threads; that is what is tested.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

ROOT = Path(__file__).parents[2]

# Appends for ever, or so many entries; prints the index of each one it was told of.
APPENDER = """
import sys
from pathlib import Path
from ledger.log import LedgerPaths, Log
from ledger.note import NoteSigner
from tests.ledger.logs import COLUMNS, ORIGIN, system

folder, count = Path(sys.argv[1]), int(sys.argv[2])
paths = LedgerPaths(folder / "home", folder / "mem" / "ledger.memory")
signer = NoteSigner.load(folder / "bogus.pem", ORIGIN)
log = Log(paths, signer=signer, columns=COLUMNS)
print("open", flush=True)
sys.stdin.readline()
for number in range(count):
    print(log.append(system(number)).index, flush=True)
"""


def start(world: World, count: int) -> "subprocess.Popen[str]":
    """Start a process that appends, once it is told to go."""
    if not (world.folder / "bogus.pem").exists():
        world.signer.save(world.folder / "bogus.pem")
    return subprocess.Popen(
        [sys.executable, "-c", APPENDER, str(world.folder), str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go(*processes: "subprocess.Popen[str]") -> None:
    """Let processes append at the same time."""
    for process in processes:
        assert process.stdout
        assert "open\n" == process.stdout.readline()
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()


def test_two_processes_on_one_log_both_progress(world: World) -> None:
    """The flock is fair enough: neither waits for the other's end."""
    world.create()
    first, second = start(world, 150), start(world, 150)
    go(first, second)
    indexes = [
        [int(line) for line in process.communicate(timeout=60)[0].split()]
        for process in (first, second)
    ]
    assert list(range(300)) == sorted(indexes[0] + indexes[1])
    # Each has a good part of its entries in before the other one is done.
    assert all(sum(index < 220 for index in own) > 30 for own in indexes)
    assert "consistent" == world.verify(indexes=True, vkeys=[world.signer.vkey]).verdict


@pytest.mark.parametrize("told", [1, 7, 40])
def test_a_killed_writer_loses_no_acknowledged_entry(world: World, told: int) -> None:
    """Kill -9 at any time: what was told is there, and the log goes on."""
    world.create()
    process = start(world, 10_000)
    go(process)
    assert process.stdout
    last = [int(process.stdout.readline()) for _ in range(told)][-1]
    process.kill()
    last = max([last, *(int(line) for line in process.stdout if line.endswith("\n"))])
    process.communicate()
    assert -signal.SIGKILL == process.returncode
    with world.open() as log:
        world.clock.now = log._clock()
        assert log.reset_clock(system(0)).index > last
        assert 1 == len(list(log.dead_writers()))
    assert "consistent" == world.verify(indexes=True).verdict


def in_child(work: object) -> int:
    """Run `work` in a forked child; give its exit status, 0 when it returned."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()  # type: ignore[operator] # a test's own function
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_a_forked_child_has_a_session_of_its_own(world: World, log: Log) -> None:
    """Own thread, own connection, own writer id; both go on."""
    log.append(system(0))
    parent = log.writer

    def work() -> None:
        assert parent != log.writer
        assert 1 == log.append(system(1)).index
        log.close()

    assert 0 == in_child(work)
    assert (2, parent) == (log.append(system(2)).index, log.writer)
    assert "consistent" == world.verify(indexes=True).verdict


def test_a_child_does_not_keep_a_dead_parent_alive(world: World) -> None:
    """The child lets go of the inherited locks, so recovery finds the parent dead."""
    world.create()
    log = world.open()
    parent = log.writer
    reader, writer = os.pipe()

    def work() -> None:
        os.close(writer)
        os.read(reader, 1)

    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    log.close()
    with world.open() as other:
        assert [parent] == list(other.dead_writers())
        assert [] == list(other.dead_writers())
    os.close(writer)
    os.close(reader)
    os.waitpid(pid, 0)


def test_a_fork_leaves_a_closed_or_forgotten_log_alone(world: World) -> None:
    """Hooks cannot be taken back, so they look whether there is something to do."""
    world.create()
    log = world.open()
    log.close()
    assert 0 == in_child(lambda: None)
    del log
    assert 0 == in_child(lambda: None)


# The hooks that run in a child are called here too, where coverage sees them.
def test_what_the_child_does_is_done_here_as_well(world: World, log: Log) -> None:
    """A new session after the old one was abandoned, and nothing twice when closed."""
    log.append(system(0))
    before = log.writer
    log._before_fork()
    log._after_fork_in_child()
    assert before != log.writer
    assert 1 == log.append(system(1)).index
    log.close()
    log._before_fork()
    log._after_fork_in_child()
    assert "consistent" == world.verify().verdict


def test_dead_writers_are_taken_one_by_one(world: World) -> None:
    """A handling that breaks off leaves the writer to the next recovery."""
    world.create()
    run = world.paths.run
    alive, dead = Presence(run), Presence(run)
    dead.leave()
    taken = dead_writers(run)
    assert dead.writer == next(taken)
    # While it is handled here, another recovery leaves it alone.
    assert [] == list(dead_writers(run))
    taken.close()  # type: ignore[attr-defined] # it is a generator
    assert [dead.writer] == list(dead_writers(run))
    assert [alive.writer] == [path.name for path in run.iterdir()]
    alive.leave()


def test_a_writer_that_vanishes_meanwhile_is_passed_over(world: World) -> None:
    """Another recovery was faster between the listing and the look."""
    world.create()
    first, second = Presence(world.paths.run), Presence(world.paths.run)
    first.leave()
    second.leave()
    taken = dead_writers(world.paths.run)
    next(taken)
    (world.paths.run / max(first.writer, second.writer)).unlink()
    assert [] == list(taken)


def test_a_new_writer_that_is_taken_for_dead_tries_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between making its file and locking it, a recovery may remove it."""
    world.create()
    answers = iter([False, True])
    monkeypatch.setattr("ledger.locks._lies_at", lambda *_: next(answers))
    presence = Presence(world.paths.run)
    assert 2 == len(list(world.paths.run.iterdir()))
    presence.leave()


def test_a_replaced_lock_file_is_noticed(tmp_path: Path) -> None:
    """A lock on a file that is no longer on the path keeps nobody out."""
    path = tmp_path / "ledger.lock"
    lock = LockFile(path)
    with lock:
        path.unlink()
    with lock:
        assert path.exists()
        path.unlink()
        with LockFile(path):
            assert path.exists()
    lock.abandon()
    lock.abandon()
    lock.__exit__(None, None, None)


def test_a_lock_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    """No folder is no log; no permission is no permission."""
    with pytest.raises(LedgerMissing), LockFile(tmp_path / "none" / "lock"):
        pass
    with pytest.raises(LedgerReadOnly), LockFile(tmp_path):
        pass


def test_an_intent_knows_its_writer(world: World, log: Log) -> None:
    """What recovery asks for: the open intents of one dead writer."""
    log.append(intent(log.writer))
    with log.reader() as reader:
        [(_, body)] = reader.open_intents(log.writer)
    assert log.writer == decode_entry(body)["writer"]
    assert world.paths.run.exists()
