"""Make a new log: by hand, once (`jst ledger init`); never by opening one."""

import os
import shutil
from collections.abc import Sequence

from ledger.append import Appender, Request
from ledger.entry import Draft
from ledger.errors import LedgerExists, NoteInvalid
from ledger.files import sync_folder
from ledger.memory import MemoryFile, Remembered, read_memory_file
from ledger.model import Column, LedgerPaths
from ledger.note import Checkpoint
from ledger.signer import NoteSigner, refuse_origin
from ledger.store.connection import create_store
from ledger.tree import EMPTY_ROOT, Frontier
from vocabulary.clock import Clock, system_clock


def create_log(
    paths: LedgerPaths,
    *,
    origin: str,
    signer: NoteSigner,
    columns: Sequence[Column],
    clock: Clock = system_clock,
    first: Draft | None = None,
) -> None:
    """Make a log with at most one entry, and the memory file that knows it.

    It is made in a folder beside and then put in place, so that there is a whole log
    or none. When we die in between, the memory file may stand alone: it is then
    removed by hand, after a look at why.

    Args:
        paths: Where; folders are made with mode 0700, files with 0600.
        origin: The log's name, for ever; also the name of `signer`.
        signer: The log's key.
        columns: The searchable ones.
        clock: Tells the time of the first entry.
        first: An entry to begin with, e.g. one that cites an older log's checkpoint.

    Raises:
        LedgerExists: A log, or the memory of one, is there already.
        NoteInvalid: The key has another name than the log, or one that is too long.
    """
    if signer.name != origin:
        raise NoteInvalid("the log's key is named like the log's origin")
    refuse_origin(origin)
    if paths.store.exists() or paths.memory.exists():
        raise LedgerExists(f"{paths.store} or {paths.memory} exists")
    # SQLite would play them into the new log, and they may hold the last of the old.
    for side in ("-wal", "-shm", "-journal"):
        if os.path.lexists(f"{paths.store}{side}"):
            raise LedgerExists(f"{paths.store}{side} of another log exists")
    for folder in (paths.home, paths.run, paths.memory.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    workshop = paths.workshop
    try:
        workshop.mkdir(mode=0o700)
    except FileExistsError as busy:
        raise LedgerExists(f"{workshop} exists: a creation was broken off") from busy
    try:
        made = LedgerPaths(workshop, workshop / "memory")
        _make(made, signer=signer, columns=columns, clock=clock, first=first)
        head = read_memory_file(made.memory)
        # Dying before the link: the memory stands alone, and there is no log.
        MemoryFile(paths.memory).create(head)
        os.link(made.store, paths.store)
        for folder in (paths.memory.parent, paths.home):
            sync_folder(folder)
    except FileExistsError as exists:
        raise LedgerExists("a log was made at the same time") from exists
    finally:
        shutil.rmtree(workshop)


def _make(
    paths: LedgerPaths,
    *,
    signer: NoteSigner,
    columns: Sequence[Column],
    clock: Clock,
    first: Draft | None,
) -> None:
    note = signer.sign(Checkpoint(signer.name, 0, EMPTY_ROOT).to_text())
    create_store(paths.store, columns, (0, Frontier().to_bytes(), note))
    MemoryFile(paths.memory).create(Remembered.of(signer.name, 0, EMPTY_ROOT))
    appender = Appender(paths, signer=signer, columns=columns, clock=clock)
    if first is not None:
        request = Request(first)
        appender.append([request])
        if request.error is not None:
            raise request.error
    appender.release()
    appender.abandon()
