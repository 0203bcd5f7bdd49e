"""What jst evidence list and purge do, loaded when called."""

from collections.abc import Iterator
from contextlib import contextmanager

from accountability.kept import Listed, State, list_kept, purge_kept
from accountability.model import Role
from accountability.trail import AuditTrail
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import (
    in_warsaw_column,
    print_json,
    print_line,
)
from jst.cli.rows import print_rows
from jst.cli.wrapper import Exit
from jst.office import open_office
from jst.people import Person
from jst.settings import load_settings
from vocabulary.clock import parse_iso_utc


@contextmanager
def _as(*roles: Role) -> Iterator[tuple[AuditTrail, Person]]:
    settings = load_settings()
    person = acting(settings)
    person.require(*roles)
    with open_office(settings) as office:
        yield office.trail, person


def do_list(*, as_json: bool) -> int:
    """List what is kept: the officer and the operator all of it, a clerk the own."""
    with _as(Role.OFFICER, Role.OPERATOR, Role.CLERK) as (trail, person):
        everything = {Role.OFFICER, Role.OPERATOR} & set(person.roles)
        lines = [
            line
            for line in list_kept(trail)
            if everything or line.actor_id == person.id
        ]
    if as_json:
        print_json([_json(line) for line in lines])
        return Exit.YES
    names = (
        say("Zapytanie", "Question"),
        say("Czas (Warszawa)", "Time (Warsaw)"),
        say("Sprawa", "Case"),
        say("Do usunięcia od", "To be removed from"),
        say("Stan", "State"),
    )
    rows = [
        (
            line.intent_id,
            in_warsaw_column(parse_iso_utc(line.at)) if line.at else "",
            line.case,
            "" if line.ends_on is None else line.ends_on.isoformat(),
            _word(line.state),
        )
        for line in lines
    ]
    if rows:
        print_rows(names, rows, [[0], [1, 2], [3, 4]])
    print_line(say(f"Zachowanych odpowiedzi: {len(lines)}.", f"Kept: {len(lines)}."))
    return Exit.YES


def do_purge(*, as_json: bool) -> int:
    """Remove the expired answers."""
    with _as(Role.OPERATOR) as (trail, person):
        gone = purge_kept(trail, person.actor(Role.OPERATOR))
    if as_json:
        print_json({"purged": list(gone)})
    else:
        print_line(
            say(f"Usunięto odpowiedzi: {len(gone)}.", f"Answers removed: {len(gone)}.")
        )
    return Exit.YES


def _json(line: Listed) -> dict[str, object]:
    return {
        "id": line.intent_id,
        "at": line.at or None,
        "case": line.case or None,
        "period": line.period.replace(".", "/"),
        "sizeBytes": line.size_bytes,
        "endsOn": None if line.ends_on is None else line.ends_on.isoformat(),
        "state": line.state,
    }


def _word(state: State) -> str:
    words = {
        State.READABLE: "czytelna",
        State.EXPIRED: "po terminie",
        State.HELD: "wstrzymana",
        State.DESTROYED: "klucz zniszczony",
        State.RETURNED: "klucz wrócił",
        State.NO_KEY: "brak klucza",
    }
    return say(words[state], str(state))
