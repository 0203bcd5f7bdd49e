"""jst cert watch: which seals end soon; for registered ones the renewal is opened.

    folder of files -> seals by days left      (jst.watching)
    log -> registered seals -> renewals        (jst.renewing)

Without a log it watches the files alone, and says so. Trouble with the log hides no
seal: what the files say is printed all the same.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from jst.cli.cert_json import shown, utc
from jst.cli.language import say
from jst.cli.options import a_word, a_word_argument
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
        "Pieczęcie z katalogu według dni do końca ważności; dla zarejestrowanych w"
        " CRPO otwiera odnowienie wniosku. Kod wyjścia: 0 wszystkie mają dość czasu,"
        " 1 którejś zostało mniej niż próg albo trwa odnowienie, 2 czegoś nie"
        " odczytano albo pieczęci nie ma."
    ),
    (
        "Seals of a folder by days left; opens the renewal of the letter for those"
        " registered with CRPO. Exit status: 0 all have time enough, 1 one has less"
        " than the threshold or is being renewed, 2 something was not read, or there is"
        " no seal."
    ),
)
_DAYS: Final = 60
_COMMON_NAME: Final = "2.5.4.3"
_KSEF: Final = "ksef_certificate"


def watch(
    *,
    folder: Annotated[
        Path,
        a_word_argument(
            "KATALOG",
            "FOLDER",
            "Katalog z certyfikatami (.pem, .crt, .cer, .der, .p12, .pfx, .p7b,"
            " .p7c); podkatalogów nie przegląda.",
            "Folder of certificates (.pem, .crt, .cer, .der, .p12, .pfx, .p7b,"
            " .p7c); folders in it are not looked into.",
        ),
    ],
    days: Annotated[
        int,
        typer.Option(
            min=0,
            help=say(
                "Ile dni musi zostać pieczęciom z katalogu; odnowienie otwiera się"
                " według letter.renewal_days.",
                "Days that the seals of the folder must have left; a renewal opens by"
                " letter.renewal_days.",
            ),
        ),
    ] = _DAYS,
    order: Annotated[
        str | None,
        a_word(
            "ZLECENIE",
            "ORDER",
            "Działaj bez nadzoru, na zlecenie stałe z orders.toml (covers ="
            ' "cert-watch").',
            "Run unattended, under a standing order of orders.toml (covers ="
            ' "cert-watch").',
        ),
    ] = None,
    as_json: AsJson = False,
) -> Exit:
    """List the seals of a folder, and open the renewals that are due."""
    from jst.cli.cert_watch_run import find_renewals  # noqa: PLC0415 - keeps --help quick
    from jst.watching import watch as watched  # noqa: PLC0415 - as above
    from vocabulary.clock import system_clock  # noqa: PLC0415 - as above

    found = watched(folder, system_clock())
    renewals = find_renewals(order)
    if as_json:
        print_json(_json(found, days) | renewals.json)
    else:
        _print(found, days)
        renewals.tell()
    if renewals.error is not None:
        return Exit.CANNOT_TELL
    if renewals.due or any(each.days_left < days for each in found.seals):
        return Exit.NO
    return Exit.CANNOT_TELL if found.unreadable or not found.seals else Exit.YES


def _json(found: "Folder", days: int) -> dict[str, Any]:
    return {
        "thresholdDays": days,
        "seals": [
            {
                "file": each.file,
                "kind": each.kind.value,
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
            say("rodzaj", "kind"),
            say("plik", "file"),
        )
        for each in found.seals:
            table.add_row(
                *(cell(text) for text in (_left(each, days), utc(each.seal.not_after))),
                *(cell(text) for text in (_name(each), _kind(each), each.file)),
            )
        print_table(table)
    ksef = sum(each.kind.value == _KSEF for each in found.seals)
    for unread in found.unreadable:
        said, why = say("nie odczytano", "not read"), say(unread.polish, unread.reason)
        print_note(f"{said}: {shown(unread.file)}: {why}")
    print_line(
        say(
            f"Pieczęci: {len(found.seals) - ksef},{_counted(ksef, english=False)}"
            f" nieodczytanych plików: {len(found.unreadable)}, pominiętych:"
            f" {found.passed_over}.",
            f"Seals: {len(found.seals) - ksef},{_counted(ksef, english=True)} files"
            f" not read: {len(found.unreadable)}, passed over: {found.passed_over}.",
        )
    )
    short = {each.kind.value for each in found.seals if each.days_left < days}
    if _KSEF in short:
        print_line(
            say(
                "O nowy certyfikat KSeF wystąp sam: jst ksef certificates enroll;"
                " pismo do Szefa KAS nie jest do tego potrzebne.",
                "Ask for a new KSeF certificate yourself: jst ksef certificates"
                " enroll; it takes no letter to the Head of KAS.",
            )
        )
    if short - {_KSEF}:
        print_line(
            say(
                "Po odnowieniu pieczęci wyślij do Szefa KAS nowe pismo: w API CRPO"
                " zgłoszone są numer seryjny i ważność dotychczasowej.",
                "After renewing a seal send a new letter to the Head of KAS: API CRPO"
                " knows the serial number and validity of the old one.",
            )
        )


def _counted(ksef: int, *, english: bool) -> str:
    """Count KSeF's certificates, where there are any."""
    words = "KSeF certificates" if english else "certyfikatów KSeF"
    return f" {words}: {ksef}," if ksef else ""


def _kind(each: "Watched") -> str:
    if each.kind.value == _KSEF:
        return say("certyfikat KSeF", "KSeF certificate")
    return say("pieczęć", "seal")


def _left(each: "Watched", days: int) -> str:
    return f"{each.days_left} !" if each.days_left < days else str(each.days_left)


def _name(each: "Watched") -> str:
    return ", ".join(str(value) for value in each.seal.subject.values(_COMMON_NAME))
