"""jst ledger init, checkpoint, accept-clock: what an operator does with the log."""

from base64 import b64encode
from pathlib import Path

from accountability.checks import MIN_JUSTIFICATION
from accountability.clear_text import letters_in, scrubbed
from accountability.entries import actor_fields
from accountability.model import Role
from jst.acting import acting
from jst.cli.language import entries, say
from jst.cli.output import (
    as_text,
    print_folded_note,
    print_json,
    print_line,
    print_note,
    print_pairs,
    read_file,
    write_new,
)
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid
from jst.new_ledger import Made, make_ledger
from jst.office import open_log, open_reader, own_vkey
from jst.settings import load_settings, places_of_log
from ledger.entry import Draft
from ledger.errors import HeadRejected, MemoryUnusable, NoteInvalid, RolledBack
from ledger.memory import Remembered, origin_hash, read_memory_file
from ledger.note import Checkpoint, open_checkpoint


def do_init(origin: str | None, after: Path | None, *, as_json: bool) -> int:
    """Make the log and print its public key."""
    settings = load_settings()
    note = None if after is None else as_text(read_file(after))
    made = make_ledger(settings, origin=origin, after=note)
    places = settings.places
    if as_json:
        print_json(
            {
                "origin": made.origin,
                "vkey": made.vkey,
                "home": str(places.home),
                "keys": str(places.keys),
                "memory": str(places.memory),
                "previous": made.follows.origin if made.follows else None,
                "previousVerified": made.verified if made.follows else None,
                "moved": [str(path) for path in made.moved],
            }
        )
        return Exit.YES
    pairs = {
        say("Dziennik", "Log"): made.origin,
        "JST_HOME": str(places.home),
        "JST_KEYS": str(places.keys),
        "JST_MEMORY": str(places.memory),
        say("Klucz publiczny", "Public key"): made.vkey,
    }
    if made.follows:
        pairs[say("Następca", "Follows")] = (
            f"{made.follows.origin}, {entries(made.follows.size)}"
        )
    print_pairs(pairs)
    if origin is None:
        print_note(
            say(
                f"dziennik na zawsze nazywa się {made.origin}; nazwę wybiera się tylko"
                " przy zakładaniu (--origin).",
                f"the log is named {made.origin} for ever; a name is chosen only when"
                " a log is made (--origin).",
            )
        )
    if made.follows:
        _tell_what_follows(made)
    print_note(
        say(
            "zapisz klucz publiczny poza tym komputerem: bez niego nikt nie sprawdzi"
            " dziennika niezależnie.",
            "keep the public key away from this host: nobody can verify the log"
            " independently without it.",
        )
    )
    return Exit.YES


def _tell_what_follows(made: Made) -> None:
    """Say what was put aside, what was not verified, and what the new log lacks."""
    for path in made.moved:
        print_note(say(f"odłożono: {path}", f"put aside: {path}"))
    if not made.verified:
        print_note(
            say(
                "podpisu pod punktem kontrolnym nie sprawdzono: w JST_KEYS nie ma"
                " klucza publicznego poprzedniego dziennika (log.vkey).",
                "the checkpoint's signature was not verified: JST_KEYS has no public"
                " key of the previous log (log.vkey).",
            )
        )
    print_folded_note(
        say(
            "z poprzedniego dziennika nie przechodzą zgody na dodatkowe zapytania"
            " (jst quota) ani wstrzymania usunięć (jst hold): ustanów je na nowo;"
            " limity liczą się tu od zera.",
            "allowances (jst quota) and legal holds (jst hold) of the previous log are"
            " not taken over: set them anew; quotas count from zero here.",
        )
    )


def do_checkpoint(out: Path | None, *, as_json: bool) -> int:
    """Print or write the signed head, once signature and node's memory agree with it.

    Raises:
        HeadRejected: The host's own key has not signed the head.
        RolledBack: The node has seen a newer head, or another one of this size.
        MemoryUnusable: Its memory cannot be read, or is of another log.
    """
    places, _ = places_of_log()  # nothing else of jst.toml is needed
    # Before the log is read: others may append meanwhile, and write it anew.
    seen = _seen(places.ledger.memory)
    with open_reader(places) as reader:
        note = reader.note
    vkey = own_vkey(places)
    try:
        head = open_checkpoint(note, [vkey])
    except NoteInvalid as invalid:
        raise HeadRejected("the key in JST_KEYS has not signed the head") from invalid
    if seen is not None:
        _refuse_rolled_back(head, seen)
    if out is not None:
        write_new(out, note)
        write_new(out.with_name(out.name + ".vkey"), vkey + "\n")
    if as_json:
        print_json(
            {
                "checkpoint": note,
                "origin": head.origin,
                "size": head.size,
                "root": b64encode(head.root).decode(),
                "vkey": vkey,
                "file": None if out is None else str(out),
            }
        )
        return Exit.YES
    if out is None:
        print_line(note.rstrip("\n"))
    print_note(say(f"klucz publiczny: {vkey}", f"public key: {vkey}"))
    print_note(
        say(
            "przechowuj jedno i drugie poza tym komputerem, np. u inspektora.",
            "keep both away from this host, e.g. with the officer.",
        )
    )
    return Exit.YES


def _seen(memory: Path) -> Remembered | None:
    """Read the last head that the node has seen; a copy of a log comes without one."""
    try:
        return read_memory_file(memory)
    except FileNotFoundError:
        return None
    except OSError as unreadable:
        raise MemoryUnusable(f"{memory}: {unreadable.strerror}") from unreadable


def _refuse_rolled_back(head: Checkpoint, seen: Remembered) -> None:
    """Raise for a head that the officer must not keep as the last one."""
    if seen.origin_hash != origin_hash(head.origin):
        raise MemoryUnusable("the memory file is that of another log")
    if seen.size > head.size:
        raise RolledBack(f"size {head.size}, but size {seen.size} has been seen here")
    if seen.size == head.size and seen.root != head.root:
        raise RolledBack(f"another head of size {head.size} has been seen here")


def do_accept_clock(reason: str, *, as_json: bool) -> int:
    """Append the entry of an operator that accepts the clock as it is now."""
    settings = load_settings()
    person = acting(settings)
    person.require(Role.OPERATOR)
    said = scrubbed(reason)
    if letters_in(said) < MIN_JUSTIFICATION:
        raise InputInvalid(
            f"--reason has at least {MIN_JUSTIFICATION} letters",
            polish=f"--reason ma co najmniej {MIN_JUSTIFICATION} liter",
        )
    fields: dict[str, object] = {
        "event": "clock-accepted",
        "actor": actor_fields(person.actor(Role.OPERATOR)),
        "justification": said,
        "node": settings.node,
    }
    with open_log(settings.places) as log:
        fields["writer"] = log.writer
        entry = log.reset_clock(Draft.of("system", fields))
    if as_json:
        print_json({"id": entry.id, "index": entry.index, "size": entry.size})
    else:
        print_line(
            say(f"Zegar przyjęty, wpis {entry.id}.", f"Accepted, entry {entry.id}.")
        )
    return Exit.YES
