"""What `jst dph` tells beside its results, on standard error."""

from collections.abc import Sequence
from datetime import datetime

from crpdph.calendar import in_prague
from crpdph.lookup import Checked
from jst.cli.language import say
from jst.cli.output import print_note
from jst.limits_place import WHY_NOT, Scope, limits_place
from jst.settings_crpdph import CrpdphSection


def note_wait(until: datetime) -> None:
    """Say until when we wait: nobody should take it for a program that hangs."""
    when = in_prague(until)
    print_note(
        say(
            f"czekam do {when} czasu czeskiego; Ctrl-C przerywa.",
            f"waiting until {when} Prague; Ctrl-C stops it.",
        )
    )


def note_forgotten(*, is_remembered: bool) -> None:
    """Warn when an answer was logged and kept, and the index did not take it."""
    if not is_remembered:
        print_note(
            say(
                "state.sqlite nie przyjął zapisu: wynik i dowód są, ale to samo"
                " zapytanie może dziś pójść drugi raz, a --as-of go nie znajdzie.",
                "state.sqlite took no entry: the result and its evidence are there,"
                " but the question may be sent again today, and --as-of will not"
                " find it.",
            )
        )


def note_scope(section: CrpdphSection) -> None:
    """Warn when the limits are counted for this user only."""
    place = limits_place(section.limits_folder, section.limits_group)
    if place.scope is Scope.USER:
        print_note(
            say(
                "limity rejestru są liczone tylko dla tego użytkownika:"
                f" {WHY_NOT[place.reason]} (jst settings check).",
                "the register's limits are counted for this user only:"
                f" {place.reason} (jst settings check).",
            )
        )


def note_drift(found: Sequence[Checked]) -> None:
    """Warn when answers had what the pinned interface does not: a person must look."""
    names = sorted({f"{d.what} {d.name}" for each in found for d in each.drift})
    if names:
        print_note(
            say(
                f"odpowiedź wykracza poza znany interfejs: {', '.join(names)};"
                " zgłoś to administratorowi.",
                f"the answer goes beyond the known interface: {', '.join(names)};"
                " tell the administrator.",
            )
        )
