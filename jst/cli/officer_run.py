"""jst officer: request, release and show, each an entry of the log."""

from accountability.model import Role
from accountability.unsealing import release, request, show
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note
from jst.cli.wrapper import Exit
from jst.office import open_office
from jst.settings import load_settings


def do_request(entry_ids: list[str], reason: str, *, as_json: bool) -> int:
    """Log the request and print its id."""
    settings = load_settings()
    actor = acting(settings).actor(Role.OFFICER)
    with open_office(settings) as office:
        entry = request(office.trail, actor, entry_ids, reason=reason)
    if as_json:
        print_json({"request": entry.id, "index": entry.index})
    else:
        print_line(say(f"Wniosek {entry.id}.", f"Request {entry.id}."))
        print_note(
            say(
                "teraz druga osoba (inspektor, kierownik):"
                f" jst officer release {entry.id} --reason TEKST",
                "now a second person (officer, manager):"
                f" jst officer release {entry.id} --reason TEXT",
            )
        )
    return Exit.YES


def do_release(request_id: str, reason: str, *, as_json: bool) -> int:
    """Log the release; nothing is shown to the one who releases."""
    settings = load_settings()
    actor = acting(settings).actor(Role.OFFICER, Role.MANAGER)
    with open_office(settings) as office:
        entry = release(office.trail, actor, request_id, reason=reason)
    if as_json:
        print_json({"release": entry.id, "index": entry.index})
    else:
        print_line(say(f"Zwolniono, wpis {entry.id}.", f"Released, entry {entry.id}."))
        print_note(
            say(
                f"wnioskujący obejrzy: jst officer show {request_id}",
                f"the requester looks: jst officer show {request_id}",
            )
        )
    return Exit.YES


def do_show(request_id: str, *, as_json: bool) -> int:
    """Print the identifiers in clear, after the entry that says so."""
    settings = load_settings()
    actor = acting(settings).actor(Role.OFFICER)
    with open_office(settings) as office:
        found = show(office.trail, actor, request_id)
    if as_json:
        print_json(
            {"entries": [{"id": one.entry_id, "subjects": one.values} for one in found]}
        )
        return Exit.YES
    gone = say("klucz zniszczony", "its key was destroyed")
    for one in found:
        for value in one.values:
            print_line(f"{one.entry_id}  {value or gone}")
    return Exit.YES
