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
    print_json,
    print_line,
    print_note,
    print_pairs,
    read_file,
    write_new,
)
from jst.cli.wrapper import Exit
from jst.errors import InputInvalid
from jst.new_ledger import make_ledger
from jst.office import open_log, open_reader, own_vkey
from jst.settings import load_settings, places_of_log
from ledger.entry import Draft
from ledger.note import open_checkpoint


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
                f"dziennik na zawsze nazywa się {made.origin}; inną nazwę wybiera się"
                " tylko teraz: jst ledger init --origin audyt.gmina.example/log.",
                f"the log is named {made.origin} for ever; another name is chosen only"
                " now: jst ledger init --origin audyt.gmina.example/log.",
            )
        )
    for path in made.moved:
        print_note(say(f"odłożono: {path}", f"put aside: {path}"))
    print_note(
        say(
            "zapisz klucz publiczny poza tym komputerem: bez niego nikt nie sprawdzi"
            " dziennika niezależnie.",
            "keep the public key away from this host: nobody can verify the log"
            " independently without it.",
        )
    )
    return Exit.YES


def do_checkpoint(out: Path | None, *, as_json: bool) -> int:
    """Print or write the signed head, once its signature is checked."""
    places, _ = places_of_log()  # nothing else of jst.toml is needed
    with open_reader(places) as reader:
        note = reader.note
    vkey = own_vkey(places)
    head = open_checkpoint(note, [vkey])
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
