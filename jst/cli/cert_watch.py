"""jst cert watch: which seals of a folder end soon (jst.watching).

It reads files, never the log: which seals are registered, `jst letter status` tells.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from jst.cli.cert_json import shown, utc
from jst.cli.language import say
from jst.cli.output import (
    AsJson,
    cell,
    new_table,
    print_json,
    print_line,
    print_note,
    print_table,
)
from jst.cli.wrapper import Exit

if TYPE_CHECKING:
    from jst.watching import Folder, Watched

WATCH = (
    (
        "Pieczęcie z katalogu według dni do końca ważności. Kod wyjścia: 0 wszystkie"
        " mają dość czasu, 1 którejś zostało mniej niż próg, 2 czegoś nie odczytano"
        " albo pieczęci nie ma."
    ),
    (
        "Seals of a folder by days left. Exit status: 0 all have time enough, 1 one has"
        " less than the threshold, 2 something was not read, or there is no seal."
    ),
)
_DAYS: Final = 60
_COMMON_NAME: Final = "2.5.4.3"


def watch(
    *,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar=say("KATALOG", "FOLDER"),
            help=say(
                "Katalog z certyfikatami (.pem, .crt, .cer, .der, .p12, .pfx, .p7b,"
                " .p7c); podkatalogów nie przegląda.",
                "Folder of certificates (.pem, .crt, .cer, .der, .p12, .pfx, .p7b,"
                " .p7c); folders in it are not looked into.",
            ),
        ),
    ],
    days: Annotated[
        int,
        typer.Option(
            min=0,
            help=say("Ile dni musi zostać.", "Days that must be left."),
        ),
    ] = _DAYS,
    as_json: AsJson = False,
) -> Exit:
    """List the seals of a folder; the one that ends first comes first."""
    from jst.watching import watch as watched  # noqa: PLC0415 - keeps --help quick
    from vocabulary.clock import system_clock  # noqa: PLC0415 - as above

    found = watched(folder, system_clock())
    if as_json:
        print_json(_json(found, days))
    else:
        _print(found, days)
    if any(each.days_left < days for each in found.seals):
        return Exit.NO
    return Exit.CANNOT_TELL if found.unreadable or not found.seals else Exit.YES


def _json(found: "Folder", days: int) -> dict[str, Any]:
    return {
        "thresholdDays": days,
        "seals": [
            {
                "file": each.file,
                "subject": each.seal.subject.windows,
                "serialDecimal": each.seal.serial_text,
                "sha256": each.seal.sha256.hex(),
                "notAfter": utc(each.seal.not_after),
                "daysLeft": each.days_left,
                "belowThreshold": each.days_left < days,
            }
            for each in found.seals
        ],
        "unreadable": [
            {"file": each.file, "reason": each.reason, "text": each.polish}
            for each in found.unreadable
        ],
        "passedOver": found.passed_over,
    }


def _print(found: "Folder", days: int) -> None:
    if found.seals:
        table = new_table(
            say("dni", "days"),
            say("do (UTC)", "until (UTC)"),
            "CN",
            say("plik", "file"),
        )
        for each in found.seals:
            table.add_row(
                *(cell(text) for text in (_left(each, days), utc(each.seal.not_after))),
                *(cell(text) for text in (_name(each), each.file)),
            )
        print_table(table)
    for unread in found.unreadable:
        said, why = say("nie odczytano", "not read"), say(unread.polish, unread.reason)
        print_note(f"{said}: {shown(unread.file)}: {why}")
    print_line(
        say(
            f"Pieczęci: {len(found.seals)}, nieodczytanych plików:"
            f" {len(found.unreadable)}, pominiętych: {found.passed_over}.",
            f"Seals: {len(found.seals)}, files not read: {len(found.unreadable)},"
            f" passed over: {found.passed_over}.",
        )
    )
    if any(each.days_left < days for each in found.seals):
        print_line(
            say(
                "Po odnowieniu pieczęci wyślij do Szefa KAS nowe pismo: w API CRPO"
                " zgłoszony jest numer seryjny i ważność dotychczasowej. Które"
                " pieczęcie zgłoszono, mówi: jst letter status; nowe pismo"
                " przygotuje: jst letter prepare office.toml --out KATALOG",
                "After renewing a seal send a new letter to the Head of KAS: API CRPO"
                " knows the serial number and validity of the old one. Which seals are"
                " registered: jst letter status; a new letter: jst letter prepare"
                " office.toml --out FOLDER",
            )
        )


def _left(each: "Watched", days: int) -> str:
    return f"{each.days_left} !" if each.days_left < days else str(each.days_left)


def _name(each: "Watched") -> str:
    return ", ".join(str(value) for value in each.seal.subject.values(_COMMON_NAME))
