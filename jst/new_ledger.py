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
from documents.whole import sync_folder
from jst.errors import InputInvalid
from jst.making_ledger import alone, making
from jst.office import read_vkey
from jst.people import current_account
from jst.places import Places, make_folders
from jst.settings import Settings
from ledger.entry import Draft
from ledger.errors import NoteInvalid
from ledger.log import create_log
from ledger.note import Checkpoint, open_checkpoint
from ledger.signer import MAX_ORIGIN, NoteSigner, refuse_origin
from ledger.words import in_polish
from vocabulary.clock import Clock, system_clock


@dataclass(frozen=True, slots=True)
class Made:
    """A log that was just made.

    Attributes:
        origin: Its name, for ever.
        vkey: Its public key, to be kept outside this host.
        follows: The head of the older log that it cites, or None.
        verified: Whether that head was verified by the older log's public key.
        moved: Files of the older log's key and memory, as they are called now.
    """

    origin: str
    vkey: str
    follows: Checkpoint | None
    verified: bool
    moved: tuple[Path, ...]


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
        LedgerExists: There is a log, or the key or memory of one; nothing was changed.
        InputInvalid: `origin` is no name of a log, or the old log's; or `after` is no
            checkpoint, or another key than the old log's has signed it.
        LedgerNotMade: A disk or a folder takes no more; all is as it was before.
        LedgerError: The store refuses; all is as it was before.
    """
    places = settings.places
    if origin is not None:
        _refuse_name(origin)
    make_folders(places)
    with alone(places):
        old, verified = _old_head(places, after)
        name = _next_name(settings.node, old) if origin is None else origin
        _refuse_name(name, old)
        signer = NoteSigner.generate(name)
        with making(places, clock, after=old is not None) as moved:
            _save_key(places, signer)
            create_log(
                places.ledger,
                origin=name,
                signer=signer,
                columns=COLUMNS,
                clock=clock,
                first=Draft.of("system", _first(settings.node, old, verified)),
            )
    return Made(name, signer.vkey, old, verified, moved)


def _first(node: str, old: Checkpoint | None, verified: bool) -> dict[str, object]:  # noqa: FBT001 - as it stands in the entry
    """Say who made the log, and what it follows."""
    fields: dict[str, object] = {
        "event": "ledger-created",
        "node": node,
        "account": current_account(),
    }
    if old is not None:
        fields["previous"] = {
            "origin": old.origin,
            "size": old.size,
            "root": b64encode(old.root).decode(),
            "signature_verified": verified,
        }
    return fields


def _old_head(places: Places, after: str | None) -> tuple[Checkpoint | None, bool]:
    """Read the old head; it is verified when this host still has the old public key."""
    if after is None:
        return None, False
    vkey = _last_vkey(places)
    try:
        if vkey is None:
            return Checkpoint.parse(after.partition("\n\n")[0] + "\n"), False
        return open_checkpoint(after, [vkey]), True
    except NoteInvalid as invalid:
        why = f"the checkpoint itself is not verified: {invalid}"
        raise InputInvalid(
            f"--after: {why}", polish=f"--after: {in_polish(why)}"
        ) from invalid


def _last_vkey(places: Places) -> str | None:
    """Read the last log's public key, which a log that ended leaves under a new name.

    Raises:
        LogKeyUnusable: It is no key.
    """
    if places.log_vkey.exists():
        return read_vkey(places.log_vkey)
    if places.log_key.exists():
        return None  # the last log's public key is lost: an older log's is another
    ended = sorted(places.keys.glob(f"{places.log_vkey.name}.ended-*"))
    return read_vkey(ended[-1]) if ended else None


def _refuse_name(name: str, old: Checkpoint | None = None) -> None:
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


def _save_key(places: Places, signer: NoteSigner) -> None:
    """Write the private key, then the public one beside it, durably."""
    signer.save(places.log_key)
    handle = os.open(places.log_vkey, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.vkey + "\n")
        file.flush()
        os.fsync(handle)
    sync_folder(places.keys)
