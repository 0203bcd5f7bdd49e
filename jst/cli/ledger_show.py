"""jst ledger show: the log as people read it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accountability.looking import look
from accountability.model import Role
from documents.text import printable
from jst.acting import acting
from jst.cli.entry_words import deed_of, kind_of, result_of
from jst.cli.language import entries, say
from jst.cli.output import (
    cell,
    in_warsaw,
    in_warsaw_column,
    new_table,
    print_json,
    print_line,
    print_table,
)
from jst.cli.wrapper import Exit
from jst.office import open_office, open_reader
from jst.reading import Reading, Shown
from jst.settings import load_settings
from vocabulary.clock import parse_iso_utc


@contextmanager
def reading() -> Iterator[Reading]:
    """Open the log for the person who runs the command.

    Who may read what others did is logged before; one's own entries anybody reads.
    """
    settings = load_settings()
    person = acting(settings)
    with open_reader(settings.places) as reader:
        may = Reading(reader, person)
        if may.reads_all:
            with open_office(settings) as office:
                actor = person.actor(Role.OFFICER)
                look(office.trail, actor, "ledger-show", reason="", reader=reader)
        yield may


def do_show(entry_id: str | None, limit: int, *, as_json: bool) -> int:
    """Show the last lines, or one entry in full."""
    with reading() as may:
        if entry_id is not None:
            return _one(may.one(entry_id), as_json=as_json)
        lines, size = may.newest(limit), may.reader.size
        everything = may.reads_all
    if as_json:
        print_json({"size": size, "entries": [_json(line) for line in lines]})
        return Exit.YES
    table = new_table(
        "#",
        say("Czas\n(Warszawa)", "Time\n(Warsaw)"),
        say("Rodzaj", "Kind"),
        say("Osoba", "Person"),
        say("Sprawa\nCel", "Case\nPurpose"),
        say("Wynik", "Result"),
    )
    for line in lines:
        table.add_row(*(cell(text) for text in _row(line)))
    print_table(table)
    count = entries(size)
    print_line(
        say(f"Dziennik ma {count}.", f"The log has {count}.")
        if everything
        else say(
            f"Dziennik ma {count}; pokazano tylko Twoje i systemowe.",
            f"The log has {count}; only yours and the system's are shown.",
        )
    )
    return Exit.YES


def _row(line: Shown) -> tuple[str, ...]:
    entry = line.entry
    place = str(line.index)
    if line.outcome_index is not None:
        place += f",{line.outcome_index}"
    return (
        place,
        in_warsaw_column(parse_iso_utc(entry["at"])).replace(" ", "\n"),
        kind_of(entry),
        _inner(entry, "actor", "name"),
        f"{_inner(entry, 'case', 'number') or '—'}\n{deed_of(entry)}",
        result_of(entry, line.result),
    )


def _json(line: Shown) -> dict[str, Any]:
    entry = line.entry
    return {
        "index": line.index,
        "id": entry["id"],
        "at": entry["at"],
        "kind": entry["kind"],
        "person": _inner(entry, "actor", "name") or None,
        "case": _inner(entry, "case", "number") or None,
        "purpose": entry.get("purpose"),
        "operation": entry.get("operation"),
        "event": entry.get("event"),
        "result": line.result or None,
        "outcomeIndex": line.outcome_index,
    }


def _one(line: Shown, *, as_json: bool) -> int:
    if as_json:
        print_json(
            {
                "index": line.index,
                "entry": line.entry,
                "outcomeIndex": line.outcome_index,
                "outcome": line.outcome,
                "result": line.result or None,
            }
        )
        return Exit.YES
    _in_full(say("Wpis", "Entry"), line.index, line.entry)
    if line.outcome is not None and line.outcome_index is not None:
        print_line()
        _in_full(say("Wynik", "Outcome"), line.outcome_index, line.outcome)
    elif line.result == "open":
        print_line()
        print_line(say("Wyniku jeszcze nie ma.", "There is no outcome yet."))
    return Exit.YES


def _in_full(title: str, index: int, entry: dict[str, Any]) -> None:
    """Print every field of an entry; subjects stay sealed."""
    when = in_warsaw(parse_iso_utc(entry["at"]))
    print_line(f"{title} #{index}, {when}")
    for name, value in entry.items():
        text = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        )
        print_line(f"  {name}: {printable(text)}")


def _inner(entry: dict[str, Any], outer: str, inner: str) -> str:
    """Give a text from within a field; entries of later versions may lack it."""
    value = entry.get(outer)
    return str(value.get(inner) or "") if isinstance(value, dict) else ""
