"""What `jst trust` does: update and show the kept trusted list."""

from datetime import date
from pathlib import Path
from typing import Any

from certs.errors import TrustedListRejected
from certs.trusted_list import MAX_BYTES, TrustedList
from jst.cli.cert_json import utc
from jst.cli.language import say
from jst.cli.output import print_json, print_line, print_note, read_file
from jst.cli.wrapper import Exit
from jst.settings import Settings, load_settings
from jst.trusted_lists import kept_list, update_list
from vocabulary.clock import system_clock, warsaw_day


def do_update(source: str, *, as_json: bool) -> Exit:
    """Fetch or read a list, verify it, keep it, and say what is kept now."""
    settings = load_settings()
    updated = update_list(settings, _bytes_of(source, settings))
    before = updated.before.number if updated.before else None
    if as_json:
        told = list_json(updated.now, _today())
        print_json(told | {"replaced": before, "wasUnusable": updated.was_unusable})
    else:
        if updated.was_unusable:
            print_note(
                say(
                    "poprzedniej listy nie dało się sprawdzić; numerów nie porównano",
                    "the list before could not be verified; numbers were not compared",
                )
            )
        print_line(_sentence(updated.now, before))
        _print_list(updated.now)
    return Exit.YES


def do_show(*, as_json: bool) -> Exit:
    """Say which list is kept."""
    kept = kept_list(load_settings())
    if isinstance(kept, TrustedListRejected):
        raise kept
    if kept is None:
        if as_json:
            print_json({"listNumber": None})
        else:
            print_line(
                say(
                    "Nie zapamiętano żadnej listy zaufania (jst trust update).",
                    "No trusted list is kept (jst trust update).",
                )
            )
        return Exit.CANNOT_TELL
    if as_json:
        print_json(list_json(kept, _today()))
    else:
        _print_list(kept)
    return Exit.CANNOT_TELL if kept.is_stale(_today()) else Exit.YES


def list_json(listed: TrustedList, today: date) -> dict[str, Any]:
    """Describe a list; the keys are stable."""
    until = listed.next_update
    return {
        "listNumber": listed.number,
        "issued": utc(listed.issued),
        "nextUpdate": utc(until) if until else None,
        "ageDays": listed.age_days(today),
        "stale": listed.is_stale(today),
    }


def _bytes_of(source: str, settings: Settings) -> bytes:
    if "://" in source:
        return settings.file.fetch.fetcher().fetch(source, max_bytes=MAX_BYTES)
    return read_file(Path(source), cap_bytes=MAX_BYTES)


def _sentence(now: TrustedList, before: int | None) -> str:
    if before is None:
        return say(f"Zapamiętano listę nr {now.number}.", f"Kept: list {now.number}.")
    if before == now.number:
        return say(
            f"Lista nr {now.number} była już zapamiętana.",
            f"List {now.number} was kept already.",
        )
    return say(
        f"Zapamiętano listę nr {now.number} zamiast nr {before}.",
        f"Kept: list {now.number} in place of {before}.",
    )


def _print_list(listed: TrustedList) -> None:
    age, until = listed.age_days(_today()), listed.next_update
    promised = utc(until) if until else say("brak", "none")
    print_line(
        say(
            f"Lista nr {listed.number}: wydana {utc(listed.issued)} ({age} dni temu),"
            f" następna aktualizacja do {promised}.",
            f"List {listed.number}: issued {utc(listed.issued)} ({age} days ago),"
            f" next update by {promised}.",
        )
    )
    if listed.is_stale(_today()):
        print_note(
            say(
                "lista jest przeterminowana; według niej odpowiedź to „nie wiadomo”",
                "the list is stale: whether a seal is qualified cannot be told by it",
            )
        )


def _today() -> date:
    return warsaw_day(system_clock())
