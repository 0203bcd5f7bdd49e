"""[0] Make the log of an office: by hand, once; or a new one that cites the old head.

A log that was lost, or restored from a backup, is never written to again. The new one
has a name and a key of its own, as two logs under one name would be a fork, and its
first entry cites the last checkpoint that somebody kept of the old one.
"""

import os
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from accountability.columns import COLUMNS
from jst.errors import InputInvalid
from jst.office import own_vkey
from jst.people import current_account
from jst.places import Places, make_folders
from jst.settings import Settings
from ledger.entry import Draft
from ledger.errors import LedgerExists, NoteInvalid
from ledger.log import create_log
from ledger.note import Checkpoint, open_checkpoint
from ledger.signer import MAX_ORIGIN, NoteSigner, refuse_origin
from vocabulary.clock import Clock, system_clock


@dataclass(frozen=True, slots=True)
class Made:
    """A log that was just made.

    Attributes:
        origin: Its name, for ever.
        vkey: Its public key, to be kept outside this host.
        follows: The head of the older log that it cites, or None.
        moved: Files of the older log's key and memory, as they are called now.
    """

    origin: str
    vkey: str
    follows: Checkpoint | None
    moved: tuple[Path, ...] = ()


def make_ledger(
    settings: Settings,
    *,
    origin: str | None = None,
    after: str | None = None,
    clock: Clock = system_clock,
) -> Made:
    """Make folders, key, memory and log; the first entry says who made it.

    Args:
        settings: Where to make it; needs no [office] yet.
        origin: The log's name; by default made from the node's.
        after: The last kept checkpoint (a signed note) of the log that ended.
        clock: Tells the time of the first entry.

    Raises:
        LedgerExists: There is a log; nothing was changed.
        InputInvalid: `origin` is no name of a log, or the old log's.
        NoteInvalid: `after` is no checkpoint.
    """
    places = settings.places
    if places.ledger.store.exists():
        raise LedgerExists("there is a log in JST_HOME")
    old, verified = _old_head(places, after)
    name = _next_name(settings.node, old) if origin is None else origin
    _refuse_name(name, old)
    signer = NoteSigner.generate(name)
    make_folders(places)
    moved = _put_aside(places, clock) if after else ()
    fields: dict[str, object] = {
        "event": "ledger-created",
        "node": settings.node,
        "account": current_account(),
    }
    if old is not None:
        fields["previous"] = {
            "origin": old.origin,
            "size": old.size,
            "root": b64encode(old.root).decode(),
            "signature_verified": verified,
        }
    _save_key(places, signer)
    try:
        create_log(
            places.ledger,
            origin=name,
            signer=signer,
            columns=COLUMNS,
            clock=clock,
            first=Draft.of("system", fields),
        )
    except BaseException:  # a key without its log would stop the next attempt
        places.log_key.unlink()
        places.log_vkey.unlink()
        raise
    return Made(name, signer.vkey, old, moved)


def _old_head(places: Places, after: str | None) -> tuple[Checkpoint | None, bool]:
    """Read the old head; it is verified when this host still has the old public key."""
    if after is None:
        return None, False
    if places.log_vkey.exists():
        return open_checkpoint(after, [own_vkey(places)]), True
    return Checkpoint.parse(after.partition("\n\n")[0] + "\n"), False


def _refuse_name(name: str, old: Checkpoint | None) -> None:
    """Raise InputInvalid before anything is made or moved."""
    try:
        refuse_origin(name)
    except NoteInvalid as invalid:
        raise InputInvalid(
            f"--origin: {invalid}",
            polish=f"--origin: nazwa dziennika ma od 1 do {MAX_ORIGIN} znaków,"
            " bez odstępów, znaków sterujących i plusa",
        ) from None
    if old is not None and name == old.origin:
        raise InputInvalid(
            "--origin: a new log has another name than the one it follows",
            polish="--origin: nowy dziennik nazywa się inaczej niż poprzedni",
        )


def _next_name(node: str, old: Checkpoint | None) -> str:
    """Name a log: `jst.<node>/log`, then `.../log-2`, `.../log-3`."""
    if old is None:
        return f"jst.{node}/log"
    stem, dash, number = old.origin.rpartition("-")
    if dash and number.isascii() and number.isdigit():
        return f"{stem}-{int(number) + 1}"
    return f"{old.origin}-2"


def _put_aside(places: Places, clock: Clock) -> tuple[Path, ...]:
    """Rename key and memory of the log that ended; they stay, as evidence."""
    ending = f".ended-{clock():%Y%m%dT%H%M%SZ}"
    moved = []
    for path in (places.log_key, places.log_vkey, places.ledger.memory):
        if path.exists():
            aside = path.with_name(path.name + ending)
            path.rename(aside)
            moved.append(aside)
    return tuple(moved)


def _save_key(places: Places, signer: NoteSigner) -> None:
    """Write the private key, then the public one beside it; none is overwritten."""
    if places.ledger.memory.exists():
        raise LedgerExists("JST_MEMORY remembers a log that is not in JST_HOME")
    try:
        signer.save(places.log_key)
    except FileExistsError as exists:
        raise LedgerExists("there is a log key in JST_KEYS") from exists
    handle = os.open(places.log_vkey, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.vkey + "\n")
        file.flush()
        os.fsync(handle)
