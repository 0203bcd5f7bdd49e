"""jst report: what the officer asks of the log; each report is an entry itself.

What it does stands in jst/cli/report_run.py, which is loaded when called.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jst.cli.language import say
from jst.cli.options import (
    IdentifierFile,
    a_case,
    a_day,
    a_file,
    a_text,
    a_word_argument,
    an_id,
)
from jst.cli.output import AsJson


def add_to(app: typer.Typer) -> None:
    """Declare the command."""
    app.command(
        "report",
        help=say(
            "Inspektor: raport z dziennika. NAZWA: people, cases, no-case, open,"
            " denials, unusual, subject, looks, keys, system. Raport jest sam wpisem;"
            " looks widzi też kierownik.",
            "Officer: a report from the log. NAME: people, cases, no-case, open,"
            " denials, unusual, subject, looks, keys, system. A report is itself an"
            " entry; a manager sees looks too.",
        ),
    )(report)


def report(  # noqa: PLR0913 - an option each
    name: Annotated[
        str,
        a_word_argument(
            "NAZWA", "NAME", "Który raport (docs/officer.md).", "Which report."
        ),
    ],
    *,
    person: Annotated[
        str | None,
        an_id("people: wpisy jednej osoby urzędu.", "people: entries of one of staff."),
    ] = None,
    case: Annotated[
        str | None,
        a_case("cases: wpisy jednej sprawy.", "cases: entries of one case."),
    ] = None,
    since: Annotated[
        datetime | None,
        a_day("Od tego dnia.", "From this day."),
    ] = None,
    until: Annotated[
        datetime | None,
        a_day("Przed tym dniem.", "Before this day."),
    ] = None,
    source: IdentifierFile = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="nip|pesel|foreign|dic",
            help=say(
                "subject: rodzaj identyfikatora; domyślnie z jego budowy, dic tylko"
                " jawnie.",
                "subject: kind of identifier; by default told from its shape, dic only"
                " when said.",
            ),
        ),
    ] = None,
    reason: Annotated[
        str,
        a_text(
            "Po co; wymagane w subject, bez danych osób.",
            "Why; needed for subject, without anybody's data.",
        ),
    ] = "",
    csv: Annotated[
        Path | None,
        a_file("Wszystkie wiersze do nowego arkusza.", "All lines to a new sheet."),
    ] = None,
    jsonl: Annotated[
        Path | None,
        a_file(
            "Wpisy, na których raport stoi, bajt w bajt, do nowego pliku.",
            "The entries it rests on, byte for byte, to a new file.",
        ),
    ] = None,
    pdf: Annotated[
        Path | None,
        a_file("Raport jako nowy plik PDF.", "The report as a new PDF file."),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            min=1,
            max=2000,
            help=say(
                "Najwyżej tyle wierszy na ekranie i w PDF.",
                "At most so many lines on the screen and in the PDF.",
            ),
        ),
    ] = 200,
    as_json: AsJson = False,
) -> int:
    """Make one report."""
    from jst.cli.report_files import Files  # noqa: PLC0415 - keeps --help quick
    from jst.cli.report_run import Wanted, do_report  # noqa: PLC0415 - as above

    wanted = Wanted(
        name=name,
        person=person,
        case=case,
        since=since and since.date(),
        until=until and until.date(),
        source=source,
        kind=kind,
        reason=reason,
        files=Files(csv=csv, jsonl=jsonl, pdf=pdf),
        limit=limit,
    )
    return do_report(wanted, as_json=as_json)
