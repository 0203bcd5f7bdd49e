"""Files taken away while they are open: nobody's acknowledged entry is destroyed.

Of several processes: test_removed_wal.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from ledger.errors import LedgerError, LedgerMissing, LedgerMoved, StoreFailed
from ledger.locks import LockFile, Presence, dead_writers
from ledger.log import Log
from ledger.store import identity
from ledger.store.view import SqliteView
from tests.ledger.logs import COLUMNS, World, system

ROOT = Path(__file__).parents[2]

# Appends three entries and closes its log.
APPENDER = """
import sys
from pathlib import Path
from ledger.log import LedgerPaths, Log
from ledger.note import NoteSigner
from tests.ledger.logs import COLUMNS, ORIGIN, system

folder, home = Path(sys.argv[1]), Path(sys.argv[2])
paths = LedgerPaths(home, folder / "mem" / "ledger.memory")
signer = NoteSigner.load(folder / "bogus.pem", ORIGIN)
with Log(paths, signer=signer, columns=COLUMNS) as log:
    log.reset_clock(system(200))
    log.reset_clock(system(201))
    log.reset_clock(system(202))
"""


def another_process_appends(world: World, home: Path | None = None) -> None:
    """Let it append three entries; they are acknowledged when this returns."""
    world.signer.save(world.folder / "bogus.pem")
    folders = [str(world.folder), str(home or world.paths.home)]
    subprocess.run([sys.executable, "-c", APPENDER, *folders], cwd=ROOT, check=True)
    world.clock.move(10**10)


def remove(world: World, ending: str) -> None:
    """Remove a side file of the store."""
    Path(f"{world.paths.store}{ending}").unlink()


def test_a_removed_shm_costs_no_entry_of_another_process(
    world: World, log: Log
) -> None:
    """Closing by the old index of the -wal would write back without them."""
    log.append(system(0))
    remove(world, "-shm")
    another_process_appends(world)
    with pytest.raises(LedgerMoved):
        log.append(system(1))
    assert 4 == world.verify().size
    assert 4 == log.append(system(1)).index
    assert "consistent" == world.verify(indexes=True).verdict


def test_a_removed_shm_costs_no_entry_when_the_log_is_closed(world: World) -> None:
    """Closing is where SQLite writes back, and it asks nobody."""
    world.create()
    log = world.open()
    log.append(system(0))
    remove(world, "-shm")
    another_process_appends(world)
    log.close()
    assert 4 == world.verify().size
    with world.open() as again:
        assert 4 == again.append(system(1)).index


def test_a_reader_that_holds_the_removed_shm_keeps_the_log_closed(
    world: World, log: Log
) -> None:
    """SQLite shares one -shm in a process: a new writer would get the old one."""
    log.append(system(0))
    reader = log.reader()
    assert 1 == reader.size
    remove(world, "-shm")
    another_process_appends(world)
    with pytest.raises(LedgerMoved):
        log.append(system(1))
    with pytest.raises(LedgerMoved, match="this process"):
        log.append(system(1))
    reader.close()
    assert 4 == log.append(system(1)).index
    assert "consistent" == world.verify(indexes=True).verdict


def test_a_removed_shm_that_nobody_made_anew_costs_nothing(
    world: World, log: Log
) -> None:
    """The next connection makes it anew out of the -wal."""
    log.append(system(0))
    remove(world, "-shm")
    with pytest.raises(LedgerMoved):
        log.append(system(1))
    assert 1 == log.append(system(1)).index


def test_a_foreign_wal_is_not_written_back(world: World, log: Log) -> None:
    """Another file lies there: ours is kept open, the store stays as it is."""
    log.append(system(0))
    before = world.paths.store.read_bytes()
    wal = Path(f"{world.paths.store}-wal")
    wal.rename(world.folder / "away")
    wal.write_bytes(b"bogus")
    with pytest.raises(LedgerMoved):
        log.append(system(1))
    assert before == world.paths.store.read_bytes()


def test_a_store_that_others_use_elsewhere_is_not_written_back(world: World) -> None:
    """Moved away and appended to there: closing must not undo that."""
    world.create()
    log = world.open()
    log.append(system(0))
    home = world.folder / "other"
    home.mkdir()
    for path in world.paths.home.glob("ledger.sqlite*"):
        (home / path.name).write_bytes(path.read_bytes())
    world.paths.store.rename(home / "ledger.sqlite")
    another_process_appends(world, home)
    moved = (home / "ledger.sqlite").read_bytes()
    log.close()
    assert moved == (home / "ledger.sqlite").read_bytes()


def test_a_store_that_cannot_be_opened_beside_is_left_open(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a second connection, the first one is never closed."""
    log.append(system(0))
    remove(world, "-shm")
    leaked: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(identity, "connect", _fail)
        patch.setattr(identity, "_leak", leaked.append)
        with pytest.raises(LedgerMoved):
            log.append(system(1))
    assert 1 == len(leaked)


def _fail(*_: object) -> None:
    raise StoreFailed("bogus")


def test_a_jail_without_a_list_of_descriptors_still_has_a_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list only finds readers that outlive a removed -shm."""
    world.create()
    monkeypatch.setattr(identity, "_DESCRIPTORS", world.folder / "none")
    with world.open() as log:
        assert 0 == log.append(system(0)).index


def test_a_folder_that_became_a_file_is_a_moved_log(world: World, log: Log) -> None:
    """The operating system says `not a directory`, and we say what that means."""
    log.append(system(0))
    world.paths.home.rename(world.folder / "away")
    world.paths.home.touch()
    with pytest.raises(LedgerError):
        log.append(system(1))
    with pytest.raises(LedgerMissing):
        log.reader()
    with pytest.raises(LedgerMissing):
        world.open()


def test_what_the_system_refuses_is_a_failed_store(
    world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An I/O error of the disk under `stat` too."""
    log.append(system(0))
    with monkeypatch.context() as patch:
        patch.setattr("ledger.store.identity.os.stat", _break)
        with pytest.raises(StoreFailed):
            SqliteView(world.paths.store, COLUMNS)
        with pytest.raises(StoreFailed):
            log.append(system(1))
    assert 1 == log.append(system(1)).index


def _break(*_: object, **__: object) -> None:
    raise PermissionError(13, "bogus")


def test_locks_fail_as_errors_of_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Callers catch the log's errors, not those of the operating system."""
    world.create()

    def fail(*_: object) -> None:
        raise OSError(5, "bogus")

    with monkeypatch.context() as patch:
        patch.setattr("ledger.locks.fcntl.flock", fail)
        with pytest.raises(StoreFailed), LockFile(world.paths.lock):
            pass
        with pytest.raises(StoreFailed):
            Presence(world.paths.run)
    with pytest.raises(LedgerMissing):
        list(dead_writers(world.folder / "none"))
