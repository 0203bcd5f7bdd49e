"""What jst evidence list, show and purge do, loaded when called."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accountability.kept import Listed, State, list_kept, purge_kept
from accountability.model import Purpose, Role
from accountability.reading import find_asked, read_kept
from accountability.trail import AuditTrail
from jst.acting import acting
from jst.cli.language import say
from jst.cli.output import (
    cell,
    in_warsaw,
    new_table,
    print_json,
    print_line,
    print_table,
    printable,
    write_new,
)
from jst.cli.words import word_of
from jst.cli.wrapper import Exit
from jst.office import open_office
from jst.people import Person
from jst.settings import load_settings
from ledger.entry import is_entry_id
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
    table = new_table(
        say("Zapytanie", "Question"),
        say("Czas\nSprawa", "Time\nCase"),
        say("Do usunięcia od\nStan", "To be removed from\nState"),
    )
    for line in lines:
        when = in_warsaw(parse_iso_utc(line.at)) if line.at else "—"
        row = (
            line.intent_id,
            f"{when}\n{line.case or '—'}",
            f"{line.ends_on or '—'}\n{_word(line.state)}",
        )
        table.add_row(*(cell(text) for text in row))
    print_table(table)
    print_line(say(f"Zachowanych odpowiedzi: {len(lines)}.", f"Kept: {len(lines)}."))
    return Exit.YES


def do_show(
    intent_id: str,
    case: str,
    purpose: str,
    reason: str,
    out: Path | None,
    *,
    as_json: bool,
) -> int:
    """Show the raw answer of a question, after the entry that says so."""
    word = word_of(Purpose, purpose, "--purpose")
    if not is_entry_id(intent_id):
        from jst.errors import InputInvalid  # noqa: PLC0415 - errors only

        raise InputInvalid(
            "not the id of a question", polish="to nie jest identyfikator zapytania"
        )
    with _as(Role.OFFICER, Role.CLERK) as (trail, person):
        with trail.log.reader() as reader:
            asked = find_asked(reader, intent_id)
        kept = read_kept(
            trail,
            person.actor(Role.OFFICER, Role.CLERK),
            asked=asked,
            case=case,
            purpose=word,
            justification=reason,
        ).kept
    answer = kept.answer.decode(errors="replace")
    if out is not None:
        write_new(out, answer)
    if as_json:
        said = {"id": intent_id, "answerDigest": kept.answer_digest}
        shown = {"file": str(out)} if out is not None else {"answer": answer}
        print_json(said | shown)
    elif out is None:
        print_line("\n".join(printable(line) for line in answer.splitlines()))
    else:
        print_line(say(f"Zapisano: {out}", f"Written: {out}"))
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
        State.NO_KEY: "brak klucza",
    }
    return say(words[state], str(state))
